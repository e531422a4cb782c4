/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Little-endian words and protobuf varints (base 128, at most 10 bytes), fast for both short
 * and pointer-sized values. Inline, no allocation, no I/O.
 */
#ifndef SCT_VARINT_H
#define SCT_VARINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define SCT_VARINT_MAX 10
/* sct_varint_put() may write so many bytes, whatever it returns. */
#define SCT_VARINT_ROOM 10

static inline uint64_t sct_le64(uint64_t v)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return __builtin_bswap64(v);
#else
	return v;
#endif
}

static inline uint64_t sct_get64(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, 8);
	return sct_le64(v);
}

static inline void sct_put64(uint8_t *p, uint64_t v)
{
	v = sct_le64(v);
	memcpy(p, &v, 8);
}

static inline uint32_t sct_get32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline void sct_put32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
	p[2] = (uint8_t)(v >> 16);
	p[3] = (uint8_t)(v >> 24);
}

static inline uint64_t sct_zigzag(int64_t v)
{
	return (uint64_t)v << 1 ^ (uint64_t)(v >> 63);
}

static inline int64_t sct_unzigzag(uint64_t v)
{
	return (int64_t)(v >> 1 ^ (0 - (v & 1)));
}

/* Moves eight 7-bit groups of a 56-bit number to one per byte, and back. */
static inline uint64_t sct_spread7(uint64_t v)
{
	v = (v & 0x000000000fffffff) | (v & 0x00fffffff0000000) << 4;
	v = (v & 0x00003fff00003fff) | (v & 0x0fffc0000fffc000) << 2;
	return (v & 0x007f007f007f007f) | (v & 0x3f803f803f803f80) << 1;
}

static inline uint64_t sct_gather7(uint64_t v)
{
	v = (v & 0x007f007f007f007f) | (v & 0x7f007f007f007f00) >> 1;
	v = (v & 0x00003fff00003fff) | (v & 0x3fff00003fff0000) >> 2;
	return (v & 0x000000000fffffff) | (v & 0x0fffffff00000000) >> 4;
}

static inline unsigned sct_varint_size(uint64_t v)
{
	return (unsigned)(70 - __builtin_clzll(v | 1)) / 7;
}

/* Returns the bytes used. p must have SCT_VARINT_ROOM bytes. */
static inline unsigned sct_varint_put(uint8_t *p, uint64_t v)
{
	unsigned n, i;

	if (v < 0x80) {
		*p = (uint8_t)v;
		return 1;
	}
	n = sct_varint_size(v);
	if (n <= 8) {
		/* a continuation bit on every byte but the last */
		sct_put64(p, sct_spread7(v) | (0x0080808080808080ull >> (8 * (8 - n))));
		return n;
	}
	for (i = 0; v >= 0x80; v >>= 7)
		p[i++] = (uint8_t)(v | 0x80);
	p[i++] = (uint8_t)v;
	return i;
}

/* Byte by byte, bounds checked. NULL: cut short, longer than 10 bytes or over 64 bits. */
static inline const uint8_t *sct_varint_get_slow(const uint8_t *p, const uint8_t *end, uint64_t *v)
{
	uint64_t r = 0;
	unsigned shift;

	for (shift = 0; shift < 70 && p < end; shift += 7) {
		uint8_t b = *p++;

		if (shift == 63 && b > 1)
			return NULL;
		r |= (uint64_t)(b & 0x7f) << shift;
		if (b < 0x80) {
			*v = r;
			return p;
		}
	}
	return NULL;
}

static inline const uint8_t *sct_varint_get(const uint8_t *p, const uint8_t *end, uint64_t *v)
{
	if (end - p >= 8) {
		uint64_t w = sct_get64(p), stop = ~w & 0x8080808080808080ull;

		if (w & 0x80) {
			if (stop) {
				/* bits above the lowest stop bit belong to what follows */
				*v = sct_gather7(w & (stop ^ (stop - 1)));
				return p + (__builtin_ctzll(stop) + 1) / 8;
			}
		} else {
			*v = w & 0x7f;
			return p + 1;
		}
	}
	return sct_varint_get_slow(p, end, v);
}

#endif
