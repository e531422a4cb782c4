/* SPDX-License-Identifier: BSD-2-Clause */
/* What a reader looks like inside. Private to reader*.c and decoder.c. */
#ifndef SCT_READER_H
#define SCT_READER_H

#include "format/header.h"
#include "format/walk.h"

struct sct_reader {
	struct sct_input in;
	struct sct_error err;
	struct sct_error pending; /* header damage, told by the first sct_reader_next() */
	struct sct_header_store header;
	struct sct_walk walk;
	struct sct_summary seen; /* what sct_reader_next() has passed, for streams */
	uint64_t first;		 /* offset of the first frame behind the header */
};

/* Adds one chunk to a summary. */
void sct_summary_add(struct sct_summary *s, const struct sct_desc *d);

#endif
