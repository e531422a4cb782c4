/* SPDX-License-Identifier: BSD-2-Clause */
/* CRC-32C (Castagnoli), as in RFC 3720 appendix B.4. */
#ifndef SCT_CRC32C_H
#define SCT_CRC32C_H

#include <stddef.h>
#include <stdint.h>

uint32_t sct_crc32c(const void *data, size_t size);
/* The table-driven way, for machines without the instruction and for tests. */
uint32_t sct_crc32c_portable(const void *data, size_t size);

#endif
