/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tree inside a filter. Builders (filter_flags.c makes it from short options) only construct
 * nodes; evaluation (filter.c) only walks them.
 */
#ifndef REPLAY_FILTER_TREE_H
#define REPLAY_FILTER_TREE_H

#include "format/call_set.h"
#include "replay/filter.h"
#include "replay/value.h"
#include "replay/when.h"

enum filter_op { FILTER_AND,
		 FILTER_OR,
		 FILTER_NOT,
		 FILTER_TEST };

/* Operand of a test, by its field. */
union filter_operand {
	struct call_set *calls; /* SYSCALL, CLASS: owned by the filter */
	uint32_t id;		/* PID, TID */
	struct {
		char *text;
		size_t size;
	} glob;	    /* COMM, PATH: owned by the filter */
	int errnum; /* ERRNO */
	struct {
		struct when when;
		uint64_t ns;
		uint8_t plus; /* ns that ns is later than when */
	} time;		/* SINCE, UNTIL: ns after filter_bind() */
	uint64_t ns;	/* MIN_DURATION */
	uint32_t kinds; /* KIND: bit per enum sct_kind */
	struct value_test *value; /* FILTER_VALUE: owned by the filter */
};

struct filter_node {
	uint8_t op;		   /* enum filter_op */
	uint8_t field;		   /* TEST: enum filter_field */
	unsigned columns;	   /* all that this tree looks at */
	struct filter_node *a, *b; /* AND, OR: both; NOT: a */
	union filter_operand operand;
	struct filter_node *allocated; /* next in the list by which all are freed */
};

/* Items of one field, as collected from lists. */
struct filter_items {
	struct filter_node *in, *out; /* OR of the plain ones, OR of the negated; NULL: none */
	struct call_select *calls;    /* SYSCALL, CLASS: instead of in and out */
};

/* A set of calls that an expression has made. */
struct filter_calls {
	struct filter_calls *next;
	struct call_set set;
};

struct filter {
	struct filter_items items[FILTER_FIELDS];
	struct filter_node *root;    /* NULL: everything passes */
	struct filter_node *asked;   /* the part of root that does not depend on the recording */
	struct filter_node *expression; /* of filter_add_expression(), joined; NULL: none */
	struct filter_calls *calls;	/* sets of expressions */
	bool names_calls, names_kinds;	/* some expression does */
	bool built;		     /* asked is made from items */
	bool kept;		     /* show calls that the recorder's own filter excludes */
	struct call_select recorded; /* the recorder's own filter, and its two tests */
	struct filter_node *recorded_in, *recorded_out;
	struct filter_node *once; /* not the lines that repeat a call's */
	struct filter_node *all; /* for filter_free() */
	uint64_t lower, upper;	 /* window from SINCE and UNTIL, for losses */
};

/* Nodes belong to the filter. NULL when out of memory, or when an operand is NULL for that reason. */
struct filter_node *filter_test(struct filter *f, enum filter_field field, union filter_operand o);
struct filter_node *filter_join(struct filter *f, enum filter_op op, struct filter_node *a,
				struct filter_node *b);
struct filter_node *filter_not(struct filter *f, struct filter_node *a);

/* One item of an option's list, for fields but SYSCALL and CLASS. o->glob.text becomes the caller's. */
bool filter_operand_parse(enum filter_field field, const char *item, union filter_operand *o, char *why, size_t size);

#endif
