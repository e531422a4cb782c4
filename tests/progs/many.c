/* SPDX-License-Identifier: BSD-2-Clause */
/* COUNT processes that live for one call each, a few at a time: many COUNT. */
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* A function of its own, so that the vfork child has no loop variables to spoil. */
static pid_t __attribute__((noinline)) spawn(int i)
{
	pid_t pid = i % 2 ? vfork() : fork();

	if (pid == 0) {
		syscall(SYS_close, 100000 + i);
		_exit(i % 100);
	}
	return pid;
}

int main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : 10000;
	int running = 0;

	for (int i = 0; i < n; i++) {
		if (spawn(i) < 0)
			return 1;
		if (++running == 8) {
			wait(NULL);
			running--;
		}
	}
	while (running-- > 0)
		wait(NULL);
	return 0;
}
