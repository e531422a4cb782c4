/* SPDX-License-Identifier: BSD-2-Clause */
/* fcntl, ioctl, seccomp and others whose command decides what the argument is. */
#include "format/decode/walk.h"

SCT_NEED_SET(open);
SCT_NEED_SET(fd_flags);
SCT_NEED_SET(lock_type);
SCT_NEED_SET(notify);
SCT_NEED_SET(seals);
SCT_NEED_SET(seccomp_action);
SCT_NEED_SET(seccomp_flags);
SCT_NEED_LAYOUT(flock);
SCT_NEED_LAYOUT(flock64);
SCT_NEED_LAYOUT(flock_set);
SCT_NEED_LAYOUT(flock64_set);
SCT_NEED_LAYOUT(f_owner_ex);
SCT_NEED_LAYOUT(winsize);
SCT_NEED_LAYOUT(termios);
SCT_NEED_LAYOUT(sock_fprog);

static void argument(struct sct_walk *w, unsigned i)
{
	w->v->ops->argument(w->v, w->row->arg_names[i], false);
}

static void behind(struct sct_walk *w, unsigned i, const struct sct_payload *p, const struct sct_layout *l)
{
	if (sct_walk_behind(w, i, p))
		sct_walk_struct(w, l, p->bytes.data, p->bytes.size);
}

/* asm-generic/fcntl.h, linux/fcntl.h */
enum {
	DUPFD = 0, GETFD = 1, SETFD = 2, GETFL = 3, SETFL = 4, GETLK = 5, SETLK = 6, SETLKW = 7, SETOWN = 8, GETOWN = 9,
	SETSIG = 10, GETSIG = 11, GETLK64 = 12, SETLK64 = 13, SETLKW64 = 14, SETOWN_EX = 15, GETOWN_EX = 16,
	OFD_GETLK = 36, OFD_SETLK = 37, OFD_SETLKW = 38,
	SETLEASE = 1024, GETLEASE = 1025, NOTIFY = 1026, DUPFD_CLOEXEC = 1030, SETPIPE_SZ = 1031, GETPIPE_SZ = 1032,
	ADD_SEALS = 1033, GET_SEALS = 1034, GET_RW_HINT = 1035, SET_RW_HINT = 1036, GET_FILE_RW_HINT = 1037,
	SET_FILE_RW_HINT = 1038,
};

static void fcntl_lock(struct sct_walk *w, unsigned i, uint32_t cmd)
{
	bool get = cmd == GETLK || cmd == GETLK64 || cmd == OFD_GETLK;
	bool wide = w->word == 8 || cmd > SETLKW;
	const struct sct_layout *const *l = get ? wide ? sct_layout_flock64 : sct_layout_flock :
		wide ? sct_layout_flock64_set : sct_layout_flock_set;

	behind(w, i, get ? sct_walk_output(w, i) : sct_walk_payload(w, i, SCT_PART_SELF, false),
	       wide && w->word == 8 ? (get ? sct_layout_flock : sct_layout_flock_set)[w->slot] : l[w->slot]);
}

bool sct_walk_fcntl(struct sct_walk *w, unsigned i)
{
	uint32_t cmd = (uint32_t)sct_walk_arg(w, 1);
	uint64_t arg = sct_walk_arg(w, i);

	switch (cmd) {
	case GETFD: case GETFL: case GETOWN: case GETSIG: case GETLEASE: case GETPIPE_SZ: case GET_SEALS:
		return true;
	}
	argument(w, i);
	switch (cmd) {
	case DUPFD: case DUPFD_CLOEXEC: case SETOWN: case SETPIPE_SZ:
		sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)arg);
		break;
	case SETFD:
		sct_emit_set(w, &sct_set_fd_flags, arg);
		break;
	case SETFL:
		sct_emit_set(w, &sct_set_open, arg);
		break;
	case SETSIG:
		sct_emit(w, SCT_V_SIGNAL, (uint64_t)(int32_t)arg);
		break;
	case SETLEASE:
		sct_emit_set(w, &sct_set_lock_type, arg);
		break;
	case NOTIFY:
		sct_emit_set(w, &sct_set_notify, arg);
		break;
	case ADD_SEALS:
		sct_emit_set(w, &sct_set_seals, arg);
		break;
	case GETLK: case SETLK: case SETLKW: case GETLK64: case SETLK64: case SETLKW64:
	case OFD_GETLK: case OFD_SETLK: case OFD_SETLKW:
		fcntl_lock(w, i, cmd);
		break;
	case SETOWN_EX:
		behind(w, i, sct_walk_payload(w, i, SCT_PART_SELF, false), sct_layout_f_owner_ex[w->slot]);
		break;
	case GETOWN_EX:
		behind(w, i, sct_walk_output(w, i), sct_layout_f_owner_ex[w->slot]);
		break;
	default:
		sct_emit(w, SCT_V_HEX, arg);
	}
	return true;
}

/* Requests of terminals and files whose argument is one int. asm-generic/ioctls.h */
static bool one_int(uint32_t request)
{
	switch (request) {
	case 0x540f: case 0x5410: case 0x5411: case 0x5415: case 0x5416: case 0x5417: case 0x5418: case 0x541b:
	case 0x5421: case 0x5423: case 0x5424: case 0x5429: case 0x5452: case 0x80045430: case 0x40045431:
		return true;
	default:
		return false;
	}
}

bool sct_walk_ioctl(struct sct_walk *w, unsigned i)
{
	uint32_t request = (uint32_t)sct_walk_arg(w, 1);
	const struct sct_payload *out = sct_walk_output(w, i), *in = sct_walk_payload(w, i, SCT_PART_SELF, false);
	const struct sct_payload *p = out ? out : in;

	switch (request) {
	case 0xc0045877: case 0xc0045878:                                             /* FIFREEZE, FITHAW */
	case 0x541d: case 0x540c: case 0x540d: case 0x5422: case 0x5450: case 0x5451:   /* no argument */
		return true;
	}
	argument(w, i);
	if (request == 0x5409 || request == 0x540a || request == 0x540b || request == 0x540e || request == 0x40049409) {
		/* TCSBRK, TCXONC, TCFLSH, TIOCSCTTY, FICLONE take a number */
		sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)sct_walk_arg(w, i));
		return true;
	}
	if (!sct_walk_arg(w, i)) {
		sct_emit(w, SCT_V_HEX, 0);
		return true;
	}
	if (!sct_walk_behind(w, i, p))
		return true;
	if (request >= 0x5401 && request <= 0x5404 && p->bytes.size >= 36) {
		sct_walk_struct(w, sct_layout_termios[w->slot], p->bytes.data, p->bytes.size);
	} else if (request == 0x5413 || request == 0x5414) {
		sct_walk_struct(w, sct_layout_winsize[w->slot], p->bytes.data, p->bytes.size);
	} else if (one_int(request) && p->bytes.size >= 4) {
		sct_open(w, SCT_GROUP_ARRAY);
		sct_member(w, NULL);
		sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)sct_load(p->bytes.data, 4));
		sct_close(w, SCT_GROUP_ARRAY);
	} else {
		sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
	}
	return true;
}

bool sct_walk_arch_prctl(struct sct_walk *w, unsigned i)
{
	uint32_t code = (uint32_t)sct_walk_arg(w, 0);
	const struct sct_payload *p = sct_walk_output(w, i);

	/* asm/prctl.h: 0x1003 and 0x1004 fetch a base address */
	if (code == 0x1011)
		return true;
	argument(w, i);
	if (code != 0x1003 && code != 0x1004) {
		sct_emit(w, code == 0x1012 ? SCT_V_HEX : SCT_V_ADDRESS, sct_walk_arg(w, i));
		return true;
	}
	if (sct_walk_behind(w, i, p)) {
		sct_open(w, SCT_GROUP_ARRAY);
		sct_member(w, NULL);
		sct_emit(w, SCT_V_HEX, sct_load(p->bytes.data, p->bytes.size < w->word ? (unsigned)p->bytes.size : w->word));
		sct_close(w, SCT_GROUP_ARRAY);
	}
	return true;
}

/* Only SECCOMP_SET_MODE_FILTER has flags. */
bool sct_walk_seccomp_flags(struct sct_walk *w, unsigned i)
{
	argument(w, i);
	if ((uint32_t)sct_walk_arg(w, 0) == 1)
		sct_emit_set(w, &sct_set_seccomp_flags, (uint32_t)sct_walk_arg(w, i));
	else
		sct_emit(w, SCT_V_HEX, (uint32_t)sct_walk_arg(w, i));
	return true;
}

bool sct_walk_seccomp(struct sct_walk *w, unsigned i)
{
	const struct sct_payload *p = sct_walk_input(w, i);

	argument(w, i);
	switch ((uint32_t)sct_walk_arg(w, 0)) {
	case 1:                                                     /* SECCOMP_SET_MODE_FILTER */
		behind(w, i, p, sct_layout_sock_fprog[w->slot]);
		break;
	case 2:                                                     /* SECCOMP_GET_ACTION_AVAIL */
		if (sct_walk_behind(w, i, p)) {
			sct_open(w, SCT_GROUP_ARRAY);
			sct_member(w, NULL);
			sct_emit_set(w, &sct_set_seccomp_action,
				     sct_load(p->bytes.data, p->bytes.size < 4 ? (unsigned)p->bytes.size : 4));
			sct_close(w, SCT_GROUP_ARRAY);
		}
		break;
	default:
		sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
	}
	return true;
}
