/* SPDX-License-Identifier: BSD-2-Clause */
/* The writing thread and its two queues. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "record/sink.h"

#define BATCHES 4

struct job {
	struct sct_batch *batch;
	uint64_t loss[SCT_LOSS_SOURCE_COUNT];
};

struct sink {
	struct sct_writer *w;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct sct_batch *idle[BATCHES];
	unsigned n_idle;
	struct job queue[BATCHES];    /* first in, first out */
	unsigned n_queue;
	bool stop;
	enum sct_status status;
};

static uint64_t clock_ns(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

void clocks_now(struct sct_clocks *c)
{
	c->monotonic = clock_ns(CLOCK_MONOTONIC);
	c->boottime = clock_ns(CLOCK_BOOTTIME);
	c->realtime = clock_ns(CLOCK_REALTIME);
}

static enum sct_status write_job(struct sink *s, const struct job *j)
{
	struct sct_clocks now;

	for (int i = 0; i < SCT_LOSS_SOURCE_COUNT; i++)
		sct_writer_loss(s->w, (enum sct_loss_source)i, j->loss[i]);
	clocks_now(&now);
	return sct_writer_chunk(s->w, j->batch, &now);
}

static void *run(void *arg)
{
	struct sink *s = arg;

	/* as urgent as the thread that drains, or two busy CPUs starve it and its queue fills */
	setpriority(PRIO_PROCESS, 0, -20);
	pthread_mutex_lock(&s->lock);
	while (s->n_queue || !s->stop) {
		struct job j;
		enum sct_status rc = SCT_OK;

		if (!s->n_queue) {
			pthread_cond_wait(&s->changed, &s->lock);
			continue;
		}
		j = s->queue[0];
		memmove(s->queue, s->queue + 1, --s->n_queue * sizeof(s->queue[0]));
		if (s->status == SCT_OK) {
			pthread_mutex_unlock(&s->lock);
			rc = write_job(s, &j);
			pthread_mutex_lock(&s->lock);
		}
		sct_batch_reset(j.batch);
		if (rc != SCT_OK)
			s->status = rc;
		s->idle[s->n_idle++] = j.batch;
		pthread_cond_broadcast(&s->changed);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

static void sink_free(struct sink *s)
{
	while (s->n_idle)
		sct_batch_free(s->idle[--s->n_idle]);
	pthread_mutex_destroy(&s->lock);
	pthread_cond_destroy(&s->changed);
	free(s);
}

struct sink *sink_start(struct sct_writer *w)
{
	struct sink *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->w = w;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->changed, NULL);
	while (s->n_idle < BATCHES) {
		s->idle[s->n_idle] = sct_batch_new();
		if (!s->idle[s->n_idle])
			break;
		s->n_idle++;
	}
	if (s->n_idle < BATCHES || pthread_create(&s->thread, NULL, run, s)) {
		sink_free(s);
		return NULL;
	}
	return s;
}

struct sct_batch *sink_take(struct sink *s)
{
	struct sct_batch *b;

	pthread_mutex_lock(&s->lock);
	while (!s->n_idle)
		pthread_cond_wait(&s->changed, &s->lock);
	b = s->idle[--s->n_idle];
	pthread_mutex_unlock(&s->lock);
	return b;
}

void sink_give(struct sink *s, struct sct_batch *b, const uint64_t loss[SCT_LOSS_SOURCE_COUNT])
{
	pthread_mutex_lock(&s->lock);
	s->queue[s->n_queue].batch = b;
	memcpy(s->queue[s->n_queue].loss, loss, sizeof(s->queue[0].loss));
	s->n_queue++;
	pthread_cond_broadcast(&s->changed);
	pthread_mutex_unlock(&s->lock);
}

enum sct_status sink_status(struct sink *s)
{
	enum sct_status rc;

	pthread_mutex_lock(&s->lock);
	rc = s->status;
	pthread_mutex_unlock(&s->lock);
	return rc;
}

enum sct_status sink_stop(struct sink *s)
{
	enum sct_status rc;

	if (!s)
		return SCT_OK;
	pthread_mutex_lock(&s->lock);
	s->stop = true;
	pthread_cond_broadcast(&s->changed);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
	rc = s->status;
	sink_free(s);
	return rc;
}
