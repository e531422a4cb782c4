/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One table of options per tool. getopt_long, --help, --version, the OPTIONS section of the man
 * page and the shell completions all come from it, so they cannot disagree.
 *
 * -h/--help, -V/--version and the hidden --dump-options are added to every table.
 */
#ifndef TOOLS_OPTIONS_H
#define TOOLS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum option_type {
	OPTION_TRUE,	 /* bool: set */
	OPTION_FALSE,	 /* bool: cleared */
	OPTION_COUNT,	 /* unsigned: one more each time, as in -ttt */
	OPTION_STRING,	 /* const char *: the argument itself */
	OPTION_NUMBER,	 /* uint64_t: decimal or 0x */
	OPTION_SIZE,	 /* uint64_t: bytes, with K M G suffixes */
	OPTION_DURATION, /* uint64_t: ns, with ns us ms s m h suffixes; bare numbers are seconds */
	OPTION_CHOICE,	 /* unsigned: index of the argument in .words */
	OPTION_CALL,	 /* .call decides */
};

/*
 * base: the section's. arg: NULL for an option without argument. On failure write why, one
 * lower-case clause, into why[size] and return false.
 */
typedef bool option_fn(void *base, const char *arg, char *why, size_t size);

struct option_row {
	const char *name; /* long name without dashes; NULL ends the table */
	char letter;	  /* short form, 0: none */
	enum option_type type;
	const char *arg;   /* placeholder such as "LIST", NULL: takes no argument */
	const char *help;  /* one lower-case clause, for --help and completions */
	const char *more;  /* plain sentences that only the man page shows, or NULL */
	size_t offset;	   /* where the value goes: offsetof() in the section's base */
	option_fn *call;   /* for OPTION_CALL */
	const char *words; /* "a b c": values to choose or complete from; or "@file", "@dir", "@command", "@syscall" */
};

/* Rows under one heading. */
struct option_section {
	const char *title; /* NULL ends the list */
	const struct option_row *rows;
	void *base; /* struct that the rows' offsets refer to */
};

struct tool {
	const char *name;    /* "sc-cat" */
	const char *usage;   /* what follows the name, "[options] FILE..." */
	const char *summary; /* one sentence */
	const struct option_section *sections;
	const char *operands; /* completion of operands: "@file", "@command", NULL: none */
	int usage_status;     /* exit status of a usage error */
	bool stop_at_operand; /* the first operand ends the options: it is a command */
};

#define OPTIONS_RUN (-1)

/*
 * Parses argv into the sections' bases. OPTIONS_RUN: go on, *first is the index of the first
 * operand. Anything else is the status to exit with at once: --help and the like were printed,
 * or a usage error was reported.
 */
int options_parse(const struct tool *t, int argc, char **argv, int *first);

/* Reports a usage error found after parsing, and the hint at --help. Returns t->usage_status. */
int options_usage(const struct tool *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The word in "a b c" nearest to the misspelt one, copied into out; false: none is near. */
bool options_nearest(const char *word, const char *words, char *out, size_t size);

/* What --dump-options prints (options_dump.c). false: no such form. */
bool options_dump(const struct tool *t, const char *form);
extern const struct option_row options_common[]; /* the rows every tool has */

#endif
