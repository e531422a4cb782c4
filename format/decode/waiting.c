/* SPDX-License-Identifier: BSD-2-Clause */
/* select and poll: descriptor sets, and what the kernel left of them behind the result. */
#include "format/decode/walk.h"

#include <string.h>

SCT_NEED_SET(poll_events);

/* Descriptors below nfds that are in the set; -1: none of them is. */
static void fd_set_bytes(struct sct_walk *w, const uint8_t *d, size_t n, uint64_t nfds)
{
	sct_open(w, SCT_GROUP_BITS);
	for (uint64_t k = 0; k < n * 8 && k < nfds; k++)
		if (d[k / 8] >> k % 8 & 1) {
			sct_member(w, NULL);
			sct_emit(w, SCT_V_FD, k);
		}
	sct_close(w, SCT_GROUP_BITS);
}

static uint64_t set_size(const struct sct_walk *w)
{
	int32_t n = (int32_t)sct_walk_arg(w, 0);

	return n < 0 ? 0 : (uint64_t)n;
}

bool sct_walk_fdset(struct sct_walk *w, unsigned i)
{
	const struct sct_payload *p = sct_walk_input(w, i);

	w->v->ops->argument(w->v, w->row->arg_names[i], false);
	if ((int32_t)sct_walk_arg(w, 0) < 0)
		sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
	else if (sct_walk_behind(w, i, p))
		fd_set_bytes(w, p->bytes.data, p->bytes.size, set_size(w));
	return true;
}

static bool any_bit(const struct sct_payload *p, uint64_t nfds)
{
	for (uint64_t k = 0; k < p->bytes.size * 8 && k < nfds; k++)
		if (p->bytes.data[k / 8] >> k % 8 & 1)
			return true;
	return false;
}

static void begin(struct sct_walk *w, bool *any)
{
	if (!*any)
		sct_open(w, SCT_GROUP_UNION);
	*any = true;
}

static void time_left(struct sct_walk *w, unsigned i, bool *any)
{
	const struct sct_payload *p = sct_walk_output(w, i);
	const struct sct_value_type *t = &w->types[i].type;

	if (!p || !sct_walk_arg(w, i) || t->id != SCT_T_STRUCT || p->bytes.size < t->layout->size)
		return;
	begin(w, any);
	sct_member(w, "left");
	sct_walk_struct(w, t->layout, p->bytes.data, p->bytes.size);
}

static void after_select(struct sct_walk *w)
{
	static const char *const names[] = { NULL, "in", "out", "except" };
	bool any = false;

	if (!w->e->result) {
		sct_open(w, SCT_GROUP_UNION);
		sct_member(w, NULL);
		sct_emit_name(w, "Timeout", 0);
		sct_close(w, SCT_GROUP_UNION);
		return;
	}
	for (unsigned i = 1; i <= 3; i++) {
		const struct sct_payload *p = sct_walk_output(w, i);

		if (!p || !sct_walk_arg(w, i) || !any_bit(p, set_size(w)))
			continue;
		begin(w, &any);
		sct_member(w, names[i]);
		fd_set_bytes(w, p->bytes.data, p->bytes.size, set_size(w));
	}
	time_left(w, 4, &any);
	if (any)
		sct_close(w, SCT_GROUP_UNION);
}

static void after_poll(struct sct_walk *w)
{
	const struct sct_payload *p = sct_walk_output(w, 0);
	uint64_t n = (uint32_t)sct_walk_arg(w, 1);
	bool any = false;

	sct_open(w, SCT_GROUP_UNION);
	sct_member(w, NULL);
	if (!w->e->result) {
		sct_emit_name(w, "Timeout", 0);
		sct_close(w, SCT_GROUP_UNION);
		return;
	}
	sct_open(w, SCT_GROUP_ARRAY);
	for (uint64_t k = 0; p && k < n && (k + 1) * 8 <= p->bytes.size; k++) {
		const uint8_t *d = p->bytes.data + k * 8;

		if (!sct_load(d + 6, 2))
			continue;
		sct_member(w, NULL);
		sct_open(w, SCT_GROUP_STRUCT);
		sct_member(w, "fd");
		sct_emit(w, SCT_V_FD, (uint64_t)(int32_t)sct_load(d, 4));
		sct_member(w, "revents");
		sct_emit_set(w, &sct_set_poll_events, sct_load(d + 6, 2));
		sct_close(w, SCT_GROUP_STRUCT);
	}
	if (!p || p->bytes.size / 8 < n)
		sct_more(w);
	sct_close(w, SCT_GROUP_ARRAY);
	any = true;
	if (w->row->arg_count > 3)
		time_left(w, 2, &any);
	sct_close(w, SCT_GROUP_UNION);
}

SCT_NEED_LAYOUT(user_desc);

/* set_thread_area chooses an entry when asked for -1 */
static void after_thread_area(struct sct_walk *w)
{
	const struct sct_payload *in = sct_walk_input(w, 0), *out = sct_walk_output(w, 0);

	if (!in || !out || in->bytes.size < 4 || out->bytes.size < 4 ||
	    sct_load(in->bytes.data, 4) == sct_load(out->bytes.data, 4))
		return;
	sct_open(w, SCT_GROUP_UNION);
	sct_member(w, NULL);
	sct_emit_name(w, "entry_number=", 0);
	sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)sct_load(out->bytes.data, 4));
	sct_close(w, SCT_GROUP_UNION);
}

void sct_walk_after(struct sct_walk *w)
{
	if (w->row->arg_count == 1 && w->types[0].type.layout == sct_layout_user_desc[w->slot] && w->types[0].type.layout) {
		after_thread_area(w);
		return;
	}
	if (w->row->arg_count >= 5 && w->types[1].type.id == SCT_T_FDSET)
		after_select(w);
	else if (w->row->arg_count >= 3 && w->types[0].type.id == SCT_T_STRUCT && (w->types[0].when & SCT_CAP_OUT) &&
		 w->types[0].shape == SCT_SHAPE_ARRAY && !strcmp(w->types[0].type.layout->name, "pollfd"))
		after_poll(w);
}
