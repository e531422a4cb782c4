/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gen: flag sets and enums to C. The input is
 *
 *	flags NAME [UNKNOWN]         names are bits or bit patterns
 *		[mask VALUE]             the names below are values of (word & VALUE) ...
 *		CONSTANT VALUE [arm64=VALUE | arm64=-]
 *		[bits]                   ... until here
 *		[shift MASK BITS NAME]   (word & MASK) >> BITS is a number, shown as "number<<NAME"
 *		[octal MASK]             (word & MASK) is shown in octal
 *	enum NAME [UNKNOWN]          names are values of the whole word
 *	names NAME [UNKNOWN]         the same; names of one value are joined: "A or B"
 *
 * UNKNOWN is how a value without a name is explained: "O_???".
 */
#include "gen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct item {
	char *name;
	uint64_t value[2];      /* elsewhere, arm64 */
	bool on[2];
	uint64_t mask;          /* 0: a bit pattern */
	const char *form;       /* enum sct_flag_form */
	size_t order;
};

struct set {
	struct place at;
	char *name, *unknown;
	bool is_enum, joined, differs;
	struct item *items;
	size_t count;
};

static struct set *sets;
static size_t set_count;

static void begin_set(struct place at, char *text, bool is_enum, bool joined)
{
	char *name = word(&text), *unknown = word(&text);

	if (!name)
		fail(at, "the name of the set is missing");
	for (size_t i = 0; i < set_count; i++)
		if (!strcmp(sets[i].name, name))
			fail(at, "%s is already declared in %s:%d", name, sets[i].at.file, sets[i].at.line);
	sets = grow(sets, set_count, sizeof *sets);
	sets[set_count++] = (struct set){ .at = at, .name = name, .unknown = unknown, .is_enum = is_enum,
				       .joined = joined };
}

static void add_item(struct place at, struct set *s, char *text, uint64_t mask)
{
	struct item i = { .mask = mask, .order = s->count, .on = { true, true }, .form = "SCT_FLAG_NAMES" };
	char *w;

	i.name = word(&text);
	w = word(&text);
	if (!w)
		fail(at, "%s has no value", i.name);
	i.value[0] = i.value[1] = number(at, w);
	w = word(&text);
	if (w && !strncmp(w, "arm64=", 6)) {
		s->differs = true;
		i.on[1] = strcmp(w + 6, "-");
		i.value[1] = i.on[1] ? number(at, w + 6) : 0;
		w = word(&text);
	}
	if (w)
		fail(at, "'%s' is not understood", w);
	if (mask && mask != UINT64_MAX && (i.value[0] & ~mask || i.value[1] & ~mask))
		fail(at, "%s is outside the mask", i.name);
	s->items = grow(s->items, s->count, sizeof *s->items);
	s->items[s->count++] = i;
}

/* "shift MASK BITS NAME" or "octal MASK" */
static void add_form(struct place at, struct set *s, char *text, bool shift)
{
	struct item i = { .order = s->count, .on = { true, true }, .form = shift ? "SCT_FLAG_SHIFT" : "SCT_FLAG_OCTAL" };
	char *mask = word(&text), *bits = shift ? word(&text) : "0", *name = shift ? word(&text) : "";

	if (!mask || !bits || !name || word(&text))
		fail(at, "expected shift MASK BITS NAME or octal MASK");
	i.mask = number(at, mask);
	i.value[0] = i.value[1] = number(at, bits);
	i.name = name;
	s->items = grow(s->items, s->count, sizeof *s->items);
	s->items[s->count++] = i;
}

static int variant;

/* By value; equal values keep the order of the file, so that the first name wins. */
static int by_value(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->value[variant] != y->value[variant])
		return x->value[variant] < y->value[variant] ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

struct emitted_field {
	uint64_t mask;
	unsigned count;
	const char *form;
};

/* The run of items from *at on that share a mask. */
static struct emitted_field emit_items(struct set *s, size_t *at, unsigned number_of)
{
	struct emitted_field f = { .mask = s->items[*at].mask, .form = s->items[*at].form };
	struct item *run;
	size_t n = 0, begin = *at;

	while (*at < s->count && s->items[*at].mask == f.mask && !strcmp(s->items[*at].form, f.form))
		++*at;
	run = calloc(*at - begin, sizeof *run);
	for (size_t i = begin; i < *at; i++)
		if (s->items[i].on[variant])
			run[n++] = s->items[i];
	if (f.mask)
		qsort(run, n, sizeof *run, by_value);
	printf("static const struct sct_flag_item %s_%d_%u[] = {\n", s->name, variant, number_of);
	for (size_t i = 0; i < n; i++) {
		size_t length = strlen(run[i].name), same = i + 1;

		printf("\t{ 0x%llxu, \"%s", (unsigned long long)run[i].value[variant], run[i].name);
		for (; f.mask && same < n && run[same].value[variant] == run[i].value[variant]; same++)
			if (s->joined) {
				printf(" or %s", run[same].name);
				length += 4 + strlen(run[same].name);
			}
		i = same - 1;
		printf("\", %zu },\n", length);
		f.count++;
	}
	puts("};");
	free(run);
	return f;
}

static void emit_set(struct set *s)
{
	struct emitted_field f[64];
	unsigned n = 0;

	for (size_t i = 0; i < s->count; n++) {
		if (n == 64)
			fail(s->at, "%s has more than 64 fields", s->name);
		f[n] = emit_items(s, &i, n);
	}
	printf("static const struct sct_flag_field %s_%d[] = {\n", s->name, variant);
	for (unsigned i = 0; i < n; i++)
		printf("\t{ 0x%llxu, %s_%d_%u, %u, %s },\n", (unsigned long long)f[i].mask, s->name, variant, i,
		       f[i].count, f[i].form);
	puts("};");
	if (variant)
		printf("static const struct sct_flagset %s_arm64 = { ", s->name);
	else
		printf("const struct sct_flagset sct_set_%s = { ", s->name);
	printf("\"%s\", ", s->name);
	if (s->unknown)
		printf("\"%s\", ", s->unknown);
	else
		printf("NULL, ");
	printf("%s_%d, %u, %d, ", s->name, variant, n, s->is_enum);
	if (!variant && s->differs)
		printf("&%s_arm64 };\n", s->name);
	else
		puts("NULL };");
}

void make_flags(struct lines *in)
{
	uint64_t mask = 0;

	for (size_t i = 0; i < in->count; i++) {
		struct line *l = &in->v[i];

		if (!l->indented) {
			bool joined = !strncmp(l->text, "names ", 6), is_enum = joined || !strncmp(l->text, "enum ", 5);

			if (!is_enum && strncmp(l->text, "flags ", 6))
				fail(l->at, "expected 'flags', 'enum' or 'names'");
			begin_set(l->at, l->text + (is_enum && !joined ? 5 : 6), is_enum, joined);
			mask = is_enum ? UINT64_MAX : 0;
			continue;
		}
		if (!set_count)
			fail(l->at, "a value before the first set");
		if (!strncmp(l->text, "mask ", 5))
			mask = number(l->at, l->text + 5);
		else if (!strcmp(l->text, "bits"))
			mask = 0;
		else if (!strncmp(l->text, "shift ", 6) || !strncmp(l->text, "octal ", 6))
			add_form(l->at, &sets[set_count - 1], l->text + 6, *l->text == 's');
		else
			add_item(l->at, &sets[set_count - 1], l->text, mask);
	}
	for (size_t i = 0; i < set_count; i++) {
		if (!sets[i].count)
			fail(sets[i].at, "%s is empty", sets[i].name);
		printf("extern const struct sct_flagset sct_set_%s;\n", sets[i].name);
		for (variant = sets[i].differs; variant >= 0; variant--)
			emit_set(&sets[i]);
	}
	puts("const struct sct_flagset *const sct_sets[] = {");
	for (size_t i = 0; i < set_count; i++)
		printf("\t&sct_set_%s,\n", sets[i].name);
	printf("};\nconst uint32_t sct_set_count = %zu;\n", set_count);
}
