/* SPDX-License-Identifier: BSD-2-Clause */
/* The visitor that writes calls the way strace's users read them. */
#ifndef SCT_DECODE_STRACE_TEXT_H
#define SCT_DECODE_STRACE_TEXT_H

#include "format/decode/text.h"
#include "format/decode/visit.h"

struct sct_strace_text {
	struct sct_visitor v;          /* first: what the walk gets */
	struct sct_text *t;
	bool raw;                      /* numbers instead of names */
	bool argument;                 /* one was written already */
	uint8_t depth;
	struct { uint8_t group; bool any; } open[16];
};

void sct_strace_text_init(struct sct_strace_text *s, struct sct_text *t, const struct sct_print_opts *opts);

/* Shared with the other event kinds. */
void sct_text_signal(struct sct_text *t, uint64_t n);          /* SIGCHLD, 0, 99 */
void sct_text_stamp(struct sct_text *t, int64_t seconds, uint32_t fraction,
		    unsigned digits);                          /* 2023-11-14T22:13:20.000000001+0000 */

#endif
