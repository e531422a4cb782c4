/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frames: measuring zstd frames (RFC 8878), building the header's raw-block frame, building and checking
 * our skippable frames. No decompression, no I/O.
 */
#ifndef SCT_FRAME_H
#define SCT_FRAME_H

#include "format/buf.h"
#include "format/sct.h"

#define SCT_ZSTD_MAGIC 0xfd2fb528u
#define SCT_SKIPPABLE_MAGIC 0x184d2a50u /* ... to 5f */
#define SCT_OUR_MAGIC 0x184d2a5cu

#define SCT_FRAME_HEAD 8	    /* skippable magic and size */
#define SCT_TAG_HEAD 8		    /* tag and CRC at the start of our frames' content */
#define SCT_TAG_DESC 0x44544353u    /* "SCTD" as a little-endian word */
#define SCT_TAG_INDEX 0x49544353u   /* "SCTI" */
#define SCT_TAG_TRAILER 0x45544353u /* "SCTE" */
#define SCT_TRAILER_SIZE 40	    /* the whole frame */

#define SCT_HEADER_FIELD 15 /* Trace.header */
#define SCT_BATCH_FIELD 2   /* Trace.batch */

struct sct_zstd_info {
	uint64_t size;	       /* of the whole frame, compressed */
	uint64_t content_size; /* decompressed, if has_content_size */
	uint64_t window;       /* bytes */
	bool has_content_size;
	bool has_dictionary;
	size_t at; /* where measuring goes on; 0 at first */
};

/* Measures the zstd frame at p; info is zeroed at first. SCT_AGAIN: call again with at least *need bytes
 * in all. SCT_E_CORRUPT: no such frame. Only frame and block headers are looked at. */
enum sct_status sct_zstd_measure(const uint8_t *p, size_t size, struct sct_zstd_info *info, size_t *need);

/* Appends a zstd frame of raw blocks with a content checksum. */
void sct_zstd_put_raw(struct sct_buf *b, const uint8_t *data, size_t size);

/* Starts one of our skippable frames, returns where; the caller appends the content and ends it. */
size_t sct_frame_begin(struct sct_buf *b, uint32_t tag);
void sct_frame_end(struct sct_buf *b, size_t start);
/* True when p..size is the content (tag first) of one of our frames and its CRC agrees. */
bool sct_frame_check(const uint8_t *content, size_t size);

static inline bool sct_is_skippable(uint32_t magic)
{
	return (magic & 0xfffffff0u) == SCT_SKIPPABLE_MAGIC;
}

#endif
