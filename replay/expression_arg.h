/* SPDX-License-Identifier: BSD-2-Clause */
/* arg.NAME and arg0: where calls have the argument, and what names of constants mean there. */
#ifndef REPLAY_EXPRESSION_ARG_H
#define REPLAY_EXPRESSION_ARG_H

#include "replay/expression.h"

/* Fills t's args. field: "arg3", or "arg." with a name. */
bool expression_arg_find(struct expression *x, struct value_test *t, const char *field, const char *name);
/* Fills number or meanings from the token and what | joins to it; the last word is left as the token. */
bool expression_arg_number(struct expression *x, struct value_test *t, const char *name);
/* -5, 0x1f, 0644, 4KiB */
bool expression_number(const char *word, int64_t *out);

#endif
