/* SPDX-License-Identifier: BSD-2-Clause */
/* Limits of SPEC 7: checked before memory is allocated or trusted. Nothing else lives here. */
#ifndef SCT_LIMITS_H
#define SCT_LIMITS_H

#define SCT_MAX_RAW (16u << 20)			       /* decompressed bytes of a chunk */
#define SCT_MAX_COMPRESSED (SCT_MAX_RAW + (64u << 10)) /* of its zstd frame, incompressible data included */
#define SCT_MAX_EVENTS (1u << 20)		       /* events in a chunk */
#define SCT_MAX_GROUPS (1u << 16)		       /* groups in a chunk */
#define SCT_MAX_TASKS (1u << 16)		       /* task rows in a chunk */
#define SCT_MAX_STRINGS (1u << 20)		       /* strings in a chunk */
#define SCT_MAX_STRING (1u << 20)		       /* bytes of one string */
#define SCT_MAX_HEADER (4u << 20)		       /* decompressed bytes of the header frame */
#define SCT_MAX_DESC (64u << 10)		       /* content of a descriptor frame */
#define SCT_MAX_INDEX (64u << 20)		       /* content of an index or unknown skippable frame */
#define SCT_MAX_WINDOW (1u << 24)		       /* zstd window: what a streaming reader must hold */

/* What a writer puts in a descriptor before it says "any". */
#define SCT_DESC_TIDS 1024
#define SCT_DESC_SYSCALLS 1536

/* An advisory index goes out after so many chunks, or when its entries reach so many bytes. */
#define SCT_INDEX_CHUNKS 1000
#define SCT_INDEX_BYTES (4u << 20)

#endif
