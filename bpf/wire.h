/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * What the kernel program and the recorder say to each other: records in the ring buffers, the
 * capture plan, counters. Both sides are built together and share no file format: this may
 * change at will.
 */
#ifndef SCT_BPF_WIRE_H
#define SCT_BPF_WIRE_H

#ifdef __bpf__
typedef u8 wire_u8; typedef u16 wire_u16; typedef u32 wire_u32; typedef u64 wire_u64; typedef s64 wire_s64;
#else
#include <stdint.h>
typedef uint8_t wire_u8; typedef uint16_t wire_u16; typedef uint32_t wire_u32;
typedef uint64_t wire_u64; typedef int64_t wire_s64;
#endif

enum wire_type {
	WIRE_ENTER = 1,   /* user memory read at entry; its call's WIRE_EXIT follows from the same thread */
	WIRE_EXIT,        /* a call returned: struct wire_call */
	WIRE_UNFINISHED,  /* a thread died inside a call: struct wire_call without result */
	WIRE_FORK,        /* struct wire_fork */
	WIRE_EXEC,        /* struct wire_exec */
	WIRE_DEATH,       /* struct wire_death */
	WIRE_SIGNAL,      /* struct wire_signal */
	WIRE_RENAME,      /* struct wire_rename */
};

enum wire_flag {
	WIRE_I386 = 1,        /* int 0x80, sysenter or a 32-bit program */
	WIRE_X32 = 2,
	WIRE_NO_ENTER = 4,    /* no sys_enter was seen: refused by seccomp */
	WIRE_HAS_ENTER = 8,   /* a WIRE_ENTER was sent (or lost) for this call */
};

/* In front of every record, 8-aligned. */
struct wire_hdr {
	wire_u16 type;        /* enum wire_type */
	wire_u8 nargs;        /* WIRE_EXIT, WIRE_UNFINISHED: how many args follow */
	wire_u8 flags;        /* enum wire_flag */
	wire_u32 seq;         /* per CPU, taken before the record is offered to the ring. WIRE_ENTER and
	                         WIRE_RENAME have their own count: a gap in the others is exactly lost events */
	wire_u64 time;        /* ns CLOCK_MONOTONIC, when the record was made */
	wire_u32 tid, tgid;
};

/* Followed by nargs u64, then payloads up to the end of the record. */
struct wire_call {
	struct wire_hdr hdr;
	wire_u64 enter;       /* ns */
	wire_s64 result;
	wire_u32 nr;
	wire_u32 count;       /* the thread's calls so far: ties WIRE_ENTER to WIRE_EXIT */
};

/* Followed by payloads. */
struct wire_enter {
	struct wire_hdr hdr;
	wire_u32 nr;
	wire_u32 count;
};

/* data follows, padded to 8 */
struct wire_payload {
	wire_u8 arg;
	wire_u8 part;         /* enum sct_part */
	wire_u8 status;       /* enum sct_payload_status */
	wire_u8 at_exit;
	wire_u32 captured;    /* bytes of data */
	wire_u64 full;        /* full length when truncated */
};

struct wire_fork {
	struct wire_hdr hdr;  /* the parent thread */
	wire_u32 child_tid, child_tgid;
	wire_u64 child_start;
	wire_u64 arg0;        /* of the call that forked: clone's flags */
	wire_u32 nr;          /* which call that was */
	wire_u32 pad;
};

struct wire_exec {
	struct wire_hdr hdr;
	wire_u32 old_tid;
	wire_u32 uid;
	wire_u32 interpreted; /* a script: argv begins with the interpreter's */
	wire_u32 pad;
	wire_u64 start;
	char comm[16];
};      /* payloads: arg 0 exe, 1 argv, 2 environment */

struct wire_death {
	struct wire_hdr hdr;
	wire_u32 status;      /* as wait(2) */
	wire_u32 last;        /* 1: the process's last thread */
};

/* A thread got another name, from itself or another. */
struct wire_rename {
	struct wire_hdr hdr;  /* tid is the renamed thread's */
	char comm[16];
};

struct wire_signal {
	struct wire_hdr hdr;
	wire_u32 signo;
	wire_u32 fatal;       /* made, not delivered: it ends the process */
	wire_u64 handler, sa_flags;
	wire_u8 info[48];     /* siginfo_t, 64-bit layout */
};

/* ---- the capture plan, one per (ABI, number), in the program's read-only data */

#define WIRE_NR 512           /* syscall numbers per ABI with a plan of their own */
#define WIRE_PLAN_I386 WIRE_NR          /* plans: x86-64 from 0, i386 from here */
#define WIRE_PLAN_UNKNOWN (2 * WIRE_NR) /* any other number, and x32 */
#define WIRE_PLANS (2 * WIRE_NR + 1)
#define WIRE_CAPTURES 6

struct wire_capture {         /* = struct sct_capture */
	wire_u8 arg, kind, when, flags, len_arg, pad;
	wire_u16 size;
};

struct wire_plan {
	wire_u8 nargs;
	wire_u8 keep;         /* 0: filtered out */
	wire_u8 n_in, n_out;  /* captures at entry and at exit */
	wire_u8 len_ptr;      /* out has a length by pointer: what was there at entry bounds it */
	wire_u8 pad[3];
	struct wire_capture in[WIRE_CAPTURES], out[WIRE_CAPTURES];
};

/* Every 32-bit number is one that a program may call, these are not. */
#define NR_NONE (1ULL << 32)  /* between calls */
#define NR_SKIP (1ULL << 33)  /* inside a call that is not recorded */

#define TASK_ARMED 1          /* recording; before that only execve is looked at */
#define TASK_SENT_ENTER 2     /* the current call has a WIRE_ENTER */

/*
 * The kernel program's state of a thread. Having one is what makes a thread recorded. Kept small:
 * 20 KB here cost 34 us per thread created, this costs nothing that could be measured.
 */
struct task_state {
	wire_u64 enter;       /* ns */
	wire_u64 args[6];
	wire_u64 nr;          /* or NR_NONE, NR_SKIP */
	wire_u32 count;       /* calls so far */
	wire_u16 plan;        /* index of the current call's plan */
	wire_u8 flags;        /* TASK_* */
	wire_u8 abi;          /* WIRE_I386, WIRE_X32 */
	wire_u8 retry;        /* bit per plan->in entry that faulted and is tried again at exit */
	wire_u8 pad[7];
};

/* per CPU */
struct wire_cpu {
	wire_u32 seq, enter_seq;
	wire_u64 unwoken;     /* bytes since the consumer was last woken */
	wire_u64 lost, enter_lost;
	wire_u64 storage_failed, faulted, recovered, no_enter;
};

#define WIRE_SCRATCH 0x10000  /* bytes of one record at most, before slack */
#define SCRATCH_USERS 3       /* programs that build records: scratch areas per CPU */

#endif
