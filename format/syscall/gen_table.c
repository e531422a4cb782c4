/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gen: syscall rows to one table per ABI, with the plan of what to read from user memory.
 */
#include "gen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ARGS 6
#define MAX_CAPTURES 6
#define NO_ARG 255

enum when { IN = 1, OUT = 2 };

struct arg {
	char *name;
	struct ref ref;
	unsigned when;          /* enum when bits */
	char *length;           /* text behind len= or size=, or NULL */
	bool bytes;             /* size=: the length counts bytes, not elements */
	unsigned count;         /* n=, else 1 */
	bool io, always, quiet, restart;
};

struct row {
	struct place at;
	char *name;
	long number[ABI_COUNT]; /* -1: none */
	char *classes, *flags;
	struct ref result;      /* "ret:TYPE" among the flags: what explains the result */
	struct arg args[MAX_ARGS];
	int arg_count;
};

static struct row *rows;
static size_t row_count;

static const struct { const char *name, *c; } class_names[] = {
	{ "file", "SCT_CLASS_FILE" }, { "desc", "SCT_CLASS_DESC" }, { "process", "SCT_CLASS_PROCESS" },
	{ "memory", "SCT_CLASS_MEMORY" }, { "network", "SCT_CLASS_NETWORK" },
	{ "signal", "SCT_CLASS_SIGNAL" }, { "ipc", "SCT_CLASS_IPC" }, { "clock", "SCT_CLASS_CLOCK" },
	{ "creds", "SCT_CLASS_CREDS" }, { "stat", "SCT_CLASS_STAT" }, { "statfs", "SCT_CLASS_STATFS" },
	{ "pure", "SCT_CLASS_PURE" }, { "io_uring", "SCT_CLASS_IO_URING" }, { NULL, NULL },
}, flag_names[] = {
	{ "noreturn", "SCT_SYS_NORETURN" }, { "exec", "SCT_SYS_EXEC" }, { "fd", "SCT_SYS_RETURNS_FD" },
	{ "addr", "SCT_SYS_RETURNS_ADDR" }, { "state", "SCT_SYS_FD_STATE" },
	{ "mode", "SCT_SYS_RETURNS_MODE" }, { NULL, NULL },
};

/* Types whose capture is more than "so many bytes", by the last column of a type line. */
static const struct { const char *name, *c; bool in, needs_length; } special_captures[] = {
	{ "string", "SCT_CAP_STRING", true, false }, { "strings", "SCT_CAP_STRINGS", true, false },
	{ "env", "SCT_CAP_STRINGS", true, false }, { "iov", "SCT_CAP_IOV", false, true },
	{ "msghdr", "SCT_CAP_MSGHDR", false, false }, { "mmsghdr", "SCT_CAP_MMSGHDR", false, true },
	{ "fdset", "SCT_CAP_FDSET", false, true }, { "ioctl", "SCT_CAP_IOCTL", false, false },
	{ "fcntl", "SCT_CAP_FCNTL", false, false }, { "prctl", "SCT_CAP_PRCTL", false, false },
	{ NULL, NULL, false, false },
};

static int special(const struct type *t)
{
	for (int i = 0; t->capture && special_captures[i].name; i++)
		if (!strcmp(t->capture, special_captures[i].name))
			return i;
	return -1;
}

static void parse_attributes(struct place at, struct arg *a, char *text)
{
	for (char *w = strtok(text, ","); w; w = strtok(NULL, ",")) {
		if (!strcmp(w, "in")) {
			a->when = IN;
		} else if (!strcmp(w, "out")) {
			a->when = OUT;
		} else if (!strcmp(w, "inout")) {
			a->when = IN | OUT;
		} else if (!strcmp(w, "io")) {
			a->io = true;
		} else if (!strcmp(w, "restart")) {
			a->restart = true;
		} else if (!strcmp(w, "quiet")) {
			a->quiet = true;
		} else if (!strcmp(w, "always")) {
			a->always = true;
		} else if (!strncmp(w, "len=", 4)) {
			a->length = w + 4;
		} else if (!strncmp(w, "size=", 5)) {
			a->length = w + 5;
			a->bytes = true;
		} else if (!strncmp(w, "n=", 2)) {
			a->count = number(at, w + 2);
		} else {
			fail(at, "argument %s: unknown attribute '%s'", a->name, w);
		}
	}
}

/* Whether an argument of this type points to memory that the table describes. */
static bool is_pointer(const struct arg *a)
{
	return a->ref.pointer || a->ref.type->kind == TYPE_STRUCT || strcmp(a->ref.type->capture, "-");
}

/* "name:type[attributes]" */
static void parse_arg(struct place at, struct arg *a, char *text)
{
	char *colon = strchr(text, ':'), *bracket = strchr(text, '[');
	int s;

	if (!colon)
		fail(at, "argument '%s' has no type", text);
	*colon = 0;
	*a = (struct arg){ .name = text, .count = 1 };
	if (bracket) {
		char *end = strchr(bracket, ']');

		if (!end || end[1])
			fail(at, "argument %s: bad brackets", a->name);
		*bracket = *end = 0;
	}
	a->ref = parse_ref(at, colon + 1);
	if (bracket)
		parse_attributes(at, a, bracket + 1);
	s = special(a->ref.type);
	if (s >= 0 && !a->when)
		/* a multiplexer's request decides the direction */
		a->when = special_captures[s].in ? IN : IN | OUT;
	if (s >= 0 && special_captures[s].needs_length && !a->length)
		fail(at, "argument %s needs len=", a->name);
	if (is_pointer(a) ? !a->when : a->when || a->length)
		fail(at, "argument %s: %s", a->name, a->when ? "a plain value has no direction" :
		     "say in, out or inout");
}

static void parse_args(struct row *r, char *text)
{
	char *end = strrchr(text, ')');
	int depth = 0;

	if (*text != '(' || !end || end[1])
		fail(r->at, "the arguments belong in (...)");
	*end = 0;
	for (char *p = ++text;; p++) {
		depth += (*p == '[') - (*p == ']');
		if (*p && (*p != ',' || depth))
			continue;
		if (p != text || *p) {
			bool last = !*p;

			*p = 0;
			text += strspn(text, " ");
			if (r->arg_count == MAX_ARGS)
				fail(r->at, "more than %d arguments", MAX_ARGS);
			parse_arg(r->at, &r->args[r->arg_count++], text);
			if (last)
				return;
			text = p + 1;
		} else {
			return;
		}
	}
}

static void parse_row(struct line *l)
{
	struct row r = { .at = l->at };
	char *text = l->text, *w;

	r.name = word(&text);
	for (int abi = 0; abi < ABI_COUNT; abi++) {
		w = word(&text);
		if (!w)
			fail(l->at, "the number for %s is missing", abi_names[abi]);
		r.number[abi] = strcmp(w, "-") ? (long)number(l->at, w) : -1;
		if (r.number[abi] > 4095)
			fail(l->at, "number %ld is out of range", r.number[abi]);
	}
	r.classes = word(&text);
	r.flags = word(&text);
	if (!r.classes || !r.flags)
		fail(l->at, "a row is: name, three numbers, classes, flags, (arguments)");
	w = strstr(r.flags, "ret:");
	if (w) {
		r.result = parse_ref(l->at, w + 4);
		*w = 0;
		if (r.result.pointer || (w > r.flags && w[-1] != ','))
			fail(l->at, "ret: is the last flag and names a plain type");
	}
	text += strspn(text, " \t");
	parse_args(&r, text);
	for (size_t i = 0; i < row_count; i++)
		for (int abi = 0; abi < ABI_COUNT; abi++) {
			if (r.number[abi] < 0 || rows[i].number[abi] < 0)
				continue;
			if (!strcmp(rows[i].name, r.name) || rows[i].number[abi] == r.number[abi])
				fail(l->at, "%s %ld for %s is already %s in %s:%d", r.name, r.number[abi],
				     abi_names[abi], rows[i].name, rows[i].at.file, rows[i].at.line);
		}
	rows = grow(rows, row_count, sizeof *rows);
	rows[row_count++] = r;
}

static int find_arg(struct row *r, const struct arg *of, const char *name)
{
	for (int i = 0; i < r->arg_count; i++)
		if (!strcmp(r->args[i].name, name))
			return i;
	fail(r->at, "argument %s: its length names '%s', which is no argument", of->name, name);
}

struct length {
	const char *kind;
	int arg;
};

static struct length find_length(struct row *r, const struct arg *a)
{
	struct length l = { "SCT_CAP_FIXED", NO_ARG };
	const char *slash;

	if (!a->length)
		return l;
	if (*a->length == '*') {
		l.kind = "SCT_CAP_LEN_PTR";
		l.arg = find_arg(r, a, a->length + 1);
	} else if (!strncmp(a->length, "ret", 3) && (!a->length[3] || a->length[3] == '/')) {
		l.kind = "SCT_CAP_LEN_RESULT";
		slash = strchr(a->length, '/');
		if (slash)
			l.arg = find_arg(r, a, slash + 1);
	} else {
		l.kind = "SCT_CAP_LEN_ARG";
		l.arg = find_arg(r, a, a->length);
	}
	return l;
}

/* A message header that is filled in is also read before: it says how much room there is. */
static bool is_message_out(const struct arg *a)
{
	return a->when == OUT && !a->ref.pointer && a->ref.type->capture && !strcmp(a->ref.type->capture, "msghdr");
}

static void emit_capture(struct row *r, int i, int abi)
{
	struct arg *a = &r->args[i];
	int s = a->ref.pointer ? -1 : special(a->ref.type);
	struct length l = find_length(r, a);
	unsigned size = a->bytes ? 1 : type_size(a->ref.type, abi, r->at);

	if (s >= 0)
		l.kind = special_captures[s].c;
	else if (!a->length)
		size *= a->count;
	printf("\t{ %d, %s, %s%s%s, 0", i, l.kind, a->when & IN ? "SCT_CAP_IN" : "",
	       a->when == (IN | OUT) ? " | " : "", a->when & OUT ? "SCT_CAP_OUT" : "");
	if (a->io)
		fputs(" | SCT_CAPF_IO", stdout);
	if (a->when & OUT && !a->always)
		fputs(" | SCT_CAPF_ON_SUCCESS", stdout);
	if (s >= 0 && !strcmp(a->ref.type->capture, "env"))
		fputs(" | SCT_CAPF_ENV", stdout);
	printf(", %d, 0, %u },\n", l.arg, size);
	if (is_message_out(a))
		printf("\t{ %d, SCT_CAP_FIXED, SCT_CAP_IN, 0, %d, 0, %u },\n", i, NO_ARG, size);
}

static const char *shape(const struct arg *a)
{
	if (!is_pointer(a))
		return "SCT_SHAPE_VALUE";
	if (!a->ref.pointer && a->ref.type->kind == TYPE_PLAIN)
		return "SCT_SHAPE_SPECIAL";
	return a->count > 1 || (a->length && !a->bytes) ? "SCT_SHAPE_ARRAY" : "SCT_SHAPE_POINTER";
}

/* Names, captures and types of row i for one ABI; returns the number of captures. */
static int emit_args(size_t i, int abi)
{
	struct row *r = &rows[i];
	int captures = 0;

	if (!r->arg_count && !r->result.type)
		return 0;
	for (int a = 0; a < r->arg_count; a++)
		captures += is_pointer(&r->args[a]) + is_message_out(&r->args[a]);
	if (captures > MAX_CAPTURES)
		fail(r->at, "more than %d arguments to capture", MAX_CAPTURES);
	printf("static const struct sct_arg_type types_%s_%zu[] = {\n", abi_suffix[abi], i);
	for (int a = 0; a < r->arg_count; a++) {
		struct arg *g = &r->args[a];
		struct length l = find_length(r, g);

		fputs("\t{ ", stdout);
		emit_value_type(&g->ref, abi);
		printf(", %s, %u, %s, %d, %d, %d, %u, %u },\n", shape(g), g->when, l.kind, g->quiet, g->restart, l.arg,
		       g->bytes ? 1 : type_size(g->ref.type, abi, r->at), g->count);
	}
	/* one more: what explains the result */
	if (r->result.type) {
		fputs("\t{ ", stdout);
		emit_value_type(&r->result, abi);
		puts(", SCT_SHAPE_VALUE, 0, SCT_CAP_NONE, 0, 0, 0, 0, 0 },");
	} else {
		puts("\t{ { SCT_T_INT, 0, NULL, NULL }, SCT_SHAPE_VALUE, 0, SCT_CAP_NONE, 0, 0, 0, 0, 0 },");
	}
	puts("};");
	if (captures) {
		printf("static const struct sct_capture captures_%s_%zu[] = {\n", abi_suffix[abi], i);
		for (int a = 0; a < r->arg_count; a++)
			if (is_pointer(&r->args[a]))
				emit_capture(r, a, abi);
		puts("};");
	}
	return captures;
}

static void emit_bits(struct place at, char *list, const void *names_v)
{
	const struct { const char *name, *c; } *names = names_v;
	char *s = copy(list, strlen(list));

	putchar('0');
	for (char *w = strcmp(s, "-") ? strtok(s, ",") : NULL; w; w = strtok(NULL, ",")) {
		int i = 0;

		while (names[i].name && strcmp(names[i].name, w))
			i++;
		if (!names[i].name)
			fail(at, "'%s' is not known", w);
		printf(" | %s", names[i].c);
	}
	free(s);
}

static int sort_abi;

static int by_number(const void *a, const void *b)
{
	long x = rows[*(const size_t *)a].number[sort_abi], y = rows[*(const size_t *)b].number[sort_abi];

	return (x > y) - (x < y);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(rows[*(const size_t *)a].name, rows[*(const size_t *)b].name);
}

static void emit_row(size_t i, int abi, int captures, const char *abi_constant)
{
	struct row *r = &rows[i];

	printf("\t{ \"%s\", %ld, %s, %d, ", r->name, r->number[abi], abi_constant, r->arg_count);
	emit_bits(r->at, r->flags, flag_names);
	printf(", %d, ", captures);
	emit_bits(r->at, r->classes, class_names);
	if (r->arg_count)
		printf(", names_%zu, ", i);
	else
		fputs(", NULL, ", stdout);
	if (captures)
		printf("captures_%s_%zu, ", abi_suffix[abi], i);
	else
		fputs("NULL, ", stdout);
	if (r->arg_count || r->result.type)
		printf("types_%s_%zu },\n", abi_suffix[abi], i);
	else
		puts("NULL },");
}

/* Returns the number of rows. */
static size_t emit_abi(int abi, long *limit)
{
	static const char *const constants[ABI_COUNT] = { "SCT_ABI_X86_64", "SCT_ABI_I386", "SCT_ABI_ARM64" };
	size_t *order = calloc(row_count, sizeof *order), *names = calloc(row_count, sizeof *names), n = 0;
	int *captures = calloc(row_count, sizeof *captures);
	long next = 0;

	for (size_t i = 0; i < row_count; i++)
		if (rows[i].number[abi] >= 0) {
			captures[i] = emit_args(i, abi);
			order[n++] = i;
		}
	sort_abi = abi;
	qsort(order, n, sizeof *order, by_number);
	printf("static const struct sct_syscall rows_%s[] = {\n", abi_suffix[abi]);
	for (size_t i = 0; i < n; i++)
		emit_row(order[i], abi, captures[order[i]], constants[abi]);
	printf("};\nstatic const int16_t number_%s[] = {", abi_suffix[abi]);
	for (size_t i = 0; i < n; i++) {
		for (; next < rows[order[i]].number[abi]; next++)
			printf("-1,%s", next % 16 ? "" : "\n");
		printf("%zu,%s", i, next % 16 ? "" : "\n");
		next++;
	}
	*limit = next;
	memcpy(names, order, n * sizeof *order);
	qsort(names, n, sizeof *names, by_name);
	printf("};\nstatic const uint16_t name_%s[] = {", abi_suffix[abi]);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++)
			if (order[k] == names[i])
				printf("%zu,%s", k, i % 16 ? "" : "\n");
	puts("};");
	free(order);
	free(names);
	free(captures);
	return n;
}

/* Every flag set that some row or member uses, declared once. */
static void declare_sets(struct lines *in)
{
	char **seen = NULL;
	size_t count = 0;

	for (size_t i = 0; i < in->count; i++)
		for (const char *p = in->v[i].text; (p = strchr(p, '@'));) {
			size_t n = strspn(++p, "abcdefghijklmnopqrstuvwxyz0123456789_"), k = 0;

			while (k < count && (strncmp(seen[k], p, n) || seen[k][n]))
				k++;
			if (k < count)
				continue;
			seen = grow(seen, count, sizeof *seen);
			seen[count++] = copy(p, n);
			printf("extern const struct sct_flagset sct_set_%s;\n", seen[k]);
		}
	free(seen);
}

void make_table(struct lines *in)
{
	size_t count[ABI_COUNT];
	long limit[ABI_COUNT];
	struct line *pending = NULL;
	size_t pending_count = 0;

	declare_sets(in);
	for (size_t i = 0; i < in->count; i++) {
		if (in->v[i].indented)
			fail(in->v[i].at, "an indented line outside a struct");
		if (parse_type_line(in, &i))
			continue;
		pending = grow(pending, pending_count, sizeof *pending);
		pending[pending_count++] = in->v[i];
	}
	layout_all();
	for (size_t i = 0; i < pending_count; i++)
		parse_row(&pending[i]);
	emit_layouts();
	for (size_t i = 0; i < row_count; i++) {
		if (!rows[i].arg_count)
			continue;
		printf("static const char *const names_%zu[] = {", i);
		for (int a = 0; a < rows[i].arg_count; a++)
			printf(" \"%s\",", rows[i].args[a].name);
		puts(" };");
	}
	for (int abi = 0; abi < ABI_COUNT; abi++)
		count[abi] = emit_abi(abi, &limit[abi]);
	puts("const struct sct_abi_table sct_abi_tables[SCT_ABI_SLOTS] = {");
	for (int abi = 0; abi < ABI_COUNT; abi++)
		printf("\t{ rows_%s, number_%s, name_%s, %zu, %ld },\n", abi_suffix[abi], abi_suffix[abi],
		       abi_suffix[abi], count[abi], limit[abi]);
	puts("};");
}
