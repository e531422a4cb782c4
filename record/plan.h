/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel program's capture plans, from the syscall table. */
#ifndef SCT_RECORD_PLAN_H
#define SCT_RECORD_PLAN_H

#include "bpf/wire.h"
#include "format/call_set.h"

/* Fills WIRE_PLANS plans: what to read of every call, and which calls to keep. */
void plan_build(struct wire_plan *plans, const struct call_select *select);

#endif
