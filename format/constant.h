/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What arguments mean as numbers, for filters: names of constants to values, and which arguments
 * are descriptors. Internal to this source tree.
 */
#ifndef FORMAT_CONSTANT_H
#define FORMAT_CONSTANT_H

#include "format/sct.h"

struct sct_flagset;

/* A word holds the constant when (word & mask) == value; for a constant 0 without a field, when the word is 0. */
struct sct_constant {
	uint64_t value, mask;
};

/* Names of an argument: NULL when its type has no set, or not only that. */
const struct sct_flagset *sct_arg_set(const struct sct_syscall *row, unsigned arg);
bool sct_constant_in(const struct sct_flagset *set, const char *name, struct sct_constant *c);
/* Of whatever set has it first, or a signal. */
bool sct_constant_any(const char *name, struct sct_constant *c);
/* The i-th name of all sets, "" for one that cannot be typed; NULL behind the last. */
const char *sct_constant_name(size_t i);

bool sct_arg_is_fd(const struct sct_syscall *row, unsigned arg);
bool sct_arg_is_signal(const struct sct_syscall *row, unsigned arg);
/* The argument as the kernel takes it: registers are wider than an int. row NULL: the register itself. */
int64_t sct_arg_value(const struct sct_syscall *row, unsigned arg, uint64_t word);

int sct_signal_by_name(const char *name); /* 0: unknown. With or without SIG */

#endif
