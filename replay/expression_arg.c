/* SPDX-License-Identifier: BSD-2-Clause */
/* Arguments in the filter language. One name may mean different numbers in different calls. */
#include "replay/expression_arg.h"

#include <stdlib.h>
#include <string.h>

#include "format/constant.h"
#include "format/units.h"
#include "replay/nearest.h"

bool expression_number(const char *word, int64_t *out)
{
	bool negative = *word == '-';
	const char *p = word + negative;
	uint64_t v = 0;

	if (p[0] == '0' && p[1] >= '0' && p[1] <= '7') {
		for (; *p >= '0' && *p <= '7' && !(v >> 61); p++)
			v = v << 3 | (uint64_t)(*p - '0');
		if (*p)
			return false;
	} else if (!units_number(p, &v) && !units_size(p, &v)) {
		return false;
	}
	if (negative && v > (uint64_t)INT64_MAX + 1)
		return false;
	*out = (int64_t)(negative ? 0 - v : v);
	return true;
}

/* The i-th call of an ABI, NULL behind the last. */
static const struct sct_syscall *row_at(unsigned abi, size_t i)
{
	size_t count = 0;
	const struct sct_syscall *rows = sct_syscall_rows((enum sct_abi)abi, &count);

	return i < count ? &rows[i] : NULL;
}

static unsigned position(const struct sct_syscall *row, const char *name)
{
	for (unsigned i = 0; i < row->arg_count; i++)
		if (!strcmp(row->arg_names[i], name))
			return i;
	return VALUE_NO_ARG;
}

static bool no_argument(struct expression *x, const char *name)
{
	struct nearest near = nearest_to(name);
	const struct sct_syscall *row;

	for (unsigned abi = 0; abi < CALL_SET_ABIS; abi++)
		for (size_t i = 0; (row = row_at(abi, i)); i++)
			for (unsigned a = 0; a < row->arg_count; a++)
				nearest_try(&near, row->arg_names[a]);
	if (near.best)
		return expression_fail_field(x, "no system call has an argument '%.40s'; did you mean 'arg.%s'?", name, near.best);
	return expression_fail_field(x, "no system call has an argument '%.40s'", name);
}

bool expression_arg_find(struct expression *x, struct value_test *t, const char *field, const char *name)
{
	const struct sct_syscall *row;
	bool any = false;

	if (!name) {
		t->arg = (uint8_t)(field[3] - '0');
		return true;
	}
	t->args = malloc(sizeof(*t->args));
	if (!t->args)
		return expression_fail(x, "out of memory");
	memset(t->args, VALUE_NO_ARG, sizeof(*t->args));
	for (unsigned abi = 0; abi < CALL_SET_ABIS; abi++)
		for (size_t i = 0; (row = row_at(abi, i)); i++) {
			unsigned at = position(row, name);

			if (at == VALUE_NO_ARG)
				continue;
			any = true;
			if (row->number < CALL_SET_NUMBERS)
				t->args->index[abi][row->number] = (uint8_t)at;
		}
	return any || no_argument(x, name);
}

/* ---- names of constants */

static struct sct_constant *meaning_for(struct value_test *t, const struct sct_flagset *set, bool everywhere)
{
	struct value_meaning *m;

	for (size_t i = 0; i < t->meaning_count; i++)
		if (t->meanings[i].set == set)
			return &t->meanings[i].constant;
	m = realloc(t->meanings, (t->meaning_count + 1) * sizeof(*m));
	if (!m)
		return NULL;
	t->meanings = m;
	m += t->meaning_count++;
	*m = (struct value_meaning){ .set = set, .everywhere = everywhere };
	return &m->constant;
}

/* What the name means in the sets of the arguments that t is about. setless: some have none. */
static bool in_sets(struct expression *x, struct value_test *t, bool *any, bool *setless)
{
	const struct sct_syscall *row;

	for (unsigned abi = 0; abi < CALL_SET_ABIS; abi++)
		for (size_t i = 0; (row = row_at(abi, i)); i++) {
			unsigned at = t->args ? row->number < CALL_SET_NUMBERS ? t->args->index[abi][row->number] : VALUE_NO_ARG : t->arg;
			const struct sct_flagset *set = at < 6 ? sct_arg_set(row, at) : NULL;
			struct sct_constant c, *m;

			*setless |= at < 6 && !set;
			if (!set || !sct_constant_in(set, x->word, &c))
				continue;
			m = meaning_for(t, set, false);
			if (!m)
				return expression_fail(x, "out of memory");
			*m = c;
			*any = true;
		}
	return true;
}

static bool no_constant(struct expression *x, const char *name)
{
	struct nearest near = nearest_to(x->word);
	const char *known;

	for (size_t i = 0; (known = sct_constant_name(i)); i++)
		nearest_try(&near, known);
	if (near.best)
		return expression_fail(x, "no constant '%.40s'; did you mean '%s'?", x->word, near.best);
	return expression_fail(x, "'%.40s' is neither a number nor a known constant (a text needs quotes: arg%s%s == \"...\")",
			       x->word, name ? "." : "N", name ? name : "");
}

/* One word's meanings, as those of a test of its own. */
static bool one_word(struct expression *x, struct value_test *t, const char *name)
{
	struct sct_constant *m, c;
	bool any = false, setless = false, is_number;
	int64_t v;

	is_number = expression_number(x->word, &v);
	if (is_number) {
		c = (struct sct_constant){ (uint64_t)v, (uint64_t)v };
	} else {
		if (!in_sets(x, t, &any, &setless))
			return false;
		if (any)
			return true;
		if (!sct_constant_any(x->word, &c))
			return no_constant(x, name);
		if (!setless)
			return expression_fail(x, "'%.40s' is no value of this argument", x->word);
	}
	m = meaning_for(t, NULL, is_number);
	if (!m)
		return expression_fail(x, "out of memory");
	*m = c;
	return true;
}

/* a | b, set by set: where one of them means nothing, the whole does. */
static bool join(struct expression *x, struct value_test *a, const struct value_test *b)
{
	struct value_test both = { 0 };
	size_t n = a->meaning_count + b->meaning_count;

	for (size_t i = 0; i < n; i++) {
		const struct value_test *from = i < a->meaning_count ? a : b;
		size_t at = from == a ? i : i - a->meaning_count;
		const struct sct_flagset *set = from->meanings[at].set;
		const struct sct_constant *l = value_meaning_in(a, set), *r = value_meaning_in(b, set);
		struct sct_constant *m = l && r ? meaning_for(&both, set, from->meanings[at].everywhere) : NULL;

		if (l && r && !m) {
			free(both.meanings);
			return expression_fail(x, "out of memory");
		}
		if (m)
			*m = (struct sct_constant){ l->value | r->value, l->mask | r->mask };
	}
	free(a->meanings);
	a->meanings = both.meanings;
	a->meaning_count = both.meaning_count;
	return n == 0 || a->meaning_count || expression_fail(x, "no argument takes these together");
}

static bool bar_follows(const struct expression *x)
{
	const char *p = x->next + strspn(x->next, " \t\r\n");

	return p[0] == '|' && p[1] != '|';
}

bool expression_arg_number(struct expression *x, struct value_test *t, const char *name)
{
	bool ok = one_word(x, t, name);

	while (ok && bar_follows(x)) {
		struct value_test more = { .args = t->args, .arg = t->arg };

		ok = expression_advance(x); /* the bar */
		ok = ok && expression_advance(x);
		if (ok && x->token != TOKEN_WORD)
			ok = expression_fail(x, "a name is missing behind '|'");
		ok = ok && one_word(x, &more, name) && join(x, t, &more);
		free(more.meanings);
	}
	return ok;
}
