/* SPDX-License-Identifier: BSD-2-Clause */
/* First pass over an untrusted Batch message: tables are unpacked, columns only found. No I/O. */
#include <stdlib.h>

#include "format/decoder.h"
#include "format/limits.h"
#include "format/wire.h"

/* Makes room for one more element. */
static bool one_more(void **v, size_t *room, size_t count, size_t element)
{
	size_t want;
	void *p;

	if (count < *room)
		return true;
	want = *room ? *room * 2 : 64;
	p = realloc(*v, want * element);
	if (!p)
		return false;
	*v = p;
	*room = want;
	return true;
}

static enum sct_status scan_string(struct sct_decoder *d, const struct sct_field *f)
{
	if (f->size > SCT_MAX_STRING || d->string_count >= SCT_MAX_STRINGS)
		return sct_decoder_fail(d, SCT_E_LIMIT, "strings too long or too many");
	if (!one_more((void **)&d->strings, &d->string_room, d->string_count, sizeof(*d->strings)))
		return sct_decoder_fail(d, SCT_E_MEMORY, "string table");
	d->strings[d->string_count++] =
		(struct sct_string_at){ (uint32_t)(f->data - d->raw), (uint32_t)f->size };
	return SCT_OK;
}

static enum sct_status scan_task(struct sct_decoder *d, const struct sct_field *outer)
{
	struct sct_cursor c = sct_cursor(outer->data, outer->size);
	struct sct_task *t;
	struct sct_field f;

	if (d->task_count >= SCT_MAX_TASKS)
		return sct_decoder_fail(d, SCT_E_LIMIT, "too many tasks");
	if (!one_more((void **)&d->tasks, &d->task_room, d->task_count, sizeof(*d->tasks)))
		return sct_decoder_fail(d, SCT_E_MEMORY, "task table");
	t = &d->tasks[d->task_count++];
	memset(t, 0, sizeof(*t));
	while (sct_field_next(&c, &f)) {
		if (f.number > 7)
			continue;
		if (f.type != SCT_WIRE_VARINT || (f.number != 3 && f.value > UINT32_MAX))
			return sct_decoder_fail(d, SCT_E_CORRUPT, "malformed task");
		switch (f.number) {
		case 1: t->tid = (uint32_t)f.value; break;
		case 2: t->tgid = (uint32_t)f.value; break;
		case 3: t->start_time = f.value; break;
		case 4: t->comm = (uint32_t)f.value; break;
		case 5: t->exe = (uint32_t)f.value; break;
		case 6: t->ppid = (uint32_t)f.value; break;
		case 7: t->uid = (uint32_t)f.value; break;
		}
	}
	return c.bad ? sct_decoder_fail(d, SCT_E_CORRUPT, "malformed task") : SCT_OK;
}

/* A column may appear once, packed (SPEC 5.2). */
static bool take_span(struct sct_span *s, const struct sct_field *f)
{
	if (f->type != SCT_WIRE_LEN || s->data)
		return false;
	/* an empty column is an absent one */
	if (f->size)
		*s = (struct sct_span){ f->data, f->size };
	return true;
}

static bool scan_group_fields(struct sct_dec_group *g, const struct sct_field *outer)
{
	struct sct_cursor c = sct_cursor(outer->data, outer->size);
	struct sct_field f;
	unsigned i;

	while (sct_field_next(&c, &f)) {
		if (f.number >= DEC_FIRST_FIELD && f.number < DEC_FIRST_FIELD + DEC_COLUMNS) {
			if (!take_span(&g->span[f.number - DEC_FIRST_FIELD], &f))
				return false;
			continue;
		}
		if (f.number >= DEC_FIRST_FIELD)
			continue;
		if (f.type != SCT_WIRE_VARINT || f.value > (f.number == 3 || f.number == 5 ? UINT32_MAX : UINT8_MAX))
			return false;
		switch (f.number) {
		case 1: g->kind = (uint8_t)f.value; break;
		case 2: g->abi = (uint8_t)f.value; break;
		case 3: g->number = (uint32_t)f.value; break;
		case 4: g->arg_count = (uint8_t)f.value; break;
		case 5: g->rows = (uint32_t)f.value; break;
		}
	}
	if (c.bad || g->arg_count > 6)
		return false;
	/* arguments there are not have no column */
	for (i = g->arg_count; i < 6; i++) {
		if (g->span[DEC_ARG0 + i].data)
			return false;
	}
	return true;
}

static enum sct_status scan_group(struct sct_decoder *d, const struct sct_field *f)
{
	struct sct_dec_group *g;

	if (d->group_count >= SCT_MAX_GROUPS)
		return sct_decoder_fail(d, SCT_E_LIMIT, "too many groups");
	if (!one_more((void **)&d->groups, &d->group_room, d->group_count, sizeof(*d->groups)))
		return sct_decoder_fail(d, SCT_E_MEMORY, "group table");
	g = &d->groups[d->group_count++];
	memset(g, 0, sizeof(*g));
	if (!scan_group_fields(g, f))
		return sct_decoder_fail(d, SCT_E_CORRUPT, "malformed group");
	return SCT_OK;
}

static enum sct_status scan_field(struct sct_decoder *d, const struct sct_field *f)
{
	if (f->number > 8)
		return SCT_OK;
	if (f->type != (f->number <= 2 ? SCT_WIRE_VARINT : SCT_WIRE_LEN))
		return sct_decoder_fail(d, SCT_E_CORRUPT, "field of the wrong type in a batch");
	switch (f->number) {
	case 1:
		if (f->value > SCT_MAX_EVENTS)
			return sct_decoder_fail(d, SCT_E_LIMIT, "too many events in a batch");
		d->event_count = (uint32_t)f->value;
		return SCT_OK;
	case 2:
		d->base_time = f->value;
		return SCT_OK;
	case 3:
		return scan_string(d, f);
	case 4:
		return scan_task(d, f);
	case 8:
		return scan_group(d, f);
	default:
		if (!take_span(f->number == 5 ? &d->group_span : f->number == 6 ? &d->time_span
										: &d->task_span,
			       f))
			return sct_decoder_fail(d, SCT_E_CORRUPT, "column stored twice");
		return SCT_OK;
	}
}

enum sct_status sct_batch_scan(struct sct_decoder *d)
{
	struct sct_cursor c = sct_cursor(d->raw, d->raw_size);
	struct sct_field f;
	enum sct_status s;
	size_t i;

	d->event_count = d->at = 0;
	d->base_time = 0;
	d->string_count = d->task_count = d->group_count = d->value_count = 0;
	d->group_span = d->time_span = d->task_span = (struct sct_span){ 0 };
	while (sct_field_next(&c, &f)) {
		s = scan_field(d, &f);
		if (s != SCT_OK)
			return s;
	}
	if (c.bad)
		return sct_decoder_fail(d, SCT_E_CORRUPT, "malformed batch");
	for (i = 0; i < d->task_count; i++) {
		if (d->tasks[i].comm > d->string_count || d->tasks[i].exe > d->string_count)
			return sct_decoder_fail(d, SCT_E_CORRUPT, "task names a string that is not there");
	}
	return SCT_OK;
}
