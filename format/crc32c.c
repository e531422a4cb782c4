/* SPDX-License-Identifier: BSD-2-Clause */
/* CRC-32C: the processor's instruction where there is one, else a table. */
#include "format/crc32c.h"
#include "format/varint.h"

/* The CRC is linear, so the table entry of a byte is the xor of its bits' entries. */
#define ENTRY(i) (((i)&0x01 ? 0xf26b8303u : 0) ^ ((i)&0x02 ? 0xe13b70f7u : 0) ^ \
		  ((i)&0x04 ? 0xc79a971fu : 0) ^ ((i)&0x08 ? 0x8ad958cfu : 0) ^ \
		  ((i)&0x10 ? 0x105ec76fu : 0) ^ ((i)&0x20 ? 0x20bd8edeu : 0) ^ \
		  ((i)&0x40 ? 0x417b1dbcu : 0) ^ ((i)&0x80 ? 0x82f63b78u : 0))
#define ENTRY4(i) ENTRY(i), ENTRY((i) + 1), ENTRY((i) + 2), ENTRY((i) + 3)
#define ENTRY16(i) ENTRY4(i), ENTRY4((i) + 4), ENTRY4((i) + 8), ENTRY4((i) + 12)
#define ENTRY64(i) ENTRY16(i), ENTRY16((i) + 16), ENTRY16((i) + 32), ENTRY16((i) + 48)

static const uint32_t table[256] = { ENTRY64(0), ENTRY64(64), ENTRY64(128), ENTRY64(192) };

uint32_t sct_crc32c_portable(const void *data, size_t size)
{
	const uint8_t *p = data;
	uint32_t crc = UINT32_MAX;

	while (size--)
		crc = table[(crc ^ *p++) & 0xff] ^ crc >> 8;
	return ~crc;
}

#ifdef __x86_64__
__attribute__((target("sse4.2"))) static uint32_t crc32c_sse42(const void *data, size_t size)
{
	const uint8_t *p = data;
	uint64_t crc = UINT32_MAX;

	for (; size >= 8; p += 8, size -= 8)
		crc = __builtin_ia32_crc32di(crc, sct_get64(p));
	while (size--)
		crc = __builtin_ia32_crc32qi((uint32_t)crc, *p++);
	return ~(uint32_t)crc;
}
#endif

uint32_t sct_crc32c(const void *data, size_t size)
{
#ifdef __x86_64__
	if (__builtin_cpu_supports("sse4.2"))
		return crc32c_sse42(data, size);
#endif
	return sct_crc32c_portable(data, size);
}
