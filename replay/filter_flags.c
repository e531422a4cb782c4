/* SPDX-License-Identifier: BSD-2-Clause */
/* From the comma lists of the short filter options to the tree. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/units.h"
#include "replay/filter.h"
#include "replay/filter_tree.h"

static const char *const kind_names[SCT_KIND_COUNT] = {
	[SCT_SYSCALL] = "syscall",
	[SCT_UNFINISHED] = "unfinished",
	[SCT_SIGNAL] = "signal",
	[SCT_FORK] = "fork",
	[SCT_EXEC] = "exec",
	[SCT_EXIT] = "exit",
	[SCT_LOSS] = "loss",
	[SCT_PROCESS] = "process",
	[SCT_NOTE] = "note",
};

static bool parse_kind(const char *item, union filter_operand *o, char *why, size_t size)
{
	size_t used;

	for (int i = 0; i < SCT_KIND_COUNT; i++)
		if (!strcmp(item, kind_names[i])) {
			o->kinds = 1u << i;
			return true;
		}
	used = (size_t)snprintf(why, size, "no kind of event '%s'; kinds:", item);
	for (int i = 0; i < SCT_KIND_COUNT && used < size; i++)
		used += (size_t)snprintf(why + used, size - used, " %s", kind_names[i]);
	return false;
}

static bool parse_id(const char *item, union filter_operand *o, char *why, size_t size)
{
	uint64_t id;

	if (!units_number(item, &id) || id > UINT32_MAX) {
		snprintf(why, size, "'%s' is not a process or thread id", item);
		return false;
	}
	o->id = (uint32_t)id;
	return true;
}

/* The nearest errno name by letters in place; names are short and differ at their ends. */
static const char *near_errno(const char *item)
{
	const char *best = NULL;
	size_t best_score = 2;

	for (int i = 1; i < 134; i++) {
		const char *name = sct_errno_name(i);
		size_t head = 0, tail = 0, n = strlen(item), m = name ? strlen(name) : 0;

		if (!name || n > m + 1 || m > n + 1)
			continue;
		while (head < n && head < m && item[head] == name[head])
			head++;
		while (tail < n - head && tail < m - head && item[n - 1 - tail] == name[m - 1 - tail])
			tail++;
		if (n + m - 2 * (head + tail) <= 2 && head + tail > best_score) {
			best_score = head + tail;
			best = name;
		}
	}
	return best;
}

static bool parse_errno(const char *item, union filter_operand *o, char *why, size_t size)
{
	uint64_t number;
	const char *near;

	o->errnum = sct_errno_by_name(item);
	if (o->errnum)
		return true;
	if (units_number(item, &number) && number > 0 && number < 4096) {
		o->errnum = (int)number;
		return true;
	}
	near = near_errno(item);
	if (near)
		snprintf(why, size, "no error '%s'; did you mean '%s'?", item, near);
	else
		snprintf(why, size, "no error '%s'", item);
	return false;
}

static bool parse_glob(const char *item, union filter_operand *o, char *why, size_t size)
{
	o->glob.size = strlen(item);
	o->glob.text = strdup(item);
	if (!o->glob.text)
		snprintf(why, size, "out of memory");
	return o->glob.text != NULL;
}

static bool parse_time(const char *item, union filter_operand *o, char *why, size_t size)
{
	if (when_parse(item, &o->time.when))
		return true;
	snprintf(why, size, "'%s' is not a time such as 1.5, 100ms, 12:30:05 or 2026-01-31T12:30:05", item);
	return false;
}

static bool parse_duration(const char *item, union filter_operand *o, char *why, size_t size)
{
	if (units_duration(item, &o->ns))
		return true;
	snprintf(why, size, "'%s' is not a duration such as 10ms, 1.5s or 200us", item);
	return false;
}

static bool parse_nothing(const char *item, union filter_operand *o, char *why, size_t size)
{
	(void)o;
	if (!*item)
		return true;
	snprintf(why, size, "takes no list");
	return false;
}

static bool (*const parse[FILTER_FIELDS])(const char *, union filter_operand *, char *, size_t) = {
	[FILTER_PID] = parse_id,
	[FILTER_TID] = parse_id,
	[FILTER_COMM] = parse_glob,
	[FILTER_PATH] = parse_glob,
	[FILTER_FAILED] = parse_nothing,
	[FILTER_ERRNO] = parse_errno,
	[FILTER_SINCE] = parse_time,
	[FILTER_UNTIL] = parse_time,
	[FILTER_MIN_DURATION] = parse_duration,
	[FILTER_KIND] = parse_kind,
};

bool filter_operand_parse(enum filter_field field, const char *item, union filter_operand *o, char *why, size_t size)
{
	return parse[field](item, o, why, size);
}

/* ---- lists */

/* The next item of *list, its escaped commas made plain, into item. */
static bool take(const char **list, char *item, size_t room, bool *more, char *why, size_t size)
{
	const char *p = *list;
	size_t n = 0;

	for (; *p && *p != ','; p++) {
		if (p[0] == '\\' && p[1] == ',')
			p++;
		if (n + 1 >= room) {
			snprintf(why, size, "an item of the list is too long");
			return false;
		}
		item[n++] = *p;
	}
	item[n] = '\0';
	*more = *p == ',';
	*list = p + *more;
	return true;
}

static bool add_item(struct filter *f, enum filter_field field, const char *item, bool negated,
		     char *why, size_t size)
{
	struct filter_node **chain = negated ? &f->items[field].out : &f->items[field].in;
	union filter_operand o = { 0 };
	struct filter_node *n;

	if (!*item && field != FILTER_FAILED) {
		snprintf(why, size, "an item of the list is empty");
		return false;
	}
	if (!parse[field](item, &o, why, size))
		return false;
	n = filter_test(f, field, o);
	if (!n && parse[field] == parse_glob)
		free(o.glob.text);
	if (n && *chain)
		n = filter_join(f, FILTER_OR, n, *chain);
	if (!n) {
		snprintf(why, size, "out of memory");
		return false;
	}
	*chain = n;
	return true;
}

bool filter_add(struct filter *f, enum filter_field field, const char *list, char *why, size_t size)
{
	struct filter_items *items = &f->items[field];
	bool negated = false, more = true;
	char item[4097];

	if (field == FILTER_SYSCALL || field == FILTER_CLASS) {
		if (!items->calls)
			items->calls = calloc(1, sizeof(*items->calls));
		if (items->calls)
			return call_select_add(items->calls, list, field == FILTER_CLASS, why, size);
		snprintf(why, size, "out of memory");
		return false;
	}
	while (more) {
		for (; *list == '!'; list++)
			negated = true;
		if (!take(&list, item, sizeof(item), &more, why, size) ||
		    !add_item(f, field, item, negated, why, size))
			return false;
	}
	return true;
}

/* ---- the tree */

/* Fields in the order in which they decide: columns that cost nothing first, payloads last. */
static const uint8_t order[FILTER_FIELDS] = {
	FILTER_KIND,
	FILTER_SYSCALL,
	FILTER_CLASS,
	FILTER_SINCE,
	FILTER_UNTIL,
	FILTER_FAILED,
	FILTER_ERRNO,
	FILTER_MIN_DURATION,
	FILTER_PID,
	FILTER_TID,
	FILTER_COMM,
	FILTER_PATH,
};

/* *root = n and *root; n NULL: out of memory. */
static bool require(struct filter *f, struct filter_node **root, struct filter_node *n)
{
	if (n && *root)
		n = filter_join(f, FILTER_AND, n, *root);
	if (n)
		*root = n;
	return n != NULL;
}

static bool build(struct filter *f)
{
	f->asked = f->expression;
	for (int i = FILTER_FIELDS - 1; i >= 0; i--) {
		enum filter_field field = (enum filter_field)order[i];
		struct filter_items *it = &f->items[field];

		if (it->calls && it->calls->has_in)
			it->in = filter_test(f, field, (union filter_operand){ .calls = &it->calls->in });
		if (it->calls && it->calls->has_out)
			it->out = filter_test(f, field, (union filter_operand){ .calls = &it->calls->out });
		if (it->calls && ((it->calls->has_in && !it->in) || (it->calls->has_out && !it->out)))
			return false;
		if (it->out && !require(f, &f->asked, filter_not(f, it->out)))
			return false;
		if (it->in && !require(f, &f->asked, it->in))
			return false;
	}
	return true;
}

void filter_show_kept(struct filter *f)
{
	f->kept = true;
}

static const struct sct_bytes *capture_option(const struct sct_header *h, const char *name)
{
	for (size_t i = 0; i + 1 < h->capture_count; i += 2)
		if (h->capture[i].size == strlen(name) && !memcmp(h->capture[i].data, name, strlen(name)))
			return &h->capture[i + 1];
	return NULL;
}

/* What the recorder was asked for, as nodes: calls must be among it, other events pass. */
static bool recorded(struct filter *f, const struct sct_header *h)
{
	const struct sct_bytes *trace = capture_option(h, "trace");
	union filter_operand calls = { .kinds = 1u << SCT_SYSCALL | 1u << SCT_UNFINISHED };
	char list[4096], why[128];

	if (f->kept || f->names_calls || f->items[FILTER_SYSCALL].calls || f->items[FILTER_CLASS].calls || !trace ||
	    trace->size >= sizeof(list))
		return true;
	memcpy(list, trace->data, trace->size);
	list[trace->size] = '\0';
	memset(&f->recorded, 0, sizeof(f->recorded));
	/* a newer recorder may know more calls than we do: then show all there is */
	if (!strcmp(list, "all") || !call_select_add(&f->recorded, list, false, why, sizeof(why)))
		return true;
	if (!f->recorded_in) {
		f->recorded_in = filter_join(f, FILTER_OR, filter_not(f, filter_test(f, FILTER_KIND, calls)),
					     filter_test(f, FILTER_SYSCALL, (union filter_operand){ .calls = &f->recorded.in }));
		f->recorded_out = filter_not(f, filter_test(f, FILTER_SYSCALL, (union filter_operand){ .calls = &f->recorded.out }));
	}
	return (!f->recorded.has_in || require(f, &f->root, f->recorded_in)) &&
	       (!f->recorded.has_out || require(f, &f->root, f->recorded_out));
}

/* Forks and execs have a line already, that of the call: their own is shown to who asks for it. */
static bool once(struct filter *f)
{
	union filter_operand twice = { .kinds = 1u << SCT_FORK | 1u << SCT_EXEC };

	if (f->kept || f->names_kinds || f->items[FILTER_KIND].in || f->items[FILTER_KIND].out)
		return true;
	if (!f->once)
		f->once = filter_not(f, filter_test(f, FILTER_KIND, twice));
	return require(f, &f->root, f->once);
}

/* From when to when events can pass, by the tests of time. */
struct window {
	uint64_t lower, upper;
};

static struct window hull(struct window a, struct window b)
{
	return (struct window){ a.lower < b.lower ? a.lower : b.lower, a.upper > b.upper ? a.upper : b.upper };
}

static struct window common(struct window a, struct window b)
{
	return (struct window){ a.lower > b.lower ? a.lower : b.lower, a.upper < b.upper ? a.upper : b.upper };
}

/* Negated times are not worth narrowing it. */
static struct window window(const struct filter_node *n)
{
	struct window w = { 0, UINT64_MAX }, rest;

	if (n->op == FILTER_TEST && n->field == FILTER_SINCE)
		w.lower = n->operand.time.ns;
	if (n->op == FILTER_TEST && n->field == FILTER_UNTIL)
		w.upper = n->operand.time.ns;
	if (n->op != FILTER_AND && n->op != FILTER_OR)
		return w;
	w = window(n->a);
	for (uint8_t op = n->op;; n = n->b) {
		rest = window(n->b->op == op ? n->b->a : n->b);
		w = op == FILTER_AND ? common(w, rest) : hull(w, rest);
		if (n->b->op != op)
			return w;
	}
}

bool filter_bind(struct filter *f, const struct sct_header *h)
{
	struct window w = { 0, UINT64_MAX };

	if (!f->built && !build(f))
		return false;
	f->built = true;
	f->root = f->asked;
	if (!recorded(f, h) || !once(f))
		return false;
	for (struct filter_node *n = f->all; n; n = n->allocated)
		if (n->op == FILTER_TEST && (n->field == FILTER_SINCE || n->field == FILTER_UNTIL)) {
			uint64_t ns = when_resolve(&n->operand.time.when, h);

			n->operand.time.ns = ns > UINT64_MAX - n->operand.time.plus ? UINT64_MAX : ns + n->operand.time.plus;
		}
	if (f->asked)
		w = window(f->asked);
	f->lower = w.lower;
	f->upper = w.upper;
	return true;
}
