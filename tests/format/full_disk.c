/* SPDX-License-Identifier: BSD-2-Clause */
/* Writing fails at every size a file may be limited to: the writer says why, and leaves only complete chunks;
 * when there is room again, it goes on. Also: short writes on a pipe, and its reader gone. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include "tests/format/sample.h"

#define CHUNKS 3
#define EVENTS 5

static void limit_to(size_t size)
{
	struct rlimit l = { size, RLIM_INFINITY };

	if (setrlimit(RLIMIT_FSIZE, &l) < 0) {
		perror("setrlimit");
		exit(1);
	}
}

static enum sct_status put(struct sct_writer *w, struct sct_batch *b, unsigned seed)
{
	struct sct_clocks now = { 1, 1, 1 };

	sct_batch_reset(b);
	sample_fill(b, seed, EVENTS);
	return sct_writer_chunk(w, b, &now);
}

static unsigned count_chunks(int fd, bool finished)
{
	struct sct_decoder *dec = sct_decoder_new();
	struct sct_reader *r;
	struct sct_desc d;
	unsigned n = 0;
	enum sct_status s;

	CHECK(sct_reader_new(&r, fd, NULL) == SCT_OK, "%s", sct_reader_error(r)->detail);
	while ((s = sct_reader_next(r, &d)) == SCT_OK) {
		CHECK(sct_decoder_load(dec, r, &d, SCT_COL_ALL) == SCT_OK, "%s", sct_decoder_error(dec)->detail);
		sample_compare(dec, ++n, EVENTS, SCT_COL_ALL);
	}
	CHECK(s == (finished ? SCT_END : SCT_E_TRUNCATED), "%s", sct_reader_error(r)->detail);
	sct_reader_free(r);
	sct_decoder_free(dec);
	return n;
}

/* The file may grow to limit bytes; later it may grow on. Returns true while something failed. */
static bool with_limit(size_t limit)
{
	struct sct_batch *b = sct_batch_new();
	struct sct_writer *w;
	int fd = sample_file();
	unsigned n = 0;
	enum sct_status s;
	uint64_t before;

	limit_to(limit);
	s = sct_writer_new(&w, fd, &sample_header, NULL);
	if (s != SCT_OK) {
		CHECK(s == SCT_E_IO && sct_writer_error(w)->sys_errno == EFBIG, "%s", sct_writer_error(w)->detail);
		CHECK(lseek(fd, 0, SEEK_END) == 0, "half a header is left");
	} else {
		while (n < CHUNKS && (s = put(w, b, n + 1)) == SCT_OK)
			n++;
		before = sct_writer_bytes(w);
		if (s == SCT_OK)
			s = sct_writer_finish(w);
		if (s != SCT_OK) {
			CHECK(s == SCT_E_IO && sct_writer_error(w)->sys_errno == EFBIG, "%s", sct_writer_error(w)->detail);
			CHECK((uint64_t)lseek(fd, 0, SEEK_END) == before, "limit %zu: half a chunk is left", limit);
			CHECK(count_chunks(fd, false) == n, "limit %zu", limit);
			limit_to(RLIM_INFINITY);
			for (; n < CHUNKS; n++)
				CHECK(put(w, b, n + 1) == SCT_OK, "%s", sct_writer_error(w)->detail);
			CHECK(sct_writer_finish(w) == SCT_OK, "%s", sct_writer_error(w)->detail);
			CHECK(sct_writer_finish(w) == SCT_E_USAGE, "finished twice");
		}
		CHECK(count_chunks(fd, true) == CHUNKS, "limit %zu", limit);
		if (n < CHUNKS)
			s = SCT_E_IO;
	}
	limit_to(RLIM_INFINITY);
	sct_writer_free(w);
	sct_batch_free(b);
	close(fd);
	return s != SCT_OK;
}

static void *drain_slowly(void *arg)
{
	int *fds = arg;
	char buf[777];
	off_t at = 0;
	ssize_t n;

	while ((n = read(fds[0], buf, sizeof(buf))) > 0) {
		CHECK(pwrite(fds[1], buf, (size_t)n, at) == n, "copy");
		at += n;
	}
	return NULL;
}

/* A non-blocking pipe takes a chunk in many pieces. */
static void through_pipe(void)
{
	int fds[2], to[2];
	pthread_t t;

	CHECK(pipe2(fds, O_NONBLOCK) == 0, "pipe");
	fcntl(fds[0], F_SETFL, 0);
	fcntl(fds[1], F_SETPIPE_SZ, 4096);
	to[0] = fds[0];
	to[1] = sample_file();
	pthread_create(&t, NULL, drain_slowly, to);
	sample_write(fds[1], 3, 5000, true);
	close(fds[1]);
	pthread_join(t, NULL);
	{
		struct sct_reader *r;
		struct sct_summary s;

		CHECK(sct_reader_new(&r, to[1], NULL) == SCT_OK, "%s", sct_reader_error(r)->detail);
		CHECK(sct_reader_summary(r, &s) == SCT_OK && s.chunks == 3 && s.events == 15000 && s.closed, "summary");
		sct_reader_free(r);
	}
	close(fds[0]);
	close(to[1]);
}

static void reader_gone(void)
{
	struct sct_batch *b = sct_batch_new();
	struct sct_writer *w;
	int fds[2];

	CHECK(pipe(fds) == 0, "pipe");
	CHECK(sct_writer_new(&w, fds[1], &sample_header, NULL) == SCT_OK, "writer");
	close(fds[0]);
	CHECK(put(w, b, 1) == SCT_E_IO && sct_writer_error(w)->sys_errno == EPIPE, "%s", sct_writer_error(w)->detail);
	CHECK(put(w, b, 1) == SCT_E_IO, "a broken stream is written on");
	CHECK(sct_writer_finish(w) == SCT_E_IO, "a broken stream is finished");
	sct_writer_free(w);
	sct_batch_free(b);
	close(fds[1]);
}

int main(void)
{
	size_t limit = 0;

	signal(SIGXFSZ, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	while (with_limit(limit) && limit < 100000)
		limit += 3;
	CHECK(limit > 1000 && limit < 100000, "failed up to %zu bytes", limit);
	through_pipe();
	reader_gone();
	return sample_result("full_disk");
}
