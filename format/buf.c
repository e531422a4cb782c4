/* SPDX-License-Identifier: BSD-2-Clause */
/* The growing byte buffer, and protobuf fields written to it. No I/O. */
#include <stdlib.h>

#include "format/buf.h"

void sct_buf_free(struct sct_buf *b)
{
	free(b->data);
	memset(b, 0, sizeof(*b));
}

bool sct_buf_grow(struct sct_buf *b, size_t more)
{
	size_t room = b->room ? b->room : 256;
	uint8_t *p;

	if (more > SIZE_MAX / 4 - b->size) {
		b->failed = true;
		return false;
	}
	while (room - b->size < more)
		room *= 2;
	p = realloc(b->data, room);
	if (!p) {
		b->failed = true;
		return false;
	}
	b->data = p;
	b->room = room;
	return true;
}

void sct_buf_put(struct sct_buf *b, const void *data, size_t size)
{
	if (size == 0 || !sct_buf_reserve(b, size))
		return;
	memcpy(b->data + b->size, data, size);
	b->size += size;
}

void sct_buf_put_varint(struct sct_buf *b, uint64_t v)
{
	if (sct_buf_reserve(b, SCT_VARINT_ROOM))
		b->size += sct_varint_put(b->data + b->size, v);
}

void sct_put_uint(struct sct_buf *b, unsigned field, uint64_t v)
{
	sct_buf_put_varint(b, field << 3);
	sct_buf_put_varint(b, v);
}

void sct_put_uint_nz(struct sct_buf *b, unsigned field, uint64_t v)
{
	if (v)
		sct_put_uint(b, field, v);
}

void sct_put_bytes(struct sct_buf *b, unsigned field, const void *data, size_t size)
{
	sct_buf_put_varint(b, field << 3 | 2);
	sct_buf_put_varint(b, size);
	sct_buf_put(b, data, size);
}
