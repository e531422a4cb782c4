/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading the per-CPU ring buffers, merged by time.
 *
 * We map the rings ourselves instead of using libbpf's callback loop, because the merge has to
 * look at the head of every ring before it takes one record, without copying any.
 */
#ifndef SCT_RECORD_RING_H
#define SCT_RECORD_RING_H

#include <stddef.h>
#include <stdint.h>

#include "bpf/wire.h"

struct ring {
	int fd;
	uint32_t cpu;
	uint64_t mask;              /* data size - 1 */
	unsigned long *consumer;    /* shared with the kernel: where we are */
	const unsigned long *producer;
	const uint8_t *data;        /* mapped twice in a row, so records never wrap */
	uint64_t pos;               /* next byte to read */
	uint64_t end;               /* what the kernel had written when the round began */
	uint64_t released;          /* as last told to the kernel */
	uint64_t head_time;         /* of the record at pos, UINT64_MAX: none in this round */
	uint32_t next_seq, next_enter_seq;
	uint64_t last_time;         /* of the last record taken */
	void *maps[2];
	size_t map_sizes[2];
};

/* Maps the ring behind a BPF map fd. Returns 0 or -errno. fd stays the caller's. */
int ring_open(struct ring *r, int fd, uint32_t cpu, uint64_t size);
void ring_close(struct ring *r);

/*
 * Begins a round: everything made before `horizon` (ns) and committed is taken in this round.
 *
 * Why a horizon is enough for causal order across rings: read the clock, then every ring's
 * producer position. If record A happened before record B (same thread moving between CPUs, a
 * fork before its child) and A was not yet visible when its ring was looked at, B was made after
 * that, so after the horizon, and waits for the next round.
 */
void ring_round(struct ring *r, uint64_t horizon);

/* The record with the smallest time over all rings, NULL when the round is over. It stays valid
 * until ring_release(). *size: its bytes. *from: the ring it came from. */
const struct wire_hdr *ring_next(struct ring *rings, unsigned n, uint64_t horizon, size_t *size, struct ring **from);

/* Gives consumed space back to the kernel. */
void ring_release(struct ring *r);

#endif
