/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading a recording with several threads, in file order. The caller's thread reads descriptors and
 * takes results in the order of the file; workers decompress, decode and do what the caller
 * wants done with a chunk. As many chunks are under way as there are slots: memory does not
 * grow with the file.
 */
#ifndef REPLAY_SCAN_H
#define REPLAY_SCAN_H

#include "format/sct.h"
#include "replay/filter.h"

/* One chunk, or a status of the reader between chunks, on its way through. */
struct scan_slot {
	struct sct_desc desc; /* the last one read; its arrays are not there */
	bool chunk;	      /* false: status is the reader's, from sct_reader_next() */
	enum filter_answer answer;
	enum sct_status status; /* of work */
	struct sct_error error; /* when status is an error */
	struct sct_text text;	/* for the caller; kept from one chunk to the next */
	uint64_t count;		/* for the caller */
	bool cut;		/* for the caller */

	uint8_t *packed; /* of a stream */
	size_t room;
	unsigned state;
};

struct scan {
	struct sct_reader *reader;
	const struct filter *filter; /* bound; chunks that it rules out are never seen */
	int fd;			     /* what the reader reads */
	bool stream;		     /* and it cannot seek */
	unsigned workers;	     /* 1: everything in the caller's thread */
	uint64_t from;		     /* chunks whose descriptor lies before this offset are passed over */
	void *base;
	/* Any thread. Loads the chunk by scan_load() and leaves its results in the slot. */
	enum sct_status (*work)(void *base, struct sct_decoder *d, struct scan_slot *s);
	/* The caller's thread, in file order, also for each status of the reader. false: stop. */
	bool (*deliver)(void *base, struct scan_slot *s);
};

/* SCT_OK: stopped by deliver; else the status at which the reader ended, or SCT_E_MEMORY. */
enum sct_status scan_run(const struct scan *scan);
enum sct_status scan_load(const struct scan *scan, const struct scan_slot *s, struct sct_decoder *d, unsigned columns);
/* Behind these statuses nothing comes. */
bool scan_ends(enum sct_status s);
unsigned scan_default_workers(void); /* CPUs that this process may use */

#endif
