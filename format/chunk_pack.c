/* SPDX-License-Identifier: BSD-2-Clause */
/* Packs a batch into descriptor frame and zstd frame: statistics, compression, checksum. No I/O. */
#include <stdlib.h>
#include <zstd.h>

#include "format/batch.h"
#include "format/chunk_pack.h"
#include "format/crc32c.h"
#include "format/desc.h"
#include "format/error.h"
#include "format/frame.h"

bool sct_packer_init(struct sct_packer *p, int level)
{
	memset(p, 0, sizeof(*p));
	p->cctx = ZSTD_createCCtx();
	if (!p->cctx)
		return false;
	return !ZSTD_isError(ZSTD_CCtx_setParameter(p->cctx, ZSTD_c_compressionLevel, level)) &&
	       !ZSTD_isError(ZSTD_CCtx_setParameter(p->cctx, ZSTD_c_checksumFlag, 1)) &&
	       !ZSTD_isError(ZSTD_CCtx_setParameter(p->cctx, ZSTD_c_contentSizeFlag, 1));
}

void sct_packer_free(struct sct_packer *p)
{
	ZSTD_freeCCtx(p->cctx);
	sct_buf_free(&p->raw);
	sct_buf_free(&p->desc);
	sct_buf_free(&p->data);
	free(p->tids);
	free(p->syscalls);
}

static int by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Sorts, drops repeats, returns how many are left. */
static size_t unique(uint32_t *v, const uint32_t *from, size_t count)
{
	size_t i, n = 0;

	if (count == 0)
		return 0;
	memcpy(v, from, count * sizeof(*v));
	qsort(v, count, sizeof(*v), by_value);
	for (i = 0; i < count; i++) {
		if (n == 0 || v[n - 1] != v[i])
			v[n++] = v[i];
	}
	return n;
}

static int by_call(const void *a, const void *b)
{
	const struct sct_syscall_count *x = a, *y = b;

	if (x->abi != y->abi)
		return (x->abi > y->abi) - (x->abi < y->abi);
	return (x->number > y->number) - (x->number < y->number);
}

static bool note_tasks(struct sct_packer *p, const struct sct_batch *b, struct sct_desc *d)
{
	if (2ull * b->task_count > p->tid_room) {
		size_t room = 4ull * b->task_count;
		void *v = realloc(p->tids, room * sizeof(*p->tids));

		if (!v)
			return false;
		p->tids = v;
		p->tid_room = room;
	}
	if (b->task_count) {
		d->tids = p->tids;
		d->tid_count = unique(p->tids, b->tids, b->task_count);
		d->tgids = p->tids + b->task_count;
		d->tgid_count = unique(p->tids + b->task_count, b->tgids, b->task_count);
	}
	d->any_tid = d->tid_count > SCT_DESC_TIDS;
	if (d->any_tid)
		d->tid_count = 0;
	d->any_tgid = d->tgid_count > SCT_DESC_TIDS;
	if (d->any_tgid)
		d->tgid_count = 0;
	return true;
}

static bool note_syscalls(struct sct_packer *p, const struct sct_batch *b, struct sct_desc *d)
{
	struct sct_syscall_count *v = p->syscalls;
	size_t i, n = 0, kept = 0;

	if (b->group_count > p->syscall_room) {
		size_t room = 2ull * b->group_count;

		v = realloc(p->syscalls, room * sizeof(*v));
		if (!v)
			return false;
		p->syscalls = v;
		p->syscall_room = room;
	}
	for (i = 0; i < b->group_count; i++) {
		const struct sct_group *g = b->active[i];

		if (g->kind == SCT_SYSCALL || g->kind == SCT_UNFINISHED)
			v[n++] = (struct sct_syscall_count){ g->abi, g->number, g->rows };
	}
	if (n)
		qsort(v, n, sizeof(*v), by_call);
	for (i = 0; i < n; i++) {
		if (kept && by_call(&v[kept - 1], &v[i]) == 0)
			v[kept - 1].count += v[i].count;
		else
			v[kept++] = v[i];
	}
	d->syscalls = v;
	d->syscall_count = kept;
	d->any_syscall = kept > SCT_DESC_SYSCALLS;
	if (d->any_syscall)
		d->syscall_count = 0;
	return true;
}

static bool compress(struct sct_packer *p)
{
	size_t room = ZSTD_compressBound(p->raw.size), n;

	p->data.size = 0;
	if (!sct_buf_reserve(&p->data, room))
		return false;
	n = ZSTD_compress2(p->cctx, p->data.data, p->data.room, p->raw.data, p->raw.size);
	if (ZSTD_isError(n))
		return false;
	p->data.size = n;
	return true;
}

/* Trace.batch: the length goes before a body whose size is known only afterwards. */
static void pack_raw(struct sct_buf *raw, const struct sct_batch *b)
{
	uint8_t head[1 + SCT_VARINT_ROOM];
	size_t n, body;

	raw->size = 0;
	raw->failed = false;
	sct_buf_put(raw, (uint8_t[sizeof(head)]){ 0 }, sizeof(head));
	sct_batch_pack(raw, b);
	if (raw->failed)
		return;
	body = raw->size - sizeof(head);
	head[0] = SCT_BATCH_FIELD << 3 | 2;
	n = 1 + sct_varint_put(head + 1, body);
	memcpy(raw->data, head, n);
	memmove(raw->data + n, raw->data + sizeof(head), body);
	raw->size = n + body;
}

enum sct_status sct_chunk_pack(struct sct_packer *p, const struct sct_batch *b, const uint8_t id[16],
			       struct sct_desc *d, struct sct_error *err)
{
	size_t start;

	pack_raw(&p->raw, b);
	if (!b->failed && p->raw.size > SCT_MAX_RAW)
		return sct_fail(err, SCT_E_LIMIT, 0, d->sequence, "chunk of %zu bytes", p->raw.size);
	if (b->failed || p->raw.failed || !compress(p) || !note_tasks(p, b, d) || !note_syscalls(p, b, d))
		return sct_fail(err, SCT_E_MEMORY, 0, d->sequence, "packing a chunk");
	d->compressed_size = (uint32_t)p->data.size;
	d->raw_size = (uint32_t)p->raw.size;
	d->crc32c = sct_crc32c(p->data.data, p->data.size);
	d->event_count = b->count;
	d->min_time = b->min_time;
	d->max_time = b->max_time;
	d->max_end = b->max_end;
	d->max_duration = b->max_duration;
	d->stats = true;
	d->failed = b->failures;
	d->kinds = b->kinds;

	p->desc.size = 0;
	p->desc.failed = false;
	start = sct_frame_begin(&p->desc, SCT_TAG_DESC);
	sct_desc_pack(&p->desc, id, d);
	sct_frame_end(&p->desc, start);
	if (p->desc.failed)
		return sct_fail(err, SCT_E_MEMORY, 0, d->sequence, "packing a chunk");
	return SCT_OK;
}
