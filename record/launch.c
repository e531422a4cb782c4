/* SPDX-License-Identifier: BSD-2-Clause */
/* Fork, gate, exec. Between the gate and execve the child makes no other call that is recorded. */
#include <errno.h>
#include <fcntl.h>
#include <paths.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "record/launch.h"
#include "record/record.h"

/* 0: can be run; else why not. */
static int runnable(const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return errno;
	if (S_ISDIR(st.st_mode))
		return EISDIR;
	if (!S_ISREG(st.st_mode) || access(path, X_OK))
		return EACCES;
	return 0;
}

int launch_find(const char *name, char **path)
{
	const char *dirs = getenv("PATH");
	int why = ENOENT;

	if (!*name) {
		errno = ENOENT;
		return RECORD_EXIT_NOT_FOUND;
	}
	if (strchr(name, '/')) {
		*path = strdup(name);
		errno = *path ? runnable(name) : ENOMEM;
		if (!errno)
			return 0;
		free(*path);
		return errno == ENOENT || errno == ENOTDIR ? RECORD_EXIT_NOT_FOUND : RECORD_EXIT_CANNOT_RUN;
	}
	if (!dirs)
		dirs = _PATH_DEFPATH;
	for (;;) {
		size_t n = strcspn(dirs, ":");
		int err;

		/* an empty element is the current directory */
		if (asprintf(path, "%.*s/%s", n ? (int)n : 1, n ? dirs : ".", name) < 0) {
			errno = ENOMEM;
			return RECORD_EXIT_CANNOT_RUN;
		}
		err = runnable(*path);
		if (!err)
			return 0;
		free(*path);
		if (err == EACCES)
			why = EACCES;
		if (!dirs[n])
			break;
		dirs += n + 1;
	}
	*path = NULL;
	errno = why;
	return why == EACCES ? RECORD_EXIT_CANNOT_RUN : RECORD_EXIT_NOT_FOUND;
}

/* execvp's rule: what the kernel does not recognise is a shell script. */
static void exec_as_script(const char *path, char **argv)
{
	size_t n = 0;
	char **v;

	while (argv[n])
		n++;
	v = calloc(n + 2, sizeof(*v));
	if (!v)
		return;
	v[0] = (char *)_PATH_BSHELL;
	v[1] = (char *)path;
	for (size_t i = 1; i < n; i++)
		v[i + 1] = argv[i];
	execve(_PATH_BSHELL, v, environ);
}

static void child(const struct launch *l, int gate, int result, const char *path, char **argv, int stdout_fd)
{
	char c;
	int err;
	ssize_t n;

	if (stdout_fd >= 0 && dup2(stdout_fd, STDOUT_FILENO) < 0)
		_exit(RECORD_EXIT_FAILED);
	signals_give_back(&l->before);
	do
		n = read(gate, &c, 1);
	while (n < 0 && errno == EINTR);
	if (n != 1)
		_exit(RECORD_EXIT_FAILED);    /* the recorder gave up or died */
	execve(path, argv, environ);
	err = errno;
	if (err == ENOEXEC)
		exec_as_script(path, argv);
	while (write(result, &err, sizeof(err)) < 0 && errno == EINTR)
		;
	_exit(err == ENOENT ? RECORD_EXIT_NOT_FOUND : RECORD_EXIT_CANNOT_RUN);
}

int launch_start(struct launch *l, const char *path, char **argv, int stdout_fd)
{
	int gate[2], result[2];

	if (pipe2(gate, O_CLOEXEC))
		return -errno;
	if (pipe2(result, O_CLOEXEC)) {
		int err = errno;

		close(gate[0]);
		close(gate[1]);
		return -err;
	}
	l->pid = fork();
	if (l->pid == 0) {
		close(gate[1]);
		close(result[0]);
		child(l, gate[0], result[1], path, argv, stdout_fd);
	}
	close(gate[0]);
	close(result[1]);
	l->gate = gate[1];
	l->result = result[0];
	return l->pid < 0 ? -errno : 0;
}

void launch_release(struct launch *l)
{
	while (write(l->gate, "g", 1) < 0 && errno == EINTR)
		;
	close(l->gate);
	l->gate = -1;
}

int launch_outcome(struct launch *l)
{
	int err = 0;
	ssize_t n;

	do
		n = read(l->result, &err, sizeof(err));
	while (n < 0 && errno == EINTR);
	close(l->result);
	l->result = -1;
	return n == sizeof(err) ? err : 0;
}

void launch_abandon(struct launch *l)
{
	if (l->gate >= 0)
		close(l->gate);
	if (l->result >= 0)
		close(l->result);
	waitpid(l->pid, NULL, 0);
}
