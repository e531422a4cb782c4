/* SPDX-License-Identifier: BSD-2-Clause */
/* What a recording is, from its header and descriptors, as text. */
#ifndef REPLAY_INFO_H
#define REPLAY_INFO_H

#include "format/sct.h"

void info_header(struct sct_text *t, const struct sct_header *h);
void info_summary(struct sct_text *t, const struct sct_header *h, const struct sct_summary *s);

/* "ring buffer full", "task storage", ...: why events were lost. */
const char *info_loss_source(enum sct_loss_source s);
uint64_t info_lost(const uint64_t loss[SCT_LOSS_SOURCE_COUNT]); /* sum, saturating */
/* "events lost: 12 (ring buffer full: 10, ...)" without newline; nothing when none were. */
void info_losses(struct sct_text *t, const uint64_t loss[SCT_LOSS_SOURCE_COUNT]);

#endif
