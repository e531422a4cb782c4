/* SPDX-License-Identifier: BSD-2-Clause */
/* Options: from a tool's table to getopt_long, to values, and to usage errors. */
#include "tools/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/units.h"
#include "tools/message.h"

#define MAX_ROWS 128
#define FIRST_LONG 256 /* getopt values of rows: this plus the row's index */
#define DUMP_OPTIONS (FIRST_LONG + MAX_ROWS)
#define NEAR 3 /* edits that a typing mistake may have */

const struct option_row options_common[] = {
	{ .name = "help", .letter = 'h', .help = "print the options and exit" },
	{ .name = "version", .letter = 'V', .help = "print the version and exit" },
	{ 0 },
};

/* All rows of a tool, as getopt wants them. */
struct parser {
	const struct option_row *row[MAX_ROWS];
	void *base[MAX_ROWS];
	size_t count;
	struct option longs[MAX_ROWS + 2];
	char shorts[2 + 3 * MAX_ROWS];
};

static void parser_row(struct parser *p, const struct option_row *row, void *base, char **shorts)
{
	struct option *l = &p->longs[p->count];

	if (p->count == MAX_ROWS)
		abort(); /* a tool's table has outgrown us: its first run says so */
	p->row[p->count] = row;
	p->base[p->count] = base;
	*l = (struct option){ .name = row->name, .has_arg = row->arg ? required_argument : no_argument, .val = FIRST_LONG + (int)p->count };
	if (row->letter) {
		*(*shorts)++ = row->letter;
		if (row->arg)
			*(*shorts)++ = ':';
	}
	p->count++;
}

static void parser_init(struct parser *p, const struct tool *t)
{
	char *shorts = p->shorts;

	memset(p, 0, sizeof(*p));
	if (t->stop_at_operand)
		*shorts++ = '+';
	*shorts++ = ':';
	for (const struct option_section *s = t->sections; s->title; s++)
		for (const struct option_row *r = s->rows; r->name; r++)
			parser_row(p, r, s->base, &shorts);
	for (const struct option_row *r = options_common; r->name; r++)
		parser_row(p, r, NULL, &shorts);
	p->longs[p->count] = (struct option){ .name = "dump-options", .has_arg = required_argument, .val = DUMP_OPTIONS };
}

static size_t parser_find(const struct parser *p, int value)
{
	if (value >= FIRST_LONG)
		return (size_t)(value - FIRST_LONG);
	for (size_t i = 0; i < p->count; i++)
		if (p->row[i]->letter == value)
			return i;
	return p->count;
}

/* Edits (insert, delete, replace, swap of neighbours) that turn a into b. */
static unsigned edits(const char *a, const char *b)
{
	enum { LONGEST = 63 };
	unsigned row[3][LONGEST + 1];
	size_t n = strlen(a), m = strlen(b);

	if (n > LONGEST || m > LONGEST)
		return UINT32_MAX;
	for (size_t j = 0; j <= m; j++)
		row[0][j] = (unsigned)j;
	for (size_t i = 1; i <= n; i++) {
		unsigned *now = row[i % 3], *above = row[(i + 2) % 3], *two = row[(i + 1) % 3];

		now[0] = (unsigned)i;
		for (size_t j = 1; j <= m; j++) {
			unsigned best = above[j - 1] + (a[i - 1] != b[j - 1]);

			if (above[j] + 1 < best)
				best = above[j] + 1;
			if (now[j - 1] + 1 < best)
				best = now[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    two[j - 2] + 1 < best)
				best = two[j - 2] + 1;
			now[j] = best;
		}
	}
	return row[n % 3][m];
}

/* Words of less than six letters are too short for three mistakes in them. */
static unsigned tolerance(const char *word)
{
	size_t n = strlen(word);

	return n < 3 ? 1 : n < 6 ? 2
				 : NEAR;
}

bool options_nearest(const char *word, const char *words, char *out, size_t size)
{
	unsigned best = tolerance(word) + 1;
	char one[64];

	while (*words) {
		size_t n = strcspn(words, " ");

		if (n < sizeof(one) && n < size) {
			memcpy(one, words, n);
			one[n] = '\0';
			if (edits(word, one) < best) {
				best = edits(word, one);
				memcpy(out, one, n + 1);
			}
		}
		words += n;
		words += strspn(words, " ");
	}
	return best <= tolerance(word);
}

int options_usage(const struct tool *t, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	message(t->name, "%s (try: %s --help)", text, t->name);
	return t->usage_status;
}

/* "--filed=3": an option nobody has, or the beginning of several. */
static int unknown_long(const struct tool *t, const struct parser *p, const char *given)
{
	char word[64], list[1024] = "";
	size_t n = strcspn(given, "="), used = 0, matches = 0;
	const char *nearest = NULL;
	unsigned best;

	snprintf(word, sizeof(word), "%.*s", (int)(n < 60 ? n : 60), given);
	best = tolerance(word) + 1;
	for (size_t i = 0; i < p->count; i++) {
		const char *name = p->row[i]->name;

		if (n && !strncmp(name, given, n)) {
			used += (size_t)snprintf(list + used, sizeof(list) - used, "%s--%s",
						 matches++ ? ", " : "", name);
			if (used >= sizeof(list))
				used = sizeof(list) - 1;
		}
		if (edits(word, name) < best) {
			best = edits(word, name);
			nearest = name;
		}
	}
	if (matches > 1)
		return options_usage(t, "option '--%s' is ambiguous: %s", word, list);
	if (nearest)
		return options_usage(t, "no option '--%s'; did you mean '--%s'?", word, nearest);
	return options_usage(t, "no option '--%s'", word);
}

/* What getopt_long refused: missing says that only the argument is missing. */
static int refused(const struct tool *t, const struct parser *p, char **argv, bool missing)
{
	size_t i = optopt ? parser_find(p, optopt) : p->count;

	if (optopt == DUMP_OPTIONS)
		return options_usage(t, "option '--dump-options' needs man, bash, zsh or fish");
	if (!optopt)
		return unknown_long(t, p, argv[optind - 1] + 2);
	if (i >= p->count)
		return options_usage(t, "no option '-%c'", optopt);
	if (!missing)
		return options_usage(t, "option '--%s' takes no value", p->row[i]->name);
	if (optopt < FIRST_LONG)
		return options_usage(t, "option '-%c' needs %s", optopt, p->row[i]->arg);
	return options_usage(t, "option '--%s' needs %s", p->row[i]->name, p->row[i]->arg);
}

static bool choose(const char *words, const char *arg, unsigned *out, char *why, size_t size)
{
	const char *w = words;
	char near[64];

	for (unsigned i = 0; *w; i++) {
		size_t n = strcspn(w, " ");

		if (strlen(arg) == n && !strncmp(w, arg, n)) {
			*out = i;
			return true;
		}
		w += n;
		w += strspn(w, " ");
	}
	if (options_nearest(arg, words, near, sizeof(near)))
		snprintf(why, size, "no such choice; did you mean '%s'?", near);
	else
		snprintf(why, size, "choose from: %s", words);
	return false;
}

static bool assign(const struct option_row *r, void *base, const char *arg, char *why, size_t size)
{
	void *target = (char *)base + r->offset;

	why[0] = '\0';
	switch (r->type) {
	case OPTION_TRUE:
		*(bool *)target = true;
		return true;
	case OPTION_FALSE:
		*(bool *)target = false;
		return true;
	case OPTION_COUNT:
		++*(unsigned *)target;
		return true;
	case OPTION_STRING:
		*(const char **)target = arg;
		return true;
	case OPTION_NUMBER:
		snprintf(why, size, "not a number");
		return units_number(arg, target);
	case OPTION_SIZE:
		snprintf(why, size, "not a size such as 4096, 64K or 32M");
		return units_size(arg, target);
	case OPTION_DURATION:
		snprintf(why, size, "not a duration such as 1.5s, 10ms or 200us");
		return units_duration(arg, target);
	case OPTION_CHOICE:
		return choose(r->words, arg, target, why, size);
	case OPTION_CALL:
		return r->call(base, arg, why, size);
	}
	return false;
}

/* One option that getopt_long accepted. OPTIONS_RUN: go on. */
static int apply(const struct tool *t, const struct parser *p, int value)
{
	size_t i = parser_find(p, value);
	char why[512];

	if (value == DUMP_OPTIONS) {
		if (!options_dump(t, optarg))
			return options_usage(t, "option '--dump-options' needs man, bash, zsh or fish");
		return 0;
	}
	if (i >= p->count || !p->row[i])
		abort();   /* getopt knows only what we told it */
	if (!p->base[i]) { /* options_common */
		if (p->row[i]->letter == 'h')
			options_dump(t, "help");
		else
			printf("%s " SCT_VERSION "\n", t->name);
		return 0;
	}
	if (assign(p->row[i], p->base[i], optarg, why, sizeof(why)))
		return OPTIONS_RUN;
	return options_usage(t, "--%s '%s': %s", p->row[i]->name, optarg ? optarg : "", why);
}

int options_parse(const struct tool *t, int argc, char **argv, int *first)
{
	static struct parser p; /* argv is parsed once per process */
	int value, status;

	parser_init(&p, t);
	opterr = 0;
	while ((value = getopt_long(argc, argv, p.shorts, p.longs, NULL)) != -1) {
		if (value == '?' || value == ':')
			return refused(t, &p, argv, value == ':');
		status = apply(t, &p, value);
		if (status == OPTIONS_RUN)
			continue;
		if (status == 0 && (fflush(stdout) || ferror(stdout))) {
			message(t->name, "standard output: %s", strerror(errno));
			return t->usage_status;
		}
		return status;
	}
	*first = optind;
	return OPTIONS_RUN;
}
