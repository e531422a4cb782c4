/* SPDX-License-Identifier: BSD-2-Clause */
/* Signals, timers, clocks, futexes. */
#include "corpus.h"

#include <linux/futex.h>
#include <sys/time.h>
#include <sys/timex.h>

static void handler(int s)
{
	(void)s;
}

static void actions(void)
{
	struct sigaction sg = { .sa_handler = handler, .sa_flags = SA_RESTART };
	uint64_t raw[8] = { 1, 0x80000000 | 0x100, 0, 0 };

	sigaction(SIGUSR1, &sg, NULL);
	sg.sa_flags = SA_SIGINFO | SA_NODEFER | SA_RESETHAND | 0x100;
	sigfillset(&sg.sa_mask);
	sigaction(SIGUSR2, &sg, &sg);
	sigaction(SIGUSR2, &sg, &sg);
	sg.sa_handler = SIG_IGN;
	sigemptyset(&sg.sa_mask);
	sigaddset(&sg.sa_mask, 40);
	sigaction(SIGRTMIN, &sg, NULL);
	C(rt_sigaction, SIGUSR2, NULL, NULL, 8);
	C(rt_sigaction, 999, raw, NULL, 8);
	C(rt_sigaction, SIGKILL, raw, raw, 8);
	C(rt_sigaction, SIGHUP, BAD, NULL, 8);
	C(rt_sigaction, SIGHUP, NULL, BAD, 8);
	C(rt_sigaction, SIGHUP, raw, NULL, 5);
}

static void masks(void)
{
	uint64_t ss[2] = { ~0ULL, 0 };

	C(rt_sigprocmask, SIG_BLOCK, ss, ss + 1, 8);
	ss[0] = 1L << 9 | 1L << 13 | 1ULL << 33 | 1ULL << 40;
	C(rt_sigprocmask, SIG_SETMASK, ss, ss + 1, 8);
	ss[0] = ~(1ULL << 5 | 1ULL << 33);
	C(rt_sigprocmask, SIG_SETMASK, ss, NULL, 8);
	ss[0] = 0;
	C(rt_sigprocmask, SIG_SETMASK, ss, ss + 1, 8);
	C(rt_sigprocmask, 9, NULL, ss, 8);
	C(rt_sigprocmask, 9, ss, ss, 8);
	C(rt_sigprocmask, SIG_UNBLOCK, BAD, NULL, 8);
	C(rt_sigprocmask, SIG_UNBLOCK, ss, NULL, 5);
	C(rt_sigpending, ss, 8);
	C(rt_sigpending, BAD, 8);
	C(rt_sigsuspend, BAD, 8);
	C(rt_sigsuspend, ss, 5);
}

static void sending(void)
{
	struct timespec z = { 0, 1000 };
	siginfo_t si;
	uint64_t set = 1;
	stack_t st = { .ss_flags = SS_DISABLE };

	memset(&si, 0, sizeof si);
	C(kill, getpid(), 0);
	C(kill, getpid(), SIGUSR1);
	C(kill, -1000000, 77);
	C(tgkill, getpid(), gettid(), SIGUSR1);
	C(tgkill, -1, 5, SIGRTMIN + 2);
	C(tkill, -1, 77);
	C(rt_sigtimedwait, &set, &si, &z, 8);
	C(rt_sigtimedwait, &set, NULL, &z, 5);
	C(rt_sigtimedwait, BAD, NULL, NULL, 8);
	z.tv_nsec = -1;
	C(rt_sigtimedwait, &set, NULL, &z, 8);
	C(sigaltstack, &st, &st);
	C(sigaltstack, NULL, &st);
	st.ss_flags = 0x77;
	C(sigaltstack, &st, NULL);
	C(sigaltstack, BAD, NULL);
	sigqueue(getpid(), SIGUSR1, (union sigval){ .sival_int = 5 });
	si.si_code = SI_QUEUE;
	si.si_signo = SIGUSR1;
	C(rt_sigqueueinfo, -5, SIGUSR1, &si);
	C(rt_sigqueueinfo, 5, SIGUSR1, BAD);
	C(rt_tgsigqueueinfo, -1, 1, SIGTERM, &si);
}

static void clocks(void)
{
	struct timespec z = { 0, 1000 }, bad = { -1, 2000000000 };
	struct itimerval it = { { 0, 0 }, { 1000, 5 } };
	struct itimerspec its = { { 0, 0 }, { 1000, 0 } };
	struct sigevent se = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1, .sigev_value.sival_int = 7 };
	struct timex tx;
	int id = 0;

	C(nanosleep, &z, NULL);
	C(nanosleep, &z, &z);
	C(nanosleep, &bad, NULL);
	C(nanosleep, BAD, NULL);
	C(nanosleep, NULL, BAD);
	C(clock_nanosleep, CLOCK_MONOTONIC, 0, &z, NULL);
	C(clock_nanosleep, CLOCK_REALTIME, TIMER_ABSTIME, &z, NULL);
	C(clock_nanosleep, 99, 0x77, &bad, BAD);
	C(clock_getres, CLOCK_MONOTONIC, &z);
	C(clock_getres, CLOCK_REALTIME, NULL);
	C(clock_getres, 77, &z);
	C(clock_getres, -6, &z);
	C(clock_gettime, 77, &z);
	C(clock_gettime, CLOCK_BOOTTIME, BAD);
	C(clock_settime, CLOCK_MONOTONIC, &bad);
	C(clock_settime, CLOCK_REALTIME, BAD);
	C(settimeofday, BAD, NULL);
	C(gettimeofday, NULL, NULL);
	memset(&tx, 0, sizeof tx);
	tx.modes = 0x10000000;
	C(clock_adjtime, 99, &tx);
	C(adjtimex, BAD);
	C(setitimer, ITIMER_REAL, &it, NULL);
	it.it_value.tv_sec = 0;
	it.it_value.tv_usec = 0;
	C(setitimer, ITIMER_REAL, &it, NULL);
	C(setitimer, 77, &it, &it);
	C(setitimer, ITIMER_PROF, BAD, NULL);
	C(getitimer, ITIMER_VIRTUAL, &it);
	C(getitimer, 5, BAD);
	C(timer_create, CLOCK_MONOTONIC, &se, &id);
	C(timer_create, CLOCK_REALTIME, NULL, &id);
	se.sigev_notify = 99;
	C(timer_create, 77, &se, &id);
	C(timer_create, CLOCK_REALTIME, BAD, BAD);
	C(timer_settime, id, 0, &its, NULL);
	C(timer_settime, 99, 0x7, &its, &its);
	C(timer_gettime, 99, &its);
	C(timer_getoverrun, id);
	C(timer_delete, id);
	C(timer_delete, 99);
}

static void futexes(void)
{
	struct timespec z = { 0, 1000 };
	int v = 5;

	C(futex, &v, FUTEX_WAIT, 6, &z);
	C(futex, &v, FUTEX_WAIT, 5, &z);
	C(futex, &v, FUTEX_WAIT_PRIVATE, 6, NULL);
	C(futex, &v, FUTEX_WAIT, 6, BAD);
	C(futex, &v, FUTEX_WAKE_PRIVATE, 1);
	C(futex, &v, FUTEX_WAKE, 0x7fffffff);
	C(futex, &v, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 6, NULL, NULL, -1);
	C(futex, &v, FUTEX_WAIT_BITSET, 6, &z, NULL, 0x5);
	C(futex, &v, FUTEX_WAKE_BITSET, 1, NULL, NULL, -1);
	C(futex, &v, FUTEX_CMP_REQUEUE, 1, 2L, &v, v);
	C(futex, &v, FUTEX_REQUEUE, 1, 2L, &v);
	C(futex, &v, FUTEX_WAKE_OP, 1, 1L, &v, 0x3000000);
	C(futex, &v, FUTEX_WAKE_OP, 1, 1L, &v, 0xc5123456);
	C(futex, &v, FUTEX_FD, 1);
	C(futex, BAD, FUTEX_UNLOCK_PI);
	C(futex, BAD, FUTEX_LOCK_PI, 0, NULL);
	C(futex, BAD, FUTEX_TRYLOCK_PI);
	C(futex, &v, FUTEX_WAIT_REQUEUE_PI, 1, NULL, &v);
	C(futex, &v, FUTEX_CMP_REQUEUE_PI_PRIVATE, 1, 2L, &v, 9);
	C(futex, &v, 99, 1, 2L, 3L, 4);
	C(futex, NULL, 0x80 | 0x100 | 0x200, 1, 0L);
	C(futex_waitv, NULL, 0, 0, NULL, 0);
}

int main(void)
{
	edge(0);
	begin();
	actions();
	masks();
	sending();
	clocks();
	futexes();
	raise(SIGTERM);
	return 0;
}
