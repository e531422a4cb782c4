/* SPDX-License-Identifier: BSD-2-Clause */
/* Writing a recording to a file descriptor. The bytes come from header_pack.c, chunk_pack.c and desc_pack.c. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "format/chunk_pack.h"
#include "format/desc.h"
#include "format/error.h"
#include "format/frame.h"
#include "format/header.h"
#include "format/limits.h"

struct sct_writer {
	int fd;
	bool sync;
	bool broken; /* the stream ends inside a frame: nothing may follow */
	bool finished;
	bool seekable;
	off_t base;	 /* file offset of the recording's first byte */
	uint64_t offset; /* bytes written, all of complete frames */
	uint8_t id[16];
	struct sct_packer packer;
	struct sct_buf entries; /* index entries since the last index */
	struct sct_buf index;	/* index frame being built */
	uint64_t sequence, events;
	uint64_t first_entry; /* sequence of the first of entries */
	uint64_t previous_index;
	uint64_t loss[SCT_LOSS_SOURCE_COUNT];
	struct sct_error err;
};

static bool wait_writable(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	return poll(&p, 1, -1) >= 0 || errno == EINTR;
}

/* Writes all of v, in as few calls as the kernel allows. On failure errno says why. */
static bool write_all(int fd, struct iovec *v, int count)
{
	while (count) {
		ssize_t n;

		if (v->iov_len == 0) {
			v++;
			count--;
			continue;
		}
		n = writev(fd, v, count);
		if (n < 0) {
			if (errno == EINTR || (errno == EAGAIN && wait_writable(fd)))
				continue;
			return false;
		}
		while (n > 0) {
			size_t part = (size_t)n < v->iov_len ? (size_t)n : v->iov_len;

			v->iov_base = (char *)v->iov_base + part;
			v->iov_len -= part;
			n -= (ssize_t)part;
			if (v->iov_len == 0 && count > 1) {
				v++;
				count--;
			}
		}
	}
	return true;
}

/* Removes what a failed write left behind the last complete chunk. */
static void cut_back(struct sct_writer *w)
{
	off_t end = w->base + (off_t)w->offset;

	w->broken = !w->seekable || ftruncate(w->fd, end) < 0 || lseek(w->fd, end, SEEK_SET) < 0;
}

static enum sct_status put(struct sct_writer *w, struct iovec *v, int count)
{
	uint64_t size = 0;
	int i;

	for (i = 0; i < count; i++)
		size += v[i].iov_len;
	if (!write_all(w->fd, v, count)) {
		enum sct_status s = sct_fail_errno(&w->err, w->offset, "write");

		w->err.chunk = w->sequence;
		cut_back(w);
		return s;
	}
	w->offset += size;
	if (w->sync && fdatasync(w->fd) < 0 && errno != EINVAL && errno != EROFS)
		return sct_fail_errno(&w->err, w->offset, "fdatasync");
	return SCT_OK;
}

static struct iovec iov(const struct sct_buf *b)
{
	return (struct iovec){ b->data, b->size };
}

static enum sct_status write_header(struct sct_writer *w, const struct sct_header *h)
{
	static const uint8_t none[16];
	struct sct_header copy = *h;
	struct sct_buf frame = { 0 };
	struct iovec v;
	enum sct_status s;

	if (memcmp(h->recording_id, none, 16) == 0 &&
	    getrandom(copy.recording_id, sizeof(copy.recording_id), 0) != sizeof(copy.recording_id))
		return sct_fail_errno(&w->err, 0, "getrandom");
	memcpy(w->id, copy.recording_id, 16);
	s = sct_header_pack(&frame, &copy, &w->err);
	if (s == SCT_OK) {
		v = iov(&frame);
		s = put(w, &v, 1);
	}
	sct_buf_free(&frame);
	return s;
}

static void find_base(struct sct_writer *w)
{
	struct stat st;
	int flags = fcntl(w->fd, F_GETFL);

	w->seekable = fstat(w->fd, &st) == 0 && S_ISREG(st.st_mode);
	if (w->seekable)
		w->base = lseek(w->fd, 0, flags >= 0 && flags & O_APPEND ? SEEK_END : SEEK_CUR);
	if (w->base < 0)
		w->seekable = false;
}

enum sct_status sct_writer_new(struct sct_writer **out, int fd, const struct sct_header *h,
			       const struct sct_writer_opts *opts)
{
	struct sct_writer *w = calloc(1, sizeof(*w));
	int level = 3;

	*out = w;
	if (!w)
		return SCT_E_MEMORY;
	w->fd = fd;
	if (opts && opts->sz >= offsetof(struct sct_writer_opts, level) + sizeof(opts->level) && opts->level)
		level = opts->level;
	if (opts && opts->sz >= offsetof(struct sct_writer_opts, sync) + sizeof(opts->sync))
		w->sync = opts->sync;
	if (!sct_packer_init(&w->packer, level))
		return sct_fail(&w->err, SCT_E_MEMORY, 0, SCT_NO_CHUNK, "preparing to compress");
	find_base(w);
	return write_header(w, h);
}

/* Builds the index frame of the entries so far into w->index. */
static enum sct_status build_index(struct sct_writer *w, bool final)
{
	struct sct_index x = { .first_sequence = w->first_entry, .previous = w->previous_index, .final = final, .total_events = w->events };

	memcpy(x.id, w->id, 16);
	w->index.size = 0;
	w->index.failed = false;
	sct_index_pack(&w->index, &x, &w->entries);
	if (w->index.failed || w->entries.failed)
		return sct_fail(&w->err, SCT_E_MEMORY, w->offset, SCT_NO_CHUNK, "building the index");
	return SCT_OK;
}

static enum sct_status usable(struct sct_writer *w)
{
	if (w->finished)
		return sct_fail(&w->err, SCT_E_USAGE, w->offset, SCT_NO_CHUNK, "the recording is finished");
	if (w->broken && w->err.status == SCT_OK)
		return sct_fail(&w->err, SCT_E_IO, w->offset, SCT_NO_CHUNK, "an earlier write failed");
	return w->broken ? w->err.status : SCT_OK;
}

enum sct_status sct_writer_chunk(struct sct_writer *w, const struct sct_batch *b, const struct sct_clocks *now)
{
	struct sct_desc d = { .sequence = w->sequence, .clock = *now, .events_before = w->events };
	uint64_t at = w->offset;
	struct iovec v[3];
	enum sct_status s = usable(w);
	bool index = w->sequence - w->first_entry >= SCT_INDEX_CHUNKS || w->entries.size >= SCT_INDEX_BYTES;

	if (s != SCT_OK || sct_batch_count(b) == 0)
		return s;
	memcpy(d.loss, w->loss, sizeof(d.loss));
	s = sct_chunk_pack(&w->packer, b, w->id, &d, &w->err);
	w->index.size = 0;
	if (s == SCT_OK && index)
		s = build_index(w, false);
	if (s != SCT_OK)
		return s;
	v[0] = iov(&w->index);
	v[1] = iov(&w->packer.desc);
	v[2] = iov(&w->packer.data);
	s = put(w, v, 3);
	if (s != SCT_OK && w->offset == at)
		return s;
	if (index) {
		w->previous_index = at;
		w->first_entry = w->sequence;
		w->entries.size = 0;
	}
	sct_index_put_entry(&w->entries, at + w->index.size,
			    w->packer.desc.data + SCT_FRAME_HEAD + SCT_TAG_HEAD,
			    w->packer.desc.size - SCT_FRAME_HEAD - SCT_TAG_HEAD);
	w->sequence++;
	w->events += d.event_count;
	return s;
}

void sct_writer_loss(struct sct_writer *w, enum sct_loss_source source, uint64_t total)
{
	if ((unsigned)source < SCT_LOSS_SOURCE_COUNT)
		w->loss[source] = total;
}

enum sct_status sct_writer_finish(struct sct_writer *w)
{
	struct sct_buf trailer = { 0 };
	struct iovec v[2];
	enum sct_status s = usable(w);

	if (s != SCT_OK)
		return s;
	s = build_index(w, true);
	if (s != SCT_OK)
		return s;
	sct_trailer_pack(&trailer, w->offset, w->id);
	if (trailer.failed) {
		s = sct_fail(&w->err, SCT_E_MEMORY, w->offset, SCT_NO_CHUNK, "building the trailer");
	} else {
		v[0] = iov(&w->index);
		v[1] = iov(&trailer);
		s = put(w, v, 2);
		w->finished = s == SCT_OK;
	}
	sct_buf_free(&trailer);
	return s;
}

uint64_t sct_writer_bytes(const struct sct_writer *w)
{
	return w->offset;
}

const struct sct_error *sct_writer_error(const struct sct_writer *w)
{
	return &w->err;
}

void sct_writer_free(struct sct_writer *w)
{
	if (!w)
		return;
	sct_packer_free(&w->packer);
	sct_buf_free(&w->entries);
	sct_buf_free(&w->index);
	free(w);
}
