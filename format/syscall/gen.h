/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Shared by the parts of the table generator: input lines with their position, the types read
 * from the .def files. Nothing here is linked into the library.
 */
#ifndef SCT_GEN_H
#define SCT_GEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ABI_X86_64, ABI_I386, ABI_ARM64, ABI_COUNT };
extern const char *const abi_names[ABI_COUNT];    /* as written in .def files */
extern const char *const abi_suffix[ABI_COUNT];   /* as used in C names */

/* Where a declaration was read. */
struct place {
	const char *file;
	int line;
};

/* One input line without comment and trailing blanks. */
struct line {
	struct place at;
	bool indented;
	char *text;             /* from the first non-blank */
};

struct lines {
	struct line *v;
	size_t count;
};

/* Prints "gen: file:line: cause" and exits 1. */
void fail(struct place at, const char *format, ...) __attribute__((noreturn, format(printf, 2, 3)));
void *grow(void *v, size_t count, size_t element);     /* room for one more, exits when out of memory */
char *copy(const char *s, size_t size);

struct lines read_lines(int count, char **files);
/* Cuts the next blank-separated word off *text; NULL at the end. */
char *word(char **text);
uint64_t number(struct place at, const char *s);       /* decimal, octal, hex, 1<<n */

enum type_kind { TYPE_PLAIN, TYPE_STRUCT };

struct field {
	struct place at;
	char *name;
	char *type;             /* "long", "@open:u64", "timespec" */
	unsigned count;         /* 0: not an array */
	bool hidden;            /* padding: takes room, is not printed */
	unsigned offset[ABI_COUNT];
};

/* One body of a struct, valid for some ABIs. */
struct body {
	struct field *fields;
	size_t count;
	char *print, *brief;        /* member names, or NULL: all in order, never abbreviated */
	bool packed;
	unsigned size[ABI_COUNT];   /* opaque: given; else computed */
	unsigned align[ABI_COUNT];
};

struct type {
	struct place at;
	char *name;
	enum type_kind kind;
	unsigned size[ABI_COUNT];   /* plain */
	char *capture;              /* plain: last column, "-" for values */
	struct body *body[ABI_COUNT];   /* struct, NULL where the ABI has none */
	bool done[ABI_COUNT];       /* layout computed */
	bool busy;                  /* being computed: a struct must not hold itself */
};

struct type *find_type(const char *name);              /* NULL: no such type */
/* A reference to a type as written in a row or field. */
struct ref {
	char *set;              /* flag set name or NULL */
	struct type *type;      /* scalar of the set, or the type itself */
	bool pointer;           /* written with a trailing * */
};
struct ref parse_ref(struct place at, const char *text);

bool parse_type_line(struct lines *in, size_t *at);    /* takes type, opaque, struct blocks */
unsigned type_size(const struct type *t, int abi, struct place at);
void layout_all(void);
void emit_layouts(void);
void emit_value_type(const struct ref *r, int abi);    /* a struct sct_value_type initialiser */

void make_table(struct lines *in);
void make_flags(struct lines *in);

#endif
