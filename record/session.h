/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The loaded kernel program: maps, rings, and which threads it watches.
 */
#ifndef SCT_RECORD_SESSION_H
#define SCT_RECORD_SESSION_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "record/ring.h"

struct session;
struct task_slot;

struct session_opts {
	const struct wire_plan *plans;  /* WIRE_PLANS */
	uint64_t buffer;                /* bytes per ring, a power of two, at least a page */
	uint32_t io_limit;
	bool env;
};

/* Loads the program. NULL with a message in err (cause and next step). */
struct session *session_load(const struct session_opts *o, char *err, size_t err_size);
/* Watches a process, which must be waiting to exec. 0 or -errno. */
int session_watch(struct session *s, pid_t pid);
/* From here on events come. 0 or -errno. */
int session_attach(struct session *s);
/* No more events after this. */
void session_detach(struct session *s);
void session_free(struct session *s);

struct ring *session_rings(struct session *s, unsigned *count);
/* A descriptor that becomes readable when a ring has filled by an eighth. */
int session_poll_fd(const struct session *s);
/* Watched threads alive. */
int64_t session_live(const struct session *s);
/* CPUs that may have counters. */
unsigned session_possible_cpus(const struct session *s);
/* Reads one CPU's counters. */
bool session_cpu(const struct session *s, uint32_t cpu, struct wire_cpu *out);
/* How often the kernel had to skip one of the programs. */
uint64_t session_recursion_misses(const struct session *s);
/* The call a thread is in, with its arguments. False: none, or it cannot be known. */
bool session_pending(const struct session *s, uint32_t tid, struct wire_call *call, uint64_t args[6]);

#endif
