/* SPDX-License-Identifier: BSD-2-Clause */
/* Unpacks chunk descriptors, index and trailer. No I/O. */
#include <stdlib.h>

#include "format/desc.h"
#include "format/frame.h"
#include "format/header.h"
#include "format/limits.h"
#include "format/wire.h"

/* Wire type of each field of ChunkDesc. */
static const uint8_t types[] = {
	[1] = SCT_WIRE_LEN,
	[2] = SCT_WIRE_VARINT,
	[3] = SCT_WIRE_VARINT,
	[4] = SCT_WIRE_VARINT,
	[5] = SCT_WIRE_I32,
	[6] = SCT_WIRE_VARINT,
	[7] = SCT_WIRE_VARINT,
	[8] = SCT_WIRE_VARINT,
	[9] = SCT_WIRE_VARINT,
	[10] = SCT_WIRE_VARINT,
	[11] = SCT_WIRE_LEN,
	[12] = SCT_WIRE_VARINT,
	[13] = SCT_WIRE_LEN,
	[14] = SCT_WIRE_VARINT,
	[15] = SCT_WIRE_LEN,
	[16] = SCT_WIRE_VARINT,
	[17] = SCT_WIRE_VARINT,
	[18] = SCT_WIRE_VARINT,
	[19] = SCT_WIRE_LEN,
	[20] = SCT_WIRE_LEN,
	[21] = SCT_WIRE_VARINT,
	[22] = SCT_WIRE_VARINT,
};
#define FIELDS (sizeof(types))

struct counts {
	struct sct_field tid, tgid; /* the packed fields; data NULL: absent */
	size_t tids, tgids, syscalls;
	bool clock;
};

/* Values in a packed varint field; SIZE_MAX: malformed. */
static size_t packed_count(const struct sct_field *f)
{
	const uint8_t *p = f->data, *end = p + f->size;
	size_t n = 0;
	uint64_t v;

	while (p < end) {
		p = sct_varint_get(p, end, &v);
		if (!p || v > UINT32_MAX)
			return SIZE_MAX;
		n++;
	}
	return n;
}

static void packed_get(const struct sct_field *f, uint32_t *to)
{
	const uint8_t *p = f->data, *end = p + f->size;
	uint64_t v = 0;

	while (p < end) {
		p = sct_varint_get(p, end, &v);
		*to++ = (uint32_t)v;
	}
}

static bool get_words(const uint8_t *data, size_t size, unsigned count, uint64_t *words)
{
	struct sct_cursor cur = sct_cursor(data, size);
	struct sct_field f;

	memset(words, 0, count * sizeof(*words));
	while (sct_field_next(&cur, &f)) {
		if (f.number > count)
			continue;
		if (f.type != SCT_WIRE_VARINT)
			return false;
		words[f.number - 1] = f.value;
	}
	return !cur.bad;
}

static bool take_u32(uint32_t *to, uint64_t v)
{
	*to = (uint32_t)v;
	return v <= UINT32_MAX;
}

static bool take_loss(struct sct_desc *d, const struct sct_field *f)
{
	uint64_t w[2];

	if (!get_words(f->data, f->size, 2, w))
		return false;
	/* sources this library does not know still count as losses */
	d->loss[w[0] < SCT_LOSS_OTHER ? w[0] : SCT_LOSS_OTHER] += w[1];
	return true;
}

static bool take(struct sct_desc_store *s, struct counts *n, const struct sct_field *f)
{
	struct sct_desc *d = &s->d;

	switch (f->number) {
	case 1:
		if (f->size != 16)
			return false;
		memcpy(s->id, f->data, 16);
		return true;
	case 2: d->sequence = f->value; return true;
	case 3: return take_u32(&d->compressed_size, f->value);
	case 4: return take_u32(&d->raw_size, f->value);
	case 5: return take_u32(&d->crc32c, f->value);
	case 6: return take_u32(&d->event_count, f->value);
	case 7: d->min_time = f->value; return true;
	case 8: d->max_time = f->value; return true;
	case 9: d->max_end = f->value; return true;
	case 10: d->stats = f->value; return true;
	case 11:
		n->tid = *f;
		n->tids = packed_count(f);
		return n->tids != SIZE_MAX;
	case 12: d->any_tid = f->value; return true;
	case 13:
		n->tgid = *f;
		n->tgids = packed_count(f);
		return n->tgids != SIZE_MAX;
	case 14: d->any_tgid = f->value; return true;
	case 15: n->syscalls++; return true;
	case 16: d->any_syscall = f->value; return true;
	case 17: d->failed = f->value; return true;
	case 18: return take_u32(&d->kinds, f->value);
	case 19: return take_loss(d, f);
	case 20:
		/* parsers differ in what a second one does to the first */
		if (n->clock)
			return false;
		n->clock = true;
		return sct_get_clocks(&d->clock, f->data, f->size);
	case 21: d->max_duration = f->value; return true;
	case 22: d->events_before = f->value; return true;
	}
	return true;
}

static bool make_room(struct sct_desc_store *s, const struct counts *n)
{
	if (n->tids + n->tgids > s->word_room) {
		size_t room = n->tids + n->tgids + 64;
		void *p = realloc(s->words, room * sizeof(*s->words));

		if (!p)
			return false;
		s->words = p;
		s->word_room = room;
	}
	if (n->syscalls > s->syscall_room) {
		size_t room = n->syscalls + 64;
		void *p = realloc(s->syscalls, room * sizeof(*s->syscalls));

		if (!p)
			return false;
		s->syscalls = p;
		s->syscall_room = room;
	}
	return true;
}

static bool take_syscalls(struct sct_desc_store *s, const uint8_t *data, size_t size)
{
	struct sct_cursor cur = sct_cursor(data, size);
	struct sct_field f;
	uint64_t w[3];
	size_t n = 0;

	while (sct_field_next(&cur, &f)) {
		if (f.number != 15)
			continue;
		if (!get_words(f.data, f.size, 3, w) || w[0] > UINT32_MAX || w[1] > UINT32_MAX)
			return false;
		s->syscalls[n++] = (struct sct_syscall_count){ (uint32_t)w[0], (uint32_t)w[1], w[2] };
	}
	s->d.syscalls = s->syscalls;
	s->d.syscall_count = n;
	return true;
}

static enum sct_status check(const struct sct_desc *d, const char **why)
{
	if (d->raw_size > SCT_MAX_RAW || d->compressed_size > SCT_MAX_COMPRESSED) {
		*why = "chunk too large";
		return SCT_E_LIMIT;
	}
	if (d->event_count > SCT_MAX_EVENTS) {
		*why = "too many events in a chunk";
		return SCT_E_LIMIT;
	}
	if (d->compressed_size == 0 || d->raw_size == 0) {
		*why = "descriptor without sizes";
		return SCT_E_CORRUPT;
	}
	return SCT_OK;
}

enum sct_status sct_desc_unpack(struct sct_desc_store *s, const uint8_t *data, size_t size, const char **why)
{
	struct sct_cursor cur = sct_cursor(data, size);
	struct counts n = { 0 };
	struct sct_field f;
	bool id = false;

	*why = "malformed descriptor";
	memset(&s->d, 0, sizeof(s->d));
	while (sct_field_next(&cur, &f)) {
		if (f.number >= FIELDS)
			continue;
		/* a packed field in two pieces is legal protobuf but not legal here (SPEC 5.2) */
		if (f.type != types[f.number] || (f.number == 11 && n.tid.data) || (f.number == 13 && n.tgid.data))
			return SCT_E_CORRUPT;
		if (!take(s, &n, &f))
			return SCT_E_CORRUPT;
		id |= f.number == 1;
	}
	if (cur.bad || !id)
		return SCT_E_CORRUPT;
	if (!make_room(s, &n)) {
		*why = "unpacking a descriptor";
		return SCT_E_MEMORY;
	}
	if (n.tids) {
		packed_get(&n.tid, s->words);
		s->d.tids = s->words;
		s->d.tid_count = n.tids;
	}
	if (n.tgids) {
		packed_get(&n.tgid, s->words + n.tids);
		s->d.tgids = s->words + n.tids;
		s->d.tgid_count = n.tgids;
	}
	if (!take_syscalls(s, data, size))
		return SCT_E_CORRUPT;
	return check(&s->d, why);
}

void sct_desc_free(struct sct_desc_store *s)
{
	free(s->words);
	free(s->syscalls);
	memset(s, 0, sizeof(*s));
}

bool sct_index_unpack(struct sct_index *x, const uint8_t *data, size_t size)
{
	struct sct_cursor cur = sct_cursor(data, size);
	struct sct_field f;
	bool id = false;

	memset(x, 0, sizeof(*x));
	x->data = data;
	x->size = size;
	while (sct_field_next(&cur, &f)) {
		if (f.number > 6)
			continue;
		if (f.type != (f.number == 1 || f.number == 3 ? SCT_WIRE_LEN : SCT_WIRE_VARINT))
			return false;
		switch (f.number) {
		case 1:
			if (f.size != 16)
				return false;
			memcpy(x->id, f.data, 16);
			id = true;
			break;
		case 2: x->first_sequence = f.value; break;
		case 3: x->entry_count++; break;
		case 4: x->previous = f.value; break;
		case 5: x->final = f.value; break;
		case 6: x->total_events = f.value; break;
		}
	}
	return id && !cur.bad;
}

bool sct_index_entry(const struct sct_index *x, size_t *at, struct sct_index_entry *e)
{
	struct sct_cursor outer = sct_cursor(x->data + *at, x->size - *at), inner;
	struct sct_field f;

	while (sct_field_next(&outer, &f)) {
		*at = (size_t)(outer.p - x->data);
		if (f.number != 3)
			continue;
		*e = (struct sct_index_entry){ 0 };
		inner = sct_cursor(f.data, f.size);
		while (sct_field_next(&inner, &f)) {
			if (f.number == 1 && f.type == SCT_WIRE_VARINT) {
				e->offset = f.value;
			} else if (f.number == 2 && f.type == SCT_WIRE_LEN) {
				e->desc = f.data;
				e->size = f.size;
			}
		}
		return !inner.bad && e->desc;
	}
	return false;
}

bool sct_trailer_unpack(const uint8_t *p, uint64_t *index_offset, uint8_t id[16])
{
	if (sct_get32(p) != SCT_OUR_MAGIC || sct_get32(p + 4) != SCT_TRAILER_SIZE - SCT_FRAME_HEAD ||
	    sct_get32(p + 8) != SCT_TAG_TRAILER || !sct_frame_check(p + 8, SCT_TRAILER_SIZE - SCT_FRAME_HEAD))
		return false;
	*index_offset = sct_get64(p + 16);
	memcpy(id, p + 24, 16);
	return true;
}
