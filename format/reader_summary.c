/* SPDX-License-Identifier: BSD-2-Clause */
/* Totals of a recording: from its chained indexes where they hold together, else from a walk. */
#include <string.h>

#include "format/error.h"
#include "format/frame.h"
#include "format/limits.h"
#include "format/reader.h"

void sct_summary_add(struct sct_summary *s, const struct sct_desc *d)
{
	unsigned i;

	s->chunks++;
	s->events += d->event_count;
	s->raw_bytes += d->raw_size;
	s->failed += d->failed;
	if (d->event_count && d->min_time < s->min_time)
		s->min_time = d->min_time;
	if (d->max_end > s->max_end)
		s->max_end = d->max_end;
	for (i = 0; i < SCT_LOSS_SOURCE_COUNT; i++) {
		if (d->loss[i] > s->loss[i])
			s->loss[i] = d->loss[i];
	}
	if (d->clock.monotonic >= s->last_clock.monotonic)
		s->last_clock = d->clock;
}

/* The index frame at offset; entries must lie before it. */
static bool load_index(struct sct_reader *r, uint64_t offset, struct sct_index *x)
{
	const uint8_t *p;
	size_t got, content;

	if (sct_input_get(&r->in, offset, SCT_FRAME_HEAD + SCT_TAG_HEAD, &p, &got, &r->err) != SCT_OK ||
	    got < SCT_FRAME_HEAD + SCT_TAG_HEAD)
		return false;
	content = sct_get32(p + 4);
	if (sct_get32(p) != SCT_OUR_MAGIC || sct_get32(p + 8) != SCT_TAG_INDEX || content < SCT_TAG_HEAD ||
	    content > SCT_MAX_INDEX)
		return false;
	if (sct_input_get(&r->in, offset, SCT_FRAME_HEAD + content, &p, &got, &r->err) != SCT_OK ||
	    got < SCT_FRAME_HEAD + content || !sct_frame_check(p + SCT_FRAME_HEAD, content))
		return false;
	return sct_index_unpack(x, p + SCT_FRAME_HEAD + SCT_TAG_HEAD, content - SCT_TAG_HEAD) &&
	       memcmp(x->id, r->walk.id, 16) == 0;
}

/* Adds an index's chunks; they must be exactly those between first_sequence and end. */
static bool add_index(struct sct_summary *s, const struct sct_index *x, uint64_t offset, uint64_t end,
		      struct sct_desc_store *store)
{
	struct sct_index_entry e;
	uint64_t sequence = x->first_sequence, before = 0;
	size_t at = 0;
	const char *why;

	while (sct_index_entry(x, &at, &e)) {
		if (e.offset <= before || e.offset >= offset ||
		    sct_desc_unpack(store, e.desc, e.size, &why) != SCT_OK ||
		    memcmp(store->id, x->id, 16) != 0 || store->d.sequence != sequence)
			return false;
		before = e.offset;
		sequence++;
		sct_summary_add(s, &store->d);
	}
	return sequence - x->first_sequence == x->entry_count && (end == UINT64_MAX || sequence == end);
}

static bool from_indexes(struct sct_reader *r, uint64_t size, struct sct_summary *s, struct sct_desc_store *store)
{
	const uint8_t *p;
	uint64_t offset, limit = size - SCT_TRAILER_SIZE, end = UINT64_MAX, total = 0;
	struct sct_index x;
	uint8_t id[16];
	size_t got;

	if (size < SCT_TRAILER_SIZE || !r->walk.id_known ||
	    sct_input_get(&r->in, limit, SCT_TRAILER_SIZE, &p, &got, &r->err) != SCT_OK ||
	    got < SCT_TRAILER_SIZE || !sct_trailer_unpack(p, &offset, id) || memcmp(id, r->walk.id, 16) != 0)
		return false;
	do {
		/* each index lies before the one that names it, so a forged chain cannot turn in circles */
		if (offset < r->first || offset >= limit || !load_index(r, offset, &x))
			return false;
		if (end == UINT64_MAX) {
			if (!x.final)
				return false;
			total = x.total_events;
		}
		if (!add_index(s, &x, offset, end, store))
			return false;
		end = x.first_sequence;
		limit = offset;
		offset = x.previous;
	} while (offset);
	s->closed = s->from_index = true;
	return end == 0 && s->events == total;
}

static enum sct_status from_walk(struct sct_reader *r, struct sct_summary *s)
{
	struct sct_walk w = r->walk;
	enum sct_status got, worst = SCT_OK;

	memset(&w.store, 0, sizeof(w.store));
	w.pos = r->first;
	w.sequence = 0;
	w.resync = w.closed = false;
	w.gap = r->header.raw == NULL;
	w.stuck = SCT_OK;
	do {
		got = sct_walk_next(&w);
		if (got == SCT_OK)
			sct_summary_add(s, &w.store.d);
		else if (got != SCT_END && got != SCT_E_TRUNCATED && got != SCT_AGAIN)
			worst = got;
	} while (got == SCT_OK || (w.recover && w.stuck == SCT_OK && got != SCT_AGAIN && got != SCT_E_IO &&
				   got != SCT_E_MEMORY));
	s->closed = w.closed;
	sct_desc_free(&w.store);
	return worst;
}

enum sct_status sct_reader_summary(struct sct_reader *r, struct sct_summary *s)
{
	struct sct_desc_store store = { 0 };
	enum sct_status status = SCT_OK;

	if (r->in.stream) {
		*s = r->seen;
		s->bytes = r->walk.pos + (r->walk.closed ? SCT_TRAILER_SIZE : 0);
		s->closed = r->walk.closed;
		return SCT_OK;
	}
	memset(s, 0, sizeof(*s));
	s->min_time = UINT64_MAX;
	if (!from_indexes(r, sct_input_size(&r->in), s, &store)) {
		memset(s, 0, sizeof(*s));
		s->min_time = UINT64_MAX;
		status = from_walk(r, s);
	}
	sct_desc_free(&store);
	s->bytes = sct_input_size(&r->in);
	if (s->chunks == 0)
		s->min_time = 0;
	return status;
}
