/* SPDX-License-Identifier: BSD-2-Clause */
/* Chunk descriptors, the index made of them and the trailer, as bytes (SPEC 4 and 6). No I/O. */
#ifndef SCT_DESC_H
#define SCT_DESC_H

#include "format/buf.h"
#include "format/sct.h"

/* Appends the ChunkDesc message. */
void sct_desc_pack(struct sct_buf *out, const uint8_t id[16], const struct sct_desc *d);

/* A descriptor with the arrays it points to. Reused: memory is kept. */
struct sct_desc_store {
	struct sct_desc d;
	uint8_t id[16];
	uint32_t *words; /* tids, then tgids */
	size_t word_room;
	struct sct_syscall_count *syscalls;
	size_t syscall_room;
};

/* Unpacks the ChunkDesc message at data. offset and data_offset are left 0. Returns SCT_OK,
 * SCT_E_CORRUPT, SCT_E_LIMIT or SCT_E_MEMORY; *why then names the cause. */
enum sct_status sct_desc_unpack(struct sct_desc_store *s, const uint8_t *data, size_t size, const char **why);
void sct_desc_free(struct sct_desc_store *s);

/* What message Index says besides its entries. */
struct sct_index {
	uint8_t id[16];
	uint64_t first_sequence, previous, total_events;
	bool final;
	const uint8_t *data; /* the message, for sct_index_entry() */
	size_t size;
	size_t entry_count;
};

/* Appends IndexEntry as a field of Index. */
void sct_index_put_entry(struct sct_buf *out, uint64_t offset, const uint8_t *desc, size_t size);
/* Appends the whole index frame; entries as made by sct_index_put_entry. */
void sct_index_pack(struct sct_buf *out, const struct sct_index *x, const struct sct_buf *entries);
/* Unpacks the Index message at data, which must outlive x. */
bool sct_index_unpack(struct sct_index *x, const uint8_t *data, size_t size);

struct sct_index_entry {
	uint64_t offset;     /* of the descriptor's frame */
	const uint8_t *desc; /* its ChunkDesc message */
	size_t size;
};
/* Next entry at or after *at (0 at first), false: no more. */
bool sct_index_entry(const struct sct_index *x, size_t *at, struct sct_index_entry *e);

void sct_trailer_pack(struct sct_buf *out, uint64_t index_offset, const uint8_t id[16]);
/* frame: SCT_TRAILER_SIZE bytes. */
bool sct_trailer_unpack(const uint8_t *frame, uint64_t *index_offset, uint8_t id[16]);

#endif
