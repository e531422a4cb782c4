/* SPDX-License-Identifier: BSD-2-Clause */
/* Decoding chunks: checksum, decompression, then events one by one in batch order. */
#include <stdlib.h>
#include <zstd.h>

#include "format/crc32c.h"
#include "format/decoder.h"
#include "format/error.h"
#include "format/frame.h"
#include "format/limits.h"
#include "format/reader.h"
#include "format/wire.h"

struct sct_decoder *sct_decoder_new(void)
{
	struct sct_decoder *d = calloc(1, sizeof(*d));

	if (!d)
		return NULL;
	d->dctx = ZSTD_createDCtx();
	d->chunk = SCT_NO_CHUNK;
	if (!d->dctx) {
		free(d);
		return NULL;
	}
	return d;
}

void sct_decoder_free(struct sct_decoder *d)
{
	if (!d)
		return;
	ZSTD_freeDCtx(d->dctx);
	free(d->packed);
	free(d->plain);
	free(d->strings);
	free(d->tasks);
	free(d->groups);
	free(d->values);
	free(d);
}

const struct sct_error *sct_decoder_error(const struct sct_decoder *d)
{
	return &d->err;
}

enum sct_status sct_decoder_fail(struct sct_decoder *d, enum sct_status s, const char *what)
{
	d->event_count = d->at = 0;
	return sct_fail(&d->err, s, d->file_offset, d->chunk, "%s", what);
}

/* Nothing of an earlier chunk may be seen after a failure. */
static void forget(struct sct_decoder *d)
{
	d->event_count = d->at = 0;
	d->string_count = d->task_count = d->group_count = 0;
	d->raw = NULL;
	d->raw_size = 0;
}

static enum sct_status load(struct sct_decoder *d, const uint8_t *raw, size_t size, unsigned columns)
{
	enum sct_status s;

	d->raw = raw;
	d->raw_size = size;
	d->columns = columns;
	if (size > SCT_MAX_RAW)
		return sct_decoder_fail(d, SCT_E_LIMIT, "batch too large");
	s = sct_batch_scan(d);
	if (s == SCT_OK)
		s = sct_batch_columns(d);
	if (s != SCT_OK)
		forget(d);
	return s;
}

enum sct_status sct_decoder_load_raw(struct sct_decoder *d, const uint8_t *raw, size_t size, unsigned columns)
{
	forget(d);
	d->file_offset = 0;
	d->chunk = SCT_NO_CHUNK;
	return load(d, raw, size, columns);
}

void sct_decoder_select(struct sct_decoder *d,
			bool (*wanted)(const void *base, enum sct_kind kind, enum sct_abi abi, uint32_t number), const void *base)
{
	d->wanted = wanted;
	d->wanted_base = base;
}

enum sct_status sct_decoder_columns(struct sct_decoder *d, unsigned columns)
{
	enum sct_status s;

	if (!d->raw)
		return sct_decoder_fail(d, SCT_E_USAGE, "no chunk is loaded");
	d->columns = columns;
	d->at = 0;
	d->value_count = 0;
	for (size_t i = 0; i < d->group_count; i++)
		d->groups[i].next = d->groups[i].next_payload = 0;
	s = sct_batch_columns(d);
	if (s != SCT_OK)
		forget(d);
	return s;
}

static bool room_for(uint8_t **buf, size_t *room, size_t size)
{
	uint8_t *p;

	if (size <= *room)
		return true;
	p = malloc(size + size / 4);
	if (!p)
		return false;
	free(*buf);
	*buf = p;
	*room = size + size / 4;
	return true;
}

static enum sct_status decompress(struct sct_decoder *d, const struct sct_desc *desc, const uint8_t *p)
{
	struct sct_zstd_info info = { 0 };
	size_t need, got;

	if (sct_crc32c(p, desc->compressed_size) != desc->crc32c)
		return sct_decoder_fail(d, SCT_E_CHECKSUM, "checksum mismatch");
	if (sct_zstd_measure(p, desc->compressed_size, &info, &need) != SCT_OK || info.size != desc->compressed_size)
		return sct_decoder_fail(d, SCT_E_CORRUPT, "chunk is not one zstd frame");
	if (!info.has_content_size || info.content_size != desc->raw_size)
		return sct_decoder_fail(d, SCT_E_CORRUPT, "content size does not agree with the descriptor");
	if (info.has_dictionary)
		return sct_decoder_fail(d, SCT_E_CORRUPT, "chunk needs a dictionary");
	if (info.window > SCT_MAX_WINDOW || desc->raw_size > SCT_MAX_RAW)
		return sct_decoder_fail(d, SCT_E_LIMIT, "chunk too large");
	if (!room_for(&d->plain, &d->plain_room, desc->raw_size))
		return sct_decoder_fail(d, SCT_E_MEMORY, "chunk");
	got = ZSTD_decompressDCtx(d->dctx, d->plain, desc->raw_size, p, desc->compressed_size);
	if (ZSTD_isError(got) || got != desc->raw_size)
		return sct_decoder_fail(d, SCT_E_CORRUPT, ZSTD_isError(got) ? ZSTD_getErrorName(got) : "short chunk");
	return SCT_OK;
}

/* The one Trace.batch field among the decompressed bytes. */
static bool find_batch(const struct sct_decoder *d, size_t size, struct sct_field *found)
{
	struct sct_cursor c = sct_cursor(d->plain, size);
	struct sct_field f;
	unsigned n = 0;

	while (sct_field_next(&c, &f)) {
		if (f.number != SCT_BATCH_FIELD)
			continue;
		if (f.type != SCT_WIRE_LEN)
			return false;
		*found = f;
		n++;
	}
	return !c.bad && n == 1;
}

enum sct_status sct_decoder_load_packed(struct sct_decoder *d, const struct sct_desc *desc, const uint8_t *frame,
					unsigned columns)
{
	struct sct_field f = { 0 };
	enum sct_status s;

	forget(d);
	d->file_offset = desc->data_offset;
	d->chunk = desc->sequence;
	s = decompress(d, desc, frame);
	if (s != SCT_OK)
		return s;
	if (!find_batch(d, desc->raw_size, &f))
		return sct_decoder_fail(d, SCT_E_CORRUPT, "chunk does not hold one batch");
	s = load(d, f.data, f.size, columns);
	if (s == SCT_OK && d->event_count != desc->event_count) {
		forget(d);
		s = sct_decoder_fail(d, SCT_E_CORRUPT, "event count does not agree with the descriptor");
	}
	return s;
}

enum sct_status sct_decoder_load(struct sct_decoder *d, struct sct_reader *r, const struct sct_desc *desc,
				 unsigned columns)
{
	const uint8_t *p;
	size_t got;
	enum sct_status s;

	forget(d);
	d->file_offset = desc->data_offset;
	d->chunk = desc->sequence;
	if (desc->compressed_size > SCT_MAX_COMPRESSED)
		return sct_decoder_fail(d, SCT_E_LIMIT, "chunk too large");
	if (r->in.stream || r->in.fd < 0) {
		s = sct_input_get(&r->in, desc->data_offset, desc->compressed_size, &p, &got, &d->err);
		if (s == SCT_OK && got < desc->compressed_size)
			s = sct_decoder_fail(d, SCT_E_USAGE, "the chunk has been passed already");
	} else {
		if (!room_for(&d->packed, &d->packed_room, desc->compressed_size))
			return sct_decoder_fail(d, SCT_E_MEMORY, "chunk");
		p = d->packed;
		s = sct_input_read_at(&r->in, desc->data_offset, d->packed, desc->compressed_size, &d->err);
	}
	return s == SCT_OK ? sct_decoder_load_packed(d, desc, p, columns) : s;
}

static inline uint64_t at(const struct sct_view *c, size_t row)
{
	return c->v[row & c->mask];
}

static void fill_payloads(struct sct_decoder *d, struct sct_dec_group *g, struct sct_event *e)
{
	size_t row = g->next_payload;
	unsigned i;

	for (i = 0; i < e->payload_count; i++, row++) {
		struct sct_payload *p = &d->payloads[i];
		uint64_t meta = at(&g->col[DEC_PAYLOAD_META], row);

		p->arg = meta & 7;
		p->at_exit = meta >> 3 & 1;
		p->status = meta >> 4 & 7;
		p->part = (uint8_t)(meta >> 8);
		p->string = (uint32_t)at(&g->col[DEC_PAYLOAD_STRING], row);
		p->full = at(&g->col[DEC_PAYLOAD_FULL], row);
		p->bytes = sct_decoder_string(d, p->string);
	}
	g->next_payload += e->payload_count;
}

enum sct_status sct_decoder_next(struct sct_decoder *d, struct sct_event *e)
{
	struct sct_dec_group *g;
	size_t i, row;
	unsigned a;

	do {
		i = d->at;
		if (i >= d->event_count)
			return SCT_END;
		d->at++;
		g = &d->groups[at(&d->group_col, i)];
		d->time += at(&d->time_col, i);
	} while (g->skip);
	row = g->next++;
	e->kind = g->kind;
	e->abi = g->abi;
	e->arg_count = g->arg_count;
	e->number = g->number;
	e->time = d->columns & SCT_COL_TIME ? d->time : 0;
	e->task = (uint32_t)at(&d->task_col, i);
	e->result = (int64_t)at(&g->col[DEC_RESULT], row);
	e->duration = at(&g->col[DEC_DURATION], row);
	e->flags = (uint32_t)at(&g->col[DEC_FLAGS], row);
	for (a = 0; a < 6; a++)
		e->args[a] = at(&g->col[DEC_ARG0 + a], row);
	e->payload_count = (uint16_t)at(&g->col[DEC_PAYLOAD_COUNT], row);
	e->payloads = d->payloads;
	if (e->payload_count)
		fill_payloads(d, g, e);
	return SCT_OK;
}

struct sct_bytes sct_decoder_string(const struct sct_decoder *d, uint32_t index)
{
	if (index == 0 || index > d->string_count)
		return (struct sct_bytes){ (const uint8_t *)"", 0 };
	return (struct sct_bytes){ d->raw + d->strings[index - 1].offset, d->strings[index - 1].size };
}

const struct sct_task *sct_decoder_task(const struct sct_decoder *d, uint32_t index)
{
	return index < d->task_count ? &d->tasks[index] : NULL;
}

size_t sct_decoder_task_count(const struct sct_decoder *d)
{
	return d->task_count;
}
