/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gen: types and struct layouts. Member offsets follow each ABI's alignment rules, so that a
 * struct is written once.
 */
#include "gen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct type *types;
static size_t type_count;

struct type *find_type(const char *name)
{
	for (size_t i = 0; i < type_count; i++)
		if (!strcmp(types[i].name, name))
			return &types[i];
	return NULL;
}

static struct type *add_type(struct place at, const char *name, enum type_kind kind)
{
	struct type *t;

	types = grow(types, type_count, sizeof *types);
	t = &types[type_count++];
	*t = (struct type){ .at = at, .name = copy(name, strlen(name)), .kind = kind };
	return t;
}

static char *need_word(struct place at, char **text, const char *what)
{
	char *w = word(text);

	if (!w)
		fail(at, "%s is missing", what);
	return w;
}

/* "type NAME X86-64 I386 ARM64 CAPTURE" */
static void parse_plain(struct place at, char *text)
{
	char *name = need_word(at, &text, "type name");
	struct type *t;

	if (find_type(name))
		fail(at, "type %s is already declared", name);
	t = add_type(at, name, TYPE_PLAIN);
	for (int abi = 0; abi < ABI_COUNT; abi++)
		t->size[abi] = number(at, need_word(at, &text, "size"));
	t->capture = need_word(at, &text, "capture");
	if (word(&text))
		fail(at, "more than six columns");
}

/* "opaque NAME X86-64 I386 ARM64" */
static void parse_opaque(struct place at, char *text)
{
	char *name = need_word(at, &text, "struct name");
	struct type *t;
	struct body *b = calloc(1, sizeof *b);

	if (find_type(name))
		fail(at, "type %s is already declared", name);
	t = add_type(at, name, TYPE_STRUCT);
	for (int abi = 0; abi < ABI_COUNT; abi++) {
		b->size[abi] = number(at, need_word(at, &text, "size"));
		b->align[abi] = 1;
		t->body[abi] = b;
		t->done[abi] = true;
	}
}

static struct field parse_field(struct line *l)
{
	char *text = l->text;
	struct field f = { .at = l->at };
	char *bracket;

	f.name = need_word(l->at, &text, "member name");
	f.type = need_word(l->at, &text, "member type");
	if (word(&text))
		fail(l->at, "a member is a name and a type");
	f.hidden = !strcmp(f.name, "-");
	bracket = strchr(f.type, '[');
	if (bracket) {
		char *end = strchr(bracket, ']');

		if (!end || end[1])
			fail(l->at, "bad array '%s'", f.type);
		*bracket = *end = 0;
		f.count = number(l->at, bracket + 1);
		if (!f.count || f.count > 4096)
			fail(l->at, "array length out of range");
	}
	return f;
}

/* "struct NAME [packed] [ABI...]" and the indented members below. */
static void parse_struct(struct lines *in, size_t *pos, char *text)
{
	struct place at = in->v[*pos].at;
	char *name = need_word(at, &text, "struct name"), *w;
	struct type *t = find_type(name);
	struct body *b = calloc(1, sizeof *b);
	bool on[ABI_COUNT] = { 0 }, any = false;

	if (!t)
		t = add_type(at, name, TYPE_STRUCT);
	while ((w = word(&text))) {
		int abi = 0;

		if (!strcmp(w, "packed")) {
			b->packed = true;
			continue;
		}
		while (abi < ABI_COUNT && strcmp(w, abi_names[abi]))
			abi++;
		if (abi == ABI_COUNT)
			fail(at, "'%s' is neither an ABI nor 'packed'", w);
		on[abi] = any = true;
	}
	for (int abi = 0; abi < ABI_COUNT; abi++) {
		if (any && !on[abi])
			continue;
		if (t->kind != TYPE_STRUCT || t->body[abi])
			fail(at, "%s is already declared for %s", name, abi_names[abi]);
		t->body[abi] = b;
	}
	while (*pos + 1 < in->count && in->v[*pos + 1].indented) {
		struct line *l = &in->v[++*pos];

		if (!strncmp(l->text, "print ", 6)) {
			b->print = l->text + 6;
		} else if (!strncmp(l->text, "brief ", 6)) {
			b->brief = l->text + 6;
		} else {
			b->fields = grow(b->fields, b->count, sizeof *b->fields);
			b->fields[b->count++] = parse_field(l);
		}
	}
	if (!b->count)
		fail(at, "struct %s has no members", name);
}

bool parse_type_line(struct lines *in, size_t *pos)
{
	struct line *l = &in->v[*pos];
	char *text = l->text;

	if (!strncmp(text, "type ", 5))
		parse_plain(l->at, text + 5);
	else if (!strncmp(text, "opaque ", 7))
		parse_opaque(l->at, text + 7);
	else if (!strncmp(text, "struct ", 7))
		parse_struct(in, pos, text + 7);
	else
		return false;
	return true;
}

struct ref parse_ref(struct place at, const char *text)
{
	struct ref r = { 0 };
	char *s = copy(text, strlen(text)), *colon;
	size_t n = strlen(s);

	if (n && s[n - 1] == '*') {
		r.pointer = true;
		s[n - 1] = 0;
	}
	if (*s == '@') {
		r.set = s + 1;
		colon = strchr(s, ':');
		if (colon)
			*colon = 0;
		s = colon ? colon + 1 : "int";
	}
	r.type = find_type(s);
	if (!r.type)
		fail(at, "unknown type '%s'", s);
	return r;
}

static void layout(struct type *t, int abi);

unsigned type_size(const struct type *t, int abi, struct place at)
{
	if (t->kind == TYPE_PLAIN)
		return t->size[abi];
	if (!t->body[abi])
		fail(at, "struct %s is not declared for %s", t->name, abi_names[abi]);
	layout((struct type *)t, abi);
	return t->body[abi]->size[abi];
}

static unsigned type_align(const struct type *t, int abi, struct place at)
{
	unsigned size = type_size(t, abi, at);

	if (!size)
		return 1;
	if (t->kind == TYPE_STRUCT)
		return t->body[abi]->align[abi];
	/* the i386 psABI aligns 64-bit integers to 4 */
	return abi == ABI_I386 && size > 4 ? 4 : size;
}

static unsigned round_up(unsigned n, unsigned to)
{
	return (n + to - 1) / to * to;
}

static void place_members(struct body *b, int abi)
{
	unsigned at = 0, align = 1;

	for (size_t i = 0; i < b->count; i++) {
		struct field *f = &b->fields[i];
		struct ref r = parse_ref(f->at, f->type);
		unsigned a = b->packed ? 1 : type_align(r.type, abi, f->at);

		at = round_up(at, a);
		f->offset[abi] = at;
		at += type_size(r.type, abi, f->at) * (f->count ? f->count : 1);
		align = a > align ? a : align;
	}
	b->size[abi] = round_up(at, align);
	b->align[abi] = align;
}

static void layout(struct type *t, int abi)
{
	if (t->done[abi])
		return;
	if (t->busy)
		fail(t->at, "struct %s contains itself", t->name);
	t->busy = true;
	place_members(t->body[abi], abi);
	t->busy = false;
	t->done[abi] = true;
}

void layout_all(void)
{
	for (size_t i = 0; i < type_count; i++)
		for (int abi = 0; abi < ABI_COUNT; abi++)
			if (types[i].kind == TYPE_STRUCT && types[i].body[abi])
				layout(&types[i], abi);
}

void emit_value_type(const struct ref *r, int abi)
{
	if (r->set)
		printf("{ SCT_T_SET, %u, &sct_set_%s, NULL }", r->type->size[abi], r->set);
	else if (r->type->kind == TYPE_STRUCT)
		printf("{ SCT_T_STRUCT, 0, NULL, &layout_%s_%s }", r->type->name, abi_suffix[abi]);
	else {
		fputs("{ SCT_T_", stdout);
		for (const char *p = r->type->name; *p; p++)
			putchar(*p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p);
		printf(", %u, NULL, NULL }", r->type->size[abi]);
	}
}

static void emit_field(const struct field *f, int abi)
{
	struct ref r = parse_ref(f->at, f->type);

	printf("\t{ \"%s\", %u, %u, ", f->name, f->offset[abi], f->count);
	emit_value_type(&r, abi);
	puts(" },");
}

/* The members named in list, all when it is NULL; returns how many. */
static unsigned emit_fields(struct type *t, struct body *b, int abi, const char *list, const char *prefix)
{
	char *text = list ? copy(list, strlen(list)) : NULL, *w;
	unsigned n = 0;

	printf("static const struct sct_member %s_%s_%s[] = {\n", prefix, t->name, abi_suffix[abi]);
	for (size_t i = 0; i < b->count && !list; i++)
		if (!b->fields[i].hidden) {
			emit_field(&b->fields[i], abi);
			n++;
		}
	while (text && (w = word(&text))) {
		size_t i = 0;

		while (i < b->count && strcmp(b->fields[i].name, w))
			i++;
		if (i == b->count)
			fail(t->at, "struct %s has no member %s", t->name, w);
		emit_field(&b->fields[i], abi);
		n++;
	}
	puts("};");
	return n;
}

static void emit_layout(struct type *t, int abi)
{
	struct body *b = t->body[abi];
	unsigned n = 0, brief = 0;

	if (b->count)
		n = emit_fields(t, b, abi, b->print, "fields");
	if (b->brief)
		brief = emit_fields(t, b, abi, b->brief, "brief");
	printf("static const struct sct_layout layout_%s_%s = { \"%s\", %u, %u, %u, ", t->name, abi_suffix[abi],
	       t->name, b->size[abi], n, brief);
	if (b->count)
		printf("fields_%s_%s, ", t->name, abi_suffix[abi]);
	else
		fputs("NULL, ", stdout);
	if (b->brief)
		printf("brief_%s_%s };\n", t->name, abi_suffix[abi]);
	else
		puts("NULL };");
}

void emit_layouts(void)
{
	for (size_t i = 0; i < type_count; i++)
		for (int abi = 0; abi < ABI_COUNT && types[i].kind == TYPE_STRUCT; abi++)
			if (types[i].body[abi])
				printf("static const struct sct_layout layout_%s_%s;\n", types[i].name, abi_suffix[abi]);
	for (size_t i = 0; i < type_count; i++) {
		struct type *t = &types[i];

		if (t->kind != TYPE_STRUCT)
			continue;
		for (int abi = 0; abi < ABI_COUNT; abi++)
			if (t->body[abi])
				emit_layout(t, abi);
		printf("extern const struct sct_layout *const sct_layout_%s[];\n"
		       "const struct sct_layout *const sct_layout_%s[] = {", t->name, t->name);
		for (int abi = 0; abi < ABI_COUNT; abi++) {
			if (t->body[abi])
				printf(" &layout_%s_%s,", t->name, abi_suffix[abi]);
			else
				printf(" NULL,");
		}
		puts(" };\n");
	}
}
