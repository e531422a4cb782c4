/* SPDX-License-Identifier: BSD-2-Clause */
/* Signal sets and struct siginfo. */
#include "format/decode/walk.h"

SCT_NEED_SET(si_code);
SCT_NEED_SET(si_code_ill);
SCT_NEED_SET(si_code_fpe);
SCT_NEED_SET(si_code_segv);
SCT_NEED_SET(si_code_bus);
SCT_NEED_SET(si_code_trap);
SCT_NEED_SET(si_code_chld);
SCT_NEED_SET(si_code_poll);
SCT_NEED_SET(si_code_sys);

static void argument(struct sct_walk *w, unsigned i)
{
	w->v->ops->argument(w->v, w->row->arg_names[i], false);
}

/* Names without SIG; the complement when most are in it. */
void sct_walk_sigset(struct sct_walk *w, const uint8_t *data, size_t size)
{
	unsigned bits = size < 8 ? 8 * (unsigned)size : 64, in;
	uint64_t set = sct_load(data, size < 8 ? (unsigned)size : 8);
	bool invert;

	in = (unsigned)__builtin_popcountll(set);
	invert = in >= bits * 2 / 3;
	if (invert)
		set = ~set;
	sct_open(w, invert ? SCT_GROUP_NOT_BITS : SCT_GROUP_BITS);
	for (unsigned n = 1; n <= bits; n++) {
		const char *name;

		if (!(set >> (n - 1) & 1))
			continue;
		name = sct_signal_name((int)n);
		sct_member(w, NULL);
		if (name)
			sct_emit_name(w, name + 3, n);
		else
			sct_emit(w, SCT_V_UNSIGNED, n);
	}
	sct_close(w, invert ? SCT_GROUP_NOT_BITS : SCT_GROUP_BITS);
}

/* Linux has one size of sets, and refuses others without looking; less than a word is no set. */
static bool wrong_size(const struct sct_walk *w, unsigned i)
{
	const struct sct_arg_type *last = &w->types[w->row->arg_count - 1];
	bool given = w->row->arg_count > i + 1u && last->shape == SCT_SHAPE_VALUE && last->type.id == SCT_T_SIZE;

	return given && !(w->types[i].when & SCT_CAP_OUT) && sct_walk_arg(w, w->row->arg_count - 1u) < w->word;
}

static bool sigset(struct sct_walk *w, unsigned i, unsigned need)
{
	bool out = w->types[i].when & SCT_CAP_OUT;
	const struct sct_payload *p = out ? sct_walk_output(w, i) : sct_walk_input(w, i);

	argument(w, i);
	if (need == 8 && wrong_size(w, i) && w->failed)
		sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
	else if (sct_walk_behind(w, i, p))
		sct_walk_sigset(w, p->bytes.data, p->bytes.size < need ? p->bytes.size : need);
	return true;
}

bool sct_walk_sigset_arg(struct sct_walk *w, unsigned i)
{
	return sigset(w, i, 8);
}

bool sct_walk_old_sigset(struct sct_walk *w, unsigned i)
{
	return sigset(w, i, w->word);
}

const char *sct_si_code_name(unsigned signo, uint32_t code)
{
	static const struct { unsigned signo; const struct sct_flagset *set; } by_signal[] = {
		{ 4, &sct_set_si_code_ill }, { 8, &sct_set_si_code_fpe }, { 11, &sct_set_si_code_segv },
		{ 7, &sct_set_si_code_bus }, { 5, &sct_set_si_code_trap }, { 17, &sct_set_si_code_chld },
		{ 29, &sct_set_si_code_poll }, { 31, &sct_set_si_code_sys },
	};
	const char *name = sct_set_name(&sct_set_si_code, code);

	for (unsigned k = 0; k < sizeof by_signal / sizeof *by_signal && !name; k++)
		if (by_signal[k].signo == signo)
			name = sct_set_name(by_signal[k].set, code);
	return name;
}

static void number(struct sct_walk *w, const char *name, enum sct_value_kind kind, uint64_t u)
{
	sct_member(w, name);
	sct_emit(w, kind, u);
}

static void child(struct sct_walk *w, uint32_t code, const uint8_t *d)
{
	unsigned at = w->word == 8 ? 16 : 12;
	uint32_t status = (uint32_t)sct_load(d + at + 8, 4);

	number(w, "si_pid", SCT_V_PID, (uint64_t)(int32_t)sct_load(d + at, 4));
	number(w, "si_uid", SCT_V_ID, (uint64_t)(int32_t)sct_load(d + at + 4, 4));
	/* CLD_EXITED carries an exit code, the others a signal */
	number(w, "si_status", code == 1 ? SCT_V_SIGNED : SCT_V_SIGNAL, (uint64_t)(int32_t)status);
	at = w->word == 8 ? 32 : 24;
	number(w, "si_utime", SCT_V_TICKS, sct_load(d + at, w->word));
	number(w, "si_stime", SCT_V_TICKS, sct_load(d + at + w->word, w->word));
}

void sct_walk_siginfo_bytes(struct sct_walk *w, const uint8_t *d, size_t size)
{
	uint32_t signo, code;
	unsigned at = w->word == 8 ? 16 : 12;
	const char *name;

	if (size < 48) {
		sct_emit_blob(w, SCT_BLOB_BINARY, d, size, true);
		return;
	}
	signo = (uint32_t)sct_load(d, 4);
	code = (uint32_t)sct_load(d + 8, 4);
	sct_open(w, SCT_GROUP_STRUCT);
	if (signo)
		number(w, "si_signo", SCT_V_SIGNAL, (uint64_t)(int32_t)signo);
	name = signo ? sct_si_code_name(signo, code) : NULL;
	if (signo) {
		sct_member(w, "si_code");
		if (name)
			sct_emit_name(w, name, code);
		else
			sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)code);
	}
	if (signo && signo == 17 && (int32_t)code > 0) {
		child(w, code, d);
	} else if (signo && (signo == 4 || signo == 7 || signo == 8 || signo == 11) && (int32_t)code > 0 && code != 0x80) {
		number(w, "si_addr", SCT_V_ADDRESS, sct_load(d + at, w->word));
	} else if (signo && ((int32_t)code == 0 || (int32_t)code == -6 || (int32_t)code == -1)) {
		number(w, "si_pid", SCT_V_PID, (uint64_t)(int32_t)sct_load(d + at, 4));
		number(w, "si_uid", SCT_V_ID, (uint64_t)(int32_t)sct_load(d + at + 4, 4));
		if ((int32_t)code == -1) {
			uint64_t value = sct_load(d + at + 8, w->word);

			if (value) {
				number(w, "si_int", SCT_V_SIGNED, (uint64_t)(int32_t)value);
				number(w, "si_ptr", SCT_V_ADDRESS, value);
			}
		}
	}
	sct_close(w, SCT_GROUP_STRUCT);
}

bool sct_walk_siginfo(struct sct_walk *w, unsigned i)
{
	bool out = w->types[i].when & SCT_CAP_OUT;
	const struct sct_payload *p = out ? sct_walk_output(w, i) : sct_walk_input(w, i);

	argument(w, i);
	if (sct_walk_behind(w, i, p))
		sct_walk_siginfo_bytes(w, p->bytes.data, p->bytes.size);
	return true;
}
