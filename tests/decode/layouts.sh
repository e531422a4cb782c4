#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Struct layouts of the table against what the compiler makes of the installed headers, for
# x86-64 and, where the compiler can (gcc-multilib), i386.
. tests/lib.sh
: "${CC:=cc}"
table=$BUILD/gen/syscall_table.c
[ -r "$table" ] || die "no $table"
tmp=$T

# ours: "struct member offset" and "struct - size"
ours() {
	awk -v abi="$1" '
	/^static const struct sct_member fields_/ {
		name = $5; sub(/^fields_/, "", name); sub(/\[\]$/, "", name)
		if (name ~ "_" abi "$") { sub("_" abi "$", "", name); on = 1 } else on = 0
		next
	}
	/^};/ { on = 0 }
	on && /^\t\{ "/ { gsub(/[",]/, ""); print name, $2, $3 }
	/^static const struct sct_layout layout_.* = / {
		name = $5; sub(/^layout_/, "", name)
		if (name ~ "_" abi "$") { sub("_" abi "$", "", name); gsub(/,/, ""); print name, "-", $9 }
	}' "$table" | sort
}

# S(our name, C type) then M(our member, C member)
cat >"$tmp/real.c" <<'EOF'
#include <stddef.h>
#include <stdio.h>
#define timeval kernel_timeval
#define timespec kernel_timespec
#define itimerval kernel_itimerval
#define itimerspec kernel_itimerspec
#define rlimit64 our_rlimit64
#include <asm/stat.h>
#include <asm/statfs.h>
#include <asm/posix_types.h>
#include <linux/types.h>
#include <linux/time.h>
#include <linux/resource.h>
#include <linux/times.h>
#include <linux/utsname.h>
#include <linux/sysinfo.h>
#include <linux/stat.h>
#include <linux/timex.h>
#include <linux/sched.h>
#include <linux/openat2.h>
#include <linux/mount.h>
#include <linux/mqueue.h>
#include <linux/io_uring.h>
#include <linux/aio_abi.h>
#include <linux/eventpoll.h>
#include <linux/futex.h>
#include <linux/utime.h>
#include <linux/fcntl.h>
#include <linux/filter.h>
#include <asm/signal.h>
#include <asm/siginfo.h>
#include <asm/termbits.h>
#include <asm/termios.h>
#include <asm/poll.h>
#include <linux/uio.h>
#undef timeval
#undef timespec
#undef itimerval
#undef itimerspec
static const char *now;
#define S(name, type) now = name; { typedef type T; printf("%s - %zu\n", now, sizeof(T));
#define M(a, b) printf("%s %s %zu\n", now, a, offsetof(T, b));
#define N(a) M(#a, a)
#define E }
int main(void)
{
	S("timespec", struct kernel_timespec) N(tv_sec) N(tv_nsec) E
	S("timeval", struct kernel_timeval) N(tv_sec) N(tv_usec) E
	S("itimerval", struct kernel_itimerval) N(it_interval) N(it_value) E
	S("timezone", struct timezone) N(tz_minuteswest) N(tz_dsttime) E
	S("tms", struct tms) N(tms_utime) N(tms_cstime) E
	S("utimbuf", struct utimbuf) N(actime) N(modtime) E
	S("rlimit", struct rlimit) N(rlim_cur) N(rlim_max) E
	S("rusage", struct rusage) N(ru_utime) N(ru_maxrss) N(ru_nivcsw) E
	S("utsname", struct new_utsname) N(sysname) N(release) N(domainname) E
	S("sysinfo", struct sysinfo) N(uptime) N(loads) N(procs) N(totalhigh) N(mem_unit) E
	S("stat", struct stat) N(st_dev) N(st_ino) N(st_mode) N(st_nlink) N(st_uid) N(st_rdev) N(st_size) N(st_blksize)
		N(st_blocks) N(st_atime) N(st_mtime) N(st_ctime) N(st_ctime_nsec) E
	S("statfs", struct statfs) N(f_type) N(f_blocks) N(f_fsid) N(f_namelen) N(f_frsize) N(f_flags) E
	S("statx", struct statx) N(stx_mask) N(stx_attributes) N(stx_mode) N(stx_ino) N(stx_size) N(stx_attributes_mask)
		N(stx_atime) N(stx_btime) N(stx_mtime) N(stx_rdev_major) N(stx_mnt_id) E
	S("clone_args", struct clone_args) N(flags) N(exit_signal) N(tls) N(set_tid_size) N(cgroup) E
	S("open_how", struct open_how) N(flags) N(mode) N(resolve) E
	S("mount_attr", struct mount_attr) N(attr_set) N(propagation) N(userns_fd) E
	S("mq_attr", struct mq_attr) N(mq_flags) N(mq_curmsgs) E
	S("io_uring_params", struct io_uring_params) N(flags) N(features) N(wq_fd) N(sq_off) N(cq_off) E
	S("io_event", struct io_event) N(data) N(obj) N(res) N(res2) E
	S("iocb", struct iocb) E
	S("epoll_event", struct epoll_event) N(events) N(data) E
	S("futex_waitv", struct futex_waitv) N(val) N(uaddr) N(flags) E
	S("flock", struct flock) N(l_type) N(l_whence) N(l_start) N(l_len) N(l_pid) E
	S("flock64", struct flock64) N(l_type) N(l_start) N(l_len) N(l_pid) E
	S("f_owner_ex", struct f_owner_ex) N(type) N(pid) E
	S("sock_fprog", struct sock_fprog) N(len) N(filter) E
#ifdef __i386__
	S("old_sigaction", struct sigaction) M("sa_handler", sa_handler) N(sa_mask) N(sa_flags) N(sa_restorer) E
#else
	S("sigaction", struct sigaction) M("sa_handler", sa_handler) N(sa_flags) N(sa_restorer) N(sa_mask) E
#endif
	S("stack_t", stack_t) N(ss_sp) N(ss_flags) N(ss_size) E
	S("sigevent", sigevent_t) N(sigev_value) N(sigev_signo) N(sigev_notify) E
	S("termios", struct termios) N(c_iflag) N(c_lflag) N(c_line) N(c_cc) E
	S("winsize", struct winsize) N(ws_row) N(ws_ypixel) E
	S("pollfd", struct pollfd) N(fd) N(events) E
	S("iovec", struct iovec) N(iov_base) N(iov_len) E
#ifdef __i386__
	S("stat64", struct stat64) N(st_dev) N(st_mode) N(st_uid) N(st_rdev) N(st_size) N(st_blksize) N(st_blocks)
		N(st_atime) N(st_ctime_nsec) N(st_ino) E
	S("statfs64", struct statfs64) N(f_type) N(f_blocks) N(f_fsid) N(f_flags) E
#endif
	return 0;
}
EOF

bad=0
done=
for abi in x86_64 i386; do
	flag=-m64
	[ $abi = i386 ] && flag=-m32
	if ! $CC $flag -w -o "$tmp/real" "$tmp/real.c" 2>"$tmp/why" || ! "$tmp/real" >"$tmp/real.txt"; then
		echo "$abi: cannot build: $(head -n 1 "$tmp/why")"
		continue
	fi
	ours $abi >"$tmp/ours.txt"
	sort "$tmp/real.txt" | comm -13 "$tmp/ours.txt" - >"$tmp/wrong"
	if [ -s "$tmp/wrong" ]; then
		bad=1
		echo "$abi: the compiler says, and the table does not:"
		cat "$tmp/wrong"
	fi
	done="$done $abi ($(wc -l <"$tmp/real.txt") facts)"
done
[ $bad = 0 ] || exit 1
[ -n "$done" ] || skip "no compiler for x86-64 or i386"
echo "equal:$done"
