/* SPDX-License-Identifier: BSD-2-Clause */
/* glob_match() against the obvious recursive definition, on random patterns over a tiny alphabet. */
#include "replay/glob.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool slow(const char *p, const char *s)
{
	if (!*p)
		return !*s;
	if (*p == '*')
		return slow(p + 1, s) || (*s && slow(p, s + 1));
	if (!*s)
		return false;
	if (*p == '?')
		return slow(p + 1, s + 1);
	if (*p == '\\' && p[1])
		return p[1] == *s && slow(p + 2, s + 1);
	return *p == *s && slow(p + 1, s + 1);
}

static void random_text(char *out, const char *letters, size_t longest)
{
	size_t n = (size_t)rand() % (longest + 1), m = strlen(letters);

	for (size_t i = 0; i < n; i++)
		out[i] = letters[(size_t)rand() % m];
	out[n] = '\0';
}

static int expect(const char *p, const char *s, bool want)
{
	if (glob_match(p, strlen(p), (const uint8_t *)s, strlen(s)) == want)
		return 0;
	printf("'%s' on '%s': not %d\n", p, s, want);
	return 1;
}

int main(void)
{
	int bad = 0, hits = 0;
	char p[16], s[16], stars[64];

	srand(1);
	for (int i = 0; i < 300000 && !bad; i++) {
		random_text(p, "ab*?\\", 8);
		random_text(s, "ab\\", 8);
		bad += expect(p, s, slow(p, s));
		hits += slow(p, s);
	}
	if (hits < 1000) {
		printf("only %d random patterns matched\n", hits);
		bad++;
	}
	bad += expect("/etc/*", "/etc/a/b", true);
	bad += expect("[a-c]x", "bx", true);
	bad += expect("[!a-c]x", "bx", false);
	bad += expect("[]]", "]", true);
	bad += expect("[!]]", "a", true);
	bad += expect("[a", "[a", true);
	bad += expect("[a-]", "-", true);
	bad += expect("[\\]]", "]", true);
	bad += expect("\\*", "*", true);
	bad += expect("\\*", "a", false);
	bad += expect("", "", true);
	bad += expect("*", "", true);
	/* exponential for matchers that recurse */
	memset(stars, 0, sizeof(stars));
	for (int i = 0; i < 60; i += 2)
		memcpy(stars + i, "*a", 2);
	strcat(stars, "b");
	bad += expect(stars, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false);
	return bad != 0;
}
