/* SPDX-License-Identifier: BSD-2-Clause */
/* ptrace, bpf, Landlock rules, file handles. */
#include "format/decode/walk.h"

SCT_NEED_SET(ptrace);
SCT_NEED_SET(ptrace_options);
SCT_NEED_LAYOUT(landlock_path_beneath);
SCT_NEED_LAYOUT(landlock_net_port);
SCT_NEED_LAYOUT(bpf_map_create);
SCT_NEED_LAYOUT(bpf_map_elem);
SCT_NEED_LAYOUT(bpf_prog_load);
SCT_NEED_LAYOUT(bpf_obj);
SCT_NEED_LAYOUT(bpf_prog_attach);
SCT_NEED_LAYOUT(bpf_next_id);
SCT_NEED_LAYOUT(bpf_fd_by_id);
SCT_NEED_LAYOUT(bpf_info);
SCT_NEED_LAYOUT(bpf_raw_tracepoint);
SCT_NEED_LAYOUT(bpf_btf_load);
SCT_NEED_LAYOUT(bpf_link_create);

static void argument(struct sct_walk *w, unsigned i)
{
	w->v->ops->argument(w->v, w->row->arg_names[i], false);
}

/* linux/ptrace.h, asm/ptrace-abi.h */
enum { TRACEME = 0, CONT = 7, KILL = 8, SINGLESTEP = 9, ATTACH = 16, DETACH = 17, SYSCALL = 24, SYSEMU = 31,
	SYSEMU_STEP = 32, SINGLEBLOCK = 33, SETOPTIONS = 0x4200, SEIZE = 0x4206, INTERRUPT = 0x4207, LISTEN = 0x4208 };

static uint64_t request(const struct sct_walk *w)
{
	return sct_walk_arg(w, 0);
}

bool sct_walk_ptrace_op(struct sct_walk *w, unsigned i)
{
	argument(w, i);
	sct_emit_set(w, &sct_set_ptrace, sct_walk_arg(w, i));
	return request(w) != TRACEME;
}

bool sct_walk_ptrace_pid(struct sct_walk *w, unsigned i)
{
	argument(w, i);
	sct_emit(w, SCT_V_PID, (uint64_t)(int32_t)sct_walk_arg(w, i));
	switch (request(w)) {
	case KILL: case ATTACH: case INTERRUPT: case LISTEN:
		return false;
	default:
		return true;
	}
}

bool sct_walk_ptrace_addr(struct sct_walk *w, unsigned i)
{
	argument(w, i);
	sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
	return true;
}

bool sct_walk_ptrace_data(struct sct_walk *w, unsigned i)
{
	uint64_t data = sct_walk_arg(w, i);

	argument(w, i);
	switch (request(w)) {
	case CONT: case SINGLESTEP: case DETACH: case SYSCALL: case SYSEMU: case SYSEMU_STEP: case SINGLEBLOCK:
		sct_emit(w, SCT_V_SIGNAL, data);
		return true;
	case SETOPTIONS: case SEIZE:
		sct_emit_set(w, &sct_set_ptrace_options, data);
		return true;
	default:
		sct_emit(w, SCT_V_ADDRESS, data);
		return true;
	}
}

/* linux/bpf.h: the members of union bpf_attr that each command uses */
static const struct sct_layout *const *bpf_layout(uint32_t cmd)
{
	static const struct sct_layout *const *const layouts[] = {
		[0] = sct_layout_bpf_map_create, [1] = sct_layout_bpf_map_elem, [2] = sct_layout_bpf_map_elem,
		[3] = sct_layout_bpf_map_elem, [4] = sct_layout_bpf_map_elem, [5] = sct_layout_bpf_prog_load,
		[6] = sct_layout_bpf_obj, [7] = sct_layout_bpf_obj, [8] = sct_layout_bpf_prog_attach,
		[9] = sct_layout_bpf_prog_attach, [11] = sct_layout_bpf_next_id, [12] = sct_layout_bpf_next_id,
		[13] = sct_layout_bpf_fd_by_id, [14] = sct_layout_bpf_fd_by_id, [15] = sct_layout_bpf_info,
		[17] = sct_layout_bpf_raw_tracepoint, [18] = sct_layout_bpf_btf_load, [19] = sct_layout_bpf_fd_by_id,
		[21] = sct_layout_bpf_map_elem, [22] = sct_layout_bpf_map_elem, [23] = sct_layout_bpf_next_id,
		[28] = sct_layout_bpf_link_create, [30] = sct_layout_bpf_fd_by_id, [31] = sct_layout_bpf_next_id,
	};

	return cmd < sizeof layouts / sizeof *layouts ? layouts[cmd] : NULL;
}

bool sct_walk_bpf(struct sct_walk *w, unsigned i)
{
	const struct sct_layout *const *l = bpf_layout((uint32_t)sct_walk_arg(w, 0));
	const struct sct_payload *p = sct_walk_input(w, i);

	argument(w, i);
	if (!sct_walk_behind(w, i, p))
		return true;
	if (l) {
		w->whole = p->status == SCT_PAYLOAD_OK;
		sct_walk_struct(w, l[w->slot], p->bytes.data, p->bytes.size);
		w->whole = false;
	} else {
		sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
	}
	return true;
}

/* linux/landlock.h: LANDLOCK_RULE_PATH_BENEATH, LANDLOCK_RULE_NET_PORT */
bool sct_walk_landlock(struct sct_walk *w, unsigned i)
{
	const struct sct_payload *p = sct_walk_input(w, i);
	uint32_t type = (uint32_t)sct_walk_arg(w, 1);

	argument(w, i);
	if (type != 1 && type != 2)
		p = NULL;
	if (sct_walk_behind(w, i, p))
		sct_walk_struct(w, (type == 1 ? sct_layout_landlock_path_beneath : sct_layout_landlock_net_port)[w->slot],
				p->bytes.data, p->bytes.size);
	return true;
}

static void handle_bytes(struct sct_walk *w, const struct sct_payload *in, const struct sct_payload *out)
{
	uint32_t before = (uint32_t)sct_load(in->bytes.data, 4), after;

	sct_member(w, "handle_bytes");
	sct_emit(w, SCT_V_UNSIGNED, before);
	if (!out)
		return;
	after = (uint32_t)sct_load(out->bytes.data, 4);
	if (after == before)
		return;
	sct_change(w);
	sct_emit(w, SCT_V_UNSIGNED, after);
}

/* struct file_handle: room or length, type, then that many bytes */
bool sct_walk_file_handle(struct sct_walk *w, unsigned i)
{
	bool fills = w->types[i].when & SCT_CAP_OUT;
	const struct sct_payload *in = sct_walk_input(w, i), *out = fills ? sct_walk_output(w, i) : NULL;
	const struct sct_payload *filled = fills ? out : in;

	argument(w, i);
	if (!sct_walk_behind(w, i, in))
		return true;
	if (out && out->bytes.size < 8)
		out = NULL;
	if (in->bytes.size < 8) {
		sct_emit_blob(w, SCT_BLOB_BINARY, in->bytes.data, in->bytes.size, true);
		return true;
	}
	sct_open(w, SCT_GROUP_STRUCT);
	handle_bytes(w, in, out);
	if (filled && filled->bytes.size >= 8) {
		uint64_t n = sct_load(filled->bytes.data, 4);
		size_t have = filled->bytes.size - 8;

		sct_member(w, "handle_type");
		sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)sct_load(filled->bytes.data + 4, 4));
		sct_member(w, "f_handle");
		sct_emit_text(w, SCT_BLOB_BINARY, filled->bytes.data + 8, n < have ? (size_t)n : have, n > have);
	}
	sct_close(w, SCT_GROUP_STRUCT);
	return true;
}
