/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the syscall table and the user's filter to the capture plans of the kernel program.
 */
#include <assert.h>
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

static void plan_fill(struct wire_plan *p, const struct sct_syscall *row)
{
	p->nargs = row->arg_count;
	for (unsigned i = 0; i < row->capture_count; i++) {
		const struct sct_capture *c = &row->captures[i];

		if (c->when & SCT_CAP_IN && p->n_in < WIRE_CAPTURES)
			memcpy(&p->in[p->n_in++], c, sizeof(*c));
		/* what is at the length's place afterwards may be more than there was room for */
		if (c->kind == SCT_CAP_LEN_PTR && c->when == SCT_CAP_OUT && p->n_in < WIRE_CAPTURES)
			memcpy(&p->in[p->n_in++], c, sizeof(*c));
		p->len_ptr |= c->kind == SCT_CAP_LEN_PTR;
		if (c->when & SCT_CAP_OUT && p->n_out < WIRE_CAPTURES)
			memcpy(&p->out[p->n_out++], c, sizeof(*c));
	}
}

/*
 * What keeps names resolvable and the process tree whole is recorded whatever the filter: execs,
 * exits, and calls that change descriptors, directories or processes.
 */
#define ALWAYS (SCT_SYS_FD_STATE | SCT_SYS_EXEC | SCT_SYS_NORETURN)

void plan_build(struct wire_plan *plans, const struct call_select *select)
{
	memset(plans, 0, sizeof(*plans) * WIRE_PLANS);
	for (unsigned i = 0; i < WIRE_PLANS; i++) {
		enum sct_abi abi = i < WIRE_PLAN_I386 ? SCT_ABI_X86_64 : SCT_ABI_I386;

		plans[i].nargs = 6;
		plans[i].keep = call_select_has(select, abi, i % WIRE_NR);
	}
	/* numbers beyond the table cannot be told apart in the kernel: all or none */
	plans[WIRE_PLAN_UNKNOWN].keep = !select->has_in || select->in.extra_count;
	for (unsigned a = 0; a < sizeof(abis) / sizeof(abis[0]); a++) {
		size_t n;
		const struct sct_syscall *rows = sct_syscall_rows(abis[a].abi, &n);

		for (size_t i = 0; i < n; i++) {
			struct wire_plan *p = &plans[abis[a].base + rows[i].number];

			if (rows[i].number >= WIRE_NR)
				continue;
			plan_fill(p, &rows[i]);
			if (rows[i].flags & ALWAYS)
				p->keep = true;
		}
	}
}
