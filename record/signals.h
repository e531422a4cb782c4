/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Being invisible to signals and job control: what was meant for the command reaches the
 * command, once, and the recorder outlives all that can be caught.
 */
#ifndef SCT_RECORD_SIGNALS_H
#define SCT_RECORD_SIGNALS_H

#include <signal.h>
#include <stdbool.h>
#include <sys/signalfd.h>
#include <sys/types.h>

/* The caller's dispositions that we change for ourselves and the command gets back. */
struct signals_before {
	sigset_t mask;
	struct sigaction pipe, chld, xfsz;
};

/*
 * From here on signals arrive through the returned descriptor, but for those that the caller
 * ignores, that cannot be caught, or that report a fault of our own. -1: see errno.
 */
int signals_take(struct signals_before *before);
/* In the command's process, before exec: everything as the caller had it. */
void signals_give_back(const struct signals_before *before);
/* Lets signals act as they did for the caller, around a call that may block for ever. */
void signals_open(const struct signals_before *before, sigset_t *ours);
void signals_shut(const sigset_t *ours);

/* Whether the command has not got this signal itself, being in the terminal's foreground with us. */
bool signals_to_forward(const struct signalfd_siginfo *si);

/* The command was stopped by signo: stops us too if there is a shell that should see it, until we or the
 * command are continued; then continues the command. */
void signals_mirror_stop(pid_t command, int signo);

#endif
