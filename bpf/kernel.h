/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * The few kernel types the capture program looks into. Only the fields named here are used;
 * CO-RE relocates their offsets when the program is loaded, so order and gaps do not matter.
 * What differs between kernel releases is said here and nowhere else.
 */
#ifndef SCT_BPF_KERNEL_H
#define SCT_BPF_KERNEL_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef int s32;
typedef unsigned long long u64;
typedef long long s64;
/* names that bpf_helper_defs.h expects */
typedef u8 __u8;
typedef u16 __u16;
typedef u32 __u32;
typedef s32 __s32;
typedef u64 __u64;
typedef s64 __s64;
typedef u16 __be16;
typedef u32 __be32;
typedef u32 __wsum;

enum { false, true };
#ifndef bool
#define bool _Bool
#endif

/* include/uapi/linux/bpf.h */
enum bpf_map_type_used {
	BPF_MAP_TYPE_ARRAY = 2,
	BPF_MAP_TYPE_PERCPU_ARRAY = 6,
	BPF_MAP_TYPE_ARRAY_OF_MAPS = 12,
	BPF_MAP_TYPE_RINGBUF = 27,
	BPF_MAP_TYPE_TASK_STORAGE = 29,
};
#define BPF_F_NO_PREALLOC 1
#define BPF_LOCAL_STORAGE_GET_F_CREATE 1
#define BPF_RB_NO_WAKEUP 1
#define BPF_RB_FORCE_WAKEUP 2

#define CORE __attribute__((preserve_access_index))

struct pt_regs {
	unsigned long bp, bx, r10, r9, r8, ax, cx, dx, si, di, orig_ax;
} CORE;

struct thread_info {
	u32 status; /* arch/x86/include/asm/thread_info.h */
} CORE;
#define TS_COMPAT 0x0002            /* 32-bit syscall active */
#define X32_SYSCALL_BIT 0x40000000u

struct atomic { int counter; } CORE;

struct signal_struct {
	struct atomic live;         /* threads not yet in do_exit() */
	u32 flags;
	s32 group_exit_code;
} CORE;

#define SIGNAL_GROUP_EXIT 0x00000004 /* include/linux/sched/signal.h */
#define SIGKILL 9
#define SI_KERNEL 0x80

struct mm_struct {
	unsigned long arg_start, arg_end, env_start, env_end;
} CORE;

struct kuid { u32 val; } CORE;
struct cred { struct kuid uid; } CORE;

struct task_struct {
	struct thread_info thread_info;
	s32 pid, tgid;
	u64 start_boottime;         /* ns; real_start_time before 5.5 */
	char comm[16];
	struct task_struct *real_parent;
	struct task_struct *group_leader;
	struct mm_struct *mm;
	struct signal_struct *signal;
	const struct cred *cred;
	s32 exit_code;
} CORE;

struct linux_binprm {
	const char *filename;
	const char *interp;         /* differs from filename for #! scripts and binfmt_misc */
} CORE;

struct sigaction {
	void *sa_handler;
	unsigned long sa_flags;
} CORE;

struct k_sigaction {
	struct sigaction sa;
} CORE;

/* The first 48 bytes of it are laid out as siginfo_t (include/linux/signal_types.h). */
struct kernel_siginfo {
	int si_signo, si_errno, si_code;
} CORE;

#endif
