/* SPDX-License-Identifier: BSD-2-Clause */
/* A tree of processes made every way there is: tree LOG. Prints how many it made. */
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include "truth.h"

static int made;

static void child(int code)
{
	mark_begin();
	sys(SYS_getppid);
	sys(SYS_close, U(1000 + code));
	mark_end();
	_exit(code);
}

static void reap(long pid, int code)
{
	int status;

	made++;
	if (pid < 0 || waitpid(pid, &status, __WALL) != pid || status != code << 8)
		truth_die("a child did not end as it should");
}

static int cloned(void *arg)
{
	child((int)(long)arg);
	return 0;
}

static void generation(int depth)
{
	static char stack[65536] __attribute__((aligned(16)));
	struct clone_args args;
	long pid;

	pid = fork();
	if (pid == 0) {
		if (depth > 0) {
			generation(depth - 1);
			_exit(made);
		}
		child(3);
	}
	if (depth > 0) {
		int status;

		waitpid(pid, &status, 0);
		made += 1 + WEXITSTATUS(status);
	} else {
		reap(pid, 3);
	}
	pid = raw6(SYS_fork, 0, 0, 0, 0, 0, 0);
	if (pid == 0)
		child(4);
	reap(pid, 4);
	pid = vfork();
	if (pid == 0)
		_exit(5);
	reap(pid, 5);
	reap(clone(cloned, stack + sizeof(stack), SIGCHLD, (void *)6L), 6);
	reap(clone(cloned, stack + sizeof(stack), CLONE_VM | CLONE_VFORK | CLONE_FILES | CLONE_FS, (void *)7L), 7);
	memset(&args, 0, sizeof(args));
	args.exit_signal = SIGCHLD;
	pid = raw6(SYS_clone3, (long)&args, sizeof(args), 0, 0, 0, 0);
	if (pid == 0)
		child(8);
	reap(pid, 8);
	truth_thread();
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	truth_open(argv[1]);
	generation(2);
	printf("%d\n", made);
	return 0;
}
