/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding rows of the syscall table by number and by name, classes by name, and the nearest
 * name to a misspelt one.
 */
#include "format/syscall/tables.h"

#include <string.h>

const struct sct_syscall *sct_syscall_by_number(enum sct_abi abi, uint32_t number)
{
	int slot = sct_abi_slot(abi), row;

	if (slot < 0 || number >= sct_abi_tables[slot].limit)
		return NULL;
	row = sct_abi_tables[slot].by_number[number];
	return row < 0 ? NULL : &sct_abi_tables[slot].rows[row];
}

const struct sct_syscall *sct_syscall_by_name(enum sct_abi abi, const char *name)
{
	int slot = sct_abi_slot(abi);
	const struct sct_abi_table *t;
	uint32_t low = 0, high;

	if (slot < 0)
		return NULL;
	t = &sct_abi_tables[slot];
	for (high = t->count; low < high;) {
		uint32_t mid = (low + high) / 2;
		const struct sct_syscall *row = &t->rows[t->by_name[mid]];
		int order = strcmp(name, row->name);

		if (!order)
			return row;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

const struct sct_syscall *sct_syscall_rows(enum sct_abi abi, size_t *count)
{
	int slot = sct_abi_slot(abi);

	*count = slot < 0 ? 0 : sct_abi_tables[slot].count;
	return slot < 0 ? NULL : sct_abi_tables[slot].rows;
}

uint32_t sct_class_by_name(const char *name)
{
	static const struct { const char *name; uint32_t bit; } classes[] = {
		{ "file", SCT_CLASS_FILE }, { "desc", SCT_CLASS_DESC }, { "process", SCT_CLASS_PROCESS },
		{ "memory", SCT_CLASS_MEMORY }, { "network", SCT_CLASS_NETWORK }, { "net", SCT_CLASS_NETWORK },
		{ "signal", SCT_CLASS_SIGNAL }, { "ipc", SCT_CLASS_IPC }, { "clock", SCT_CLASS_CLOCK },
		{ "creds", SCT_CLASS_CREDS }, { "stat", SCT_CLASS_STAT }, { "statfs", SCT_CLASS_STATFS },
		{ "pure", SCT_CLASS_PURE }, { "io_uring", SCT_CLASS_IO_URING },
	};

	if (*name == '%')
		name++;
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (!strcmp(name, classes[i].name))
			return classes[i].bit;
	return 0;
}

#define NAME_MAX_LENGTH 63

/* Edits (insert, delete, replace, swap neighbours) from a to b; both at most NAME_MAX_LENGTH. */
static unsigned distance(const char *a, const char *b)
{
	unsigned rows[3][NAME_MAX_LENGTH + 1], *before = rows[0], *last = rows[1], *now = rows[2];
	size_t n = strlen(a), m = strlen(b);

	for (size_t j = 0; j <= m; j++)
		last[j] = (unsigned)j;
	for (size_t i = 1; i <= n; i++) {
		unsigned *oldest = before;

		now[0] = (unsigned)i;
		for (size_t j = 1; j <= m; j++) {
			unsigned d = last[j - 1] + (a[i - 1] != b[j - 1]);

			if (last[j] + 1 < d)
				d = last[j] + 1;
			if (now[j - 1] + 1 < d)
				d = now[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < d)
				d = before[j - 2] + 1;
			now[j] = d;
		}
		before = last;
		last = now;
		now = oldest;
	}
	return last[m];
}

const char *sct_syscall_nearest(const char *name)
{
	const char *best = NULL;
	size_t length = strlen(name);
	unsigned best_distance;

	if (!length || length > NAME_MAX_LENGTH)
		return NULL;
	/* more than a third of the letters wrong is another word */
	best_distance = (unsigned)length / 3 + 1;
	for (int slot = 0; slot < SCT_ABI_SLOTS; slot++)
		for (uint32_t i = 0; i < sct_abi_tables[slot].count; i++) {
			const char *other = sct_abi_tables[slot].rows[i].name;
			unsigned d;

			if (strlen(other) > NAME_MAX_LENGTH)
				continue;
			d = distance(name, other);
			if (d < best_distance) {
				best_distance = d;
				best = other;
			}
		}
	return best;
}
