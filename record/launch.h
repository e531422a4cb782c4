/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting the command so that it runs as if started bare, but not before we say so.
 */
#ifndef SCT_RECORD_LAUNCH_H
#define SCT_RECORD_LAUNCH_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

struct launch {
	pid_t pid;
	int gate;           /* closing or writing it lets the child go on */
	int result;         /* the child's errno comes here if exec fails; end of file if not */
	sigset_t mask;      /* signal mask to give the command */
	void (*sigpipe)(int); /* what to do on SIGPIPE, as it was before we ignored it */
};

/* Looks the command up in PATH as execvp(3) does. Returns 0 and a malloc'ed path, or 126 or 127
 * with errno set. */
int launch_find(const char *name, char **path);

/*
 * Forks. The child waits at the gate, then executes path with argv. stdout_fd: what becomes its
 * stdout, -1: unchanged. Returns 0 or -errno. The caller has blocked its signals; l->mask is what
 * it had before.
 */
int launch_start(struct launch *l, const char *path, char **argv, int stdout_fd);
/* Opens the gate. */
void launch_release(struct launch *l);
/* Waits until the exec has happened: 0, or the errno it failed with. */
int launch_outcome(struct launch *l);
/* Gives up before release: the child ends without having run anything. */
void launch_abandon(struct launch *l);

#endif
