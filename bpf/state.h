/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * Maps, settings and per-thread state of the capture program, and how a record is sent.
 */
#ifndef SCT_BPF_STATE_H
#define SCT_BPF_STATE_H

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct task_state);
} tasks SEC(".maps");

/* One ring per CPU: two busy threads pay 98 ns through two rings, 231 ns through a shared one. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);       /* set to the number of CPUs before loading */
	__type(key, u32);
	__array(values, struct {
		__uint(type, BPF_MAP_TYPE_RINGBUF);
		__uint(max_entries, 4096);
	});
} rings SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct wire_cpu);
} cpus SEC(".maps");

/*
 * Where a record is put together. One per CPU and program: the kernel never runs one program
 * twice at a time on a CPU, but from 6.19 on a preempted one may be followed by another.
 * SCRATCH_USERS per CPU.
 */
enum scratch_user { SCRATCH_ENTER, SCRATCH_EXIT, SCRATCH_TASK };

/* RETRY: entry captures that faulted, read again when the call returns. */
enum phase { PHASE_ENTER, PHASE_RETRY, PHASE_EXIT };

struct scratch {
	u32 off;              /* first free byte of data */
	u32 faulted;          /* the last capture() met memory it could not read */
	u32 compat;           /* pointers are 4 bytes */
	u32 phase;            /* enum phase */
	u64 args[6];
	s64 result;
	u8 data[2 * WIRE_SCRATCH];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);       /* SCRATCH_USERS per CPU, set before loading */
	__type(key, u32);
	__type(value, struct scratch);
} scratches SEC(".maps");

/* Settings, written before loading. */
const volatile struct wire_plan plans[WIRE_PLANS];
const volatile u32 io_limit = 32;      /* bytes of I/O data kept per buffer, <= 32768 */
const volatile u32 wake_bytes = 1 << 20;
const volatile u32 want_env;

/* Threads that have a task_state and are alive; the recorder reads it. */
s64 live;

static __always_inline struct scratch *scratch_of(u32 user)
{
	u32 key = bpf_get_smp_processor_id() * SCRATCH_USERS + user;

	return bpf_map_lookup_elem(&scratches, &key);
}

static __always_inline struct wire_cpu *this_cpu(void)
{
	u32 zero = 0;

	return bpf_map_lookup_elem(&cpus, &zero);
}

static __always_inline void fill_hdr(struct wire_hdr *h, u16 type, u8 nargs, u8 flags, u64 now)
{
	u64 id = bpf_get_current_pid_tgid();

	h->type = type;
	h->nargs = nargs;
	h->flags = flags;
	h->time = now;
	h->tid = id;
	h->tgid = id >> 32;
}

/*
 * Sends size bytes. The sequence number is taken first, so what does not fit leaves a gap that
 * the recorder sees: seq == delivered + lost, always. The consumer is woken once per
 * wake_bytes, since a wake-up costs 1.2 us: it polls on its own every few milliseconds.
 */
static __always_inline void send(void *rec, u32 size)
{
	struct wire_hdr *h = rec;
	struct wire_cpu *cpu = this_cpu();
	u32 key = bpf_get_smp_processor_id();
	bool event = h->type != WIRE_ENTER && h->type != WIRE_RENAME;
	u64 flags = BPF_RB_NO_WAKEUP;
	void *ring;

	if (!cpu)
		return;
	h->seq = event ? cpu->seq++ : cpu->enter_seq++;
	ring = bpf_map_lookup_elem(&rings, &key);
	cpu->unwoken += size;
	if (cpu->unwoken >= wake_bytes) {
		cpu->unwoken = 0;
		flags = BPF_RB_FORCE_WAKEUP;
	}
	/* no ring: a CPU that came online later */
	if (!ring || bpf_ringbuf_output(ring, rec, size, flags)) {
		if (event)
			cpu->lost++;
		else
			cpu->enter_lost++;
	}
}

#endif
