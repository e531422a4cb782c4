/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Glob matching without recursion: only the last * ever needs to be tried again, so that no
 * pattern takes exponential time on a hostile subject, as fnmatch(3) may.
 */
#include "replay/glob.h"

/* p[0] is '['. Whether c is in the set; *used is the set's size, 0: not a set but a plain '['. */
static bool in_set(const uint8_t *p, size_t size, uint8_t c, size_t *used)
{
	size_t i = 1;
	bool negated = i < size && (p[i] == '!' || p[i] == '^'), found = false;
	size_t first = i += negated;

	for (; i < size && (p[i] != ']' || i == first); i++) {
		uint8_t low, high;

		if (p[i] == '\\' && i + 1 < size)
			i++;
		low = high = p[i];
		if (i + 2 < size && p[i + 1] == '-' && p[i + 2] != ']') {
			i += 2;
			if (p[i] == '\\' && i + 1 < size)
				i++;
			high = p[i];
		}
		found |= low <= c && c <= high;
	}
	*used = i < size ? i + 1 : 0;
	return found != negated;
}

/* Whether one element of the pattern matches c; *used is the element's size. */
static bool one(const uint8_t *p, size_t size, uint8_t c, size_t *used)
{
	bool in;

	*used = 1;
	switch (p[0]) {
	case '?':
		return true;
	case '[':
		in = in_set(p, size, c, used);
		if (*used)
			return in;
		*used = 1;
		return c == '[';
	case '\\':
		if (size > 1) {
			*used = 2;
			return p[1] == c;
		}
		return c == '\\';
	default:
		return p[0] == c;
	}
}

bool glob_match(const char *pattern, size_t pattern_size, const uint8_t *subject, size_t subject_size)
{
	const uint8_t *p = (const uint8_t *)pattern;
	size_t i = 0, j = 0, star = SIZE_MAX, retry = 0, used;

	while (j < subject_size) {
		if (i < pattern_size && p[i] == '*') {
			star = i++;
			retry = j;
		} else if (i < pattern_size && one(p + i, pattern_size - i, subject[j], &used)) {
			i += used;
			j++;
		} else if (star != SIZE_MAX) {
			i = star + 1;
			j = ++retry;
		} else {
			return false;
		}
	}
	while (i < pattern_size && p[i] == '*')
		i++;
	return i == pattern_size;
}
