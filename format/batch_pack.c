/* SPDX-License-Identifier: BSD-2-Clause */
/* A finished batch as the bytes of message Batch (SPEC 5). No I/O. */
#include "format/batch.h"

static void put_col(struct sct_buf *out, unsigned field, const struct sct_col *c)
{
	if (c->size)
		sct_put_bytes(out, field, c->data, c->size);
}

static size_t col_cost(unsigned field, const struct sct_col *c)
{
	return c->size ? (size_t)1 + (field > 15) + sct_varint_size(c->size) + c->size : 0;
}

static void put_group(struct sct_buf *out, const struct sct_group *g)
{
	const uint64_t head[5] = { g->kind, g->abi, g->number, g->arg_count, g->rows };
	size_t size = 0;
	unsigned i;

	for (i = 0; i < 5; i++)
		size += head[i] ? 1 + sct_varint_size(head[i]) : 0;
	for (i = 0; i < COL_COUNT; i++)
		size += col_cost(SCT_GROUP_FIRST_COLUMN + i, &g->col[i]);
	sct_buf_put_varint(out, 8 << 3 | 2);
	sct_buf_put_varint(out, size);
	for (i = 0; i < 5; i++)
		sct_put_uint_nz(out, 1 + i, head[i]);
	for (i = 0; i < COL_COUNT; i++)
		put_col(out, SCT_GROUP_FIRST_COLUMN + i, &g->col[i]);
}

void sct_batch_pack(struct sct_buf *out, const struct sct_batch *b)
{
	uint32_t i;

	sct_put_uint_nz(out, 1, b->count);
	sct_put_uint_nz(out, 2, b->base_time);
	sct_buf_put(out, b->strings.data, b->strings.size);
	sct_buf_put(out, b->tasks.data, b->tasks.size);
	put_col(out, 5, &b->group);
	put_col(out, 6, &b->time);
	put_col(out, 7, &b->task);
	for (i = 0; i < b->group_count; i++)
		put_group(out, b->active[i]);
}
