/* SPDX-License-Identifier: BSD-2-Clause */
/* Nodes of a filter's tree, and the two questions asked of it: about a chunk, about an event. */
#include "replay/filter.h"

#include <stdlib.h>
#include <string.h>

#include "replay/event.h"
#include "replay/filter_tree.h"
#include "replay/glob.h"

#define LOSS_COLUMNS ((unsigned)SCT_COL_TIME | SCT_COL_DURATION) /* place a loss in a window */

static const unsigned field_columns[FILTER_FIELDS] = {
	[FILTER_SYSCALL] = 0,
	[FILTER_CLASS] = 0,
	[FILTER_KIND] = 0, /* in every event */
	[FILTER_PID] = SCT_COL_TASK,
	[FILTER_TID] = SCT_COL_TASK,
	[FILTER_COMM] = SCT_COL_TASK,
	[FILTER_PATH] = SCT_COL_PAYLOADS,
	[FILTER_FAILED] = SCT_COL_RESULT,
	[FILTER_ERRNO] = SCT_COL_RESULT,
	[FILTER_SINCE] = SCT_COL_TIME,
	[FILTER_UNTIL] = SCT_COL_TIME,
	[FILTER_MIN_DURATION] = SCT_COL_DURATION,
};

/* ---- nodes */

static struct filter_node *node(struct filter *f, enum filter_op op, struct filter_node *a,
				struct filter_node *b)
{
	struct filter_node *n = calloc(1, sizeof(*n));

	if (!n)
		return NULL;
	n->op = (uint8_t)op;
	n->a = a;
	n->b = b;
	n->columns = (a ? a->columns : 0) | (b ? b->columns : 0);
	n->allocated = f->all;
	f->all = n;
	return n;
}

struct filter_node *filter_test(struct filter *f, enum filter_field field, union filter_operand o)
{
	struct filter_node *n = node(f, FILTER_TEST, NULL, NULL);

	if (!n)
		return NULL;
	n->field = (uint8_t)field;
	n->columns = field == FILTER_VALUE ? value_columns(o.value) : field_columns[field];
	n->operand = o;
	return n;
}

struct filter_node *filter_join(struct filter *f, enum filter_op op, struct filter_node *a,
				struct filter_node *b)
{
	return a && b ? node(f, op, a, b) : NULL;
}

struct filter_node *filter_not(struct filter *f, struct filter_node *a)
{
	return a ? node(f, FILTER_NOT, a, NULL) : NULL;
}

struct filter *filter_new(void)
{
	struct filter *f = calloc(1, sizeof(*f));

	if (f)
		f->upper = UINT64_MAX;
	return f;
}

void filter_free(struct filter *f)
{
	struct filter_node *n, *next;

	if (!f)
		return;
	for (n = f->all; n; n = next) {
		next = n->allocated;
		if (n->op == FILTER_TEST && (n->field == FILTER_COMM || n->field == FILTER_PATH))
			free(n->operand.glob.text);
		if (n->op == FILTER_TEST && n->field == FILTER_VALUE)
			value_free(n->operand.value);
		free(n);
	}
	for (int i = 0; i < FILTER_FIELDS; i++)
		free(f->items[i].calls);
	for (struct filter_calls *c = f->calls, *after; c; c = after) {
		after = c->next;
		free(c);
	}
	free(f);
}

unsigned filter_columns(const struct filter *f)
{
	unsigned columns = f->root ? f->root->columns : 0;

	if (f->lower || f->upper != UINT64_MAX)
		columns |= LOSS_COLUMNS;
	return columns;
}

unsigned filter_cheap_columns(const struct filter *f)
{
	return filter_columns(f) & ~(unsigned)SCT_COL_PAYLOADS;
}

/* ---- chunks: statistics that are missing decide nothing */

static bool has_id(const uint32_t *ids, size_t count, uint32_t id)
{
	for (size_t i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}

static enum filter_answer chunk_id(const struct sct_desc *d, uint32_t id, bool groups)
{
	if (d->any_tid || (groups && d->any_tgid))
		return FILTER_MAYBE;
	if (has_id(d->tids, d->tid_count, id) || (groups && has_id(d->tgids, d->tgid_count, id)))
		return FILTER_MAYBE;
	return FILTER_NO;
}

static enum filter_answer chunk_calls(const struct sct_desc *d, const struct call_set *calls)
{
	size_t in = 0;

	if (d->any_syscall)
		return FILTER_MAYBE;
	for (size_t i = 0; i < d->syscall_count; i++)
		in += call_set_has(calls, d->syscalls[i].abi, d->syscalls[i].number);
	if (!in)
		return FILTER_NO;
	return in == d->syscall_count && !(d->kinds & ~EVENT_CALL_KINDS) ? FILTER_YES : FILTER_MAYBE;
}

static enum filter_answer chunk_stats(const struct filter_node *n, const struct sct_desc *d)
{
	if (!d->stats)
		return FILTER_MAYBE;
	switch ((enum filter_field)n->field) {
	case FILTER_SYSCALL:
	case FILTER_CLASS:
		return chunk_calls(d, n->operand.calls);
	case FILTER_PID:
		return chunk_id(d, n->operand.id, true);
	case FILTER_TID:
		return chunk_id(d, n->operand.id, false);
	case FILTER_FAILED:
	case FILTER_ERRNO:
		return d->failed ? FILTER_MAYBE : FILTER_NO;
	case FILTER_MIN_DURATION:
		return d->max_duration < n->operand.ns ? FILTER_NO : FILTER_MAYBE;
	case FILTER_KIND:
		if (!(d->kinds & n->operand.kinds))
			return FILTER_NO;
		return d->kinds & ~n->operand.kinds ? FILTER_MAYBE : FILTER_YES;
	case FILTER_VALUE:
		return value_chunk(n->operand.value, d);
	default:
		return FILTER_MAYBE;
	}
}

static enum filter_answer chunk_test(const struct filter_node *n, const struct sct_desc *d)
{
	uint64_t at = n->operand.time.ns;

	switch ((enum filter_field)n->field) {
	case FILTER_SINCE:
		return d->max_time < at ? FILTER_NO : d->min_time >= at ? FILTER_YES
									: FILTER_MAYBE;
	case FILTER_UNTIL:
		return d->min_time >= at ? FILTER_NO : d->max_time < at ? FILTER_YES
									: FILTER_MAYBE;
	default:
		return chunk_stats(n, d);
	}
}

/* ---- events */

static bool event_path(const struct filter_node *n, const struct sct_event *e)
{
	for (unsigned i = 0; i < e->payload_count; i++) {
		const struct sct_payload *p = &e->payloads[i];

		if (event_names_path(e, p) && glob_match(n->operand.glob.text, n->operand.glob.size,
						   p->bytes.data, p->bytes.size))
			return true;
	}
	return false;
}

static bool event_task(const struct filter_node *n, const struct sct_decoder *d,
		       const struct sct_event *e)
{
	const struct sct_task *t = sct_decoder_task(d, e->task);
	struct sct_bytes comm;

	if (!t)
		return false;
	switch ((enum filter_field)n->field) {
	case FILTER_PID:
		return t->tid == n->operand.id || t->tgid == n->operand.id;
	case FILTER_TID:
		return t->tid == n->operand.id;
	default:
		comm = sct_decoder_string(d, t->comm);
		return glob_match(n->operand.glob.text, n->operand.glob.size, comm.data, comm.size);
	}
}

static bool event_test(const struct filter_node *n, const struct sct_decoder *d,
		       const struct sct_event *e)
{
	switch ((enum filter_field)n->field) {
	case FILTER_SYSCALL:
	case FILTER_CLASS:
		return event_is_call(e) && call_set_has(n->operand.calls, e->abi, e->number);
	case FILTER_PID:
	case FILTER_TID:
	case FILTER_COMM:
		return event_task(n, d, e);
	case FILTER_PATH:
		return event_path(n, e);
	case FILTER_FAILED:
		return event_errno(e) != 0;
	case FILTER_ERRNO:
		return event_errno(e) == n->operand.errnum;
	case FILTER_SINCE:
		return e->time >= n->operand.time.ns;
	case FILTER_UNTIL:
		return e->time < n->operand.time.ns;
	case FILTER_MIN_DURATION:
		return event_is_call(e) && e->duration >= n->operand.ns;
	case FILTER_KIND:
		return e->kind < 32 && n->operand.kinds >> e->kind & 1;
	case FILTER_VALUE:
		return value_event(n->operand.value, d, e);
	case FILTER_FIELDS:
		break;
	}
	return false;
}

/* ---- the tree */

/* What is asked: about a chunk when desc is set, else about an event. */
struct question {
	const struct sct_desc *desc;
	const struct sct_decoder *decoder;
	const struct sct_event *event;
	unsigned columns; /* decoded in event */
};

static enum filter_answer test(const struct filter_node *n, const struct question *q)
{
	if (q->desc)
		return chunk_test(n, q->desc);
	if (n->columns & ~q->columns)
		return FILTER_MAYBE;
	return event_test(n, q->decoder, q->event) ? FILTER_YES : FILTER_NO;
}

static enum filter_answer combine(uint8_t op, enum filter_answer a, enum filter_answer b)
{
	return (op == FILTER_AND) == (a < b) ? a : b;
}

/* Long lists are chains through b: walked in a loop, so that no list overflows the stack. */
static enum filter_answer walk(const struct filter_node *n, const struct question *q)
{
	enum filter_answer decided, sum;

	if (n->op == FILTER_TEST)
		return test(n, q);
	if (n->op == FILTER_NOT)
		return (enum filter_answer)(FILTER_YES - walk(n->a, q));
	decided = n->op == FILTER_AND ? FILTER_NO : FILTER_YES;
	for (sum = (enum filter_answer)(FILTER_YES - decided);; n = n->b) {
		sum = combine(n->op, sum, walk(n->a, q));
		if (sum == decided)
			return sum;
		if (n->b->op != n->op)
			return combine(n->op, sum, walk(n->b, q));
	}
}

enum filter_answer filter_chunk(const struct filter *f, const struct sct_desc *d)
{
	struct question q = { .desc = d };
	enum filter_answer a = f->root ? walk(f->root, &q) : FILTER_YES;
	bool losses = !d->stats || d->kinds >> SCT_LOSS & 1;

	if (a == FILTER_NO && losses && d->min_time < f->upper && d->max_end >= f->lower)
		return FILTER_MAYBE;
	return a;
}

static enum filter_answer event_loss(const struct filter *f, const struct sct_event *e, unsigned columns)
{
	uint64_t end = e->time + e->duration;

	if (f->lower == 0 && f->upper == UINT64_MAX)
		return FILTER_YES;
	if (LOSS_COLUMNS & ~columns)
		return FILTER_MAYBE;
	if (end < e->time)
		end = UINT64_MAX;
	return e->time < f->upper && end >= f->lower ? FILTER_YES : FILTER_NO;
}

enum filter_answer filter_event(const struct filter *f, const struct sct_decoder *d,
				const struct sct_event *e, unsigned columns)
{
	if (!f->root)
		return FILTER_YES;
	if (e->kind == SCT_LOSS)
		return event_loss(f, e, columns);
	return walk(f->root, &(struct question){ .decoder = d, .event = e, .columns = columns });
}

bool filter_wants(const void *filter, enum sct_kind kind, enum sct_abi abi, uint32_t number)
{
	struct sct_event e = { .kind = (uint8_t)kind, .abi = (uint8_t)abi, .number = number };

	return filter_event(filter, NULL, &e, 0) != FILTER_NO;
}
