/* SPDX-License-Identifier: BSD-2-Clause */
/* A 64-bit program that uses the 32-bit entry: int80 LOG. */
#include "truth.h"

static long call32(const char *note, long nr, int n, unsigned long a, unsigned long b, unsigned long c)
{
	unsigned long args[3] = { (uint32_t)a, (uint32_t)b, (uint32_t)c };
	long r;

	__asm__ volatile("int $0x80"
			 : "=a"(r)
			 : "a"(nr), "b"(args[0]), "c"(args[1]), "d"(args[2])
			 : "memory", "r8", "r9", "r10", "r11");
	r = (int32_t)r;
	truth_line(ABI_32, nr, 1, r, n, args, note);
	return r;
}

int main(int argc, char **argv)
{
	char note[256];
	char *low;

	if (argc < 2)
		return 2;
	truth_open(argv[1]);
	low = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	if (low == MAP_FAILED)
		truth_die("mmap");
	strcpy(low, "/nonexistent/32");
	mark_begin();
	call32(NULL, 20, 0, 0, 0, 0);                                   /* getpid */
	call32(NULL, 64, 0, 0, 0, 0);                                   /* getppid */
	call32(hex_note(note, sizeof(note), "s0=", low, strlen(low)), 5, 3, U(low), O_RDONLY, 0); /* open */
	call32(hex_note(note, sizeof(note), "s0=", low, strlen(low)), 33, 2, U(low), 4, 0);       /* access */
	sys(SYS_getppid);                                               /* and back */
	call32(NULL, 6, 1, -1, 0, 0);                                   /* close */
	call32(hex_note(note, sizeof(note), "b1=15:", low, 15), 4, 3, -1, U(low), 15);            /* write */
	call32(NULL, 9998, 3, 1, 2, 3);                                 /* nothing */
	mark_end();
	return 0;
}
