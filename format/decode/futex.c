/* SPDX-License-Identifier: BSD-2-Clause */
/* futex(2): the operation decides what the other arguments are. */
#include "format/decode/walk.h"

/* linux/futex.h */
enum { WAIT, WAKE, FD, REQUEUE, CMP_REQUEUE, WAKE_OP, LOCK_PI, UNLOCK_PI, TRYLOCK_PI, WAIT_BITSET, WAKE_BITSET,
	WAIT_REQUEUE_PI, CMP_REQUEUE_PI, LOCK_PI2, OPS };

static const struct {
	bool val, timeout, val2, uaddr2, val3;
} takes[OPS] = {
	[WAIT] = { .val = true, .timeout = true }, [WAKE] = { .val = true }, [FD] = { .val = true },
	[REQUEUE] = { .val = true, .val2 = true, .uaddr2 = true },
	[CMP_REQUEUE] = { .val = true, .val2 = true, .uaddr2 = true, .val3 = true },
	[WAKE_OP] = { .val = true, .val2 = true, .uaddr2 = true, .val3 = true },
	[LOCK_PI] = { .timeout = true }, [UNLOCK_PI] = { .val = false }, [TRYLOCK_PI] = { .val = false },
	[WAIT_BITSET] = { .val = true, .timeout = true, .val3 = true }, [WAKE_BITSET] = { .val = true, .val3 = true },
	[WAIT_REQUEUE_PI] = { .val = true, .timeout = true, .uaddr2 = true },
	[CMP_REQUEUE_PI] = { .val = true, .val2 = true, .uaddr2 = true, .val3 = true },
	[LOCK_PI2] = { .timeout = true },
};

static unsigned op(const struct sct_walk *w)
{
	return (uint32_t)sct_walk_arg(w, 1) & 127;
}

static void argument(struct sct_walk *w, unsigned i)
{
	w->v->ops->argument(w->v, w->row->arg_names[i], false);
}

bool sct_walk_futex_val(struct sct_walk *w, unsigned i)
{
	uint32_t v = (uint32_t)sct_walk_arg(w, i);

	if (op(w) < OPS && !takes[op(w)].val)
		return true;
	argument(w, i);
	sct_emit(w, SCT_V_UNSIGNED, v);
	return true;
}

SCT_NEED_LAYOUT(timespec);
SCT_NEED_LAYOUT(timespec64);

bool sct_walk_futex_timeout(struct sct_walk *w, unsigned i)
{
	bool wide = w->types[i].type.id == SCT_T_FUTEX_TIMEOUT64;
	const struct sct_payload *p;

	if (op(w) < OPS && takes[op(w)].val2) {
		argument(w, i);
		sct_emit(w, SCT_V_UNSIGNED, (uint32_t)sct_walk_arg(w, i));
		return true;
	}
	if (op(w) < OPS && !takes[op(w)].timeout)
		return true;
	argument(w, i);
	if (op(w) >= OPS) {
		sct_emit(w, SCT_V_HEX, sct_walk_arg(w, i));
		return true;
	}
	p = sct_walk_input(w, i);
	if (sct_walk_behind(w, i, p))
		sct_walk_struct(w, (wide ? sct_layout_timespec64 : sct_layout_timespec)[w->slot], p->bytes.data,
				p->bytes.size);
	return true;
}

bool sct_walk_futex_uaddr2(struct sct_walk *w, unsigned i)
{
	if (op(w) < OPS && !takes[op(w)].uaddr2)
		return true;
	argument(w, i);
	sct_emit(w, op(w) < OPS ? SCT_V_ADDRESS : SCT_V_HEX, sct_walk_arg(w, i));
	return true;
}

bool sct_walk_futex_val3(struct sct_walk *w, unsigned i)
{
	uint32_t v = (uint32_t)sct_walk_arg(w, i);

	if (op(w) < OPS && !takes[op(w)].val3)
		return true;
	argument(w, i);
	if (op(w) == WAKE_OP)
		sct_emit(w, SCT_V_FUTEX_OP, v);
	else if ((op(w) == WAIT_BITSET || op(w) == WAKE_BITSET) && v == UINT32_MAX)
		sct_emit_name(w, "FUTEX_BITSET_MATCH_ANY", v);
	else if (op(w) == WAIT_BITSET || op(w) == WAKE_BITSET || op(w) >= OPS)
		sct_emit(w, SCT_V_HEX, v);
	else
		sct_emit(w, SCT_V_UNSIGNED, v);
	return true;
}
