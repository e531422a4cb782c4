/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The recorder's thread table under more threads than it began with room for: those whose
 * records are still to come are kept though the system knows them no more, those whose death was
 * lost are forgotten in the end.
 */
#include <stdio.h>

#include "record/tasks.h"

#define TIDS 5000u
/* above any pid_max: the system knows none of them */
#define FIRST 0x10000000u

static void count(struct task_slot *t, void *arg)
{
	(void)t;
	++*(unsigned *)arg;
}

static unsigned known(struct task_map *m)
{
	unsigned n = 0;

	task_each(m, count, &n);
	return n;
}

static int all_kept(struct task_map *m)
{
	for (uint32_t i = 0; i < TIDS; i++) {
		/* times of the distant past: the recorder is far behind */
		struct task_slot *t = task_add(m, FIRST + i, FIRST, 1000 + i);

		if (!t)
			return 1;
		t->start = i + 1;
	}
	for (uint32_t i = 0; i < TIDS; i++) {
		struct task_slot *t = task_find(m, FIRST + i);

		if (!t || t->start != i + 1) {
			printf("thread %u of %u was forgotten\n", i, TIDS);
			return 1;
		}
	}
	return 0;
}

static int some_forgotten(struct task_map *m)
{
	/* now it has caught up: new threads come, the old ones go */
	for (uint32_t i = 0; i < 20 * TIDS; i++)
		if (!task_add(m, FIRST + TIDS + i, FIRST, UINT64_MAX))
			return 1;
	if (known(m) > 10 * TIDS) {
		printf("%u threads are known that are long gone\n", known(m));
		return 1;
	}
	return 0;
}

int main(void)
{
	struct task_map *m = task_map_new();
	int bad;

	if (!m)
		return 1;
	if (!task_ids_are_ours()) {
		puts("needs the initial pid namespace");
		return 77;
	}
	bad = all_kept(m) || some_forgotten(m);
	task_map_free(m);
	return bad;
}
