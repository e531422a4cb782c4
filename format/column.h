/* SPDX-License-Identifier: BSD-2-Clause */
/* Decoding one packed varint column into an array. No allocation, no I/O. */
#ifndef SCT_COLUMN_H
#define SCT_COLUMN_H

#include "format/varint.h"

/* Decodes exactly count values from exactly size bytes; false: it does not come out even. */
bool sct_column_decode(const uint8_t *data, size_t size, uint64_t *out, size_t count);
void sct_column_unzigzag(uint64_t *v, size_t count);
/* True if every value is below limit. */
bool sct_column_below(const uint64_t *v, size_t count, uint64_t limit);

#endif
