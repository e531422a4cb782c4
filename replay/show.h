/* SPDX-License-Identifier: BSD-2-Clause */
/* A chunk's events that pass a filter, as lines or as their number: the work of sc-cat's threads. */
#ifndef REPLAY_SHOW_H
#define REPLAY_SHOW_H

#include "replay/line.h"
#include "replay/scan.h"

struct show {
	struct scan scan;		/* filter, reader; base points here */
	const struct line_opts *line;	/* how */
	struct line_state *lines;	/* from line to line; only with one worker, else NULL */
	const struct sct_header *header;
	bool count; /* only count */
	bool any;   /* only whether there is one, losses aside */
};

/* For scan.work: slot->text and slot->count. A chunk whose lines take too much room is cut, see show_rest(). */
enum sct_status show_work(void *base, struct sct_decoder *d, struct scan_slot *s);

/* The lines of a cut chunk behind the first slot->count, a piece at a time: put() returns false to stop. */
enum sct_status show_rest(const struct show *show, struct sct_decoder *d, const struct scan_slot *s,
			  bool (*put)(void *base, struct sct_text *line), void *base);

/*
 * Where the last n events that pass begin, in a seekable recording: chunks from *from on, and *skip of the events in
 * them that pass come before. Reads from the end; damage is passed over.
 */
enum sct_status show_tail(int fd, const struct filter *f, uint64_t n, uint64_t *from, uint64_t *skip);

#endif
