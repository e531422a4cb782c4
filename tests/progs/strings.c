/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Strings where they are hard to read: at the end of a page before a hole, across pages, as
 * long as the kernel allows and longer, behind bad pointers, and on pages nobody has touched:
 * strings LOG.
 */
#include "truth.h"

/* One string in each 64 KiB, so that none is mapped when a neighbour is. */
#define COLD 16
static const char cold[COLD][65536] __attribute__((aligned(65536))) = {
	"/cold/00", "/cold/01", "/cold/02", "/cold/03", "/cold/04", "/cold/05", "/cold/06", "/cold/07",
	"/cold/08", "/cold/09", "/cold/10", "/cold/11", "/cold/12", "/cold/13", "/cold/14", "/cold/15",
};
static const char cold_data[COLD][65536] __attribute__((aligned(65536))) = {
	"data 00", "data 01", "data 02", "data 03", "data 04", "data 05", "data 06", "data 07",
	"data 08", "data 09", "data 10", "data 11", "data 12", "data 13", "data 14", "data 15",
};

static void page_ends(char *page, long size)
{
	char *s;

	for (int n = 1; n < 10; n += 4) {
		s = page + size - n - 1;
		memset(s, 'e', n);
		s[n] = 0;
		sys_string(1, s, SYS_openat, U(AT_FDCWD), U(s), U(O_RDONLY));
	}
	memset(page, 'x', size);
	/* Runs into the hole: EFAULT. What comes before it is still worth having. */
	s = page + size - 20;
	sys_note("f1", SYS_openat, 3, U(AT_FDCWD), U(s), U(O_RDONLY));
}

static void lengths(char *p)
{
	static const int sizes[] = { 1, 31, 32, 33, 255, 256, 1000, 4000, 4094, 4095, 4096, 5000 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		for (int k = 0; k < sizes[i]; k++)
			p[k] = k % 100 == 99 ? '/' : 'a' + k % 26;
		p[sizes[i]] = 0;
		sys_string(1, p, SYS_openat, U(AT_FDCWD), U(p), U(O_RDONLY));
	}
}

int main(int argc, char **argv)
{
	long size = sysconf(_SC_PAGESIZE);
	char *page, *many;
	char note[64];

	if (argc < 2)
		return 2;
	truth_open(argv[1]);
	page = mmap(NULL, 2 * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	munmap(page + size, size);
	many = mmap(NULL, 4 * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	mark_begin();
	page_ends(page, size);
	lengths(many + size / 2);
	sys_note("n1", SYS_openat, 3, U(AT_FDCWD), U(NULL), U(O_RDONLY));
	sys_note("f1", SYS_openat, 3, U(AT_FDCWD), U(1), U(O_RDONLY));
	sys_note("f1", SYS_openat, 3, U(AT_FDCWD), U(page + size), U(O_RDONLY));
	sys_note("f1", SYS_openat, 3, U(AT_FDCWD), U(0xffff800000000000ul), U(O_RDONLY));
	sys_note("f1", SYS_openat, 3, U(AT_FDCWD), U(-1), U(O_RDONLY));
	for (int i = 0; i < COLD; i++) {
		snprintf(note, sizeof(note), "s1=2f636f6c642f%02x%02x", '0' + i / 10, '0' + i % 10);
		sys_note(note, SYS_openat, 3, U(AT_FDCWD), U(cold[i]), U(O_RDONLY));
	}
	/* The kernel does not look at these at all. */
	for (int i = 0; i < COLD; i++) {
		snprintf(note, sizeof(note), "c1=6461746120%02x%02x", '0' + i / 10, '0' + i % 10);
		sys_note(note, SYS_write, 3, U(-1), U(cold_data[i]), U(7));
	}
	mark_end();
	return 0;
}
