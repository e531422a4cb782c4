/* SPDX-License-Identifier: BSD-2-Clause */
/* Numbers with units, parsed without floating point, so that no nanosecond is lost. */
#include "format/units.h"

#include <stddef.h>
#include <strings.h>

#define FRACTION_DIGITS 9
#define FRACTION_ONE 1000000000u /* 10^FRACTION_DIGITS */

struct unit {
	const char *name;
	uint64_t scale;
};

static const struct unit sizes[] = {
	{ "", 1 },
	{ "b", 1 },
	{ "k", 1u << 10 },
	{ "kb", 1u << 10 },
	{ "kib", 1u << 10 },
	{ "m", 1u << 20 },
	{ "mb", 1u << 20 },
	{ "mib", 1u << 20 },
	{ "g", 1u << 30 },
	{ "gb", 1u << 30 },
	{ "gib", 1u << 30 },
	{ NULL, 0 },
};

static const struct unit durations[] = {
	{ "", 1000000000 },
	{ "ns", 1 },
	{ "us", 1000 },
	{ "ms", 1000000 },
	{ "s", 1000000000 },
	{ "m", 60000000000 },
	{ "min", 60000000000 },
	{ "h", 3600000000000 },
	{ NULL, 0 },
};

/* Decimal digits; false on overflow. *s moves behind them. */
static bool digits(const char **s, uint64_t *out)
{
	uint64_t v = 0;

	for (; **s >= '0' && **s <= '9'; (*s)++)
		if (__builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, (uint64_t)(**s - '0'), &v))
			return false;
	*out = v;
	return true;
}

/* WHOLE[.FRACTION]UNIT. Digits beyond the ninth of the fraction are below any unit's grain. */
static bool scaled(const char *s, const struct unit *units, uint64_t *out)
{
	uint64_t whole, fraction = 0, result, place = FRACTION_ONE;
	bool any = *s >= '0' && *s <= '9';

	if (!digits(&s, &whole))
		return false;
	if (*s == '.')
		for (s++; *s >= '0' && *s <= '9'; s++, any = true) {
			place /= 10;
			fraction += place * (uint64_t)(*s - '0');
		}
	if (!any)
		return false;
	for (; units->name; units++)
		if (!strcasecmp(s, units->name))
			break;
	if (!units->name || __builtin_mul_overflow(whole, units->scale, &result))
		return false;
	/* scale < 2^42 and fraction < 2^30 need more than 64 bits between them */
	fraction = (uint64_t)((unsigned __int128)fraction * units->scale / FRACTION_ONE);
	return !__builtin_add_overflow(result, fraction, out);
}

bool units_size(const char *s, uint64_t *bytes)
{
	return scaled(s, sizes, bytes);
}

bool units_duration(const char *s, uint64_t *ns)
{
	return scaled(s, durations, ns);
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))
		return (c | 0x20) - 'a' + 10;
	return -1;
}

bool units_number(const char *s, uint64_t *out)
{
	uint64_t v = 0;

	if (s[0] == '0' && (s[1] == 'x' || s[1] == 'X')) {
		if (!s[2])
			return false;
		for (s += 2; *s; s++) {
			int digit = hex_digit(*s);

			if (digit < 0 || v >> 60)
				return false;
			v = v << 4 | (unsigned)digit;
		}
		*out = v;
		return true;
	}
	if (*s < '0' || *s > '9' || !digits(&s, &v) || *s)
		return false;
	*out = v;
	return true;
}
