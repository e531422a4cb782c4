/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Batches and headers made to cost as much as the limits let them: they are read within the memory SPEC 7 promises, and
 * one step beyond a limit is refused as such.
 */
#include <sys/resource.h>

#include "format/buf.h"
#include "format/error.h"
#include "format/frame.h"
#include "format/header.h"
#include "format/limits.h"
#include "tests/format/sample.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

static long peak_kib(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return u.ru_maxrss;
}

static void put_column(struct sct_buf *b, unsigned field, size_t rows)
{
	uint8_t *p = malloc(rows);

	memset(p, 1, rows);
	sct_put_bytes(b, field, p, rows);
	free(p);
}

/* Counts of the parts of a batch. */
struct shape {
	unsigned events, groups, tasks, strings, columns;
};

/* All events but one per further group are in group 0, which has so many columns. */
static struct sct_buf make(struct shape s)
{
	struct sct_buf b = { 0 }, g = { 0 }, index = { 0 };
	unsigned rows = s.events - (s.groups - 1), i;

	sct_put_uint(&b, 1, s.events);
	for (i = 0; i < s.strings; i++)
		sct_put_bytes(&b, 3, "", 0);
	for (i = 0; i < s.tasks; i++)
		sct_put_bytes(&b, 4, "", 0);
	if (s.groups > 1) {
		for (i = 0; i < s.events; i++)
			sct_buf_put_varint(&index, i < rows ? 0 : i - rows + 1);
		sct_put_bytes(&b, 5, index.data, index.size);
	}
	sct_put_uint(&g, 4, 6);
	sct_put_uint(&g, 5, rows);
	for (i = 0; i < s.columns; i++)
		put_column(&g, 6 + i, rows);
	sct_put_bytes(&b, 8, g.data, g.size);
	for (i = 1; i < s.groups; i++)
		sct_put_bytes(&b, 8, "\x28\x01", 2);
	sct_buf_free(&g);
	sct_buf_free(&index);
	return b;
}

static enum sct_status load(struct sct_buf b, const char *what)
{
	struct sct_decoder *d = sct_decoder_new();
	enum sct_status s = sct_decoder_load_raw(d, b.data, b.size, SCT_COL_ALL);
	struct sct_event e;
	unsigned n = 0;

	while (sct_decoder_next(d, &e) == SCT_OK)
		n++;
	if (s != SCT_OK) {
		CHECK(n == 0, "%s: events of a refused batch", what);
		CHECK(strcmp(sct_decoder_error(d)->detail, what) == 0, "\"%s\" is not \"%s\"", sct_decoder_error(d)->detail,
		      what);
	}
	sct_decoder_free(d);
	sct_buf_free(&b);
	return s;
}

static void batches(void)
{
	const struct shape most = { SCT_MAX_EVENTS, SCT_MAX_GROUPS, SCT_MAX_TASKS, SCT_MAX_STRINGS, 9 };
	struct shape s;
	struct sct_buf b = make(most);
	long before = peak_kib();

	CHECK(b.size <= SCT_MAX_RAW, "%zu bytes", b.size);
	CHECK(load(b, "") == SCT_OK, "the most that is allowed");
	if (!SANITIZED)
		CHECK(peak_kib() - before < 180 * 1024, "%ld KiB for one batch", peak_kib() - before);
	s = most;
	s.events++;
	CHECK(load(make(s), "too many events in a batch") == SCT_E_LIMIT, "events");
	s = most;
	s.groups++;
	CHECK(load(make(s), "too many groups") == SCT_E_LIMIT, "groups");
	s = most;
	s.tasks++;
	CHECK(load(make(s), "too many tasks") == SCT_E_LIMIT, "tasks");
	s = most;
	s.strings++;
	CHECK(load(make(s), "strings too long or too many") == SCT_E_LIMIT, "strings");
}

/* A header of n bytes, all of it empty arguments. */
static enum sct_status header_of(size_t size)
{
	struct sct_buf m = { 0 }, raw = { 0 }, frame = { 0 };
	struct sct_reader *r;
	enum sct_status s;

	sct_put_bytes(&m, 1, SCT_HEADER_MAGIC, SCT_HEADER_MAGIC_SIZE);
	sct_put_uint(&m, 2, SCT_MAJOR);
	sct_put_bytes(&m, 4, "0123456789abcdef", 16);
	while (m.size + 8 < size)
		sct_put_bytes(&m, 10, "", 0);
	sct_put_bytes(&raw, 15, m.data, m.size);
	sct_zstd_put_raw(&frame, raw.data, raw.size);
	s = sct_reader_new_memory(&r, frame.data, frame.size, NULL);
	sct_reader_free(r);
	sct_buf_free(&m);
	sct_buf_free(&raw);
	sct_buf_free(&frame);
	return s;
}

/* The builder stops at the limits by itself: what it was given before is a chunk that can be read. */
static void builder(void)
{
	struct sct_batch *b = sct_batch_new();
	struct sct_event e = { .arg_count = 6, .args = { 1, 1, 1, 1, 1, 1 } };
	struct sct_clocks now = { 0 };
	struct sct_writer *w;
	struct sct_reader *r;
	struct sct_decoder *d = sct_decoder_new();
	struct sct_desc desc;
	char *text = calloc(1, SCT_MAX_STRING + 1);
	int fd = sample_file();
	unsigned n = 0, i;

	CHECK(sct_writer_new(&w, fd, &sample_header, NULL) == SCT_OK, "writer");
	CHECK(sct_batch_string(b, text, SCT_MAX_STRING) == 1, "a string of 1 MiB");
	CHECK(sct_batch_string(b, text, SCT_MAX_STRING + 1) == UINT32_MAX, "a longer one");
	for (i = 1; i < 40 && sct_batch_string(b, (text[0]++, text), SCT_MAX_STRING) != UINT32_MAX; i++)
		;
	CHECK(i < 16, "%u MiB of strings", i);
	for (; sct_batch_add(b, &e) == SCT_OK; n++) {
		/* columns that had been all zero so far cost most */
		e.number = n % 3;
		e.result = e.flags = n > 50000;
		e.time += n;
	}
	CHECK(sct_batch_add(b, &e) == SCT_E_LIMIT && n > 1000, "full after %u events", n);
	CHECK(sct_writer_chunk(w, b, &now) == SCT_OK, "%s", sct_writer_error(w)->detail);
	/* columns that were all zero, and at the very end are not, take a byte a row all at once */
	sct_batch_reset(b);
	memset(&e, 0, sizeof(e));
	e.arg_count = 6;
	for (i = 0; i < 10; i++)
		sct_batch_string(b, (text[0]++, text), SCT_MAX_STRING);
	for (n = 0; n < 900000 && sct_batch_add(b, &e) == SCT_OK; n++)
		;
	CHECK(n < 900000, "%u events that may need 12 bytes each", n);
	e.result = e.flags = 1;
	e.duration = e.args[0] = e.args[1] = e.args[2] = e.args[3] = e.args[4] = e.args[5] = 1;
	CHECK(sct_batch_add(b, &e) == SCT_E_LIMIT, "one more");
	CHECK(sct_writer_chunk(w, b, &now) == SCT_OK, "%s", sct_writer_error(w)->detail);
	sct_batch_reset(b);
	for (i = 0; i <= SCT_DESC_TIDS; i++)
		sct_batch_task(b, &(struct sct_task){ .tid = i, .tgid = i / 2 });
	for (n = 0; n <= SCT_MAX_GROUPS + 1; n++) {
		e.number = n;
		if (sct_batch_add(b, &e) != SCT_OK)
			break;
	}
	CHECK(n == SCT_MAX_GROUPS, "%u groups", n);
	CHECK(sct_writer_chunk(w, b, &now) == SCT_OK, "%s", sct_writer_error(w)->detail);
	CHECK(sct_writer_finish(w) == SCT_OK, "%s", sct_writer_error(w)->detail);
	CHECK(sct_reader_new(&r, fd, NULL) == SCT_OK, "%s", sct_reader_error(r)->detail);
	for (i = 0; sct_reader_next(r, &desc) == SCT_OK; i++)
		CHECK(sct_decoder_load(d, r, &desc, SCT_COL_ALL) == SCT_OK, "%s", sct_decoder_error(d)->detail);
	CHECK(desc.any_tid && desc.tid_count == 0 && !desc.any_tgid && desc.tgid_count == SCT_DESC_TIDS / 2 + 1,
	      "the descriptor of many threads");
	CHECK(i == 3 && desc.any_syscall && desc.syscall_count == 0, "the descriptor of %u syscalls", n);
	sct_reader_free(r);
	sct_decoder_free(d);
	sct_writer_free(w);
	sct_batch_free(b);
	free(text);
	close(fd);
}

int main(void)
{
	batches();
	CHECK(header_of(SCT_MAX_HEADER) == SCT_OK, "the longest header");
	CHECK(header_of(SCT_MAX_HEADER + 20) == SCT_E_LIMIT, "a longer header");
	builder();
	return sample_result("hostile");
}
