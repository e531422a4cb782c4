/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A set of system calls, and the list people type for one: "openat,%network,!futex". Internal to
 * this source tree: the recorder's filter and the readers' filter parse the same way.
 */
#ifndef FORMAT_CALL_SET_H
#define FORMAT_CALL_SET_H

#include "format/sct.h"

#define CALL_SET_ABIS 6	      /* enum sct_abi */
#define CALL_SET_NUMBERS 1024 /* numbers below have a bit per ABI */
#define CALL_SET_EXTRA 32     /* larger ones, given as numbers */

/* Zero-initialise for the empty set. */
struct call_set {
	uint64_t bits[CALL_SET_ABIS][CALL_SET_NUMBERS / 64];
	uint32_t extra[CALL_SET_EXTRA]; /* in every ABI */
	unsigned extra_count;
};

static inline bool call_set_has(const struct call_set *s, uint32_t abi, uint32_t number)
{
	if (number < CALL_SET_NUMBERS && abi < CALL_SET_ABIS)
		return s->bits[abi][number / 64] >> number % 64 & 1;
	for (unsigned i = 0; i < s->extra_count; i++)
		if (s->extra[i] == number)
			return true;
	return false;
}

/* What a list selects: everything in .in, or everything when nothing was, except what is in .out. */
struct call_select {
	struct call_set in, out;
	bool has_in, has_out;
};

static inline bool call_select_has(const struct call_select *s, uint32_t abi, uint32_t number)
{
	return (!s->has_in || call_set_has(&s->in, abi, number)) &&
	       !(s->has_out && call_set_has(&s->out, abi, number));
}

/*
 * Adds a comma list to the selection. An item is the name of a call (in every ABI that has it), a
 * number or syscall_0xN (that number in every ABI), %class or the name of a class, "all" or "none"; a ! negates the
 * item behind it and all that follow in the list. classes: items are classes, the % is optional
 * and names of calls are not known. On failure says why, in one lower-case clause, in why[size].
 */
bool call_select_add(struct call_select *s, const char *list, bool classes, char *why, size_t size);

#endif
