/* SPDX-License-Identifier: BSD-2-Clause */
/* THREADS threads at once, CALLS calls each: threads LOG THREADS CALLS. */
#include <pthread.h>
#include "truth.h"

static int calls;
static pthread_barrier_t gate;

static void *work(void *arg)
{
	long i = (long)arg;

	pthread_barrier_wait(&gate);    /* all of them exist at once */
	mark_begin();
	for (int k = 0; k < calls; k++) {
		if (k % 3 == 0)
			sys(SYS_close, U(100000 + i));
		else if (k % 3 == 1)
			sys(SYS_getppid);
		else
			sys_string(0, "/nonexistent", SYS_access, U("/nonexistent"), U(k));
	}
	mark_end();
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_attr_t attr;
	pthread_t *t;
	int n;

	if (argc < 4)
		return 2;
	truth_open(argv[1]);
	n = atoi(argv[2]);
	calls = atoi(argv[3]);
	t = calloc(n, sizeof(*t));
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 65536);
	pthread_barrier_init(&gate, NULL, n);
	for (long i = 0; i < n; i++)
		if (pthread_create(&t[i], &attr, work, (void *)i))
			truth_die("pthread_create");
	for (int i = 0; i < n; i++)
		pthread_join(t[i], NULL);
	return 0;
}
