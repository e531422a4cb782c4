/* SPDX-License-Identifier: BSD-2-Clause */
/* Decoding one packed varint column. */
#include "format/column.h"

#define STOPS 0x8080808080808080ull

/* All values that end within the eight bytes w; returns how many. */
static inline __attribute__((always_inline)) size_t decode_word(uint64_t w, uint64_t stops, uint64_t *out, bool bmi2)
{
	uint64_t done = 0;
	size_t n = 0;

	do {
		/* up to and with the lowest stop bit */
		uint64_t upto = stops ^ (stops - 1);

		out[n++] = sct_gather7(w, upto & ~done, bmi2);
		done = upto;
		stops &= stops - 1;
	} while (stops);
	return n;
}

static inline __attribute__((always_inline)) bool decode(const uint8_t *p, size_t size, uint64_t *out, size_t count,
							 bool bmi2)
{
	const uint8_t *end = p + size;
	size_t i = 0, k;

	/* at most one value a byte: also keeps the quick loop inside out */
	if (count > size)
		return false;
	while (count - i >= 8 && end - p >= 8) {
		uint64_t w = sct_get64(p), stops = ~w & STOPS;

		if (stops == STOPS) {
			for (k = 0; k < 8; k++)
				out[i + k] = w >> 8 * k & 0x7f;
			p += 8;
			i += 8;
		} else if (stops) {
			i += decode_word(w, stops, out + i, bmi2);
			p += 8 - __builtin_clzll(stops) / 8;
		} else {
			p = sct_varint_get_slow(p, end, &out[i++]);
			if (!p)
				return false;
		}
	}
	while (i < count) {
		p = sct_varint_get(p, end, &out[i++]);
		if (!p)
			return false;
	}
	return p == end;
}

static bool decode_bmi2(const uint8_t *p, size_t size, uint64_t *out, size_t count)
{
	return decode(p, size, out, count, true);
}

static bool decode_any(const uint8_t *p, size_t size, uint64_t *out, size_t count)
{
	return decode(p, size, out, count, false);
}

bool sct_column_decode(const uint8_t *data, size_t size, uint64_t *out, size_t count)
{
	return sct_have_bmi2() ? decode_bmi2(data, size, out, count) : decode_any(data, size, out, count);
}

void sct_column_unzigzag(uint64_t *v, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		v[i] = (uint64_t)sct_unzigzag(v[i]);
}

bool sct_column_below(const uint64_t *v, size_t count, uint64_t limit)
{
	uint64_t over = 0;
	size_t i;

	for (i = 0; i < count; i++)
		over |= v[i] >= limit;
	return !over;
}
