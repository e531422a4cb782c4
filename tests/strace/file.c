/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls that take paths. */
#include "corpus.h"

#include <linux/fs.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/time.h>
#include <sys/xattr.h>

static void opens(void)
{
	struct open_how how = { .flags = O_RDONLY | O_CLOEXEC, .resolve = RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH };
	struct { struct open_how how; uint64_t more; } big = { .how = how };

	C(open, "/nonexistent/a\tb\"c\\\1\0012\377", O_RDWR | O_CREAT | O_EXCL, 0600);
	C(open, "/etc/passwd", O_RDONLY);
	C(open, "new", O_WRONLY | O_CREAT | O_TRUNC, 0644);
	C(open, "new", O_RDWR | O_APPEND | O_SYNC | O_NOATIME);
	C(open, ".", O_TMPFILE | O_RDWR, 0600);
	C(open, "", O_RDONLY);
	C(open, NULL, O_RDONLY);
	C(open, BAD, O_RDONLY);
	C(open, edge(5), O_RDONLY);
	C(open, "new/x", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK);
	C(open, "new", 0x7fffffff, -1);
	C(openat, -1, "x", 3 | O_PATH | O_NOFOLLOW | 0x80000000, 0);
	C(openat, AT_FDCWD, "", 0);
	C(openat, AT_FDCWD, NULL, O_DIRECT | O_DSYNC | O_ASYNC);
	C(openat, 12345, "/etc", O_DIRECTORY | O_PATH | O_CLOEXEC);
	C(openat, -100, "a234567890123456789012345678901234567890", O_RDWR);
	C(openat2, AT_FDCWD, "etc", &how, sizeof how);
	how.flags = O_CREAT | O_WRONLY;
	how.mode = 0640;
	C(openat2, AT_FDCWD, "etc/x", &how, sizeof how);
	how.flags = 1UL << 40;
	how.resolve = 0x1000;
	C(openat2, AT_FDCWD, "etc/x", &how, sizeof how);
	C(openat2, AT_FDCWD, "x", NULL, 24);
	C(openat2, AT_FDCWD, "x", BAD, 24);
	C(openat2, AT_FDCWD, "x", &how, 8);
	C(openat2, AT_FDCWD, "x", &big, sizeof big);
	big.more = 1;
	C(openat2, AT_FDCWD, "x", &big, sizeof big);
	C(creat, "/nonexistent/x", 0777);
	C(creat, BAD, 017777);
}

static void stats(void)
{
	char buf[1024];

#ifdef __x86_64__
	C(stat, "/dev/null", buf);
	C(stat, "/", BAD);
	C(stat, "/nope", buf);
	C(stat, BAD, buf);
	C(lstat, "/proc/self", NULL);
	C(newfstatat, AT_FDCWD, "/dev/null", buf, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT);
	C(newfstatat, 3, "", buf, AT_EMPTY_PATH | 0x10);
	C(newfstatat, -1, "x", buf, 0);
#else
	C(stat64, "/dev/null", buf);
	C(stat64, "/nope", buf);
	C(lstat64, "/proc/self", NULL);
	C(fstatat64, AT_FDCWD, "/dev/null", buf, AT_SYMLINK_NOFOLLOW);
	C(fstatat64, 3, "", buf, AT_EMPTY_PATH | 0x10);
	C(stat, "/dev/null", buf);
	C(oldstat, "/dev/null", buf);
#endif
	C(statx, AT_FDCWD, "/dev/null", AT_STATX_DONT_SYNC, STATX_BASIC_STATS, buf);
	C(statx, AT_FDCWD, "/nope", AT_STATX_FORCE_SYNC, STATX_TYPE | STATX_MODE | 0x40000000, buf);
	C(statx, -1, "", AT_EMPTY_PATH | 0x8000, 0, buf);
	C(statx, AT_FDCWD, BAD, AT_SYMLINK_NOFOLLOW, STATX_ALL, BAD);
	C(statfs, "/proc", buf);
	C(statfs, "/nope", buf);
	C(statfs, "/proc", BAD);
	C(access, "/etc", F_OK);
	C(access, "/etc", R_OK | X_OK);
	C(access, "/etc", 0xff);
	C(access, "/etc", -1);
	C(faccessat, AT_FDCWD, "/etc", W_OK);
	C(faccessat2, AT_FDCWD, "/etc", W_OK, AT_EACCESS | AT_SYMLINK_NOFOLLOW);
	C(faccessat2, AT_FDCWD, "/etc", 8, 0x4);
	C(readlink, "/nope", buf, 200);
	C(readlink, "link", buf, 4);
	C(readlink, "link", buf, 40);
	C(readlink, "link", buf, 0);
	C(readlink, "link", BAD, 10);
	C(readlinkat, AT_FDCWD, "link", buf, 1000);
	C(readlinkat, 5, "/nope", buf, -1);
	C(getcwd, buf, 1);
	C(getcwd, BAD, 1000);
	C(chdir, "/nope");
	C(chroot, "/nope");
	C(chroot, NULL);
}

static void names(void)
{
	C(mkdir, "dir", 0755);
	C(mkdir, "dir", 07777);
	C(mkdir, "", 0);
	C(mkdirat, AT_FDCWD, "dir/sub", 01000);
	C(mkdirat, 9, "dir", 0x12345);
	C(rmdir, "dir");
	C(rmdir, "dir/sub");
	C(unlink, "/nope");
	C(unlink, BAD);
	C(unlinkat, AT_FDCWD, "/nope", AT_REMOVEDIR);
	C(unlinkat, AT_FDCWD, "/nope", 0x777);
	C(rename, "/nope", "/nope2");
	C(renameat, AT_FDCWD, "a", -1, "b");
	C(renameat2, AT_FDCWD, "/nope", AT_FDCWD, "/b", RENAME_NOREPLACE | RENAME_EXCHANGE);
	C(renameat2, AT_FDCWD, "/nope", AT_FDCWD, "/b", RENAME_WHITEOUT | 8);
	C(link, "/nope", "/x");
	C(linkat, AT_FDCWD, "/nope", 3, "/y", AT_SYMLINK_FOLLOW | AT_EMPTY_PATH);
	C(symlink, "target", "link");
	C(symlinkat, "a", AT_FDCWD, "/nope/y");
	C(chmod, "/nope", 04755);
	C(chmod, "dir", 0);
	C(chmod, NULL, -1);
	C(fchmodat, AT_FDCWD, "/nope", 01777);
	C(chown, "/nope", -1, 0);
	C(lchown, "/nope", 1000, 70000);
	C(fchownat, AT_FDCWD, "/nope", 1, 2, AT_SYMLINK_NOFOLLOW);
	C(mknod, "fifo", S_IFIFO | 0644, 0);
	C(mknod, "/nope/b", 0644, 0x501);
	C(mknod, "/nope/b", 0170000 | 07777, 0x501);
	C(mknodat, AT_FDCWD, "/nope/a", S_IFCHR | 0600, 0x0103);
	C(mknodat, -1, "a", S_IFBLK | 04600, 0x12345678);
	C(truncate, "new", 12345);
	C(truncate, "/nope", -1L);
	C(acct, "/nope/x");
	C(swapoff, "/nope");
	C(swapon, "/nope", 0x8000 | 5);
	C(swapon, "/nope", 0x70000);
}

static void times(void)
{
	struct timespec ts[2] = { { 1, 5 }, { 0, UTIME_OMIT } };
	struct timeval tv[2] = { { 1, 2 }, { 1700000000, 4 } };
	long ut[2] = { 1, 1700000000 };

	C(utimensat, AT_FDCWD, "/nope", ts, AT_SYMLINK_NOFOLLOW);
	ts[0].tv_nsec = UTIME_NOW;
	ts[1].tv_nsec = 999;
	C(utimensat, AT_FDCWD, "new", ts, 0);
	ts[0].tv_nsec = 1000000000;
	ts[1].tv_sec = -1;
	C(utimensat, AT_FDCWD, "new", ts, 0x40);
	C(utimensat, 1, NULL, NULL, 0);
	C(utimensat, -1, "new", BAD, AT_EMPTY_PATH);
	C(utimes, "/nope", tv);
	C(utimes, "new", NULL);
	tv[0].tv_usec = 1000000;
	C(utimes, "new", tv);
	C(futimesat, AT_FDCWD, "new", tv);
	C(utime, "/nope", ut);
	C(utime, "new", NULL);
	C(utime, "new", BAD);
}

static void attributes(void)
{
	char buf[200];

	C(setxattr, "/nope", "user.a", "val\0x", 5, XATTR_CREATE);
	C(setxattr, "new", "user.a", NULL, 0, XATTR_REPLACE);
	C(setxattr, "new", NULL, "0123456789012345678901234567890123456789", 40, 7);
	C(lsetxattr, "new", "user.b", BAD, 40, 0);
	C(getxattr, "/nope", "user.a", buf, 10);
	C(getxattr, "new", "user.a", NULL, 0);
	C(lgetxattr, "new", "user.a", buf, 0);
	C(listxattr, "/proc", buf, 100);
	C(listxattr, "/nope", NULL, 0);
	C(llistxattr, "/proc", BAD, 0);
	C(removexattr, "/nope", "user.a");
	C(lremovexattr, "new", BAD);
}

static void mounts(void)
{
	struct mount_attr attr = { .attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOATIME, .propagation = MS_PRIVATE };

	C(mount, "src", "/nope", "ext4", MS_RDONLY | MS_NOSUID, "a=b");
	C(mount, NULL, "/nope", NULL, MS_BIND | MS_REC, NULL);
	C(mount, "none", "/nope", "none", MS_REMOUNT | 0xc0ed0000 | (1u << 27), BAD);
	C(mount, BAD, BAD, BAD, MS_PRIVATE, BAD);
	C(umount2, "/nope", MNT_DETACH);
	C(umount2, "/nope", MNT_FORCE | MNT_EXPIRE | UMOUNT_NOFOLLOW | 0x100);
	C(pivot_root, "/nope", "/b");
	C(mount_setattr, -1, "", AT_EMPTY_PATH | AT_RECURSIVE, &attr, sizeof attr);
	C(mount_setattr, -1, "x", 0, &attr, 8);
	C(mount_setattr, -1, "x", 0, BAD, sizeof attr);
	C(open_tree, -1, "x", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
	C(move_mount, -1, "a", -1, "b", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_SYMLINKS);
	C(fsopen, "nofs", FSOPEN_CLOEXEC);
	C(fsopen, "nofs", 0xfe);
	C(fsconfig, -1, FSCONFIG_SET_STRING, "k", "v", 0);
	C(fsconfig, -1, FSCONFIG_SET_FLAG, "k", 0, 0);
	C(fsconfig, -1, FSCONFIG_SET_BINARY, "k", "\1\2\3", 3);
	C(fsconfig, -1, FSCONFIG_SET_PATH, "k", "/p", AT_FDCWD);
	C(fsconfig, -1, FSCONFIG_SET_FD, "k", 0, 5);
	C(fsconfig, -1, FSCONFIG_CMD_CREATE, 0, 0, 0);
	C(fsconfig, -1, 99, "k", "v", 1);
	C(fsmount, -1, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOATIME | MOUNT_ATTR_RDONLY);
	C(fsmount, -1, 2, 0x10000);
	C(fspick, -1, "x", FSPICK_CLOEXEC | FSPICK_NO_AUTOMOUNT);
}

int main(void)
{
	edge(0);
	begin();
	opens();
	names();
	stats();
	times();
	attributes();
	mounts();
	return 0;
}
