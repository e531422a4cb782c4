/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is written is read back, event for event, from a file, a pipe and memory, whole and by column.
 * For the scripts beside it: "write FILE" only writes a sample, "dump FILE" prints any recording.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>

#include "tests/format/dump.h"
#include "tests/format/sample.h"

static bool same(struct sct_bytes a, struct sct_bytes b)
{
	return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

static void compare_header(const struct sct_header *h)
{
	const struct sct_header *w = &sample_header;
	size_t i;

	CHECK(h->major == SCT_MAJOR && h->minor == SCT_MINOR, "version %u.%u", h->major, h->minor);
	CHECK(memcmp(h->recording_id, w->recording_id, 16) == 0, "id");
	CHECK(h->command_count == w->command_count && h->environment_count == w->environment_count &&
		      h->capture_count == w->capture_count && h->required_count == 0 && h->optional_count == 0,
	      "counts");
	for (i = 0; i < w->command_count; i++)
		CHECK(same(h->command[i], w->command[i]), "argument %zu", i);
	for (i = 0; i < w->environment_count; i++)
		CHECK(same(h->environment[i], w->environment[i]), "variable %zu", i);
	for (i = 0; i < w->capture_count; i++)
		CHECK(same(h->capture[i], w->capture[i]), "option %zu", i);
	CHECK(same(h->cwd, w->cwd) && same(h->host, w->host) && same(h->user, w->user) &&
		      same(h->kernel_release, w->kernel_release) && same(h->machine, w->machine) &&
		      same(h->boot_id, w->boot_id) && same(h->recorder, w->recorder) && same(h->backend, w->backend),
	      "texts");
	CHECK(h->uid == w->uid && h->gid == w->gid && h->page_size == w->page_size && h->cpu_count == w->cpu_count &&
		      h->abi == w->abi && h->root_tid == w->root_tid,
	      "numbers");
	CHECK(memcmp(&h->start, &w->start, sizeof(h->start)) == 0, "clocks");
}

static void compare_desc(const struct sct_desc *d, unsigned i, unsigned events)
{
	size_t k;

	CHECK(d->sequence == i && d->event_count == events && d->events_before == (uint64_t)i * events, "chunk %u", i);
	CHECK(d->stats && !d->any_tid && !d->any_tgid && !d->any_syscall, "stats of chunk %u", i);
	CHECK(d->tid_count == SAMPLE_TASKS && d->tgid_count == 1 && d->tgids[0] == 100, "tids of chunk %u", i);
	for (k = 0; k < d->tid_count; k++)
		CHECK(d->tids[k] == 100 + k, "tid %zu of chunk %u", k, i);
	CHECK(d->loss[SCT_LOSS_RING] == i && d->loss[SCT_LOSS_OTHER] == 0, "losses of chunk %u", i);
	CHECK(d->clock.boottime == 20 && d->clock.realtime == 30, "clocks of chunk %u", i);
}

/* The descriptor's figures against the events they are about. */
static void compare_stats(const struct sct_desc *d, struct sct_decoder *dec)
{
	uint64_t min = UINT64_MAX, max = 0, end = 0, longest = 0, failed = 0, calls = 0, counted = 0;
	uint32_t kinds = 0;
	struct sct_event e;
	size_t k;

	while (sct_decoder_next(dec, &e) == SCT_OK) {
		uint64_t stop = e.duration > UINT64_MAX - e.time ? UINT64_MAX : e.time + e.duration;

		min = e.time < min ? e.time : min;
		max = e.time > max ? e.time : max;
		end = stop > end ? stop : end;
		longest = e.duration > longest ? e.duration : longest;
		failed += e.kind == SCT_SYSCALL && e.result < 0 && e.result >= -4095;
		calls += e.kind == SCT_SYSCALL || e.kind == SCT_UNFINISHED;
		kinds |= 1u << e.kind;
	}
	for (k = 0; k < d->syscall_count; k++)
		counted += d->syscalls[k].count;
	CHECK(d->min_time == min && d->max_time == max && d->max_end == end && d->max_duration == longest, "times");
	CHECK(d->failed == failed && d->kinds == kinds && counted == calls, "counts");
}

static void read_all(struct sct_reader *r, unsigned chunks, unsigned events)
{
	struct sct_decoder *dec = sct_decoder_new();
	struct sct_desc d;
	unsigned i, columns;
	enum sct_status s;

	compare_header(sct_reader_header(r));
	for (i = 0; (s = sct_reader_next(r, &d)) == SCT_OK; i++) {
		compare_desc(&d, i, events);
		for (columns = 0; columns <= SCT_COL_ALL; columns += events > 1000 ? 21 : 1) {
			CHECK(sct_decoder_load(dec, r, &d, columns) == SCT_OK, "%s", sct_decoder_error(dec)->detail);
			sample_compare(dec, i + 1, events, columns);
		}
		CHECK(sct_decoder_load(dec, r, &d, SCT_COL_ALL) == SCT_OK, "%s", sct_decoder_error(dec)->detail);
		compare_stats(&d, dec);
	}
	CHECK(s == SCT_END && i == chunks, "%u chunks, then %s", i, sct_reader_error(r)->detail);
	sct_decoder_free(dec);
}

static void check_summary(struct sct_reader *r, unsigned chunks, unsigned events, bool closed, bool from_index)
{
	struct sct_summary s;

	CHECK(sct_reader_summary(r, &s) == SCT_OK, "%s", sct_reader_error(r)->detail);
	CHECK(s.chunks == chunks && s.events == (uint64_t)chunks * events, "%llu chunks",
	      (unsigned long long)s.chunks);
	CHECK(s.closed == closed && s.from_index == from_index, "closed %d, from index %d", s.closed, s.from_index);
	CHECK(s.loss[SCT_LOSS_RING] == chunks - 1, "loss");
}

static void through_file(unsigned chunks, unsigned events, bool finish)
{
	int fd = sample_file();
	struct sct_reader *r;
	struct sct_desc d;

	sample_write(fd, chunks, events, finish);
	CHECK(sct_reader_new(&r, fd, NULL) == SCT_OK, "%s", sct_reader_error(r)->detail);
	check_summary(r, chunks, events, finish, finish);
	if (finish)
		read_all(r, chunks, events);
	else {
		while (sct_reader_next(r, &d) == SCT_OK)
			;
		CHECK(sct_reader_error(r)->status == SCT_E_TRUNCATED, "%s", sct_reader_error(r)->detail);
	}
	check_summary(r, chunks, events, finish, finish);
	sct_reader_free(r);
	close(fd);
}

struct pipe_writer {
	int fd;
	unsigned chunks, events;
};

static void *write_pipe(void *arg)
{
	struct pipe_writer *p = arg;

	sample_write(p->fd, p->chunks, p->events, true);
	close(p->fd);
	return NULL;
}

static void through_pipe(unsigned chunks, unsigned events)
{
	struct pipe_writer p = { .chunks = chunks, .events = events };
	struct sct_reader *r;
	pthread_t t;
	int fds[2];

	if (pipe(fds) < 0) {
		perror("pipe");
		exit(1);
	}
	p.fd = fds[1];
	pthread_create(&t, NULL, write_pipe, &p);
	CHECK(sct_reader_new(&r, fds[0], NULL) == SCT_OK, "%s", sct_reader_error(r)->detail);
	read_all(r, chunks, events);
	check_summary(r, chunks, events, true, false);
	sct_reader_free(r);
	pthread_join(t, NULL);
	close(fds[0]);
}

static void through_memory(unsigned chunks, unsigned events)
{
	int fd = sample_file();
	off_t size;
	uint8_t *data;
	struct sct_reader *r;

	sample_write(fd, chunks, events, true);
	size = lseek(fd, 0, SEEK_END);
	data = malloc((size_t)size);
	CHECK(pread(fd, data, (size_t)size, 0) == size, "read back");
	CHECK(sct_reader_new_memory(&r, data, (size_t)size, NULL) == SCT_OK, "%s", sct_reader_error(r)->detail);
	read_all(r, chunks, events);
	check_summary(r, chunks, events, true, true);
	sct_reader_free(r);
	free(data);
	close(fd);
}

static int dump_file(const char *path)
{
	struct sct_reader *r = NULL;
	int fd = open(path, O_RDONLY);
	enum sct_status s = fd < 0 ? SCT_E_IO : sct_reader_new(&r, fd, NULL);

	if (s == SCT_OK) {
		dump(r, stdout);
		s = sct_reader_next(r, &(struct sct_desc){ 0 });
	}
	if (s != SCT_END)
		fprintf(stderr, "roundtrip: %s: %s\n", path, r ? sct_reader_error(r)->detail : strerror(errno));
	sct_reader_free(r);
	return s != SCT_END;
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "dump") == 0)
		return dump_file(argv[2]);
	if (argc == 3 && strcmp(argv[1], "write") == 0) {
		int fd = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0600);

		sample_write(fd, 3, 2000, true);
		return sample_result("roundtrip");
	}
	through_file(3, 500, true);
	through_file(3, 500, false);
	through_file(1, 1, true);
	through_file(2, 20000, true);
	through_file(2500, 1, true); /* several indexes, chained */
	through_pipe(3, 500);
	through_pipe(40, 2000);
	through_memory(3, 500);
	return sample_result("roundtrip");
}
