/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Recording a command: what sc-record asks for, and the one call that does it.
 */
#ifndef SCT_RECORD_H
#define SCT_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct record_opts {
	char **argv;              /* the command, NULL-terminated */
	const char *path;         /* the recording; "-": standard output */
	uint64_t buffer;          /* bytes per CPU ring; rounded up to a power of two */
	uint32_t io_limit;        /* bytes of each I/O buffer */
	bool env;                 /* record values of the environment */
	bool sync;                /* fdatasync after each chunk */
	bool wait_command;        /* stop when the command ends, not when its last descendant does */
	int level;                /* zstd level */
	const char *trace;        /* -e argument, NULL: everything */
	bool verbose;             /* figures of the run on stderr at the end */
};

/* Exit statuses of our own, as env(1), nohup(1) and shells use them. */
enum {
	RECORD_EXIT_FAILED = 125,       /* sc-record itself failed */
	RECORD_EXIT_CANNOT_RUN = 126,
	RECORD_EXIT_NOT_FOUND = 127,
};

/* Records one command. Returns the exit status for sc-record: the command's, 128+N for a signal,
 * or one of the above after a message on stderr. */
int record_run(const struct record_opts *opts);

#endif
