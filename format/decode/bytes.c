/* SPDX-License-Identifier: BSD-2-Clause */
/* Paths, strings, vectors of strings, buffers, iovecs. */
#include "format/decode/walk.h"

#include <string.h>

static void argument(struct sct_walk *w, unsigned i)
{
	w->v->ops->argument(w->v, w->row->arg_names[i], false);
}

/* What mount and fsconfig do not look at, or not as text. */
static bool not_text(const struct sct_walk *w, unsigned i)
{
	uint64_t flags;

	switch (w->types[i].type.id) {
	case SCT_T_MOUNT_TYPE:
	case SCT_T_MOUNT_DATA:
		/* linux/mount.h: MS_BIND, MS_MOVE, MS_UNBINDABLE, MS_PRIVATE, MS_SLAVE, MS_SHARED; MS_REMOUNT has data */
		flags = sct_walk_arg(w, 3);
		return flags & 0x1e3000 || (flags & 0x20 && w->types[i].type.id == SCT_T_MOUNT_TYPE);
	case SCT_T_FSCONFIG_KEY:
		return sct_walk_arg(w, 1) > 7;
	default:
		return false;
	}
}

bool sct_walk_fsconfig(struct sct_walk *w, unsigned i)
{
	const struct sct_payload *p = sct_walk_input(w, i);
	uint32_t command = (uint32_t)sct_walk_arg(w, 1);

	/* linux/mount.h: SET_STRING, SET_PATH, SET_PATH_EMPTY have text, SET_BINARY has bytes */
	if (command == 1 || command == 3 || command == 4)
		return sct_walk_string(w, i);
	argument(w, i);
	if (command != 2)
		sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
	else if (sct_walk_behind(w, i, p))
		sct_emit_text(w, SCT_BLOB_BINARY, p->bytes.data, p->bytes.size < sct_walk_arg(w, 4) ?
			      p->bytes.size : (uint32_t)sct_walk_arg(w, 4), false);
	return true;
}

/* A directory for paths, else a length or a descriptor. */
bool sct_walk_fsconfig_aux(struct sct_walk *w, unsigned i)
{
	uint32_t command = (uint32_t)sct_walk_arg(w, 1);

	argument(w, i);
	sct_emit(w, command == 3 || command == 4 ? SCT_V_DIRFD : command == 5 ? SCT_V_FD : SCT_V_SIGNED,
		 (uint64_t)(int32_t)sct_walk_arg(w, i));
	return true;
}

bool sct_walk_string(struct sct_walk *w, unsigned i)
{
	const struct sct_payload *p = sct_walk_input(w, i);
	bool path = w->types[i].type.id == SCT_T_PATH;

	argument(w, i);
	if (not_text(w, i)) {
		sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
		return true;
	}
	if (p && p->status == SCT_PAYLOAD_FAULTED && w->returned && w->e->result == -14) {
		/* the kernel could not read it either */
		sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
		return true;
	}
	if (p && p->status == SCT_PAYLOAD_FAULTED && p->bytes.size) {
		/* the bytes before an unreadable page */
		sct_emit_text(w, path ? SCT_BLOB_PATH : SCT_BLOB_STRING, p->bytes.data, p->bytes.size, true);
		sct_note(w, "faulted");
		return true;
	}
	if (sct_walk_behind(w, i, p))
		sct_emit_text(w, path ? SCT_BLOB_PATH : SCT_BLOB_STRING, p->bytes.data, p->bytes.size,
			      p->status == SCT_PAYLOAD_TRUNCATED);
	return true;
}

/* More strings than this are left out unless verbose. */
#define VECTOR_LIMIT 32

/* NUL-terminated strings, one behind the other. */
static void strings(struct sct_walk *w, const struct sct_payload *p)
{
	const uint8_t *s = p->bytes.data, *end = s + p->bytes.size, *nul;
	bool more = p->status != SCT_PAYLOAD_OK;
	unsigned n = 0;

	sct_open(w, SCT_GROUP_ARRAY);
	for (; s < end; s = nul + 1, n++) {
		if (n >= VECTOR_LIMIT && !w->verbose) {
			more = true;
			break;
		}
		nul = memchr(s, 0, (size_t)(end - s));
		sct_member(w, NULL);
		sct_emit_text(w, SCT_BLOB_STRING, s, (size_t)((nul ? nul : end) - s), !nul);
		if (!nul)
			break;
	}
	if (more)
		sct_more(w);
	sct_close(w, SCT_GROUP_ARRAY);
}

static const struct sct_payload *vector(const struct sct_walk *w, unsigned i)
{
	const struct sct_payload *p = sct_walk_payload(w, i, SCT_PART_STRINGS, false);

	return p ? p : sct_walk_payload(w, i, SCT_PART_STRINGS, true);
}

bool sct_walk_strings(struct sct_walk *w, unsigned i)
{
	const struct sct_payload *p = vector(w, i);

	argument(w, i);
	if (sct_walk_behind(w, i, p))
		strings(w, p);
	return true;
}

bool sct_walk_env(struct sct_walk *w, unsigned i)
{
	const struct sct_payload *p = vector(w, i);
	uint64_t count = 0;

	argument(w, i);
	if (p && w->verbose && p->status != SCT_PAYLOAD_NOT_CAPTURED) {
		if (sct_walk_behind(w, i, p))
			strings(w, p);
		return true;
	}
	sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
	if (!p || !sct_walk_arg(w, i) || p->status == SCT_PAYLOAD_NULL || (p->status == SCT_PAYLOAD_FAULTED && !p->bytes.size))
		return true;
	for (size_t k = 0; k < p->bytes.size; k++)
		count += !p->bytes.data[k];
	if (p->status == SCT_PAYLOAD_NOT_CAPTURED || p->full > count)
		count = p->full;
	w->v->ops->count(w->v, count, count == 1 ? "var" : "vars");
	return true;
}

/* How long the data behind argument i is, whatever part was captured. */
static uint64_t data_length(const struct sct_walk *w, const struct sct_arg_type *t, const struct sct_payload *p)
{
	uint64_t n = p && p->status == SCT_PAYLOAD_TRUNCATED && p->full ? p->full : p ? p->bytes.size : 0;

	if (t->length == SCT_CAP_LEN_ARG && t->len_arg < 6) {
		n = sct_walk_arg(w, t->len_arg);
		if (w->types[t->len_arg].type.size == 4)
			n = (uint32_t)n;
	} else if (t->length == SCT_CAP_LEN_RESULT) {
		n = w->e->result < 0 ? 0 : (uint64_t)w->e->result;
		if (t->len_arg < 6 && n > sct_walk_arg(w, t->len_arg))
			n = sct_walk_arg(w, t->len_arg);
	}
	return n;
}

bool sct_walk_data(struct sct_walk *w, unsigned i)
{
	const struct sct_arg_type *t = &w->types[i];
	bool out = t->when & SCT_CAP_OUT;
	const struct sct_payload *p = out ? sct_walk_output(w, i) : sct_walk_input(w, i);
	uint64_t length = data_length(w, t, p);
	size_t size;

	argument(w, i);
	if (sct_walk_arg(w, i) && !length && (out ? w->returned && !w->failed : true)) {
		/* getxattr(path, name, buf, 0) asks for a size: nothing is written */
		if (out && w->e->result > 0)
			sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
		else
			sct_emit_blob(w, SCT_BLOB_DATA, NULL, 0, false);
		return true;
	}
	if (!sct_walk_behind(w, i, p))
		return true;
	size = p->bytes.size;
	if (t->type.id == SCT_T_CSTR) {
		const uint8_t *nul = memchr(p->bytes.data, 0, size);

		sct_emit_text(w, SCT_BLOB_PATH, p->bytes.data, nul ? (size_t)(nul - p->bytes.data) : size, !nul);
		return true;
	}
	sct_emit_text(w, t->type.id == SCT_T_NOISE ? SCT_BLOB_BINARY : SCT_BLOB_DATA, p->bytes.data, size < length ? size : (size_t)length, size < length);
	if (p->status == SCT_PAYLOAD_FAULTED)
		sct_note(w, "faulted");
	return true;
}

SCT_NEED_LAYOUT(iovec);

void sct_walk_iov_bytes(struct sct_walk *w, const struct sct_payload *vector_of, const struct sct_payload *data,
			uint64_t count, uint64_t limit)
{
	const uint8_t *d = data ? data->bytes.data : NULL, *end = data ? d + data->bytes.size : NULL;
	size_t each = 2u * w->word;
	uint64_t n = vector_of->bytes.size / each;

	if (n > count)
		n = count;
	sct_open(w, SCT_GROUP_ARRAY);
	for (uint64_t i = 0; i < n; i++) {
		uint64_t base = sct_load(vector_of->bytes.data + i * each, w->word);
		uint64_t length = sct_load(vector_of->bytes.data + i * each + w->word, w->word);
		uint64_t used = length < limit ? length : limit, got = 0;

		if (i >= w->string_limit && !w->verbose)
			break;
		if (d && end - d >= 4) {
			got = sct_load(d, 4);
			d += 4;
			if (got > (uint64_t)(end - d))
				got = (uint64_t)(end - d);
		} else {
			d = NULL;
		}
		limit -= used;
		sct_member(w, NULL);
		sct_open(w, SCT_GROUP_STRUCT);
		sct_member(w, "iov_base");
		if (d && (got || !used))
			sct_emit_text(w, SCT_BLOB_DATA, d, got < used ? got : used, got < used);
		else
			sct_emit(w, SCT_V_ADDRESS, base);
		sct_member(w, "iov_len");
		sct_emit(w, SCT_V_UNSIGNED, length);
		sct_close(w, SCT_GROUP_STRUCT);
		d = d ? d + got : NULL;
	}
	if (n < count || (n > w->string_limit && !w->verbose))
		sct_more(w);
	sct_close(w, SCT_GROUP_ARRAY);
}

bool sct_walk_iov(struct sct_walk *w, unsigned i)
{
	const struct sct_arg_type *t = &w->types[i];
	bool out = t->when & SCT_CAP_OUT;
	const struct sct_payload *v = sct_walk_payload(w, i, SCT_PART_IOV, out);
	const struct sct_payload *d = sct_walk_payload(w, i, SCT_PART_IOV_DATA, out);
	uint64_t count = t->len_arg < 6 ? sct_walk_arg(w, t->len_arg) : 0;

	if (!v && !out)
		v = sct_walk_payload(w, i, SCT_PART_IOV, true);
	if (!d && !out)
		d = sct_walk_payload(w, i, SCT_PART_IOV_DATA, true);
	argument(w, i);
	if (!count && sct_walk_arg(w, i)) {
		sct_open(w, SCT_GROUP_ARRAY);
		sct_close(w, SCT_GROUP_ARRAY);
	} else if (sct_walk_behind(w, i, v)) {
		sct_walk_iov_bytes(w, v, d, count, !out ? UINT64_MAX : w->e->result < 0 ? 0 : (uint64_t)w->e->result);
	}
	return true;
}

bool sct_walk_dirents(struct sct_walk *w, unsigned i)
{
	const struct sct_payload *p = sct_walk_output(w, i);
	bool old = w->types[i].type.id == SCT_T_DIRENTS_OLD;
	size_t at = old ? 2u * w->word : 16, size = p ? p->bytes.size : 0;
	uint64_t count = 0;

	argument(w, i);
	sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
	if (!w->returned || w->failed)
		return true;
	for (size_t o = 0; o + at + 2 <= size; count++) {
		size_t length = sct_load(p->bytes.data + o + at, 2);

		if (length < at + 2)
			break;
		o += length;
	}
	if (size < (uint64_t)w->e->result)
		w->v->ops->count(w->v, count, "entries or more");
	else
		w->v->ops->count(w->v, count, "entries");
	return true;
}
