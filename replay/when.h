/* SPDX-License-Identifier: BSD-2-Clause */
/* Points in time as people type them, and their place on a recording's monotonic clock. */
#ifndef REPLAY_WHEN_H
#define REPLAY_WHEN_H

#include "format/sct.h"

struct when {
	enum when_kind {
		WHEN_RELATIVE, /* ns since the recording began */
		WHEN_OF_DAY,   /* ns since local midnight of the recording's day */
		WHEN_EPOCH,    /* ns since 1970-01-01 UTC */
	} kind;
	uint64_t ns;
};

/*
 * 1.5, 100ms, +2s: since the start. 12:30, 12:30:05.25: wall clock, in the reader's time zone.
 * 2026-11-21[T12:30[:05.25]][Z|+01:00]: date and time, local without a zone. @1795247105.25: since the
 * epoch. false: none of these.
 */
bool when_parse(const char *s, struct when *w);

/* On the recording's CLOCK_MONOTONIC, in ns; clamped at 0 and UINT64_MAX. */
uint64_t when_resolve(const struct when *w, const struct sct_header *h);

/* ns since the epoch of a monotonic time, by the clocks noted when recording began. */
uint64_t when_realtime(uint64_t monotonic, const struct sct_header *h);

#endif
