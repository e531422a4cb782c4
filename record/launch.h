/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting the command so that it runs as if started bare, but not before we say so.
 */
#ifndef SCT_RECORD_LAUNCH_H
#define SCT_RECORD_LAUNCH_H

#include <signal.h>
#include <sys/types.h>

#include "record/signals.h"

struct launch {
	pid_t pid;
	int gate;           /* closing or writing it lets the child go on */
	int result;         /* the child's errno comes here if exec fails; end of file if not */
	struct signals_before before; /* what the command gets back */
};

/* Looks the command up in PATH as execvp(3) does. Returns 0 and a malloc'ed path, or 126 or 127
 * with errno set. */
int launch_find(const char *name, char **path);

/*
 * Forks. The child waits at the gate, then executes path with argv. stdout_fd: what becomes its
 * stdout, -1: unchanged. Returns 0 or -errno. The caller has taken its signals; l->before is what
 * they were.
 */
int launch_start(struct launch *l, const char *path, char **argv, int stdout_fd);
/* Opens the gate. */
void launch_release(struct launch *l);
/* Once the command has ended or runs: 0, or the errno that exec failed with. */
int launch_outcome(struct launch *l);
/* Gives up before release: the child ends without having run anything. */
void launch_abandon(struct launch *l);

#endif
