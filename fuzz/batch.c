/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: the batch decoder against protobuf-c's unpacking of the same bytes.
 *
 * What the library accepts, protobuf-c accepts with the same values. The other way round protobuf-c is laxer
 * in spelling (a column in pieces or unpacked, a repeated singular field, bits beyond a field's width) and does not
 * know the rules between fields. So what protobuf-c accepted is packed again, which spells it in the one way
 * a writer would, and of that the library must accept exactly what meets the rules of SPEC 5 and 7.
 */
#include "format/limits.h"
#include "fuzz/oracle.h"

/* A column has a value for each row, or none at all. */
static bool fits(size_t n, uint64_t rows)
{
	return n == 0 || n == rows;
}

static bool valid_payloads(const Sct__Batch *b, const Sct__Group *g)
{
	uint64_t total = 0;
	size_t i;

	if (!fits(g->n_payload_count, g->count))
		return false;
	for (i = 0; i < g->n_payload_count; i++) {
		if (g->payload_count[i] > SCT_MAX_PAYLOADS)
			return false;
		total += g->payload_count[i];
	}
	if (!fits(g->n_payload_meta, total) || !fits(g->n_payload_string, total) || !fits(g->n_payload_full, total))
		return false;
	for (i = 0; i < g->n_payload_meta; i++) {
		if ((g->payload_meta[i] & 7) > 5)
			return false;
	}
	for (i = 0; i < g->n_payload_string; i++) {
		if (g->payload_string[i] > b->n_string)
			return false;
	}
	return true;
}

static const uint64_t *arg_column(const Sct__Group *g, unsigned i, size_t *n)
{
	const uint64_t *v[6] = { g->arg0, g->arg1, g->arg2, g->arg3, g->arg4, g->arg5 };
	size_t count[6] = { g->n_arg0, g->n_arg1, g->n_arg2, g->n_arg3, g->n_arg4, g->n_arg5 };

	*n = count[i];
	return v[i];
}

static bool valid_group(const Sct__Batch *b, const Sct__Group *g)
{
	unsigned i;
	size_t n;

	if (g->kind > 255 || g->abi > 255 || g->arg_count > 6 || !fits(g->n_result, g->count) ||
	    !fits(g->n_duration, g->count) || !fits(g->n_flags, g->count))
		return false;
	for (i = 0; i < 6; i++) {
		arg_column(g, i, &n);
		if (!fits(n, i < g->arg_count ? g->count : 0))
			return false;
	}
	return valid_payloads(b, g);
}

static bool valid_rows(const Sct__Batch *b)
{
	uint64_t *rows = calloc(b->n_groups + 1, sizeof(*rows)), sum = 0;
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < b->event_count; i++) {
		uint32_t g = b->n_group ? b->group[i] : 0;

		ok = g < b->n_groups;
		if (ok)
			rows[g]++;
	}
	for (i = 0; ok && i < b->n_groups; i++) {
		ok = rows[i] == b->groups[i]->count;
		sum += b->groups[i]->count;
	}
	free(rows);
	return ok && sum == b->event_count;
}

/* The rules between fields. */
static bool valid(const Sct__Batch *b)
{
	size_t i;

	if (b->event_count > SCT_MAX_EVENTS || b->n_string > SCT_MAX_STRINGS || b->n_task > SCT_MAX_TASKS ||
	    b->n_groups > SCT_MAX_GROUPS || !fits(b->n_group, b->event_count) || !fits(b->n_time_delta, b->event_count) ||
	    !fits(b->n_task_index, b->event_count) || !valid_rows(b))
		return false;
	for (i = 0; i < b->n_string; i++) {
		if (b->string[i].len > SCT_MAX_STRING)
			return false;
	}
	for (i = 0; i < b->n_task; i++) {
		if (b->task[i]->comm > b->n_string || b->task[i]->exe > b->n_string)
			return false;
	}
	for (i = 0; i < b->n_task_index; i++) {
		if (b->task_index[i] >= (b->n_task ? b->n_task : 1))
			return false;
	}
	for (i = 0; i < b->n_groups; i++) {
		if (!valid_group(b, b->groups[i]))
			return false;
	}
	return true;
}

static void same_tables(struct sct_decoder *d, const Sct__Batch *b)
{
	size_t i;

	MUST(sct_decoder_task_count(d) == b->n_task);
	for (i = 0; i < b->n_task; i++) {
		const struct sct_task *t = sct_decoder_task(d, (uint32_t)i);
		const Sct__Task *u = b->task[i];

		MUST(t->tid == u->tid && t->tgid == u->tgid && t->start_time == u->start_time && t->comm == u->comm &&
		     t->exe == u->exe && t->ppid == u->ppid && t->uid == u->uid);
	}
	MUST(sct_decoder_task(d, (uint32_t)b->n_task) == NULL);
	for (i = 0; i < b->n_string; i++) {
		struct sct_bytes s = sct_decoder_string(d, (uint32_t)i + 1);

		MUST(s.size == b->string[i].len && (s.size == 0 || memcmp(s.data, b->string[i].data, s.size) == 0));
	}
	MUST(sct_decoder_string(d, 0).size == 0 && sct_decoder_string(d, (uint32_t)b->n_string + 1).size == 0);
}

static void same_payloads(const struct sct_event *e, const Sct__Group *g, size_t first)
{
	size_t i;

	for (i = 0; i < e->payload_count; i++) {
		const struct sct_payload *p = &e->payloads[i];
		uint32_t meta = g->n_payload_meta ? g->payload_meta[first + i] : 0;

		MUST(p->arg == (meta & 7) && p->at_exit == (meta >> 3 & 1) && p->status == (meta >> 4 & 7) &&
		     p->part == (meta >> 8 & 255));
		MUST(p->string == (g->n_payload_string ? g->payload_string[first + i] : 0));
		MUST(p->full == (g->n_payload_full ? g->payload_full[first + i] : 0));
	}
}

static void same_event(const struct sct_event *e, const Sct__Group *g, size_t row)
{
	unsigned i;
	size_t n;

	MUST(e->kind == g->kind && e->abi == g->abi && e->number == g->number && e->arg_count == g->arg_count);
	MUST(e->result == (g->n_result ? g->result[row] : 0));
	MUST(e->duration == (g->n_duration ? g->duration[row] : 0));
	MUST(e->flags == (g->n_flags ? g->flags[row] : 0));
	for (i = 0; i < 6; i++) {
		const uint64_t *v = arg_column(g, i, &n);

		MUST(e->args[i] == (n && i < g->arg_count ? v[row] : 0));
	}
	MUST(e->payload_count == (g->n_payload_count ? g->payload_count[row] : 0));
}

/* The decoder holds what protobuf-c unpacked. */
static void same(struct sct_decoder *d, const Sct__Batch *b)
{
	size_t *row = calloc(b->n_groups + 1, sizeof(*row)), *payload = calloc(b->n_groups + 1, sizeof(*payload)), i;
	uint64_t time = b->base_time;
	struct sct_event e;

	same_tables(d, b);
	for (i = 0; i < b->event_count; i++) {
		uint32_t g = b->n_group ? b->group[i] : 0;

		MUST(sct_decoder_next(d, &e) == SCT_OK);
		time += b->n_time_delta ? (uint64_t)b->time_delta[i] : 0;
		MUST(e.time == time && e.task == (b->n_task_index ? b->task_index[i] : 0));
		same_event(&e, b->groups[g], row[g]++);
		same_payloads(&e, b->groups[g], payload[g]);
		payload[g] += e.payload_count;
	}
	MUST(sct_decoder_next(d, &e) == SCT_END);
	free(row);
	free(payload);
}

static void check_repacked(struct sct_decoder *d, Sct__Batch *b)
{
	uint8_t *packed;
	size_t size, i;

	drop_unknown(&b->base);
	for (i = 0; i < b->n_task; i++)
		drop_unknown(&b->task[i]->base);
	for (i = 0; i < b->n_groups; i++)
		drop_unknown(&b->groups[i]->base);
	size = sct__batch__get_packed_size(b);
	packed = malloc(size + 1);
	sct__batch__pack(b, packed);
	if (sct_decoder_load_raw(d, packed, size, SCT_COL_ALL) == SCT_OK) {
		MUST(valid(b));
		same(d, b);
	} else {
		MUST(!valid(b) || size > SCT_MAX_RAW);
	}
	free(packed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_arena arena = { 512u << 20 };
	ProtobufCAllocator alloc = { fuzz_alloc, fuzz_free, &arena };
	struct sct_decoder *d = sct_decoder_new();
	Sct__Batch *b = sct__batch__unpack(&alloc, size, data);
	struct sct_event e;
	unsigned columns;

	if (sct_decoder_load_raw(d, data, size, SCT_COL_ALL) == SCT_OK) {
		MUST(b || arena.left < 256u << 20);
		if (b)
			same(d, b);
		/* what is accepted whole is accepted in every part */
		for (columns = 0; b && b->event_count < 10000 && columns < SCT_COL_ALL; columns += 7)
			MUST(sct_decoder_load_raw(d, data, size, columns) == SCT_OK);
	} else {
		MUST(sct_decoder_next(d, &e) == SCT_END && sct_decoder_task_count(d) == 0);
	}
	if (b) {
		check_repacked(d, b);
		sct__batch__free_unpacked(b, &alloc);
	}
	sct_decoder_free(d);
	return 0;
}
