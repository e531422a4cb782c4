/* SPDX-License-Identifier: BSD-2-Clause */
/* Scalars: which kind of value each type is. */
#include "format/decode/walk.h"

SCT_NEED_SET(key_serial);

/* How each plain type is shown; is_signed: sign-extended from its size. */
static const struct {
	uint8_t kind;
	bool is_signed;
} shown[SCT_T_COUNT] = {
	[SCT_T_INT] = { SCT_V_SIGNED, true }, [SCT_T_UINT] = { SCT_V_UNSIGNED, false },
	[SCT_T_LONG] = { SCT_V_SIGNED, true }, [SCT_T_ULONG] = { SCT_V_UNSIGNED, false },
	[SCT_T_S64] = { SCT_V_SIGNED, true }, [SCT_T_U64] = { SCT_V_UNSIGNED, false },
	[SCT_T_S32] = { SCT_V_SIGNED, true }, [SCT_T_U32] = { SCT_V_UNSIGNED, false },
	[SCT_T_S16] = { SCT_V_SIGNED, true }, [SCT_T_U16] = { SCT_V_UNSIGNED, false },
	[SCT_T_S8] = { SCT_V_SIGNED, true }, [SCT_T_U8] = { SCT_V_UNSIGNED, false },
	[SCT_T_X] = { SCT_V_HEX, false }, [SCT_T_XLONG] = { SCT_V_HEX, false },
	[SCT_T_X64] = { SCT_V_HEX, false }, [SCT_T_X32] = { SCT_V_HEX, false },
	[SCT_T_X16] = { SCT_V_HEX, false }, [SCT_T_X8] = { SCT_V_HEX, false },
	[SCT_T_ADDR] = { SCT_V_ADDRESS, false }, [SCT_T_ADDR64] = { SCT_V_ADDRESS, false },
	[SCT_T_CC] = { SCT_V_HEX, false }, [SCT_T_RESTORER] = { SCT_V_ADDRESS, false }, [SCT_T_CLONE_TLS] = { SCT_V_ADDRESS, false },
	[SCT_T_SIZE] = { SCT_V_UNSIGNED, false }, [SCT_T_OFF] = { SCT_V_SIGNED, true },
	[SCT_T_LOFF] = { SCT_V_SIGNED, true }, [SCT_T_TIME] = { SCT_V_SIGNED, true },
	[SCT_T_FD] = { SCT_V_FD, true }, [SCT_T_DIRFD] = { SCT_V_DIRFD, true },
	[SCT_T_PID] = { SCT_V_PID, true }, [SCT_T_UID] = { SCT_V_ID, true }, [SCT_T_GID] = { SCT_V_ID, true },
	[SCT_T_OUID] = { SCT_V_ID, true }, [SCT_T_OGID] = { SCT_V_ID, true },
	[SCT_T_MODE] = { SCT_V_PERMISSIONS, false }, [SCT_T_MKNOD_MODE] = { SCT_V_MODE, false },
	[SCT_T_MODE64] = { SCT_V_PERMISSIONS, false },
	[SCT_T_ST_MODE] = { SCT_V_MODE, false }, [SCT_T_ST_MODE16] = { SCT_V_MODE, false },
	[SCT_T_DEV] = { SCT_V_DEVICE, false }, [SCT_T_DEV64] = { SCT_V_DEVICE, false },
	[SCT_T_RDEV64] = { SCT_V_DEVICE, false }, [SCT_T_RDEV32] = { SCT_V_DEVICE, false },
	[SCT_T_SIGNAL] = { SCT_V_SIGNAL, true }, [SCT_T_SIGNAL64] = { SCT_V_SIGNAL, true },
	[SCT_T_SOCKLEN] = { SCT_V_SIGNED, true }, [SCT_T_WSTATUS] = { SCT_V_WAIT_STATUS, false },
	[SCT_T_STAMP] = { SCT_V_STAMP, true }, [SCT_T_TICKS] = { SCT_V_TICKS, true },
	[SCT_T_CLONE_FLAGS] = { SCT_V_CLONE_FLAGS, false }, [SCT_T_IOCTL_REQUEST] = { SCT_V_IOCTL, false },
	[SCT_T_FILESIZE] = { SCT_V_SIGNED, true }, [SCT_T_FILESIZE32] = { SCT_V_UNSIGNED, false },
	[SCT_T_OLD_SIGMASK] = { SCT_V_HEX, false },
};

void sct_emit_set(struct sct_walk *w, const struct sct_flagset *set, uint64_t u)
{
	struct sct_value v = { .kind = SCT_V_SET, .u = u, .set = sct_walk_set(w, set) };

	w->v->ops->value(w->v, &v);
}

void sct_emit_name(struct sct_walk *w, const char *name, uint64_t u)
{
	struct sct_value v = { .kind = SCT_V_NAME, .u = u, .name = name };

	w->v->ops->value(w->v, &v);
}

void sct_emit_blob(struct sct_walk *w, enum sct_blob_kind kind, const void *data, size_t size, bool more)
{
	struct sct_blob b = { .kind = (uint8_t)kind, .more = more, .data = data, .size = size };

	w->v->ops->blob(w->v, &b);
}

void sct_emit_text(struct sct_walk *w, enum sct_blob_kind kind, const uint8_t *data, size_t size, bool more)
{
	if (kind != SCT_BLOB_PATH && size > w->string_limit) {
		size = w->string_limit;
		more = true;
	}
	sct_emit_blob(w, kind, data, size, more);
}

const struct sct_flagset *sct_walk_set(const struct sct_walk *w, const struct sct_flagset *set)
{
	return set->arm64 && w->e->abi == SCT_ABI_ARM64 ? set->arm64 : set;
}

static void limit(struct sct_walk *w, const struct sct_value_type *t, uint64_t raw)
{
	bool infinite = raw == (t->size == 4 ? UINT32_MAX : UINT64_MAX);
	struct sct_value v = {
		.kind = SCT_V_LIMIT, .u = infinite ? UINT64_MAX : raw,
		.name = t->size == 8 ? "RLIM64_INFINITY" : "RLIM_INFINITY",
	};

	w->v->ops->value(w->v, &v);
}

static void epoll_data(struct sct_walk *w, uint64_t raw)
{
	sct_open(w, SCT_GROUP_STRUCT);
	sct_member(w, "u32");
	sct_emit(w, SCT_V_UNSIGNED, (uint32_t)raw);
	sct_member(w, "u64");
	sct_emit(w, SCT_V_UNSIGNED, raw);
	sct_close(w, SCT_GROUP_STRUCT);
}

static void fsid(struct sct_walk *w, uint64_t raw)
{
	sct_open(w, SCT_GROUP_STRUCT);
	sct_member(w, "val");
	sct_open(w, SCT_GROUP_ARRAY);
	sct_member(w, NULL);
	sct_emit(w, SCT_V_HEX, (uint32_t)raw);
	sct_member(w, NULL);
	sct_emit(w, SCT_V_HEX, raw >> 32);
	sct_close(w, SCT_GROUP_ARRAY);
	sct_close(w, SCT_GROUP_STRUCT);
}

static void sigval(struct sct_walk *w, uint64_t raw)
{
	sct_open(w, SCT_GROUP_STRUCT);
	sct_member(w, "sival_int");
	sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)raw);
	sct_member(w, "sival_ptr");
	sct_emit(w, SCT_V_ADDRESS, raw);
	sct_close(w, SCT_GROUP_STRUCT);
}

static void sighandler(struct sct_walk *w, uint64_t raw)
{
	static const char *const names[] = { "SIG_DFL", "SIG_IGN" };
	uint64_t error = w->word == 4 ? UINT32_MAX : UINT64_MAX;

	if (raw < 2)
		sct_emit_name(w, names[raw], raw);
	else if (raw == error)
		sct_emit_name(w, "SIG_ERR", raw);
	else
		sct_emit(w, SCT_V_ADDRESS, raw);
}

static void key(struct sct_walk *w, uint32_t raw)
{
	if (raw)
		sct_emit(w, SCT_V_HEX, raw);
	else
		sct_emit_name(w, "IPC_PRIVATE", 0);
}

static void key_serial(struct sct_walk *w, uint32_t raw)
{
	if (sct_set_name(&sct_set_key_serial, raw))
		sct_emit_set(w, &sct_set_key_serial, raw);
	else
		sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)raw);
}

void sct_walk_scalar(struct sct_walk *w, const struct sct_value_type *t, uint64_t raw)
{
	unsigned shift;

	switch (t->id) {
	case SCT_T_SET:
		sct_emit_set(w, t->set, raw);
		return;
	case SCT_T_LIMIT:
	case SCT_T_LIMIT64:
		limit(w, t, raw);
		return;
	case SCT_T_EPOLL_DATA:
		epoll_data(w, raw);
		return;
	case SCT_T_FSID:
		fsid(w, raw);
		return;
	case SCT_T_SIGVAL:
		sigval(w, raw);
		return;
	case SCT_T_SIGHANDLER:
		sighandler(w, raw);
		return;
	case SCT_T_KEY:
		key(w, (uint32_t)raw);
		return;
	case SCT_T_KEY_SERIAL:
		key_serial(w, (uint32_t)raw);
		return;
	case SCT_T_MODE:
	case SCT_T_MKNOD_MODE:
		raw &= 0xffff;          /* umode_t */
		break;
	case SCT_T_OLD_SIGMASK: {
		uint8_t bytes[4] = { (uint8_t)raw, (uint8_t)(raw >> 8), (uint8_t)(raw >> 16), (uint8_t)(raw >> 24) };

		sct_walk_sigset(w, bytes, sizeof bytes);
		return;
	}
	default:
		break;
	}
	shift = t->size < 8 ? 64 - 8 * t->size : 0;
	if (shown[t->id].is_signed && shift)
		raw = (uint64_t)((int64_t)(raw << shift) >> shift);
	sct_emit(w, shown[t->id].kind, raw);
}
