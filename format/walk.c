/* SPDX-License-Identifier: BSD-2-Clause */
/* Walking over frames. Looks at skippable frames only: data frames are stepped over unread. */
#include <string.h>

#include "format/error.h"
#include "format/frame.h"
#include "format/limits.h"
#include "format/walk.h"

/* One skippable frame's head. */
struct head {
	uint32_t magic, tag;
	size_t content; /* bytes behind the head */
};

static enum sct_status damaged(struct sct_walk *w, enum sct_status s)
{
	if (w->recover)
		w->resync = true;
	else
		w->stuck = s;
	return s;
}

/* The input ends inside the frame at pos, or right before it. sure: no damaged length field can be the reason. */
static enum sct_status cut(struct sct_walk *w, bool sure, const char *what)
{
	uint64_t found;

	if (w->follow)
		return sct_fail(w->err, SCT_AGAIN, w->pos, SCT_NO_CHUNK, "nothing complete yet");
	if (w->recover && !sure && sct_walk_find(w, w->pos + 1, &found) == SCT_OK) {
		w->resync = true;
		return sct_fail(w->err, SCT_E_CORRUPT, w->pos, w->sequence, "damaged frame");
	}
	w->stuck = SCT_E_TRUNCATED;
	return sct_fail(w->err, SCT_E_TRUNCATED, w->pos, w->sequence, "%s", what);
}

static enum sct_status get(struct sct_walk *w, size_t want, const uint8_t **p, size_t *got)
{
	return sct_input_get(w->in, w->pos, want, p, got, w->err);
}

/* Is the chunk's data all there? A stream must have it in its buffer, with the descriptor. */
static enum sct_status have_data(struct sct_walk *w, uint64_t end, bool *there)
{
	const uint8_t *p;
	size_t got;
	enum sct_status s;

	if (w->in->stream) {
		s = get(w, (size_t)(end - w->pos), &p, &got);
		*there = got == end - w->pos;
		return s;
	}
	*there = end <= w->in->known_size || end <= sct_input_size(w->in);
	return SCT_OK;
}

static enum sct_status take_chunk(struct sct_walk *w, const uint8_t *content, const struct head *h)
{
	struct sct_desc *d = &w->store.d;
	const char *why;
	bool there;
	enum sct_status s = sct_desc_unpack(&w->store, content + SCT_TAG_HEAD, h->content - SCT_TAG_HEAD, &why);

	if (s != SCT_OK)
		return damaged(w, sct_fail(w->err, s, w->pos, w->sequence, "%s", why));
	if (!w->id_known) {
		memcpy(w->id, w->store.id, 16);
		w->id_known = true;
	}
	if (memcmp(w->id, w->store.id, 16) != 0)
		return damaged(w, sct_fail(w->err, SCT_E_CORRUPT, w->pos, w->sequence,
					   "chunk of another recording"));
	if (w->gap ? d->sequence < w->sequence : d->sequence != w->sequence) {
		uint64_t expected = w->sequence;

		sct_fail(w->err, SCT_E_CORRUPT, w->pos, w->sequence, "chunk %llu found where %llu belongs",
			 (unsigned long long)d->sequence, (unsigned long long)expected);
		if (!w->recover)
			w->stuck = SCT_E_CORRUPT;
		w->sequence = d->sequence;
		return SCT_E_CORRUPT;
	}
	d->offset = w->pos;
	d->data_offset = w->pos + SCT_FRAME_HEAD + h->content;
	s = have_data(w, d->data_offset + d->compressed_size, &there);
	if (s != SCT_OK)
		return s;
	if (!there)
		return cut(w, true, "ends inside a chunk");
	w->pos = d->data_offset + d->compressed_size;
	w->sequence = d->sequence + 1;
	w->gap = false;
	return SCT_OK;
}

/* A frame that is none of ours carries no checksum: believe its length only if a frame follows. */
static bool plausible(struct sct_walk *w, uint64_t end)
{
	const uint8_t *p;
	size_t got;

	if (sct_input_get(w->in, w->pos, (size_t)(end - w->pos) + 4, &p, &got, w->err) != SCT_OK)
		return false;
	if (got < end - w->pos + 4)
		return got == end - w->pos;
	p += end - w->pos;
	return sct_get32(p) == SCT_ZSTD_MAGIC || sct_is_skippable(sct_get32(p));
}

static enum sct_status take_trailer(struct sct_walk *w, const uint8_t *frame)
{
	uint64_t index;
	uint8_t id[16];

	if (!sct_trailer_unpack(frame, &index, id) || (w->id_known && memcmp(id, w->id, 16) != 0))
		return damaged(w, sct_fail(w->err, SCT_E_CORRUPT, w->pos, SCT_NO_CHUNK, "damaged trailer"));
	w->closed = true;
	w->stuck = SCT_END;
	return SCT_END;
}

/* An index says how many chunks came before it: a hole right before it is seen by nothing else. */
static enum sct_status take_index(struct sct_walk *w, const uint8_t *content, const struct head *h)
{
	uint64_t at = w->pos, expected = w->sequence;
	struct sct_index x;

	w->pos += SCT_FRAME_HEAD + h->content;
	if (!sct_index_unpack(&x, content + SCT_TAG_HEAD, h->content - SCT_TAG_HEAD) ||
	    (w->id_known && memcmp(x.id, w->id, 16) != 0) || x.first_sequence + x.entry_count == expected)
		return SCT_OK;
	w->sequence = x.first_sequence + x.entry_count;
	if (w->gap)
		return SCT_OK;
	if (!w->recover)
		w->stuck = SCT_E_CORRUPT;
	return sct_fail(w->err, SCT_E_CORRUPT, at, expected, "%llu chunks where the index counts %llu",
			(unsigned long long)expected, (unsigned long long)w->sequence);
}

/* The frame whose head is h is complete at p. SCT_OK with *chunk false: passed over. */
static enum sct_status take_frame(struct sct_walk *w, const uint8_t *p, const struct head *h, bool *chunk)
{
	const uint8_t *content = p + SCT_FRAME_HEAD;
	bool ours = h->magic == SCT_OUR_MAGIC &&
		    (h->tag == SCT_TAG_DESC || h->tag == SCT_TAG_INDEX || h->tag == SCT_TAG_TRAILER);

	*chunk = false;
	if (ours && !sct_frame_check(content, h->content))
		return damaged(w, sct_fail(w->err, SCT_E_CHECKSUM, w->pos, w->sequence, "checksum mismatch in %s",
					   h->tag == SCT_TAG_DESC ? "a chunk descriptor" : h->tag == SCT_TAG_INDEX ? "the index"
														   : "the trailer"));
	if (ours && h->tag == SCT_TAG_DESC) {
		*chunk = true;
		return take_chunk(w, content, h);
	}
	if (ours && h->tag == SCT_TAG_INDEX)
		return take_index(w, content, h);
	if (ours && h->tag == SCT_TAG_TRAILER)
		return h->content == SCT_TRAILER_SIZE - SCT_FRAME_HEAD ? take_trailer(w, p) : damaged(w, sct_fail(w->err, SCT_E_CORRUPT, w->pos, SCT_NO_CHUNK, "damaged trailer"));
	if (!ours && w->recover && !w->follow && !plausible(w, w->pos + SCT_FRAME_HEAD + h->content))
		return damaged(w, sct_fail(w->err, SCT_E_CORRUPT, w->pos, w->sequence, "damaged frame"));
	w->pos += SCT_FRAME_HEAD + h->content;
	return SCT_OK;
}

/* The head of the frame at pos. SCT_OK, or why not. */
static enum sct_status get_head(struct sct_walk *w, struct head *h)
{
	const uint8_t *p;
	size_t got;
	enum sct_status s = get(w, SCT_FRAME_HEAD + 4, &p, &got);

	if (s != SCT_OK)
		return s;
	if (got == 0)
		return cut(w, true, "ends without a trailer: the recorder did not finish");
	if (got < SCT_FRAME_HEAD)
		return cut(w, true, "ends inside a frame");
	h->magic = sct_get32(p);
	h->content = sct_get32(p + 4);
	h->tag = got == SCT_FRAME_HEAD + 4 ? sct_get32(p + 8) : 0;
	if (h->magic == SCT_ZSTD_MAGIC)
		return damaged(w, sct_fail(w->err, SCT_E_CORRUPT, w->pos, w->sequence, "data without a descriptor"));
	if (!sct_is_skippable(h->magic))
		return damaged(w, sct_fail(w->err, SCT_E_CORRUPT, w->pos, w->sequence, "no frame begins here"));
	if (h->content > SCT_MAX_INDEX || (h->magic == SCT_OUR_MAGIC && h->tag == SCT_TAG_DESC && h->content > SCT_MAX_DESC))
		return damaged(w, sct_fail(w->err, SCT_E_LIMIT, w->pos, w->sequence, "frame of %zu bytes", h->content));
	return SCT_OK;
}

static enum sct_status resync(struct sct_walk *w)
{
	uint64_t found;
	enum sct_status s = sct_walk_find(w, w->pos + 1, &found);

	if (s == SCT_END)
		return cut(w, true, "no intact chunk behind the damage");
	if (s != SCT_OK)
		return s;
	w->pos = found;
	w->resync = false;
	w->gap = true;
	return SCT_OK;
}

enum sct_status sct_walk_next(struct sct_walk *w)
{
	enum sct_status s = SCT_OK;
	bool chunk = false;

	if (w->stuck != SCT_OK)
		return w->stuck;
	/* bytes of a torn chunk may have been cut off and replaced since they were buffered */
	if (w->follow)
		sct_input_forget(w->in);
	if (w->resync)
		s = resync(w);
	while (s == SCT_OK && !chunk) {
		const uint8_t *p;
		struct head h = { 0 };
		size_t got;

		s = get_head(w, &h);
		if (s == SCT_OK)
			s = get(w, SCT_FRAME_HEAD + h.content, &p, &got);
		if (s == SCT_OK && got < SCT_FRAME_HEAD + h.content)
			s = cut(w, false, "ends inside a frame");
		if (s == SCT_OK)
			s = take_frame(w, p, &h, &chunk);
	}
	return s;
}
