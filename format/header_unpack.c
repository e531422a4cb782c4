/* SPDX-License-Identifier: BSD-2-Clause */
/* Opens the header frame and unpacks the recording header. No I/O. */
#include <stdlib.h>
#include <zstd.h>

#include "format/error.h"
#include "format/frame.h"
#include "format/header.h"
#include "format/limits.h"
#include "format/wire.h"

enum kind { NONE,
	    U32,
	    BYTES,
	    LIST,
	    PAIRS,
	    CLOCKS,
	    MAGIC,
	    ID };

struct field_rule {
	uint8_t kind; /* enum kind */
	uint16_t to;  /* where in struct sct_header; lists: the pointer, followed by its count */
};

#define AT(member) offsetof(struct sct_header, member)
static const struct field_rule rules[] = {
	[1] = { MAGIC, 0 },
	[2] = { U32, AT(major) },
	[3] = { U32, AT(minor) },
	[4] = { ID, AT(recording_id) },
	[5] = { LIST, AT(required) },
	[6] = { LIST, AT(optional) },
	[10] = { LIST, AT(command) },
	[11] = { LIST, AT(environment) },
	[12] = { BYTES, AT(cwd) },
	[13] = { BYTES, AT(host) },
	[14] = { BYTES, AT(user) },
	[15] = { U32, AT(uid) },
	[16] = { U32, AT(gid) },
	[17] = { BYTES, AT(kernel_release) },
	[18] = { BYTES, AT(machine) },
	[19] = { U32, AT(page_size) },
	[20] = { U32, AT(cpu_count) },
	[21] = { BYTES, AT(boot_id) },
	[22] = { BYTES, AT(recorder) },
	[23] = { BYTES, AT(backend) },
	[24] = { PAIRS, AT(capture) },
	[25] = { CLOCKS, AT(start) },
	[26] = { U32, AT(abi) },
	[27] = { U32, AT(root_tid) },
};
#define RULES (sizeof(rules) / sizeof(rules[0]))

_Static_assert(AT(required_count) == AT(required) + sizeof(void *), "a list's count follows its pointer");
_Static_assert(AT(capture_count) == AT(capture) + sizeof(void *), "a list's count follows its pointer");

/* The rule for a field, if its wire type is the one the schema gives it; a known field of another type is bad. */
static const struct field_rule *rule_for(const struct sct_field *f, bool *bad)
{
	const struct field_rule *r;

	if (f->number >= RULES || rules[f->number].kind == NONE)
		return NULL;
	r = &rules[f->number];
	if (f->type != (r->kind == U32 ? SCT_WIRE_VARINT : SCT_WIRE_LEN))
		*bad = true;
	return r;
}

bool sct_get_clocks(struct sct_clocks *c, const uint8_t *data, size_t size)
{
	struct sct_cursor cur = sct_cursor(data, size);
	struct sct_field f;

	while (sct_field_next(&cur, &f)) {
		if (f.number > 3)
			continue;
		if (f.type != SCT_WIRE_VARINT)
			return false;
		if (f.number == 1)
			c->monotonic = f.value;
		else if (f.number == 2)
			c->boottime = f.value;
		else
			c->realtime = f.value;
	}
	return !cur.bad;
}

static bool get_pair(struct sct_bytes *pair, const uint8_t *data, size_t size)
{
	struct sct_cursor cur = sct_cursor(data, size);
	struct sct_field f;

	pair[0] = pair[1] = (struct sct_bytes){ data, 0 };
	while (sct_field_next(&cur, &f)) {
		if (f.number > 2)
			continue;
		if (f.type != SCT_WIRE_LEN)
			return false;
		pair[f.number - 1] = (struct sct_bytes){ f.data, f.size };
	}
	return !cur.bad;
}

/* First pass: how many elements each repeated field has, so that memory is asked for once and exactly. */
static bool count_lists(const uint8_t *data, size_t size, size_t *counts, size_t *total)
{
	struct sct_cursor cur = sct_cursor(data, size);
	struct sct_field f;
	bool bad = false;

	*total = 0;
	while (sct_field_next(&cur, &f)) {
		const struct field_rule *r = rule_for(&f, &bad);
		size_t n = !r ? 0 : r->kind == LIST ? 1
			    : r->kind == PAIRS	    ? 2
						    : 0;

		if (bad)
			return false;
		if (n)
			counts[f.number] += n;
		*total += n;
	}
	return !cur.bad;
}

static bool take(struct sct_header *h, const struct field_rule *r, const struct sct_field *f,
		 struct sct_bytes *const *lists, size_t *filled)
{
	void *to = (char *)h + r->to;
	struct sct_bytes value = { f->data, f->size };

	switch ((enum kind)r->kind) {
	case NONE:
		break;
	case U32:
		if (f->value > UINT32_MAX)
			return false;
		*(uint32_t *)to = (uint32_t)f->value;
		break;
	case BYTES:
		*(struct sct_bytes *)to = value;
		break;
	case LIST:
		lists[f->number][filled[f->number]++] = value;
		break;
	case PAIRS:
		if (!get_pair(&lists[f->number][filled[f->number]], f->data, f->size))
			return false;
		filled[f->number] += 2;
		break;
	case CLOCKS:
		/* parsers differ in what a second one does to the first */
		if (filled[f->number]++)
			return false;
		return sct_get_clocks(to, f->data, f->size);
	case MAGIC:
		return f->size == SCT_HEADER_MAGIC_SIZE && memcmp(f->data, SCT_HEADER_MAGIC, f->size) == 0;
	case ID:
		if (f->size != sizeof(h->recording_id))
			return false;
		memcpy(to, f->data, f->size);
		break;
	}
	return true;
}

/* Second pass: the values. */
static bool take_all(struct sct_header_store *s, const uint8_t *data, size_t size, const size_t *counts)
{
	struct sct_cursor cur = sct_cursor(data, size);
	struct sct_bytes *lists[RULES] = { 0 }, *next = s->lists;
	size_t filled[RULES] = { 0 }, i;
	struct sct_field f;
	bool bad = false, magic = false, id = false;

	for (i = 0; i < RULES; i++) {
		char *to = (char *)&s->h + rules[i].to;

		if (rules[i].kind != LIST && rules[i].kind != PAIRS)
			continue;
		lists[i] = next;
		next += counts[i];
		memcpy(to, &lists[i], sizeof(lists[i]));
		memcpy(to + sizeof(void *), &counts[i], sizeof(counts[i]));
	}
	while (sct_field_next(&cur, &f)) {
		const struct field_rule *r = rule_for(&f, &bad);

		if (!r)
			continue;
		if (!take(&s->h, r, &f, lists, filled))
			return false;
		magic |= r->kind == MAGIC;
		id |= r->kind == ID;
	}
	return magic && id;
}

enum sct_status sct_header_unpack(struct sct_header_store *s, const uint8_t *data, size_t size,
				  struct sct_error *err)
{
	size_t counts[RULES] = { 0 }, total;

	if (!count_lists(data, size, counts, &total))
		return sct_fail(err, SCT_E_CORRUPT, 0, SCT_NO_CHUNK, "malformed header");
	s->lists = malloc((total + 1) * sizeof(*s->lists));
	if (!s->lists)
		return sct_fail(err, SCT_E_MEMORY, 0, SCT_NO_CHUNK, "unpacking the header");
	if (!take_all(s, data, size, counts))
		return sct_fail(err, SCT_E_CORRUPT, 0, SCT_NO_CHUNK, "malformed header");
	if (s->h.major != SCT_MAJOR)
		return sct_fail(err, SCT_E_VERSION, 0, SCT_NO_CHUNK,
				"format version %u.%u, this program knows %d (a newer sct is needed)",
				s->h.major, s->h.minor, SCT_MAJOR);
	if (s->h.required_count)
		return sct_fail(err, SCT_E_FEATURE, 0, SCT_NO_CHUNK,
				"the recording requires feature \"%.*s\" (a newer sct is needed)",
				(int)(s->h.required[0].size < 64 ? s->h.required[0].size : 64),
				(const char *)s->h.required[0].data);
	return SCT_OK;
}

/* The one Trace.header field in raw; other fields are not ours to judge. */
static bool find_header(const uint8_t *raw, size_t size, struct sct_field *found)
{
	struct sct_cursor cur = sct_cursor(raw, size);
	struct sct_field f;
	unsigned n = 0;

	if (size == 0 || raw[0] != (SCT_HEADER_FIELD << 3 | SCT_WIRE_LEN))
		return false;
	while (sct_field_next(&cur, &f)) {
		if (f.number == SCT_HEADER_FIELD && n++ == 0)
			*found = f;
	}
	return !cur.bad && n == 1;
}

enum sct_status sct_header_open(struct sct_header_store *s, const uint8_t *frame, size_t size,
				struct sct_error *err)
{
	struct sct_zstd_info info = { 0 };
	struct sct_field f = { 0 };
	size_t need, got;

	memset(s, 0, sizeof(*s));
	if (sct_zstd_measure(frame, size, &info, &need) != SCT_OK || info.size != size)
		return sct_fail(err, SCT_E_CORRUPT, 0, SCT_NO_CHUNK, "bad header frame");
	if (!info.has_content_size || info.has_dictionary)
		return sct_fail(err, SCT_E_NOT_SCT, 0, SCT_NO_CHUNK, "zstd data, but not an sct recording");
	if (info.content_size > SCT_MAX_HEADER || info.window > SCT_MAX_WINDOW)
		return sct_fail(err, SCT_E_LIMIT, 0, SCT_NO_CHUNK, "header of %llu bytes",
				(unsigned long long)info.content_size);
	s->raw = malloc(info.content_size + 1);
	if (!s->raw)
		return sct_fail(err, SCT_E_MEMORY, 0, SCT_NO_CHUNK, "opening the header");
	got = ZSTD_decompress(s->raw, info.content_size, frame, size);
	if (ZSTD_isError(got) || got != info.content_size)
		return sct_fail(err, SCT_E_CHECKSUM, 0, SCT_NO_CHUNK, "header frame: %s",
				ZSTD_isError(got) ? ZSTD_getErrorName(got) : "wrong size");
	if (!find_header(s->raw, got, &f) || f.type != SCT_WIRE_LEN)
		return sct_fail(err, SCT_E_NOT_SCT, 0, SCT_NO_CHUNK, "zstd data, but not an sct recording");
	return sct_header_unpack(s, f.data, f.size, err);
}

void sct_header_free(struct sct_header_store *s)
{
	free(s->raw);
	free(s->lists);
	memset(s, 0, sizeof(*s));
}
