/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * XXH64, seed 0, after its published algorithm description. Only the header frame needs it: that
 * one is built by hand so that its magic stands at a fixed offset.
 */
#include "format/varint.h"
#include "format/xxh64.h"

#define P1 0x9e3779b185ebca87ull
#define P2 0xc2b2ae3d27d4eb4full
#define P3 0x165667b19e3779f9ull
#define P4 0x85ebca77c2b2ae63ull
#define P5 0x27d4eb2f165667c5ull

static uint64_t rotate(uint64_t v, unsigned n)
{
	return v << n | v >> (64 - n);
}

static uint64_t stripe(uint64_t acc, uint64_t lane)
{
	return rotate(acc + lane * P2, 31) * P1;
}

uint64_t sct_xxh64(const void *data, size_t size)
{
	const uint8_t *p = data, *end = p + size;
	uint64_t h = P5;
	unsigned i;

	if (size >= 32) {
		uint64_t acc[4] = { P1 + P2, P2, 0, 0 - P1 };

		for (; end - p >= 32; p += 32) {
			for (i = 0; i < 4; i++)
				acc[i] = stripe(acc[i], sct_get64(p + 8 * i));
		}
		h = rotate(acc[0], 1) + rotate(acc[1], 7) + rotate(acc[2], 12) + rotate(acc[3], 18);
		for (i = 0; i < 4; i++)
			h = (h ^ stripe(0, acc[i])) * P1 + P4;
	}
	h += size;
	for (; end - p >= 8; p += 8)
		h = rotate(h ^ stripe(0, sct_get64(p)), 27) * P1 + P4;
	if (end - p >= 4) {
		h = rotate(h ^ sct_get32(p) * P1, 23) * P2 + P3;
		p += 4;
	}
	for (; p < end; p++)
		h = rotate(h ^ *p * P5, 11) * P1;
	h = (h ^ h >> 33) * P2;
	h = (h ^ h >> 29) * P3;
	return h ^ h >> 32;
}
