/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the codec costs: ns an event to add, to intern, to pack at several levels and to decode, on
 * events that look like a compiler run; with a file as argument, to decode that. Prints figures, asserts
 * nothing but that all went well.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/mman.h>
#include <zstd.h>

#include "format/sct.h"

#define CHUNK 8192
#define CHUNKS 24

static uint64_t rng = 88172645463325252ull;

static uint64_t rnd(void)
{
	rng ^= rng << 13;
	rng ^= rng >> 7;
	rng ^= rng << 17;
	return rng;
}

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void must(enum sct_status s, const char *what)
{
	if (s != SCT_OK) {
		fprintf(stderr, "codec: %s: %s\n", what, sct_status_text(s));
		exit(1);
	}
}

/* One kind of call and how often it comes, per thousand. */
struct mix {
	unsigned weight;
	uint32_t number;
	uint8_t argc;
	enum { PATH,
	       BUFFER,
	       STRUCT,
	       FD,
	       PLAIN } payload;
};

/* Roughly what gcc, make and the shell do in a build. */
static const struct mix mixes[] = {
	{ 210, 257, 4, PATH }, /* openat */
	{ 130, 262, 4, PATH }, /* newfstatat */
	{ 60, 21, 2, PATH },   /* access */
	{ 20, 89, 3, PATH },   /* readlink */
	{ 160, 0, 3, BUFFER }, /* read */
	{ 60, 1, 3, BUFFER },  /* write */
	{ 80, 5, 2, STRUCT },  /* fstat */
	{ 110, 3, 1, FD },     /* close */
	{ 40, 8, 3, FD },      /* lseek */
	{ 60, 9, 6, PLAIN },   /* mmap */
	{ 20, 10, 3, PLAIN },  /* mprotect */
	{ 20, 12, 1, PLAIN },  /* brk */
	{ 20, 13, 4, STRUCT }, /* rt_sigaction */
	{ 10, 14, 4, PLAIN },  /* rt_sigprocmask */
};

#define EVENTS (CHUNK * CHUNKS)
#define PATHS 3000

/* Everything is made beforehand, so that only the library is timed. */
struct made {
	struct sct_event e;
	struct sct_payload p[3];
	unsigned texts[3]; /* which string, per payload */
};

static struct made *made;
static char paths[PATHS][96];
static size_t path_sizes[PATHS];
static char (*buffers)[32];

static void make_paths(void)
{
	static const char *const dirs[] = { "/usr/include", "/usr/lib/gcc/x86_64-linux-gnu/12/include",
					    "/usr/include/x86_64-linux-gnu/bits", "/home/user/project/src", "/usr/lib/x86_64-linux-gnu",
					    "../include", "/tmp" };
	static const char *const names[] = { "types", "stdio", "config", "stddef", "vector", "libc", "string", "util" };
	unsigned i;

	for (i = 0; i < PATHS; i++)
		path_sizes[i] = (size_t)snprintf(paths[i], sizeof(paths[i]), "%s/%s%u.%s", dirs[i % 7], names[i / 7 % 8],
						 i / 56, i & 1 ? "h" : "so.6");
}

static void add_payload(struct made *m, unsigned arg, unsigned part, bool at_exit, unsigned text)
{
	struct sct_payload *p = &m->p[m->e.payload_count];

	p->arg = (uint8_t)arg;
	p->part = (uint8_t)part;
	p->at_exit = at_exit;
	p->status = SCT_PAYLOAD_OK;
	m->texts[m->e.payload_count++] = text;
}

static void make_event(struct made *m, unsigned i, uint64_t *time)
{
	const struct mix *x = mixes;
	unsigned w = (unsigned)(rnd() % 1000), path = (unsigned)(rnd() % 400 + i / CHUNK * 80) % PATHS;
	struct sct_event *e = &m->e;

	while (w >= x->weight)
		w -= x++->weight;
	memset(m, 0, sizeof(*m));
	*time += 300 + rnd() % 4000;
	e->kind = SCT_SYSCALL;
	e->abi = SCT_ABI_X86_64;
	e->number = x->number;
	e->arg_count = x->argc;
	e->task = (uint32_t)(i / 500 % 40);
	e->duration = 150 + rnd() % 900 + (rnd() % 50 == 0 ? rnd() % 1000000 : 0);
	e->time = *time - e->duration;
	e->payloads = m->p;
	e->args[0] = x->payload == PLAIN ? 0x7f3c00000000 + (rnd() % 4096 << 12) : 3 + rnd() % 4;
	e->args[1] = x->payload == PLAIN ? (rnd() % 64) << 12 : 0x7ffd3a000000 + (rnd() % 512 << 4);
	e->args[2] = x->payload == BUFFER ? 4096 : rnd() % 3;
	e->args[3] = x->argc == 6 ? 0x812 : 0;
	e->args[4] = x->argc == 6 ? (uint64_t)-1 : 0;
	switch (x->payload) {
	case PATH:
		e->args[0] = (uint64_t)-100;
		e->result = rnd() % 3 ? (x->number == 257 ? 3 : 0) : -2;
		add_payload(m, 1, SCT_PART_SELF, false, path);
		add_payload(m, 1, SCT_PART_PATH, false, path);
		break;
	case BUFFER:
		e->result = (int64_t)(rnd() % 4096);
		add_payload(m, 0, SCT_PART_PATH, false, path);
		add_payload(m, 1, SCT_PART_SELF, true, PATHS + i);
		m->p[1].status = SCT_PAYLOAD_TRUNCATED;
		m->p[1].full = (uint64_t)e->result;
		break;
	case STRUCT:
		add_payload(m, 0, SCT_PART_PATH, false, path);
		add_payload(m, 1, SCT_PART_SELF, true, PATHS + i);
		break;
	case FD:
		add_payload(m, 0, SCT_PART_PATH, false, path);
		break;
	case PLAIN:
		e->result = (int64_t)e->args[0];
		break;
	}
}

static void make_events(void)
{
	uint64_t time = 123456789012345;
	unsigned i, k;

	make_paths();
	made = calloc(EVENTS, sizeof(*made));
	buffers = calloc(EVENTS, sizeof(*buffers));
	for (i = 0; i < EVENTS; i++) {
		make_event(&made[i], i, &time);
		/* half text, half structure with a few random words */
		for (k = 0; k < 32; k++)
			buffers[i][k] = i & 1 ? "static inline int foo(void);\n\t* "[(k + i) % 32] : (char)(k % 8 < 3 ? rnd() >> 56 : 0);
	}
}

static void add_tasks(struct sct_batch *b)
{
	unsigned i;

	for (i = 0; i < 40; i++) {
		struct sct_task t = { .tid = 4000 + i, .tgid = 4000 + i / 2, .start_time = 1000000 + i, .uid = 1000 };

		t.comm = sct_batch_string(b, "cc1", 3);
		t.exe = sct_batch_string(b, "/usr/bin/gcc", 12);
		sct_batch_task(b, &t);
	}
}

static double fill(struct sct_batch *b, unsigned chunk, bool payloads, double *strings)
{
	struct made *m = made + (size_t)chunk * CHUNK;
	static struct sct_event events[CHUNK];
	double t0;
	unsigned i, k;

	sct_batch_reset(b);
	add_tasks(b);
	t0 = now_ns();
	for (i = 0; payloads && i < CHUNK; i++) {
		for (k = 0; k < m[i].e.payload_count; k++) {
			unsigned t = m[i].texts[k];

			m[i].p[k].string = t < PATHS ? sct_batch_string(b, paths[t], path_sizes[t]) : sct_batch_string(b, buffers[t - PATHS], 32);
		}
	}
	*strings += now_ns() - t0;
	/* close together, as they come out of a ring buffer */
	for (i = 0; i < CHUNK; i++) {
		events[i] = m[i].e;
		if (!payloads)
			events[i].payload_count = 0;
	}
	t0 = now_ns();
	for (i = 0; i < CHUNK; i++)
		must(sct_batch_add(b, &events[i]), "add");
	return now_ns() - t0;
}

static double least(double a, double b)
{
	return a < b ? a : b;
}

/* The best of several rounds: what disturbs a run only ever adds. */
static void bench_add(void)
{
	struct sct_batch *b = sct_batch_new();
	double with = 1e30, without = 1e30, strings = 1e30;
	unsigned i, k, round, count = 0;

	for (i = 0; i < EVENTS; i++)
		count += made[i].e.payload_count;
	for (round = 0; round < 12; round++) {
		double w = 0, wo = 0, s = 0, none = 0;

		for (k = 0; k < CHUNKS; k++) {
			wo += fill(b, k, false, &none);
			w += fill(b, k, true, &s);
		}
		with = least(with, w);
		without = least(without, wo);
		strings = least(strings, s);
	}
	printf("add, no payloads      %6.1f ns/event\n", without / EVENTS);
	printf("add, %.2f payloads    %6.1f ns/event\n", (double)count / EVENTS, with / EVENTS);
	printf("intern                %6.1f ns/string\n", strings / count);
	sct_batch_free(b);
}

/* Writes it all, several times; the last one's file is left. */
static int write_at(int level, bool payloads, double *ns)
{
	struct sct_writer_opts o = { .sz = sizeof(o), .level = level };
	struct sct_header h = { .page_size = 4096 };
	struct sct_clocks clocks = { 1, 2, 3 };
	struct sct_batch *b = sct_batch_new();
	int fd = -1;
	unsigned round, k;

	*ns = 1e30;
	for (round = 0; round < 4; round++) {
		struct sct_writer *w;
		double none = 0, spent = 0, t;

		if (fd >= 0)
			close(fd);
		fd = memfd_create("codec", 0);
		must(sct_writer_new(&w, fd, &h, &o), "writer");
		for (k = 0; k < CHUNKS; k++) {
			fill(b, k, payloads, &none);
			t = now_ns();
			must(sct_writer_chunk(w, b, &clocks), "chunk");
			spent += now_ns() - t;
		}
		must(sct_writer_finish(w), "finish");
		sct_writer_free(w);
		*ns = least(*ns, spent);
	}
	sct_batch_free(b);
	return fd;
}

static void bench_decode(int fd, unsigned columns, const char *name)
{
	struct sct_decoder *d = sct_decoder_new();
	double load = 1e30, next = 1e30;
	uint64_t sum = 0, events = 0;
	unsigned round;

	for (round = 0; round < 8; round++) {
		struct sct_reader *r;
		struct sct_desc desc;
		struct sct_event e;
		double t0, t1, l = 0, n = 0;

		events = 0;
		must(sct_reader_new(&r, fd, NULL), "reader");
		while (sct_reader_next(r, &desc) == SCT_OK) {
			t0 = now_ns();
			must(sct_decoder_load(d, r, &desc, columns), "load");
			t1 = now_ns();
			while (sct_decoder_next(d, &e) == SCT_OK)
				sum += e.time + (uint64_t)e.result + e.args[1] + e.payload_count;
			n += now_ns() - t1;
			events += desc.event_count;
			l += t1 - t0;
		}
		load = least(load, l);
		next = least(next, n);
		sct_reader_free(r);
	}
	printf("decode %-22s %6.1f load + %4.1f next = %5.1f ns/event, %5.1f M/s (%llx)\n", name, load / (double)events,
	       next / (double)events, (load + next) / (double)events, (double)events * 1e3 / (load + next), (unsigned long long)sum & 0xf);
	sct_decoder_free(d);
}

/* The decoder without checksum and decompression. */
static void bench_raw(int fd, unsigned columns, const char *name)
{
	struct sct_decoder *d = sct_decoder_new();
	uint8_t *packed = malloc(1 << 24), *raw = malloc(1 << 24);
	double load = 0, next = 0, total = 0;
	struct sct_reader *r;
	struct sct_desc desc;
	struct sct_event e;
	uint64_t sum = 0, events = 0;

	must(sct_reader_new(&r, fd, NULL), "reader");
	while (sct_reader_next(r, &desc) == SCT_OK) {
		double t, best_load = 1e30, best_next = 1e30;
		size_t size, head;
		unsigned round;

		if (pread(fd, packed, desc.compressed_size, (off_t)desc.data_offset) != (ssize_t)desc.compressed_size)
			exit(1);
		size = ZSTD_decompress(raw, 1 << 24, packed, desc.compressed_size);
		/* field tag and length of Trace.batch */
		for (head = 1; raw[head] & 0x80; head++)
			;
		head++;
		for (round = 0; round < 8; round++) {
			t = now_ns();
			must(sct_decoder_load_raw(d, raw + head, size - head, columns), "load_raw");
			best_load = least(best_load, now_ns() - t);
			t = now_ns();
			while (sct_decoder_next(d, &e) == SCT_OK)
				sum += e.time + (uint64_t)e.result + e.args[1] + e.payload_count;
			best_next = least(best_next, now_ns() - t);
		}
		load += best_load;
		next += best_next;
		total += (double)size;
		events += desc.event_count;
	}
	printf("raw    %-22s %6.1f load + %4.1f next = %5.1f ns/event, %5.1f M/s (%.1f raw B/event, %llx)\n", name,
	       load / (double)events, next / (double)events, (load + next) / (double)events,
	       (double)events * 1e3 / (load + next), total / (double)events,
	       (unsigned long long)sum & 0xf);
	sct_reader_free(r);
	sct_decoder_free(d);
	free(packed);
	free(raw);
}

static double walk_ns(int fd)
{
	double t = now_ns();
	unsigned i, n = 0;

	for (i = 0; i < 20; i++) {
		struct sct_reader *r;
		struct sct_desc d;

		must(sct_reader_new(&r, fd, NULL), "reader");
		while (sct_reader_next(r, &d) == SCT_OK)
			n++;
		sct_reader_free(r);
	}
	return (now_ns() - t) / n;
}

static void bench_file(int fd)
{
	bench_decode(fd, SCT_COL_ALL, "all");
	bench_decode(fd, SCT_COL_ALL & ~SCT_COL_PAYLOADS, "without payloads");
	bench_decode(fd, SCT_COL_TIME, "time only");
	bench_raw(fd, SCT_COL_ALL, "all");
	bench_raw(fd, SCT_COL_ALL & ~SCT_COL_PAYLOADS, "without payloads");
	bench_raw(fd, SCT_COL_TIME, "time only");
	printf("walk                  %6.0f ns/chunk\n", walk_ns(fd));
}

int main(int argc, char **argv)
{
	static const int levels[] = { -1, 1, 2, 3 };
	double ns;
	unsigned i;
	int fd, plain;

	if (argc > 1) {
		fd = open(argv[1], O_RDONLY);
		if (fd < 0) {
			perror(argv[1]);
			return 1;
		}
		bench_file(fd);
		return 0;
	}
	make_events();
	bench_add();
	plain = write_at(3, false, &ns);
	printf("pack level %2d, plain  %6.1f ns/event, %5.2f B/event\n", 3, ns / EVENTS,
	       (double)lseek(plain, 0, SEEK_CUR) / EVENTS);
	for (i = 0; i < 4; i++) {
		fd = write_at(levels[i], true, &ns);
		printf("pack level %2d         %6.1f ns/event, %5.2f B/event\n", levels[i], ns / EVENTS,
		       (double)lseek(fd, 0, SEEK_CUR) / EVENTS);
		if (levels[i] != 3)
			close(fd);
	}
	bench_decode(plain, SCT_COL_ALL, "no payloads, all");
	bench_raw(plain, SCT_COL_ALL, "no payloads, all");
	bench_file(fd);
	return 0;
}
