/* SPDX-License-Identifier: BSD-2-Clause */
/* A file read while it is written, byte by byte: complete chunks come as soon as they are there, never early, and
 * the reader waits in between; also when the writer cuts a torn chunk off again. */
#include "tests/format/sample.h"

#define CHUNKS 3
#define EVENTS 4

static uint8_t *whole;
static size_t whole_size;

static void make_whole(void)
{
	int fd = sample_file();

	sample_write(fd, CHUNKS, EVENTS, true);
	whole_size = (size_t)lseek(fd, 0, SEEK_END);
	whole = malloc(whole_size);
	CHECK(pread(fd, whole, whole_size, 0) == (ssize_t)whole_size, "read back");
	close(fd);
}

static void byte_by_byte(bool recover)
{
	struct sct_reader_opts opts = { .sz = sizeof(opts), .follow = true, .recover = recover };
	struct sct_decoder *dec = sct_decoder_new();
	struct sct_reader *r = NULL;
	struct sct_desc d;
	enum sct_status s = SCT_AGAIN;
	int fd = sample_file();
	unsigned seen = 0;
	size_t i;

	for (i = 0; i <= whole_size; i++) {
		if (i)
			CHECK(pwrite(fd, whole + i - 1, 1, (off_t)i - 1) == 1, "write");
		if (!r) {
			s = sct_reader_new(&r, fd, &opts);
			CHECK(s == SCT_OK || s == SCT_AGAIN, "%zu bytes: %s", i, sct_reader_error(r)->detail);
			if (s == SCT_AGAIN) {
				sct_reader_free(r);
				r = NULL;
				continue;
			}
		}
		s = sct_reader_next(r, &d);
		CHECK(s == (i == whole_size ? SCT_END : s == SCT_OK ? SCT_OK
								    : SCT_AGAIN),
		      "%zu bytes: %d", i, s);
		if (s != SCT_OK)
			continue;
		CHECK(d.sequence == seen && d.data_offset + d.compressed_size == i, "%zu bytes: chunk %llu", i,
		      (unsigned long long)d.sequence);
		CHECK(sct_decoder_load(dec, r, &d, SCT_COL_ALL) == SCT_OK, "%s", sct_decoder_error(dec)->detail);
		sample_compare(dec, ++seen, EVENTS, SCT_COL_ALL);
	}
	CHECK(seen == CHUNKS && s == SCT_END, "%u chunks", seen);
	sct_reader_free(r);
	sct_decoder_free(dec);
	close(fd);
}

/* The writer ran out of disk inside chunk 1, cut it off, and wrote a different one later. */
static void torn_and_rewritten(void)
{
	struct sct_reader_opts opts = { .sz = sizeof(opts), .follow = true };
	struct sct_clocks now = { 1, 1, 1 };
	struct sct_batch *b = sct_batch_new();
	struct sct_decoder *dec = sct_decoder_new();
	struct sct_writer *w;
	struct sct_reader *r;
	struct sct_desc d;
	int fd = sample_file();
	off_t end;

	CHECK(sct_writer_new(&w, fd, &sample_header, NULL) == SCT_OK, "writer");
	sample_fill(b, 1, EVENTS);
	CHECK(sct_writer_chunk(w, b, &now) == SCT_OK, "chunk");
	end = lseek(fd, 0, SEEK_CUR);
	CHECK(pwrite(fd, "\x5c\x2a\x4d\x18\x90\0\0\0SCTD....garbage", 23, end) == 23, "torn chunk");
	CHECK(sct_reader_new(&r, fd, &opts) == SCT_OK, "open");
	CHECK(sct_reader_next(r, &d) == SCT_OK && d.sequence == 0, "first chunk");
	CHECK(ftruncate(fd, end) == 0, "truncate");
	CHECK(sct_reader_next(r, &d) == SCT_AGAIN, "nothing there");
	CHECK(pwrite(fd, "\x5c\x2a\x4d\x18\x80\0\0\0SCTD....", 16, end) == 16, "torn chunk");
	CHECK(sct_reader_next(r, &d) == SCT_AGAIN, "half a descriptor");
	CHECK(ftruncate(fd, end) == 0, "truncate");
	sct_batch_reset(b);
	sample_fill(b, 7, EVENTS);
	CHECK(sct_writer_chunk(w, b, &now) == SCT_OK, "chunk");
	CHECK(sct_reader_next(r, &d) == SCT_OK && d.sequence == 1, "%s", sct_reader_error(r)->detail);
	CHECK(sct_decoder_load(dec, r, &d, SCT_COL_ALL) == SCT_OK, "%s", sct_decoder_error(dec)->detail);
	sample_compare(dec, 7, EVENTS, SCT_COL_ALL);
	CHECK(sct_reader_next(r, &d) == SCT_AGAIN, "nothing there");
	CHECK(sct_writer_finish(w) == SCT_OK, "finish");
	CHECK(sct_reader_next(r, &d) == SCT_END, "%s", sct_reader_error(r)->detail);
	sct_reader_free(r);
	sct_writer_free(w);
	sct_decoder_free(dec);
	sct_batch_free(b);
	close(fd);
}

int main(void)
{
	make_whole();
	byte_by_byte(false);
	byte_by_byte(true);
	torn_and_rewritten();
	free(whole);
	return sample_result("growing");
}
