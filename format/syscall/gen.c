/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gen: turns the syscall rows, types and flag sets into C tables while building.
 *
 *   gen table NAME.def ... > syscall_table.c
 *   gen flags flags/NAME.in ... > flag_table.c
 *
 * This file: reading lines, reporting mistakes, choosing the job. README.md describes the input.
 */
#include "gen.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const abi_names[ABI_COUNT] = { "x86-64", "i386", "arm64" };
const char *const abi_suffix[ABI_COUNT] = { "x86_64", "i386", "arm64" };

void fail(struct place at, const char *format, ...)
{
	va_list ap;

	if (at.file)
		fprintf(stderr, "gen: %s:%d: ", at.file, at.line);
	else
		fputs("gen: ", stderr);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

void *grow(void *v, size_t count, size_t element)
{
	/* room doubles whenever the count reaches a power of two */
	if (count && (count & (count - 1)))
		return v;
	v = realloc(v, (count ? 2 * count : 1) * element);
	if (!v)
		fail((struct place){ 0 }, "out of memory");
	return v;
}

char *copy(const char *s, size_t size)
{
	char *p = strndup(s, size);

	if (!p)
		fail((struct place){ 0 }, "out of memory");
	return p;
}

static void add_line(struct lines *all, struct place at, char *s)
{
	struct line l = { .at = at, .indented = isspace((unsigned char)*s) };
	size_t n;

	s[strcspn(s, "#\n")] = 0;
	while (isspace((unsigned char)*s))
		s++;
	for (n = strlen(s); n && isspace((unsigned char)s[n - 1]);)
		s[--n] = 0;
	if (!n)
		return;
	l.text = copy(s, n);
	all->v = grow(all->v, all->count, sizeof *all->v);
	all->v[all->count++] = l;
}

struct lines read_lines(int count, char **files)
{
	struct lines all = { 0 };
	char *buf = NULL;
	size_t room = 0;

	for (int i = 0; i < count; i++) {
		struct place at = { files[i], 0 };
		FILE *f = fopen(files[i], "r");

		if (!f)
			fail(at, "%s", strerror(errno));
		while (getline(&buf, &room, f) > 0) {
			at.line++;
			add_line(&all, at, buf);
		}
		if (ferror(f))
			fail(at, "%s", strerror(errno));
		fclose(f);
	}
	free(buf);
	return all;
}

char *word(char **text)
{
	char *s = *text, *end;

	while (isspace((unsigned char)*s))
		s++;
	if (!*s)
		return NULL;
	for (end = s; *end && !isspace((unsigned char)*end);)
		end++;
	if (*end)
		*end++ = 0;
	*text = end;
	return s;
}

uint64_t number(struct place at, const char *s)
{
	char *end;
	uint64_t n;

	errno = 0;
	n = strtoull(s, &end, 0);
	if (end != s && !strncmp(end, "<<", 2)) {
		char *shift = end + 2;
		unsigned long by = strtoul(shift, &end, 10);

		if (end == shift || by > 63)
			fail(at, "bad shift in '%s'", s);
		n <<= by;
	}
	if (end == s || *end || errno)
		fail(at, "'%s' is not a number", s);
	return n;
}

int main(int argc, char **argv)
{
	struct lines in;

	if (argc < 3 || (strcmp(argv[1], "table") && strcmp(argv[1], "flags")))
		fail((struct place){ 0 }, "usage: gen table FILE.def... | gen flags FILE.in...");
	in = read_lines(argc - 2, argv + 2);
	puts("/* made by format/syscall/gen.c; edit the .def and .in files instead */");
	puts("#include \"format/syscall/tables.h\"\n");
	if (!strcmp(argv[1], "table"))
		make_table(&in);
	else
		make_flags(&in);
	if (fflush(stdout) || ferror(stdout))
		fail((struct place){ "standard output", 0 }, "%s", strerror(errno));
	return 0;
}
