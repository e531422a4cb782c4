/* SPDX-License-Identifier: BSD-2-Clause */
/* Small questions about an event that more than one part of the filter asks. */
#ifndef REPLAY_EVENT_H
#define REPLAY_EVENT_H

#include "format/sct.h"

#define EVENT_CALL_KINDS (1u << SCT_SYSCALL | 1u << SCT_UNFINISHED)

static inline bool event_is_call(const struct sct_event *e)
{
	return e->kind == SCT_SYSCALL || e->kind == SCT_UNFINISHED;
}

/* As the kernel's IS_ERR_VALUE: 4095 values are errors. 0: success. */
static inline int event_errno(const struct sct_event *e)
{
	return e->kind == SCT_SYSCALL && e->result < 0 && e->result >= -4095 ? (int)-e->result : 0;
}

/* NULL for what is no call, or none that the table knows. */
static inline const struct sct_syscall *event_row(const struct sct_event *e)
{
	return event_is_call(e) ? sct_syscall_by_number((enum sct_abi)e->abi, e->number) : NULL;
}

/* Whether a payload is a path: resolved names of every call; raw strings where the table says that the
 * call takes paths, and then only those taken from the argument itself; an exec's file. */
bool event_names_path(const struct sct_event *e, const struct sct_payload *p);

#endif
