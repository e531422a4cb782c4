/* SPDX-License-Identifier: BSD-2-Clause */
/* A thread that is not the first calls execve, with others blocked: execthread LOG. Exit status 7. */
#include <pthread.h>
#include "truth.h"

static char **args;

static void *blocked(void *arg)
{
	(void)arg;
	pause();
	return NULL;
}

static void *exec_it(void *arg)
{
	char *again[] = { args[0], args[1], "after", "the exec", NULL };
	char *env[] = { "ONLY=this", NULL };

	(void)arg;
	usleep(20000);  /* the others are in pause() */
	mark_begin();
	execve("/proc/self/exe", again, env);
	truth_die("execve");
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t t;

	if (argc < 2)
		return 2;
	truth_open(argv[1]);
	if (argc > 2) {
		mark_begin();
		sys(SYS_getppid);
		sys_string(0, "/after exec", SYS_access, U("/after exec"), U(0));
		mark_end();
		return 7;
	}
	args = argv;
	for (int i = 0; i < 3; i++)
		pthread_create(&t, NULL, blocked, NULL);
	pthread_create(&t, NULL, exec_it, NULL);
	pause();
	return 1;
}
