/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comparing what an event has with a constant: the leaves that the filter language has beyond the
 * short options. A field may have several values (a call has several descriptors): one that
 * compares is enough. One without values never compares.
 */
#ifndef REPLAY_VALUE_H
#define REPLAY_VALUE_H

#include <regex.h>

#include "format/call_set.h"
#include "format/constant.h"
#include "replay/filter.h"

enum value_field {
	VALUE_PID, /* process id and thread id */
	VALUE_TID,
	VALUE_UID,
	VALUE_COMM,
	VALUE_EXE,
	VALUE_RET,
	VALUE_ERRNO,
	VALUE_DURATION,
	VALUE_PATH,
	VALUE_FD,
	VALUE_STRING, /* what strings, vectors of them and buffers hold */
	VALUE_SIGNAL, /* delivered */
	VALUE_ABI,
	VALUE_ARG,	/* one argument as a number */
	VALUE_ARG_TEXT, /* what it points to */
};

enum value_op {
	VALUE_EQ,
	VALUE_LT,
	VALUE_LE,
	VALUE_GT,
	VALUE_GE,
	VALUE_HAS,   /* all these bits */
	VALUE_GLOB,  /* text */
	VALUE_REGEX, /* text */
};

#define VALUE_NO_ARG 255

/* Where each call has the argument of some name. */
struct value_args {
	uint8_t index[CALL_SET_ABIS][CALL_SET_NUMBERS]; /* VALUE_NO_ARG: nowhere */
};

/* What a word means in one flag set; set NULL: in arguments without a set, or, a number, in all. */
struct value_meaning {
	const struct sct_flagset *set;
	bool everywhere;
	struct sct_constant constant;
};

struct value_test {
	uint8_t field; /* enum value_field */
	uint8_t op;    /* enum value_op */
	uint8_t arg;   /* ARG, ARG_TEXT: argument of all calls, when args is NULL */
	bool has_regex;
	int64_t number;
	struct value_args *args;	/* owned */
	struct value_meaning *meanings; /* owned; ARG: instead of number */
	size_t meaning_count;
	char *text; /* owned */
	size_t size;
	regex_t regex;
};

/* NULL: nothing there. */
const struct sct_constant *value_meaning_in(const struct value_test *t, const struct sct_flagset *set);
void value_free(struct value_test *t); /* NULL is fine */

/* Columns the test looks at. */
unsigned value_columns(const struct value_test *t);
bool value_event(const struct value_test *t, const struct sct_decoder *d, const struct sct_event *e);
/* d has statistics. */
enum filter_answer value_chunk(const struct value_test *t, const struct sct_desc *d);

#endif
