/* SPDX-License-Identifier: BSD-2-Clause */
/* Values of an event, one after the other, and how they compare. */
#include "replay/value.h"

#include <stdlib.h>
#include <string.h>

#include "replay/event.h"
#include "replay/glob.h"

void value_free(struct value_test *t)
{
	if (!t)
		return;
	if (t->has_regex)
		regfree(&t->regex);
	free(t->args);
	free(t->meanings);
	free(t->text);
	free(t);
}

unsigned value_columns(const struct value_test *t)
{
	switch ((enum value_field)t->field) {
	case VALUE_PID:
	case VALUE_TID:
	case VALUE_UID:
	case VALUE_COMM:
	case VALUE_EXE:
		return SCT_COL_TASK;
	case VALUE_RET:
	case VALUE_ERRNO:
		return SCT_COL_RESULT;
	case VALUE_DURATION:
		return SCT_COL_DURATION;
	case VALUE_FD:
		return (unsigned)SCT_COL_ARGS | SCT_COL_RESULT;
	case VALUE_ARG:
		return SCT_COL_ARGS;
	case VALUE_PATH:
	case VALUE_STRING:
	case VALUE_ARG_TEXT:
		return SCT_COL_PAYLOADS;
	case VALUE_SIGNAL:
	case VALUE_ABI:
		break;
	}
	return 0;
}

/* ---- one value */

static bool ordered(const struct value_test *t, int64_t v)
{
	switch ((enum value_op)t->op) {
	case VALUE_EQ:
		return v == t->number;
	case VALUE_LT:
		return v < t->number;
	case VALUE_LE:
		return v <= t->number;
	case VALUE_GT:
		return v > t->number;
	case VALUE_GE:
		return v >= t->number;
	default:
		return false;
	}
}

static bool text(const struct value_test *t, const uint8_t *data, size_t size)
{
	struct re_pattern_buffer regex;

	switch ((enum value_op)t->op) {
	case VALUE_EQ:
		return size == t->size && !memcmp(data, t->text, size);
	case VALUE_GLOB:
		return glob_match(t->text, t->size, data, size);
	case VALUE_REGEX:
		/* not regexec(): bytes from a recording end where they end, not at a NUL */
		regex = t->regex;
		return re_search(&regex, (const char *)data, (regoff_t)size, 0, (regoff_t)size, NULL) >= 0;
	default:
		return false;
	}
}

static bool bytes(const struct value_test *t, struct sct_bytes b)
{
	return text(t, b.data ? b.data : (const uint8_t *)"", b.size);
}

/* Each string of a vector, without its NUL. */
static bool vector(const struct value_test *t, struct sct_bytes b)
{
	for (size_t at = 0; at < b.size;) {
		const uint8_t *end = memchr(b.data + at, 0, b.size - at);
		size_t n = end ? (size_t)(end - b.data) - at : b.size - at;

		if (text(t, b.data + at, n))
			return true;
		at += n + 1;
	}
	return false;
}

/* ---- arguments */

static unsigned argument(const struct value_test *t, const struct sct_event *e)
{
	if (!event_is_call(e))
		return VALUE_NO_ARG;
	if (!t->args)
		return t->arg < e->arg_count ? t->arg : VALUE_NO_ARG;
	return e->abi < CALL_SET_ABIS && e->number < CALL_SET_NUMBERS ? t->args->index[e->abi][e->number] : VALUE_NO_ARG;
}

const struct sct_constant *value_meaning_in(const struct value_test *t, const struct sct_flagset *set)
{
	const struct sct_constant *other = NULL;

	for (size_t i = 0; i < t->meaning_count; i++) {
		if (set && t->meanings[i].set == set)
			return &t->meanings[i].constant;
		if (!t->meanings[i].set && (!set || t->meanings[i].everywhere))
			other = &t->meanings[i].constant;
	}
	return other;
}

static bool event_arg(const struct value_test *t, const struct sct_event *e)
{
	const struct sct_syscall *row = event_row(e);
	unsigned arg = argument(t, e);
	const struct sct_constant *c;
	int64_t v;

	if (arg >= 6)
		return false;
	c = value_meaning_in(t, sct_arg_set(row, arg));
	if (!c)
		return false;
	v = sct_arg_value(row, arg, e->args[arg]);
	if (t->op == VALUE_HAS)
		return c->mask ? ((uint64_t)v & c->mask) == c->value : v == 0;
	if (t->op == VALUE_EQ)
		return v == sct_arg_value(row, arg, c->value);
	return ordered(&(struct value_test){ .op = t->op, .number = (int64_t)c->value }, v);
}

static bool event_fd(const struct value_test *t, const struct sct_event *e)
{
	const struct sct_syscall *row = event_row(e);

	for (unsigned i = 0; row && i < row->arg_count && i < 6; i++)
		if (sct_arg_is_fd(row, i) && ordered(t, (int32_t)e->args[i]))
			return true;
	return row && e->kind == SCT_SYSCALL && row->flags & SCT_SYS_RETURNS_FD && e->result >= 0 &&
	       ordered(t, e->result);
}

/* ---- payloads */

static bool readable(const struct sct_payload *p)
{
	return p->status == SCT_PAYLOAD_OK || p->status == SCT_PAYLOAD_TRUNCATED;
}

static bool payload(const struct value_test *t, const struct sct_event *e, const struct sct_payload *p)
{
	if (t->field == VALUE_PATH)
		return event_names_path(e, p) && bytes(t, p->bytes);
	if (!readable(p) || (t->field == VALUE_ARG_TEXT && p->arg != argument(t, e)))
		return false;
	if (p->part == SCT_PART_SELF || p->part == SCT_PART_IOV_DATA)
		return bytes(t, p->bytes);
	return p->part == SCT_PART_STRINGS && vector(t, p->bytes);
}

/* ---- events */

static bool event_task(const struct value_test *t, const struct sct_decoder *d, const struct sct_event *e)
{
	const struct sct_task *task = sct_decoder_task(d, e->task);

	if (!task)
		return false;
	switch ((enum value_field)t->field) {
	case VALUE_PID:
		return ordered(t, task->tgid) || ordered(t, task->tid);
	case VALUE_TID:
		return ordered(t, task->tid);
	case VALUE_UID:
		return ordered(t, task->uid);
	case VALUE_COMM:
		return bytes(t, sct_decoder_string(d, task->comm));
	default:
		return bytes(t, sct_decoder_string(d, task->exe));
	}
}

bool value_event(const struct value_test *t, const struct sct_decoder *d, const struct sct_event *e)
{
	switch ((enum value_field)t->field) {
	case VALUE_PID:
	case VALUE_TID:
	case VALUE_UID:
	case VALUE_COMM:
	case VALUE_EXE:
		return event_task(t, d, e);
	case VALUE_RET:
		return e->kind == SCT_SYSCALL && ordered(t, e->result);
	case VALUE_ERRNO:
		return event_errno(e) && ordered(t, event_errno(e));
	case VALUE_DURATION:
		return event_is_call(e) && ordered(t, e->duration > INT64_MAX ? INT64_MAX : (int64_t)e->duration);
	case VALUE_FD:
		return event_fd(t, e);
	case VALUE_SIGNAL:
		return e->kind == SCT_SIGNAL && ordered(t, e->number);
	case VALUE_ABI:
		return event_is_call(e) && ordered(t, e->abi);
	case VALUE_ARG:
		return event_arg(t, e);
	case VALUE_PATH:
	case VALUE_STRING:
	case VALUE_ARG_TEXT:
		for (unsigned i = 0; i < e->payload_count; i++)
			if (payload(t, e, &e->payloads[i]))
				return true;
		break;
	}
	return false;
}

/* ---- chunks */

static bool any_id(const struct value_test *t, const uint32_t *ids, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (ordered(t, ids[i]))
			return true;
	return false;
}

static bool may_have_id(const struct value_test *t, const struct sct_desc *d)
{
	if (d->any_tid || any_id(t, d->tids, d->tid_count))
		return true;
	return t->field == VALUE_PID && (d->any_tgid || any_id(t, d->tgids, d->tgid_count));
}

static bool may_have_call(const struct value_test *t, const struct sct_desc *d)
{
	if (!(d->kinds & EVENT_CALL_KINDS))
		return false;
	if (d->any_syscall)
		return true;
	for (size_t i = 0; i < d->syscall_count; i++) {
		const struct sct_syscall_count *s = &d->syscalls[i];

		if (t->field == VALUE_ABI ? ordered(t, s->abi)
					  : !t->args || (s->abi < CALL_SET_ABIS && s->number < CALL_SET_NUMBERS &&
							 t->args->index[s->abi][s->number] != VALUE_NO_ARG))
			return true;
	}
	return false;
}

static bool may_last(const struct value_test *t, const struct sct_desc *d)
{
	bool least = t->op == VALUE_EQ || t->op == VALUE_GE;

	if (!(d->kinds & EVENT_CALL_KINDS))
		return false;
	if (least && t->number > 0 && d->max_duration < (uint64_t)t->number)
		return false;
	return t->op != VALUE_GT || t->number < 0 || d->max_duration > (uint64_t)t->number;
}

enum filter_answer value_chunk(const struct value_test *t, const struct sct_desc *d)
{
	bool may = true;

	switch ((enum value_field)t->field) {
	case VALUE_PID:
	case VALUE_TID:
		may = may_have_id(t, d);
		break;
	case VALUE_RET:
		may = d->kinds >> SCT_SYSCALL & 1;
		break;
	case VALUE_ERRNO:
		may = d->failed != 0;
		break;
	case VALUE_DURATION:
		may = may_last(t, d);
		break;
	case VALUE_SIGNAL:
		may = d->kinds >> SCT_SIGNAL & 1;
		break;
	case VALUE_FD:
	case VALUE_ABI:
	case VALUE_ARG:
		may = may_have_call(t, d);
		break;
	case VALUE_ARG_TEXT:
		may = may_have_call(t, d);
		break;
	case VALUE_UID:
	case VALUE_COMM:
	case VALUE_EXE:
	case VALUE_PATH:
	case VALUE_STRING:
		break;
	}
	return may ? FILTER_MAYBE : FILTER_NO;
}
