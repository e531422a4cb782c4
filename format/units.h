/* SPDX-License-Identifier: BSD-2-Clause */
/* Numbers as people type them: sizes with K M G, durations with ns us ms s m h. */
#ifndef FORMAT_UNITS_H
#define FORMAT_UNITS_H

#include <stdbool.h>
#include <stdint.h>

/* Each parses the whole string: false when anything is left over, missing or out of range. */
bool units_number(const char *s, uint64_t *out);  /* decimal, or hexadecimal after 0x */
bool units_size(const char *s, uint64_t *bytes);  /* 4096, 64K, 1.5MiB, 2G: powers of 1024 */
bool units_duration(const char *s, uint64_t *ns); /* 10ms, 1.5s, 2m; a bare number is seconds */

#endif
