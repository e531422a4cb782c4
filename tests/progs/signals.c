/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Signals in the middle of calls: signals LOG. A handler without SA_RESTART (EINTR), one with it
 * (the call goes on), a sleep that is resumed, and signals sent to itself.
 */
#include <signal.h>
#include <time.h>
#include <sys/time.h>
#include "truth.h"

static volatile int hits;

static void handler(int sig)
{
	(void)sig;
	hits++;
}

static void set(int sig, int flags)
{
	struct sigaction sa = { .sa_handler = handler, .sa_flags = flags };

	sigaction(sig, &sa, NULL);
}

static void alarm_in(long usec)
{
	struct itimerval t = { .it_value = { .tv_usec = usec } };

	setitimer(ITIMER_REAL, &t, NULL);
}

int main(int argc, char **argv)
{
	struct timespec nap = { .tv_nsec = 60000000 };
	long me;
	int p[2];
	char c;

	if (argc < 2)
		return 2;
	truth_open(argv[1]);
	me = getpid();
	if (pipe(p))
		truth_die("pipe");
	set(SIGALRM, 0);
	set(SIGUSR1, SA_RESTART);
	alarm_in(30000);
	c = 0;
	printf("read %zd\n", read(p[0], &c, 1));                 /* EINTR */
	alarm_in(30000);
	printf("sleep %d\n", nanosleep(&nap, &nap));             /* EINTR, 30 ms left */
	set(SIGALRM, SA_RESTART);
	alarm_in(30000);
	printf("sleep %d\n", nanosleep(&nap, NULL));
	for (int i = 0; i < 5; i++)
		kill(me, SIGUSR1);
	signal(SIGUSR2, SIG_IGN);
	kill(me, SIGUSR2);
	printf("hits %d\n", hits);
	fflush(stdout);
	truth_made(SYS_kill, 0);
	return hits == 8 ? 0 : 1;
}
