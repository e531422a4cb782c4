/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a recording would weigh with other chunk sizes and compression levels: reads one, writes the
 * same events again and prints how many, how many of them tell of losses, bytes, and CPU per event.
 *
 *	recode FILE LEVEL CHUNK
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "format/sct.h"

#define RAW_MAX (15u << 20) /* a chunk may not be larger than 16 MiB */

struct recoder {
	struct sct_reader *r;
	struct sct_decoder *d;
	struct sct_batch *b;
	struct sct_writer *w;
	struct {
		uint32_t *v;
		size_t n;
	} tasks; /* index here by index in the chunk read, UINT32_MAX: not yet */
	uint64_t events, losses;
	double pack_ns;
};

static double cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void must(enum sct_status s, const char *what)
{
	if (s != SCT_OK) {
		fprintf(stderr, "recode: %s: %s\n", what, sct_status_text(s));
		exit(1);
	}
}

static uint32_t text(struct recoder *c, uint32_t string)
{
	struct sct_bytes s = sct_decoder_string(c->d, string);

	return sct_batch_string(c->b, s.data, s.size);
}

static uint32_t task(struct recoder *c, uint32_t index)
{
	const struct sct_task *t = sct_decoder_task(c->d, index);
	struct sct_task copy;

	if (!t)
		return 0;
	if (c->tasks.v[index] == UINT32_MAX) {
		copy = *t;
		copy.comm = text(c, t->comm);
		copy.exe = text(c, t->exe);
		c->tasks.v[index] = sct_batch_task(c->b, &copy);
	}
	return c->tasks.v[index];
}

static void forget_tasks(struct recoder *c)
{
	memset(c->tasks.v, 0xff, c->tasks.n * sizeof(*c->tasks.v));
}

static void flush(struct recoder *c)
{
	static const struct sct_clocks none;
	double t = cpu_ns();

	must(sct_writer_chunk(c->w, c->b, &none), "writing a chunk");
	c->pack_ns += cpu_ns() - t;
	sct_batch_reset(c->b);
	forget_tasks(c);
}

static void add(struct recoder *c, struct sct_event *e)
{
	struct sct_payload p[SCT_MAX_PAYLOADS];

	for (int i = 0; i < e->payload_count; i++) {
		p[i] = e->payloads[i];
		p[i].string = sct_batch_string(c->b, p[i].bytes.data, p[i].bytes.size);
	}
	e->payloads = p;
	e->task = task(c, e->task);
	must(sct_batch_add(c->b, e), "adding an event");
	c->events++;
	c->losses += e->kind == SCT_LOSS;
}

static void chunk(struct recoder *c, const struct sct_desc *desc, uint32_t limit)
{
	struct sct_event e;
	enum sct_status s;

	must(sct_decoder_load(c->d, c->r, desc, SCT_COL_ALL), "reading a chunk");
	c->tasks.n = sct_decoder_task_count(c->d);
	c->tasks.v = realloc(c->tasks.v, (c->tasks.n + 1) * sizeof(*c->tasks.v));
	if (!c->tasks.v)
		must(SCT_E_MEMORY, "tasks");
	forget_tasks(c);
	while ((s = sct_decoder_next(c->d, &e)) == SCT_OK) {
		add(c, &e);
		if (sct_batch_count(c->b) >= limit || sct_batch_raw_size(c->b) >= RAW_MAX)
			flush(c);
	}
	if (s != SCT_END)
		must(s, "reading an event");
}

int main(int argc, char **argv)
{
	struct sct_writer_opts wo = { .sz = sizeof(wo) };
	struct recoder c = { 0 };
	struct sct_desc desc;
	int in, out;

	if (argc != 4) {
		fprintf(stderr, "usage: recode FILE LEVEL CHUNK\n");
		return 2;
	}
	in = open(argv[1], O_RDONLY);
	out = memfd_create("recode", 0);
	must(in < 0 || out < 0 ? SCT_E_IO : sct_reader_new(&c.r, in, NULL), argv[1]);
	wo.level = atoi(argv[2]);
	must(sct_writer_new(&c.w, out, sct_reader_header(c.r), &wo), "writing");
	c.d = sct_decoder_new();
	c.b = sct_batch_new();
	must(c.d && c.b ? SCT_OK : SCT_E_MEMORY, "starting");
	while (sct_reader_next(c.r, &desc) == SCT_OK)
		chunk(&c, &desc, (uint32_t)atol(argv[3]));
	flush(&c);
	must(sct_writer_finish(c.w), "finishing");
	printf("%llu events %llu losses %llu bytes %.0f ns\n", (unsigned long long)c.events, (unsigned long long)c.losses,
	       (unsigned long long)sct_writer_bytes(c.w), c.pack_ns / (double)(c.events ? c.events : 1));
	return 0;
}
