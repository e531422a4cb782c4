/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes as C string literals. Whatever they are, what comes out is printable ASCII. */
#include "format/decode/text.h"

/* The letter behind the backslash, 0: octal, or 1: as it is. */
static const uint8_t how[256] = {
	['\t'] = 't', ['\n'] = 'n', ['\v'] = 'v', ['\f'] = 'f', ['\r'] = 'r',
	[' ' ... '!'] = 1, ['"'] = '"', ['#' ... '['] = 1, ['\\'] = '\\', [']' ... '~'] = 1,
};

static char *octal(char *p, uint8_t c, bool digit_follows)
{
	*p++ = '\\';
	if (c > 077 || digit_follows)
		*p++ = (char)('0' + (c >> 6));
	if (c > 7 || digit_follows)
		*p++ = (char)('0' + (c >> 3 & 7));
	*p++ = (char)('0' + (c & 7));
	return p;
}

/* Quotes at most this many bytes at a time, to bound the room asked for. */
#define STEP 4096

void sct_text_quoted(struct sct_text *t, const uint8_t *data, size_t size)
{
	/* nothing has no address, and NULL + 0 is undefined */
	const uint8_t *end = size ? data + size : data;

	sct_text_lit(t, "\"");
	while (data < end) {
		const uint8_t *stop = end - data > STEP ? data + STEP : end;
		char *p = sct_text_room(t, 4 * (size_t)(stop - data));

		if (!p)
			return;
		for (; data < stop; data++) {
			uint8_t c = *data, h = how[c];

			if (h == 1) {
				*p++ = (char)c;
			} else if (h) {
				*p++ = '\\';
				*p++ = (char)h;
			} else {
				p = octal(p, c, data + 1 < end && data[1] >= '0' && data[1] <= '9');
			}
		}
		t->size = (size_t)(p - t->data);
	}
	sct_text_lit(t, "\"");
}

void sct_text_quoted_hex(struct sct_text *t, const uint8_t *data, size_t size)
{
	static const char digits[] = "0123456789abcdef";

	sct_text_lit(t, "\"");
	for (size_t i = 0; i < size; i++) {
		char c[4] = { '\\', 'x', digits[data[i] >> 4], digits[data[i] & 15] };

		sct_text_put(t, c, 4);
	}
	sct_text_lit(t, "\"");
}
