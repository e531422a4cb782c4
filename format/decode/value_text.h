/* SPDX-License-Identifier: BSD-2-Clause */
/* One typed value as strace writes it. */
#ifndef SCT_DECODE_VALUE_TEXT_H
#define SCT_DECODE_VALUE_TEXT_H

#include "format/decode/text.h"
#include "format/decode/visit.h"

void sct_value_text(struct sct_text *t, const struct sct_value *v, bool raw);
void sct_value_rich_text(struct sct_text *t, const struct sct_value *v);       /* kinds that are no mere number */
/* inet_pton(AF_INET6, "::1", &name) */
void sct_text_inet6(struct sct_text *t, const uint8_t *address, size_t size, const char *name);

#endif
