/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The grammar of the filter language, by recursive descent, into the tree of filter_tree.h:
 *
 *	any  = all { or all }
 *	all  = one { and one }
 *	one  = not one | ( any ) | FIELD | FIELD RELATION word | FIELD in ( word { , word } )
 */
#include "replay/expression.h"

#include <string.h>

#include "replay/nearest.h"

#define DEEPEST 200 /* parentheses and nots within each other */

#define BIT(r) (1u << RELATION_##r)
#define SAME (BIT(EQ) | BIT(NE) | BIT(IN))
#define ORDER (SAME | BIT(LT) | BIT(LE) | BIT(GT) | BIT(GE))
#define TEXT (SAME | BIT(GLOB) | BIT(REGEX))
#define ALL (ORDER | BIT(GLOB) | BIT(REGEX) | BIT(HAS))

static const struct expression_field fields[] = {
	{ "syscall", FILTER_SYSCALL, 0, TEXT },
	{ "class", FILTER_CLASS, 0, SAME },
	{ "kind", FILTER_KIND, 0, SAME },
	{ "failed", FILTER_FAILED, 0, 0 },
	{ "time", FILTER_SINCE, 0, ORDER & ~BIT(IN) },
	{ "pid", FILTER_VALUE, VALUE_PID, ORDER },
	{ "tid", FILTER_VALUE, VALUE_TID, ORDER },
	{ "uid", FILTER_VALUE, VALUE_UID, ORDER },
	{ "comm", FILTER_VALUE, VALUE_COMM, TEXT },
	{ "exe", FILTER_VALUE, VALUE_EXE, TEXT },
	{ "ret", FILTER_VALUE, VALUE_RET, ORDER },
	{ "errno", FILTER_VALUE, VALUE_ERRNO, ORDER },
	{ "duration", FILTER_VALUE, VALUE_DURATION, ORDER },
	{ "path", FILTER_VALUE, VALUE_PATH, TEXT },
	{ "fd", FILTER_VALUE, VALUE_FD, ORDER },
	{ "string", FILTER_VALUE, VALUE_STRING, TEXT },
	{ "signal", FILTER_VALUE, VALUE_SIGNAL, ORDER },
	{ "abi", FILTER_VALUE, VALUE_ABI, SAME },
	{ "arg0", FILTER_VALUE, VALUE_ARG, ALL },
	{ "arg1", FILTER_VALUE, VALUE_ARG, ALL },
	{ "arg2", FILTER_VALUE, VALUE_ARG, ALL },
	{ "arg3", FILTER_VALUE, VALUE_ARG, ALL },
	{ "arg4", FILTER_VALUE, VALUE_ARG, ALL },
	{ "arg5", FILTER_VALUE, VALUE_ARG, ALL },
	{ "arg.", FILTER_VALUE, VALUE_ARG, ALL },
};
#define FIELDS (sizeof(fields) / sizeof(fields[0]))

static struct filter_node *parse_any(struct expression *x);

static const struct expression_field *find_field(struct expression *x)
{
	struct nearest near = nearest_to(x->word);

	for (size_t i = 0; i < FIELDS; i++) {
		bool prefix = !strcmp(fields[i].name, "arg.");

		if (prefix ? !strncmp(x->word, "arg.", 4) : !strcmp(x->word, fields[i].name))
			return &fields[i];
		if (!prefix)
			nearest_try(&near, fields[i].name);
	}
	if (!strcmp(x->word, "cpu"))
		expression_fail(x, "recordings do not hold the CPU of an event");
	else if (near.best)
		expression_fail(x, "no field '%.40s'; did you mean '%s'?", x->word, near.best);
	else
		expression_fail(x, "no field '%.40s' (see sct-filter(7))", x->word);
	return NULL;
}

static struct filter_node *negate(struct expression *x, struct filter_node *n)
{
	return n ? expression_memory(x, filter_not(x->filter, n)) : NULL;
}

/* Chains through b, which evaluation walks in a loop. */
static bool append(struct expression *x, enum filter_op op, struct filter_node **root, struct filter_node **last,
		   struct filter_node *n)
{
	struct filter_node *joined;

	if (!n)
		return false;
	if (!*root) {
		*root = n;
		return true;
	}
	joined = expression_memory(x, filter_join(x->filter, op, *last ? (*last)->b : *root, n));
	if (!joined)
		return false;
	if (*last)
		(*last)->b = joined;
	else
		*root = joined;
	(*root)->columns |= n->columns;
	*last = joined;
	return true;
}

static struct filter_node *parse_list(struct expression *x, const struct expression_field *f, const char *arg)
{
	struct filter_node *root = NULL, *last = NULL;

	if (x->token != TOKEN_OPEN)
		return expression_fail(x, "'in' needs a list in parentheses"), NULL;
	do {
		if (!expression_advance(x))
			return NULL;
		if (!append(x, FILTER_OR, &root, &last, expression_operand(x, f, arg, RELATION_EQ)))
			return NULL;
	} while (x->token == TOKEN_COMMA);
	if (x->token != TOKEN_CLOSE)
		return expression_fail(x, "')' or ',' is missing"), NULL;
	return expression_advance(x) ? root : NULL;
}

static struct filter_node *parse_test(struct expression *x)
{
	static const char *const names[] = { "==", "!=", "<", "<=", ">", ">=", "~", "=~", "in", "has" };
	const struct expression_field *f;
	char name[64], *arg;
	enum relation r;

	if (x->token != TOKEN_WORD) {
		expression_fail(x, x->token == TOKEN_END ? "a test is missing" : "a test cannot begin with this");
		return NULL;
	}
	f = find_field(x);
	if (!f)
		return NULL;
	if (x->word_size >= sizeof(name) || !strcmp(x->word, "arg."))
		return expression_fail(x, "no argument has this name"), NULL;
	memcpy(name, x->word, x->word_size + 1);
	arg = !strcmp(f->name, "arg.") ? name + 4 : NULL;
	x->field_at = x->at;
	x->field_end = x->next;
	if (!expression_advance(x))
		return NULL;
	if (f->field == FILTER_FAILED) {
		if (x->token == TOKEN_OPERATOR)
			return expression_fail(x, "'failed' stands alone, without operator"), NULL;
		return expression_memory(x, filter_test(x->filter, FILTER_FAILED, (union filter_operand){ 0 }));
	}
	if (x->token != TOKEN_OPERATOR)
		return expression_fail(x, "an operator is missing behind '%s'", name), NULL;
	r = x->relation;
	if (!(f->relations >> r & 1))
		return expression_fail(x, "'%s' has no operator '%s'", name, names[r]), NULL;
	if (!expression_advance(x))
		return NULL;
	if (r == RELATION_IN)
		return parse_list(x, f, arg);
	if (r == RELATION_NE)
		return negate(x, expression_operand(x, f, arg, RELATION_EQ));
	return expression_operand(x, f, arg, r);
}

static struct filter_node *parse_one(struct expression *x)
{
	struct filter_node *n = NULL;
	bool negated = x->token == TOKEN_NOT;

	if (!negated && x->token != TOKEN_OPEN)
		return parse_test(x);
	if (++x->depth > DEEPEST)
		return expression_fail(x, "nested too deeply"), NULL;
	if (expression_advance(x))
		n = negated ? negate(x, parse_one(x)) : parse_any(x);
	x->depth--;
	if (!n || negated)
		return n;
	if (x->token != TOKEN_CLOSE)
		return expression_fail(x, "')' is missing"), NULL;
	return expression_advance(x) ? n : NULL;
}

static struct filter_node *parse_all(struct expression *x)
{
	struct filter_node *root = NULL, *last = NULL;

	while (append(x, FILTER_AND, &root, &last, parse_one(x)))
		if (x->token != TOKEN_AND)
			return root;
		else if (!expression_advance(x))
			break;
	return NULL;
}

static struct filter_node *parse_any(struct expression *x)
{
	struct filter_node *root = NULL, *last = NULL;

	while (append(x, FILTER_OR, &root, &last, parse_all(x)))
		if (x->token != TOKEN_OR)
			return root;
		else if (!expression_advance(x))
			break;
	return NULL;
}

bool filter_add_expression(struct filter *f, const char *expression, struct filter_problem *p)
{
	struct expression x = { .filter = f, .problem = p, .source = expression, .next = expression, .at = expression };
	struct filter_node *n = NULL;

	*p = (struct filter_problem){ 0 };
	if (expression_advance(&x))
		n = parse_any(&x);
	if (n && x.token != TOKEN_END)
		return expression_fail(&x, x.token == TOKEN_CLOSE ? "there is no '(' for this" : "'and' or 'or' is missing before this");
	if (n && f->expression)
		n = expression_memory(&x, filter_join(f, FILTER_AND, n, f->expression));
	if (n && !x.failed)
		f->expression = n;
	return n && !x.failed;
}
