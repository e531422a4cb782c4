/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes from a file, a stream or memory. What they mean is not known here. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "format/error.h"
#include "format/input.h"

#define FILE_STEP (16u << 10) /* least read ahead: a descriptor is rarely longer */
#define STREAM_STEP (256u << 10)

enum sct_status sct_input_open_fd(struct sct_input *in, int fd, struct sct_error *err)
{
	struct stat st;

	memset(in, 0, sizeof(*in));
	in->fd = fd;
	if (fstat(fd, &st) < 0)
		return sct_fail_errno(err, 0, "fstat");
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return sct_fail_errno(err, 0, "read");
	}
	in->stream = lseek(fd, 0, SEEK_CUR) < 0 || !(S_ISREG(st.st_mode) || S_ISBLK(st.st_mode));
	return SCT_OK;
}

void sct_input_open_memory(struct sct_input *in, const void *data, size_t size)
{
	memset(in, 0, sizeof(*in));
	in->fd = -1;
	in->memory = data;
	in->memory_size = size;
}

void sct_input_close(struct sct_input *in)
{
	free(in->buf);
	memset(in, 0, sizeof(*in));
	in->fd = -1;
}

void sct_input_forget(struct sct_input *in)
{
	if (in->fd >= 0 && !in->stream)
		in->have = 0;
}

uint64_t sct_input_size(struct sct_input *in)
{
	off_t end;
	struct stat st;

	if (in->fd < 0)
		return in->memory_size;
	if (fstat(in->fd, &st) == 0 && S_ISREG(st.st_mode)) {
		in->known_size = (uint64_t)st.st_size;
	} else {
		end = lseek(in->fd, 0, SEEK_END);
		in->known_size = end < 0 ? 0 : (uint64_t)end;
	}
	return in->known_size;
}

/* Memory grows with what was really read, not with what a hostile length field asks for. */
static bool make_room(struct sct_input *in, size_t step)
{
	size_t room = in->room;
	uint8_t *p;

	if (room - in->have >= step / 2 && room >= step)
		return true;
	room = room < step ? step : room * 2;
	p = realloc(in->buf, room);
	if (!p)
		return false;
	in->buf = p;
	in->room = room;
	return true;
}

/* One read behind what the window has. */
static ssize_t read_more(struct sct_input *in)
{
	ssize_t n;

	do {
		if (in->stream)
			n = read(in->fd, in->buf + in->have, in->room - in->have);
		else
			n = pread(in->fd, in->buf + in->have, in->room - in->have, (off_t)(in->base + in->have));
	} while (n < 0 && errno == EINTR);
	if (n > 0)
		in->have += (size_t)n;
	return n;
}

/* Moves the window so that it begins at offset, or as near before as a stream has come. */
static void slide(struct sct_input *in, uint64_t offset)
{
	uint64_t skip = offset - in->base;

	if (offset < in->base || skip > in->have)
		skip = in->have;
	if (!in->stream && offset != in->base + skip) {
		in->base = offset;
		in->have = 0;
		return;
	}
	in->have -= (size_t)skip;
	in->base += skip;
	if (in->buf && in->have)
		memmove(in->buf, in->buf + skip, in->have);
}

static enum sct_status get_memory(struct sct_input *in, uint64_t offset, size_t want, const uint8_t **p, size_t *got)
{
	size_t rest = offset < in->memory_size ? in->memory_size - (size_t)offset : 0;

	*p = in->memory + (in->memory_size - rest);
	*got = want < rest ? want : rest;
	return SCT_OK;
}

enum sct_status sct_input_get(struct sct_input *in, uint64_t offset, size_t want, const uint8_t **p,
			      size_t *got, struct sct_error *err)
{
	size_t step = in->stream ? STREAM_STEP : FILE_STEP;
	ssize_t n;

	if (in->fd < 0)
		return get_memory(in, offset, want, p, got);
	*got = 0;
	*p = in->buf;
	if (offset > INT64_MAX - want)
		return SCT_OK;
	if (offset < in->base || offset + want > in->base + in->have) {
		if (in->buf)
			slide(in, offset);
		else if (!in->stream)
			in->base = offset;
		while (in->base + in->have < offset + want) {
			if (!make_room(in, step))
				return sct_fail(err, SCT_E_MEMORY, offset, SCT_NO_CHUNK, "reading");
			n = read_more(in);
			if (n < 0 && errno == EAGAIN)
				return sct_fail(err, SCT_AGAIN, offset, SCT_NO_CHUNK, "no data yet");
			if (n < 0)
				return sct_fail_errno(err, in->base + in->have, "read");
			if (n == 0)
				break;
			/* bytes a stream only passes over need not be kept */
			if (in->base + in->have <= offset)
				slide(in, offset);
		}
	}
	if (offset >= in->base && offset < in->base + in->have) {
		*p = in->buf + (offset - in->base);
		*got = in->have - (size_t)(offset - in->base);
		if (*got > want)
			*got = want;
	}
	return SCT_OK;
}

enum sct_status sct_input_read_at(const struct sct_input *in, uint64_t offset, uint8_t *to, size_t size,
				  struct sct_error *err)
{
	while (size) {
		ssize_t n = pread(in->fd, to, size, (off_t)offset);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return sct_fail_errno(err, offset, "read");
		if (n == 0)
			return sct_fail(err, SCT_E_TRUNCATED, offset, SCT_NO_CHUNK, "the file has become shorter");
		to += n;
		offset += (uint64_t)n;
		size -= (size_t)n;
	}
	return SCT_OK;
}
