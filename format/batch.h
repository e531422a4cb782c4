/* SPDX-License-Identifier: BSD-2-Clause */
/* What a batch under construction looks like inside. Private to batch*.c and chunk_pack.c. */
#ifndef SCT_BATCH_H
#define SCT_BATCH_H

#include "format/buf.h"
#include "format/limits.h"
#include "format/sct.h"

/* Columns of a group, in the order of their field numbers in message Group. */
enum {
	COL_RESULT,
	COL_DURATION,
	COL_ARG0,
	COL_FLAGS = COL_ARG0 + 6,
	COL_PAYLOAD_COUNT,
	COL_PAYLOAD_META,
	COL_PAYLOAD_STRING,
	COL_PAYLOAD_FULL,
	COL_COUNT
};
#define SCT_GROUP_FIRST_COLUMN 6 /* field number of COL_RESULT */

/* Varints of one column. Stays empty while every value so far is 0. */
struct sct_col {
	uint8_t *data;
	uint32_t size, room;
};

/* Stays bound to its key across batches, so its buffers grow to what that call needs. */
struct sct_group {
	uint8_t kind, abi, arg_count;
	uint32_t number;
	uint32_t index; /* in the batch's groups, once it has a row */
	uint32_t rows;
	uint32_t payloads;
	struct sct_col col[COL_COUNT];
};

struct sct_string_slot {
	uint32_t hash;
	uint32_t id; /* 0: free */
};

struct sct_string_ref {
	uint32_t offset, size;
}; /* of the bytes in the string buffer */

#define SCT_DIRECT_ABIS 6
#define SCT_DIRECT_NUMBERS 512

struct sct_batch {
	uint32_t count;	      /* events */
	uint32_t group_count; /* groups with rows */
	uint64_t payloads;
	uint64_t bytes; /* encoded so far, an upper estimate */
	uint64_t last_time, base_time;
	bool failed; /* memory ran out inside an event: must be reset */
	bool bmi2;   /* the processor has it */

	struct sct_col group, time, task;
	struct sct_group **active; /* groups with rows, by index */
	uint32_t active_room;

	struct sct_group **all; /* every group ever used */
	uint32_t all_count, all_room;
	struct sct_group **slots; /* hash table over all */
	uint32_t slot_mask;
	/* the usual syscalls without hashing; the group's arg_count must still agree */
	struct sct_group *direct[SCT_DIRECT_ABIS][SCT_DIRECT_NUMBERS];

	uint64_t seed;		     /* so that nobody can aim at one hash chain */
	struct sct_buf strings;	     /* as fields of Batch */
	struct sct_string_ref *refs; /* by string index - 1 */
	uint32_t string_count, ref_room;
	struct sct_string_slot *string_slots;
	uint32_t string_mask;

	struct sct_buf tasks; /* as fields of Batch */
	uint32_t task_count;
	uint32_t *tids, *tgids; /* by task row */
	uint32_t task_room;

	/* for the descriptor */
	uint64_t min_time, max_time, max_end, max_duration, failures;
	uint32_t kinds;
};

/* Appends message Batch's fields. */
void sct_batch_pack(struct sct_buf *out, const struct sct_batch *b);

bool sct_strings_init(struct sct_batch *b);
void sct_strings_reset(struct sct_batch *b);
void sct_strings_free(struct sct_batch *b);

#endif
