/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of the filter language's compiler: words (expression_lex.c), grammar
 * (expression.c), what stands behind an operator (expression_operand.c).
 */
#ifndef REPLAY_EXPRESSION_H
#define REPLAY_EXPRESSION_H

#include "replay/filter_tree.h"

#define EXPRESSION_WORD 4096 /* longest word */

enum token {
	TOKEN_END,
	TOKEN_WORD,
	TOKEN_STRING, /* was quoted */
	TOKEN_OPERATOR,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_COMMA,
	TOKEN_BAR,
	TOKEN_AND,
	TOKEN_OR,
	TOKEN_NOT,
};

enum relation {
	RELATION_EQ,
	RELATION_NE,
	RELATION_LT,
	RELATION_LE,
	RELATION_GT,
	RELATION_GE,
	RELATION_GLOB,
	RELATION_REGEX,
	RELATION_IN,
	RELATION_HAS,
};

struct expression {
	struct filter *filter;
	struct filter_problem *problem;
	const char *source, *next; /* next: behind the token */
	const char *field_at, *field_end;  /* the field of the test being read */
	bool failed;
	unsigned depth;

	enum token token;
	enum relation relation; /* of TOKEN_OPERATOR */
	const char *at;		/* of the token */
	char word[EXPRESSION_WORD + 1]; /* unquoted, NUL-terminated */
	size_t word_size;
};

/* The language's fields. */
struct expression_field {
	const char *name;
	uint8_t field;	   /* enum filter_field; FILTER_VALUE: value says which */
	uint8_t value;	   /* enum value_field */
	uint16_t relations; /* bit per enum relation */
};

/* Reads the next token. false: problem says why. */
bool expression_advance(struct expression *x);
/* Notes what is wrong with the token; always false. The first problem stays. */
bool expression_fail(struct expression *x, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The same about the field before the operator. */
bool expression_fail_field(struct expression *x, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct filter_node *expression_memory(struct expression *x, struct filter_node *n); /* notes a NULL */

/*
 * The test of a field against the token, a word or string, which it passes. Takes several words joined by |
 * where names of flags may stand. NE and IN are the caller's. arg: behind "arg.", or NULL.
 */
struct filter_node *expression_operand(struct expression *x, const struct expression_field *f, const char *arg,
				       enum relation r);

#endif
