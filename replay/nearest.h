/* SPDX-License-Identifier: BSD-2-Clause */
/* The name that someone who misspelt one has meant. */
#ifndef REPLAY_NEAREST_H
#define REPLAY_NEAREST_H

struct nearest {
	const char *word;   /* as typed */
	const char *best;   /* NULL: nothing is near */
	unsigned distance;  /* of best; before any: what is too far */
};

struct nearest nearest_to(const char *word);
void nearest_try(struct nearest *n, const char *name);

#endif
