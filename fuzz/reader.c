/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: a whole recording, from memory, as a file and as a stream, with and without recovery. All ways must
 * agree; nothing may crash, hang or go beyond a limit.
 */
#include <sys/mman.h>
#include <unistd.h>

#include "format/limits.h"
#include "fuzz/fuzz.h"

/* What one reading gave, to compare with the others. */
struct seen {
	enum sct_status open, end;
	uint64_t chunks, loaded, big, events, offset, sum, errors;
};

static void use_event(const struct sct_decoder *dec, const struct sct_event *e, struct seen *s)
{
	unsigned i, k;

	s->events++;
	s->sum += e->time + e->number + e->task;
	MUST(e->arg_count <= 6 && e->payload_count <= SCT_MAX_PAYLOADS);
	for (i = 0; i < e->payload_count; i++) {
		const struct sct_payload *p = &e->payloads[i];

		MUST(p->arg < 6 && p->bytes.size <= SCT_MAX_STRING);
		/* every byte is there to be read */
		for (k = 0; k < p->bytes.size; k++)
			s->sum += p->bytes.data[k];
	}
	if (sct_decoder_task_count(dec))
		MUST(sct_decoder_task(dec, e->task));
}

static void use_chunk(struct sct_decoder *dec, struct sct_reader *r, const struct sct_desc *d, struct seen *s)
{
	struct sct_event e;
	uint32_t n = 0;
	size_t i;

	MUST(d->event_count <= SCT_MAX_EVENTS && d->raw_size <= SCT_MAX_RAW);
	for (i = 0; i < d->tid_count; i++)
		s->sum += d->tids[i];
	for (i = 0; i < d->tgid_count; i++)
		s->sum += d->tgids[i];
	for (i = 0; i < d->syscall_count; i++)
		s->sum += d->syscalls[i].count;
	/* a chunk of a million events costs a thousand times what it teaches: one of them will do */
	if (d->event_count > 10000 && s->big++)
		return;
	if (sct_decoder_load(dec, r, d, SCT_COL_ALL) != SCT_OK) {
		MUST(sct_decoder_next(dec, &e) == SCT_END);
		return;
	}
	s->loaded++;
	/* a million events take a while under a sanitizer; the first and the count tell enough */
	while (n < 2000 && sct_decoder_next(dec, &e) == SCT_OK) {
		use_event(dec, &e, s);
		n++;
	}
	MUST(n == 2000 || n == d->event_count);
}

static struct seen read_all(struct sct_reader *r, enum sct_status opened, bool recover, size_t size)
{
	struct seen s = { .open = opened };
	struct sct_decoder *dec;
	struct sct_summary sum;
	struct sct_desc d;

	if (opened != SCT_OK) {
		MUST(r && sct_reader_error(r)->status == opened);
		sct_reader_free(r);
		return s;
	}
	dec = sct_decoder_new();
	sct_reader_summary(r, &sum);
	for (;;) {
		s.end = sct_reader_next(r, &d);
		if (s.end == SCT_OK) {
			s.chunks++;
			use_chunk(dec, r, &d, &s);
			continue;
		}
		MUST(sct_reader_error(r)->detail[0] || s.end == SCT_END);
		if (s.end == SCT_END || s.end == SCT_E_TRUNCATED || !recover)
			break;
		/* each damage costs at least a byte, or reading would not come to an end */
		MUST(s.errors++ <= 2 * size);
	}
	MUST(sct_reader_next(r, &d) == s.end);
	s.offset = sct_reader_error(r)->offset;
	sct_decoder_free(dec);
	sct_reader_free(r);
	return s;
}

static bool same(const struct seen *a, const struct seen *b)
{
	return a->open == b->open && a->end == b->end && a->chunks == b->chunks && a->loaded == b->loaded &&
	       a->events == b->events && a->sum == b->sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sct_reader_opts opts = { .sz = sizeof(opts) };
	struct sct_reader *r;
	struct seen a, b, c;
	enum sct_status s;
	int fd = memfd_create("fuzz", 0), fds[2];

	s = sct_reader_new_memory(&r, data, size, &opts);
	a = read_all(r, s, opts.recover, size);
	if (fd >= 0 && write(fd, data, size) == (ssize_t)size) {
		s = sct_reader_new(&r, fd, &opts);
		b = read_all(r, s, opts.recover, size);
		MUST(same(&a, &b));
	}
	/* what fits into a pipe needs no second thread */
	if (size <= 65536 && pipe(fds) == 0) {
		if (write(fds[1], data, size) == (ssize_t)size) {
			close(fds[1]);
			s = sct_reader_new(&r, fds[0], &opts);
			c = read_all(r, s, opts.recover, size);
			MUST(same(&a, &c));
		} else {
			close(fds[1]);
		}
		close(fds[0]);
	}
	opts.recover = true;
	s = sct_reader_new_memory(&r, data, size, &opts);
	a = read_all(r, s, opts.recover, size);
	if (fd >= 0) {
		s = sct_reader_new(&r, fd, &opts);
		b = read_all(r, s, opts.recover, size);
		MUST(same(&a, &b));
		close(fd);
	}
	return 0;
}
