/* SPDX-License-Identifier: BSD-2-Clause */
/* Signal set-up, forwarding rules, stopping along with the command. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "record/signals.h"

static void set_handler(int signo, void (*handler)(int), struct sigaction *old)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = handler;
	sigemptyset(&sa.sa_mask);
	sigaction(signo, &sa, old);
}

/* A fault of ours must kill us, and stopping and continuing are the kernel's business. */
static bool takes(int signo)
{
	static const int not_ours[] = { SIGKILL, SIGSTOP, SIGCONT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT,
					SIGPIPE, SIGXFSZ };
	struct sigaction sa;

	for (size_t i = 0; i < sizeof(not_ours) / sizeof(not_ours[0]); i++)
		if (signo == not_ours[i])
			return false;
	if (signo == SIGCHLD)
		return true;
	/* a signalfd would see even what the caller ignores, as nohup does with SIGHUP */
	return !sigaction(signo, NULL, &sa) && sa.sa_handler != SIG_IGN;
}

int signals_take(struct signals_before *before)
{
	sigset_t set;

	sigemptyset(&set);
	for (int s = 1; s <= SIGRTMAX; s++)
		if (takes(s))
			sigaddset(&set, s);
	/* ignored, it would make the kernel reap the command and forget its status */
	set_handler(SIGCHLD, SIG_DFL, &before->chld);
	/* these are errors of write(2) to us */
	set_handler(SIGPIPE, SIG_IGN, &before->pipe);
	set_handler(SIGXFSZ, SIG_IGN, &before->xfsz);
	sigprocmask(SIG_BLOCK, &set, &before->mask);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

void signals_give_back(const struct signals_before *before)
{
	sigaction(SIGCHLD, &before->chld, NULL);
	sigaction(SIGPIPE, &before->pipe, NULL);
	sigaction(SIGXFSZ, &before->xfsz, NULL);
	sigprocmask(SIG_SETMASK, &before->mask, NULL);
}

void signals_open(const struct signals_before *before, sigset_t *ours)
{
	sigprocmask(SIG_SETMASK, &before->mask, ours);
}

void signals_shut(const sigset_t *ours)
{
	sigprocmask(SIG_SETMASK, ours, NULL);
}

bool signals_to_forward(const struct signalfd_siginfo *si)
{
	switch (si->ssi_signo) {
	case SIGTSTP:
	case SIGTTIN:
	case SIGTTOU:
		return false;    /* the command has got it too, and stopping is mirrored */
	case SIGHUP:
		/* a hang-up is told to the session's leader alone, which the command would be without us */
		return si->ssi_code != SI_KERNEL || getsid(0) == getpid();
	case SIGALRM:
		/* our caller's alarm(2), which outlived exec, was set for the command */
		return true;
	default:
		/* from the terminal: the command, in the same process group, has got it itself */
		return si->ssi_code != SI_KERNEL;
	}
}

/* 'T' is stopped; 0: gone. */
static char state_of(pid_t pid)
{
	char path[40], text[512], *end;
	ssize_t n = 0;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[n > 0 ? n : 0] = 0;
	end = strrchr(text, ')');
	return end && end[1] ? end[2] : 0;
}

/* Whoever continues the command by itself does not know of us: a small process looks out for that. */
static pid_t wake_with(pid_t command)
{
	const struct timespec nap = { 0, 50000000 };
	pid_t us = getpid(), pid = fork();

	if (pid)
		return pid;
	while (state_of(command) == 'T' && getppid() == us)
		nanosleep(&nap, NULL);
	kill(us, SIGCONT);
	_exit(0);
}

static bool has_terminal(void)
{
	int fd = open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

void signals_mirror_stop(pid_t command, int signo)
{
	pid_t waker;

	/* without a terminal no shell does job control on us */
	if (!has_terminal() || (signo != SIGTSTP && signo != SIGTTIN && signo != SIGTTOU && signo != SIGSTOP))
		return;
	waker = wake_with(command);
	if (waker < 0)
		return;
	kill(getpid(), SIGSTOP);
	kill(waker, SIGKILL);
	waitpid(waker, NULL, 0);
	kill(command, SIGCONT);
}
