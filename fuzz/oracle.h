/* SPDX-License-Identifier: BSD-2-Clause */
/* protobuf-c as the other opinion on a message: bounded memory, and forgetting what it did not know. */
#ifndef SCT_FUZZ_ORACLE_H
#define SCT_FUZZ_ORACLE_H

#include "fuzz/fuzz.h"
#include "sct.pb-c.h"

/* Memory for protobuf-c, which would otherwise take gigabytes for some inputs: a cap, after which it fails. */
struct fuzz_arena {
	size_t left;
};

static inline void *fuzz_alloc(void *arena, size_t size)
{
	struct fuzz_arena *a = arena;

	if (size > a->left)
		return NULL;
	a->left -= size;
	return malloc(size);
}

static inline void fuzz_free(void *arena, void *p)
{
	(void)arena;
	free(p);
}

static inline void drop_unknown(ProtobufCMessage *m)
{
	unsigned i;

	for (i = 0; i < m->n_unknown_fields; i++)
		free(m->unknown_fields[i].data);
	free(m->unknown_fields);
	m->unknown_fields = NULL;
	m->n_unknown_fields = 0;
}

#endif
