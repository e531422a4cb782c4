/* SPDX-License-Identifier: BSD-2-Clause */
/* Files, directories and descriptors, in the directory it is started in: files LOG. */
#include "truth.h"

static const unsigned char bytes[100] = "\0\1\2\n\"\\\377 binary \x1b[31m and text";

static void write_and_read(int fd)
{
	char note[256];
	char in[100];

	sys_note(hex_note(note, sizeof(note), "b1=100:", bytes, sizeof(bytes)), SYS_write, 3, U(fd), U(bytes), U(100));
	sys(SYS_lseek, U(fd), U(0), U(SEEK_SET));
	/* What a read returns is known only afterwards, and is what was written. */
	sys_note(note, SYS_read, 3, U(fd), U(in), U(100));
	hex_note(note, sizeof(note), "b1=5:", bytes + 3, 5);
	sys_note(note, SYS_pread64, 4, U(fd), U(in), U(5), U(3));
	sys(SYS_read, U(fd), U(in), U(100));    /* 0: end of file */
	sys(SYS_fsync, U(fd));
	sys(SYS_ftruncate, U(fd), U(0));
}

static void descriptors(int fd)
{
	struct stat st;
	long other = sys(SYS_dup, U(fd));

	sys(SYS_dup2, U(other), U(77));
	sys(SYS_dup3, U(other), U(78), U(O_CLOEXEC));
	sys(SYS_fcntl, U(fd), U(F_GETFD), U(0));
	sys(SYS_fcntl, U(fd), U(F_SETFL), U(O_APPEND));
	sys(SYS_fstat, U(fd), U(&st));
	sys(SYS_close, U(other));
	sys(SYS_close, U(other));               /* EBADF */
	sys(SYS_close, U(-1));
	sys(SYS_close, U(77));
	sys(SYS_close, U(78));
	sys(SYS_read, U(other), U(&st), U(10)); /* EBADF */
}

static void paths(void)
{
	struct stat st;
	char buf[4096];

	sys_string(0, "d", SYS_mkdir, U("d"), U(0755));
	sys_string(0, "d", SYS_mkdir, U("d"), U(0755)); /* EEXIST */
	long dir = sys_string(0, "d", SYS_open, U("d"), U(O_RDONLY | O_DIRECTORY));
	long fd = sys_string(1, "in d", SYS_openat, U(dir), U("in d"), U(O_CREAT | O_RDWR | O_EXCL), U(0600));

	write_and_read(fd);
	descriptors(fd);
	sys(SYS_close, U(fd));
	sys_string(1, "in d", SYS_newfstatat, U(dir), U("in d"), U(&st), U(0));
	sys_string(1, "", SYS_newfstatat, U(dir), U(""), U(&st), U(AT_EMPTY_PATH));
	sys_string(0, "d/in d", SYS_stat, U("d/in d"), U(&st));
	sys_string(0, "d/not there", SYS_lstat, U("d/not there"), U(&st));
	sys_string(1, "caf\xc3\xa9 \xff\xfe\n", SYS_openat, U(AT_FDCWD), U("caf\xc3\xa9 \xff\xfe\n"), U(O_RDONLY));
	sys_string(0, "d/in d", SYS_access, U("d/in d"), U(R_OK));
	sys_note("s0=642f696e2064 s1=64206c696e6b", SYS_link, 2, U("d/in d"), U("d link"));
	sys_note("s0=64206c696e6b s1=64206e6577", SYS_rename, 2, U("d link"), U("d new"));
	sys_note("s0=6e6f7768657265 s1=73796d", SYS_symlink, 2, U("nowhere"), U("sym"));
	sys_string(0, "sym", SYS_readlink, U("sym"), U(buf), U(sizeof(buf)));
	sys_string(0, "sym", SYS_open, U("sym"), U(O_RDONLY)); /* ENOENT */
	sys(SYS_getcwd, U(buf), U(sizeof(buf)));
	sys_string(0, "d", SYS_chdir, U("d"));
	sys_string(0, "in d", SYS_stat, U("in d"), U(&st));
	sys(SYS_fchdir, U(dir));
	sys_string(0, "..", SYS_chdir, U(".."));
	sys(SYS_getdents64, U(dir), U(buf), U(sizeof(buf)));
	sys_string(1, "in d", SYS_unlinkat, U(dir), U("in d"), U(0));
	sys(SYS_close, U(dir));
	sys_string(0, "d new", SYS_unlink, U("d new"));
	sys_string(0, "sym", SYS_unlink, U("sym"));
	sys_string(0, "d", SYS_rmdir, U("d"));
	sys(SYS_umask, U(022));
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	truth_open(argv[1]);
	mark_begin();
	paths();
	mark_end();
	return 0;
}
