/* SPDX-License-Identifier: BSD-2-Clause */
/* The recording header as bytes (SPEC 3). No I/O. */
#ifndef SCT_HEADER_H
#define SCT_HEADER_H

#include "format/buf.h"
#include "format/sct.h"

#define SCT_HEADER_MAGIC "sct-rec\n"
#define SCT_HEADER_MAGIC_SIZE 8

/* Appends the header frame: a zstd frame holding Trace.header. */
enum sct_status sct_header_pack(struct sct_buf *out, const struct sct_header *h, struct sct_error *err);

/* A header with everything it points to. */
struct sct_header_store {
	struct sct_header h;
	uint8_t *raw;		 /* the decompressed bytes all pointers lead to */
	struct sct_bytes *lists; /* the arrays of all repeated fields */
};

/* Unpacks the Header message at data, which must outlive the store. Refuses versions and features
 * that this library does not know. */
enum sct_status sct_header_unpack(struct sct_header_store *s, const uint8_t *data, size_t size,
				  struct sct_error *err);
/* Decompresses the header frame (measured by the caller) and unpacks it. */
enum sct_status sct_header_open(struct sct_header_store *s, const uint8_t *frame, size_t size,
				struct sct_error *err);
void sct_header_free(struct sct_header_store *s);

/* Message ClockSnapshot, shared with the descriptor. Unpacking leaves absent clocks as they are. */
void sct_put_clocks(struct sct_buf *b, unsigned field, const struct sct_clocks *c);
bool sct_get_clocks(struct sct_clocks *c, const uint8_t *data, size_t size);

#endif
