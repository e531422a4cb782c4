/* SPDX-License-Identifier: BSD-2-Clause */
/* Status codes as text, and the filling in of struct sct_error. */
#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "format/error.h"

const char *sct_status_text(enum sct_status s)
{
	switch (s) {
	case SCT_OK:
		return "no error";
	case SCT_END:
		return "end of recording";
	case SCT_AGAIN:
		return "nothing complete yet";
	case SCT_E_IO:
		return "input/output error";
	case SCT_E_MEMORY:
		return "out of memory";
	case SCT_E_NOT_SCT:
		return "not an sct recording";
	case SCT_E_VERSION:
		return "unknown format version";
	case SCT_E_FEATURE:
		return "unknown required feature";
	case SCT_E_TRUNCATED:
		return "recording is cut short";
	case SCT_E_CHECKSUM:
		return "checksum mismatch";
	case SCT_E_CORRUPT:
		return "corrupt recording";
	case SCT_E_LIMIT:
		return "beyond a limit of the format";
	case SCT_E_USAGE:
		return "library misused";
	}
	return "unknown status";
}

enum sct_status sct_fail(struct sct_error *e, enum sct_status s, uint64_t offset, uint64_t chunk,
			 const char *format, ...)
{
	va_list ap;
	char *p;

	e->status = s;
	e->sys_errno = 0;
	e->offset = offset;
	e->chunk = chunk;
	va_start(ap, format);
	vsnprintf(e->detail, sizeof(e->detail), format, ap);
	va_end(ap);
	for (p = e->detail; *p; p++) {
		if (*p < ' ' || *p > '~')
			*p = '?';
	}
	return s;
}

enum sct_status sct_fail_errno(struct sct_error *e, uint64_t offset, const char *call)
{
	int saved = errno;
	char text[64];

	/* the GNU variant: may return a static string instead */
	sct_fail(e, SCT_E_IO, offset, SCT_NO_CHUNK, "%s: %s", call, strerror_r(saved, text, sizeof(text)));
	e->sys_errno = saved;
	return SCT_E_IO;
}
