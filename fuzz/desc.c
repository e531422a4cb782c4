/* SPDX-License-Identifier: BSD-2-Clause */
/* Fuzz target: unpacking a chunk descriptor against protobuf-c, by the rule explained in batch.c; and packing what was
 * unpacked gives it back. */
#include "format/desc.h"
#include "format/limits.h"
#include "fuzz/oracle.h"

static bool valid(const Sct__ChunkDesc *d)
{
	return d->recording_id.len == 16 && d->raw_size && d->raw_size <= SCT_MAX_RAW && d->compressed_size &&
	       d->compressed_size <= SCT_MAX_COMPRESSED && d->event_count <= SCT_MAX_EVENTS;
}

static void same_counts(const struct sct_desc *a, const Sct__ChunkDesc *b)
{
	uint64_t loss[SCT_LOSS_SOURCE_COUNT] = { 0 };
	size_t i;

	MUST(a->tid_count == b->n_tid && a->tgid_count == b->n_tgid && a->syscall_count == b->n_syscall);
	for (i = 0; i < b->n_tid; i++)
		MUST(a->tids[i] == b->tid[i]);
	for (i = 0; i < b->n_tgid; i++)
		MUST(a->tgids[i] == b->tgid[i]);
	for (i = 0; i < b->n_syscall; i++)
		MUST(a->syscalls[i].abi == b->syscall[i]->abi && a->syscalls[i].number == b->syscall[i]->number &&
		     a->syscalls[i].count == b->syscall[i]->count);
	for (i = 0; i < b->n_loss; i++)
		loss[b->loss[i]->source < SCT_LOSS_OTHER ? b->loss[i]->source : SCT_LOSS_OTHER] += b->loss[i]->count;
	MUST(memcmp(loss, a->loss, sizeof(loss)) == 0);
}

static void same(const struct sct_desc_store *s, const Sct__ChunkDesc *b)
{
	static const Sct__ClockSnapshot none = SCT__CLOCK_SNAPSHOT__INIT;
	const Sct__ClockSnapshot *clock = b->clock ? b->clock : &none;
	const struct sct_desc *a = &s->d;

	MUST(memcmp(s->id, b->recording_id.data, 16) == 0);
	MUST(a->sequence == b->sequence && a->compressed_size == b->compressed_size && a->raw_size == b->raw_size &&
	     a->crc32c == b->crc32c && a->event_count == b->event_count);
	MUST(a->min_time == b->min_time && a->max_time == b->max_time && a->max_end == b->max_end &&
	     a->max_duration == b->max_duration && a->events_before == b->events_before);
	MUST(a->stats == !!b->stats && a->any_tid == !!b->any_tid && a->any_tgid == !!b->any_tgid &&
	     a->any_syscall == !!b->any_syscall);
	MUST(a->failed == b->failed && a->kinds == b->kinds);
	MUST(a->clock.monotonic == clock->monotonic && a->clock.boottime == clock->boottime &&
	     a->clock.realtime == clock->realtime);
	same_counts(a, b);
}

static void check_repacked(struct sct_desc_store *s, Sct__ChunkDesc *d)
{
	const char *why;
	uint8_t *packed;
	size_t size, i;

	drop_unknown(&d->base);
	for (i = 0; i < d->n_syscall; i++)
		drop_unknown(&d->syscall[i]->base);
	for (i = 0; i < d->n_loss; i++)
		drop_unknown(&d->loss[i]->base);
	if (d->clock)
		drop_unknown(&d->clock->base);
	size = sct__chunk_desc__get_packed_size(d);
	packed = malloc(size + 1);
	sct__chunk_desc__pack(d, packed);
	if (sct_desc_unpack(s, packed, size, &why) == SCT_OK) {
		MUST(valid(d));
		same(s, d);
	} else {
		MUST(!valid(d));
	}
	free(packed);
}

/* Packed by us, unpacked by protobuf-c. */
static void check_pack(const struct sct_desc_store *s)
{
	struct sct_buf b = { 0 };
	Sct__ChunkDesc *d;

	sct_desc_pack(&b, s->id, &s->d);
	d = sct__chunk_desc__unpack(NULL, b.size, b.data);
	MUST(d && d->base.n_unknown_fields == 0);
	same(s, d);
	sct__chunk_desc__free_unpacked(d, NULL);
	sct_buf_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_arena arena = { 512u << 20 };
	ProtobufCAllocator alloc = { fuzz_alloc, fuzz_free, &arena };
	struct sct_desc_store s = { 0 };
	const char *why = NULL;
	Sct__ChunkDesc *d;

	if (size > SCT_MAX_DESC)
		return 0;
	d = sct__chunk_desc__unpack(&alloc, size, data);
	if (sct_desc_unpack(&s, data, size, &why) == SCT_OK) {
		MUST(d);
		same(&s, d);
		check_pack(&s);
	} else {
		MUST(why);
	}
	if (d) {
		check_repacked(&s, d);
		sct__chunk_desc__free_unpacked(d, &alloc);
	}
	sct_desc_free(&s);
	return 0;
}
