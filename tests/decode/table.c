/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The syscall table: every row can be found in every way, capture plans name arguments that
 * exist, and the numbers are those of the kernel headers installed here.
 */
#include "format/sct.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int bad;
#define fail(...) (bad++, printf(__VA_ARGS__), putchar('\n'))

static void check_capture(const struct sct_syscall *r, const struct sct_capture *c)
{
	bool needs_arg = c->kind == SCT_CAP_LEN_ARG || c->kind == SCT_CAP_LEN_PTR || c->kind == SCT_CAP_IOV ||
		c->kind == SCT_CAP_MMSGHDR || c->kind == SCT_CAP_FDSET || c->kind == SCT_CAP_STRING_LEN;

	if (c->arg >= r->arg_count)
		fail("%s: captures argument %u of %u", r->name, c->arg, r->arg_count);
	if (c->kind == SCT_CAP_NONE || c->kind > SCT_CAP_STRING_LEN)
		fail("%s: capture kind %u", r->name, c->kind);
	if (!c->when || c->when > (SCT_CAP_IN | SCT_CAP_OUT))
		fail("%s: captured at %u", r->name, c->when);
	if (c->kind == SCT_CAP_LEN_RESULT && c->when != SCT_CAP_OUT)
		fail("%s: has a result before it returns", r->name);
	if (c->len_arg != 255 && c->len_arg >= r->arg_count)
		fail("%s: length in argument %u of %u", r->name, c->len_arg, r->arg_count);
	if (needs_arg && c->len_arg == 255)
		fail("%s: capture kind %u without a length", r->name, c->kind);
	if (needs_arg && c->len_arg == c->arg)
		fail("%s: argument %u is its own length", r->name, c->arg);
	if (!c->size)
		fail("%s: captures nothing", r->name);
}

static void check_row(enum sct_abi abi, const struct sct_syscall *r)
{
	if (sct_syscall_by_number(abi, r->number) != r)
		fail("%s: not found by its number %u", r->name, r->number);
	if (sct_syscall_by_name(abi, r->name) != r)
		fail("%s: not found by its name", r->name);
	if (r->abi != abi)
		fail("%s: says ABI %u in the table of %u", r->name, r->abi, abi);
	if (r->arg_count > 6 || r->capture_count > SCT_MAX_CAPTURES)
		fail("%s: %u arguments, %u captures", r->name, r->arg_count, r->capture_count);
	for (unsigned i = 0; i < r->arg_count; i++)
		for (unsigned k = 0; k < i; k++)
			if (!strcmp(r->arg_names[i], r->arg_names[k]))
				fail("%s: two arguments called %s", r->name, r->arg_names[i]);
	for (unsigned i = 0; i < r->capture_count; i++)
		check_capture(r, &r->captures[i]);
}

static void check_abi(enum sct_abi abi, size_t at_least)
{
	size_t count;
	const struct sct_syscall *rows = sct_syscall_rows(abi, &count);

	if (count < at_least)
		fail("ABI %d: %zu rows", abi, count);
	for (size_t i = 0; i < count; i++) {
		check_row(abi, &rows[i]);
		if (i && rows[i].number <= rows[i - 1].number)
			fail("%s: out of order", rows[i].name);
	}
	if (sct_syscall_by_number(abi, 0xffffffff) || sct_syscall_by_number(abi, 5000) || sct_syscall_by_name(abi, "nope"))
		fail("ABI %d: found what is not there", abi);
}

/* "#define __NR_name 12" in an installed header; every one the table must have (all), or only
 * agree about (asm-generic's header has names no architecture of ours uses). */
static unsigned check_header(enum sct_abi abi, const char *path, bool all)
{
	FILE *f = fopen(path, "r");
	char line[256], name[128];
	unsigned number, n = 0;

	if (!f)
		return 0;
	while (fgets(line, sizeof line, f)) {
		const struct sct_syscall *r;
		bool wide = sscanf(line, "#define __NR3264_%127s %u", name, &number) == 2;

		if (!wide && sscanf(line, "#define __NR_%127s %u", name, &number) != 2)
			continue;
		if (!all && (!strcmp(name, "sync_file_range2") || number == 244))
			continue;
		n++;
		r = sct_syscall_by_name(abi, name);
		if (!r && all)
			fail("%s: %s is missing", path, name);
		else if (r && r->number != number)
			fail("%s: %s is %u, not %u", path, name, number, r->number);
	}
	fclose(f);
	return n;
}

static void check_lookups(void)
{
	const struct sct_syscall *r = sct_syscall_by_name(SCT_ABI_X86_64, "openat");
	const char *near;

	if (!r || r->number != 257 || !(r->flags & SCT_SYS_RETURNS_FD) || !(r->flags & SCT_SYS_FD_STATE) ||
	    !(r->classes & SCT_CLASS_FILE) || r->arg_count != 4 || strcmp(r->arg_names[1], "pathname"))
		fail("openat is not what it was");
	r = sct_syscall_by_name(SCT_ABI_I386, "stat64");
	if (!r || r->capture_count != 2 || r->captures[1].size != 96)
		fail("stat64 of i386 is not 96 bytes");
	r = sct_syscall_by_name(SCT_ABI_X86_64, "exit_group");
	if (!r || !(r->flags & SCT_SYS_NORETURN))
		fail("exit_group returns");
	if (sct_class_by_name("%file") != SCT_CLASS_FILE || sct_class_by_name("file") != SCT_CLASS_FILE ||
	    sct_class_by_name("nope"))
		fail("classes by name");
	near = sct_syscall_nearest("opennat");
	if (!near || strcmp(near, "openat"))
		fail("nearest to opennat: %s", near ? near : "nothing");
	if (sct_syscall_nearest("zzzzzzzz") || sct_syscall_nearest(""))
		fail("something is near nonsense");
	if (strcmp(sct_errno_name(2), "ENOENT") || strcmp(sct_errno_text(2), strerror(2)) || sct_errno_name(0) ||
	    sct_errno_name(-1) || sct_errno_name(100000) || sct_errno_by_name("ENOENT") != 2 ||
	    sct_errno_by_name("EWOULDBLOCK") != 11 || sct_errno_by_name("ENOPE"))
		fail("errno names");
	if (strcmp(sct_signal_name(11), "SIGSEGV") || strcmp(sct_signal_name(32), "SIGRTMIN") || sct_signal_name(0) ||
	    sct_signal_name(65) || sct_signal_name(-1))
		fail("signal names");
}

int main(void)
{
	unsigned headers = 0;

	check_abi(SCT_ABI_X86_64, 380);
	check_abi(SCT_ABI_I386, 450);
	check_abi(SCT_ABI_ARM64, 320);
	check_lookups();
	headers += check_header(SCT_ABI_X86_64, "/usr/include/x86_64-linux-gnu/asm/unistd_64.h", true) > 300;
	headers += check_header(SCT_ABI_I386, "/usr/include/x86_64-linux-gnu/asm/unistd_32.h", true) > 300;
	headers += check_header(SCT_ABI_ARM64, "/usr/include/asm-generic/unistd.h", false) > 250;
	printf("%u of 3 installed headers compared, %d wrong\n", headers, bad);
	return bad != 0;
}
