/* SPDX-License-Identifier: BSD-2-Clause */
/* The header of a recording: who, what, where, how. */
#ifndef SCT_RECORD_HEADER_H
#define SCT_RECORD_HEADER_H

#include "format/sct.h"
#include "record/record.h"

struct header_data;

/* Gathers it; everything belongs to the result. NULL: out of memory. */
struct header_data *header_gather(const struct record_opts *o, pid_t root);
const struct sct_header *header_get(const struct header_data *d);
void header_free(struct header_data *d);

#endif
