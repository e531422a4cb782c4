/* SPDX-License-Identifier: BSD-2-Clause */
/* Consumer side of the BPF ring buffer (kernel/bpf/ringbuf.c is the producer side). */
#include <errno.h>
#include <linux/bpf.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "record/ring.h"

int ring_open(struct ring *r, int fd, uint32_t cpu, uint64_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	void *p;

	memset(r, 0, sizeof(*r));
	r->fd = fd;
	r->cpu = cpu;
	r->mask = size - 1;
	p = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED)
		return -errno;
	r->consumer = r->maps[0] = p;
	r->map_sizes[0] = page;
	p = mmap(NULL, page + 2 * size, PROT_READ, MAP_SHARED, fd, (off_t)page);
	if (p == MAP_FAILED) {
		int err = errno;

		ring_close(r);
		return -err;
	}
	r->producer = r->maps[1] = p;
	r->map_sizes[1] = page + 2 * size;
	r->data = (const uint8_t *)p + page;
	r->pos = r->released = __atomic_load_n(r->consumer, __ATOMIC_ACQUIRE);
	return 0;
}

void ring_close(struct ring *r)
{
	for (int i = 0; i < 2; i++)
		if (r->maps[i])
			munmap(r->maps[i], r->map_sizes[i]);
	memset(r, 0, sizeof(*r));
}

static uint64_t record_span(uint32_t len)
{
	len &= ~(BPF_RINGBUF_BUSY_BIT | BPF_RINGBUF_DISCARD_BIT);
	return (BPF_RINGBUF_HDR_SZ + (uint64_t)len + 7) & ~7ULL;
}

/* Looks at the record at pos, stepping over discarded ones. */
static void ring_peek(struct ring *r, uint64_t horizon)
{
	r->head_time = UINT64_MAX;
	while (r->pos < r->end) {
		const uint8_t *h = r->data + (r->pos & r->mask);
		uint32_t len = __atomic_load_n((const uint32_t *)h, __ATOMIC_ACQUIRE);
		uint64_t time;

		if (len & BPF_RINGBUF_BUSY_BIT)
			return;
		if (len & BPF_RINGBUF_DISCARD_BIT) {
			r->pos += record_span(len);
			continue;
		}
		time = ((const struct wire_hdr *)(h + BPF_RINGBUF_HDR_SZ))->time;
		if (time <= horizon)
			r->head_time = time;
		return;
	}
}

void ring_round(struct ring *r, uint64_t horizon)
{
	r->end = __atomic_load_n(r->producer, __ATOMIC_ACQUIRE);
	ring_peek(r, horizon);
}

const struct wire_hdr *ring_next(struct ring *rings, unsigned n, uint64_t horizon, size_t *size, struct ring **from)
{
	struct ring *best = &rings[0];
	const uint8_t *h;
	uint32_t len;

	for (unsigned i = 1; i < n; i++)
		if (rings[i].head_time < best->head_time)
			best = &rings[i];
	if (best->head_time == UINT64_MAX)
		return NULL;
	h = best->data + (best->pos & best->mask);
	len = *(const uint32_t *)h & ~(BPF_RINGBUF_BUSY_BIT | BPF_RINGBUF_DISCARD_BIT);
	best->pos += record_span(len);
	ring_peek(best, horizon);
	*size = len;
	*from = best;
	return (const struct wire_hdr *)(h + BPF_RINGBUF_HDR_SZ);
}

void ring_release(struct ring *r)
{
	if (r->released == r->pos)
		return;
	r->released = r->pos;
	__atomic_store_n(r->consumer, r->pos, __ATOMIC_RELEASE);
}
