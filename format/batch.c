/* SPDX-License-Identifier: BSD-2-Clause */
/* Building a batch: tasks, groups and columns. Strings are in batch_string.c, the bytes in batch_pack.c. */
#include <stdlib.h>

#include "format/batch.h"

#define FIRST_SLOTS 256
/* Group buffers beyond this, or that many idle groups, are given back on reset. */
#define KEEP_BYTES (16u << 20)
#define KEEP_GROUPS 4096
/* Encoded bytes of a group's own fields and column heads, of an event with every payload, and of a task, at most. */
#define GROUP_COST 128
#define EVENT_COST (16 * SCT_VARINT_MAX + 25 * SCT_MAX_PAYLOADS)
#define TASK_COST 52

#define unlikely(x) __builtin_expect(!!(x), 0)
#define always_inline inline __attribute__((always_inline))

static void free_groups(struct sct_batch *b)
{
	uint32_t i, c;

	for (i = 0; i < b->all_count; i++) {
		for (c = 0; c < COL_COUNT; c++)
			free(b->all[i]->col[c].data);
		free(b->all[i]);
	}
	b->all_count = 0;
	memset(b->direct, 0, sizeof(b->direct));
	if (b->slots)
		memset(b->slots, 0, ((size_t)b->slot_mask + 1) * sizeof(struct sct_group *));
}

struct sct_batch *sct_batch_new(void)
{
	struct sct_batch *b = calloc(1, sizeof(*b));

	if (!b)
		return NULL;
	b->bmi2 = sct_have_bmi2();
	b->slots = calloc(FIRST_SLOTS, sizeof(struct sct_group *));
	b->slot_mask = FIRST_SLOTS - 1;
	if (!b->slots || !sct_strings_init(b)) {
		sct_batch_free(b);
		return NULL;
	}
	sct_batch_reset(b);
	return b;
}

void sct_batch_free(struct sct_batch *b)
{
	if (!b)
		return;
	free_groups(b);
	free(b->all);
	free(b->active);
	free(b->slots);
	free(b->group.data);
	free(b->time.data);
	free(b->task.data);
	free(b->tids);
	free(b->tgids);
	sct_buf_free(&b->tasks);
	sct_strings_free(b);
	free(b);
}

/* One burst of an odd program must not hold memory for the rest of the run. */
static void trim(struct sct_batch *b)
{
	uint64_t held = 0;
	uint32_t i, c;

	for (i = 0; i < b->all_count; i++) {
		for (c = 0; c < COL_COUNT; c++)
			held += b->all[i]->col[c].room;
	}
	if (held > KEEP_BYTES || b->all_count > KEEP_GROUPS)
		free_groups(b);
}

void sct_batch_reset(struct sct_batch *b)
{
	uint32_t i, c;

	for (i = 0; i < b->group_count; i++) {
		struct sct_group *g = b->active[i];

		g->rows = g->payloads = 0;
		for (c = 0; c < COL_COUNT; c++)
			g->col[c].size = 0;
	}
	trim(b);
	sct_strings_reset(b);
	b->group.size = b->time.size = b->task.size = 0;
	b->tasks.size = 0;
	b->tasks.failed = false;
	b->count = b->group_count = b->task_count = 0;
	b->payloads = b->bytes = 0;
	b->last_time = b->base_time = 0;
	b->failed = false;
	b->min_time = UINT64_MAX;
	b->max_time = b->max_end = b->max_duration = b->failures = 0;
	b->kinds = 0;
}

uint32_t sct_batch_count(const struct sct_batch *b)
{
	return b->count;
}

size_t sct_batch_raw_size(const struct sct_batch *b)
{
	return b->bytes;
}

uint32_t sct_batch_task(struct sct_batch *b, const struct sct_task *t)
{
	uint8_t body[7 * (1 + SCT_VARINT_ROOM)];
	const uint64_t value[7] = { t->tid, t->tgid, t->start_time, t->comm, t->exe, t->ppid, t->uid };
	size_t n = 0, i;

	if (b->task_count >= SCT_MAX_TASKS || b->bytes > SCT_MAX_RAW - (1u << 20))
		return UINT32_MAX;
	if (b->task_count == b->task_room) {
		uint32_t room = b->task_room ? b->task_room * 2 : 256;
		uint32_t *tids = realloc(b->tids, room * sizeof(*tids)), *tgids;

		if (!tids)
			return UINT32_MAX;
		b->tids = tids;
		tgids = realloc(b->tgids, room * sizeof(*tgids));
		if (!tgids)
			return UINT32_MAX;
		b->tgids = tgids;
		b->task_room = room;
	}
	for (i = 0; i < 7; i++) {
		if (!value[i])
			continue;
		body[n++] = (uint8_t)((i + 1) << 3);
		n += sct_varint_put(body + n, value[i]);
	}
	if (!sct_buf_reserve(&b->tasks, n + 2)) {
		b->tasks.failed = false;
		return UINT32_MAX;
	}
	sct_put_bytes(&b->tasks, 4, body, n);
	b->tids[b->task_count] = t->tid;
	b->tgids[b->task_count] = t->tgid;
	b->bytes += TASK_COST;
	return b->task_count++;
}

static bool col_grow(struct sct_col *c, size_t more)
{
	size_t room = c->room ? c->room * 2 : 64;
	uint8_t *p;

	while (room < c->size + more)
		room *= 2;
	p = realloc(c->data, room);
	if (!p)
		return false;
	c->data = p;
	c->room = (uint32_t)room;
	return true;
}

/* Appends v as row number row. Returns the bytes it took; sets *failed when memory ran out. */
static always_inline uint32_t col_put(struct sct_col *c, uint32_t row, uint64_t v, bool bmi2, bool *failed)
{
	uint32_t before = c->size, zeros = 0;

	if (before == 0) {
		if (v == 0)
			return 0;
		zeros = row;
	}
	if (unlikely(c->room - before < zeros + SCT_VARINT_ROOM) && !col_grow(c, zeros + SCT_VARINT_ROOM)) {
		*failed = true;
		return 0;
	}
	if (unlikely(zeros)) {
		memset(c->data, 0, zeros);
		c->size = zeros;
	}
	c->size += sct_varint_put_fast(c->data + c->size, v, bmi2);
	return c->size - before;
}

static uint32_t key_hash(const struct sct_event *e)
{
	uint64_t k = (uint64_t)e->number << 24 | (uint64_t)e->kind << 16 | (uint64_t)e->abi << 8 | e->arg_count;

	k *= 0x9e3779b97f4a7c15ull;
	return (uint32_t)(k >> 32);
}

static bool same_key(const struct sct_group *g, const struct sct_event *e)
{
	return g->number == e->number && g->kind == e->kind && g->abi == e->abi && g->arg_count == e->arg_count;
}

static bool grow_groups(struct sct_batch *b)
{
	uint32_t mask = b->slot_mask * 2 + 1, i, at;
	struct sct_group **p = calloc((size_t)mask + 1, sizeof(*p));

	if (!p)
		return false;
	for (i = 0; i < b->all_count; i++) {
		const struct sct_group *g = b->all[i];
		struct sct_event key = { .kind = g->kind, .abi = g->abi, .arg_count = g->arg_count, .number = g->number };

		for (at = key_hash(&key) & mask; p[at]; at = (at + 1) & mask)
			;
		p[at] = b->all[i];
	}
	free(b->slots);
	b->slots = p;
	b->slot_mask = mask;
	return true;
}

static struct sct_group *new_group(struct sct_batch *b, const struct sct_event *e, uint32_t at)
{
	struct sct_group *g;

	if (b->all_count == b->all_room) {
		uint32_t room = b->all_room ? b->all_room * 2 : 128;
		void *p = realloc(b->all, room * sizeof(struct sct_group *));

		if (!p)
			return NULL;
		b->all = p;
		b->all_room = room;
	}
	g = calloc(1, sizeof(*g));
	if (!g)
		return NULL;
	g->kind = e->kind;
	g->abi = e->abi;
	g->arg_count = e->arg_count;
	g->number = e->number;
	b->all[b->all_count++] = g;
	b->slots[at] = g;
	return g;
}

static struct sct_group *find_group(struct sct_batch *b, const struct sct_event *e)
{
	struct sct_group *g, **direct = NULL;
	uint32_t at;

	if (e->kind == SCT_SYSCALL && e->abi < SCT_DIRECT_ABIS && e->number < SCT_DIRECT_NUMBERS)
		direct = &b->direct[e->abi][e->number];
	if (b->all_count >= b->slot_mask / 4 * 3 && !grow_groups(b))
		return NULL;
	for (at = key_hash(e) & b->slot_mask; (g = b->slots[at]); at = (at + 1) & b->slot_mask) {
		if (same_key(g, e))
			break;
	}
	if (!g)
		g = new_group(b, e, at);
	if (g && direct)
		*direct = g;
	return g;
}

/* Gives a group its place in this batch. */
static bool activate(struct sct_batch *b, struct sct_group *g)
{
	if (b->group_count == b->active_room) {
		uint32_t room = b->active_room ? b->active_room * 2 : 128;
		void *p = realloc(b->active, room * sizeof(struct sct_group *));

		if (!p)
			return false;
		b->active = p;
		b->active_room = room;
	}
	g->index = b->group_count;
	b->active[b->group_count++] = g;
	b->bytes += GROUP_COST;
	return true;
}

static always_inline uint64_t put_payloads(struct sct_group *g, const struct sct_event *e, bool bmi2, bool *failed)
{
	struct sct_col *meta = &g->col[COL_PAYLOAD_META];
	uint64_t n = 0;
	uint32_t i;

	for (i = 0; i < e->payload_count; i++) {
		const struct sct_payload *p = &e->payloads[i];
		uint32_t m = p->arg | (uint32_t)p->at_exit << 3 | (uint32_t)p->status << 4 | (uint32_t)p->part << 8;

		n += col_put(meta, g->payloads, m, bmi2, failed);
		n += col_put(&g->col[COL_PAYLOAD_STRING], g->payloads, p->string, bmi2, failed);
		n += col_put(&g->col[COL_PAYLOAD_FULL], g->payloads, p->full, bmi2, failed);
		g->payloads++;
	}
	return n;
}

static void note_stats(struct sct_batch *b, const struct sct_event *e)
{
	uint64_t end = e->time + e->duration;

	if (unlikely(end < e->time))
		end = UINT64_MAX;
	b->kinds |= 1u << e->kind;
	b->min_time = e->time < b->min_time ? e->time : b->min_time;
	b->max_time = e->time > b->max_time ? e->time : b->max_time;
	b->max_end = end > b->max_end ? end : b->max_end;
	b->max_duration = e->duration > b->max_duration ? e->duration : b->max_duration;
	b->failures += e->kind == SCT_SYSCALL && (uint64_t)e->result > (uint64_t)-4096;
}

static bool usable(const struct sct_batch *b, const struct sct_event *e)
{
	uint32_t i;

	if (e->kind >= SCT_KIND_COUNT || e->arg_count > 6 || e->payload_count > SCT_MAX_PAYLOADS ||
	    (e->task >= b->task_count && e->task != 0))
		return false;
	for (i = 0; i < e->payload_count; i++) {
		const struct sct_payload *p = &e->payloads[i];

		if (p->arg > 5 || p->status > 7 || p->string > b->string_count)
			return false;
	}
	return true;
}

/* The columns of one event; g is its group. */
static always_inline bool put_event(struct sct_batch *b, struct sct_group *g, const struct sct_event *e, bool bmi2)
{
	uint32_t row = g->rows, i;
	bool failed = false;
	uint64_t n = 0;

	n += col_put(&b->group, b->count, g->index, bmi2, &failed);
	n += col_put(&b->time, b->count, sct_zigzag((int64_t)(e->time - b->last_time)), bmi2, &failed);
	n += col_put(&b->task, b->count, e->task, bmi2, &failed);
	n += col_put(&g->col[COL_RESULT], row, sct_zigzag(e->result), bmi2, &failed);
	n += col_put(&g->col[COL_DURATION], row, e->duration, bmi2, &failed);
	for (i = 0; i < e->arg_count; i++)
		n += col_put(&g->col[COL_ARG0 + i], row, e->args[i], bmi2, &failed);
	n += col_put(&g->col[COL_FLAGS], row, e->flags, bmi2, &failed);
	n += col_put(&g->col[COL_PAYLOAD_COUNT], row, e->payload_count, bmi2, &failed);
	if (e->payload_count)
		n += put_payloads(g, e, bmi2, &failed);
	b->bytes += n;
	return !failed;
}

static bool put_event_bmi2(struct sct_batch *b, struct sct_group *g, const struct sct_event *e)
{
	return put_event(b, g, e, true);
}

static bool put_event_any(struct sct_batch *b, struct sct_group *g, const struct sct_event *e)
{
	return put_event(b, g, e, false);
}

enum sct_status sct_batch_add(struct sct_batch *b, const struct sct_event *e)
{
	struct sct_group *g;

	if (unlikely(!usable(b, e)))
		return SCT_E_USAGE;
	/* what all-zero columns would take if their next value were not zero counts too */
	if (unlikely(b->count >= SCT_MAX_EVENTS || b->group_count >= SCT_MAX_GROUPS ||
		     b->bytes + 12ull * b->count + 3 * b->payloads + EVENT_COST + GROUP_COST > SCT_MAX_RAW))
		return SCT_E_LIMIT;
	g = e->kind == SCT_SYSCALL && e->abi < SCT_DIRECT_ABIS && e->number < SCT_DIRECT_NUMBERS ? b->direct[e->abi][e->number] : NULL;
	if (unlikely(!g || g->arg_count != e->arg_count))
		g = find_group(b, e);
	if (unlikely(b->failed || !g || (g->rows == 0 && !activate(b, g))))
		return SCT_E_MEMORY;
	if (unlikely(b->count == 0))
		b->base_time = b->last_time = e->time;
	b->failed = b->bmi2 ? !put_event_bmi2(b, g, e) : !put_event_any(b, g, e);
	b->last_time = e->time;
	b->payloads += e->payload_count;
	b->count++;
	g->rows++;
	note_stats(b, e);
	return unlikely(b->failed) ? SCT_E_MEMORY : SCT_OK;
}
