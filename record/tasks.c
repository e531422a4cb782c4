/* SPDX-License-Identifier: BSD-2-Clause */
/* The thread table: open addressing by tid, slots recycled through a free list. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "record/tasks.h"

struct task_map {
	struct task_slot **table;
	size_t size, used;        /* size: a power of two */
	struct task_slot *free;
	struct task_slot *last;   /* found last: threads come in runs */
	bool ours;                /* task_ids_are_ours() */
};

static size_t home(const struct task_map *m, uint32_t tid)
{
	return (tid * 2654435769u >> 7) & (m->size - 1);
}

/* include/linux/proc_ns.h: PROC_PID_INIT_INO */
#define INITIAL_PID_NAMESPACE 0xeffffffcu

bool task_ids_are_ours(void)
{
	struct stat st;

	return !stat("/proc/self/ns/pid", &st) && st.st_ino == INITIAL_PID_NAMESPACE;
}

struct task_map *task_map_new(void)
{
	struct task_map *m = calloc(1, sizeof(*m));

	if (!m)
		return NULL;
	m->size = 1024;
	m->ours = task_ids_are_ours();
	m->table = calloc(m->size, sizeof(*m->table));
	if (!m->table) {
		free(m);
		return NULL;
	}
	return m;
}

static void exe_drop(struct exe_name *e)
{
	if (e && !--e->refs)
		free(e);
}

static void slot_destroy(struct task_slot *t)
{
	exe_drop(t->exe);
	free(t->enter.data);
	free(t->exec.data);
	free(t);
}

void task_map_free(struct task_map *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->size; i++)
		if (m->table[i])
			slot_destroy(m->table[i]);
	while (m->free) {
		struct task_slot *t = m->free;

		m->free = t->next_free;
		slot_destroy(t);
	}
	free(m->table);
	free(m);
}

static size_t probe(const struct task_map *m, uint32_t tid)
{
	size_t i = home(m, tid);

	while (m->table[i] && m->table[i]->tid != tid)
		i = (i + 1) & (m->size - 1);
	return i;
}

struct task_slot *task_find(struct task_map *m, uint32_t tid)
{
	if (m->last && m->last->tid == tid)
		return m->last;
	size_t i = probe(m, tid);

	if (m->table[i])
		m->last = m->table[i];
	return m->table[i];
}

void stash_done(struct stash *s)
{
	s->full = false;
	/* one that held a large argv would stay large until its thread ends */
	if (s->room > 4096) {
		free(s->data);
		memset(s, 0, sizeof(*s));
	}
}

static void unlink_at(struct task_map *m, size_t i)
{
	size_t j = i;

	m->table[i] = NULL;
	m->used--;
	/* close the gap: move back whoever was pushed past it */
	for (;;) {
		size_t h;

		j = (j + 1) & (m->size - 1);
		if (!m->table[j])
			return;
		h = home(m, m->table[j]->tid);
		if (((j - h) & (m->size - 1)) >= ((j - i) & (m->size - 1))) {
			m->table[i] = m->table[j];
			m->table[j] = NULL;
			i = j;
		}
	}
}

static void slot_clear(struct task_slot *t)
{
	struct stash enter = t->enter, exec = t->exec;

	exe_drop(t->exe);
	stash_done(&enter);
	stash_done(&exec);
	memset(t, 0, sizeof(*t));
	t->enter = enter;
	t->exec = exec;
}

void task_remove(struct task_map *m, uint32_t tid)
{
	size_t i = probe(m, tid);
	struct task_slot *t = m->table[i];

	if (!t)
		return;
	unlink_at(m, i);
	slot_clear(t);
	t->next_free = m->free;
	m->free = t;
	m->last = NULL;
}

static bool grow(struct task_map *m)
{
	struct task_slot **old = m->table;
	size_t n = m->size;

	m->table = calloc(n * 2, sizeof(*m->table));
	if (!m->table) {
		m->table = old;
		return false;
	}
	m->size = n * 2;
	for (size_t i = 0; i < n; i++)
		if (old[i])
			m->table[probe(m, old[i]->tid)] = old[i];
	free(old);
	return true;
}

static bool exists(const struct task_slot *t)
{
	return !kill((pid_t)t->tid, 0) || errno != ESRCH;
}

/*
 * Threads whose death was lost stay behind: forget those that are gone. Records lag behind the
 * system, so one that is gone may have records to come, but none younger than its end.
 */
static void sweep(struct task_map *m, uint64_t time)
{
	struct timespec now;

	if (!m->ours)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	for (size_t i = 0; i < m->size; i++) {
		struct task_slot *t = m->table[i];

		/* removing one may move another here */
		while (t && t->gone && t->gone < time && !exists(t)) {
			task_remove(m, t->tid);
			t = m->table[i];
		}
		if (!t || exists(t))
			continue;
		if (!t->gone)
			t->gone = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
	}
}

struct task_slot *task_add(struct task_map *m, uint32_t tid, uint32_t tgid, uint64_t time)
{
	size_t i = probe(m, tid);
	struct task_slot *t = m->table[i];

	if (t) {
		slot_clear(t);
	} else {
		if (m->used * 2 >= m->size) {
			sweep(m, time);
			if (m->used * 3 >= m->size && !grow(m) && m->used + 1 >= m->size)
				return NULL;
			i = probe(m, tid);
		}
		t = m->free;
		if (t)
			m->free = t->next_free;
		else
			t = calloc(1, sizeof(*t));
		if (!t)
			return NULL;
		m->table[i] = t;
		m->used++;
	}
	t->tid = tid;
	t->tgid = tgid;
	t->next_free = NULL;
	return t;
}

struct task_slot *task_rename(struct task_map *m, uint32_t from, uint32_t to)
{
	size_t i = probe(m, from);
	struct task_slot *t = m->table[i];

	if (!t || from == to)
		return t;
	task_remove(m, to);
	i = probe(m, from);
	unlink_at(m, i);
	t->tid = to;
	t->batch = 0;
	m->table[probe(m, to)] = t;
	m->used++;
	m->last = NULL;
	return t;
}

void task_each(struct task_map *m, void (*fn)(struct task_slot *, void *), void *arg)
{
	for (size_t i = 0; i < m->size; i++)
		if (m->table[i])
			fn(m->table[i], arg);
}

bool task_set_exe(struct task_slot *t, const char *path, size_t size)
{
	struct exe_name *e = malloc(sizeof(*e) + size);

	exe_drop(t->exe);
	t->exe = e;
	t->batch = 0;
	if (!e)
		return false;
	e->refs = 1;
	e->size = (uint32_t)size;
	memcpy(e->text, path, size);
	return true;
}

void task_inherit(struct task_slot *child, const struct task_slot *parent)
{
	child->uid = parent->uid;
	memcpy(child->comm, parent->comm, sizeof(child->comm));
	exe_drop(child->exe);
	child->exe = parent->exe;
	if (child->exe)
		child->exe->refs++;
	child->ppid = child->tgid == parent->tgid ? parent->ppid : parent->tgid;
}

bool stash_put(struct stash *s, const void *data, size_t size)
{
	s->full = false;
	if (size > s->room) {
		uint8_t *p = realloc(s->data, size + size / 2);

		if (!p)
			return false;
		s->data = p;
		s->room = (uint32_t)(size + size / 2);
	}
	memcpy(s->data, data, size);
	s->size = (uint32_t)size;
	s->full = true;
	return true;
}
