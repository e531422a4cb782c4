/* SPDX-License-Identifier: BSD-2-Clause */
/* Opening a recording and going through its chunks. Totals are in reader_summary.c. */
#include <stdlib.h>
#include <string.h>

#include "format/error.h"
#include "format/frame.h"
#include "format/limits.h"
#include "format/reader.h"

/* Bytes a header frame may take: its content and the heads of its blocks, however small they are. */
#define HEADER_FRAME_MAX (SCT_MAX_HEADER + (1u << 20))

static bool starts_like_zstd(const uint8_t *p, size_t size)
{
	uint8_t magic[4];

	sct_put32(magic, SCT_ZSTD_MAGIC);
	return memcmp(p, magic, size < 4 ? size : 4) == 0;
}

static enum sct_status header_cut(struct sct_reader *r, const uint8_t *p, size_t got)
{
	if (got && !starts_like_zstd(p, got))
		return sct_fail(&r->err, SCT_E_NOT_SCT, 0, SCT_NO_CHUNK, "not an sct recording");
	if (r->walk.follow)
		return sct_fail(&r->err, SCT_AGAIN, 0, SCT_NO_CHUNK, "no complete header yet");
	if (got == 0)
		return sct_fail(&r->err, SCT_E_NOT_SCT, 0, SCT_NO_CHUNK, "the input is empty");
	return sct_fail(&r->err, SCT_E_TRUNCATED, 0, SCT_NO_CHUNK, "ends inside the header");
}

static enum sct_status open_header(struct sct_reader *r)
{
	struct sct_zstd_info info = { 0 };
	const uint8_t *p;
	size_t got, need = 18; /* the longest zstd frame header; ours is longer than that in all */
	enum sct_status s;

	do {
		s = sct_input_get(&r->in, 0, need, &p, &got, &r->err);
		if (s != SCT_OK)
			return s;
		if (got < need)
			return header_cut(r, p, got);
		s = sct_zstd_measure(p, got, &info, &need);
		if (s == SCT_E_CORRUPT)
			return starts_like_zstd(p, got) ? sct_fail(&r->err, SCT_E_CORRUPT, 0, SCT_NO_CHUNK, "bad header frame") : sct_fail(&r->err, SCT_E_NOT_SCT, 0, SCT_NO_CHUNK, "not an sct recording");
		if (need > HEADER_FRAME_MAX)
			return sct_fail(&r->err, SCT_E_LIMIT, 0, SCT_NO_CHUNK, "header of more than %u bytes",
					SCT_MAX_HEADER);
	} while (s == SCT_AGAIN);
	s = sct_header_open(&r->header, p, (size_t)info.size, &r->err);
	r->first = info.size;
	return s;
}

/* With a damaged header, a chunk that says whose it is will do. */
static enum sct_status open_without_header(struct sct_reader *r, enum sct_status why)
{
	uint64_t found;

	if (!r->walk.recover || why == SCT_E_IO || why == SCT_E_MEMORY || why == SCT_E_VERSION ||
	    why == SCT_E_FEATURE || why == SCT_AGAIN)
		return why;
	r->pending = r->err;
	if (sct_walk_find(&r->walk, 1, &found) != SCT_OK) {
		r->err = r->pending;
		return why;
	}
	/* chunks follow, so this is not where the recording ends, whatever a damaged length made it look like */
	if (why == SCT_E_TRUNCATED)
		sct_fail(&r->pending, SCT_E_CORRUPT, 0, SCT_NO_CHUNK, "damaged header");
	sct_header_free(&r->header);
	r->header.h.major = SCT_MAJOR;
	r->first = found;
	r->walk.gap = true;
	return SCT_OK;
}

static enum sct_status open_input(struct sct_reader *r, const struct sct_reader_opts *o)
{
	enum sct_status s;

	r->walk.in = &r->in;
	r->walk.err = &r->err;
	if (o && o->sz >= offsetof(struct sct_reader_opts, follow) + sizeof(o->follow))
		r->walk.follow = o->follow;
	if (o && o->sz >= offsetof(struct sct_reader_opts, recover) + sizeof(o->recover))
		r->walk.recover = o->recover;
	s = open_header(r);
	if (s == SCT_OK) {
		memcpy(r->walk.id, r->header.h.recording_id, 16);
		r->walk.id_known = true;
	} else {
		s = open_without_header(r, s);
	}
	r->walk.pos = r->first;
	return s;
}

static struct sct_reader *new_reader(void)
{
	struct sct_reader *r = calloc(1, sizeof(*r));

	if (r) {
		r->in.fd = -1;
		r->seen.min_time = UINT64_MAX;
	}
	return r;
}

enum sct_status sct_reader_new(struct sct_reader **out, int fd, const struct sct_reader_opts *opts)
{
	struct sct_reader *r = *out = new_reader();
	enum sct_status s;

	if (!r)
		return SCT_E_MEMORY;
	s = sct_input_open_fd(&r->in, fd, &r->err);
	return s == SCT_OK ? open_input(r, opts) : s;
}

enum sct_status sct_reader_new_memory(struct sct_reader **out, const void *data, size_t size,
				      const struct sct_reader_opts *opts)
{
	struct sct_reader *r = *out = new_reader();

	if (!r)
		return SCT_E_MEMORY;
	sct_input_open_memory(&r->in, data, size);
	return open_input(r, opts);
}

void sct_reader_free(struct sct_reader *r)
{
	if (!r)
		return;
	sct_header_free(&r->header);
	sct_desc_free(&r->walk.store);
	sct_input_close(&r->in);
	free(r);
}

const struct sct_header *sct_reader_header(const struct sct_reader *r)
{
	return &r->header.h;
}

const struct sct_error *sct_reader_error(const struct sct_reader *r)
{
	return &r->err;
}

enum sct_status sct_reader_next(struct sct_reader *r, struct sct_desc *d)
{
	enum sct_status s;

	if (r->pending.status != SCT_OK) {
		r->err = r->pending;
		r->pending.status = SCT_OK;
		return r->err.status;
	}
	s = sct_walk_next(&r->walk);
	if (s != SCT_OK)
		return s;
	*d = r->walk.store.d;
	sct_summary_add(&r->seen, d);
	return SCT_OK;
}

enum sct_status sct_reader_packed(struct sct_reader *r, const struct sct_desc *desc, uint8_t *to)
{
	const uint8_t *p;
	size_t got;
	enum sct_status s;

	if (!r->in.stream && r->in.fd >= 0)
		return sct_input_read_at(&r->in, desc->data_offset, to, desc->compressed_size, &r->err);
	s = sct_input_get(&r->in, desc->data_offset, desc->compressed_size, &p, &got, &r->err);
	if (s == SCT_OK && got < desc->compressed_size)
		return sct_fail(&r->err, SCT_E_USAGE, desc->data_offset, desc->sequence, "the chunk has been passed already");
	if (s == SCT_OK)
		memcpy(to, p, desc->compressed_size);
	return s;
}
