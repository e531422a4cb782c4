/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages to people. What they quote comes from strangers' files and is masked first. */
#include "tools/message.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define LONGEST 4096

static void say(const char *tool, const char *text)
{
	char line[LONGEST * 4 + 64];
	size_t n = 0;

	for (const unsigned char *p = (const void *)text; *p; p++) {
		if (*p >= 0x20 && *p < 0x7f)
			line[n++] = (char)*p;
		else
			n += (size_t)snprintf(line + n, 5, "\\x%02x", *p);
	}
	line[n] = '\0';
	/* one write, so that lines of several processes do not mix */
	fprintf(stderr, "%s: %s\n", tool, line);
}

void message(const char *tool, const char *fmt, ...)
{
	char text[LONGEST];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	say(tool, text);
}

void message_sct(const char *tool, const char *file, const struct sct_error *e, const char *next)
{
	char where[64] = "", cause[320], text[LONGEST];

	if (e->chunk != UINT64_MAX)
		snprintf(where, sizeof(where), "chunk %" PRIu64 " at offset 0x%" PRIx64 ": ", e->chunk, e->offset);
	else if (e->offset)
		snprintf(where, sizeof(where), "offset 0x%" PRIx64 ": ", e->offset);
	if (e->detail[0])
		snprintf(cause, sizeof(cause), "%s", e->detail);
	else
		snprintf(cause, sizeof(cause), "%s%s%s", sct_status_text(e->status), e->sys_errno ? ": " : "",
			 e->sys_errno ? strerror(e->sys_errno) : "");
	snprintf(text, sizeof(text), "%s: %s%s%s%s%s", file, where, cause, next ? " (" : "",
		 next ? next : "", next ? ")" : "");
	say(tool, text);
}
