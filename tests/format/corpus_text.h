/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Turns a corpus text (tests/format/corpus/NAME.txt) into the bytes of a recording, good or bad. It shares the
 * lowest layer only (varints, CRC, frames) with the library: what a message holds is spelled out in the text.
 *
 *   # a sentence                      what this file shows
 *   # expect: open=ok chunks=1 ...    what the reader makes of it, see corpus.c
 *   header { FIELDS }                 header frame; magic, major and recording id come first
 *   chunk { FIELDS } { FIELDS }       descriptor and batch frames; sizes, CRC, id, sequence and the event count in the
 *                                     descriptor are filled in, its own fields come after those
 *   packed x"hex" { FIELDS }          a chunk of that data frame; raw size and event count stand in the fields
 *   index { FIELDS }  trailer         as a writer makes them; fields as for chunk
 *   frame TAG { FIELDS }              one of our skippable frames, with CRC
 *   skip MAGIC { FIELDS }             any skippable frame
 *   zstd { FIELDS }  stored { FIELDS }  a zstd frame, compressed or of raw blocks
 *   xor OFFSET BYTE                   changes a byte; a negative offset counts from the end
 *   cut N                             removes the last N bytes
 *   level N / plain                   zstd level of what follows / its frames say no content size
 *
 * FIELDS: N INT (varint), N "bytes", N { FIELDS }, N [ INT ... ] (packed), N z[ INT ... ] (packed, zigzag),
 * N f32 INT, N f64 INT, x"hex" (raw bytes), N repeat COUNT BYTE (that many equal bytes).
 */
#ifndef SCT_TESTS_FORMAT_CORPUS_TEXT_H
#define SCT_TESTS_FORMAT_CORPUS_TEXT_H

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "format/crc32c.h"
#include "format/desc.h"
#include "format/frame.h"

#define CORPUS_PARTS 64

struct corpus_part {
	size_t offset, size;
};

struct corpus {
	const char *name, *p; /* text being read */
	unsigned line;
	bool unknown; /* append unknown fields to every message */
	int level;
	bool plain;
	char sentence[512], expect[256];
	struct sct_buf out;	/* the recording */
	struct sct_buf entries; /* for the index */
	uint64_t sequence, first, events, index_offset;
	struct sct_buf headers[2]; /* 0: the header message */
	struct sct_buf batches[CORPUS_PARTS], descs[CORPUS_PARTS];
	unsigned chunk_count;
};

static const uint8_t corpus_id[16] = "0123456789abcdef";

static inline void corpus_die(const struct corpus *c, const char *what)
{
	fprintf(stderr, "%s:%u: %s\n", c->name, c->line, what);
	exit(1);
}

static inline void corpus_comment(struct corpus *c)
{
	size_t n = strcspn(c->p, "\n");

	if (strncmp(c->p, "# expect: ", 10) == 0)
		snprintf(c->expect, sizeof(c->expect), "%.*s", (int)n - 10, c->p + 10);
	else if (!c->sentence[0] && n > 2 && strncmp(c->p, "# SPDX", 6) != 0)
		snprintf(c->sentence, sizeof(c->sentence), "%.*s", (int)n - 2, c->p + 2);
	c->p += n;
}

/* Next token into t; strings keep their opening quote. False at the end. */
static inline bool corpus_token(struct corpus *c, char *t, size_t room)
{
	size_t n = 0;

	for (;;) {
		if (*c->p == '#')
			corpus_comment(c);
		else if (*c->p && isspace((unsigned char)*c->p))
			c->line += *c->p++ == '\n';
		else
			break;
	}
	if (!*c->p)
		return false;
	if (*c->p == '"' || (*c->p == 'x' && c->p[1] == '"')) {
		do {
			if (n + 1 >= room)
				corpus_die(c, "token too long");
			t[n++] = *c->p++;
		} while (*c->p && (*c->p != '"' || n < 2 - (t[0] == '"')));
		c->p += *c->p == '"';
	} else if (strchr("{}[]", *c->p)) {
		t[n++] = *c->p++;
	} else {
		while (*c->p && !isspace((unsigned char)*c->p) && !strchr("{}[]", *c->p)) {
			if (n + 1 >= room)
				corpus_die(c, "token too long");
			t[n++] = *c->p++;
		}
	}
	t[n] = 0;
	return true;
}

static inline void corpus_need(struct corpus *c, char *t, size_t room, const char *what)
{
	if (!corpus_token(c, t, room) || (what && strcmp(t, what) != 0))
		corpus_die(c, what ? what : "something is missing");
}

static inline uint64_t corpus_number(struct corpus *c, const char *t)
{
	char *end;
	uint64_t v = *t == '-' ? (uint64_t)strtoll(t, &end, 0) : strtoull(t, &end, 0);

	if (*end || end == t)
		corpus_die(c, "a number is expected");
	return v;
}

static inline uint64_t corpus_int(struct corpus *c)
{
	char t[64];

	corpus_need(c, t, sizeof(t), NULL);
	return corpus_number(c, t);
}

/* The bytes of a quoted string: \n, \\, \" and \xNN. */
static inline size_t corpus_unquote(struct corpus *c, const char *t, uint8_t *out)
{
	size_t n = 0;

	for (t++; *t; t++) {
		if (*t != '\\') {
			out[n++] = (uint8_t)*t;
			continue;
		}
		t++;
		if (*t == 'x' && isxdigit((unsigned char)t[1]) && isxdigit((unsigned char)t[2])) {
			out[n++] = (uint8_t)strtoul((char[]){ t[1], t[2], 0 }, NULL, 16);
			t += 2;
		} else if (*t == 'n') {
			out[n++] = '\n';
		} else if (*t == '\\') {
			out[n++] = '\\';
		} else {
			corpus_die(c, "unknown escape");
		}
	}
	return n;
}

static inline void corpus_hex(struct corpus *c, const char *t, struct sct_buf *b)
{
	for (t += 2; *t; t++) {
		uint8_t v;

		if (*t == ' ')
			continue;
		if (!isxdigit((unsigned char)t[0]) || !isxdigit((unsigned char)t[1]))
			corpus_die(c, "hex digits are expected");
		v = (uint8_t)strtoul((char[]){ t[0], t[1], 0 }, NULL, 16);
		sct_buf_put(b, &v, 1);
		t++;
	}
}

static inline void corpus_fields(struct corpus *c, struct sct_buf *b);

static inline void corpus_packed(struct corpus *c, struct sct_buf *b, unsigned field, bool zigzag)
{
	struct sct_buf body = { 0 };
	char t[64];

	for (corpus_need(c, t, sizeof(t), NULL); strcmp(t, "]") != 0; corpus_need(c, t, sizeof(t), NULL)) {
		uint64_t v = corpus_number(c, t);

		sct_buf_put_varint(&body, zigzag ? sct_zigzag((int64_t)v) : v);
	}
	sct_put_bytes(b, field, body.data, body.size);
	sct_buf_free(&body);
}

static inline void corpus_fixed(struct corpus *c, struct sct_buf *b, unsigned field, unsigned size)
{
	uint8_t word[8];

	sct_put64(word, corpus_int(c));
	sct_buf_put_varint(b, field << 3 | (size == 4 ? 5 : 1));
	sct_buf_put(b, word, size);
}

static inline void corpus_repeat(struct corpus *c, struct sct_buf *b, unsigned field)
{
	size_t n = corpus_int(c);
	int v = (int)corpus_int(c);
	uint8_t *p = malloc(n + 1);

	memset(p, v, n);
	sct_put_bytes(b, field, p, n);
	free(p);
}

static inline void corpus_field(struct corpus *c, struct sct_buf *b, unsigned field)
{
	struct sct_buf body = { 0 };
	static char t[1 << 16];
	uint8_t bytes[4096];

	corpus_need(c, t, sizeof(t), NULL);
	if (strcmp(t, "{") == 0) {
		corpus_fields(c, &body);
		sct_put_bytes(b, field, body.data, body.size);
		sct_buf_free(&body);
	} else if (strcmp(t, "[") == 0) {
		corpus_packed(c, b, field, false);
	} else if (strcmp(t, "z") == 0) {
		corpus_need(c, t, sizeof(t), "[");
		corpus_packed(c, b, field, true);
	} else if (strcmp(t, "f32") == 0 || strcmp(t, "f64") == 0) {
		corpus_fixed(c, b, field, t[1] == '3' ? 4 : 8);
	} else if (strcmp(t, "repeat") == 0) {
		corpus_repeat(c, b, field);
	} else if (t[0] == '"') {
		sct_put_bytes(b, field, bytes, corpus_unquote(c, t, bytes));
	} else {
		sct_put_uint(b, field, corpus_number(c, t));
	}
}

/* Up to the closing brace; the opening one has been read. */
static inline void corpus_fields(struct corpus *c, struct sct_buf *b)
{
	static char t[1 << 16];

	for (corpus_need(c, t, sizeof(t), NULL); strcmp(t, "}") != 0; corpus_need(c, t, sizeof(t), NULL)) {
		if (t[0] == 'x')
			corpus_hex(c, t, b);
		else
			corpus_field(c, b, (unsigned)corpus_number(c, t));
	}
	if (c->unknown) {
		uint8_t eight[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };

		sct_put_uint(b, 1000, UINT64_MAX);
		sct_put_bytes(b, 1001, "from the future", 15);
		sct_buf_put_varint(b, 1002 << 3 | 5);
		sct_buf_put(b, eight, 4);
		sct_buf_put_varint(b, 1003 << 3 | 1);
		sct_buf_put(b, eight, 8);
	}
}

static inline void corpus_block(struct corpus *c, struct sct_buf *b)
{
	char t[8];

	corpus_need(c, t, sizeof(t), "{");
	corpus_fields(c, b);
}

static inline void corpus_compress(struct corpus *c, struct sct_buf *out, const struct sct_buf *raw)
{
	ZSTD_CCtx *z = ZSTD_createCCtx();
	size_t n;

	ZSTD_CCtx_setParameter(z, ZSTD_c_compressionLevel, c->level ? c->level : 3);
	ZSTD_CCtx_setParameter(z, ZSTD_c_contentSizeFlag, !c->plain);
	ZSTD_CCtx_setParameter(z, ZSTD_c_checksumFlag, 1);
	sct_buf_reserve(out, ZSTD_compressBound(raw->size));
	n = ZSTD_compress2(z, out->data + out->size, out->room - out->size, raw->data ? (void *)raw->data : "", raw->size);
	if (ZSTD_isError(n))
		corpus_die(c, "cannot compress");
	out->size += n;
	ZSTD_freeCCtx(z);
}

static inline void corpus_header(struct corpus *c)
{
	struct sct_buf *m = &c->headers[0], raw = { 0 };
	uint8_t head[5] = { 15 << 3 | 2 };
	unsigned i;

	m->size = 0;
	sct_put_bytes(m, 1, "sct-rec\n", 8);
	sct_put_uint(m, 2, 1);
	sct_put_bytes(m, 4, corpus_id, 16);
	corpus_block(c, m);
	/* field 15, its length padded to four bytes (SPEC 3.1) */
	for (i = 0; i < 4; i++)
		head[1 + i] = (uint8_t)((m->size >> 7 * i & 0x7f) | (i < 3 ? 0x80 : 0));
	sct_buf_put(&raw, head, sizeof(head));
	sct_buf_put(&raw, m->data, m->size);
	sct_zstd_put_raw(&c->out, raw.data, raw.size);
	sct_buf_free(&raw);
}

/* Batch.event_count of a message made by the text. */
static inline uint64_t corpus_events(const struct sct_buf *batch)
{
	uint64_t v = 0;

	/* by the corpus's custom it comes first when it is there */
	if (batch->size > 1 && batch->data[0] == 1 << 3)
		sct_varint_get(batch->data + 1, batch->data + batch->size, &v);
	return v;
}

/* The two frames of a chunk; own: the descriptor's further fields. */
static inline void corpus_put_chunk(struct corpus *c, struct sct_buf *desc, const struct sct_buf *data,
				    const struct sct_buf *own)
{
	uint8_t crc[4];
	size_t start;

	sct_buf_put_varint(desc, 5 << 3 | 5);
	sct_put32(crc, sct_crc32c(data->data, data->size));
	sct_buf_put(desc, crc, 4);
	sct_buf_put(desc, own->data, own->size);
	sct_index_put_entry(&c->entries, c->out.size, desc->data, desc->size);
	start = sct_frame_begin(&c->out, SCT_TAG_DESC);
	sct_buf_put(&c->out, desc->data, desc->size);
	sct_frame_end(&c->out, start);
	sct_buf_put(&c->out, data->data, data->size);
	c->sequence++;
}

static inline struct sct_buf *corpus_desc(struct corpus *c, size_t packed_size)
{
	struct sct_buf *desc = &c->descs[c->chunk_count - 1];

	sct_put_bytes(desc, 1, corpus_id, 16);
	sct_put_uint(desc, 2, c->sequence);
	sct_put_uint(desc, 3, packed_size);
	return desc;
}

static inline void corpus_chunk(struct corpus *c)
{
	struct sct_buf own = { 0 }, fields = { 0 }, raw = { 0 }, data = { 0 }, *batch, *desc;

	if (c->chunk_count == CORPUS_PARTS)
		corpus_die(c, "too many chunks");
	batch = &c->batches[c->chunk_count++];
	corpus_block(c, &own);
	corpus_block(c, batch);
	sct_put_bytes(&raw, 2, batch->data, batch->size);
	if (c->unknown)
		sct_put_bytes(&raw, 1001, "more", 4);
	corpus_compress(c, &data, &raw);
	desc = corpus_desc(c, data.size);
	sct_put_uint(desc, 4, raw.size);
	sct_put_uint(&fields, 6, corpus_events(batch));
	sct_buf_put(&fields, own.data, own.size);
	corpus_put_chunk(c, desc, &data, &fields);
	c->events += corpus_events(batch);
	sct_buf_free(&own);
	sct_buf_free(&fields);
	sct_buf_free(&raw);
	sct_buf_free(&data);
}

static inline void corpus_packed_chunk(struct corpus *c)
{
	struct sct_buf own = { 0 }, data = { 0 };
	char t[4096];

	if (c->chunk_count == CORPUS_PARTS)
		corpus_die(c, "too many chunks");
	c->chunk_count++;
	corpus_need(c, t, sizeof(t), NULL);
	corpus_hex(c, t, &data);
	corpus_block(c, &own);
	corpus_put_chunk(c, corpus_desc(c, data.size), &data, &own);
	sct_buf_free(&own);
	sct_buf_free(&data);
}

static inline void corpus_index(struct corpus *c)
{
	size_t start = c->out.size;

	sct_frame_begin(&c->out, SCT_TAG_INDEX);
	sct_put_bytes(&c->out, 1, corpus_id, 16);
	sct_put_uint(&c->out, 2, c->first);
	sct_put_uint(&c->out, 4, c->index_offset);
	sct_put_uint(&c->out, 6, c->events);
	sct_buf_put(&c->out, c->entries.data, c->entries.size);
	corpus_block(c, &c->out);
	sct_frame_end(&c->out, start);
	c->index_offset = start;
	c->first = c->sequence;
	c->entries.size = 0;
}

static inline void corpus_frame(struct corpus *c)
{
	char t[8];
	size_t start;

	corpus_need(c, t, sizeof(t), NULL);
	if (strlen(t) != 4)
		corpus_die(c, "a tag has four letters");
	start = sct_frame_begin(&c->out, sct_get32((uint8_t *)t));
	corpus_block(c, &c->out);
	sct_frame_end(&c->out, start);
}

static inline void corpus_skip(struct corpus *c)
{
	struct sct_buf b = { 0 };
	uint8_t head[8];

	sct_put32(head, (uint32_t)corpus_int(c));
	corpus_block(c, &b);
	sct_put32(head + 4, (uint32_t)b.size);
	sct_buf_put(&c->out, head, 8);
	sct_buf_put(&c->out, b.data, b.size);
	sct_buf_free(&b);
}

static inline void corpus_zstd(struct corpus *c, bool stored)
{
	struct sct_buf b = { 0 };

	corpus_block(c, &b);
	if (stored)
		sct_zstd_put_raw(&c->out, b.data, b.size);
	else
		corpus_compress(c, &c->out, &b);
	sct_buf_free(&b);
}

static inline void corpus_item(struct corpus *c, const char *t)
{
	uint64_t at;

	if (strcmp(t, "header") == 0) {
		corpus_header(c);
	} else if (strcmp(t, "chunk") == 0) {
		corpus_chunk(c);
	} else if (strcmp(t, "packed") == 0) {
		corpus_packed_chunk(c);
	} else if (strcmp(t, "index") == 0) {
		corpus_index(c);
	} else if (strcmp(t, "trailer") == 0) {
		sct_trailer_pack(&c->out, c->index_offset, corpus_id);
	} else if (strcmp(t, "frame") == 0) {
		corpus_frame(c);
	} else if (strcmp(t, "skip") == 0) {
		corpus_skip(c);
	} else if (strcmp(t, "zstd") == 0 || strcmp(t, "stored") == 0) {
		corpus_zstd(c, *t == 's');
	} else if (strcmp(t, "level") == 0) {
		c->level = (int)corpus_int(c);
	} else if (strcmp(t, "plain") == 0) {
		c->plain = true;
	} else if (strcmp(t, "sequence") == 0) {
		c->sequence = corpus_int(c);
	} else if (strcmp(t, "cut") == 0) {
		at = corpus_int(c);
		c->out.size -= at < c->out.size ? at : c->out.size;
	} else if (strcmp(t, "xor") == 0) {
		at = corpus_int(c);
		if ((int64_t)at < 0)
			at += c->out.size;
		if (at >= c->out.size)
			corpus_die(c, "xor beyond the end");
		c->out.data[at] ^= (uint8_t)corpus_int(c);
	} else if (t[0] == 'x') {
		corpus_hex(c, t, &c->out);
	} else {
		corpus_die(c, "unknown word");
	}
}

/* Reads the whole text file; dies when it cannot. */
static inline char *corpus_read(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *text = NULL;
	size_t size = 0, room = 0, n;

	if (!f) {
		perror(path);
		exit(1);
	}
	do {
		if (room - size < 4096)
			text = realloc(text, room = room * 2 + 8192);
		n = fread(text + size, 1, room - size - 1, f);
		size += n;
	} while (n);
	text[size] = 0;
	fclose(f);
	return text;
}

static inline void corpus_make(struct corpus *c, const char *path, bool unknown)
{
	char *text = corpus_read(path);
	static char t[1 << 16];

	memset(c, 0, sizeof(*c));
	c->name = path;
	c->p = text;
	c->line = 1;
	c->unknown = unknown;
	while (corpus_token(c, t, sizeof(t)))
		corpus_item(c, t);
	if (!c->sentence[0] || !c->expect[0])
		corpus_die(c, "a sentence and an expect line are needed");
	free(text);
}

static inline void corpus_free(struct corpus *c)
{
	unsigned i;

	sct_buf_free(&c->out);
	sct_buf_free(&c->entries);
	sct_buf_free(&c->headers[0]);
	for (i = 0; i < c->chunk_count; i++) {
		sct_buf_free(&c->batches[i]);
		sct_buf_free(&c->descs[i]);
	}
}

#endif
