/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A recording as long as one likes: the chunks of a real one again and again, each round later than the
 * one before, until there are so many events.
 *
 *	grow FILE OUT EVENTS
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "format/sct.h"

#define GAP 1000000 /* ns between rounds */

struct grower {
	int in;
	struct sct_decoder *d;
	struct sct_batch *b;
	struct sct_writer *w;
	uint32_t *strings; /* in the batch, by index in the chunk read; UINT32_MAX: not yet */
	size_t string_room;
	uint64_t events, wanted;
};

static void must(enum sct_status s, const char *what)
{
	if (s != SCT_OK) {
		fprintf(stderr, "grow: %s: %s\n", what, sct_status_text(s));
		exit(1);
	}
}

static uint32_t text(struct grower *g, uint32_t string)
{
	struct sct_bytes s;

	if (string >= g->string_room) {
		size_t room = (size_t)string * 2 + 1024;

		g->strings = realloc(g->strings, room * sizeof(*g->strings));
		if (!g->strings)
			must(SCT_E_MEMORY, "strings");
		memset(g->strings + g->string_room, 0xff, (room - g->string_room) * sizeof(*g->strings));
		g->string_room = room;
	}
	if (g->strings[string] == UINT32_MAX) {
		s = sct_decoder_string(g->d, string);
		g->strings[string] = sct_batch_string(g->b, s.data, s.size);
	}
	return g->strings[string];
}

static void add(struct grower *g, struct sct_event *e, uint64_t shift)
{
	struct sct_payload p[SCT_MAX_PAYLOADS];

	for (int i = 0; i < e->payload_count; i++) {
		p[i] = e->payloads[i];
		p[i].string = text(g, p[i].string);
	}
	e->payloads = p;
	e->time += shift;
	must(sct_batch_add(g->b, e), "adding an event");
	g->events++;
}

/* One chunk again. Rows of the task table keep their numbers. */
static void chunk(struct grower *g, struct sct_reader *r, const struct sct_desc *desc, uint64_t shift)
{
	struct sct_clocks now = { desc->clock.monotonic + shift, desc->clock.boottime + shift, desc->clock.realtime + shift };
	struct sct_event e;
	enum sct_status s;

	must(sct_decoder_load(g->d, r, desc, SCT_COL_ALL), "reading a chunk");
	if (g->string_room)
		memset(g->strings, 0xff, g->string_room * sizeof(*g->strings));
	sct_batch_reset(g->b);
	for (size_t i = 0; i < sct_decoder_task_count(g->d); i++) {
		struct sct_task t = *sct_decoder_task(g->d, (uint32_t)i);

		t.comm = text(g, t.comm);
		t.exe = text(g, t.exe);
		if (sct_batch_task(g->b, &t) != i)
			must(SCT_E_LIMIT, "tasks");
	}
	while ((s = sct_decoder_next(g->d, &e)) == SCT_OK)
		add(g, &e, shift);
	must(s == SCT_END ? SCT_OK : s, "reading an event");
	must(sct_writer_chunk(g->w, g->b, &now), "writing a chunk");
}

/* How long a round is. */
static uint64_t round_of(struct grower *g, uint64_t shift)
{
	uint64_t first = UINT64_MAX, end = 0;
	struct sct_reader *r;
	struct sct_desc desc;

	must(sct_reader_new(&r, g->in, NULL), "opening");
	while (g->events < g->wanted && sct_reader_next(r, &desc) == SCT_OK) {
		first = desc.min_time < first ? desc.min_time : first;
		end = desc.max_end > end ? desc.max_end : end;
		chunk(g, r, &desc, shift);
	}
	sct_reader_free(r);
	if (!end)
		must(SCT_E_TRUNCATED, "no events to repeat");
	return end - first + GAP;
}

int main(int argc, char **argv)
{
	struct grower g = { 0 };
	struct sct_reader *r;
	uint64_t shift = 0;
	int out;

	if (argc != 4) {
		fprintf(stderr, "usage: grow FILE OUT EVENTS\n");
		return 2;
	}
	g.in = open(argv[1], O_RDONLY | O_CLOEXEC);
	out = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	g.wanted = strtoull(argv[3], NULL, 10);
	must(g.in < 0 || out < 0 ? SCT_E_IO : sct_reader_new(&r, g.in, NULL), argv[1]);
	must(sct_writer_new(&g.w, out, sct_reader_header(r), NULL), argv[2]);
	sct_reader_free(r);
	g.d = sct_decoder_new();
	g.b = sct_batch_new();
	must(g.d && g.b ? SCT_OK : SCT_E_MEMORY, "starting");
	while (g.events < g.wanted)
		shift += round_of(&g, shift);
	must(sct_writer_finish(g.w), "finishing");
	printf("%" PRIu64 " events %" PRIu64 " bytes\n", g.events, sct_writer_bytes(g.w));
	sct_writer_free(g.w);
	sct_batch_free(g.b);
	sct_decoder_free(g.d);
	free(g.strings);
	return close(out) != 0;
}
