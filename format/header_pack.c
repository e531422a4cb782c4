/* SPDX-License-Identifier: BSD-2-Clause */
/* Packs a recording header into its frame. No I/O. */
#include "format/error.h"
#include "format/frame.h"
#include "format/header.h"
#include "format/limits.h"

static void put_list(struct sct_buf *b, unsigned field, const struct sct_bytes *list, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		sct_put_bytes(b, field, list[i].data, list[i].size);
}

static void put_text(struct sct_buf *b, unsigned field, struct sct_bytes s)
{
	if (s.size)
		sct_put_bytes(b, field, s.data, s.size);
}

static void put_capture(struct sct_buf *b, const struct sct_header *h)
{
	size_t i;

	for (i = 0; i + 1 < h->capture_count; i += 2) {
		const struct sct_bytes *pair = h->capture + i;

		sct_buf_put_varint(b, 24 << 3 | 2);
		sct_buf_put_varint(b, 2 + sct_varint_size(pair[0].size) + pair[0].size +
					      sct_varint_size(pair[1].size) + pair[1].size);
		sct_put_bytes(b, 1, pair[0].data, pair[0].size);
		sct_put_bytes(b, 2, pair[1].data, pair[1].size);
	}
}

void sct_put_clocks(struct sct_buf *b, unsigned field, const struct sct_clocks *c)
{
	sct_buf_put_varint(b, field << 3 | 2);
	sct_buf_put_varint(b, 3 + sct_varint_size(c->monotonic) + sct_varint_size(c->boottime) +
				      sct_varint_size(c->realtime));
	sct_put_uint(b, 1, c->monotonic);
	sct_put_uint(b, 2, c->boottime);
	sct_put_uint(b, 3, c->realtime);
}

static void put_message(struct sct_buf *b, const struct sct_header *h)
{
	sct_put_bytes(b, 1, SCT_HEADER_MAGIC, SCT_HEADER_MAGIC_SIZE);
	sct_put_uint(b, 2, SCT_MAJOR);
	sct_put_uint_nz(b, 3, SCT_MINOR);
	sct_put_bytes(b, 4, h->recording_id, sizeof(h->recording_id));
	put_list(b, 5, h->required, h->required_count);
	put_list(b, 6, h->optional, h->optional_count);
	put_list(b, 10, h->command, h->command_count);
	put_list(b, 11, h->environment, h->environment_count);
	put_text(b, 12, h->cwd);
	put_text(b, 13, h->host);
	put_text(b, 14, h->user);
	sct_put_uint_nz(b, 15, h->uid);
	sct_put_uint_nz(b, 16, h->gid);
	put_text(b, 17, h->kernel_release);
	put_text(b, 18, h->machine);
	sct_put_uint_nz(b, 19, h->page_size);
	sct_put_uint_nz(b, 20, h->cpu_count);
	put_text(b, 21, h->boot_id);
	put_text(b, 22, h->recorder);
	put_text(b, 23, h->backend);
	put_capture(b, h);
	sct_put_clocks(b, 25, &h->start);
	sct_put_uint_nz(b, 26, h->abi);
	sct_put_uint_nz(b, 27, h->root_tid);
}

enum sct_status sct_header_pack(struct sct_buf *out, const struct sct_header *h, struct sct_error *err)
{
	struct sct_buf b = { 0 };
	enum sct_status s = SCT_OK;
	size_t size, i;

	/* field tag and length first, the length padded to four bytes: the magic must not move */
	sct_buf_put(&b, "\x7a\0\0\0", 5);
	put_message(&b, h);
	size = b.size - 5;
	if (b.failed) {
		s = sct_fail(err, SCT_E_MEMORY, 0, SCT_NO_CHUNK, "packing the header");
	} else if (b.size > SCT_MAX_HEADER) {
		s = sct_fail(err, SCT_E_LIMIT, 0, SCT_NO_CHUNK, "header of %zu bytes", b.size);
	} else {
		for (i = 0; i < 4; i++)
			b.data[1 + i] = (uint8_t)((size >> 7 * i & 0x7f) | (i < 3 ? 0x80 : 0));
		sct_zstd_put_raw(out, b.data, b.size);
		if (out->failed)
			s = sct_fail(err, SCT_E_MEMORY, 0, SCT_NO_CHUNK, "packing the header");
	}
	sct_buf_free(&b);
	return s;
}
