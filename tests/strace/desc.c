/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls on descriptors: reading and writing, fcntl, ioctl, locks, moving data. */
#include "corpus.h"

#include <linux/fs.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/poll.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <sys/uio.h>

static int p[2], file;
static char buf[256];

static void transfers(void)
{
	struct iovec iv[3] = { { "abc", 3 }, { "", 0 }, { "0123456789012345678901234567890123456789", 40 } };
	struct iovec rv[2] = { { buf, 2 }, { buf + 10, 100 } }, bad[2] = { { "ab", 2 }, { BAD, 4 } };

	C(write, p[1], "hello \x80\xff\0 1", 11);
	C(read, p[0], buf, 5);
	C(read, p[0], buf, 0);
	C(read, p[0], buf, 100);
	C(read, -1, buf, 100);
	C(read, p[0], BAD, 0);
	C(write, -1, buf, 0);
	C(write, p[1], BAD, 10);
	C(write, p[1], NULL, 10);
	C(write, -1, "abc", -1L);
	C(write, p[1], "0123456789012345678901234567890123456789", 32);
	C(write, p[1], "0123456789012345678901234567890123456789", 33);
	C(read, p[0], buf, 65);
	C(write, p[1], edge(4), 4);
	C(write, -1, edge(4), 9);
	C(read, p[0], buf, 4);
	C(writev, p[1], iv, 3);
	C(readv, p[0], rv, 2);
	C(writev, p[1], NULL, 1);
	C(writev, -1, iv, 0);
	C(writev, -1, iv, -1L);
	C(writev, p[1], bad, 2);
	C(writev, -1, BAD, 2);
	C(readv, -1, rv, 2);
	C(readv, -1, BAD, 2);
	C(readv, p[0], rv, 5000);
	C(preadv, -1, rv, 2, 1L << 30, 0);
	C(preadv, file, rv, 1, 5, 0);
	C(pwritev, file, iv, 3, 0, 0);
	C(pwritev2, -1, iv, 3, 5, 0, RWF_HIPRI | RWF_APPEND);
	C(preadv2, -1, rv, 2, -1L, 0, RWF_NOWAIT | 0x1000);
#ifdef __x86_64__
	C(pread64, -1, buf, 10, -1L);
	C(pread64, file, buf, 10, 2L);
	C(pwrite64, -1, "xy", 2, 1L << 40);
	C(pwrite64, file, "xy", 2, 4L);
	C(ftruncate, -1, -5L);
	C(fadvise64, -1, 1L, 2L, POSIX_FADV_DONTNEED);
	C(fadvise64, -1, 1L, 2L, 77);
	C(fallocate, -1, FALLOC_FL_KEEP_SIZE, 0L, 100L);
	C(fallocate, -1, FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE | 0x200, 5L, -1L);
	C(sync_file_range, -1, 1L, 2L, 7);
	C(sync_file_range, -1, -1L, 2L, 0xff);
	C(readahead, -1, 1L, 100L);
#endif
	C(lseek, 0, -5L, SEEK_END);
	C(lseek, file, 3L, SEEK_SET);
	C(lseek, file, 0L, SEEK_DATA);
	C(lseek, 0, 0L, 77);
}

static void moves(void)
{
	long off = 5;
	int64_t at = 7;

	C(sendfile, -1, -1, NULL, 10);
	C(sendfile, p[1], file, &off, 10);
	C(sendfile, p[1], file, BAD, 10);
	C(splice, -1, &at, -1, NULL, 10, SPLICE_F_MOVE | SPLICE_F_MORE);
	C(splice, p[0], NULL, file, &at, 3, 0xf0);
	C(tee, -1, -1, 1, SPLICE_F_NONBLOCK);
	C(copy_file_range, -1, &at, -1, &at, 5, 0);
	C(copy_file_range, file, NULL, -1, BAD, 5, 9);
	C(vmsplice, -1, &(struct iovec){ buf, 4 }, 1, SPLICE_F_GIFT);
	C(dup, 0);
	C(dup, -1);
	C(dup2, 0, 50);
	C(dup3, 0, 51, O_CLOEXEC);
	C(dup3, 0, 51, 0x123);
	C(close, 50);
	C(close, -1);
	C(close_range, 51, 60, 4);
	C(close_range, 100, -1, 2);
	C(close_range, 5, 4, 0x80);
	C(fsync, -1);
	C(fdatasync, 999);
	C(syncfs, -1);
	C(flock, file, LOCK_EX | LOCK_NB);
	C(flock, file, LOCK_UN);
	C(flock, file, 77);
	C(fchmod, -1, 0);
	C(fchown, -1, -1, 5);
	C(fchdir, -1);
	C(pipe2, p, O_CLOEXEC | O_NONBLOCK);
	C(pipe2, BAD, 0);
	C(pipe2, p, 0x77);
	C(memfd_create, "name", 3);
	C(memfd_create, "huge", 4 | 21u << 26);
	C(memfd_create, NULL, 0x1000);
}

static void fcntls(void)
{
	struct flock fl = { F_WRLCK, SEEK_SET, 1, 2, 0 };
	struct { int type, pid; } owner = { 1, 0 };
	int sealed = C(memfd_create, "sealed", 2);
	uint64_t hint = 2;

	C(fcntl, 0, F_GETFD);
	C(fcntl, -1, F_GETFL);
	C(fcntl, p[0], F_GETFL);
	C(fcntl, p[0], F_SETFL, O_NONBLOCK | O_APPEND);
	C(fcntl, p[0], F_SETFL, 0x7f000000);
	C(fcntl, p[0], F_SETFD, FD_CLOEXEC);
	C(fcntl, p[0], F_SETFD, 0xe);
	C(fcntl, p[0], F_GETFD);
	C(fcntl, 0, F_DUPFD, 90);
	C(fcntl, 0, F_DUPFD_CLOEXEC, 100);
	C(fcntl, file, F_SETLK, &fl);
	C(fcntl, file, F_GETLK, &fl);
	fl.l_type = 77;
	fl.l_whence = 9;
	C(fcntl, -1, F_SETLKW, &fl);
	C(fcntl, file, F_SETLK, NULL);
	C(fcntl, file, F_GETLK, BAD);
	C(fcntl, 0, F_SETOWN, -1);
	C(fcntl, 0, F_GETOWN);
	C(fcntl, 0, F_SETSIG, SIGUSR1);
	C(fcntl, 0, F_GETSIG);
	C(fcntl, p[0], F_SETPIPE_SZ, 4096);
	C(fcntl, p[0], F_GETPIPE_SZ);
	C(fcntl, 0, 9999, 0x123);
	C(fcntl, 0, F_SETOWN_EX, &owner);
	C(fcntl, 0, F_GETOWN_EX, &owner);
	C(fcntl, 0, F_SETOWN_EX, BAD);
	C(fcntl, 0, F_NOTIFY, 1);
	C(fcntl, 0, F_NOTIFY, DN_MULTISHOT | DN_CREATE | 0x100);
	C(fcntl, file, F_SETLEASE, F_RDLCK);
	C(fcntl, file, F_GETLEASE);
	C(fcntl, sealed, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK);
	C(fcntl, sealed, F_GET_SEALS);
	C(fcntl, 0, F_ADD_SEALS, 0x100);
	C(fcntl, file, F_GET_RW_HINT, &hint);
	C(fcntl, file, F_SET_RW_HINT, &hint);
	C(fcntl, file, F_SET_FILE_RW_HINT, NULL);
	C(fcntl, file, F_GET_FILE_RW_HINT, BAD);
}

static void waits(void)
{
	struct pollfd pf[3] = { { p[0], POLLIN | POLLPRI, 0 }, { -1, 0, 0 }, { 77, POLLOUT | 0x4000, 0 } };
	struct epoll_event ev = { EPOLLIN | EPOLLET | EPOLLONESHOT, { .u64 = 0x123456789 } }, ee[5];
	struct timespec z = { 0, 1000 };
	struct timeval tv = { 0, 10 };
	uint64_t ss = 512;
	fd_set fs;
	int e;

	e = C(epoll_create1, EPOLL_CLOEXEC);
	C(epoll_create1, 0xff);
	C(epoll_create, 5);
	C(epoll_create, -1);
	C(epoll_ctl, e, EPOLL_CTL_ADD, p[0], &ev);
	C(epoll_ctl, e, EPOLL_CTL_DEL, p[0], NULL);
	C(epoll_ctl, e, 77, p[0], &ev);
	C(epoll_ctl, -1, EPOLL_CTL_MOD, -1, BAD);
	ev.events = 0x07000000;
	C(epoll_ctl, e, EPOLL_CTL_ADD, p[1], &ev);
	ev.events = EPOLLOUT;
	C(epoll_ctl, e, EPOLL_CTL_MOD, p[1], &ev);
	C(epoll_wait, e, ee, 5, 0);
	C(epoll_wait, -1, ee, 5, -1);
	C(epoll_wait, e, BAD, 5, 0);
	C(epoll_wait, e, ee, -1, 0);
	C(epoll_pwait, e, ee, 5, 0, &ss, 8);
	C(epoll_pwait, e, ee, 5, 0, NULL, 8);
	C(epoll_pwait2, -1, ee, 5, &z, NULL, 8);
	C(poll, pf, 3, 0);
	C(poll, pf, 1, 1);
	C(poll, pf, 0, 0);
	C(poll, NULL, 1, 0);
	C(poll, BAD, 1, 0);
	C(poll, pf, -1, 0);
	C(ppoll, pf, 1, &z, &ss, 8);
	C(ppoll, pf, 3, NULL, NULL, 0);
	FD_ZERO(&fs);
	FD_SET(p[0], &fs);
#ifdef __x86_64__
	C(select, p[0] + 1, &fs, NULL, NULL, &tv);
	FD_SET(p[1], &fs);
	C(select, p[1] + 1, NULL, &fs, NULL, NULL);
	C(select, 5, BAD, NULL, NULL, NULL);
	C(select, 0, NULL, NULL, NULL, &tv);
	C(select, -1, &fs, NULL, &fs, BAD);
#endif
	C(pselect6, p[1] + 1, NULL, &fs, NULL, &z, NULL);
	C(eventfd2, 5, EFD_CLOEXEC | EFD_SEMAPHORE);
	C(eventfd2, -1, 0x1000);
	C(eventfd, 0);
	C(signalfd4, -1, &ss, 8, SFD_NONBLOCK);
	C(signalfd4, -1, BAD, 8, 0x1);
	C(inotify_init);
	e = C(inotify_init1, IN_NONBLOCK);
	C(inotify_init1, 0x77);
	C(inotify_add_watch, e, "/tmp", IN_CREATE | IN_DELETE | IN_ONLYDIR);
	C(inotify_add_watch, e, "/tmp", IN_ALL_EVENTS);
	C(inotify_add_watch, -1, NULL, 0x00100000);
	C(inotify_rm_watch, e, 7);
	C(timerfd_create, CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	C(timerfd_create, 99, 0x33);
	C(timerfd_settime, -1, TFD_TIMER_ABSTIME, NULL, NULL);
	C(timerfd_gettime, -1, BAD);
}

static void ioctls(void)
{
	int on = 1, v = 0;

	C(ioctl, p[0], FIONREAD, &v);
	C(ioctl, p[0], FIONREAD, BAD);
	C(ioctl, p[0], FIONBIO, &on);
	C(ioctl, p[0], FIOASYNC, &v);
	C(ioctl, p[0], 0x12345678, 5);
	C(ioctl, p[0], FIOCLEX);
	C(ioctl, p[0], FIONCLEX);
	C(ioctl, 0, TIOCGWINSZ, buf);
	C(ioctl, 0, 0x5401, buf);
	C(ioctl, -1, TIOCGPGRP, &v);
	C(ioctl, -1, FS_IOC_GETFLAGS, &v);
	C(ioctl, file, FS_IOC_GETFLAGS, BAD);
	C(ioctl, -1, BLKGETSIZE64, buf);
	C(ioctl, -1, BLKROGET, &v);
	C(ioctl, -1, _IOC(3, 'E', 0x20, 0x10), buf);
	C(ioctl, -1, FICLONE, 3);
	C(ioctl, -1, FIFREEZE, 0);
	C(ioctl, -1, 0x8910, buf);
	C(ioctl, 0, 0, 0);
	C(ioctl, -1, -1, -1L);
	C(ioctl, -1, _IOR('x', 200, int), 0);
}

int main(void)
{
	edge(0);
	if (pipe(p))
		return 1;
	file = open("file", O_RDWR | O_CREAT, 0600);
	begin();
	transfers();
	moves();
	fcntls();
	waits();
	ioctls();
	return 0;
}
