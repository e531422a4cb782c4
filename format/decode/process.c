/* SPDX-License-Identifier: BSD-2-Clause */
/* clone, waiting for ids, CPU sets, I/O priorities, calls whose arguments lie in a struct. */
#include "format/decode/walk.h"

static void argument(struct sct_walk *w, unsigned i)
{
	w->v->ops->argument(w->v, w->row->arg_names[i], false);
}

enum { PARENT_SETTID = 0x100000, CHILD_CLEARTID = 0x200000, CHILD_SETTID = 0x1000000, SETTLS = 0x80000,
	PIDFD = 0x1000 };

static void clone_parent_tid(struct sct_walk *w, unsigned i)
{
	const struct sct_payload *p = sct_walk_output(w, i);

	w->v->ops->argument(w->v, "parent_tid", true);
	if (!sct_walk_behind(w, i, p))
		return;
	if (p->bytes.size < 4) {
		sct_emit_blob(w, SCT_BLOB_BINARY, p->bytes.data, p->bytes.size, true);
		return;
	}
	sct_open(w, SCT_GROUP_ARRAY);
	sct_member(w, NULL);
	sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)sct_load(p->bytes.data, 4));
	sct_close(w, SCT_GROUP_ARRAY);
}

/* Its arguments have another order on every architecture, and flags decide which are read:
 * shown by name, in one order. */
bool sct_walk_clone(struct sct_walk *w)
{
	uint64_t flags;
	unsigned tls, child;

	if (w->types[0].type.id != SCT_T_CLONE_FLAGS)
		return false;
	flags = sct_walk_arg(w, 0);
	tls = w->types[4].type.id == SCT_T_CLONE_TLS ? 4 : 3;
	child = tls == 4 ? 3 : 4;
	w->v->ops->argument(w->v, "child_stack", true);
	sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, 1));
	w->v->ops->argument(w->v, "flags", true);
	sct_emit(w, SCT_V_CLONE_FLAGS, flags);
	if (flags & (PARENT_SETTID | PIDFD))
		clone_parent_tid(w, 2);
	if (flags & SETTLS) {
		w->v->ops->argument(w->v, "tls", true);
		sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, tls));
	}
	if (flags & (CHILD_SETTID | CHILD_CLEARTID)) {
		w->v->ops->argument(w->v, "child_tidptr", true);
		sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, child));
	}
	return true;
}

SCT_NEED_LAYOUT(old_mmap_args);
SCT_NEED_LAYOUT(old_select_args);

/* i386's first mmap and select take a pointer to their arguments. */
bool sct_walk_flat(struct sct_walk *w)
{
	const struct sct_layout *l = w->types[0].type.layout;
	const struct sct_payload *p;

	if (w->row->arg_count != 1 || w->types[0].type.id != SCT_T_STRUCT || w->slot != 1 ||
	    (l != sct_layout_old_mmap_args[1] && l != sct_layout_old_select_args[1]))
		return false;
	p = sct_walk_input(w, 0);
	if (!p || p->bytes.size < l->size)
		return false;
	for (unsigned k = 0; k < l->field_count; k++) {
		w->v->ops->argument(w->v, l->fields[k].name, false);
		sct_walk_memory(w, &l->fields[k].type, p->bytes.data + l->fields[k].offset, l->fields[k].type.size);
	}
	return true;
}

bool sct_walk_wait_id(struct sct_walk *w, unsigned i)
{
	argument(w, i);
	sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)sct_walk_arg(w, i));
	return true;
}

static void bit_set(struct sct_walk *w, const uint8_t *d, size_t n)
{
	sct_open(w, SCT_GROUP_BITS);
	for (size_t k = 0; k < n * 8; k++)
		if (d[k / 8] >> k % 8 & 1) {
			sct_member(w, NULL);
			sct_emit(w, SCT_V_UNSIGNED, k);
		}
	sct_close(w, SCT_GROUP_BITS);
}

bool sct_walk_cpuset(struct sct_walk *w, unsigned i)
{
	bool out = w->types[i].when & SCT_CAP_OUT;
	const struct sct_payload *p = out ? sct_walk_output(w, i) : sct_walk_input(w, i);

	argument(w, i);
	if (sct_walk_behind(w, i, p))
		bit_set(w, p->bytes.data, p->bytes.size);
	return true;
}

bool sct_walk_nodemask(struct sct_walk *w, unsigned i)
{
	bool out = w->types[i].when & SCT_CAP_OUT;
	const struct sct_payload *p = out ? sct_walk_output(w, i) : sct_walk_input(w, i);

	argument(w, i);
	if (!sct_walk_behind(w, i, p))
		return true;
	sct_open(w, SCT_GROUP_ARRAY);
	for (size_t k = 0; k + w->word <= p->bytes.size; k += w->word) {
		sct_member(w, NULL);
		sct_emit(w, w->word == 8 ? SCT_V_HEX16 : SCT_V_HEX8, sct_load(p->bytes.data + k, w->word));
	}
	sct_close(w, SCT_GROUP_ARRAY);
	return true;
}

bool sct_walk_ioprio(struct sct_walk *w, unsigned i)
{
	argument(w, i);
	sct_emit(w, SCT_V_IOPRIO, (uint32_t)sct_walk_arg(w, i));
	return true;
}

/* linux/capability.h: version 3 has two elements with 32 bits of every set each */
bool sct_walk_cap_data(struct sct_walk *w, unsigned i)
{
	static const char *const names[] = { "effective", "permitted", "inheritable" };
	bool out = w->types[i].when & SCT_CAP_OUT;
	const struct sct_payload *p = out ? sct_walk_output(w, i) : sct_walk_input(w, i), *head = sct_walk_input(w, 0);
	bool two = head && head->bytes.size >= 4 && sct_load(head->bytes.data, 4) != 0x19980330;

	argument(w, i);
	if (!head || head->bytes.size < 4) {
		sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
		return true;
	}
	if (!sct_walk_behind(w, i, p))
		return true;
	sct_open(w, SCT_GROUP_STRUCT);
	for (unsigned k = 0; k < 3; k++) {
		uint64_t set;

		if (4u * k + 4 > p->bytes.size)
			break;
		set = sct_load(p->bytes.data + 4 * k, 4);
		if (two && 4u * k + 16 <= p->bytes.size)
			set |= sct_load(p->bytes.data + 12 + 4 * k, 4) << 32;
		sct_member(w, names[k]);
		sct_emit(w, SCT_V_CAPABILITIES, set);
	}
	sct_close(w, SCT_GROUP_STRUCT);
	return true;
}
