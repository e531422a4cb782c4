/* SPDX-License-Identifier: BSD-2-Clause */
/* A bounds-checked cursor over the fields of one protobuf message. No allocation, no I/O. */
#ifndef SCT_WIRE_H
#define SCT_WIRE_H

#include "format/varint.h"

enum { SCT_WIRE_VARINT = 0,
       SCT_WIRE_I64 = 1,
       SCT_WIRE_LEN = 2,
       SCT_WIRE_I32 = 5 };

/* Tags and lengths take five bytes at most, as in every protobuf parser. */
#define SCT_WIRE_SHORT 5

struct sct_field {
	uint32_t number;     /* 1 .. 2^29-1 */
	uint32_t type;	     /* SCT_WIRE_* */
	uint64_t value;	     /* VARINT, I64, I32 */
	const uint8_t *data; /* LEN */
	size_t size;	     /* LEN */
};

struct sct_cursor {
	const uint8_t *p, *end;
	bool bad; /* malformed: the cursor stays at the bad field */
};

static inline struct sct_cursor sct_cursor(const void *data, size_t size)
{
	/* data may be NULL when there is none */
	return (struct sct_cursor){ data, size ? (const uint8_t *)data + size : data, false };
}

/* Next field. False at the end, and when malformed (c->bad). Groups (wire types 3 and 4) are malformed. */
static inline bool sct_field_next(struct sct_cursor *c, struct sct_field *f)
{
	const uint8_t *p = c->p, *start;
	uint64_t v;

	if (p == c->end)
		return false;
	c->bad = true;
	p = sct_varint_get(p, c->end, &v);
	if (!p || p - c->p > SCT_WIRE_SHORT || v > UINT32_MAX || v >> 3 == 0)
		return false;
	*f = (struct sct_field){ .number = (uint32_t)(v >> 3), .type = v & 7 };
	switch (f->type) {
	case SCT_WIRE_VARINT:
		p = sct_varint_get(p, c->end, &f->value);
		if (!p)
			return false;
		break;
	case SCT_WIRE_I64:
		if (c->end - p < 8)
			return false;
		f->value = sct_get64(p);
		p += 8;
		break;
	case SCT_WIRE_I32:
		if (c->end - p < 4)
			return false;
		f->value = sct_get32(p);
		p += 4;
		break;
	case SCT_WIRE_LEN:
		start = p;
		p = sct_varint_get(p, c->end, &v);
		if (!p || p - start > SCT_WIRE_SHORT || v > (uint64_t)(c->end - p))
			return false;
		f->data = p;
		f->size = (size_t)v;
		p += f->size;
		break;
	default:
		return false;
	}
	c->p = p;
	c->bad = false;
	return true;
}

#endif
