/* SPDX-License-Identifier: BSD-2-Clause */
/* As many calls as fit: spin COUNT [THREADS] makes COUNT getppid calls in each thread and says "done". */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static long count;

static void *work(void *arg)
{
	(void)arg;
	for (long i = 0; i < count; i++)
		syscall(SYS_getppid);
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t t[64];
	int n = argc > 2 ? atoi(argv[2]) : 1;

	if (argc < 2 || n < 1 || n > 64)
		return 2;
	count = atol(argv[1]);
	for (int i = 1; i < n; i++)
		pthread_create(&t[i], NULL, work, NULL);
	work(NULL);
	for (int i = 1; i < n; i++)
		pthread_join(t[i], NULL);
	puts("done");
	return 0;
}
