/* SPDX-License-Identifier: BSD-2-Clause */
/* Parses lists of system calls. What a name means is the table's business (format/syscall/). */
#include "format/call_set.h"

#include <stdio.h>
#include <string.h>

#include "format/units.h"

#define LONGEST_ITEM 64

static void set_bit(struct call_set *s, uint32_t abi, uint32_t number)
{
	if (number < CALL_SET_NUMBERS && abi < CALL_SET_ABIS)
		s->bits[abi][number / 64] |= UINT64_C(1) << number % 64;
}

static bool add_name(struct call_set *s, const char *name)
{
	bool found = false;

	for (uint32_t abi = 0; abi < CALL_SET_ABIS; abi++) {
		const struct sct_syscall *row = sct_syscall_by_name((enum sct_abi)abi, name);

		if (row) {
			set_bit(s, abi, row->number);
			found = true;
		}
	}
	return found;
}

static bool add_class(struct call_set *s, const char *name)
{
	uint32_t bit = sct_class_by_name(name);

	for (uint32_t abi = 0; bit && abi < CALL_SET_ABIS; abi++) {
		size_t count = 0;
		const struct sct_syscall *rows = sct_syscall_rows((enum sct_abi)abi, &count);

		for (size_t i = 0; i < count; i++)
			if (rows[i].classes & bit)
				set_bit(s, abi, rows[i].number);
	}
	return bit != 0;
}

/* false: not a number, or more large ones than there is room for. */
static bool add_number(struct call_set *s, const char *text)
{
	uint64_t number;

	if (!strncmp(text, "syscall_", 8))
		text += 8;
	if (!units_number(text, &number) || number > UINT32_MAX)
		return false;
	for (uint32_t abi = 0; abi < CALL_SET_ABIS; abi++)
		set_bit(s, abi, (uint32_t)number);
	if (number < CALL_SET_NUMBERS)
		return true;
	if (s->extra_count == CALL_SET_EXTRA)
		return false;
	s->extra[s->extra_count++] = (uint32_t)number;
	return true;
}

static void add_all(struct call_set *s)
{
	memset(s->bits, 0xff, sizeof(s->bits));
}

/* The classes are the table's: only those it knows are offered. */
static void no_class(const char *item, char *why, size_t size)
{
	static const char *const names[] = { "file", "desc", "process", "memory", "network", "signal", "ipc",
					     "clock", "creds", "stat", "statfs", "pure", "io_uring" };
	int n = snprintf(why, size, "no class of system calls '%s'; classes:", item);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && n > 0 && (size_t)n < size; i++)
		if (sct_class_by_name(names[i]))
			n += snprintf(why + n, size - (size_t)n, " %s", names[i]);
}

static bool add_item(struct call_set *s, const char *item, bool classes, char *why, size_t size)
{
	const char *near;

	if (!strcmp(item, "all") || !strcmp(item, "%all")) {
		add_all(s);
		return true;
	}
	if (!strcmp(item, "none"))
		return true;
	if (item[0] == '%' || classes) {
		if (add_class(s, item))
			return true;
		no_class(item, why, size);
		return false;
	}
	/* a call named like a class (signal, ipc on i386) wins: the class has its % */
	if (add_name(s, item) || add_number(s, item) || add_class(s, item))
		return true;
	near = sct_syscall_nearest(item);
	if (near)
		snprintf(why, size, "no system call '%s'; did you mean '%s'?", item, near);
	else
		snprintf(why, size, "no system call '%s'", item);
	return false;
}

bool call_select_add(struct call_select *s, const char *list, bool classes, char *why, size_t size)
{
	bool negated = false, more = true;
	char item[LONGEST_ITEM];

	/* as strace users write it: -e trace=openat */
	if (!strncmp(list, "trace=", 6))
		list += 6;
	if (!strcmp(list, "none")) {
		s->has_in = true;
		return true;
	}
	while (more) {
		size_t n = strcspn(list, ",");

		more = list[n] == ',';
		for (; *list == '!' || *list == ' '; list++, n--)
			negated |= *list == '!';
		if (!n || n >= sizeof(item)) {
			snprintf(why, size, n ? "a name is too long" : "a name is missing");
			return false;
		}
		memcpy(item, list, n);
		item[n] = '\0';
		if (!add_item(negated ? &s->out : &s->in, item, classes, why, size))
			return false;
		if (negated)
			s->has_out = true;
		else
			s->has_in = true;
		list += n + more;
	}
	return true;
}
