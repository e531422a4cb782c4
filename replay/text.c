/* SPDX-License-Identifier: BSD-2-Clause */
/* A growing text buffer that remembers when memory ran out. */
#include "replay/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static bool reserve(struct sct_text *t, size_t more)
{
	size_t room = t->room ? t->room : 4096;
	char *data;

	if (t->failed || more > SIZE_MAX / 4 || t->size > SIZE_MAX / 4) {
		t->failed = true;
		return false;
	}
	if (t->room - t->size > more)
		return true;
	while (room - t->size <= more)
		room *= 2;
	data = realloc(t->data, room);
	if (!data) {
		t->failed = true;
		return false;
	}
	t->data = data;
	t->room = room;
	return true;
}

void text_put(struct sct_text *t, const char *data, size_t size)
{
	if (!size || !reserve(t, size))
		return;
	memcpy(t->data + t->size, data, size);
	t->size += size;
}

void text_printf(struct sct_text *t, const char *fmt, ...)
{
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n < 0)
		t->failed = true;
	else if (reserve(t, (size_t)n + 1)) {
		vsnprintf(t->data + t->size, (size_t)n + 1, fmt, again);
		t->size += (size_t)n;
	}
	va_end(again);
	va_end(ap);
}

void text_masked(struct sct_text *t, struct sct_bytes b)
{
	for (size_t i = 0; i < b.size; i++) {
		uint8_t c = b.data[i];

		if (c == '\n')
			text_put(t, "\\n", 2);
		else if (c == '\\')
			text_put(t, "\\\\", 2);
		else if (c >= 0x20 && c < 0x7f)
			text_put(t, (const char *)&c, 1);
		else
			text_printf(t, "\\x%02x", c);
	}
}

void text_seconds(struct sct_text *t, uint64_t ns, unsigned digits)
{
	char buf[40];
	char *p = buf + sizeof(buf);
	uint64_t whole = ns / 1000000000, part = ns % 1000000000;

	/* by hand: this runs twice for every line printed */
	if (digits) {
		for (unsigned i = 9; i > digits; i--)
			part /= 10;
		for (unsigned i = 0; i < digits; i++, part /= 10)
			*--p = (char)('0' + part % 10);
		*--p = '.';
	}
	do
		*--p = (char)('0' + whole % 10);
	while (whole /= 10);
	text_put(t, p, (size_t)(buf + sizeof(buf) - p));
}
