/* SPDX-License-Identifier: BSD-2-Clause */
/* What a call returned, and what its result means where it is more than a number. */
#include "format/decode/walk.h"

SCT_NEED_SET(open);
SCT_NEED_SET(fd_flags);
SCT_NEED_SET(seals);
SCT_NEED_SET(lock_type);
SCT_NEED_SET(fcntl);

SCT_NEED_SET(prctl);
SCT_NEED_SET(membarrier);
SCT_NEED_SET(membarrier_commands);

/* The set that explains the result of a call, and how the text calls it. */
static const struct sct_flagset *meaning(const struct sct_walk *w, const char **name)
{
	const struct sct_syscall *r = w->row;

	*name = NULL;
	if (r->arg_count > 1 && w->types[1].type.set == &sct_set_fcntl) {
		*name = "flags";
		switch ((uint32_t)sct_walk_arg(w, 1)) {
		case 1: return &sct_set_fd_flags;
		case 3: return &sct_set_open;
		case 1025: *name = NULL; return &sct_set_lock_type;
		case 1034: *name = "seals"; return &sct_set_seals;
		default: return NULL;
		}
	}
	if (r->arg_count && w->types[0].type.set == &sct_set_prctl)
		return sct_prctl_result(w);
	if (r->arg_count && w->types[0].type.set == &sct_set_membarrier)
		return sct_walk_arg(w, 0) ? NULL : &sct_set_membarrier_commands;        /* MEMBARRIER_CMD_QUERY */
	return w->types ? w->types[r->arg_count].type.set : NULL;
}

static void explain(struct sct_walk *w, const struct sct_flagset *set, const char *name)
{
	unsigned type = w->types[w->row->arg_count].type.id;
	struct sct_value date = { .kind = SCT_V_DATE, .u = (uint64_t)w->e->result };

	if (!set && w->row->arg_count > 1 && w->types[1].type.set == &sct_set_fcntl &&
	    (uint32_t)sct_walk_arg(w, 1) == 11 && w->e->result) {           /* F_GETSIG */
		sct_open(w, SCT_GROUP_UNION);
		sct_member(w, NULL);
		sct_emit(w, SCT_V_SIGNAL, (uint64_t)w->e->result);
		sct_close(w, SCT_GROUP_UNION);
		return;
	}
	if (!set && type != SCT_T_STAMP && type != SCT_T_IOPRIO && type != SCT_T_SIGHANDLER)
		return;
	sct_open(w, SCT_GROUP_UNION);
	sct_member(w, name);
	if (set)
		sct_emit_set(w, set, (uint64_t)w->e->result);
	else if (type == SCT_T_IOPRIO)
		sct_emit(w, SCT_V_IOPRIO, (uint64_t)w->e->result);
	else if (type == SCT_T_SIGHANDLER)
		sct_walk_scalar(w, &w->types[w->row->arg_count].type, (uint64_t)w->e->result);
	else
		w->v->ops->value(w->v, &date);
	sct_close(w, SCT_GROUP_UNION);
}

/* Sets of bits are shown in hexadecimal, and so is what fcntl fetches. */
static bool in_hex(const struct sct_walk *w, const struct sct_flagset *set)
{
	return set && (!set->is_enum || (w->row->arg_count > 1 && w->types[1].type.set == &sct_set_fcntl));
}

static enum sct_value_kind result_kind(const struct sct_walk *w)
{
	uint8_t flags = w->row ? w->row->flags : 0;

	if (flags & SCT_SYS_RETURNS_ADDR)
		return SCT_V_HEX0;
	if (flags & SCT_SYS_RETURNS_MODE)
		return SCT_V_PERMISSIONS;
	if (flags & SCT_SYS_RETURNS_FD)
		return SCT_V_FD;
	return SCT_V_SIGNED;
}

static void plain(struct sct_walk *w)
{
	struct sct_result r = { .outcome = SCT_RESULT_VALUE };

	r.value.kind = (uint8_t)result_kind(w);
	r.value.u = (uint64_t)w->e->result;
	if (w->word == 4 && r.value.kind == SCT_V_HEX0)
		r.value.u = (uint32_t)r.value.u;
	w->v->ops->result(w->v, &r);
}

void sct_emit_result(struct sct_walk *w)
{
	struct sct_result r = { .outcome = SCT_RESULT_NONE };
	const struct sct_flagset *set;
	const char *name = NULL;

	if (w->failed) {
		r.outcome = SCT_RESULT_ERROR;
		r.value.kind = SCT_V_ERRNO;
		r.value.u = -(uint64_t)w->e->result;
	}
	if (!w->returned || w->failed) {
		w->v->ops->result(w->v, &r);
		return;
	}
	set = w->row ? meaning(w, &name) : NULL;
	if (set && name && !w->e->result && set != &sct_set_open)
		set = NULL;
	if (in_hex(w, set)) {
		r.outcome = SCT_RESULT_VALUE;
		r.value.kind = SCT_V_HEX;
		r.value.u = (uint64_t)w->e->result;
		w->v->ops->result(w->v, &r);
		explain(w, set, name);
		return;
	}
	plain(w);
	if (!w->row)
		return;
	if (w->types)
		explain(w, set, name);
	sct_walk_after(w);
}
