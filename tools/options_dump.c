/* SPDX-License-Identifier: BSD-2-Clause */
/* A tool's option table as text: --help, the man page's OPTIONS, completions for three shells. */
#include "tools/options.h"

#include <stdio.h>
#include <string.h>

#define HELP_COLUMN 30 /* where the help begins */
#define HELP_WIDTH 79

typedef void row_fn(const struct tool *t, const struct option_row *r);

static void each_row(const struct tool *t, row_fn *fn)
{
	for (const struct option_section *s = t->sections; s->title; s++)
		for (const struct option_row *r = s->rows; r->name; r++)
			fn(t, r);
	for (const struct option_row *r = options_common; r->name; r++)
		fn(t, r);
}

/* ---- --help */

/* Folds text into lines that begin at HELP_COLUMN; at is the column now. */
static void help_fold(const char *text, int at)
{
	while (*text) {
		int n = (int)strcspn(text, " ");

		if (at + 1 + n > HELP_WIDTH && at > HELP_COLUMN) {
			printf("\n%*s", HELP_COLUMN, "");
			at = HELP_COLUMN;
		} else if (at > HELP_COLUMN) {
			putchar(' ');
			at++;
		}
		printf("%.*s", n, text);
		at += n;
		text += n;
		text += strspn(text, " ");
	}
	putchar('\n');
}

static void help_row(const struct tool *t, const struct option_row *r)
{
	char left[80];
	int n = 0;

	(void)t;
	if (r->letter)
		n = snprintf(left, sizeof(left), "  -%c, ", r->letter);
	else
		n = snprintf(left, sizeof(left), "      ");
	n += snprintf(left + n, sizeof(left) - (size_t)n, "--%s%s%s", r->name, r->arg ? "=" : "",
		      r->arg ? r->arg : "");
	if (n >= HELP_COLUMN - 1)
		printf("%s\n%*s", left, HELP_COLUMN, "");
	else
		printf("%-*s", HELP_COLUMN, left);
	help_fold(r->help, HELP_COLUMN);
}

static void help(const struct tool *t)
{
	printf("usage: %s %s\n%s\n", t->name, t->usage, t->summary);
	for (const struct option_section *s = t->sections; s->title; s++) {
		printf("\n%s:\n", s->title);
		for (const struct option_row *r = s->rows; r->name; r++)
			help_row(t, r);
	}
	printf("\nHelp:\n");
	for (const struct option_row *r = options_common; r->name; r++)
		help_row(t, r);
	printf("\nManual: man %s\n", t->name);
}

/* ---- man page: mdoc(7) list items, for the place of @OPTIONS@ */

static void man_text(const char *s, bool start)
{
	for (; *s; s++) {
		bool line = start;

		start = false;
		if (*s == '\\')
			fputs("\\e", stdout);
		else if (line && (*s == '.' || *s == '\''))
			printf("\\&%c", *s);
		else
			putchar(*s);
		/* mdoc wants every sentence on a line of its own */
		if (*s == '.' && s[1] == ' ' && s[2] >= 'A' && s[2] <= 'Z') {
			putchar('\n');
			s++;
			start = true;
		}
	}
}

static void man_row(const struct tool *t, const struct option_row *r)
{
	(void)t;
	printf(".It ");
	if (r->letter && r->arg)
		printf("Fl %c Ar %s , ", r->letter, r->arg);
	else if (r->letter)
		printf("Fl %c , ", r->letter);
	printf("Fl Fl %s", r->name);
	if (r->arg)
		printf(" Ns = Ns Ar %s", r->arg);
	printf("\n%c", r->help[0] >= 'a' && r->help[0] <= 'z' ? r->help[0] - 'a' + 'A' : r->help[0]);
	man_text(r->help + 1, false);
	puts(".");
	if (r->type == OPTION_CHOICE) {
		printf("One of:");
		for (const char *w = r->words; *w; w += strspn(w, " ")) {
			size_t n = strcspn(w, " ");

			printf("\n.Cm %.*s%s", (int)n, w, w[n] ? " ," : " .");
			w += n;
		}
		putchar('\n');
	}
	if (r->more) {
		man_text(r->more, true);
		putchar('\n');
	}
}

static void man(const struct tool *t)
{
	for (const struct option_section *s = t->sections; s->title; s++) {
		printf(".Ss %s\n.Bl -tag -width Ds\n", s->title);
		for (const struct option_row *r = s->rows; r->name; r++)
			man_row(t, r);
		printf(".El\n");
	}
	printf(".Ss Help\n.Bl -tag -width Ds\n");
	for (const struct option_row *r = options_common; r->name; r++)
		man_row(t, r);
	printf(".El\n");
}

/* ---- completions */

/* Names of all calls, asked of sc-cat itself, so that they are those of the installed table. */
#define SYSCALLS "sc-cat --list-syscalls 2>/dev/null"

static bool is_list(const struct option_row *r)
{
	return r->arg && !strncmp(r->arg, "LIST", 4);
}

static void bash_names(const struct tool *t, const struct option_row *r)
{
	(void)t;
	printf(" --%s%s", r->name, r->arg ? "=" : "");
}

/* The last item of a comma list is what completes, whatever negation stands before it. */
static void bash_words(const struct option_row *r, const char *words, const char *indent)
{
	if (!is_list(r)) {
		printf("%sCOMPREPLY=($(compgen -W \"%s\" -- \"$cur\")) ;;\n", indent, words);
		return;
	}
	printf("%slocal head=\"\" last=\"${cur##*[,!]}\"\n"
	       "%shead=\"${cur%%\"$last\"}\"\n"
	       "%sCOMPREPLY=($(compgen -P \"$head\" -W \"%s\" -- \"$last\")) ;;\n",
	       indent, indent, indent, words);
}

static void bash_value(const struct tool *t, const struct option_row *r)
{
	const char *indent = "\t\t";

	(void)t;
	if (!r->arg)
		return;
	printf("\t--%s", r->name);
	if (r->letter)
		printf("|-%c", r->letter);
	printf(")\n");
	if (!r->words)
		printf("%sCOMPREPLY=() ;;\n", indent);
	else if (!strcmp(r->words, "@file"))
		printf("%sCOMPREPLY=($(compgen -f -- \"$cur\")) ;;\n", indent);
	else if (!strcmp(r->words, "@dir"))
		printf("%sCOMPREPLY=($(compgen -d -- \"$cur\")) ;;\n", indent);
	else if (!strcmp(r->words, "@command"))
		printf("%sCOMPREPLY=($(compgen -c -- \"$cur\")) ;;\n", indent);
	else
		bash_words(r, !strcmp(r->words, "@syscall") ? "$(" SYSCALLS ")" : r->words, indent);
}

/* --name=value arrives as three words, since = breaks words. */
static void bash(const struct tool *t)
{
	const char *operands = !t->operands ? "" : !strcmp(t->operands, "@command") ? "-c"
										    : "-f";

	printf("# bash completion for %s, made by: %s --dump-options=bash\n"
	       "_%.2s_%s() {\n"
	       "\tlocal cur=\"${COMP_WORDS[COMP_CWORD]}\" prev=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
	       "\tif [[ $cur == = ]]; then\n\t\tcur=\"\"\n"
	       "\telif [[ $prev == = ]]; then\n\t\tprev=\"${COMP_WORDS[COMP_CWORD-2]}\"\n\tfi\n"
	       "\tcase \"$prev\" in\n",
	       t->name, t->name, t->name, t->name + 3);
	each_row(t, bash_value);
	printf("\t*)\n\t\tif [[ $cur == -* ]]; then\n\t\t\tCOMPREPLY=($(compgen -W \"");
	each_row(t, bash_names);
	printf("\" -- \"$cur\"))\n"
	       "\t\t\t[[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace\n");
	if (*operands)
		printf("\t\telse\n\t\t\tCOMPREPLY=($(compgen %s -- \"$cur\"))\n", operands);
	printf("\t\tfi ;;\n\tesac\n}\ncomplete -o filenames -F _%.2s_%s %s\n", t->name, t->name + 3, t->name);
}

/* Inside '...[...]...': quotes, brackets and colons mean something. */
static void zsh_text(const char *s)
{
	for (; *s; s++) {
		if (*s == '\'')
			fputs("'\\''", stdout);
		else if (strchr("[]:\\", *s))
			printf("\\%c", *s);
		else
			putchar(*s);
	}
}

static void zsh_action(const struct option_row *r)
{
	const char *words = r->words;

	if (!words)
		return;
	if (!strcmp(words, "@file"))
		printf("_files");
	else if (!strcmp(words, "@dir"))
		printf("_files -/");
	else if (!strcmp(words, "@command"))
		printf("_command_names -e");
	else if (!strcmp(words, "@syscall"))
		printf("_sequence compadd - ${(f)\"$(" SYSCALLS ")\"}");
	else if (is_list(r))
		printf("_sequence compadd - %s", words);
	else
		printf("(%s)", words);
}

static void zsh_row(const struct tool *t, const struct option_row *r)
{
	(void)t;
	for (int pass = r->letter ? 0 : 1; pass < 2; pass++) {
		printf("\t'*");
		if (pass)
			printf("--%s%s[", r->name, r->arg ? "=" : "");
		else
			printf("-%c%s[", r->letter, r->arg ? "+" : "");
		zsh_text(r->help);
		putchar(']');
		if (r->arg) {
			printf(":%s:", r->arg);
			zsh_action(r);
		}
		printf("' \\\n");
	}
}

static void zsh(const struct tool *t)
{
	printf("#compdef %s\n# zsh completion, made by: %s --dump-options=zsh\n_arguments -s%s \\\n", t->name,
	       t->name, t->stop_at_operand ? " -A '-*'" : "");
	each_row(t, zsh_row);
	if (!t->operands)
		printf("\t&& return\n");
	else if (!strcmp(t->operands, "@command"))
		printf("\t'*::command:_normal'\n");
	else
		printf("\t'*:file:_files'\n");
}

static void fish_quoted(const char *s)
{
	putchar('\'');
	for (; *s; s++) {
		if (*s == '\'' || *s == '\\')
			putchar('\\');
		putchar(*s);
	}
	putchar('\'');
}

static void fish_row(const struct tool *t, const struct option_row *r)
{
	printf("complete -c %s", t->name);
	if (r->letter)
		printf(" -s %c", r->letter);
	printf(" -l %s", r->name);
	if (r->arg && (!r->words || (strcmp(r->words, "@file") && strcmp(r->words, "@dir"))))
		printf(" -x");
	else if (r->arg)
		printf(" -r");
	if (r->words && !strcmp(r->words, "@syscall"))
		printf(" -a '(__fish_complete_list , \"" SYSCALLS "\")'");
	else if (r->words && !strcmp(r->words, "@command"))
		printf(" -a '(__fish_complete_command)'");
	else if (r->words && !strcmp(r->words, "@dir"))
		printf(" -a '(__fish_complete_directories)'");
	else if (r->words && r->words[0] != '@' && is_list(r))
		printf(" -a '(__fish_complete_list , \"string split \\' \\' \\'%s\\'\")'", r->words);
	else if (r->words && r->words[0] != '@') {
		printf(" -a ");
		fish_quoted(r->words);
	}
	printf(" -d ");
	fish_quoted(r->help);
	putchar('\n');
}

static void fish(const struct tool *t)
{
	printf("# fish completion for %s, made by: %s --dump-options=fish\n", t->name, t->name);
	if (t->operands && !strcmp(t->operands, "@command"))
		printf("complete -c %s -x -a '(__fish_complete_subcommand)'\n", t->name);
	each_row(t, fish_row);
}

bool options_dump(const struct tool *t, const char *form)
{
	static const struct {
		const char *name;
		void (*print)(const struct tool *t);
	} forms[] = { { "help", help }, { "man", man }, { "bash", bash }, { "zsh", zsh }, { "fish", fish } };

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (!strcmp(form, forms[i].name)) {
			forms[i].print(t);
			return true;
		}
	return false;
}
