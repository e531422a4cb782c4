/* SPDX-License-Identifier: BSD-2-Clause */
/* Packs chunk descriptors, index and trailer. No I/O. */
#include "format/desc.h"
#include "format/frame.h"
#include "format/header.h"

static void put_packed(struct sct_buf *b, unsigned field, const uint32_t *v, size_t count)
{
	size_t i, size = 0;

	if (count == 0)
		return;
	for (i = 0; i < count; i++)
		size += sct_varint_size(v[i]);
	sct_buf_put_varint(b, field << 3 | 2);
	sct_buf_put_varint(b, size);
	for (i = 0; i < count; i++)
		sct_buf_put_varint(b, v[i]);
}

static void put_syscalls(struct sct_buf *b, const struct sct_desc *d)
{
	size_t i;

	for (i = 0; i < d->syscall_count; i++) {
		const struct sct_syscall_count *c = &d->syscalls[i];

		sct_buf_put_varint(b, 15 << 3 | 2);
		sct_buf_put_varint(b, 3 + sct_varint_size(c->abi) + sct_varint_size(c->number) +
					      sct_varint_size(c->count));
		sct_put_uint(b, 1, c->abi);
		sct_put_uint(b, 2, c->number);
		sct_put_uint(b, 3, c->count);
	}
}

static void put_losses(struct sct_buf *b, const struct sct_desc *d)
{
	unsigned i;

	for (i = 0; i < SCT_LOSS_SOURCE_COUNT; i++) {
		if (!d->loss[i])
			continue;
		sct_buf_put_varint(b, 19 << 3 | 2);
		sct_buf_put_varint(b, 3 + sct_varint_size(d->loss[i]));
		sct_put_uint(b, 1, i);
		sct_put_uint(b, 2, d->loss[i]);
	}
}

void sct_desc_pack(struct sct_buf *b, const uint8_t id[16], const struct sct_desc *d)
{
	uint8_t crc[4];

	sct_put_bytes(b, 1, id, 16);
	sct_put_uint_nz(b, 2, d->sequence);
	sct_put_uint_nz(b, 3, d->compressed_size);
	sct_put_uint_nz(b, 4, d->raw_size);
	sct_buf_put_varint(b, 5 << 3 | 5);
	sct_put32(crc, d->crc32c);
	sct_buf_put(b, crc, 4);
	sct_put_uint_nz(b, 6, d->event_count);
	sct_put_uint_nz(b, 7, d->min_time);
	sct_put_uint_nz(b, 8, d->max_time);
	sct_put_uint_nz(b, 9, d->max_end);
	sct_put_uint_nz(b, 10, d->stats);
	put_packed(b, 11, d->tids, d->tid_count);
	sct_put_uint_nz(b, 12, d->any_tid);
	put_packed(b, 13, d->tgids, d->tgid_count);
	sct_put_uint_nz(b, 14, d->any_tgid);
	put_syscalls(b, d);
	sct_put_uint_nz(b, 16, d->any_syscall);
	sct_put_uint_nz(b, 17, d->failed);
	sct_put_uint_nz(b, 18, d->kinds);
	put_losses(b, d);
	sct_put_clocks(b, 20, &d->clock);
	sct_put_uint_nz(b, 21, d->max_duration);
	sct_put_uint_nz(b, 22, d->events_before);
}

void sct_index_put_entry(struct sct_buf *b, uint64_t offset, const uint8_t *desc, size_t size)
{
	sct_buf_put_varint(b, 3 << 3 | 2);
	sct_buf_put_varint(b, 2 + sct_varint_size(offset) + sct_varint_size(size) + size);
	sct_put_uint(b, 1, offset);
	sct_put_bytes(b, 2, desc, size);
}

void sct_index_pack(struct sct_buf *b, const struct sct_index *x, const struct sct_buf *entries)
{
	size_t start = sct_frame_begin(b, SCT_TAG_INDEX);

	sct_put_bytes(b, 1, x->id, 16);
	sct_put_uint_nz(b, 2, x->first_sequence);
	sct_put_uint_nz(b, 4, x->previous);
	sct_put_uint_nz(b, 5, x->final);
	sct_put_uint_nz(b, 6, x->total_events);
	sct_buf_put(b, entries->data, entries->size);
	sct_frame_end(b, start);
}

void sct_trailer_pack(struct sct_buf *b, uint64_t index_offset, const uint8_t id[16])
{
	size_t start = sct_frame_begin(b, SCT_TAG_TRAILER);
	uint8_t word[8];

	sct_put64(word, index_offset);
	sct_buf_put(b, word, 8);
	sct_buf_put(b, id, 16);
	sct_frame_end(b, start);
}
