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

/*
 * Moving eight 7-bit groups of a 56-bit number to one per byte, and back. One instruction does it where bmi2
 * says so; as inline assembly, since the rest of the library is built for any machine of its kind.
 */
#define SCT_LOW7 0x7f7f7f7f7f7f7f7full

static inline bool sct_have_bmi2(void)
{
#ifdef __x86_64__
	/* these have the instructions, but in slow microcode */
	return __builtin_cpu_supports("bmi2") && !__builtin_cpu_is("znver1") && !__builtin_cpu_is("znver2") &&
	       !__builtin_cpu_is("bdver4");
#else
	return false;
#endif
}

static inline uint64_t sct_spread7(uint64_t v, bool bmi2)
{
#ifdef __x86_64__
	if (bmi2) {
		__asm__("pdep %2, %1, %0"
			: "=r"(v)
			: "r"(v), "r"(SCT_LOW7));
		return v;
	}
#endif
	(void)bmi2;
	v = (v & 0x000000000fffffff) | (v & 0x00fffffff0000000) << 4;
	v = (v & 0x00003fff00003fff) | (v & 0x0fffc0000fffc000) << 2;
	return (v & 0x007f007f007f007f) | (v & 0x3f803f803f803f80) << 1;
}

/* The groups of the bytes of v selected by mask, which are neighbours; all other bits of v are ignored. */
static inline uint64_t sct_gather7(uint64_t v, uint64_t mask, bool bmi2)
{
#ifdef __x86_64__
	if (bmi2) {
		__asm__("pext %2, %1, %0"
			: "=r"(v)
			: "r"(v), "r"(mask & SCT_LOW7));
		return v;
	}
#endif
	(void)bmi2;
	v = (v & mask) >> __builtin_ctzll(mask);
	v = (v & 0x007f007f007f007f) | (v & 0x7f007f007f007f00) >> 1;
	v = (v & 0x00003fff00003fff) | (v & 0x3fff00003fff0000) >> 2;
	return (v & 0x000000000fffffff) | (v & 0x0fffffff00000000) >> 4;
}

static inline unsigned sct_varint_size(uint64_t v)
{
	/* (bits + 6) / 7, exact for every width */
	return ((63 - (unsigned)__builtin_clzll(v | 1)) * 9 + 73) >> 6;
}

/* Returns the bytes used. p must have SCT_VARINT_ROOM bytes. Without a branch on short or long: in a column of mixed
 * lengths a mispredicted one costs more than all of this. */
static inline __attribute__((always_inline)) unsigned sct_varint_put_fast(uint8_t *p, uint64_t v, bool bmi2)
{
	unsigned n = sct_varint_size(v);
	uint64_t low = sct_spread7(v, bmi2);

	if (__builtin_expect(n <= 8, 1)) {
		/* a continuation bit on every byte but the last */
		sct_put64(p, low | (0x0080808080808080ull >> (8 * (8 - n))));
		return n;
	}
	sct_put64(p, low | 0x8080808080808080ull);
	p[8] = (uint8_t)(v >> 56);
	p[9] = 1;
	return n;
}

static inline unsigned sct_varint_put(uint8_t *p, uint64_t v)
{
	return sct_varint_put_fast(p, v, false);
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
				*v = sct_gather7(w, stop ^ (stop - 1), false);
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
