/* SPDX-License-Identifier: BSD-2-Clause */
/* Parsing of points in time, and arithmetic between clocks, saturating: headers may lie. */
#include "replay/when.h"

#include <string.h>
#include <time.h>

#include "format/units.h"

#define SECOND UINT64_C(1000000000)
#define DAY (86400 * SECOND)

/* Exactly two digits, at most max. */
static bool two(const char **s, unsigned max, unsigned *out)
{
	const char *p = *s;

	if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
		return false;
	*out = (unsigned)(p[0] - '0') * 10 + (unsigned)(p[1] - '0');
	*s += 2;
	return *out <= max;
}

/* HH:MM[:SS[.fraction]] as ns since midnight. 60 seconds: a leap second, as some clocks print it. */
static bool time_of_day(const char **s, uint64_t *ns)
{
	unsigned hour, minute, second = 0;
	uint64_t place = SECOND;

	if (!two(s, 23, &hour) || *(*s)++ != ':' || !two(s, 59, &minute))
		return false;
	*ns = 0;
	if (**s == ':') {
		(*s)++;
		if (!two(s, 60, &second))
			return false;
		if (**s == '.')
			for ((*s)++; **s >= '0' && **s <= '9'; (*s)++)
				*ns += (place /= 10) * (uint64_t)(**s - '0');
	}
	*ns += (hour * 3600 + minute * 60 + second) * SECOND;
	return true;
}

/* Z, +HH:MM or +HHMM: seconds east of Greenwich. */
static bool zone(const char **s, long *east)
{
	unsigned hour, minute;
	bool west = **s == '-';

	*east = 0;
	if (**s == 'Z' || **s == 'z') {
		(*s)++;
		return true;
	}
	if (*(*s)++ != '+' && !west)
		return false;
	if (!two(s, 23, &hour))
		return false;
	*s += **s == ':';
	if (!two(s, 59, &minute))
		return false;
	*east = (long)(hour * 3600 + minute * 60) * (west ? -1 : 1);
	return true;
}

static bool date_time(const char *s, struct when *w)
{
	unsigned century, year, month, day;
	uint64_t of_day = 0;
	struct tm tm = { .tm_isdst = -1 };
	long east;
	time_t t;

	if (!two(&s, 99, &century) || !two(&s, 99, &year) || *s++ != '-' || !two(&s, 12, &month) ||
	    *s++ != '-' || !two(&s, 31, &day) || !month || !day)
		return false;
	if ((*s == 'T' || *s == 't' || *s == ' ') && (s++, !time_of_day(&s, &of_day)))
		return false;
	tm.tm_year = (int)(century * 100 + year) - 1900;
	tm.tm_mon = (int)month - 1;
	tm.tm_mday = (int)day;
	tm.tm_hour = (int)(of_day / SECOND / 3600);
	tm.tm_min = (int)(of_day / SECOND / 60 % 60);
	tm.tm_sec = (int)(of_day / SECOND % 60);
	if (*s) {
		if (!zone(&s, &east) || *s)
			return false;
		t = timegm(&tm) - east;
	} else {
		t = mktime(&tm);
	}
	if (t < 0)
		return false;
	w->kind = WHEN_EPOCH;
	w->ns = (uint64_t)t * SECOND + of_day % SECOND;
	return true;
}

bool when_parse(const char *s, struct when *w)
{
	uint64_t ns;
	const char *p = s;

	if (*s == '@') {
		w->kind = WHEN_EPOCH;
		return units_duration(s + 1, &w->ns);
	}
	if (units_duration(s + (*s == '+'), &ns)) {
		*w = (struct when){ WHEN_RELATIVE, ns };
		return true;
	}
	if (time_of_day(&p, &ns) && !*p) {
		*w = (struct when){ WHEN_OF_DAY, ns };
		return true;
	}
	return date_time(s, w);
}

/* a - b + c between 0 and UINT64_MAX */
static uint64_t shift(uint64_t a, uint64_t b, uint64_t c)
{
	__int128 v = (__int128)a - b + c;

	return v < 0 ? 0 : v > (__int128)UINT64_MAX ? UINT64_MAX
						    : (uint64_t)v;
}

uint64_t when_realtime(uint64_t monotonic, const struct sct_header *h)
{
	return shift(monotonic, h->start.monotonic, h->start.realtime);
}

/*
 * The day is the one on which the recording began, or the next when that lies more than half a day
 * before the start: people ask for 00:05 of a recording begun at 23:50.
 */
static uint64_t of_day(uint64_t ns, const struct sct_header *h)
{
	time_t start = (time_t)(h->start.realtime / SECOND);
	struct tm tm;
	uint64_t at;

	if (!localtime_r(&start, &tm))
		return 0;
	tm.tm_hour = (int)(ns / SECOND / 3600);
	tm.tm_min = (int)(ns / SECOND / 60 % 60);
	tm.tm_sec = (int)(ns / SECOND % 60);
	tm.tm_isdst = -1;
	start = mktime(&tm);
	at = start < 0 ? 0 : (uint64_t)start * SECOND + ns % SECOND;
	return at + DAY / 2 < h->start.realtime ? at + DAY : at;
}

uint64_t when_resolve(const struct when *w, const struct sct_header *h)
{
	switch (w->kind) {
	case WHEN_RELATIVE:
		return shift(h->start.monotonic, 0, w->ns);
	case WHEN_OF_DAY:
		return shift(of_day(w->ns, h), h->start.realtime, h->start.monotonic);
	case WHEN_EPOCH:
		return shift(w->ns, h->start.realtime, h->start.monotonic);
	}
	return 0;
}
