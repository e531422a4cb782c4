/* SPDX-License-Identifier: BSD-2-Clause */
/* A growing byte buffer, and the protobuf fields that are put into one. No I/O. */
#ifndef SCT_BUF_H
#define SCT_BUF_H

#include "format/varint.h"

struct sct_buf {
	uint8_t *data;
	size_t size; /* bytes in use */
	size_t room; /* bytes allocated */
	bool failed; /* out of memory once: contents are incomplete */
};

void sct_buf_free(struct sct_buf *b);
/* Makes room for more bytes; false (and failed set): out of memory. */
bool sct_buf_grow(struct sct_buf *b, size_t more);

static inline bool sct_buf_reserve(struct sct_buf *b, size_t more)
{
	return b->room - b->size >= more || sct_buf_grow(b, more);
}

void sct_buf_put(struct sct_buf *b, const void *data, size_t size);
void sct_buf_put_varint(struct sct_buf *b, uint64_t v);

/* Protobuf fields. The _nz form leaves out a zero, which is what proto3 means by absent. */
void sct_put_uint(struct sct_buf *b, unsigned field, uint64_t v);
void sct_put_uint_nz(struct sct_buf *b, unsigned field, uint64_t v);
void sct_put_bytes(struct sct_buf *b, unsigned field, const void *data, size_t size);

#endif
