/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls a seccomp filter answers or punishes: refused LOG. getppid gives EPERM, uname pretends
 * to be 42, times kills the process (a child, so SIGSYS is what the parent sees).
 */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include "truth.h"

static void confine(void)
{
	struct sock_filter f[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_uname, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 42),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_times, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog prog = { .len = sizeof(f) / sizeof(*f), .filter = f };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog))
		truth_die("prctl");
}

int main(int argc, char **argv)
{
	char buf[512];
	int status;
	pid_t pid;

	if (argc < 2)
		return 2;
	truth_open(argv[1]);
	confine();
	mark_begin();
	sys(SYS_getppid);
	sys(SYS_getpid);
	sys(SYS_uname, U(buf));
	sys_string(0, "/still here", SYS_access, U("/still here"), U(0));
	mark_end();
	pid = fork();
	if (pid == 0) {
		truth_thread();
		sys_last(SYS_times, 0);
		_exit(1);
	}
	if (waitpid(pid, &status, 0) != pid || !WIFSIGNALED(status) || WTERMSIG(status) != SIGSYS)
		truth_die("the child was not killed by SIGSYS");
	return 0;
}
