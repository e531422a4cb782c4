/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls that never return: blocked exit (a thread sleeps in read(2) when another ends the
 * process with status 5), blocked kill (the process is killed while it waits), blocked segv (ends
 * by its own fault).
 */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int fds[2];

static void *reader(void *arg)
{
	char c;

	(void)arg;
	return read(fds[0], &c, 1) < 0 ? NULL : NULL;
}

static void *killer(void *arg)
{
	(void)arg;
	usleep(50000);
	kill(getpid(), SIGKILL);
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t t;

	if (argc < 2 || pipe(fds))
		return 2;
	if (!strcmp(argv[1], "exit")) {
		pthread_create(&t, NULL, reader, NULL);
		usleep(50000);
		exit(5);
	}
	if (!strcmp(argv[1], "kill")) {
		pthread_create(&t, NULL, killer, NULL);
		reader(NULL);
	}
	if (!strcmp(argv[1], "segv"))
		*(volatile int *)8 = 1;
	return 2;
}
