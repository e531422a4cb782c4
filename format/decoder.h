/* SPDX-License-Identifier: BSD-2-Clause */
/* What a decoder looks like inside. Private to decoder.c and batch_decode*.c. */
#ifndef SCT_DECODER_H
#define SCT_DECODER_H

#include "format/column.h"
#include "format/sct.h"

/* Columns of a group, by field number - 6. */
enum {
	DEC_RESULT,
	DEC_DURATION,
	DEC_ARG0,
	DEC_FLAGS = DEC_ARG0 + 6,
	DEC_PAYLOAD_COUNT,
	DEC_PAYLOAD_META,
	DEC_PAYLOAD_STRING,
	DEC_PAYLOAD_FULL,
	DEC_COLUMNS
};
#define DEC_FIRST_FIELD 6

/* An encoded column in the chunk. data NULL: absent. */
struct sct_span {
	const uint8_t *data;
	size_t size;
};

/* A decoded column. Value of row i is v[i & mask]; an absent one has mask 0 and points to a zero. */
struct sct_view {
	const uint64_t *v;
	size_t mask;
};

struct sct_dec_group {
	uint8_t kind, abi, arg_count;
	uint32_t number;
	bool skip; /* nobody wants these events */
	uint32_t rows;
	uint32_t next; /* row that sct_decoder_next() returns next */
	uint32_t next_payload;
	uint64_t payloads; /* in all rows */
	struct sct_span span[DEC_COLUMNS];
	struct sct_view col[DEC_COLUMNS];
};

struct sct_string_at {
	uint32_t offset, size; /* in raw */
};

struct sct_decoder {
	struct sct_error err;
	void *dctx;	 /* ZSTD_DCtx */
	uint8_t *packed; /* compressed bytes, from a file */
	size_t packed_room;
	uint8_t *plain; /* decompressed bytes */
	size_t plain_room;

	unsigned columns;   /* asked for */
	bool (*wanted)(const void *base, enum sct_kind kind, enum sct_abi abi, uint32_t number); /* NULL: all events are */
	const void *wanted_base;
	const uint8_t *raw; /* the Batch message */
	size_t raw_size;
	uint64_t file_offset, chunk; /* for errors */
	uint32_t event_count, at;    /* events, and the next one's index */
	uint64_t base_time, time;
	struct sct_span group_span, time_span, task_span;
	struct sct_view group_col, time_col, task_col;

	struct sct_string_at *strings;
	size_t string_count, string_room;
	struct sct_task *tasks;
	size_t task_count, task_room;
	struct sct_dec_group *groups;
	size_t group_count, group_room;
	uint64_t *values; /* all decoded columns */
	size_t value_count, value_room;
	struct sct_payload payloads[SCT_MAX_PAYLOADS]; /* of the event returned last */
};

/* Reads the Batch message at d->raw: tables and column spans. */
enum sct_status sct_batch_scan(struct sct_decoder *d);
/* Then decodes and checks the columns asked for. */
enum sct_status sct_batch_columns(struct sct_decoder *d);
/* Records an error; at is where in the Batch message, for the detail. */
enum sct_status sct_decoder_fail(struct sct_decoder *d, enum sct_status s, const char *what);

#endif
