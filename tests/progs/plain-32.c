/* SPDX-License-Identifier: BSD-2-Clause */
/* A 32-bit program: plain-32 LOG. */
#include "truth.h"

int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	truth_open(argv[1]);
	mark_begin();
	sys(SYS_getppid);
	long fd = sys_string(0, "/dev/null", SYS_open, U("/dev/null"), U(O_RDWR));
	sys_note("b1=5:68656c6c6f", SYS_write, 3, U(fd), U("hello"), U(5));
	sys(SYS_close, U(fd));
	sys_string(1, "/nonexistent", SYS_openat, U(AT_FDCWD), U("/nonexistent"), U(O_RDONLY));
	sys_note("n0", SYS_access, 2, U(0), U(0));
	sys(SYS_close, U(-1));
	mark_end();
	return 0;
}
