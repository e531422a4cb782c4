/* SPDX-License-Identifier: BSD-2-Clause */
/* The walk over one call: its name, its arguments by type, its result. */
#include "format/decode/walk.h"

#include <stdio.h>

static sct_walk_fn *const specials[SCT_T_COUNT] = {
	[SCT_T_PATH] = sct_walk_string, [SCT_T_STR] = sct_walk_string, [SCT_T_MOUNT_DATA] = sct_walk_string,
	[SCT_T_FSCONFIG_VALUE] = sct_walk_fsconfig, [SCT_T_FSCONFIG_KEY] = sct_walk_string,
	[SCT_T_FSCONFIG_AUX] = sct_walk_fsconfig_aux, [SCT_T_MOUNT_TYPE] = sct_walk_string, [SCT_T_STRINGS] = sct_walk_strings, [SCT_T_ENV] = sct_walk_env,
	[SCT_T_DATA] = sct_walk_data, [SCT_T_CSTR] = sct_walk_data, [SCT_T_NOISE] = sct_walk_data, [SCT_T_IOV] = sct_walk_iov,
	[SCT_T_OPEN_MODE] = sct_walk_open_mode, [SCT_T_OFF_LO] = sct_walk_offset,
	[SCT_T_OFF_HI] = sct_walk_offset_high, [SCT_T_LLSEEK_HI] = sct_walk_llseek,
	[SCT_T_LLSEEK_LO] = sct_walk_offset_high, [SCT_T_PGOFF] = sct_walk_pgoff,
	[SCT_T_FANOTIFY_MASK_LO] = sct_walk_mask_lo, [SCT_T_MREMAP_ADDR] = sct_walk_mremap_addr,
	[SCT_T_DIRENTS] = sct_walk_dirents, [SCT_T_DIRENTS_OLD] = sct_walk_dirents,
	[SCT_T_SOCKADDR] = sct_walk_sockaddr, [SCT_T_SOCKOPT] = sct_walk_sockopt,
	[SCT_T_SOCKOPT_NAME] = sct_walk_sockopt_name, [SCT_T_SOCKET_PROTOCOL] = sct_walk_protocol,
	[SCT_T_MSGHDR] = sct_walk_msghdr, [SCT_T_MMSGHDR] = sct_walk_mmsghdr, [SCT_T_SOCKLEN] = sct_walk_socklen,
	[SCT_T_FCNTL_ARG] = sct_walk_fcntl, [SCT_T_IOCTL_ARG] = sct_walk_ioctl,
	[SCT_T_PRCTL_ARG] = sct_walk_prctl, [SCT_T_PRCTL_ARG3] = sct_walk_prctl,
	[SCT_T_PRCTL_ARG4] = sct_walk_prctl, [SCT_T_PRCTL_ARG5] = sct_walk_prctl,
	[SCT_T_FUTEX_VAL] = sct_walk_futex_val, [SCT_T_FUTEX_TIMEOUT] = sct_walk_futex_timeout,
	[SCT_T_FUTEX_TIMEOUT64] = sct_walk_futex_timeout, [SCT_T_FUTEX_UADDR2] = sct_walk_futex_uaddr2,
	[SCT_T_FUTEX_VAL3] = sct_walk_futex_val3, [SCT_T_KEYCTL_ARG2] = sct_walk_keyctl, [SCT_T_KEYCTL_ARG] = sct_walk_keyctl,
	[SCT_T_MKNOD_DEV] = sct_walk_mknod_dev, [SCT_T_MEMBARRIER_CPU] = sct_walk_membarrier_cpu,
	[SCT_T_PERSONA] = sct_walk_persona, [SCT_T_KCMP_INDEX] = sct_walk_kcmp,
	[SCT_T_SYSLOG_ACTION] = sct_walk_syslog, [SCT_T_REBOOT_ARG] = sct_walk_reboot_arg,
	[SCT_T_CAP_DATA] = sct_walk_cap_data, [SCT_T_BPF_ATTR] = sct_walk_bpf,
	[SCT_T_PTRACE_OP] = sct_walk_ptrace_op, [SCT_T_PTRACE_PID] = sct_walk_ptrace_pid,
	[SCT_T_PTRACE_ADDR] = sct_walk_ptrace_addr, [SCT_T_PTRACE_DATA] = sct_walk_ptrace_data,
	[SCT_T_LANDLOCK_RULE] = sct_walk_landlock, [SCT_T_FILE_HANDLE] = sct_walk_file_handle,
	[SCT_T_MEMFD_FLAGS] = sct_walk_memfd, [SCT_T_QUOTACTL_CMD] = sct_walk_quotactl,
	[SCT_T_ARCH_PRCTL_ARG] = sct_walk_arch_prctl, [SCT_T_SECCOMP_ARG] = sct_walk_seccomp,
	[SCT_T_SECCOMP_FLAGS] = sct_walk_seccomp_flags,
	[SCT_T_WAITID_ID] = sct_walk_wait_id, [SCT_T_CPUSET] = sct_walk_cpuset,
	[SCT_T_NODEMASK] = sct_walk_nodemask, [SCT_T_IOPRIO] = sct_walk_ioprio,
	[SCT_T_SIGSET] = sct_walk_sigset_arg, [SCT_T_OLD_SIGSET] = sct_walk_old_sigset,
	[SCT_T_SIGINFO] = sct_walk_siginfo, [SCT_T_FDSET] = sct_walk_fdset,
};

const struct sct_payload *sct_walk_payload(const struct sct_walk *w, unsigned i, unsigned part, bool at_exit)
{
	const struct sct_payload *p = w->e->payloads;

	for (unsigned n = w->e->payload_count; n; n--, p++)
		if (p->arg == i && p->part == part && p->at_exit == at_exit)
			return p;
	return NULL;
}

const struct sct_payload *sct_walk_input(const struct sct_walk *w, unsigned i)
{
	unsigned part = SCT_PART_SELF;
	const struct sct_payload *p;

	p = sct_walk_payload(w, i, part, false);
	if (!p && !(w->types[i].when & SCT_CAP_OUT))
		p = sct_walk_payload(w, i, part, true);
	return p;
}

const struct sct_payload *sct_walk_output(const struct sct_walk *w, unsigned i)
{
	return sct_walk_payload(w, i, SCT_PART_SELF, true);
}

bool sct_walk_argument(struct sct_walk *w, unsigned i)
{
	const struct sct_arg_type *t = &w->types[i];
	sct_walk_fn *special = t->shape == SCT_SHAPE_SPECIAL || t->shape == SCT_SHAPE_VALUE ?
		specials[t->type.id] : NULL;

	if (t->type.id == SCT_T_SOCKLEN)
		special = sct_walk_socklen;
	if (special)
		return special(w, i);
	w->v->ops->argument(w->v, w->row->arg_names[i], false);
	if (t->shape == SCT_SHAPE_VALUE) {
		uint64_t raw = sct_walk_arg(w, i);

		sct_walk_scalar(w, &t->type, t->type.size < 8 ? raw & ((UINT64_C(1) << 8 * t->type.size) - 1) : raw);
	} else if (t->shape == SCT_SHAPE_SPECIAL) {
		const struct sct_payload *p = sct_walk_input(w, i);

		if (!p || t->when & SCT_CAP_OUT)
			p = sct_walk_output(w, i);
		if (sct_walk_behind(w, i, p))
			sct_emit_blob(w, SCT_BLOB_BINARY, p->bytes.data, p->bytes.size,
				      p->status == SCT_PAYLOAD_TRUNCATED);
	} else {
		sct_walk_pointer(w, i);
	}
	return true;
}

static void arguments(struct sct_walk *w)
{
	if (!w->row) {
		for (unsigned i = 0; i < w->e->arg_count && i < 6; i++) {
			w->v->ops->argument(w->v, "", false);
			sct_emit(w, SCT_V_HEX, sct_walk_arg(w, i));
		}
		return;
	}
	if (!w->row->arg_count || sct_walk_clone(w) || sct_walk_flat(w))
		return;
	for (unsigned i = 0; i < w->row->arg_count; i++)
		if (!sct_walk_argument(w, i))
			break;
}

void sct_walk_call(struct sct_visitor *v, const struct sct_event *event, const struct sct_print_opts *opts)
{
	struct sct_event inner;
	const struct sct_event *e = sct_walk_inner(event, &inner) ? &inner : event;
	int slot = sct_abi_slot(e->abi);
	struct sct_walk w = {
		.v = v, .e = e, .opts = opts,
		.row = sct_syscall_by_number(e->abi, e->number),
		.slot = (uint8_t)(slot < 0 ? 0 : slot),
		.word = e->abi == SCT_ABI_I386 || e->abi == SCT_ABI_ARM ? 4 : 8,
		.returned = e->kind == SCT_SYSCALL,
		.verbose = opts && opts->verbose,
		.string_limit = opts && opts->string_limit ? opts->string_limit : UINT32_MAX,
	};
	char name[32];

	w.failed = w.returned && (uint64_t)e->result >= (uint64_t)-4095;
	if (w.row)
		w.types = w.row->types;
	else
		/* negative numbers fill the register */
		snprintf(name, sizeof name, "syscall_0x%llx", e->number >> 31 && w.word == 8 ?
			 (unsigned long long)(int64_t)(int32_t)e->number : e->number);
	v->ops->call(v, e, w.row ? w.row->name : name);
	arguments(&w);
	sct_emit_result(&w);
}
