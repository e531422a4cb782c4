/* SPDX-License-Identifier: BSD-2-Clause */
/* What pointers point to: one value, arrays, structs by their layout. */
#include "format/decode/walk.h"

#include <stdio.h>
#include <string.h>

bool sct_walk_behind(struct sct_walk *w, unsigned i, const struct sct_payload *p)
{
	uint64_t address = sct_walk_arg(w, i);
	bool none;

	if (p && address && (p->status == SCT_PAYLOAD_OK || p->status == SCT_PAYLOAD_TRUNCATED ||
	    (p->status == SCT_PAYLOAD_FAULTED && p->bytes.size)))
		return true;
	sct_emit(w, SCT_V_ADDRESS, address);
	if (!p || !address)
		return false;
	/* after EFAULT everybody knows, and nothing lies in the first page or in the kernel's half */
	none = address < 4096 || address > (w->word == 4 ? UINT64_C(0xffffefff) : INT64_MAX);
	if (p->status == SCT_PAYLOAD_FAULTED && !(w->failed && (none || w->e->result == -14)))
		sct_note(w, "faulted");
	else if (p->status == SCT_PAYLOAD_NOT_CAPTURED)
		sct_note(w, "not captured");
	return false;
}

SCT_NEED_SET(sa_flags);

/* linux/sched.h: which members of struct clone_args the flags give a meaning. */
static bool unused_by_clone(uint64_t flags, const struct sct_member *m, const uint8_t *data)
{
	switch (m->offset) {
	case 8: return !(flags & 0x1000);                  /* pidfd: CLONE_PIDFD */
	case 16: return !(flags & 0x1200000);              /* child_tid: CLONE_CHILD_SETTID, _CLEARTID */
	case 24: return !(flags & 0x100000);               /* parent_tid: CLONE_PARENT_SETTID */
	case 56: return !(flags & 0x80000);                /* tls: CLONE_SETTLS */
	case 64: case 72: return !sct_load(data + m->offset, 8);
	case 80: return !(flags & UINT64_C(0x200000000));  /* cgroup: CLONE_INTO_CGROUP */
	default: return false;
	}
}

SCT_NEED_SET(open);
SCT_NEED_SET(poll_events);
SCT_NEED_LAYOUT(clone_args);
SCT_NEED_LAYOUT(io_uring_params);
SCT_NEED_LAYOUT(open_how);
SCT_NEED_LAYOUT(mount_attr);

/* Members that others decide about. */
static bool hidden(const struct sct_walk *w, const struct sct_layout *l, const struct sct_member *m,
		   const uint8_t *data)
{
	bool device = (w->memo & 0170000) == 0020000 || (w->memo & 0170000) == 0060000;

	if (l == sct_layout_clone_args[w->slot])
		return unused_by_clone(w->memo, m, data);
	if (l == sct_layout_io_uring_params[w->slot])
		return m->type.id == SCT_T_FD && !(w->memo & 0x20);   /* IORING_SETUP_ATTACH_WQ */
	if (m->type.set == &sct_set_poll_events)
		return (int32_t)w->memo < 0;
	switch (m->type.id) {
	case SCT_T_FILESIZE:
	case SCT_T_FILESIZE32:
		return device;
	case SCT_T_RDEV64:
	case SCT_T_RDEV32:
		return !device;
	case SCT_T_RESTORER:
		return !(w->memo & 0x04000000);   /* SA_RESTORER */
	case SCT_T_MODE64:
		/* O_CREAT, the bit of O_TMPFILE */
		return !(w->memo & 020000100) && !sct_load(data + m->offset, m->type.size);
	case SCT_T_SIGVAL:
		return !sct_load(data + m->offset, m->type.size);
	default:
		return false;
	}
}

SCT_NEED_SET(clone);

SCT_NEED_SET(io_uring_setup);
SCT_NEED_LAYOUT(pollfd);

static bool decides(const struct sct_walk *w, const struct sct_layout *l, const struct sct_member *m)
{
	return m->type.id == SCT_T_ST_MODE || m->type.id == SCT_T_ST_MODE16 ||
		(m->type.id == SCT_T_FD && l == sct_layout_pollfd[w->slot]) ||
		m->type.set == &sct_set_sa_flags || m->type.set == &sct_set_io_uring_setup || m->type.set == &sct_set_open || m->type.set == &sct_set_clone;
}

static void chars(struct sct_walk *w, const uint8_t *data, size_t size)
{
	const uint8_t *end = memchr(data, 0, size);

	sct_emit_text(w, SCT_BLOB_STRING, data, end ? (size_t)(end - data) : size, false);
}

/* asm-generic/termbits.h: what each control character is for */
static void control_characters(struct sct_walk *w, const uint8_t *data, size_t n)
{
	static const char *const names[] = {
		"[VINTR]", "[VQUIT]", "[VERASE]", "[VKILL]", "[VEOF]", "[VTIME]", "[VMIN]", "[VSWTC]", "[VSTART]",
		"[VSTOP]", "[VSUSP]", "[VEOL]", "[VREPRINT]", "[VDISCARD]", "[VWERASE]", "[VLNEXT]", "[VEOL2]", "[17]", "[18]",
	};

	sct_open(w, SCT_GROUP_ARRAY);
	for (size_t i = 0; i < n && i < sizeof names / sizeof *names; i++) {
		sct_member(w, names[i]);
		sct_emit(w, SCT_V_HEX, data[i]);
	}
	sct_close(w, SCT_GROUP_ARRAY);
}

static void one_member(struct sct_walk *w, const struct sct_member *m, const uint8_t *data, size_t room)
{
	size_t size = m->type.id == SCT_T_STRUCT ? m->type.layout->size : m->type.size;

	if (m->type.id == SCT_T_CHARS)
		chars(w, data, m->count);
	else if (m->type.id == SCT_T_CC)
		control_characters(w, data, m->count);
	else if (m->count)
		sct_walk_array(w, &m->type, size, data, m->count * size, m->count);
	else
		sct_walk_memory(w, &m->type, data, room);
}

SCT_NEED_LAYOUT(timeval_utime);
SCT_NEED_LAYOUT(timespec_utime);
SCT_NEED_LAYOUT(timespec64_utime);
SCT_NEED_LAYOUT(statx_timestamp);

/* linux/stat.h */
enum { UTIME_NOW_NS = 0x3fffffff, UTIME_OMIT_NS = 0x3ffffffe };

static bool is_file_time(const struct sct_walk *w, const struct sct_layout *l)
{
	return l == sct_layout_timeval_utime[w->slot] || l == sct_layout_timespec_utime[w->slot] ||
		l == sct_layout_timespec64_utime[w->slot] || l == sct_layout_statx_timestamp[w->slot];
}

/* Seconds and a fraction, and the date they mean. */
static void file_time(struct sct_walk *w, const struct sct_layout *l, const uint8_t *data)
{
	const struct sct_member *s = &l->fields[0], *f = &l->fields[1];
	uint64_t seconds = sct_load(data + s->offset, s->type.size), fraction = sct_load(data + f->offset, f->type.size);
	struct sct_value when = { .kind = SCT_V_WHEN };

	if (l != sct_layout_timeval_utime[w->slot] && (fraction == UTIME_NOW_NS || fraction == UTIME_OMIT_NS)) {
		sct_emit_name(w, fraction == UTIME_NOW_NS ? "UTIME_NOW" : "UTIME_OMIT", fraction);
		return;
	}
	if (s->type.size == 4)
		seconds = (uint64_t)(int32_t)seconds;
	sct_open(w, SCT_GROUP_STRUCT);
	sct_member(w, s->name);
	sct_emit(w, SCT_V_SIGNED, seconds);
	sct_member(w, f->name);
	sct_emit(w, SCT_V_UNSIGNED, fraction);
	sct_close(w, SCT_GROUP_STRUCT);
	when.u = seconds;
	when.digits = l == sct_layout_timeval_utime[w->slot] ? 6 : 9;
	if (fraction < (when.digits == 6 ? 1000000 : 1000000000)) {
		when.fraction = (uint32_t)fraction;
		w->v->ops->value(w->v, &when);
	}
}

/* st_mtime is explained with the nanoseconds that follow it in memory */
static void stamp(struct sct_walk *w, const struct sct_member *m, unsigned left, const uint8_t *data, size_t size)
{
	struct sct_value v = { .kind = SCT_V_STAMP, .u = sct_load(data + m->offset, m->type.size) };
	uint64_t ns;

	if (m->type.size == 4)
		v.u = (uint64_t)(int32_t)v.u;
	if (left && m[1].offset + m[1].type.size <= size && strlen(m[1].name) > 5 &&
	    !strcmp(m[1].name + strlen(m[1].name) - 5, "_nsec")) {
		ns = sct_load(data + m[1].offset, m[1].type.size);
		v.fraction = ns < 1000000000 ? (uint32_t)ns : 0;
		v.digits = 9;
	}
	w->v->ops->value(w->v, &v);
}

/* asm/ldt.h: the bit fields of struct user_desc */
static void segment_bits(struct sct_walk *w, uint32_t v)
{
	static const struct { const char *name; uint8_t at, bits; } fields[] = {
		{ "seg_32bit", 0, 1 }, { "contents", 1, 2 }, { "read_exec_only", 3, 1 }, { "limit_in_pages", 4, 1 },
		{ "seg_not_present", 5, 1 }, { "useable", 6, 1 },
	};

	for (unsigned k = 0; k < sizeof fields / sizeof *fields; k++) {
		sct_member(w, fields[k].name);
		sct_emit(w, SCT_V_UNSIGNED, v >> fields[k].at & ((1u << fields[k].bits) - 1));
	}
}

/* What a program built for a newer kernel passes behind the members known here, unless it is zero. */
static void beyond(struct sct_walk *w, const struct sct_layout *l, const uint8_t *data, size_t size)
{
	char range[48];
	size_t n = l->size;

	while (n < size && !data[n])
		n++;
	if (n >= size)
		return;
	snprintf(range, sizeof range, "bytes %u..%zu", l->size, size - 1);
	w->v->ops->extra(w->v, range);
	sct_emit_text(w, SCT_BLOB_BINARY, data + l->size, size - l->size, false);
}

void sct_walk_struct(struct sct_walk *w, const struct sct_layout *l, const uint8_t *data, size_t size)
{
	bool brief = l->brief_count && !w->verbose, cut = false, whole = w->whole;
	const struct sct_member *m = brief ? l->brief : l->fields;
	unsigned n = brief ? l->brief_count : l->field_count;

	if (w->depth >= SCT_WALK_DEPTH)
		return;
	if (!n) {
		sct_emit_blob(w, SCT_BLOB_BINARY, data, size < l->size ? size : l->size, size < l->size);
		return;
	}
	/* structs that may grow say how long they are */
	if (size >= 4 && l->fields[0].offset == 0 && !strcmp(l->fields[0].name, "size") && sct_load(data, 4) < size &&
	    sct_load(data, 4) >= 4) {
		size = (size_t)sct_load(data, 4);
		whole = true;
	}
	if (size >= l->size && is_file_time(w, l)) {
		file_time(w, l, data);
		return;
	}
	w->depth++;
	sct_open(w, SCT_GROUP_STRUCT);
	for (; n; n--, m++) {
		size_t need = m->type.id == SCT_T_STRUCT ? m->type.layout->size : m->type.size;

		if (m->count)
			need *= m->count;
		if (m->offset + need > size) {
			cut = true;
			continue;
		}
		if (decides(w, l, m))
			w->memo = sct_load(data + m->offset, m->type.size);
		if (hidden(w, l, m, data))
			continue;
		if (m->type.id == SCT_T_SEGMENT_BITS) {
			segment_bits(w, (uint32_t)sct_load(data + m->offset, 4));
			continue;
		}
		sct_member(w, m->name);
		if (m->type.id == SCT_T_STAMP)
			stamp(w, m, n - 1, data, size);
		else
			one_member(w, m, data + m->offset, need);
	}
	if (w->whole && w->depth == 1)
		beyond(w, l, data, size);
	if (brief || (cut && !whole))
		sct_more(w);
	sct_close(w, SCT_GROUP_STRUCT);
	w->depth--;
}

void sct_walk_memory(struct sct_walk *w, const struct sct_value_type *t, const uint8_t *data, size_t size)
{
	if (t->id == SCT_T_STRUCT)
		sct_walk_struct(w, t->layout, data, size);
	else if (t->id == SCT_T_SIGSET)
		sct_walk_sigset(w, data, size < 8 ? size : 8);
	else if (size < t->size || t->size > 8)
		sct_emit_blob(w, SCT_BLOB_BINARY, data, size, size < t->size);
	else
		sct_walk_scalar(w, t, sct_load(data, t->size));
}

void sct_walk_array(struct sct_walk *w, const struct sct_value_type *t, size_t element, const uint8_t *data,
		    size_t size, uint64_t expected)
{
	uint64_t count = element ? size / element : 0;

	if (count > expected)
		count = expected;
	sct_open(w, SCT_GROUP_ARRAY);
	for (uint64_t i = 0; i < count; i++) {
		if (i >= w->string_limit && !w->verbose)
			break;
		sct_member(w, NULL);
		sct_walk_memory(w, t, data + i * element, element);
	}
	if (count < expected || (count > w->string_limit && !w->verbose))
		sct_more(w);
	sct_close(w, SCT_GROUP_ARRAY);
}

/* How many elements there are, as far as the arguments say. */
static uint64_t expected(const struct sct_walk *w, const struct sct_arg_type *t, const struct sct_payload *p)
{
	uint64_t n;

	switch (t->length) {
	case SCT_CAP_FIXED:
		return t->count;
	case SCT_CAP_LEN_ARG:
		n = sct_walk_arg(w, t->len_arg);
		return t->element == 1 ? n / (t->type.size ? t->type.size : 1) : n;
	case SCT_CAP_LEN_RESULT:
		n = w->e->result < 0 ? 0 : (uint64_t)w->e->result;
		if (t->len_arg < 6 && n > sct_walk_arg(w, t->len_arg))
			n = sct_walk_arg(w, t->len_arg);
		return n;
	default:
		return t->element ? p->bytes.size / t->element : 0;
	}
}

/* The first version of structs that grow: with less than that the kernel does not look at it. */
static size_t least(const struct sct_walk *w, const struct sct_layout *l)
{
	if (l == sct_layout_open_how[w->slot])
		return 24;
	if (l == sct_layout_mount_attr[w->slot])
		return 32;
	return l == sct_layout_clone_args[w->slot] ? 64 : 0;
}

static void behind(struct sct_walk *w, unsigned i, const struct sct_payload *p)
{
	const struct sct_arg_type *t = &w->types[i];
	size_t size = p->bytes.size;

	if (t->type.layout && size < least(w, t->type.layout)) {
		sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
		return;
	}
	/* a program compiled for an older kernel passes a shorter struct */
	w->whole = t->length == SCT_CAP_LEN_ARG && t->element == 1 && p->status == SCT_PAYLOAD_OK;
	if (t->shape == SCT_SHAPE_ARRAY) {
		sct_walk_array(w, &t->type, t->element, p->bytes.data, size, expected(w, t, p));
	} else if (t->type.id == SCT_T_STRUCT) {
		sct_walk_struct(w, t->type.layout, p->bytes.data, size);
		w->whole = false;
	} else {
		sct_open(w, SCT_GROUP_ARRAY);
		sct_member(w, NULL);
		sct_walk_memory(w, &t->type, p->bytes.data, size);
		sct_close(w, SCT_GROUP_ARRAY);
	}
}

static bool readable(const struct sct_payload *p)
{
	return p && p->bytes.size && p->status <= SCT_PAYLOAD_FAULTED;
}

/* What clone3 stored at parent_tid is the child's id, and so is its result. */
static void clone_wrote(struct sct_walk *w, const struct sct_payload *in)
{
	if (!w->returned || w->e->result <= 0 || in->bytes.size < 32 || !(sct_load(in->bytes.data, 8) & 0x100000) ||
	    !sct_load(in->bytes.data + 24, 8))
		return;
	sct_change(w);
	sct_open(w, SCT_GROUP_STRUCT);
	sct_member(w, "parent_tid");
	sct_open(w, SCT_GROUP_ARRAY);
	sct_member(w, NULL);
	sct_emit(w, SCT_V_PID, (uint64_t)w->e->result);
	sct_close(w, SCT_GROUP_ARRAY);
	sct_close(w, SCT_GROUP_STRUCT);
}

void sct_walk_pointer(struct sct_walk *w, unsigned i)
{
	const struct sct_arg_type *t = &w->types[i];
	const struct sct_payload *in = t->when & SCT_CAP_IN ? sct_walk_input(w, i) : NULL;
	const struct sct_payload *out = t->when & SCT_CAP_OUT && !t->quiet ? sct_walk_output(w, i) : NULL;

	if (t->restart && w->returned && !w->failed) {
		sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
		return;
	}
	/* wait4(..., WNOHANG) = 0 left the status alone */
	if (t->type.id == SCT_T_WSTATUS && w->returned && !w->e->result) {
		sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
		return;
	}
	if (t->length == SCT_CAP_LEN_RESULT && sct_walk_arg(w, i) && w->returned && !w->e->result) {
		sct_open(w, SCT_GROUP_ARRAY);
		sct_close(w, SCT_GROUP_ARRAY);
		return;
	}
	if (!in || !readable(in)) {
		if (sct_walk_behind(w, i, out ? out : in))
			behind(w, i, out ? out : in);
		return;
	}
	if (!sct_walk_behind(w, i, in))
		return;
	behind(w, i, in);
	if (t->type.layout && t->type.layout == sct_layout_clone_args[w->slot])
		clone_wrote(w, in);
	if (readable(out) && (out->bytes.size != in->bytes.size ||
	    memcmp(out->bytes.data, in->bytes.data, in->bytes.size))) {
		sct_change(w);
		behind(w, i, out);
	}
}
