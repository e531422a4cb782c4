/* SPDX-License-Identifier: BSD-2-Clause */
/* Values that are more than a number: modes, devices, addresses, dates, wait statuses ... */
#include "format/decode/value_text.h"
#include "format/decode/strace_text.h"

#include <arpa/inet.h>
#include <time.h>

extern const struct sct_flagset sct_set_clone, sct_set_file_type, sct_set_ioprio_class, sct_set_quota_cmd,
	sct_set_quota_type, sct_set_futex_wake_op, sct_set_futex_wake_cmp, sct_set_capability;

void sct_text_signal(struct sct_text *t, uint64_t n)
{
	const char *name = n <= 64 ? sct_signal_name((int)n) : NULL;

	if (name)
		sct_text_str(t, name);
	else
		sct_text_signed(t, (int64_t)n);
}

void sct_text_stamp(struct sct_text *t, int64_t seconds, uint32_t fraction, unsigned digits)
{
	time_t when = (time_t)seconds;
	struct tm tm;

	if (!gmtime_r(&when, &tm) || tm.tm_year < -1900) {
		sct_text_signed(t, seconds);
		return;
	}
	sct_text_padded(t, (uint64_t)tm.tm_year + 1900, 4);
	sct_text_lit(t, "-");
	sct_text_padded(t, (uint64_t)tm.tm_mon + 1, 2);
	sct_text_lit(t, "-");
	sct_text_padded(t, (uint64_t)tm.tm_mday, 2);
	sct_text_lit(t, "T");
	sct_text_padded(t, (uint64_t)tm.tm_hour, 2);
	sct_text_lit(t, ":");
	sct_text_padded(t, (uint64_t)tm.tm_min, 2);
	sct_text_lit(t, ":");
	sct_text_padded(t, (uint64_t)tm.tm_sec, 2);
	if (fraction) {
		sct_text_lit(t, ".");
		sct_text_padded(t, fraction, digits);
	}
	sct_text_lit(t, "+0000");
}

void sct_text_inet6(struct sct_text *t, const uint8_t *address, size_t size, const char *name)
{
	char buf[INET6_ADDRSTRLEN];

	if (size != 16 || !inet_ntop(AF_INET6, address, buf, sizeof buf)) {
		sct_text_quoted_hex(t, address, size);
		return;
	}
	sct_text_lit(t, "inet_pton(AF_INET6, \"");
	sct_text_str(t, buf);
	sct_text_lit(t, "\"");
	if (name) {
		sct_text_lit(t, ", &");
		sct_text_str(t, name);
	}
	sct_text_lit(t, ")");
}

static void error_name(struct sct_text *t, uint64_t u)
{
	const char *name = u && u < 4096 ? sct_errno_name((int)u) : NULL;

	if (name)
		sct_text_str(t, name);
	else
		sct_text_unsigned(t, u);
}

static void inet(struct sct_text *t, uint32_t a)
{
	sct_text_lit(t, "inet_addr(\"");
	for (unsigned i = 0; i < 4; i++) {
		if (i)
			sct_text_lit(t, ".");
		sct_text_unsigned(t, a >> 8 * i & 255);
	}
	sct_text_lit(t, "\")");
}

static void permissions(struct sct_text *t, uint64_t mode, bool any)
{
	static const struct { uint16_t bit; const char *name; } bits[] = {
		{ 04000, "S_ISUID" }, { 02000, "S_ISGID" }, { 01000, "S_ISVTX" },
	};

	for (unsigned i = 0; i < 3; i++)
		if (any && mode & bits[i].bit) {
			sct_text_lit(t, "|");
			sct_text_str(t, bits[i].name);
			mode &= ~(uint64_t)bits[i].bit;
		}
	if (any)
		sct_text_lit(t, "|");
	sct_text_octal(t, mode);
}

static void mode(struct sct_text *t, uint64_t m)
{
	const char *type = NULL;

	for (uint32_t i = 0; i < sct_set_file_type.fields[0].count; i++)
		if (sct_set_file_type.fields[0].items[i].value == (m & 0170000))
			type = sct_set_file_type.fields[0].items[i].name;
	if (type)
		sct_text_str(t, type);
	permissions(t, type ? m & ~(uint64_t)0170000 : m, type != NULL);
}

/* linux/kdev_t.h, new_decode_dev: 12 bits of major between 8 + 12 bits of minor */
static void device(struct sct_text *t, uint64_t d)
{
	uint64_t major = (d & 0xfff00) >> 8 | (d >> 32 & ~UINT64_C(0xfff));
	uint64_t minor = (d & 0xff) | (d >> 12 & 0xffffff00);

	sct_text_lit(t, "makedev(");
	sct_text_hex(t, major);
	sct_text_lit(t, ", ");
	sct_text_hex(t, minor);
	sct_text_lit(t, ")");
}

static void limit(struct sct_text *t, const struct sct_value *v)
{
	if (v->u == UINT64_MAX) {
		sct_text_str(t, v->name);
	} else if (v->u > 1024 && v->u % 1024 == 0) {
		sct_text_unsigned(t, v->u / 1024);
		sct_text_lit(t, "*1024");
	} else {
		sct_text_unsigned(t, v->u);
	}
}

/* wait(2): which of the macros of <sys/wait.h> hold */
static void wait_status(struct sct_text *t, uint32_t s)
{
	unsigned low = s & 0x7f;

	if (s == 0xffff) {
		sct_text_lit(t, "{WIFCONTINUED(s)}");
	} else if (!(s & ~UINT32_C(0xff00))) {
		sct_text_lit(t, "{WIFEXITED(s) && WEXITSTATUS(s) == ");
		sct_text_unsigned(t, s >> 8);
		sct_text_lit(t, "}");
	} else if ((s & 0xff) == 0x7f) {
		sct_text_lit(t, "{WIFSTOPPED(s) && WSTOPSIG(s) == ");
		sct_text_signal(t, s >> 8 & 0x7f);
		if (s >> 8 & 0x80)
			sct_text_lit(t, " | 0x80");
		sct_text_lit(t, "}");
		if (s >> 16) {
			sct_text_lit(t, " | ");
			sct_text_hex(t, s & 0xffff0000);
		}
	} else if (low && low != 0x7f && !(s & 0xffffff00)) {
		sct_text_lit(t, "{WIFSIGNALED(s) && WTERMSIG(s) == ");
		sct_text_signal(t, low);
		if (s & 0x80)
			sct_text_lit(t, " && WCOREDUMP(s)");
		sct_text_lit(t, "}");
	} else {
		sct_text_hex(t, s);
	}
}

static void clone_flags(struct sct_text *t, uint64_t u)
{
	if (u & ~UINT64_C(0xff)) {
		sct_text_set(t, &sct_set_clone, u & ~UINT64_C(0xff));
		if (!(u & 0xff))
			return;
		sct_text_lit(t, "|");
	}
	sct_text_signal(t, u & 0xff);
}

static void stamp_note(struct sct_text *t, const struct sct_value *v)
{
	if (!v->u && !v->fraction)
		return;
	sct_text_lit(t, " /* ");
	sct_text_stamp(t, (int64_t)v->u, v->fraction, v->digits);
	sct_text_lit(t, " */");
}

static void ticks(struct sct_text *t, uint64_t u)
{
	sct_text_signed(t, (int64_t)u);
	if (!u)
		return;
	sct_text_lit(t, " /* ");
	if ((int64_t)u < 0)
		sct_text_lit(t, "-");
	u = (int64_t)u < 0 ? -u : u;
	sct_text_unsigned(t, u / 100);
	sct_text_lit(t, ".");
	sct_text_padded(t, u % 100, 2);
	sct_text_lit(t, " s */");
}

/* linux/ioprio.h: class above bit 13, level below */
static void ioprio(struct sct_text *t, uint32_t u)
{
	sct_text_lit(t, "IOPRIO_PRIO_VALUE(");
	sct_text_set(t, &sct_set_ioprio_class, u >> 13);
	sct_text_lit(t, ", ");
	sct_text_unsigned(t, u & 0x1fff);
	sct_text_lit(t, ")");
}

static void quota_command(struct sct_text *t, uint32_t u)
{
	sct_text_lit(t, "QCMD(");
	sct_text_set(t, &sct_set_quota_cmd, u >> 8);
	sct_text_lit(t, ", ");
	sct_text_set(t, &sct_set_quota_type, u & 0xff);
	sct_text_lit(t, ")");
}

/* linux/futex.h: operation 4 bits (8: the operand is a shift), comparison 4, operand 12, compared with 12 */
static void futex_op(struct sct_text *t, uint32_t u)
{
	if (u >> 31)
		sct_text_lit(t, "FUTEX_OP_OPARG_SHIFT<<28|");
	sct_text_set(t, &sct_set_futex_wake_op, u >> 28 & 7);
	sct_text_lit(t, "<<28|");
	sct_text_hex(t, u >> 12 & 0xfff);
	sct_text_lit(t, "<<12|");
	sct_text_set(t, &sct_set_futex_wake_cmp, u >> 24 & 15);
	sct_text_lit(t, "<<24|");
	sct_text_hex(t, u & 0xfff);
}

static void capabilities(struct sct_text *t, uint64_t u)
{
	bool any = false;

	if (!u) {
		sct_text_lit(t, "0");
		return;
	}
	for (unsigned i = 0; i < 64 && u; i++) {
		const char *name = u >> i & 1 ? sct_set_name(&sct_set_capability, i) : NULL;

		if (!name)
			continue;
		if (any)
			sct_text_lit(t, "|");
		sct_text_lit(t, "1<<");
		sct_text_str(t, name);
		any = true;
		u &= ~(UINT64_C(1) << i);
	}
	if (u && any)
		sct_text_lit(t, "|");
	if (u)
		sct_text_hex(t, u);
}

static void commented(struct sct_text *t, const struct sct_value *v)
{
	const char *name = sct_set_name(v->set, v->u);

	sct_text_signed(t, (int64_t)v->u);
	sct_text_lit(t, " /* ");
	sct_text_str(t, name ? name : v->set->unknown);
	sct_text_lit(t, " */");
}

static void port(struct sct_text *t, const struct sct_value *v)
{
	sct_text_lit(t, "htons(");
	if (v->set)
		sct_text_set(t, v->set, v->u);
	else
		sct_text_unsigned(t, v->u);
	sct_text_lit(t, ")");
}

static void htonl_text(struct sct_text *t, uint32_t u)
{
	sct_text_lit(t, "htonl(");
	sct_text_unsigned(t, u);
	sct_text_lit(t, ")");
}

static void date_text(struct sct_text *t, const struct sct_value *v)
{
	if (v->kind == SCT_V_DATE) {
		sct_text_stamp(t, (int64_t)v->u, v->fraction, v->digits);
		return;
	}
	if (v->kind == SCT_V_STAMP)
		sct_text_signed(t, (int64_t)v->u);
	stamp_note(t, v);
}

void sct_value_rich_text(struct sct_text *t, const struct sct_value *v)
{
	switch (v->kind) {
	case SCT_V_HTONL: htonl_text(t, (uint32_t)v->u); break;
	case SCT_V_ERRNO: error_name(t, v->u); break;
	case SCT_V_PERMISSIONS: permissions(t, v->u, false); break;
	case SCT_V_MODE: mode(t, v->u); break;
	case SCT_V_DEVICE: device(t, v->u); break;
	case SCT_V_PORT: port(t, v); break;
	case SCT_V_INET: inet(t, (uint32_t)v->u); break;
	case SCT_V_LIMIT: limit(t, v); break;
	case SCT_V_WAIT_STATUS: wait_status(t, (uint32_t)v->u); break;
	case SCT_V_STAMP: case SCT_V_DATE: case SCT_V_WHEN: date_text(t, v); break;
	case SCT_V_TICKS: ticks(t, v->u); break;
	case SCT_V_CLONE_FLAGS: clone_flags(t, v->u); break;
	case SCT_V_IOPRIO: ioprio(t, (uint32_t)v->u); break;
	case SCT_V_QUOTA_COMMAND: quota_command(t, (uint32_t)v->u); break;
	case SCT_V_FUTEX_OP: futex_op(t, (uint32_t)v->u); break;
	case SCT_V_CAPABILITIES: capabilities(t, v->u); break;
	case SCT_V_COMMENTED: commented(t, v); break;
	default: sct_text_hex(t, v->u); break;
	}
}
