/* SPDX-License-Identifier: BSD-2-Clause */
/* A ring of slots between one reader and several workers. Threads are started when there is work for them. */
#include "replay/scan.h"

#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#define MOST_WORKERS 64
#define SLOTS_PER_WORKER 2 /* one being worked on, one waiting its turn */

enum { SLOT_EMPTY,
       SLOT_QUEUED,
       SLOT_TAKEN,
       SLOT_DONE };

struct ring {
	const struct scan *scan;
	struct scan_slot *slots;
	struct sct_decoder *decoder; /* of the caller's thread, when it is the only one */
	unsigned size;
	uint64_t filled, taken, delivered; /* counts of slots, ever */
	bool stop;
	unsigned threads;
	pthread_t thread[MOST_WORKERS];
	pthread_mutex_t lock;
	pthread_cond_t queued, done;
};

unsigned scan_default_workers(void)
{
	cpu_set_t set;
	int n = sched_getaffinity(0, sizeof(set), &set) ? 1 : CPU_COUNT(&set);

	return n < 1 ? 1 : n > MOST_WORKERS ? MOST_WORKERS
					    : (unsigned)n;
}

bool scan_ends(enum sct_status s)
{
	return s == SCT_END || s == SCT_E_TRUNCATED || s == SCT_E_IO || s == SCT_E_MEMORY || s == SCT_E_USAGE;
}

enum sct_status scan_load(const struct scan *scan, const struct scan_slot *s, struct sct_decoder *d, unsigned columns)
{
	if (scan->stream)
		return sct_decoder_load_packed(d, &s->desc, s->packed, columns);
	return sct_decoder_load(d, scan->reader, &s->desc, columns);
}

static void work(const struct scan *scan, struct sct_decoder *d, struct scan_slot *s)
{
	s->status = d ? scan->work(scan->base, d, s) : SCT_E_MEMORY;
	if (s->status == SCT_OK)
		return;
	s->error = d ? *sct_decoder_error(d) : (struct sct_error){ .chunk = UINT64_MAX };
	s->error.status = s->status;
}

static void *worker(void *arg)
{
	struct ring *r = arg;
	struct sct_decoder *d = sct_decoder_new();

	pthread_mutex_lock(&r->lock);
	for (;;) {
		struct scan_slot *s;

		while (!r->stop && r->taken == r->filled)
			pthread_cond_wait(&r->queued, &r->lock);
		if (r->stop)
			break;
		s = &r->slots[r->taken++ % r->size];
		if (s->state != SLOT_QUEUED)
			continue;
		s->state = SLOT_TAKEN;
		pthread_mutex_unlock(&r->lock);
		work(r->scan, d, s);
		pthread_mutex_lock(&r->lock);
		s->state = SLOT_DONE;
		pthread_cond_signal(&r->done);
	}
	pthread_mutex_unlock(&r->lock);
	sct_decoder_free(d);
	return NULL;
}

/* ---- the caller's thread */

/* Gives the filled slot to a worker; one that is done already only waits for its turn. */
static void push(struct ring *r, struct scan_slot *s, unsigned state)
{
	bool start;

	if (state == SLOT_QUEUED && r->scan->workers < 2) {
		work(r->scan, r->decoder, s);
		state = SLOT_DONE;
	}
	pthread_mutex_lock(&r->lock);
	s->state = state;
	r->filled++;
	start = state == SLOT_QUEUED && r->threads < r->scan->workers && r->threads < MOST_WORKERS;
	pthread_cond_signal(&r->queued);
	pthread_mutex_unlock(&r->lock);
	/* without a thread more the others do it, without any we do: see pull() */
	if (start && !pthread_create(&r->thread[r->threads], NULL, worker, r))
		r->threads++;
}

/* The oldest slot, done. */
static struct scan_slot *pull(struct ring *r)
{
	struct scan_slot *s = &r->slots[r->delivered % r->size];

	pthread_mutex_lock(&r->lock);
	if (!r->threads && s->state == SLOT_QUEUED) {
		r->taken++;
		work(r->scan, r->decoder, s);
		s->state = SLOT_DONE;
	}
	while (s->state != SLOT_DONE)
		pthread_cond_wait(&r->done, &r->lock);
	s->state = SLOT_EMPTY;
	r->delivered++;
	pthread_mutex_unlock(&r->lock);
	return s;
}

static bool deliver_one(struct ring *r)
{
	return r->scan->deliver(r->scan->base, pull(r));
}

static bool deliver_all(struct ring *r)
{
	while (r->delivered < r->filled)
		if (!deliver_one(r))
			return false;
	return true;
}

/* What is ready must not wait for a stream that is not. */
static bool dry(const struct scan *scan)
{
	struct pollfd p = { .fd = scan->fd, .events = POLLIN };

	return scan->stream && poll(&p, 1, 0) == 0;
}

static bool keep_packed(const struct scan *scan, struct scan_slot *s)
{
	if (s->desc.compressed_size > s->room) {
		free(s->packed);
		s->packed = malloc(s->desc.compressed_size);
		s->room = s->packed ? s->desc.compressed_size : 0;
	}
	if (s->packed || !s->desc.compressed_size)
		s->status = sct_reader_packed(scan->reader, &s->desc, s->packed);
	else
		s->status = SCT_E_MEMORY;
	if (s->status != SCT_OK)
		s->error = *sct_reader_error(scan->reader);
	return s->status == SCT_OK;
}

/* Reads up to the next thing that somebody wants to know. false: it is behind everything. */
static bool fill(struct ring *r, struct sct_desc *last)
{
	const struct scan *scan = r->scan;
	struct scan_slot *s = &r->slots[r->filled % r->size];
	struct sct_desc desc;
	enum sct_status status;

	while ((status = sct_reader_next(scan->reader, &desc)) == SCT_OK) {
		s->answer = filter_chunk(scan->filter, &desc);
		*last = desc;
		if (s->answer != FILTER_NO && desc.offset >= scan->from)
			break;
	}
	last->tids = last->tgids = NULL;
	last->syscalls = NULL;
	last->stats = false;
	s->desc = *last;
	s->chunk = status == SCT_OK;
	s->status = status;
	if (s->chunk && (!scan->stream || keep_packed(scan, s))) {
		push(r, s, SLOT_QUEUED);
		return true;
	}
	if (!s->chunk && status != SCT_END)
		s->error = *sct_reader_error(scan->reader);
	push(r, s, SLOT_DONE);
	return !scan_ends(status);
}

static enum sct_status pump(struct ring *r)
{
	struct sct_desc last = { 0 };

	for (;;) {
		struct scan_slot *newest;

		if (r->filled - r->delivered == r->size && !deliver_one(r))
			return SCT_OK;
		if (r->filled > r->delivered && dry(r->scan) && !deliver_all(r))
			return SCT_OK;
		newest = &r->slots[r->filled % r->size];
		if (!fill(r, &last))
			return deliver_all(r) ? newest->status : SCT_OK;
		/* alone, or at the end of a growing file: nothing is gained by waiting */
		if ((r->scan->workers < 2 || (!newest->chunk && newest->status == SCT_AGAIN)) && !deliver_all(r))
			return SCT_OK;
	}
}

enum sct_status scan_run(const struct scan *scan)
{
	struct ring r = { .scan = scan, .lock = PTHREAD_MUTEX_INITIALIZER, .queued = PTHREAD_COND_INITIALIZER, .done = PTHREAD_COND_INITIALIZER };
	enum sct_status s = SCT_E_MEMORY;

	r.size = (scan->workers > MOST_WORKERS ? MOST_WORKERS : scan->workers) * SLOTS_PER_WORKER + 1;
	r.slots = calloc(r.size, sizeof(*r.slots));
	r.decoder = sct_decoder_new();
	if (r.slots && r.decoder)
		s = pump(&r);
	pthread_mutex_lock(&r.lock);
	r.stop = true;
	pthread_cond_broadcast(&r.queued);
	pthread_mutex_unlock(&r.lock);
	for (unsigned i = 0; i < r.threads; i++)
		pthread_join(r.thread[i], NULL);
	for (unsigned i = 0; r.slots && i < r.size; i++) {
		sct_text_free(&r.slots[i].text);
		free(r.slots[i].packed);
	}
	free(r.slots);
	sct_decoder_free(r.decoder);
	return s;
}
