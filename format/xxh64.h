/* SPDX-License-Identifier: BSD-2-Clause */
/* XXH64 with seed 0: the content checksum of a zstd frame is its low 32 bits (RFC 8878, 3.1.1). */
#ifndef SCT_XXH64_H
#define SCT_XXH64_H

#include <stddef.h>
#include <stdint.h>

uint64_t sct_xxh64(const void *data, size_t size);

#endif
