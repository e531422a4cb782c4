/* SPDX-License-Identifier: BSD-2-Clause */
/* Decoding one packed varint column. */
#include "format/column.h"

bool sct_column_decode(const uint8_t *p, size_t size, uint64_t *out, size_t count)
{
	const uint8_t *end = p + size;
	size_t i = 0, k;

	/* at most one value a byte: also keeps the quick loop inside out */
	if (count > size)
		return false;
	while (count - i >= 8 && end - p >= 8) {
		uint64_t w = sct_get64(p);

		if ((w & 0x8080808080808080ull) == 0) {
			for (k = 0; k < 8; k++)
				out[i + k] = w >> 8 * k & 0x7f;
			p += 8;
			i += 8;
			continue;
		}
		p = sct_varint_get(p, end, &out[i++]);
		if (!p)
			return false;
	}
	while (i < count) {
		p = sct_varint_get(p, end, &out[i++]);
		if (!p)
			return false;
	}
	return p == end;
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
