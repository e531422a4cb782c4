// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * The capture program: system calls, forks, execs, exits and signals of the threads that have a
 * task_state. What is kept of which call is decided by the plans, not here.
 */
#include "bpf/kernel.h"

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

#include "bpf/wire.h"
#include "bpf/state.h"
#include "bpf/payload.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#define NR_EXECVE 59
#define NR_EXECVEAT 322
#define NR_EXECVE_I386 11
#define NR_EXECVEAT_I386 358

static __always_inline u32 plan_index(u32 abi, u32 nr)
{
	u32 i = WIRE_PLAN_UNKNOWN;

	if (nr < WIRE_NR && !(abi & WIRE_X32))
		i = abi & WIRE_I386 ? WIRE_PLAN_I386 + nr : nr;
	return i;
}

/* The verifier wants to see the bound next to its use. */
static __always_inline const volatile struct wire_plan *plan_at(u32 i)
{
	barrier_var(i);
	if (i >= WIRE_PLANS)
		i = WIRE_PLAN_UNKNOWN;
	return &plans[i];
}

static __always_inline u8 abi_of(struct task_struct *task, u32 nr)
{
	if (task->thread_info.status & TS_COMPAT)
		return WIRE_I386;
	/* -1 has the bit too, but is no x32 call */
	return nr & X32_SYSCALL_BIT && (s32)nr > 0 ? WIRE_X32 : 0;
}

static __always_inline void save_args(struct task_state *st, struct pt_regs *regs)
{
	if (st->abi & WIRE_I386) {
		st->args[0] = (u32)regs->bx;
		st->args[1] = (u32)regs->cx;
		st->args[2] = (u32)regs->dx;
		st->args[3] = (u32)regs->si;
		st->args[4] = (u32)regs->di;
		st->args[5] = (u32)regs->bp;
	} else {
		st->args[0] = regs->di;
		st->args[1] = regs->si;
		st->args[2] = regs->dx;
		st->args[3] = regs->r10;
		st->args[4] = regs->r8;
		st->args[5] = regs->r9;
	}
}

static __always_inline bool starts_exec(u32 abi, u32 nr)
{
	return abi & WIRE_I386 ? nr == NR_EXECVE_I386 || nr == NR_EXECVEAT_I386
			       : nr == NR_EXECVE || nr == NR_EXECVEAT;
}

static __always_inline void scratch_start(struct scratch *s, const struct task_state *st, u32 off)
{
	s->off = off;
	s->faulted = 0;
	s->compat = st->abi & WIRE_I386;
	__builtin_memcpy(s->args, st->args, sizeof(s->args));
}

static __always_inline void count_fault(void)
{
	struct wire_cpu *cpu = this_cpu();

	if (cpu)
		cpu->faulted++;
}

/* Reads what the plan wants at entry and sends it ahead: it survives calls that never return. */
static __always_inline void send_enter(struct task_state *st, u32 n)
{
	struct scratch *s = scratch_of(SCRATCH_ENTER);
	struct wire_enter *e;
	u32 i, size;

	if (!s)
		return;
	scratch_start(s, st, sizeof(*e));
	s->phase = PHASE_ENTER;
	for (i = 0; i < WIRE_CAPTURES; i++) {
		if (i >= n)
			break;
		if (capture(SCRATCH_ENTER, st->plan, i)) {
			st->retry |= 1 << i;
			count_fault();
		}
	}
	size = s->off;
	if (size <= sizeof(*e) || size >= 2 * WIRE_SCRATCH)
		return;
	e = (void *)s->data;
	fill_hdr(&e->hdr, WIRE_ENTER, 0, st->abi, st->enter);
	e->nr = st->nr;
	e->count = st->count;
	st->flags |= TASK_SENT_ENTER;
	send(e, size);
}

SEC("tp_btf/sys_enter")
int BPF_PROG(sys_enter, struct pt_regs *regs, long id)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task_state *st = bpf_task_storage_get(&tasks, task, 0, 0);
	const volatile struct wire_plan *plan;
	u32 nr = id;

	if (!st)
		return 0;
	st->abi = abi_of(task, nr);
	st->plan = plan_index(st->abi, nr);
	plan = plan_at(st->plan);
	if (!plan->keep || (!(st->flags & TASK_ARMED) && !starts_exec(st->abi, nr))) {
		st->nr = NR_SKIP;
		return 0;
	}
	st->nr = nr;
	st->count++;
	st->retry = 0;
	st->flags &= ~TASK_SENT_ENTER;
	save_args(st, regs);
	st->enter = bpf_ktime_get_ns();
	if (plan->n_in)
		send_enter(st, plan->n_in);
	return 0;
}

/* Lays a wire_call and its arguments at the start of the scratch; payloads go behind. */
static __always_inline struct wire_call *put_call(struct scratch *s, struct task_state *st, u16 type,
						  u8 flags, u32 nargs, u64 now, s64 result)
{
	struct wire_call *c = (void *)s->data;

	if (nargs > 6)
		nargs = 6;
	scratch_start(s, st, sizeof(*c) + 8 * nargs);
	fill_hdr(&c->hdr, type, nargs, st->abi | flags | (st->flags & TASK_SENT_ENTER ? WIRE_HAS_ENTER : 0), now);
	c->enter = st->enter;
	c->result = result;
	c->nr = st->nr;
	c->count = st->count;
	__builtin_memcpy(s->data + sizeof(*c), st->args, sizeof(st->args));
	return c;
}

/* What faulted at entry is resident by now, if the kernel looked at it. */
static __always_inline void retry_captures(struct scratch *s, struct task_state *st)
{
	struct wire_cpu *cpu = this_cpu();
	u32 i;

	s->phase = PHASE_RETRY;
	for (i = 0; i < WIRE_CAPTURES; i++)
		if (st->retry & (1 << i) &&
		    !capture(SCRATCH_EXIT, st->plan, i) && cpu)
			cpu->recovered++;
}

/* A call whose sys_enter was skipped, by seccomp: all there is to know is in the registers. */
static __always_inline void without_enter(struct task_state *st, struct task_struct *task, struct pt_regs *regs,
					  u64 now)
{
	struct wire_cpu *cpu = this_cpu();

	st->nr = (u32)regs->orig_ax;
	st->abi = abi_of(task, st->nr);
	st->plan = plan_index(st->abi, st->nr);
	st->count++;
	st->retry = 0;
	st->flags &= ~TASK_SENT_ENTER;
	st->enter = now;
	save_args(st, regs);
	if (cpu)
		cpu->no_enter++;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(sys_exit, struct pt_regs *regs, long ret)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task_state *st = bpf_task_storage_get(&tasks, task, 0, 0);
	const volatile struct wire_plan *plan;
	struct scratch *s;
	struct wire_call *c;
	u32 i, size;
	u8 flags = 0;
	bool failed;
	u64 now;

	if (!st)
		return 0;
	if (st->nr == NR_SKIP || (st->nr == NR_NONE && !(st->flags & TASK_ARMED))) {
		st->nr = NR_NONE;
		return 0;
	}
	s = scratch_of(SCRATCH_EXIT);
	if (!s)
		return 0;
	now = bpf_ktime_get_ns();
	if (st->nr == NR_NONE) {
		without_enter(st, task, regs, now);
		flags = WIRE_NO_ENTER;
	}
	plan = plan_at(st->plan);
	if (!plan->keep)
		goto out;
	c = put_call(s, st, WIRE_EXIT, flags, plan->nargs, now, ret);
	s->result = ret;
	if (st->retry)
		retry_captures(s, st);
	s->phase = PHASE_EXIT;
	failed = ret < 0 && ret >= -4095;
	for (i = 0; i < WIRE_CAPTURES; i++) {
		if (i >= plan->n_out)
			break;
		if (failed && plan->out[i].flags & CAPF_ON_SUCCESS)
			continue;
		if (capture(SCRATCH_EXIT, st->plan, i))
			count_fault();
	}
	size = s->off;
	if (size < 2 * WIRE_SCRATCH)
		send(c, size);
out:
	st->nr = NR_NONE;
	return 0;
}

/* A child inherits the recording before it can run: none slips by. */
SEC("tp_btf/sched_process_fork")
int BPF_PROG(process_fork, struct task_struct *parent, struct task_struct *child)
{
	struct task_state *st = bpf_task_storage_get(&tasks, parent, 0, 0), *cst;
	struct wire_fork f = {};

	if (!st)
		return 0;
	cst = bpf_task_storage_get(&tasks, child, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!cst) {
		struct wire_cpu *cpu = this_cpu();

		if (cpu)
			cpu->storage_failed++;
		return 0;
	}
	cst->flags = st->flags & TASK_ARMED;
	cst->nr = NR_SKIP;    /* its return from clone is the parent's call, not one of its own */
	cst->abi = st->abi;
	__sync_fetch_and_add(&live, 1);
	if (!(st->flags & TASK_ARMED))
		return 0;
	fill_hdr(&f.hdr, WIRE_FORK, 0, st->abi, bpf_ktime_get_ns());
	f.child_tid = child->pid;
	f.child_tgid = child->tgid;
	f.child_start = child->start_boottime;
	f.arg0 = st->args[0];
	f.nr = st->nr;
	send(&f, sizeof(f));
	return 0;
}

/* argv or the environment, laid out by the kernel a moment ago: contiguous and resident. */
static __always_inline void put_range(struct scratch *s, u32 arg, u64 from, u64 to)
{
	struct wire_payload *p = (void *)&s->data[s->off & (WIRE_SCRATCH - 1)];

	put_block(s, arg, PART_STRINGS, from, to > from ? to - from : 0, STRINGS_MAX - 1);
	p->full = 0;          /* it would be the number of strings, which nobody has counted */
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(process_exec, struct task_struct *p, s32 old_pid, struct linux_binprm *bprm)
{
	struct task_state *st = bpf_task_storage_get(&tasks, p, 0, 0);
	struct scratch *s;
	struct wire_exec *e;
	struct wire_payload *pl;
	u32 off, size;
	long n;

	if (!st)
		return 0;
	st->flags |= TASK_ARMED;
	st->retry = 0;        /* the memory that the arguments point to is gone */
	s = scratch_of(SCRATCH_TASK);
	if (!s)
		return 0;
	s->off = sizeof(*e);
	s->compat = 0;
	s->phase = PHASE_ENTER;
	s->faulted = 0;
	e = (void *)s->data;
	fill_hdr(&e->hdr, WIRE_EXEC, 0, st->abi, bpf_ktime_get_ns());
	e->old_tid = old_pid;
	e->interpreted = bprm->interp != bprm->filename;
	e->uid = p->cred->uid.val;
	e->start = p->start_boottime;
	bpf_probe_read_kernel(e->comm, sizeof(e->comm), p->comm);
	off = s->off;
	pl = payload_begin(s, 0, PART_SELF);
	if (pl && off < WIRE_SCRATCH) {
		n = bpf_probe_read_kernel_str(&s->data[off + sizeof(*pl)], STRING_MAX, bprm->filename);
		payload_end(s, pl, n > 0 ? (n - 1) & (STRING_MAX - 1) : 0);
	}
	put_range(s, 1, p->mm->arg_start, p->mm->arg_end);
	if (want_env)
		put_range(s, 2, p->mm->env_start, p->mm->env_end);
	size = s->off;
	if (size < 2 * WIRE_SCRATCH)
		send(e, size);
	return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(process_exit, struct task_struct *p)
{
	struct task_state *st = bpf_task_storage_get(&tasks, p, 0, 0);
	const volatile struct wire_plan *plan;
	struct wire_death d = {};
	struct scratch *s;

	if (!st)
		return 0;
	if (!(st->flags & TASK_ARMED))
		goto out;
	s = scratch_of(SCRATCH_TASK);
	if (s && st->nr != NR_NONE && st->nr != NR_SKIP) {
		plan = plan_at(st->plan);
		struct wire_call *c = put_call(s, st, WIRE_UNFINISHED, 0, plan->nargs, bpf_ktime_get_ns(), 0);

		send(c, s->off & (WIRE_SCRATCH - 1));
	}
	st->nr = NR_SKIP;
	fill_hdr(&d.hdr, WIRE_DEATH, 0, st->abi, bpf_ktime_get_ns());
	d.status = p->exit_code;
	d.last = p->signal->live.counter == 0;
	send(&d, sizeof(d));
out:
	__sync_fetch_and_add(&live, -1);
	return 0;
}

/* At exec, by prctl, and by writing to another thread's /proc/self/task/TID/comm. */
SEC("tp_btf/task_rename")
int BPF_PROG(task_renamed, struct task_struct *task, const char *comm)
{
	struct task_state *st = bpf_task_storage_get(&tasks, task, 0, 0);
	struct wire_rename r = {};

	if (!st || !(st->flags & TASK_ARMED))
		return 0;
	fill_hdr(&r.hdr, WIRE_RENAME, 0, 0, bpf_ktime_get_ns());
	r.hdr.tid = task->pid;
	r.hdr.tgid = task->tgid;
	bpf_probe_read_kernel_str(r.comm, sizeof(r.comm), comm);
	send(&r, sizeof(r));
	return 0;
}

/* The second argument as a number: the verifier takes a pointer for one that is never NULL. */
static __always_inline u64 info_of(const void *ctx)
{
	u64 info = 0;

	bpf_probe_read_kernel(&info, sizeof(info), (const u64 *)ctx + 1);
	return info;
}

/* info: a siginfo, or SEND_SIG_NOINFO (0, from the current process) or SEND_SIG_PRIV (1, from the kernel). */
static __always_inline void put_siginfo(struct wire_signal *r, int sig, u64 info)
{
	s32 *words = (s32 *)r->info;

	if (info > 1) {
		bpf_probe_read_kernel(r->info, sizeof(r->info), (void *)info);
		return;
	}
	/* siginfo_t: si_signo, si_errno, si_code, padding, si_pid, si_uid */
	words[0] = sig;
	if (info) {
		words[2] = SI_KERNEL;
	} else {
		words[4] = bpf_get_current_pid_tgid() >> 32;
		words[5] = bpf_get_current_uid_gid();
	}
}

/*
 * A signal that ends a process is not delivered as itself: the kernel lets every thread find a
 * SIGKILL instead. Only here can be seen which it was and who sent it.
 */
SEC("tp_btf/signal_generate")
int BPF_PROG(signal_generate, int sig, struct kernel_siginfo *info, struct task_struct *task, int group, int result)
{
	struct task_state *st;
	struct wire_signal r = {};

	if (result || sig == SIGKILL || !(task->signal->flags & SIGNAL_GROUP_EXIT) || task->signal->group_exit_code != sig)
		return 0;
	st = bpf_task_storage_get(&tasks, task, 0, 0);
	if (!st || !(st->flags & TASK_ARMED))
		return 0;
	fill_hdr(&r.hdr, WIRE_SIGNAL, 0, st->abi, bpf_ktime_get_ns());
	r.hdr.tid = task->pid;
	r.hdr.tgid = task->tgid;
	r.signo = sig;
	r.fatal = 1;
	put_siginfo(&r, sig, info_of(ctx));
	send(&r, sizeof(r));
	return 0;
}

SEC("tp_btf/signal_deliver")
int BPF_PROG(signal_deliver, int sig, struct kernel_siginfo *info, struct k_sigaction *ka)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task_state *st = bpf_task_storage_get(&tasks, task, 0, 0);
	struct wire_signal r = {};

	if (!st || !(st->flags & TASK_ARMED))
		return 0;
	if (sig == SIGKILL && !info_of(ctx))
		return 0;     /* the process ends: signal_generate() and the exit have said why */
	fill_hdr(&r.hdr, WIRE_SIGNAL, 0, st->abi, bpf_ktime_get_ns());
	r.signo = sig;
	r.handler = (u64)ka->sa.sa_handler;
	r.sa_flags = ka->sa.sa_flags;
	put_siginfo(&r, sig, info_of(ctx));
	send(&r, sizeof(r));
	return 0;
}
