/* SPDX-License-Identifier: BSD-2-Clause */
/* Appending to struct sct_text. */
#ifndef REPLAY_TEXT_H
#define REPLAY_TEXT_H

#include "format/sct.h"

void text_put(struct sct_text *t, const char *data, size_t size);
void text_printf(struct sct_text *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Bytes from a recording: what is not printable ASCII, and \, as \xNN or a C escape. */
void text_masked(struct sct_text *t, struct sct_bytes b);
/* ns as seconds with 0 to 9 digits, cut, not rounded: "12.000345". */
void text_seconds(struct sct_text *t, uint64_t ns, unsigned digits);

#endif
