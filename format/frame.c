/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames, measured and built. No decompression, no I/O. */
#include "format/crc32c.h"
#include "format/frame.h"
#include "format/xxh64.h"

#define RAW_BLOCK_MAX (128u << 10)

static uint64_t get_le(const uint8_t *p, unsigned n)
{
	uint64_t v = 0;

	while (n--)
		v = v << 8 | p[n];
	return v;
}

/* The frame header at p + 4. Returns the bytes it takes with the magic, 0 if size is too small. */
static size_t frame_header(const uint8_t *p, size_t size, struct sct_zstd_info *info, bool *reserved)
{
	static const uint8_t dict_size[4] = { 0, 1, 2, 4 }, fcs_size[4] = { 0, 2, 4, 8 };
	uint8_t d = p[4];
	bool single = d & 0x20;
	unsigned dict = dict_size[d & 3], fcs = fcs_size[d >> 6];
	size_t at = 5;

	*reserved = d & 0x08;
	if (fcs == 0 && single)
		fcs = 1;
	if (size < at + !single + dict + fcs)
		return 0;
	info->has_dictionary = false;
	if (!single) {
		uint64_t base = 1ull << (10 + (p[at] >> 3));

		info->window = base + (base >> 3) * (p[at] & 7);
		at++;
	}
	if (dict && get_le(p + at, dict) != 0)
		info->has_dictionary = true;
	at += dict;
	info->has_content_size = fcs != 0;
	info->content_size = get_le(p + at, fcs) + (fcs == 2 ? 256 : 0);
	if (single)
		info->window = info->content_size;
	return at + fcs;
}

enum sct_status sct_zstd_measure(const uint8_t *p, size_t size, struct sct_zstd_info *info, size_t *need)
{
	size_t at = info->at;
	bool reserved = false, last = false;

	*need = 18; /* the longest frame header */
	if (size < 5)
		return SCT_AGAIN;
	if (sct_get32(p) != SCT_ZSTD_MAGIC)
		return SCT_E_CORRUPT;
	if (at == 0)
		at = frame_header(p, size, info, &reserved);
	if (at == 0)
		return SCT_AGAIN;
	if (reserved)
		return SCT_E_CORRUPT;
	while (!last) {
		uint32_t head, type;

		info->at = at;
		*need = at + 3;
		if (at > size || size - at < 3)
			return SCT_AGAIN;
		head = (uint32_t)get_le(p + at, 3);
		last = head & 1;
		type = head >> 1 & 3;
		if (type == 3 || head >> 3 > RAW_BLOCK_MAX)
			return SCT_E_CORRUPT;
		/* an RLE block holds one byte, whatever its size says */
		at += 3 + (type == 1 ? 1 : head >> 3);
	}
	if (p[4] & 0x04)
		at += 4;
	info->size = at;
	*need = at;
	return at <= size ? SCT_OK : SCT_AGAIN;
}

void sct_zstd_put_raw(struct sct_buf *b, const uint8_t *data, size_t size)
{
	uint64_t hash = sct_xxh64(data, size);
	uint8_t word[4];

	sct_put32(word, SCT_ZSTD_MAGIC);
	sct_buf_put(b, word, 4);
	/* 4-byte content size, single segment, content checksum */
	word[0] = 2 << 6 | 1 << 5 | 1 << 2;
	sct_buf_put(b, word, 1);
	sct_put32(word, (uint32_t)size);
	sct_buf_put(b, word, 4);
	do {
		size_t n = size < RAW_BLOCK_MAX ? size : RAW_BLOCK_MAX;

		size -= n;
		sct_put32(word, (uint32_t)n << 3 | (size == 0));
		sct_buf_put(b, word, 3);
		sct_buf_put(b, data, n);
		data += n;
	} while (size);
	sct_put32(word, (uint32_t)hash);
	sct_buf_put(b, word, 4);
}

size_t sct_frame_begin(struct sct_buf *b, uint32_t tag)
{
	uint8_t head[SCT_FRAME_HEAD + SCT_TAG_HEAD] = { 0 };
	size_t start = b->size;

	sct_put32(head, SCT_OUR_MAGIC);
	sct_put32(head + 8, tag);
	sct_buf_put(b, head, sizeof(head));
	return start;
}

void sct_frame_end(struct sct_buf *b, size_t start)
{
	uint8_t *p;
	size_t size;

	if (b->failed)
		return;
	p = b->data + start;
	size = b->size - start - SCT_FRAME_HEAD;
	sct_put32(p + 4, (uint32_t)size);
	sct_put32(p + 12, sct_crc32c(p + 16, size - SCT_TAG_HEAD));
}

bool sct_frame_check(const uint8_t *content, size_t size)
{
	return size >= SCT_TAG_HEAD &&
	       sct_get32(content + 4) == sct_crc32c(content + SCT_TAG_HEAD, size - SCT_TAG_HEAD);
}
