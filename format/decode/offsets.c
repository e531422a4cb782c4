/* SPDX-License-Identifier: BSD-2-Clause */
/* Offsets in two registers, offsets in pages, and arguments that an earlier one makes matter. */
#include "format/decode/walk.h"

SCT_NEED_SET(fanotify_events);
SCT_NEED_SET(memfd);
SCT_NEED_SET(personality);
SCT_NEED_SET(syslog);

static void argument(struct sct_walk *w, unsigned i)
{
	w->v->ops->argument(w->v, w->row->arg_names[i], false);
}

/* Argument i, and i + 1 as its high half where a register holds 32 bits. */
static uint64_t pair(const struct sct_walk *w, unsigned i)
{
	uint64_t low = sct_walk_arg(w, i);

	return w->word == 4 && i + 1 < 6 ? low | sct_walk_arg(w, i + 1) << 32 : low;
}

bool sct_walk_offset(struct sct_walk *w, unsigned i)
{
	argument(w, i);
	sct_emit(w, SCT_V_SIGNED, pair(w, i));
	return true;
}

bool sct_walk_mask_lo(struct sct_walk *w, unsigned i)
{
	argument(w, i);
	sct_emit_set(w, &sct_set_fanotify_events, pair(w, i));
	return true;
}

/* The half that was printed with the other one. */
bool sct_walk_offset_high(struct sct_walk *w, unsigned i)
{
	(void)w, (void)i;
	return true;
}

/* _llseek passes the high half first */
bool sct_walk_llseek(struct sct_walk *w, unsigned i)
{
	argument(w, i);
	sct_emit(w, SCT_V_SIGNED, sct_walk_arg(w, i) << 32 | (uint32_t)sct_walk_arg(w, i + 1));
	return true;
}

/* mmap2 counts in units of 4096 bytes whatever the page size; strace shows bytes */
bool sct_walk_pgoff(struct sct_walk *w, unsigned i)
{
	argument(w, i);
	sct_emit(w, SCT_V_HEX, sct_walk_arg(w, i) * 4096);
	return true;
}

/* Index of the first argument of the open flags' type before i. */
bool sct_walk_open_mode(struct sct_walk *w, unsigned i)
{
	uint64_t flags = i ? sct_walk_arg(w, i - 1) : 0;

	if (!(flags & (0100 | 020000000)))   /* O_CREAT, the bit of O_TMPFILE */
		return false;
	argument(w, i);
	sct_emit(w, SCT_V_PERMISSIONS, (uint16_t)sct_walk_arg(w, i));
	return true;
}

bool sct_walk_mremap_addr(struct sct_walk *w, unsigned i)
{
	if (!(sct_walk_arg(w, i - 1) & (2 | 4)))   /* MREMAP_FIXED, MREMAP_DONTUNMAP */
		return false;
	argument(w, i);
	sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
	return true;
}

/* Flags, and log2 of the huge page size above bit 26. */
bool sct_walk_memfd(struct sct_walk *w, unsigned i)
{
	uint32_t flags = (uint32_t)sct_walk_arg(w, i);

	argument(w, i);
	sct_emit_set(w, &sct_set_memfd, flags);
	return true;
}

bool sct_walk_quotactl(struct sct_walk *w, unsigned i)
{
	uint32_t cmd = (uint32_t)sct_walk_arg(w, i);

	argument(w, i);
	sct_emit(w, SCT_V_QUOTA_COMMAND, cmd);
	return true;
}

/* Only device nodes have a number. */
bool sct_walk_mknod_dev(struct sct_walk *w, unsigned i)
{
	uint32_t type = (uint32_t)sct_walk_arg(w, i - 1) & 0170000;

	if (type != 0020000 && type != 0060000)
		return false;
	argument(w, i);
	sct_emit(w, SCT_V_DEVICE, (uint32_t)sct_walk_arg(w, i));
	return true;
}

/* linux/membarrier.h: MEMBARRIER_CMD_FLAG_CPU */
bool sct_walk_membarrier_cpu(struct sct_walk *w, unsigned i)
{
	if (!(sct_walk_arg(w, 1) & 1))
		return false;
	argument(w, i);
	sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)sct_walk_arg(w, i));
	return true;
}

/* All ones asks for the present persona. */
bool sct_walk_persona(struct sct_walk *w, unsigned i)
{
	uint32_t v = (uint32_t)sct_walk_arg(w, i);

	argument(w, i);
	if (v == UINT32_MAX)
		sct_emit(w, SCT_V_HEX, v);
	else
		sct_emit_set(w, &sct_set_personality, v);
	return true;
}

/* KCMP_FILE compares descriptors */
bool sct_walk_kcmp(struct sct_walk *w, unsigned i)
{
	uint32_t type = (uint32_t)sct_walk_arg(w, 2);

	if (type > 0 && type < 7)
		return false;
	argument(w, i);
	sct_emit(w, type ? SCT_V_HEX : SCT_V_FD, type ? sct_walk_arg(w, i) : (uint32_t)sct_walk_arg(w, i));
	return true;
}

bool sct_walk_syslog(struct sct_walk *w, unsigned i)
{
	struct sct_value v = { .kind = SCT_V_COMMENTED, .u = (uint32_t)sct_walk_arg(w, i), .set = &sct_set_syslog };

	argument(w, i);
	w->v->ops->value(w->v, &v);
	return true;
}

/* linux/reboot.h: only LINUX_REBOOT_CMD_RESTART2 takes an argument */
bool sct_walk_reboot_arg(struct sct_walk *w, unsigned i)
{
	if ((uint32_t)sct_walk_arg(w, i - 1) != 0xa1b2c3d4)
		return false;
	argument(w, i);
	sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
	return true;
}
