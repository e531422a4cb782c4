/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages to people: "tool: file: position: cause (next step)" on stderr, never a control byte. */
#ifndef TOOLS_MESSAGE_H
#define TOOLS_MESSAGE_H

#include "format/sct.h"

/* Prints "tool: text\n". Bytes that are not printable ASCII are shown as \xNN. */
void message(const char *tool, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The same for a failure in a recording: "tool: file: chunk 12 at offset 0x4f00: cause". next: what
 * to do about it, or NULL. */
void message_sct(const char *tool, const char *file, const struct sct_error *e, const char *next);

#endif
