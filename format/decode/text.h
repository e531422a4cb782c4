/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Appending to a struct sct_text. Every function is a no-op once memory ran out; only growing
 * the buffer allocates.
 */
#ifndef SCT_DECODE_TEXT_H
#define SCT_DECODE_TEXT_H

#include "format/sct.h"

#include <string.h>

/* Makes room for n more bytes; false and t->failed when there is no memory. */
bool sct_text_grow(struct sct_text *t, size_t n);

/* Where to write up to n bytes, NULL when out of memory. Add what was written to t->size. */
static inline char *sct_text_room(struct sct_text *t, size_t n)
{
	if (__builtin_expect(t->room - t->size < n, 0) && !sct_text_grow(t, n))
		return NULL;
	return t->data + t->size;
}

static inline void sct_text_put(struct sct_text *t, const char *s, size_t n)
{
	char *p = sct_text_room(t, n);

	if (!p)
		return;
	memcpy(p, s, n);
	t->size += n;
}

#define sct_text_lit(t, s) sct_text_put(t, "" s, sizeof(s) - 1)

static inline void sct_text_str(struct sct_text *t, const char *s)
{
	sct_text_put(t, s, strlen(s));
}

void sct_text_unsigned(struct sct_text *t, uint64_t n);
void sct_text_signed(struct sct_text *t, int64_t n);
void sct_text_hex(struct sct_text *t, uint64_t n);    /* 0x1f; 0 is "0" */
void sct_text_hex0(struct sct_text *t, uint64_t n);   /* 0x1f; 0 is "0x0" */
void sct_text_octal(struct sct_text *t, uint64_t n);  /* 0644; 0 is "000" as for modes */
/* At least width digits, filled up with 0. */
void sct_text_padded(struct sct_text *t, uint64_t n, unsigned width);

/* Bytes between double quotes, printable ASCII only: C escapes, octal where none exists. */
void sct_text_quoted(struct sct_text *t, const uint8_t *data, size_t size);
/* The same with every byte as \xNN. */
void sct_text_quoted_hex(struct sct_text *t, const uint8_t *data, size_t size);

struct sct_flagset;
/* A flag set or enum by name: O_RDONLY|O_CLOEXEC. A stranger is a number and a comment. */
void sct_text_set(struct sct_text *t, const struct sct_flagset *set, uint64_t value);
/* Name of one enum value, NULL: none. */
const char *sct_set_name(const struct sct_flagset *set, uint64_t value);

#endif
