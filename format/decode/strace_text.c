/* SPDX-License-Identifier: BSD-2-Clause */
/* The visitor that writes calls the way strace's users read them. */
#include "format/decode/strace_text.h"
#include "format/decode/value_text.h"

static struct sct_strace_text *of(struct sct_visitor *v)
{
	return (struct sct_strace_text *)v;
}

static void call(struct sct_visitor *v, const struct sct_event *e, const char *name)
{
	struct sct_strace_text *s = of(v);

	(void)e;
	sct_text_str(s->t, name);
	sct_text_lit(s->t, "(");
}

static void argument(struct sct_visitor *v, const char *name, bool named)
{
	struct sct_strace_text *s = of(v);

	if (s->argument)
		sct_text_lit(s->t, ", ");
	s->argument = true;
	if (!named)
		return;
	sct_text_str(s->t, name);
	sct_text_lit(s->t, "=");
}

static void value(struct sct_visitor *v, const struct sct_value *value)
{
	sct_value_text(of(v)->t, value, of(v)->raw);
}

static void blob(struct sct_visitor *v, const struct sct_blob *b)
{
	struct sct_text *t = of(v)->t;

	if (b->kind == SCT_BLOB_ABSTRACT)
		sct_text_lit(t, "@");
	if (b->kind == SCT_BLOB_INET6)
		sct_text_inet6(t, b->data, b->size, b->name);
	else if (b->kind == SCT_BLOB_BINARY)
		sct_text_quoted_hex(t, b->data, b->size);
	else
		sct_text_quoted(t, b->data, b->size);
	if (b->more)
		sct_text_lit(t, "...");
}

static const char *const opening[] = {
	[SCT_GROUP_STRUCT] = "{", [SCT_GROUP_ARRAY] = "[", [SCT_GROUP_BITS] = "[", [SCT_GROUP_NOT_BITS] = "~[",
	[SCT_GROUP_UNION] = " (",
};
static const char *const closing[] = {
	[SCT_GROUP_STRUCT] = "}", [SCT_GROUP_ARRAY] = "]", [SCT_GROUP_BITS] = "]", [SCT_GROUP_NOT_BITS] = "]",
	[SCT_GROUP_UNION] = ")",
};
#define OPEN_MAX_DEPTH (sizeof((struct sct_strace_text *)0)->open / sizeof *((struct sct_strace_text *)0)->open)

static void open_group(struct sct_visitor *v, enum sct_group g)
{
	struct sct_strace_text *s = of(v);

	sct_text_str(s->t, opening[g]);
	if (s->depth < OPEN_MAX_DEPTH) {
		s->open[s->depth].group = (uint8_t)g;
		s->open[s->depth].any = false;
	}
	s->depth++;
}

static void member(struct sct_visitor *v, const char *name)
{
	struct sct_strace_text *s = of(v);
	unsigned d = s->depth ? s->depth - 1u : 0;
	uint8_t group;

	if (d >= OPEN_MAX_DEPTH)
		d = OPEN_MAX_DEPTH - 1;
	group = s->open[d].group;
	if (s->open[d].any) {
		if (group == SCT_GROUP_BITS || group == SCT_GROUP_NOT_BITS)
			sct_text_lit(s->t, " ");
		else
			sct_text_lit(s->t, ", ");
	}
	s->open[d].any = true;
	if (!name)
		return;
	sct_text_str(s->t, name);
	if (group == SCT_GROUP_UNION)
		sct_text_lit(s->t, " ");
	else
		sct_text_lit(s->t, "=");
}

static void more(struct sct_visitor *v)
{
	member(v, NULL);
	sct_text_lit(of(v)->t, "...");
}

static void close_group(struct sct_visitor *v, enum sct_group g)
{
	struct sct_strace_text *s = of(v);

	if (s->depth)
		s->depth--;
	sct_text_str(s->t, closing[g]);
}

static void change(struct sct_visitor *v)
{
	sct_text_lit(of(v)->t, " => ");
}

static void note(struct sct_visitor *v, const char *text)
{
	struct sct_text *t = of(v)->t;

	sct_text_lit(t, " /* ");
	sct_text_str(t, text);
	sct_text_lit(t, " */");
}

static void count(struct sct_visitor *v, uint64_t n, const char *unit)
{
	struct sct_text *t = of(v)->t;

	sct_text_lit(t, " /* ");
	sct_text_unsigned(t, n);
	sct_text_lit(t, " ");
	sct_text_str(t, unit);
	sct_text_lit(t, " */");
}

static void extra(struct sct_visitor *v, const char *range)
{
	struct sct_text *t = of(v)->t;

	member(v, NULL);
	sct_text_lit(t, "/* ");
	sct_text_str(t, range);
	sct_text_lit(t, " */ ");
}

/* Codes that only tracers see have no number that a program could be given. */
static void error(struct sct_text *t, int number)
{
	const char *name = sct_errno_name(number), *text = sct_errno_text(number);
	bool restart = number == 512 || number == 513 || number == 514 || number == 516;

	if (restart)
		sct_text_lit(t, "? ");
	else
		sct_text_lit(t, "-1 ");
	if (name) {
		sct_text_str(t, name);
	} else {
		sct_text_lit(t, "(errno ");
		sct_text_unsigned(t, (uint64_t)number);
		sct_text_lit(t, ")");
		return;
	}
	sct_text_lit(t, " (");
	sct_text_str(t, text);
	sct_text_lit(t, ")");
}

static void result(struct sct_visitor *v, const struct sct_result *r)
{
	struct sct_strace_text *s = of(v);

	sct_text_lit(s->t, ") = ");
	switch ((enum sct_outcome)r->outcome) {
	case SCT_RESULT_NONE:
		sct_text_lit(s->t, "?");
		return;
	case SCT_RESULT_ERROR:
		error(s->t, (int)r->value.u);
		return;
	case SCT_RESULT_VALUE:
		sct_value_text(s->t, &r->value, s->raw);
		return;
	}
}

void sct_strace_text_init(struct sct_strace_text *s, struct sct_text *t, const struct sct_print_opts *opts)
{
	static const struct sct_visitor_ops ops = {
		call, argument, value, blob, open_group, member, more, close_group, change, note, count, extra, result,
	};

	s->v.ops = &ops;
	s->t = t;
	s->raw = opts && opts->raw;
	s->argument = false;
	s->depth = 0;
}
