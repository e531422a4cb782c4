/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the syscall table and the user's filter to the capture plans of the kernel program.
 */
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/sct.h"
#include "record/plan.h"

static_assert(sizeof(struct wire_capture) == sizeof(struct sct_capture), "one layout");
static_assert(WIRE_CAPTURES == SCT_MAX_CAPTURES, "one limit");
/* bpf/payload.h repeats these, since kernel programs cannot include sct.h */
static_assert(SCT_CAP_STRING == 1 && SCT_CAP_IOV == 7 && SCT_CAP_STRING_LEN == 14, "capture kinds");
static_assert(SCT_PAYLOAD_TRUNCATED == 1 && SCT_PAYLOAD_NOT_CAPTURED == 4, "payload statuses");
static_assert(SCT_PART_STRINGS == 1 && SCT_PART_LENGTH == 6, "payload parts");

static const struct { enum sct_abi abi; unsigned base; } abis[] = {
	{ SCT_ABI_X86_64, 0 },
	{ SCT_ABI_I386, WIRE_PLAN_I386 },
};

static void add(struct wire_capture *to, const struct sct_capture *c)
{
	memcpy(to, c, sizeof(*c));
	/* the table says 255 for "no length"; the kernel program wants an index it may use unasked */
	if (to->len_arg > 5)
		to->len_arg = 0;
}

static void plan_fill(struct wire_plan *p, const struct sct_syscall *row)
{
	p->nargs = row->arg_count;
	p->exec = !!(row->flags & SCT_SYS_EXEC);
	for (unsigned i = 0; i < row->capture_count; i++) {
		const struct sct_capture *c = &row->captures[i];

		if (c->when & SCT_CAP_IN && p->n_in < WIRE_CAPTURES)
			add(&p->in[p->n_in++], c);
		if (c->when & SCT_CAP_OUT && p->n_out < WIRE_CAPTURES)
			add(&p->out[p->n_out++], c);
	}
}

void plan_build(struct wire_plan *plans, const struct record_set *set)
{
	memset(plans, 0, sizeof(*plans) * WIRE_PLANS);
	for (unsigned i = 0; i < WIRE_PLANS; i++) {
		plans[i].nargs = 6;
		plans[i].keep = set->keep[i];
	}
	for (unsigned a = 0; a < sizeof(abis) / sizeof(abis[0]); a++) {
		size_t n;
		const struct sct_syscall *rows = sct_syscall_rows(abis[a].abi, &n);

		for (size_t i = 0; i < n; i++)
			if (rows[i].number < WIRE_NR)
				plan_fill(&plans[abis[a].base + rows[i].number], &rows[i]);
	}
}

/* Sets value for every row that matches; returns how many did. */
static unsigned mark(struct record_set *set, const char *name, uint32_t classes, bool value)
{
	unsigned hits = 0;

	for (unsigned a = 0; a < sizeof(abis) / sizeof(abis[0]); a++) {
		size_t n;
		const struct sct_syscall *rows = sct_syscall_rows(abis[a].abi, &n);

		for (size_t i = 0; i < n; i++) {
			if (rows[i].number >= WIRE_NR)
				continue;
			if (classes ? !(rows[i].classes & classes) : strcmp(rows[i].name, name) != 0)
				continue;
			set->keep[abis[a].base + rows[i].number] = value;
			hits++;
		}
	}
	return hits;
}

static int mark_item(struct record_set *set, const char *item, bool value, char *err, size_t err_size)
{
	char *end;
	unsigned long nr;
	const char *near;

	if (*item == '%') {
		uint32_t bits = sct_class_by_name(item + 1);

		if (bits) {
			mark(set, NULL, bits, value);
			return 0;
		}
		snprintf(err, err_size, "unknown class of system calls \"%s\" (try %%file, %%desc, %%process, %%network, %%memory, %%signal, %%ipc)", item);
		return -1;
	}
	if (mark(set, item, 0, value))
		return 0;
	errno = 0;
	nr = strtoul(item, &end, 0);
	if (*item >= '0' && *item <= '9' && !*end && !errno && nr < WIRE_NR) {
		set->keep[nr] = value;
		return 0;
	}
	near = sct_syscall_nearest(item);
	snprintf(err, err_size, "unknown system call \"%s\"%s%s%s", item, near ? " (did you mean " : "", near ? near : "",
		 near ? "?)" : "");
	return -1;
}

/* What keeps names resolvable and the process tree whole is recorded whatever the filter. */
static void keep_state(struct record_set *set)
{
	for (unsigned a = 0; a < sizeof(abis) / sizeof(abis[0]); a++) {
		size_t n;
		const struct sct_syscall *rows = sct_syscall_rows(abis[a].abi, &n);

		for (size_t i = 0; i < n; i++)
			if (rows[i].number < WIRE_NR && rows[i].flags & (SCT_SYS_FD_STATE | SCT_SYS_EXEC | SCT_SYS_NORETURN))
				set->keep[abis[a].base + rows[i].number] = true;
	}
}

int record_set_parse(struct record_set *set, const char *expr, char *err, size_t err_size)
{
	bool negate = false;
	char *copy, *item, *save = NULL;
	int rc = 0;

	if (expr && !strncmp(expr, "trace=", 6))
		expr += 6;
	if (!expr || !*expr || !strcmp(expr, "all")) {
		memset(set->keep, true, sizeof(set->keep));
		return 0;
	}
	if (*expr == '!') {
		negate = true;
		expr++;
	}
	memset(set->keep, negate, sizeof(set->keep));
	copy = strdup(strcmp(expr, "none") ? expr : "");
	if (!copy) {
		snprintf(err, err_size, "out of memory");
		return -1;
	}
	for (item = strtok_r(copy, ",", &save); item && !rc; item = strtok_r(NULL, ",", &save))
		rc = mark_item(set, item, !negate, err, err_size);
	free(copy);
	keep_state(set);
	return rc;
}
