/* SPDX-License-Identifier: BSD-2-Clause */
/* Second pass over an untrusted Batch message: the columns asked for are decoded and checked. No I/O. */
#include <stdlib.h>

#include "format/decoder.h"
#include "format/limits.h"

static const uint64_t zero;

static enum sct_status bad(struct sct_decoder *d, const char *what)
{
	return sct_decoder_fail(d, SCT_E_CORRUPT, what);
}

/* Decodes a column of rows values into the value arena; *v is writable then, or NULL when the column is absent. */
static bool decode(struct sct_decoder *d, const struct sct_span *s, size_t rows, struct sct_view *view, uint64_t **v)
{
	*v = NULL;
	*view = (struct sct_view){ &zero, 0 };
	if (!s->data)
		return true;
	/* the arena holds a value for each encoded byte at least, see make_room() */
	if (rows == 0 || rows > s->size)
		return false;
	*v = d->values + d->value_count;
	d->value_count += rows;
	*view = (struct sct_view){ *v, SIZE_MAX };
	return sct_column_decode(s->data, s->size, *v, rows);
}

/* Which of a group's columns will be decoded. Flags and payload counts cost nearly nothing. */
static bool wanted(const struct sct_decoder *d, const struct sct_dec_group *g, unsigned col)
{
	switch (col) {
	case DEC_RESULT:
		return d->columns & SCT_COL_RESULT;
	case DEC_DURATION:
		return d->columns & SCT_COL_DURATION;
	case DEC_FLAGS:
		return true;
	case DEC_PAYLOAD_COUNT:
	case DEC_PAYLOAD_META:
	case DEC_PAYLOAD_STRING:
	case DEC_PAYLOAD_FULL:
		return d->columns & SCT_COL_PAYLOADS;
	default:
		return d->columns & SCT_COL_ARGS && col - DEC_ARG0 < g->arg_count;
	}
}

/* A column never has more values than bytes, so the encoded size bounds the memory. */
static bool make_room(struct sct_decoder *d)
{
	size_t need = d->group_span.size, i, room;
	unsigned c;
	uint64_t *p;

	if (d->columns & SCT_COL_TIME)
		need += d->time_span.size;
	if (d->columns & SCT_COL_TASK)
		need += d->task_span.size;
	for (i = 0; i < d->group_count; i++) {
		const struct sct_dec_group *g = &d->groups[i];

		for (c = 0; c < DEC_COLUMNS; c++) {
			size_t size = g->span[c].size;

			if (!wanted(d, g, c))
				continue;
			/* a column of fewer rows than bytes needs a value per row only */
			if (c < DEC_PAYLOAD_META && size > g->rows)
				size = g->rows;
			need += size;
		}
	}
	if (need <= d->value_room)
		return true;
	room = need + need / 4;
	p = malloc(room * sizeof(*p));
	if (!p)
		return false;
	free(d->values);
	d->values = p;
	d->value_room = room;
	return true;
}

static enum sct_status decode_events(struct sct_decoder *d)
{
	uint64_t *v, limit;
	size_t i;

	if (!decode(d, &d->group_span, d->event_count, &d->group_col, &v))
		return bad(d, "group column does not fit the event count");
	if (d->event_count && !sct_column_below(d->group_col.v, v ? d->event_count : 1, d->group_count))
		return bad(d, "event of a group that is not there");
	for (i = 0; v && i < d->event_count; i++)
		d->groups[v[i]].next++;
	if (!v && d->event_count)
		d->groups[0].next = d->event_count;
	for (i = 0; i < d->group_count; i++) {
		if (d->groups[i].next != d->groups[i].rows)
			return bad(d, "group with a wrong row count");
		d->groups[i].next = 0;
	}
	d->time_col = d->task_col = (struct sct_view){ &zero, 0 };
	if (d->columns & SCT_COL_TIME) {
		if (!decode(d, &d->time_span, d->event_count, &d->time_col, &v))
			return bad(d, "time column does not fit the event count");
		if (v)
			sct_column_unzigzag(v, d->event_count);
	}
	if (d->columns & SCT_COL_TASK) {
		if (!decode(d, &d->task_span, d->event_count, &d->task_col, &v))
			return bad(d, "task column does not fit the event count");
		limit = d->task_count ? d->task_count : 1;
		if (v && !sct_column_below(v, d->event_count, limit))
			return bad(d, "event of a task that is not there");
	}
	return SCT_OK;
}

static enum sct_status decode_payloads(struct sct_decoder *d, struct sct_dec_group *g)
{
	uint64_t *v, total = 0;
	size_t i;

	if (!decode(d, &g->span[DEC_PAYLOAD_COUNT], g->rows, &g->col[DEC_PAYLOAD_COUNT], &v))
		return bad(d, "payload count column does not fit the row count");
	if (v && !sct_column_below(v, g->rows, SCT_MAX_PAYLOADS + 1))
		return sct_decoder_fail(d, SCT_E_LIMIT, "too many payloads in an event");
	for (i = 0; v && i < g->rows; i++)
		total += v[i];
	g->payloads = total;
	if (!decode(d, &g->span[DEC_PAYLOAD_META], total, &g->col[DEC_PAYLOAD_META], &v))
		return bad(d, "payload columns do not fit the payload counts");
	for (i = 0; v && i < total; i++) {
		if ((v[i] & 7) > 5 || v[i] > UINT32_MAX)
			return bad(d, "payload of an argument that is not there");
	}
	if (!decode(d, &g->span[DEC_PAYLOAD_STRING], total, &g->col[DEC_PAYLOAD_STRING], &v))
		return bad(d, "payload columns do not fit the payload counts");
	if (v && !sct_column_below(v, total, (uint64_t)d->string_count + 1))
		return bad(d, "payload names a string that is not there");
	if (!decode(d, &g->span[DEC_PAYLOAD_FULL], total, &g->col[DEC_PAYLOAD_FULL], &v))
		return bad(d, "payload columns do not fit the payload counts");
	return SCT_OK;
}

static enum sct_status decode_group(struct sct_decoder *d, struct sct_dec_group *g)
{
	uint64_t *v;
	unsigned c;

	g->skip = d->wanted && !d->wanted(d->wanted_base, (enum sct_kind)g->kind, (enum sct_abi)g->abi, g->number);
	for (c = 0; c < DEC_PAYLOAD_COUNT; c++) {
		g->col[c] = (struct sct_view){ &zero, 0 };
		if (g->skip || !wanted(d, g, c))
			continue;
		if (!decode(d, &g->span[c], g->rows, &g->col[c], &v))
			return bad(d, "column does not fit the row count");
		if (v && c == DEC_RESULT)
			sct_column_unzigzag(v, g->rows);
		if (v && c == DEC_FLAGS && !sct_column_below(v, g->rows, 1ull << 32))
			return bad(d, "flags over 32 bits");
	}
	for (; c < DEC_COLUMNS; c++)
		g->col[c] = (struct sct_view){ &zero, 0 };
	return d->columns & SCT_COL_PAYLOADS && !g->skip ? decode_payloads(d, g) : SCT_OK;
}

enum sct_status sct_batch_columns(struct sct_decoder *d)
{
	enum sct_status s;
	uint64_t rows = 0;
	size_t i;

	for (i = 0; i < d->group_count; i++)
		rows += d->groups[i].rows;
	if (rows != d->event_count)
		return bad(d, "groups do not add up to the event count");
	if (!make_room(d))
		return sct_decoder_fail(d, SCT_E_MEMORY, "columns");
	s = decode_events(d);
	for (i = 0; i < d->group_count && s == SCT_OK; i++)
		s = decode_group(d, &d->groups[i]);
	d->time = d->base_time;
	return s;
}
