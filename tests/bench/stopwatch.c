/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs a command and writes to a file how long it took: wall, user and system time of it and all
 * its descendants, in ns. It stands between a tracer and the command, so that what the tracer needs to start
 * and to finish is not charged to the command.
 *
 *	stopwatch FILE COMMAND [ARG...]
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ll + t.tv_nsec;
}

static long long ns(struct timeval t)
{
	return t.tv_sec * 1000000000ll + t.tv_usec * 1000ll;
}

int main(int argc, char **argv)
{
	struct rusage u;
	long long start, wall;
	FILE *f;
	int st;
	pid_t pid;

	if (argc < 3) {
		fprintf(stderr, "usage: stopwatch FILE COMMAND [ARG...]\n");
		return 2;
	}
	start = now_ns();
	pid = fork();
	if (pid == 0) {
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &st, 0) < 0) {
		perror("stopwatch");
		return 1;
	}
	wall = now_ns() - start;
	getrusage(RUSAGE_CHILDREN, &u);
	f = fopen(argv[1], "w");
	if (!f || fprintf(f, "%lld %lld %lld\n", wall, ns(u.ru_utime), ns(u.ru_stime)) < 0 || fclose(f)) {
		perror(argv[1]);
		return 1;
	}
	return WIFSIGNALED(st) ? 128 + WTERMSIG(st) : WEXITSTATUS(st);
}
