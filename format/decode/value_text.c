/* SPDX-License-Identifier: BSD-2-Clause */
/* One typed value as strace writes it: the numbers and names; rich_text.c has the rest. */
#include "format/decode/value_text.h"
#include "format/decode/ioctl_text.h"
#include "format/decode/strace_text.h"

/* As printf's %#0WIDTHx: the prefix counts, and 0 has none. */
static void wide_hex(struct sct_text *t, uint64_t u, unsigned width)
{
	char buf[18] = "0x";
	unsigned digits = width - 2, at = 2;

	if (!u) {
		sct_text_put(t, "0000000000000000", width);
		return;
	}
	while (digits < 16 && u >> 4 * digits)
		digits++;
	while (digits)
		buf[at++] = "0123456789abcdef"[u >> 4 * --digits & 15];
	sct_text_put(t, buf, at);
}

static void raw_value(struct sct_text *t, const struct sct_value *v)
{
	switch (v->kind) {
	case SCT_V_SIGNED:
	case SCT_V_FD:
	case SCT_V_DIRFD:
	case SCT_V_PID:
		sct_text_signed(t, (int64_t)v->u);
		break;
	case SCT_V_UNSIGNED:
	case SCT_V_PORT:
		sct_text_unsigned(t, v->u);
		break;
	default:
		sct_text_hex(t, v->u);
	}
}

static void address(struct sct_text *t, uint64_t u)
{
	if (u)
		sct_text_hex0(t, u);
	else
		sct_text_lit(t, "NULL");
}

static void dirfd_text(struct sct_text *t, uint64_t u)
{
	if ((int32_t)u == -100)
		sct_text_lit(t, "AT_FDCWD");
	else
		sct_text_signed(t, (int64_t)u);
}

void sct_value_text(struct sct_text *t, const struct sct_value *v, bool raw)
{
	if (raw) {
		raw_value(t, v);
		return;
	}
	switch (v->kind) {
	case SCT_V_SIGNED: case SCT_V_FD: case SCT_V_PID: case SCT_V_ID: sct_text_signed(t, (int64_t)v->u); break;
	case SCT_V_UNSIGNED: sct_text_unsigned(t, v->u); break;
	case SCT_V_HEX: sct_text_hex(t, v->u); break;
	case SCT_V_HEX0: sct_text_hex0(t, v->u); break;
	case SCT_V_HEX8: wide_hex(t, (uint32_t)v->u, 8); break;
	case SCT_V_HEX16: wide_hex(t, v->u, 16); break;
	case SCT_V_OCTAL: sct_text_octal(t, v->u); break;
	case SCT_V_ADDRESS: address(t, v->u); break;
	case SCT_V_DIRFD: dirfd_text(t, v->u); break;
	case SCT_V_SET: sct_text_set(t, v->set, v->u); break;
	case SCT_V_SIGNAL: sct_text_signal(t, v->u); break;
	case SCT_V_IOCTL: sct_text_ioctl(t, (uint32_t)v->u); break;
	case SCT_V_NAME: sct_text_str(t, v->name); break;
	default: sct_value_rich_text(t, v); break;
	}
}
