/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the recorder knows of every live thread: who it is, and what it is in the middle of.
 */
#ifndef SCT_RECORD_TASKS_H
#define SCT_RECORD_TASKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bpf/wire.h"

/* A program's path, shared by the threads that run it. */
struct exe_name {
	uint32_t refs;
	uint32_t size;
	char text[];
};

/* Payload bytes kept between two records; grows, never shrinks. */
struct stash {
	uint8_t *data;
	uint32_t size, room;
	bool full;                /* holds something */
};

struct task_slot {
	uint32_t tid, tgid;
	uint64_t start;           /* ns since boot */
	uint32_t ppid, uid;
	char comm[16];
	struct exe_name *exe;     /* NULL: unknown */
	uint64_t batch;           /* in which batch `row` is valid */
	uint32_t row;             /* index in that batch's task table */
	uint32_t enter_count;     /* which call `enter` belongs to */
	struct stash enter;       /* payloads of the WIRE_ENTER whose WIRE_EXIT is awaited */
	struct stash exec;        /* payloads of the WIRE_EXEC whose execve return is awaited */
	bool exec_interpreted;    /* of a script */
	uint64_t gone;            /* ns, when the system was found to know it no more, 0: not yet */
	struct wire_signal fatal; /* what ends its process, told when it does; signo 0: nothing yet */
	struct task_slot *next_free;
};

struct task_map;

/*
 * The kernel program tells ids of the initial pid namespace. False: ours is another, as in most
 * containers, and asking the system about such an id would ask about somebody else.
 */
bool task_ids_are_ours(void);

struct task_map *task_map_new(void);
void task_map_free(struct task_map *m);
/* The slot of a thread, NULL: not known. */
struct task_slot *task_find(struct task_map *m, uint32_t tid);
/*
 * The slot of a thread, emptied if it exists (ids recycle), made if not. NULL: out of memory.
 * time: of the record that tells of it; the records of everything older have been seen.
 */
struct task_slot *task_add(struct task_map *m, uint32_t tid, uint32_t tgid, uint64_t time);
void task_remove(struct task_map *m, uint32_t tid);
/* Gives a slot another tid: exec from a thread that was not the leader. */
struct task_slot *task_rename(struct task_map *m, uint32_t from, uint32_t to);
/* Calls fn for each slot. */
void task_each(struct task_map *m, void (*fn)(struct task_slot *, void *), void *arg);

/* Sets the program path; false: out of memory. */
bool task_set_exe(struct task_slot *t, const char *path, size_t size);
void task_inherit(struct task_slot *child, const struct task_slot *parent);
/* Its content is no longer needed; room for the usual is kept for the next. */
void stash_done(struct stash *s);
/* Keeps a copy of size bytes; false: out of memory (then it is empty). */
bool stash_put(struct stash *s, const void *data, size_t size);

#endif
