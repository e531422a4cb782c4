/* SPDX-License-Identifier: BSD-2-Clause */
/* One event as one line of text: who, when, what, how long. */
#ifndef REPLAY_LINE_H
#define REPLAY_LINE_H

#include "format/sct.h"

enum line_time {
	LINE_RELATIVE,	/* seconds since the recording began */
	LINE_WALL,	/* HH:MM:SS in the reader's time zone */
	LINE_EPOCH,	/* seconds since 1970 */
	LINE_DELTA,	/* seconds since the line before */
	LINE_MONOTONIC, /* the recording machine's own clock */
	LINE_NONE,
};

struct line_opts {
	unsigned time;		  /* enum line_time */
	unsigned time_digits;	  /* of fractions of seconds, 0..9 */
	unsigned duration_digits; /* the same */
	bool durations;
	bool comm; /* the thread's name behind its id */
	struct sct_print_opts print;
};

/* Between lines of one recording. Set .header, zero the rest. */
struct line_state {
	const struct sct_header *header;
	uint64_t previous; /* time of the line before */
	bool any;	   /* there was one */
	int64_t minute;	   /* the minute that clock[] names */
	char clock[8];	   /* "HH:MM:" of that minute */
};

/* Appends "[pid  1234] 0.001234 read(3, ...) = 5 <0.000000123>\n". */
void line_append(struct sct_text *t, struct line_state *s, const struct line_opts *o,
		 const struct sct_decoder *d, const struct sct_event *e);

#endif
