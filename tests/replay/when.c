/* SPDX-License-Identifier: BSD-2-Clause */
/* Points in time and durations: what is understood, what is refused, where it lands. */
#include "replay/when.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "format/units.h"

#define S UINT64_C(1000000000)

static int bad;

static void at(const struct sct_header *h, const char *text, uint64_t want)
{
	struct when w;

	if (!when_parse(text, &w)) {
		printf("'%s' is refused\n", text);
		bad++;
	} else if (when_resolve(&w, h) != want) {
		printf("'%s' is at %" PRIu64 ", not %" PRIu64 "\n", text, when_resolve(&w, h), want);
		bad++;
	}
}

static void not_a_time(const char *text)
{
	struct when w;

	if (when_parse(text, &w)) {
		printf("'%s' is taken for a time\n", text);
		bad++;
	}
}

static void lasts(const char *text, uint64_t want)
{
	uint64_t ns;

	if (!units_duration(text, &ns) || ns != want) {
		printf("duration '%s' is not %" PRIu64 "\n", text, want);
		bad++;
	}
}

static void no_units(const char *text)
{
	uint64_t v;

	if (units_duration(text, &v) || units_size(text, &v) || units_number(text, &v)) {
		printf("'%s' is taken for a number\n", text);
		bad++;
	}
}

static void sizes(const char *text, uint64_t want)
{
	uint64_t n;

	if (!units_size(text, &n) || n != want) {
		printf("size '%s' is not %" PRIu64 "\n", text, want);
		bad++;
	}
}

static const char *const no_times[] = {
	"", "x", "1:2", "24:00", "12:60", "12:00:61", "12:00x", "2026-1-1", "2026-13-01", "2026-00-01", "2026-01-32",
	"2026-01-01T", "2026-01-01T12", "2026-01-01T12:00Q", "2026-01-01T12:00+1", "+", "-1", "@", "1.5x"
};
static const char *const nothing[] = {
	"", ".", "1..2", "1.2.3", "-1", " 1", "1 ", "0x", "0xg", "99999999999999999999", "18446744073.709551616h"
};

int main(void)
{
	/* 2026-01-01T23:50:00Z, 1000 s after boot */
	struct sct_header h = { .start = { 1000 * S, 1000 * S, UINT64_C(1767311400) * S } };
	struct sct_header liar = { .start = { UINT64_MAX, 0, 0 } };

	setenv("TZ", "UTC0", 1);
	tzset();
	at(&h, "0", 1000 * S);
	at(&h, "1.5", 1001 * S + S / 2);
	at(&h, "+2s", 1002 * S);
	at(&h, "100ms", 1000 * S + S / 10);
	at(&h, "23:50", 1000 * S);
	at(&h, "23:50:01.25", 1001 * S + S / 4);
	at(&h, "00:00:00", 1600 * S); /* the next day */
	at(&h, "23:40", 400 * S);     /* before the start, the same day */
	at(&h, "2026-01-01T23:50:03", 1003 * S);
	at(&h, "2026-01-01 23:50:03", 1003 * S);
	at(&h, "2026-01-02T00:50:03+01:00", 1003 * S);
	at(&h, "2026-01-01T19:50:03-0400", 1003 * S);
	at(&h, "2026-01-01T23:50:03.5Z", 1003 * S + S / 2);
	at(&h, "2026-01-02", 1600 * S);
	at(&h, "@1767311401.000000001", 1001 * S + 1);
	at(&h, "1970-01-01", 0); /* clamped */
	at(&liar, "5", UINT64_MAX);
	at(&liar, "2026-01-01", UINT64_MAX);
	setenv("TZ", "XXX-5:30", 1);
	tzset();
	at(&h, "05:20", 1000 * S); /* the same moment, five and a half hours east */
	for (size_t i = 0; i < sizeof(no_times) / sizeof(no_times[0]); i++)
		not_a_time(no_times[i]);
	lasts("1ns", 1);
	lasts("1.5us", 1500);
	lasts("0.000000001", 1);
	lasts(".5", S / 2);
	lasts("2m", 120 * S);
	lasts("1h", 3600 * S);
	lasts("18446744073.709551615", UINT64_MAX);
	sizes("4096", 4096);
	sizes("64K", 65536);
	sizes("1.5MiB", 3 << 19);
	sizes("2g", UINT64_C(2) << 30);
	for (size_t i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++)
		no_units(nothing[i]);
	return bad != 0;
}
