/* SPDX-License-Identifier: BSD-2-Clause */
/* Counts the letters to insert, delete, change or swap, giving up where a better name is known. */
#include "replay/nearest.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST 63

struct nearest nearest_to(const char *word)
{
	/* more than a third of the letters wrong is another word */
	return (struct nearest){ .word = word, .distance = (unsigned)strlen(word) / 3 + 1 };
}

static bool same(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Case does not count: it is what people get wrong first. */
static unsigned edits(const char *a, size_t n, const char *b, size_t m)
{
	unsigned row[3][LONGEST + 1] = { 0 }, *before = row[0], *last = row[1], *now = row[2], *oldest;

	for (size_t j = 0; j <= m; j++)
		last[j] = (unsigned)j;
	for (size_t i = 1; i <= n; i++) {
		now[0] = (unsigned)i;
		for (size_t j = 1; j <= m; j++) {
			now[j] = last[j - 1] + !same(a[i - 1], b[j - 1]);
			if (last[j] + 1 < now[j])
				now[j] = last[j] + 1;
			if (now[j - 1] + 1 < now[j])
				now[j] = now[j - 1] + 1;
			if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]) && before[j - 2] + 1 < now[j])
				now[j] = before[j - 2] + 1;
		}
		oldest = before;
		before = last;
		last = now;
		now = oldest;
	}
	return last[m];
}

void nearest_try(struct nearest *n, const char *name)
{
	size_t a = strlen(n->word), b = strlen(name);
	unsigned d;

	if (a > LONGEST || b > LONGEST || !a || !b || (a > b ? a - b : b - a) >= n->distance)
		return;
	d = edits(n->word, a, name, b);
	if (d < n->distance) {
		n->distance = d;
		n->best = name;
	}
}
