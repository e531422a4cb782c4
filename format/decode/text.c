/* SPDX-License-Identifier: BSD-2-Clause */
/* The growing text buffer and numbers in it. */
#include "format/decode/text.h"

#include <stdlib.h>

bool sct_text_grow(struct sct_text *t, size_t n)
{
	size_t room = t->room ? t->room : 256;
	char *p;

	if (t->failed)
		return false;
	while (room - t->size < n) {
		if (room > SIZE_MAX / 2) {
			t->failed = true;
			return false;
		}
		room *= 2;
	}
	p = realloc(t->data, room);
	if (!p) {
		t->failed = true;
		return false;
	}
	t->data = p;
	t->room = room;
	return true;
}

void sct_text_free(struct sct_text *t)
{
	free(t->data);
	*t = (struct sct_text){ 0 };
}

static const char pairs[] =
	"00010203040506070809101112131415161718192021222324252627282930313233343536373839"
	"40414243444546474849505152535455565758596061626364656667686970717273747576777879"
	"8081828384858687888990919293949596979899";

/* Writes n so that it ends before end; returns where it begins. */
static char *decimal(char *end, uint64_t n)
{
	while (n >= 100) {
		end -= 2;
		memcpy(end, &pairs[n % 100 * 2], 2);
		n /= 100;
	}
	if (n >= 10) {
		end -= 2;
		memcpy(end, &pairs[n * 2], 2);
	} else {
		*--end = (char)('0' + n);
	}
	return end;
}

void sct_text_unsigned(struct sct_text *t, uint64_t n)
{
	char buf[20], *p;

	if (n < 10) {
		buf[0] = (char)('0' + n);
		sct_text_put(t, buf, 1);
		return;
	}
	p = decimal(buf + sizeof buf, n);
	sct_text_put(t, p, (size_t)(buf + sizeof buf - p));
}

void sct_text_signed(struct sct_text *t, int64_t n)
{
	if (n < 0) {
		sct_text_lit(t, "-");
		sct_text_unsigned(t, -(uint64_t)n);
	} else {
		sct_text_unsigned(t, (uint64_t)n);
	}
}

void sct_text_padded(struct sct_text *t, uint64_t n, unsigned width)
{
	char buf[20], *end = buf + sizeof buf, *p = decimal(end, n);

	while (end - p < (ptrdiff_t)width && p > buf)
		*--p = '0';
	sct_text_put(t, p, (size_t)(end - p));
}

void sct_text_hex0(struct sct_text *t, uint64_t n)
{
	static const char digits[] = "0123456789abcdef";
	char buf[18], *p = buf + sizeof buf;

	do {
		*--p = digits[n & 15];
		n >>= 4;
	} while (n);
	*--p = 'x';
	*--p = '0';
	sct_text_put(t, p, (size_t)(buf + sizeof buf - p));
}

void sct_text_hex(struct sct_text *t, uint64_t n)
{
	if (n)
		sct_text_hex0(t, n);
	else
		sct_text_lit(t, "0");
}

void sct_text_octal(struct sct_text *t, uint64_t n)
{
	char buf[24], *end = buf + sizeof buf, *p = end;

	do {
		*--p = (char)('0' + (n & 7));
		n >>= 3;
	} while (n);
	/* a mode has three digits at least: 0644, 000, 007 */
	while (end - p < 3)
		*--p = '0';
	if (*p != '0')
		*--p = '0';
	sct_text_put(t, p, (size_t)(end - p));
}
