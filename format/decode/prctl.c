/* SPDX-License-Identifier: BSD-2-Clause */
/* prctl and keyctl: how many arguments each operation takes, and what they are. */
#include "format/decode/walk.h"

#include <string.h>

SCT_NEED_SET(capability);
SCT_NEED_SET(cap_ambient);
SCT_NEED_SET(dumpable);
SCT_NEED_SET(seccomp_mode);
SCT_NEED_SET(securebits);
SCT_NEED_SET(prctl_tsc);
SCT_NEED_SET(prctl_mce_kill);
SCT_NEED_SET(prctl_mce_policy);
SCT_NEED_SET(prctl_mm);
SCT_NEED_SET(prctl_spec);
SCT_NEED_SET(prctl_spec_state);
SCT_NEED_SET(prctl_vma);
SCT_NEED_SET(key_perm);

/*
 * linux/prctl.h. One letter for each argument behind the option:
 * u number, x hex, p address, s signal, n name; written by the kernel: I int, G signal, A address, T time stamp mode;
 * sets: c capability, D dumpable, m seccomp mode, a ambient, b secure bits, t time stamp mode, k and K machine
 * checks, M part of the memory map, S and F speculation, v kind of mapping's name; P a tracer.
 */
static const struct {
	uint32_t option;
	char arguments[5];
} options[] = {
	{ 1, "s" }, { 2, "G" }, { 3, "" }, { 4, "D" }, { 5, "I" }, { 7, "" }, { 8, "u" }, { 9, "I" }, { 11, "I" }, { 13, "" },
	{ 14, "u" }, { 15, "n" }, { 16, "n" }, { 19, "I" }, { 21, "" }, { 22, "mpxx" }, { 23, "c" }, { 24, "c" }, { 25, "T" },
	{ 26, "t" }, { 27, "" }, { 28, "b" }, { 29, "u" }, { 30, "" }, { 31, "" }, { 32, "" }, { 33, "kKxx" }, { 34, "xxxx" },
	{ 35, "Mxxx" }, { 36, "u" }, { 37, "I" }, { 38, "uxxx" }, { 39, "uxxx" }, { 40, "A" }, { 41, "uxxx" },
	{ 42, "uxxx" }, { 47, "acxx" }, { 52, "S" }, { 53, "SF" }, { 57, "uxxx" }, { 58, "xxxx" }, { 0x59616d61, "P" },
	{ 0x53564d41, "vpup" },
};

/* What argument i of the option is, 0: not looked at. */
static char kind_of(const struct sct_walk *w, unsigned i)
{
	uint64_t first = sct_walk_arg(w, 1);

	for (unsigned k = 0; k < sizeof options / sizeof *options; k++) {
		if (options[k].option != (uint32_t)sct_walk_arg(w, 0))
			continue;
		if (options[k].option == 22 && i > 1)                  /* only a filter has an address */
			return first == 2 ? i == 2 ? 'p' : 0 : first < 2 ? 0 : 'x';
		if (options[k].option == 47 && i == 2 && (first < 1 || first > 3))
			return 'x';
		return options[k].arguments[i - 1];
	}
	return 'x';
}

static void process_name(struct sct_walk *w, unsigned i)
{
	bool get = (uint32_t)sct_walk_arg(w, 0) == 16;
	const struct sct_payload *p = get ? sct_walk_output(w, i) : sct_walk_payload(w, i, SCT_PART_SELF, false);
	const uint8_t *nul;
	size_t n;

	if (!sct_walk_behind(w, i, p))
		return;
	nul = memchr(p->bytes.data, 0, p->bytes.size);
	n = nul ? (size_t)(nul - p->bytes.data) : p->bytes.size;
	/* the kernel looks at 16 bytes, the last a NUL */
	sct_emit_text(w, SCT_BLOB_STRING, p->bytes.data, n > 15 ? 15 : n, n > 15);
}

static void written(struct sct_walk *w, unsigned i, char kind)
{
	const struct sct_payload *p = sct_walk_output(w, i);
	unsigned size = kind == 'A' ? w->word : 4;
	uint64_t u;

	if (w->failed || !p || p->bytes.size < size) {
		sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
		return;
	}
	u = sct_load(p->bytes.data, size);
	sct_open(w, SCT_GROUP_ARRAY);
	sct_member(w, NULL);
	if (kind == 'G')
		sct_emit(w, SCT_V_SIGNAL, u);
	else if (kind == 'T')
		sct_emit_set(w, &sct_set_prctl_tsc, u);
	else if (kind == 'A')
		sct_emit(w, SCT_V_ADDRESS, u);
	else
		sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)u);
	sct_close(w, SCT_GROUP_ARRAY);
}

static void named(struct sct_walk *w, char kind, uint64_t arg)
{
	switch (kind) {
	case 'c': sct_emit_set(w, &sct_set_capability, arg); return;
	case 'D': sct_emit_set(w, &sct_set_dumpable, arg); return;
	case 'm': sct_emit_set(w, &sct_set_seccomp_mode, arg); return;
	case 'a': sct_emit_set(w, &sct_set_cap_ambient, arg); return;
	case 'b': sct_emit_set(w, &sct_set_securebits, arg); return;
	case 't': sct_emit_set(w, &sct_set_prctl_tsc, arg); return;
	case 'k': sct_emit_set(w, &sct_set_prctl_mce_kill, arg); return;
	case 'K': sct_emit_set(w, &sct_set_prctl_mce_policy, arg); return;
	case 'M': sct_emit_set(w, &sct_set_prctl_mm, arg); return;
	case 'S': sct_emit_set(w, &sct_set_prctl_spec, arg); return;
	case 'F':
		if (sct_set_name(&sct_set_prctl_spec, sct_walk_arg(w, 1)))
			sct_emit_set(w, &sct_set_prctl_spec_state, arg);
		else
			sct_emit(w, SCT_V_HEX, arg);
		return;
	case 'v': sct_emit_set(w, &sct_set_prctl_vma, arg); return;
	case 's': sct_emit(w, SCT_V_SIGNAL, arg); return;
	case 'u': sct_emit(w, SCT_V_UNSIGNED, arg); return;
	case 'p': sct_emit(w, SCT_V_ADDRESS, arg); return;
	default: sct_emit(w, SCT_V_HEX, arg); return;
	}
}

bool sct_walk_prctl(struct sct_walk *w, unsigned i)
{
	uint64_t arg = sct_walk_arg(w, i), any = w->word == 4 ? UINT32_MAX : UINT64_MAX;
	char kind = kind_of(w, i);

	if (!kind)
		return false;
	w->v->ops->argument(w->v, w->row->arg_names[i], false);
	if (kind == 'n')
		process_name(w, i);
	else if (kind == 'I' || kind == 'G' || kind == 'T' || kind == 'A')
		written(w, i, kind);
	else if (kind == 'P' && arg == any)
		sct_emit_name(w, "PR_SET_PTRACER_ANY", arg);
	else if (kind == 'P')
		sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)arg);
	else
		named(w, kind, arg);
	return true;
}

/* The set that explains what an option returned, NULL: a number. */
const struct sct_flagset *sct_prctl_result(const struct sct_walk *w)
{
	switch ((uint32_t)sct_walk_arg(w, 0)) {
	case 3: return &sct_set_dumpable;                       /* PR_GET_DUMPABLE */
	case 27: return w->e->result ? &sct_set_securebits : NULL;
	case 34: return &sct_set_prctl_mce_policy;              /* PR_MCE_KILL_GET */
	case 52: return w->e->result ? &sct_set_prctl_spec_state : NULL;
	default: return NULL;
	}
}

/*
 * linux/keyctl.h. One letter for each argument behind the operation:
 * k key, u number, d signed number, i user or group, x hex, p address, f permissions.
 */
static const char operations[][5] = {
	"ku", "p", "kpu", "k", "kii", "kf", "kpu", "k", "kk", "kk", "kppk", "kpu", "kpuk", "kuk", "d", "ku", "k", "kpu", "",
	"kuuk", "kpuk", "k", "ik", "ppup",
};

static char key_kind(const struct sct_walk *w, unsigned i)
{
	uint32_t operation = (uint32_t)sct_walk_arg(w, 0);

	return operation < sizeof operations / sizeof *operations ? operations[operation][i - 1] : 'x';
}

bool sct_walk_keyctl(struct sct_walk *w, unsigned i)
{
	struct sct_value_type key = { .id = SCT_T_KEY_SERIAL, .size = 4 };
	uint64_t arg = sct_walk_arg(w, i);
	char kind = key_kind(w, i);

	if (!kind)
		return false;
	w->v->ops->argument(w->v, w->row->arg_names[i], false);
	switch (kind) {
	case 'k': sct_walk_scalar(w, &key, (uint32_t)arg); break;
	case 'u': sct_emit(w, SCT_V_UNSIGNED, arg); break;
	case 'd': sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)arg); break;
	case 'i': sct_emit(w, SCT_V_ID, (uint64_t)(int32_t)arg); break;
	case 'f': sct_emit_set(w, &sct_set_key_perm, (uint32_t)arg); break;
	case 'p': sct_emit(w, SCT_V_ADDRESS, arg); break;
	default: sct_emit(w, SCT_V_HEX, arg); break;
	}
	return true;
}
