/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the kernel program's records to the events of a recording. The codec side of the
 * recorder: it touches no file descriptor.
 */
#ifndef SCT_RECORD_EVENTS_H
#define SCT_RECORD_EVENTS_H

#include "bpf/wire.h"
#include "format/sct.h"
#include "record/sink.h"
#include "record/tasks.h"

struct events {
	struct sink *sink;
	struct sct_batch *batch;
	uint64_t batch_id;          /* never 0; task_slot.batch compares with it */
	uint64_t batch_since;       /* ns, when the batch got its first event */
	uint32_t no_task;           /* row for events of no thread, UINT32_MAX: not yet in this batch */
	struct task_map *tasks;
	const struct wire_plan *plans;
	uint64_t loss[SCT_LOSS_SOURCE_COUNT];
	uint64_t count;             /* events made */
	bool out_of_memory;
};

/* plans: WIRE_PLANS of them, kept by the caller. False: out of memory. */
bool events_init(struct events *e, struct sink *sink, const struct wire_plan *plans);
/* Hands over what is left and frees. */
void events_finish(struct events *e);
/* One record of `size` bytes. */
void events_record(struct events *e, const struct wire_hdr *h, size_t size);
/* Notes a loss of `count` events between two times (ns). cpu UINT32_MAX: any. */
void events_loss(struct events *e, enum sct_loss_source source, uint64_t count, uint32_t cpu, uint64_t from, uint64_t to);
/* A call that had not returned when recording ended. */
void events_unfinished(struct events *e, struct task_slot *t, const struct wire_call *c, const uint64_t args[6]);
/* Hands the batch over if it has events and is old or full enough; force: if it has any. */
void events_flush(struct events *e, uint64_t now, bool force);

#endif
