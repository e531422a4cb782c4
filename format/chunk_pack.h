/* SPDX-License-Identifier: BSD-2-Clause */
/* A batch as the two frames of a chunk. No I/O. */
#ifndef SCT_CHUNK_PACK_H
#define SCT_CHUNK_PACK_H

#include "format/buf.h"
#include "format/sct.h"

/* Scratch memory kept between chunks. */
struct sct_packer {
	void *cctx;	     /* ZSTD_CCtx */
	struct sct_buf raw;  /* Trace.batch before compression */
	struct sct_buf desc; /* descriptor frame */
	struct sct_buf data; /* zstd frame */
	uint32_t *tids;	     /* for sorting */
	size_t tid_room;
	struct sct_syscall_count *syscalls;
	size_t syscall_room;
};

bool sct_packer_init(struct sct_packer *p, int level);
void sct_packer_free(struct sct_packer *p);

/* Fills p->desc and p->data from b. The caller sets in d what the batch does not know: sequence, loss, clock,
 * events_before; the rest is filled in. */
enum sct_status sct_chunk_pack(struct sct_packer *p, const struct sct_batch *b, const uint8_t id[16],
			       struct sct_desc *d, struct sct_error *err);

#endif
