/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A recording cut at every byte and with every byte flipped, read from a file, a pipe and memory: every
 * complete (intact) chunk comes back, and the reader says where and why it stopped.
 */
#include <errno.h>
#include <pthread.h>

#include "tests/format/sample.h"

#define CHUNKS 4
#define EVENTS 6

static uint8_t *whole;
static size_t whole_size;
static struct {
	size_t start, data, end;
} chunks[CHUNKS]; /* byte ranges: descriptor, data */
static size_t header_end;

/* What one reading of damaged bytes gave. */
struct outcome {
	enum sct_status open, last;
	uint64_t offset;       /* where it stopped */
	uint64_t first_damage; /* offset of the first error that was not the end */
	unsigned good;	       /* bit per chunk that decoded as it was written */
	unsigned seen, errors;
	bool header; /* as it was written */
};

static void read_chunks(struct sct_reader *r, bool recover, struct outcome *o)
{
	struct sct_decoder *dec = sct_decoder_new();
	struct sct_desc d;
	unsigned guard;

	for (guard = 0; guard < 1000; guard++) {
		o->last = sct_reader_next(r, &d);
		o->offset = sct_reader_error(r)->offset;
		if (o->last == SCT_END || o->last == SCT_E_TRUNCATED || o->last == SCT_E_IO)
			break;
		if (o->last != SCT_OK) {
			if (o->errors++ == 0)
				o->first_damage = sct_reader_error(r)->offset;
			if (recover)
				continue;
			CHECK(sct_reader_next(r, &d) == o->last, "an error without recovery is not final");
			break;
		}
		o->seen++;
		if (sct_decoder_load(dec, r, &d, SCT_COL_ALL) != SCT_OK) {
			if (o->errors++ == 0)
				o->first_damage = sct_decoder_error(dec)->offset;
			continue;
		}
		CHECK(d.sequence < CHUNKS, "sequence %llu", (unsigned long long)d.sequence);
		sample_compare(dec, d.sequence + 1, EVENTS, SCT_COL_ALL);
		CHECK(!(o->good & 1u << d.sequence), "chunk %llu twice", (unsigned long long)d.sequence);
		o->good |= 1u << d.sequence;
	}
	CHECK(guard < 1000, "the reader does not come to an end");
	sct_decoder_free(dec);
}

static struct outcome read_with(struct sct_reader *r, bool recover, enum sct_status opened)
{
	struct outcome o = { .open = opened, .first_damage = UINT64_MAX };
	struct sct_summary s;

	if (opened != SCT_OK) {
		CHECK(sct_reader_error(r)->status == opened && sct_reader_error(r)->detail[0], "an error without words");
		o.offset = sct_reader_error(r)->offset;
		sct_reader_free(r);
		return o;
	}
	sct_reader_summary(r, &s);
	o.header = sct_reader_header(r)->command_count == 3 && sct_reader_header(r)->root_tid == sample_header.root_tid;
	read_chunks(r, recover, &o);
	sct_reader_free(r);
	return o;
}

static struct outcome read_memory(const uint8_t *p, size_t size, bool recover)
{
	struct sct_reader_opts opts = { .sz = sizeof(opts), .recover = recover };
	struct sct_reader *r;
	/* a copy of its own size, so that the address sanitizer sees a read past the end */
	uint8_t *copy = malloc(size ? size : 1);
	enum sct_status s;
	struct outcome o;

	memcpy(copy, p, size);
	s = sct_reader_new_memory(&r, copy, size, &opts);
	o = read_with(r, recover, s);
	free(copy);
	return o;
}

static struct outcome read_file(const uint8_t *p, size_t size, bool recover)
{
	struct sct_reader_opts opts = { .sz = sizeof(opts), .recover = recover };
	struct sct_reader *r;
	int fd = sample_file();
	enum sct_status s;
	struct outcome o;

	CHECK(write(fd, p, size) == (ssize_t)size, "write");
	s = sct_reader_new(&r, fd, &opts);
	o = read_with(r, recover, s);
	close(fd);
	return o;
}

static struct outcome read_pipe(const uint8_t *p, size_t size, bool recover)
{
	struct sct_reader_opts opts = { .sz = sizeof(opts), .recover = recover };
	struct sct_reader *r;
	enum sct_status s;
	struct outcome o;
	int fds[2];

	/* the sample is smaller than a pipe's buffer */
	CHECK(pipe(fds) == 0 && write(fds[1], p, size) == (ssize_t)size, "pipe");
	close(fds[1]);
	s = sct_reader_new(&r, fds[0], &opts);
	o = read_with(r, recover, s);
	close(fds[0]);
	return o;
}

typedef struct outcome (*read_how)(const uint8_t *, size_t, bool);
static const struct {
	read_how read;
	const char *name;
} ways[] = {
	{ read_memory, "memory" },
	{ read_file, "file" },
	{ read_pipe, "pipe" },
};

static void make_whole(void)
{
	struct sct_reader *r;
	struct sct_desc d;
	int fd = sample_file();
	unsigned i;

	sample_write(fd, CHUNKS, EVENTS, true);
	whole_size = (size_t)lseek(fd, 0, SEEK_END);
	whole = malloc(whole_size);
	CHECK(pread(fd, whole, whole_size, 0) == (ssize_t)whole_size, "read back");
	CHECK(sct_reader_new(&r, fd, NULL) == SCT_OK, "open");
	for (i = 0; i < CHUNKS && sct_reader_next(r, &d) == SCT_OK; i++) {
		chunks[i].start = d.offset;
		chunks[i].data = d.data_offset;
		chunks[i].end = d.data_offset + d.compressed_size;
	}
	header_end = chunks[0].start;
	CHECK(i == CHUNKS, "%u chunks", i);
	sct_reader_free(r);
	close(fd);
}

/* Cut to size bytes: everything complete comes back, the rest is told. */
static void check_cut(size_t size, read_how read, const char *how, bool recover)
{
	struct outcome o = read(whole, size, recover);
	unsigned complete = 0, i;
	size_t stop;

	if (size < header_end) {
		CHECK(o.open == (size ? SCT_E_TRUNCATED : SCT_E_NOT_SCT), "%s cut to %zu: opened with %d", how, size, o.open);
		return;
	}
	stop = header_end;
	for (i = 0; i < CHUNKS && chunks[i].end <= size; i++) {
		complete |= 1u << i;
		stop = chunks[i].end;
	}
	CHECK(o.open == SCT_OK, "%s cut to %zu: opened with %d", how, size, o.open);
	CHECK(o.good == complete && o.errors == 0, "%s cut to %zu: chunks %x of %x, %u errors", how, size, o.good,
	      complete, o.errors);
	CHECK(o.last == (size == whole_size ? SCT_END : SCT_E_TRUNCATED), "%s cut to %zu: ended with %d", how, size, o.last);
	/* the index lies between the last chunk and the trailer */
	if (size < whole_size)
		CHECK(o.offset == stop || (stop == chunks[CHUNKS - 1].end && o.offset > stop && o.offset <= size),
		      "%s cut to %zu: stopped at %llu, not %zu", how, size, (unsigned long long)o.offset, stop);
}

/* One byte changed: everything else comes back, and damage to what holds data is told. */
static void check_flip(size_t at, uint8_t xor, read_how read, const char *how)
{
	uint8_t *copy = malloc(whole_size);
	unsigned intact = (1u << CHUNKS) - 1, i;
	struct outcome o;

	memcpy(copy, whole, whole_size);
	copy[at] ^= xor;
	for (i = 0; i < CHUNKS; i++) {
		if (at >= chunks[i].start && at < chunks[i].end)
			intact &= ~(1u << i);
	}
	o = read(copy, whole_size, true);
	CHECK(o.open == SCT_OK, "%s byte %zu ^ %02x: opened with %d", how, at, xor, o.open);
	/* a change to the frame head's spare bits may leave the chunk readable */
	CHECK((o.good & intact) == intact, "%s byte %zu ^ %02x: chunks %x of %x", how, at, xor, o.good, intact);
	if (intact != (1u << CHUNKS) - 1 && o.good != (1u << CHUNKS) - 1)
		CHECK(o.errors > 0, "%s byte %zu ^ %02x: silent loss", how, at, xor);
	if (at < header_end)
		CHECK(o.errors > 0 || o.header, "%s byte %zu ^ %02x: silent header damage", how, at, xor);
	free(copy);
	/* and without recovery: no crash, no endless loop, nothing wrong returned */
	copy = malloc(whole_size);
	memcpy(copy, whole, whole_size);
	copy[at] ^= xor;
	o = read(copy, whole_size, false);
	free(copy);
}

/* Pieces taken out of the middle: a hole is told once and reading goes on behind it. */
static void check_hole(size_t from, size_t to)
{
	size_t size = whole_size - (to - from);
	uint8_t *copy = malloc(size);
	unsigned intact = 0, i;
	struct outcome o;

	memcpy(copy, whole, from);
	memcpy(copy + from, whole + to, whole_size - to);
	for (i = 0; i < CHUNKS; i++) {
		if (chunks[i].end <= from || chunks[i].start >= to)
			intact |= 1u << i;
	}
	o = read_memory(copy, size, true);
	CHECK(o.open == SCT_OK && (o.good & intact) == intact, "hole %zu-%zu: chunks %x of %x", from, to, o.good, intact);
	CHECK(o.errors == 1, "hole %zu-%zu: %u errors", from, to, o.errors);
	free(copy);
}

/* Rubbish of every length about that of the window recovery searches through, with false descriptors in it. */
static void check_rubbish(void)
{
	size_t n;

	for (n = (128 << 10) - 60; n < (128 << 10) + 10; n++) {
		uint8_t *copy = calloc(1, whole_size + n);
		struct outcome o;
		size_t i;

		memcpy(copy, whole, header_end);
		for (i = header_end + 100; i + 64 < header_end + n; i += 5000)
			memcpy(copy + i, whole + header_end, 60);
		memcpy(copy + header_end + n, whole + header_end, whole_size - header_end);
		for (i = 0; i < 2; i++) {
			o = ways[i].read(copy, whole_size + n, true);
			CHECK(o.good == (1u << CHUNKS) - 1 && o.errors == 1 && o.last == SCT_END,
			      "%s: behind %zu bytes of rubbish: chunks %x, %u errors", ways[i].name, n, o.good, o.errors);
		}
		free(copy);
	}
}

int main(void)
{
	static const uint8_t flips[] = { 0x01, 0x80, 0xff };
	size_t i, k, w;

	make_whole();
	for (w = 0; w < 3; w++) {
		for (i = 0; i <= whole_size; i++) {
			check_cut(i, ways[w].read, ways[w].name, false);
			check_cut(i, ways[w].read, ways[w].name, true);
		}
		for (i = 0; i < whole_size; i++) {
			for (k = 0; k < sizeof(flips); k++)
				check_flip(i, flips[k], ways[w].read, ways[w].name);
		}
	}
	for (k = 1; k <= CHUNKS; k++)
		check_hole(chunks[0].start, chunks[k - 1].end);
	check_hole(chunks[1].data - 5, chunks[2].data + 5);
	check_hole(chunks[1].start + 1, chunks[1].end);
	check_rubbish();
	return sample_result("damage");
}
