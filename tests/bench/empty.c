/* SPDX-License-Identifier: BSD-2-Clause */
/* Runs a command while the two programs of empty.bpf.c are attached: empty COMMAND [ARG...] */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "empty.skel.h"

int main(int argc, char **argv)
{
	struct empty_bpf *b;
	int rc, st;
	pid_t pid;

	if (argc < 2) {
		fprintf(stderr, "usage: empty COMMAND [ARG...]\n");
		return 2;
	}
	b = empty_bpf__open_and_load();
	rc = b ? empty_bpf__attach(b) : -1;
	if (rc) {
		fprintf(stderr, "empty: cannot attach: %s\n", strerror(b ? -rc : 1));
		return 125;
	}
	pid = fork();
	if (pid == 0) {
		execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &st, 0) < 0) {
		perror("empty");
		return 125;
	}
	empty_bpf__destroy(b);
	return WIFSIGNALED(st) ? 128 + WTERMSIG(st) : WEXITSTATUS(st);
}
