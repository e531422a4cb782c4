/* SPDX-License-Identifier: BSD-2-Clause */
/* Words of the filter language, and where problems are. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "replay/expression.h"

static void note(struct expression *x, const char *from, const char *to, const char *fmt, va_list ap)
{
	if (x->failed)
		return;
	x->failed = true;
	x->problem->at = (size_t)(from - x->source);
	x->problem->size = (size_t)(to - from);
	vsnprintf(x->problem->why, sizeof(x->problem->why), fmt, ap);
}

bool expression_fail(struct expression *x, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	note(x, x->at, x->next, fmt, ap);
	va_end(ap);
	return false;
}

bool expression_fail_field(struct expression *x, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	note(x, x->field_at, x->field_end, fmt, ap);
	va_end(ap);
	return false;
}

struct filter_node *expression_memory(struct expression *x, struct filter_node *n)
{
	if (!n)
		expression_fail(x, "out of memory");
	return n;
}

static bool put(struct expression *x, char c)
{
	if (x->word_size == EXPRESSION_WORD)
		return expression_fail(x, "a word of more than %d bytes", EXPRESSION_WORD);
	x->word[x->word_size++] = c;
	x->word[x->word_size] = '\0';
	return true;
}

static int hex(char c)
{
	const char *digits = "0123456789abcdef", *p = c ? strchr(digits, c | 0x20) : NULL;

	return p ? (int)(p - digits) : -1;
}

/* Behind a backslash between double quotes. What is no escape keeps its backslash: patterns have their own. */
static bool escape(struct expression *x)
{
	char c = *x->next;

	switch (c) {
	case 'n':
		c = '\n';
		break;
	case 't':
		c = '\t';
		break;
	case '"':
	case '\\':
		break;
	case 'x':
		if (hex(x->next[1]) >= 0 && hex(x->next[2]) >= 0) {
			c = (char)(hex(x->next[1]) * 16 + hex(x->next[2]));
			x->next += 2;
			break;
		}
		/* fall through */
	default:
		return put(x, '\\');
	}
	x->next++;
	return put(x, c);
}

static bool quoted(struct expression *x, char quote)
{
	x->token = TOKEN_STRING;
	while (*x->next != quote) {
		if (!*x->next)
			return expression_fail(x, "the closing %c is missing", quote);
		if (quote == '"' && *x->next == '\\') {
			x->next++;
			if (!escape(x))
				return false;
		} else if (!put(x, *x->next++)) {
			return false;
		}
	}
	x->next++;
	return true;
}

static bool operator(struct expression *x, enum relation r, int size)
{
	x->token = TOKEN_OPERATOR;
	x->relation = r;
	x->next += size;
	return true;
}

static bool punctuation(struct expression *x)
{
	const char *p = x->next;

	switch (*p) {
	case '=':
		if (p[1] == '=')
			return operator(x, RELATION_EQ, 2);
		if (p[1] == '~')
			return operator(x, RELATION_REGEX, 2);
		x->next++;
		return expression_fail(x, "no operator '='; did you mean '=='?");
	case '<':
		return p[1] == '=' ? operator(x, RELATION_LE, 2) : operator(x, RELATION_LT, 1);
	case '>':
		return p[1] == '=' ? operator(x, RELATION_GE, 2) : operator(x, RELATION_GT, 1);
	case '~':
		return operator(x, RELATION_GLOB, 1);
	case '!':
		if (p[1] == '=')
			return operator(x, RELATION_NE, 2);
		x->token = TOKEN_NOT;
		break;
	case '&':
		x->next += p[1] == '&' ? 2 : 1;
		x->token = TOKEN_AND;
		return p[1] == '&' ? true : expression_fail(x, "no operator '&'; did you mean '&&' or 'has'?");
	case '|':
		x->next += p[1] == '|' ? 2 : 1;
		x->token = p[1] == '|' ? TOKEN_OR : TOKEN_BAR;
		return true;
	default:
		x->token = *p == '(' ? TOKEN_OPEN : *p == ')' ? TOKEN_CLOSE
							      : TOKEN_COMMA;
	}
	x->next++;
	return true;
}

static void keyword(struct expression *x)
{
	static const struct {
		const char *word;
		enum token token;
		enum relation relation;
	} words[] = {
		{ "and", TOKEN_AND, RELATION_EQ },
		{ "or", TOKEN_OR, RELATION_EQ },
		{ "not", TOKEN_NOT, RELATION_EQ },
		{ "in", TOKEN_OPERATOR, RELATION_IN },
		{ "has", TOKEN_OPERATOR, RELATION_HAS },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(x->word, words[i].word)) {
			x->token = words[i].token;
			x->relation = words[i].relation;
		}
}

bool expression_advance(struct expression *x)
{
	if (x->failed)
		return false;
	x->next += strspn(x->next, " \t\r\n");
	x->at = x->next;
	x->word_size = 0;
	x->word[0] = '\0';
	x->token = TOKEN_END;
	if (!*x->next)
		return true;
	if (*x->next == '"' || *x->next == '\'')
		return x->next++, quoted(x, x->at[0]);
	if (strchr("=<>~!&|(),", *x->next))
		return punctuation(x);
	x->token = TOKEN_WORD;
	for (; *x->next && !strchr(" \t\r\n\"'=<>~!&|(),", *x->next); x->next++)
		if (!put(x, *x->next))
			return false;
	keyword(x);
	return true;
}
