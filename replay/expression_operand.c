/* SPDX-License-Identifier: BSD-2-Clause */
/* What stands behind an operator: names, numbers with units, texts; by the field in front of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/units.h"
#include "replay/expression.h"
#include "replay/expression_arg.h"
#include "replay/glob.h"
#include "replay/nearest.h"

/* Compiles the word for a relation of texts. */
static bool set_text(struct expression *x, struct value_test *t, enum relation r)
{
	int bad;
	char why[128];

	t->op = r == RELATION_EQ ? VALUE_EQ : r == RELATION_GLOB ? VALUE_GLOB
								 : VALUE_REGEX;
	t->size = x->word_size;
	t->text = malloc(x->word_size + 1);
	if (!t->text)
		return expression_fail(x, "out of memory");
	memcpy(t->text, x->word, x->word_size + 1);
	if (t->op != VALUE_REGEX)
		return true;
	if (strlen(x->word) != x->word_size)
		return expression_fail(x, "a regular expression cannot hold a NUL");
	bad = regcomp(&t->regex, x->word, REG_EXTENDED | REG_NOSUB);
	if (!bad)
		return t->has_regex = true;
	regerror(bad, NULL, why, sizeof(why));
	return expression_fail(x, "regular expression: %s", why);
}

static uint8_t order(enum relation r)
{
	switch (r) {
	case RELATION_LT:
		return VALUE_LT;
	case RELATION_LE:
		return VALUE_LE;
	case RELATION_GT:
		return VALUE_GT;
	case RELATION_GE:
		return VALUE_GE;
	case RELATION_HAS:
		return VALUE_HAS;
	default:
		return VALUE_EQ;
	}
}

/* ---- system calls */

static struct filter_calls *new_calls(struct expression *x)
{
	struct filter_calls *c = calloc(1, sizeof(*c));

	if (!c) {
		expression_fail(x, "out of memory");
		return NULL;
	}
	c->next = x->filter->calls;
	x->filter->calls = c;
	return c;
}

static void match_calls(struct call_set *s, const struct value_test *t)
{
	for (unsigned abi = 0; abi < CALL_SET_ABIS; abi++) {
		size_t count = 0;
		const struct sct_syscall *rows = sct_syscall_rows((enum sct_abi)abi, &count);

		for (size_t i = 0; i < count; i++) {
			const char *name = rows[i].name;
			bool yes = t->has_regex ? !regexec(&t->regex, name, 0, NULL, 0)
						: glob_match(t->text, t->size, (const uint8_t *)name, strlen(name));

			if (yes && rows[i].number < CALL_SET_NUMBERS)
				s->bits[abi][rows[i].number / 64] |= UINT64_C(1) << rows[i].number % 64;
		}
	}
}

static struct filter_node *calls(struct expression *x, const struct expression_field *f, enum relation r)
{
	struct filter_calls *c = new_calls(x);
	struct value_test *pattern;
	struct call_select *s;
	char why[256];

	if (!c)
		return NULL;
	if (r != RELATION_EQ) {
		pattern = calloc(1, sizeof(*pattern));
		if (pattern && set_text(x, pattern, r))
			match_calls(&c->set, pattern);
		value_free(pattern);
	} else if (strpbrk(x->word, ",!= ") || !*x->word) {
		expression_fail(x, "this is no name");
	} else if ((s = calloc(1, sizeof(*s)))) {
		if (call_select_add(s, x->word, f->field == FILTER_CLASS, why, sizeof(why)))
			c->set = s->in;
		else
			expression_fail(x, "%s", why);
		free(s);
	} else {
		expression_fail(x, "out of memory");
	}
	x->filter->names_calls = true;
	if (x->failed)
		return NULL;
	return filter_test(x->filter, (enum filter_field)f->field, (union filter_operand){ .calls = &c->set });
}

/* ---- times */

static struct filter_node *time_test(struct expression *x, enum filter_field f, union filter_operand o, uint8_t plus)
{
	o.time.plus = plus;
	return filter_test(x->filter, f, o);
}

/* Every relation in terms of "from ... on" and "before ...". */
static struct filter_node *times(struct expression *x, enum relation r)
{
	union filter_operand o = { 0 };
	char why[256];

	if (!filter_operand_parse(FILTER_SINCE, x->word, &o, why, sizeof(why)))
		return expression_fail(x, "%s", why), NULL;
	switch (r) {
	case RELATION_GE:
		return time_test(x, FILTER_SINCE, o, 0);
	case RELATION_GT:
		return time_test(x, FILTER_SINCE, o, 1);
	case RELATION_LT:
		return time_test(x, FILTER_UNTIL, o, 0);
	case RELATION_LE:
		return time_test(x, FILTER_UNTIL, o, 1);
	default:
		return filter_join(x->filter, FILTER_AND, time_test(x, FILTER_SINCE, o, 0), time_test(x, FILTER_UNTIL, o, 1));
	}
}

static struct filter_node *kinds(struct expression *x)
{
	union filter_operand o = { 0 };
	char why[256];

	if (!filter_operand_parse(FILTER_KIND, x->word, &o, why, sizeof(why)))
		return expression_fail(x, "%s", why), NULL;
	x->filter->names_kinds = true;
	return filter_test(x->filter, FILTER_KIND, o);
}

/* ---- values */

static bool number(struct expression *x, struct value_test *t, const char *what)
{
	return expression_number(x->word, &t->number) || expression_fail(x, "'%.40s' is not %s", x->word, what);
}

static bool result(struct expression *x, struct value_test *t)
{
	int errnum = x->word[0] == '-' ? sct_errno_by_name(x->word + 1) : 0;

	t->number = -errnum;
	return errnum || number(x, t, "a number such as 5, -1, 4KiB or -ENOENT");
}

static bool error(struct expression *x, struct value_test *t)
{
	union filter_operand o = { 0 };
	char why[256];

	if (!filter_operand_parse(FILTER_ERRNO, x->word, &o, why, sizeof(why)))
		return expression_fail(x, "%s", why);
	t->number = o.errnum;
	return true;
}

static bool duration(struct expression *x, struct value_test *t)
{
	uint64_t ns;

	if (!units_duration(x->word, &ns))
		return expression_fail(x, "'%.40s' is not a duration such as 10ms, 1.5s or 200us", x->word);
	t->number = ns > INT64_MAX ? INT64_MAX : (int64_t)ns;
	return true;
}

static bool descriptor(struct expression *x, struct value_test *t)
{
	t->number = -100;
	return !strcmp(x->word, "AT_FDCWD") || number(x, t, "a descriptor");
}

static bool signal_number(struct expression *x, struct value_test *t)
{
	struct nearest near = nearest_to(x->word);

	t->number = sct_signal_by_name(x->word);
	if (t->number || expression_number(x->word, &t->number))
		return true;
	for (int i = 1; i <= 64; i++)
		if (sct_signal_name(i))
			nearest_try(&near, sct_signal_name(i));
	if (near.best)
		return expression_fail(x, "no signal '%.40s'; did you mean '%s'?", x->word, near.best);
	return expression_fail(x, "no signal '%.40s'", x->word);
}

static bool abi(struct expression *x, struct value_test *t)
{
	static const struct {
		const char *name;
		enum sct_abi abi;
	} names[] = {
		{ "x86-64", SCT_ABI_X86_64 },
		{ "x86_64", SCT_ABI_X86_64 },
		{ "i386", SCT_ABI_I386 },
		{ "x32", SCT_ABI_X32 },
		{ "arm64", SCT_ABI_ARM64 },
		{ "arm", SCT_ABI_ARM },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(names[i].name, x->word)) {
			t->number = names[i].abi;
			return true;
		}
	return expression_fail(x, "no ABI '%.40s'; ABIs: x86-64 i386 x32 arm64 arm", x->word);
}

static bool value(struct expression *x, struct value_test *t, const char *arg, enum relation r)
{
	switch ((enum value_field)t->field) {
	case VALUE_COMM:
	case VALUE_EXE:
	case VALUE_PATH:
	case VALUE_STRING:
	case VALUE_ARG_TEXT:
		return set_text(x, t, r);
	case VALUE_RET:
		return result(x, t);
	case VALUE_ERRNO:
		return error(x, t);
	case VALUE_DURATION:
		return duration(x, t);
	case VALUE_FD:
		return descriptor(x, t);
	case VALUE_SIGNAL:
		return signal_number(x, t);
	case VALUE_ABI:
		return abi(x, t);
	case VALUE_ARG:
		return expression_arg_number(x, t, arg);
	case VALUE_PID:
	case VALUE_TID:
	case VALUE_UID:
		break;
	}
	return number(x, t, "a number");
}

static struct filter_node *compare(struct expression *x, const struct expression_field *f, const char *arg,
				   enum relation r)
{
	struct value_test *t = calloc(1, sizeof(*t));
	struct filter_node *n;
	bool text = r == RELATION_GLOB || r == RELATION_REGEX || x->token == TOKEN_STRING;

	if (!t)
		return expression_memory(x, NULL);
	t->field = f->value;
	t->op = order(r);
	if (t->field == VALUE_ARG && text) {
		t->field = VALUE_ARG_TEXT;
		if (r != RELATION_EQ && r != RELATION_GLOB && r != RELATION_REGEX)
			expression_fail(x, "a quoted text can only be compared by ==, !=, ~, =~ and in");
	}
	if (f->value == VALUE_ARG)
		expression_arg_find(x, t, f->name, arg);
	if (!x->failed && value(x, t, arg, r)) {
		n = filter_test(x->filter, FILTER_VALUE, (union filter_operand){ .value = t });
		if (n)
			return n; /* NOLINT(clang-analyzer-unix.Malloc): the node owns t */
		expression_fail(x, "out of memory");
	}
	value_free(t);
	return NULL;
}

struct filter_node *expression_operand(struct expression *x, const struct expression_field *f, const char *arg,
				       enum relation r)
{
	struct filter_node *n;

	if (x->token != TOKEN_WORD && x->token != TOKEN_STRING) {
		expression_fail(x, "something to compare with is missing");
		return NULL;
	}
	switch ((enum filter_field)f->field) {
	case FILTER_SYSCALL:
	case FILTER_CLASS:
		n = calls(x, f, r);
		break;
	case FILTER_KIND:
		n = kinds(x);
		break;
	case FILTER_SINCE:
		n = times(x, r);
		break;
	default:
		n = compare(x, f, arg, r);
	}
	if (x->failed || !expression_memory(x, n) || !expression_advance(x))
		return NULL;
	return n;
}
