/* SPDX-License-Identifier: BSD-2-Clause */
/* Walking over a recording's frames, chunk by chunk, and going on behind damage (SPEC 4 and 8). */
#ifndef SCT_WALK_H
#define SCT_WALK_H

#include "format/desc.h"
#include "format/input.h"

struct sct_walk {
	struct sct_input *in;
	struct sct_error *err;
	uint8_t id[16]; /* recording id chunks must carry */
	bool id_known;
	bool follow, recover;
	bool resync;		     /* pos is damage: look for the next chunk behind it */
	bool gap;		     /* chunks may be missing before the next one: said already */
	bool closed;		     /* the trailer was reached */
	enum sct_status stuck;	     /* final verdict, SCT_OK: none yet */
	uint64_t pos;		     /* of the next frame */
	uint64_t sequence;	     /* expected of the next chunk */
	struct sct_desc_store store; /* the chunk found */
};

/* As sct_reader_next(); the descriptor is in w->store.d. */
enum sct_status sct_walk_next(struct sct_walk *w);
/* Offset of the first intact descriptor or trailer at or after from. SCT_END: none. */
enum sct_status sct_walk_find(struct sct_walk *w, uint64_t from, uint64_t *found);

#endif
