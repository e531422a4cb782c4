/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a reader's bytes come from: a seekable file (pread), a stream (read, kept until passed) or
 * memory. Files are not mapped: a file that shrinks under a mapping kills the reader with SIGBUS,
 * and copying a chunk costs a few percent of decoding it.
 */
#ifndef SCT_INPUT_H
#define SCT_INPUT_H

#include "format/sct.h"

struct sct_input {
	int fd;	     /* -1: memory */
	bool stream; /* cannot seek: offsets asked for must not decrease */
	const uint8_t *memory;
	size_t memory_size;
	uint64_t known_size; /* of a seekable file, when last asked */
	uint8_t *buf;	     /* window on the file */
	size_t room, have;
	uint64_t base; /* file offset of buf[0] */
};

enum sct_status sct_input_open_fd(struct sct_input *in, int fd, struct sct_error *err);
void sct_input_open_memory(struct sct_input *in, const void *data, size_t size);
void sct_input_close(struct sct_input *in);

/* Makes bytes [offset, offset + want) available at *p; *got of them exist (fewer only at the end of
 * input). *p is valid until the next call. On a stream, bytes before offset are given up. SCT_OK, SCT_AGAIN (the
 * descriptor is non-blocking and dry), SCT_E_IO or SCT_E_MEMORY. */
enum sct_status sct_input_get(struct sct_input *in, uint64_t offset, size_t want, const uint8_t **p,
			      size_t *got, struct sct_error *err);
/* Forgets buffered bytes of a seekable file: it may have changed. */
void sct_input_forget(struct sct_input *in);
/* Size of a seekable file or memory, as of now. */
uint64_t sct_input_size(struct sct_input *in);
/* Reads [offset, offset + size) of a seekable file into to, touching nothing in in: safe from several
 * threads. SCT_E_TRUNCATED when the file is shorter. */
enum sct_status sct_input_read_at(const struct sct_input *in, uint64_t offset, uint8_t *to, size_t size,
				  struct sct_error *err);

#endif
