/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Filters: which events of a recording to show. A filter is a tree of tests, made once from what
 * the user asked for, then asked about chunk descriptors (can the chunk be skipped unread?) and
 * about events (with few columns decoded first, with all of them if that does not decide).
 *
 * A test on something that an event does not have is false: an exit has no duration, so
 * --min-duration hides it and --syscall '!futex' does not. Loss events always pass, save those
 * wholly outside --since/--until: what is missing must not look as if it had been looked at.
 */
#ifndef REPLAY_FILTER_H
#define REPLAY_FILTER_H

#include "format/sct.h"

enum filter_field {
	FILTER_SYSCALL,	     /* call is one of these */
	FILTER_CLASS,	     /* call is in one of these classes */
	FILTER_PID,	     /* thread or process id */
	FILTER_TID,	     /* thread id */
	FILTER_COMM,	     /* name of the thread, glob */
	FILTER_PATH,	     /* a path argument, as given or as resolved, or an exec's file: glob */
	FILTER_FAILED,	     /* returned an error */
	FILTER_ERRNO,	     /* returned this error */
	FILTER_SINCE,	     /* entered at or after */
	FILTER_UNTIL,	     /* entered before */
	FILTER_MIN_DURATION, /* lasted at least */
	FILTER_KIND,	     /* kind of event */
	FILTER_FIELDS,
	FILTER_VALUE /* tests that only expressions make; not for filter_add() */
};

/* What is known so far. The order counts: and = minimum, or = maximum. */
enum filter_answer { FILTER_NO,
		     FILTER_MAYBE,
		     FILTER_YES };

struct filter;
struct filter *filter_new(void);    /* NULL: out of memory. An empty filter passes everything */
void filter_free(struct filter *f); /* NULL is fine */

/*
 * Adds a comma list for a field. Items of one field, from however many lists, are alternatives;
 * different fields must all hold. A ! negates the item behind it and all that follow in its
 * list; negated items exclude. \, is a comma that does not separate. On failure says why, in one
 * lower-case clause, in why[size]. FILTER_FAILED takes the lists "" and "!".
 */
bool filter_add(struct filter *f, enum filter_field field, const char *list, char *why, size_t size);

/* What is wrong with an expression. */
struct filter_problem {
	size_t at, size; /* which characters; size 0: at the end, or none in particular */
	char why[256];	 /* one lower-case clause */
};

/*
 * Adds an expression of the filter language (sct-filter(7)), which must hold too. false: p says
 * why not, and the filter must not be used.
 */
bool filter_add_expression(struct filter *f, const char *expression, struct filter_problem *p);

/*
 * Calls that were recorded only so that paths resolve, though the recorder's own filter (-e) excludes
 * them, are hidden unless FILTER_SYSCALL, FILTER_CLASS or an expression asks for calls, or this was called.
 */
void filter_show_kept(struct filter *f);

/* Fixes times, and the recorder's own filter, to one recording. Call it after the last filter_add, before any question. */
bool filter_bind(struct filter *f, const struct sct_header *h); /* false: out of memory */

/* FILTER_NO: no event of the chunk passes; FILTER_YES: every one does. */
enum filter_answer filter_chunk(const struct filter *f, const struct sct_desc *d);

/* Columns that decide most events (never payloads), and all columns that any test looks at. */
unsigned filter_cheap_columns(const struct filter *f);
unsigned filter_columns(const struct filter *f);

/* e was decoded with these columns; FILTER_MAYBE only if some that filter_columns() names are not among them. */
enum filter_answer filter_event(const struct filter *f, const struct sct_decoder *d,
				const struct sct_event *e, unsigned columns);

/* Whether events of a kind, and a call, can pass at all. For sct_decoder_select() with the filter as base. */
bool filter_wants(const void *filter, enum sct_kind kind, enum sct_abi abi, uint32_t number);

#endif
