/* SPDX-License-Identifier: BSD-2-Clause */
/* Sample recordings for the format's tests: random but repeatable events of every kind. Header only, each
 * test is one program. */
#ifndef SCT_TESTS_FORMAT_SAMPLE_H
#define SCT_TESTS_FORMAT_SAMPLE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "format/sct.h"

static unsigned sample_failures;

/* Says what does not hold, and where; the program goes on. */
#define CHECK(cond, ...) \
	do { \
		if (!(cond)) { \
			sample_failures++; \
			fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #cond); \
			fprintf(stderr, __VA_ARGS__); \
			fputc('\n', stderr); \
		} \
	} while (0)

static inline int sample_result(const char *name)
{
	if (sample_failures)
		fprintf(stderr, "%s: %u failures\n", name, sample_failures);
	return sample_failures != 0;
}

/* xorshift64*: the same sequence everywhere */
static inline uint64_t sample_random(uint64_t *state)
{
	uint64_t x = *state;

	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	*state = x;
	return x * 0x2545f4914f6cdd1dull;
}

/* Mostly small numbers, but every width, and the edges. */
static inline uint64_t sample_number(uint64_t *state)
{
	uint64_t r = sample_random(state);

	switch (r & 7) {
	case 0:
		return 0;
	case 1:
		return UINT64_MAX;
	case 2:
		return 1ull << (r >> 8 & 63);
	case 3:
		return (1ull << (r >> 8 & 63)) - 1;
	default:
		return sample_random(state) >> (r >> 8 & 63);
	}
}

/* One event with what it points to. */
struct sample_event {
	struct sct_event e;
	struct sct_payload payloads[SCT_MAX_PAYLOADS];
	char text[SCT_MAX_PAYLOADS][24];
};

#define SAMPLE_TASKS 5

static inline void sample_make(struct sample_event *s, uint64_t *state)
{
	struct sct_event *e = &s->e;
	unsigned i, a;

	memset(s, 0, sizeof(*s));
	e->kind = sample_random(state) % 4 ? SCT_SYSCALL : sample_random(state) % SCT_KIND_COUNT;
	e->abi = sample_random(state) % 3;
	e->number = sample_random(state) % 20 ? sample_random(state) % 12 : (uint32_t)sample_number(state);
	e->arg_count = (uint8_t)(sample_random(state) % 8 ? e->number % 7 : sample_random(state) % 7);
	e->flags = sample_random(state) % 8 ? 0 : (uint32_t)sample_number(state);
	e->task = sample_random(state) % SAMPLE_TASKS;
	e->time = sample_random(state) % 50 ? 1000000 + sample_random(state) % 100000 : sample_number(state);
	e->duration = sample_number(state);
	e->result = (int64_t)sample_number(state);
	for (i = 0; i < e->arg_count; i++)
		e->args[i] = e->number % 5 == i ? 0 : sample_number(state);
	if (sample_random(state) % 3 == 0)
		e->payload_count = (uint16_t)(sample_random(state) % (sample_random(state) % 50 ? 4 : SCT_MAX_PAYLOADS + 1));
	for (i = 0; i < e->payload_count; i++) {
		struct sct_payload *p = &s->payloads[i];

		p->arg = sample_random(state) % 6;
		p->at_exit = sample_random(state) & 1;
		p->status = sample_random(state) % 5;
		p->part = sample_random(state) % 9;
		p->full = p->status == SCT_PAYLOAD_TRUNCATED ? sample_number(state) : 0;
		p->bytes.size = sample_random(state) % sizeof(s->text[i]);
		for (a = 0; a < p->bytes.size; a++)
			s->text[i][a] = "ab\0\377"[sample_random(state) & 3];
		p->bytes.data = (const uint8_t *)s->text[i];
	}
	e->payloads = s->payloads;
}

/* Puts count events of seed into b, starting with the tables. */
static inline void sample_fill(struct sct_batch *b, uint64_t seed, unsigned count)
{
	struct sample_event *s = malloc(sizeof(*s));
	uint64_t state = seed;
	unsigned i, k;

	for (i = 0; i < SAMPLE_TASKS; i++) {
		struct sct_task t = { .tid = 100 + i, .tgid = 100, .start_time = seed << 20 | i, .ppid = 1, .uid = i };

		t.comm = sct_batch_string(b, "comm", i);
		t.exe = sct_batch_string(b, "/bin/exe", i + 2);
		CHECK(sct_batch_task(b, &t) == i, "task %u", i);
	}
	for (i = 0; i < count; i++) {
		sample_make(s, &state);
		for (k = 0; k < s->e.payload_count; k++)
			s->payloads[k].string = sct_batch_string(b, s->text[k], s->payloads[k].bytes.size);
		CHECK(sct_batch_add(b, &s->e) == SCT_OK, "event %u of seed %llu", i, (unsigned long long)seed);
	}
	free(s);
}

static inline void sample_same_payloads(const struct sct_event *a, const struct sct_event *b, unsigned i)
{
	unsigned k;

	for (k = 0; k < a->payload_count && k < b->payload_count; k++) {
		const struct sct_payload *x = &a->payloads[k], *y = &b->payloads[k];

		CHECK(x->arg == y->arg && x->at_exit == y->at_exit && x->status == y->status && x->part == y->part &&
			      x->full == y->full,
		      "event %u payload %u", i, k);
		CHECK(x->bytes.size == y->bytes.size && memcmp(x->bytes.data, y->bytes.data, x->bytes.size) == 0,
		      "event %u payload %u bytes", i, k);
	}
}

/* Does the decoder hold exactly what sample_fill() put in, in the columns asked for? */
static inline void sample_compare(struct sct_decoder *d, uint64_t seed, unsigned count, unsigned columns)
{
	struct sample_event *s = malloc(sizeof(*s));
	struct sct_event e;
	uint64_t state = seed;
	unsigned i, a;

	CHECK(sct_decoder_task_count(d) == SAMPLE_TASKS, "tasks");
	for (i = 0; i < SAMPLE_TASKS; i++) {
		const struct sct_task *t = sct_decoder_task(d, i);
		struct sct_bytes comm = sct_decoder_string(d, t->comm), exe = sct_decoder_string(d, t->exe);

		CHECK(t->tid == 100 + i && t->tgid == 100 && t->start_time == (seed << 20 | i) && t->ppid == 1 &&
			      t->uid == i,
		      "task %u", i);
		CHECK(comm.size == i && memcmp(comm.data, "comm", i) == 0, "comm of task %u", i);
		CHECK(exe.size == i + 2 && memcmp(exe.data, "/bin/exe", i + 2) == 0, "exe of task %u", i);
	}
	for (i = 0; i < count && sct_decoder_next(d, &e) == SCT_OK; i++) {
		const struct sct_event *w = &s->e;

		sample_make(s, &state);
		CHECK(e.kind == w->kind && e.abi == w->abi && e.number == w->number && e.arg_count == w->arg_count &&
			      e.flags == w->flags,
		      "event %u: group", i);
		CHECK(e.time == (columns & SCT_COL_TIME ? w->time : 0), "event %u: time", i);
		CHECK(e.duration == (columns & SCT_COL_DURATION ? w->duration : 0), "event %u: duration", i);
		CHECK(e.task == (columns & SCT_COL_TASK ? w->task : 0), "event %u: task", i);
		CHECK(e.result == (columns & SCT_COL_RESULT ? w->result : 0), "event %u: result", i);
		for (a = 0; a < 6; a++)
			CHECK(e.args[a] == (columns & SCT_COL_ARGS ? w->args[a] : 0), "event %u: argument %u", i, a);
		CHECK(e.payload_count == (columns & SCT_COL_PAYLOADS ? w->payload_count : 0), "event %u: payloads", i);
		if (columns & SCT_COL_PAYLOADS)
			sample_same_payloads(w, &e, i);
	}
	CHECK(i == count && sct_decoder_next(d, &e) == SCT_END, "%u events of %u", i, count);
	free(s);
}

#define SAMPLE_BYTES(s) \
	{ \
		(const uint8_t *)(s), sizeof(s) - 1 \
	}

static const struct sct_bytes sample_command[] = { SAMPLE_BYTES("make"), SAMPLE_BYTES("-j2"), SAMPLE_BYTES("a\xff b") };
static const struct sct_bytes sample_environment[] = { SAMPLE_BYTES("PATH"), SAMPLE_BYTES("HOME") };
static const struct sct_bytes sample_capture[] = { SAMPLE_BYTES("strings"), SAMPLE_BYTES("4096"), SAMPLE_BYTES("io"),
						   SAMPLE_BYTES("32") };
static const struct sct_header sample_header = {
	.recording_id = "0123456789abcdef",
	.command = sample_command,
	.command_count = 3,
	.environment = sample_environment,
	.environment_count = 2,
	.capture = sample_capture,
	.capture_count = 4,
	.cwd = SAMPLE_BYTES("/home/me"),
	.host = SAMPLE_BYTES("box"),
	.user = SAMPLE_BYTES("me"),
	.kernel_release = SAMPLE_BYTES("6.12.0"),
	.machine = SAMPLE_BYTES("x86_64"),
	.boot_id = SAMPLE_BYTES("boot"),
	.recorder = SAMPLE_BYTES("test 1"),
	.backend = SAMPLE_BYTES("import"),
	.uid = 1000,
	.gid = 100,
	.page_size = 4096,
	.cpu_count = 2,
	.abi = SCT_ABI_X86_64,
	.root_tid = 100,
	.start = { 1, 2, 3 },
};

/* Writes a recording of chunks chunks, seeds 1.., events each; finish: with index and trailer. */
static inline void sample_write(int fd, unsigned chunks, unsigned events, bool finish)
{
	struct sct_batch *b = sct_batch_new();
	struct sct_writer *w;
	struct sct_clocks now = { 10, 20, 30 };
	unsigned i;

	CHECK(sct_writer_new(&w, fd, &sample_header, NULL) == SCT_OK, "%s", sct_writer_error(w)->detail);
	for (i = 0; i < chunks; i++) {
		sct_batch_reset(b);
		sample_fill(b, i + 1, events);
		now.monotonic += i;
		sct_writer_loss(w, SCT_LOSS_RING, i);
		CHECK(sct_writer_chunk(w, b, &now) == SCT_OK, "%s", sct_writer_error(w)->detail);
	}
	if (finish)
		CHECK(sct_writer_finish(w) == SCT_OK, "%s", sct_writer_error(w)->detail);
	sct_writer_free(w);
	sct_batch_free(b);
}

/* An unnamed temporary file. */
static inline int sample_file(void)
{
	FILE *f = tmpfile();
	int fd = f ? dup(fileno(f)) : -1;

	if (fd < 0) {
		perror("tmpfile");
		exit(1);
	}
	fclose(f);
	return fd;
}

#endif
