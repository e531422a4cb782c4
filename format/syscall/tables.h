/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The generated tables as the rest of format/ sees them. The generator declares what it refers
 * to beyond this itself.
 */
#ifndef SCT_SYSCALL_TABLES_H
#define SCT_SYSCALL_TABLES_H

#include "format/syscall/types.h"

/* The rows of one ABI and two ways into them. */
struct sct_abi_table {
	const struct sct_syscall *rows;  /* by number */
	const int16_t *by_number;        /* row of each number below limit, -1: none */
	const uint16_t *by_name;         /* row indexes, sorted by name */
	uint32_t count;
	uint32_t limit;
};

/* In the order x86-64, i386, arm64: sct_abi_slot(). */
#define SCT_ABI_SLOTS 3
extern const struct sct_abi_table sct_abi_tables[SCT_ABI_SLOTS];

/* Every flag set and enum, in the order of the .in files. */
extern const struct sct_flagset *const sct_sets[];
extern const uint32_t sct_set_count;

/* Index into per-ABI tables, -1: no table for this ABI. */
static inline int sct_abi_slot(unsigned abi)
{
	switch (abi) {
	case SCT_ABI_X86_64: return 0;
	case SCT_ABI_I386: return 1;
	case SCT_ABI_ARM64: return 2;
	default: return -1;
	}
}

#endif
