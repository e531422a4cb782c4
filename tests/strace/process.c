/* SPDX-License-Identifier: BSD-2-Clause */
/* Processes: creating, executing, waiting, scheduling, prctl, limits, ids. */
#include "corpus.h"

#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/prctl.h>
#include <sys/wait.h>

static char buf[512];

static void children(void)
{
	struct clone_args ca = { .flags = CLONE_FS, .exit_signal = SIGCHLD };
	struct rusage ru;
	siginfo_t si;
	int v = 0, k;

	if (!C(clone3, &ca, sizeof ca))
		C(exit, 7);
	C(wait4, -1, &v, 0, NULL);
	k = fork();
	if (!k)
		raise(SIGKILL);
	C(wait4, k, &v, __WALL, &ru);
	k = fork();
	if (!k) {
		raise(SIGSTOP);
		C(exit_group, 300);
	}
	C(wait4, k, &v, WUNTRACED, NULL);
	C(wait4, k, &v, WNOHANG | WCONTINUED, NULL);
	C(kill, k, SIGCONT);
	C(waitid, P_PID, k, &si, WEXITED | WNOWAIT, NULL);
	C(waitid, P_PID, k, &si, WEXITED, NULL);
	C(wait4, -1, &v, WNOHANG | __WALL, NULL);
	C(wait4, -1, BAD, 0x777, BAD);
	C(waitid, P_ALL, 0, &si, WEXITED | WNOHANG, NULL);
	C(waitid, P_PGID, 5, NULL, 0, NULL);
	C(waitid, P_PIDFD, -1, &si, WSTOPPED, NULL);
	C(waitid, 77, -1, BAD, 0x80, NULL);
	C(clone3, NULL, 0);
	C(clone3, &ca, 8);
	C(clone3, BAD, sizeof ca);
	ca.flags = CLONE_FS | CLONE_NEWNS | CLONE_THREAD | 0x8000000000000000;
	ca.exit_signal = 99;
	C(clone3, &ca, 64);
	C(clone, CLONE_THREAD | SIGCHLD, NULL, NULL, NULL, NULL);
	C(clone, CLONE_NEWNS | CLONE_FS, NULL, BAD, BAD, BAD);
}

static void programs(void)
{
	C(execve, "/nope", ((char *[]){ "a", "b\n", NULL }), ((char *[]){ "A=1", NULL }));
	C(execve, "/nope", NULL, NULL);
	C(execve, "", BAD, BAD);
	C(execve, BAD, ((char *[]){ NULL }), ((char *[]){ NULL }));
	C(execve, "/nope", ((char *[]){ "0123456789012345678901234567890123456789", "", NULL }),
	  ((char *[]){ "A=1", "B=2", NULL }));
	C(execveat, -1, "x", NULL, NULL, AT_EMPTY_PATH);
	C(execveat, AT_FDCWD, "/nope", ((char *[]){ "a", NULL }), NULL, AT_SYMLINK_NOFOLLOW | 0x2);
	C(unshare, 0);
	C(unshare, CLONE_NEWNET | 1);
	C(setns, -1, CLONE_NEWNET);
	C(setns, -1, 5);
	C(pidfd_open, -1, 0);
	C(pidfd_open, -1, 0x801);
	C(pidfd_send_signal, -1, SIGTERM, NULL, 0);
	C(pidfd_send_signal, -1, 99, BAD, 7);
	C(pidfd_getfd, -1, 3, 0);
	C(process_mrelease, -1, 0);
	C(kcmp, -1, -1, 0, 1L, 2L);
	C(kcmp, -1, 1, 2, 1L, 2L);
	C(kcmp, -1, 1, 77, 1L, 2L);
	C(ptrace, PTRACE_ATTACH, -1, 0L, 0L);
	C(ptrace, PTRACE_SEIZE, -1, 0L, 0L);
	C(ptrace, PTRACE_PEEKTEXT, -1, 0x1000L, 0L);
	C(ptrace, PTRACE_CONT, -1, 0L, (long)SIGSTOP);
	C(ptrace, PTRACE_SETOPTIONS, -1, 0L, 3L);
	C(ptrace, 999L, -1, 1L, 2L);
	C(personality, 0xffffffff);
	C(personality, 0x0040000);
	C(personality, 0x0040000);
	C(set_tid_address, NULL);
	C(set_robust_list, NULL, 5L);
	C(get_robust_list, -1, buf, buf + 8);
	C(rseq, 1L, 32, 0, 5);
}

static void scheduling(void)
{
	struct { unsigned size, policy; uint64_t flags; int nice; unsigned prio; uint64_t rt, dl, period; unsigned lo, hi; }
		sa = { 48, 6, 1, 3, 0, 10, 20, 30, 0, 0 };
	struct timespec ts;
	int v = 0;

	C(sched_getparam, 0, &v);
	C(sched_getparam, -1, &v);
	C(sched_setparam, 0, &v);
	C(sched_setscheduler, 0, 0, &v);
	v = 77;
	C(sched_setscheduler, 0, 1, &v);
	C(sched_setscheduler, 0, 99, BAD);
	C(sched_getscheduler, 0);
	C(sched_getscheduler, -1);
	C(sched_get_priority_max, 1);
	C(sched_get_priority_min, 77);
	C(sched_rr_get_interval, -1, &ts);
	C(sched_setattr, 0, &sa, 7);
	sa.size = 5;
	C(sched_setattr, -1, &sa, 0);
	sa.size = 48;
	C(sched_setattr, -1, NULL, 0);
	C(sched_setattr, -1, BAD, 0);
	C(sched_getattr, 0, &sa, 48, 0);
	C(sched_getattr, 0, &sa, 5, 1);
	C(sched_setaffinity, -1, 8, buf);
	C(sched_setaffinity, -1, 8, BAD);
	C(sched_getaffinity, 0, 4, buf);
	C(sched_getaffinity, -1, 128, buf);
	C(sched_yield);
	C(getpriority, PRIO_PROCESS, 0);
	C(getpriority, 9, -1);
	C(setpriority, PRIO_USER, 54321, 20);
	C(ioprio_get, 1, 0);
	C(ioprio_get, 99, -1);
	C(ioprio_set, 1, 0, (2 << 13) | 4);
	C(ioprio_set, 2, -1, (7 << 13) | 4);
	C(getcpu, NULL, NULL, NULL);
	C(getcpu, BAD, NULL, BAD);
}

static void controls(void)
{
	struct sock_filter f[2] = { { 6, 0, 0, 0x7fff0000 } };
	struct sock_fprog fp = { 1, f };
	uint64_t v = 0;

	C(prctl, PR_SET_NAME, "procname");
	C(prctl, PR_SET_NAME, "a name that is too long");
	C(prctl, PR_GET_NAME, buf);
	C(prctl, PR_SET_NAME, BAD);
	C(prctl, PR_SET_PDEATHSIG, SIGTERM);
	C(prctl, PR_SET_PDEATHSIG, 999);
	C(prctl, PR_GET_PDEATHSIG, &v);
	C(prctl, PR_SET_NO_NEW_PRIVS, 0L, 0L, 0L, 0L);
	C(prctl, PR_GET_NO_NEW_PRIVS, 0L, 0L, 0L, 0L);
	C(prctl, PR_GET_DUMPABLE);
	C(prctl, PR_SET_DUMPABLE, 1L);
	C(prctl, PR_SET_DUMPABLE, 9L);
	C(prctl, PR_CAPBSET_READ, (long)CAP_SYS_ADMIN);
	C(prctl, PR_CAPBSET_READ, 99L);
	C(prctl, PR_CAPBSET_DROP, 99L);
	C(prctl, PR_SET_KEEPCAPS, 0L);
	C(prctl, PR_GET_KEEPCAPS);
	C(prctl, PR_GET_SECCOMP);
	C(prctl, PR_SET_SECCOMP, 5L, 0L);
	C(prctl, PR_CAP_AMBIENT, (long)PR_CAP_AMBIENT_IS_SET, 5L, 0L, 0L);
	C(prctl, PR_CAP_AMBIENT, (long)PR_CAP_AMBIENT_CLEAR_ALL, 0L, 0L, 0L);
	C(prctl, PR_CAP_AMBIENT, 99L, 5L, 0L, 1L);
	C(prctl, PR_SET_TIMERSLACK, 50000L);
	C(prctl, PR_GET_TIMERSLACK);
	C(prctl, PR_SET_CHILD_SUBREAPER, 0L);
	C(prctl, PR_GET_CHILD_SUBREAPER, &v);
	C(prctl, PR_GET_SECUREBITS);
	C(prctl, PR_SET_SECUREBITS, 0x1ffL);
	C(prctl, PR_GET_TSC, &v);
	C(prctl, PR_SET_TSC, 1L);
	C(prctl, PR_GET_TIMING);
	C(prctl, PR_SET_TIMING, 1L);
	C(prctl, PR_GET_UNALIGN, &v);
	C(prctl, PR_SET_PTRACER, -1L);
	C(prctl, PR_SET_MM, 5L, 1L, 2L, 3L);
	C(prctl, PR_MCE_KILL, 1L, 2L, 0L, 0L);
	C(prctl, PR_MCE_KILL_GET, 0L, 0L, 0L, 0L);
	C(prctl, PR_GET_THP_DISABLE, 0L, 0L, 0L, 0L);
	C(prctl, PR_SET_THP_DISABLE, 0L, 0L, 0L, 0L);
	C(prctl, PR_GET_SPECULATION_CTRL, 0L, 0L, 0L, 0L);
	C(prctl, PR_SET_SPECULATION_CTRL, 99L, 2L, 0L, 0L);
	C(prctl, PR_SET_VMA, 0L, buf, 1L, "vma");
	C(prctl, PR_SET_IO_FLUSHER, 7L, 0L, 0L, 0L);
	C(prctl, PR_GET_TID_ADDRESS, &v);
	C(prctl, 12345, 1L, 2L, 3L, 4L);
	C(seccomp, 1, 99, &fp);
	C(seccomp, 1, 0, BAD);
	C(seccomp, 0, 1, NULL);
	C(seccomp, 2, 0, &v);
	C(seccomp, 3, 0, buf);
	C(seccomp, 77, 1, BAD);
#ifdef __x86_64__
	C(arch_prctl, 0x1003, &v);
	C(arch_prctl, 0x1004, BAD);
	C(arch_prctl, 0x1001, 1L);
	C(arch_prctl, 0x1011, 0L);
	C(arch_prctl, 0x1012, 1L);
	C(arch_prctl, 0x9999, 1L);
#endif
}

static void limits(void)
{
	struct rlimit rl = { 5, RLIM_INFINITY };
	struct rusage ru;

	C(prlimit64, 0, RLIMIT_NOFILE, NULL, buf);
	C(prlimit64, -1, RLIMIT_AS, buf, NULL);
	C(prlimit64, 0, 99, BAD, BAD);
	C(getrlimit, RLIMIT_CORE, buf);
	C(getrlimit, RLIMIT_STACK, BAD);
	C(getrlimit, 99, &rl);
	C(setrlimit, RLIMIT_CORE, &rl);
	rl.rlim_cur = 4096;
	C(setrlimit, 99, &rl);
	C(setrlimit, RLIMIT_DATA, NULL);
	C(getrusage, 99, &ru);
	C(getrusage, RUSAGE_SELF, BAD);
	C(times, NULL);
	C(umask, 022);
	C(umask, 07777);
	C(umask, -1);
	C(setpgid, 0, 0);
	C(setpgid, -1, 5);
	C(getpgid, 54321);
	C(getsid, -1);
	C(alarm, 0);
}

static void ids(void)
{
	struct __user_cap_header_struct ch = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct cd[2];
	unsigned a, b, c, groups[3] = { 1, 70000, -1 };

	C(getuid);
	C(getegid);
	C(setuid, 0);
	C(setreuid, -1, 0);
	C(setresuid, -1, 0, -1);
	C(setresgid, 0, -1, 0);
	C(getresuid, &a, &b, &c);
	C(getresgid, &a, BAD, &c);
	C(setfsuid, -1);
	C(setfsgid, 0);
	C(getgroups, 0, groups);
	C(getgroups, -1, groups);
	C(setgroups, 3, groups);
	C(getgroups, 10, buf);
	C(getgroups, 1, buf);
	C(setgroups, -1, BAD);
	C(setgroups, 2, BAD);
	C(setgroups, 0, NULL);
	C(capget, &ch, cd);
	C(capget, &ch, NULL);
	C(capset, BAD, cd);
	ch.version = 99;
	C(capget, &ch, cd);
	ch.version = _LINUX_CAPABILITY_VERSION_3;
	ch.pid = -1;
	C(capset, &ch, cd);
	C(capset, &ch, BAD);
}

int main(void)
{
	edge(0);
	begin();
	programs();
	scheduling();
	controls();
	limits();
	ids();
	children();
	return 3;
}
