/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Full batches go to a thread that compresses and writes them, so that draining the rings never
 * waits for zstd or the disk. A fixed number of batches goes round: memory is bounded, and when
 * the disk cannot keep up the rings fill and losses are counted, not memory used.
 */
#ifndef SCT_RECORD_SINK_H
#define SCT_RECORD_SINK_H

#include "format/sct.h"

struct sink;

/* w stays the caller's; nothing else may use it until sink_stop(). NULL: out of memory. */
struct sink *sink_start(struct sct_writer *w);
/* An empty batch to fill; waits for one. */
struct sct_batch *sink_take(struct sink *s);
/* Hands a batch over. loss: cumulative counts for its descriptor. */
void sink_give(struct sink *s, struct sct_batch *b, const uint64_t loss[SCT_LOSS_SOURCE_COUNT]);
/* The first write error, SCT_OK: none. Batches given after one are thrown away. */
enum sct_status sink_status(struct sink *s);
/* Writes what was given, ends the thread and frees the sink. */
enum sct_status sink_stop(struct sink *s);

void clocks_now(struct sct_clocks *c);

#endif
