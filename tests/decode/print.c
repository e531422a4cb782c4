/* SPDX-License-Identifier: BSD-2-Clause */
/* Events made by hand and the exact text they print as. */
#include "format/sct.h"

/* most rows end early: the rest is zero */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#include <stdio.h>
#include <string.h>

#define B(s) { (const uint8_t *)(s), sizeof(s) - 1 }
#define IN(a, s) { .arg = a, .bytes = B(s) }
#define OUT(a, s) { .arg = a, .at_exit = true, .bytes = B(s) }
#define PART(a, x, p, s) { .arg = a, .at_exit = x, .part = SCT_PART_##p, .bytes = B(s) }
#define CUT(a, x, n, s) { .arg = a, .at_exit = x, .status = SCT_PAYLOAD_TRUNCATED, .full = n, .bytes = B(s) }
#define STATUS(a, x, st, s) { .arg = a, .at_exit = x, .status = SCT_PAYLOAD_##st, .bytes = B(s) }

struct test {
	const char *call;       /* of x86-64; "i386 NAME" of i386; NULL: number is in .number */
	const char *text;       /* what it must print as */
	int64_t result;
	uint64_t args[6];
	struct sct_payload payloads[8];
	uint32_t string_limit;
	bool verbose, raw, unfinished;
	uint8_t kind;
	uint32_t number;
};

static const struct test tests[] = {
	/* results */
	{ "getpid", "getpid() = 12", 12 },
	{ "close", "close(3) = 0", 0, { 3 } },
	{ "close", "close(-1) = -1 EBADF (Bad file descriptor)", -9, { 0xffffffff } },
	{ "pause", "pause() = ? ERESTARTNOHAND (To be restarted if no handler)", -514 },
	{ "nanosleep", "nanosleep(NULL, NULL) = ? ERESTART_RESTARTBLOCK (Interrupted by signal)", -516 },
	{ "close", "close(3) = -1 (errno 1234)", -1234, { 3 } },
	{ "exit_group", "exit_group(3) = ?", 0, { 3 }, .unfinished = true },
	{ "brk", "brk(NULL) = 0x55aa00000000", 0x55aa00000000 },
	{ "umask", "umask(077) = 022", 022, { 077 } },
	{ "fcntl", "fcntl(3, F_GETFL) = 0x8002 (flags O_RDWR|O_LARGEFILE)", 0x8002, { 3, 3 } },
	{ "fcntl", "fcntl(3, F_GETFD) = 0x1 (flags FD_CLOEXEC)", 1, { 3, 1 } },
	{ "fcntl", "fcntl(3, F_GETFD) = 0", 0, { 3, 1 } },
	{ NULL, "syscall_0x1f3(0x1, 0, 0x3, 0x4, 0x5, 0x6) = -1 ENOSYS (Function not implemented)", -38, { 1, 0, 3, 4, 5, 6 },
	  .number = 0x1f3 },
	/* paths and flags */
	{ "openat", "openat(AT_FDCWD, \"/etc/passwd\", O_RDONLY|O_CLOEXEC) = 3", 3, { -100, 0x7000, 02000000 },
	  { IN(1, "/etc/passwd") } },
	{ "openat", "openat(5, \"a\\tb\\\"c\\\\\\1\\0012\\377\", O_WRONLY|O_CREAT|O_TRUNC, 0644) = 4", 4,
	  { 5, 0x7000, 01101, 0644 }, { IN(1, "a\tb\"c\\\1\0012\377") } },
	{ "open", "open(NULL, O_RDWR|O_TMPFILE, 04755) = -1 EFAULT (Bad address)", -14, { 0, 020200002, 04755 } },
	{ "open", "open(0x10, O_ACCMODE) = -1 EFAULT (Bad address)", -14, { 16, 3 }, { STATUS(0, false, FAULTED, "") } },
	{ "open", "open(0x10 /* faulted */, O_RDONLY) = 3", 3, { 16, 0 }, { STATUS(0, false, FAULTED, "") } },
	{ "open", "open(\"/half\"... /* faulted */, O_RDONLY) = 3", 3, { 16, 0 }, { STATUS(0, false, FAULTED, "/half") } },
	{ "open", "open(0x10 /* not captured */, O_RDONLY) = 3", 3, { 16, 0 }, { STATUS(0, false, NOT_CAPTURED, "") } },
	{ "open", "open(0x10, O_RDONLY) = 3", 3, { 16, 0 } },
	{ "open", "open(\"abc\"..., O_RDONLY) = -1 ENAMETOOLONG (File name too long)", -36, { 16 }, { CUT(0, false, 0, "abc") } },
	{ "open", "open(\"late\", O_RDONLY) = 3", 3, { 16, 0 }, { OUT(0, "late") } },
	{ "access", "access(\"/\", F_OK) = 0", 0, { 16, 0 }, { IN(0, "/") } },
	{ "access", "access(\"/\", R_OK|X_OK|0x80) = -1 EINVAL (Invalid argument)", -22, { 16, 0x85 }, { IN(0, "/") } },
	{ "lseek", "lseek(3, -5, 0x63 /* SEEK_??? */) = -1 EINVAL (Invalid argument)", -22, { 3, -5, 99 } },
	{ "socket", "socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP) = 3", 3, { 2, 0x80001, 6 } },
	{ "mmap", "mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f0000000000", 0x7f0000000000,
	  { 0, 4096, 3, 0x22, 0xffffffff, 0 } },
	{ "mmap", "mmap(NULL, 4096, PROT_NONE, MAP_SHARED|MAP_HUGETLB|21<<MAP_HUGE_SHIFT, 3, 0x1000) = -1 EINVAL (Invalid argument)",
	  -22, { 0, 4096, 0, 0x54040001, 3, 0x1000 } },
	{ "mknod", "mknod(\"f\", S_IFIFO|0644) = 0", 0, { 16, 010644, 5 }, { IN(0, "f") } },
	{ "mknod", "mknod(\"n\", S_IFCHR|0600, makedev(0x1, 0x3)) = 0", 0, { 16, 020600, 0x103 }, { IN(0, "n") } },
	/* buffers */
	{ "read", "read(3, \"\\177ELF\\0\\n\", 100) = 6", 6, { 3, 16, 100 }, { OUT(1, "\177ELF\0\n") } },
	{ "read", "read(3, \"abcd\"..., 100) = 50", 50, { 3, 16, 100 }, { CUT(1, true, 50, "abcd") } },
	{ "read", "read(3, \"ab\"..., 100) = 6", 6, { 3, 16, 100 }, { OUT(1, "abcdef") }, .string_limit = 2 },
	{ "read", "read(3, \"\", 100) = 0", 0, { 3, 16, 100 } },
	{ "read", "read(3, 0x10, 100) = -1 EAGAIN (Resource temporarily unavailable)", -11, { 3, 16, 100 } },
	{ "write", "write(1, \"hi\\n\", 3) = 3", 3, { 1, 16, 3 }, { IN(1, "hi\n") } },
	{ "write", "write(1, \"\", 0) = 0", 0, { 1, 16, 0 } },
	{ "writev", "writev(1, [{iov_base=\"ab\", iov_len=2}, {iov_base=\"c\"..., iov_len=5}], 2) = 7", 7, { 1, 16, 2 },
	  { PART(1, false, IOV, "\x20\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\x30\0\0\0\0\0\0\0\5\0\0\0\0\0\0\0"),
	    PART(1, false, IOV_DATA, "\2\0\0\0ab\1\0\0\0c") } },
	{ "getrandom", "getrandom(\"\\x01\\xff\", 2, GRND_NONBLOCK) = 2", 2, { 16, 2, 1 }, { OUT(0, "\1\377") } },
	{ "execve", "execve(\"/bin/ls\", [\"ls\", \"-l\"], 0x30 /* 2 vars */) = 0", 0, { 16, 32, 48 },
	  { IN(0, "/bin/ls"), PART(1, false, STRINGS, "ls\0-l\0"), PART(2, false, STRINGS, "A=1\0B=2\0") } },
	{ "execve", "execve(\"x\", [\"a\", ...], 0x30 /* 23 vars */) = 0", 0, { 16, 32, 48 },
	  { IN(0, "x"), { .arg = 1, .part = SCT_PART_STRINGS, .status = SCT_PAYLOAD_TRUNCATED, .full = 9, .bytes = B("a\0") },
	    { .arg = 2, .part = SCT_PART_STRINGS, .status = SCT_PAYLOAD_NOT_CAPTURED, .full = 23, .bytes = B("") } } },
	/* pointers */
	{ "pipe2", "pipe2([3, 4], O_CLOEXEC) = 0", 0, { 16, 02000000 }, { OUT(0, "\3\0\0\0\4\0\0\0") } },
	{ "wait4", "wait4(-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = 7", 7, { -1, 16 }, { OUT(1, "\0\0\0\0") } },
	{ "wait4", "wait4(-1, [{WIFSIGNALED(s) && WTERMSIG(s) == SIGSEGV && WCOREDUMP(s)}], WNOHANG, NULL) = 7", 7, { -1, 16, 1 },
	  { OUT(1, "\x8b\0\0\0") } },
	{ "wait4", "wait4(-1, [{WIFSTOPPED(s) && WSTOPSIG(s) == SIGSTOP}], 0, NULL) = 7", 7, { -1, 16 }, { OUT(1, "\x7f\x13\0\0") } },
	{ "wait4", "wait4(-1, 0x10, 0, NULL) = -1 ECHILD (No child processes)", -10, { -1, 16 } },
	{ "nanosleep", "nanosleep({tv_sec=1, tv_nsec=5}, NULL) = 0", 0, { 16 }, { IN(0, "\1\0\0\0\0\0\0\0\5\0\0\0\0\0\0\0") } },
	{ "i386 nanosleep", "nanosleep({tv_sec=-1, tv_nsec=5}, NULL) = 0", 0, { 16 }, { IN(0, "\377\377\377\377\5\0\0\0") } },
	{ "nanosleep", "nanosleep({tv_sec=1, ...}, NULL) = 0", 0, { 16 }, { IN(0, "\1\0\0\0\0\0\0\0\5\0") } },
	{ "getrlimit", "getrlimit(RLIMIT_STACK, {rlim_cur=8192*1024, rlim_max=RLIM64_INFINITY}) = 0", 0, { 3, 16 },
	  { OUT(1, "\0\0\x80\0\0\0\0\0\377\377\377\377\377\377\377\377") } },
	{ "i386 ugetrlimit", "ugetrlimit(RLIMIT_STACK, {rlim_cur=8192*1024, rlim_max=RLIM_INFINITY}) = 0", 0, { 3, 16 },
	  { OUT(1, "\0\0\x80\0\377\377\377\377") } },
	{ "rt_sigprocmask", "rt_sigprocmask(SIG_BLOCK, [INT CHLD RT_1], ~[KILL STOP], 8) = 0", 0, { 0, 16, 32, 8 },
	  { IN(1, "\2\0\1\0\1\0\0\0"), OUT(2, "\377\376\373\377\377\377\377\377") } },
	{ "connect", "connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr(\"127.0.0.1\")}, 16) = 0", 0,
	  { 3, 16, 16 }, { IN(1, "\2\0\0\x50\x7f\0\0\1\0\0\0\0\0\0\0\0") } },
	{ "connect", "connect(3, {sa_family=AF_UNIX, sun_path=\"/run/x\"}, 110) = 0", 0, { 3, 16, 110 }, { IN(1, "\1\0/run/x\0zz") } },
	{ "connect", "connect(3, {sa_family=AF_UNIX, sun_path=@\"abs\"}, 6) = 0", 0, { 3, 16, 6 }, { IN(1, "\1\0\0abs") } },
	{ "accept", "accept(3, {sa_family=AF_UNIX}, [110 => 2]) = 4", 4, { 3, 16, 32 },
	  { OUT(1, "\1\0"), IN(2, "\x6e\0\0\0"), PART(2, true, LENGTH, "\2\0\0\0") } },
	{ "poll", "poll([{fd=3, events=POLLIN}, {fd=-1}], 2, 10) = 1 ([{fd=3, revents=POLLIN|POLLHUP}])", 1, { 16, 2, 10 },
	  { IN(0, "\3\0\0\0\1\0\0\0\377\377\377\377\0\0\0\0"), OUT(0, "\3\0\0\0\1\0\x11\0\377\377\377\377\0\0\0\0") } },
	{ "poll", "poll([{fd=3, events=POLLIN}], 1, 10) = 0 (Timeout)", 0, { 16, 1, 10 }, { IN(0, "\3\0\0\0\1\0\0\0") } },
	{ "select", "select(4, [0 3], NULL, NULL, NULL) = 1 (in [3])", 1, { 4, 16 },
	  { IN(1, "\x09\0\0\0\0\0\0\0"), OUT(1, "\x08\0\0\0\0\0\0\0") } },
	{ "epoll_wait", "epoll_wait(3, [], 5, 0) = 0", 0, { 3, 16, 5, 0 } },
	{ "epoll_wait", "epoll_wait(3, [{events=EPOLLIN, data={u32=7, u64=7}}], 5, -1) = 1", 1, { 3, 16, 5, -1 },
	  { OUT(1, "\1\0\0\0\7\0\0\0\0\0\0\0") } },
	{ "newfstatat", "newfstatat(3, \"\", 0x20, AT_EMPTY_PATH) = -1 EBADF (Bad file descriptor)", -9, { 3, 16, 32, 0x1000 },
	  { IN(1, "") } },
	/* commands */
	{ "ioctl", "ioctl(0, TIOCGWINSZ, {ws_row=24, ws_col=80, ws_xpixel=0, ws_ypixel=0}) = 0", 0, { 0, 0x5413, 16 },
	  { OUT(2, "\x18\0\x50\0\0\0\0\0") } },
	{ "ioctl", "ioctl(0, _IOC(_IOC_READ|_IOC_WRITE, 0xfe, 0x20, 0x10), 0x10) = 0", 0, { 0, 0xc010fe20, 16 } },
	{ "ioctl", "ioctl(4, BTRFS_IOC_CLONE or FICLONE, 3) = 0", 0, { 4, 0x40049409, 3 } },
	{ "prctl", "prctl(PR_SET_NAME, \"worker\") = 0", 0, { 15, 16 }, { IN(1, "worker") } },
	{ "prctl", "prctl(PR_CAPBSET_READ, CAP_SYS_ADMIN) = 1", 1, { 23, 21 } },
	{ "futex", "futex(0x10, FUTEX_WAKE_PRIVATE, 1) = 0", 0, { 16, 129, 1 } },
	{ "futex", "futex(0x10, FUTEX_WAIT_BITSET|FUTEX_CLOCK_REALTIME, 2, NULL, FUTEX_BITSET_MATCH_ANY) = -1 EAGAIN "
	  "(Resource temporarily unavailable)", -11, { 16, 0x109, 2, 0, 0, 0xffffffff } },
	{ "clone", "clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x20) = 9", 9,
	  { 0x1200011, 0, 16, 32, 48 } },
	{ "i386 clone", "clone(child_stack=0x10, flags=CLONE_VM|CLONE_SETTLS, tls=0x20) = 9", 9, { 0x80100, 16, 0, 32, 48 } },
	{ "fcntl", "fcntl(3, F_SETLK, {l_type=F_WRLCK, l_whence=SEEK_SET, l_start=1, l_len=2}) = 0", 0, { 3, 6, 16 },
	  { IN(2, "\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0") } },
	{ "kill", "kill(5, SIGKILL) = 0", 0, { 5, 9 } },
	{ "kill", "kill(5, 99) = -1 EINVAL (Invalid argument)", -22, { 5, 99 } },
	{ "capget", "capget({version=_LINUX_CAPABILITY_VERSION_3, pid=0}, {effective=1<<CAP_CHOWN|1<<CAP_BPF, permitted=0, "
	  "inheritable=0}) = 0", 0, { 16, 32 }, { IN(0, "\x22\x05\x08\x20\0\0\0\0"),
	    OUT(1, "\1\0\0\0\0\0\0\0\0\0\0\0\x80\0\0\0\0\0\0\0\0\0\0\0") } },
	/* i386: two registers for one offset, old calls with their arguments in memory */
	{ "i386 pread64", "pread64(3, \"x\", 1, 4294967301) = 1", 1, { 3, 16, 1, 5, 1 }, { OUT(1, "x") } },
	{ "i386 _llseek", "_llseek(3, 4294967301, [4294967301], SEEK_SET) = 0", 0, { 3, 1, 5, 16, 0 },
	  { OUT(3, "\5\0\0\0\1\0\0\0") } },
	{ "i386 mmap2", "mmap2(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0x2000) = 0xf7000000", 0xf7000000, { 0, 4096, 1, 2, 3, 2 } },
	{ "i386 mmap", "mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0x2000) = 0xf7000000", 0xf7000000, { 16 },
	  { IN(0, "\0\0\0\0\0\x10\0\0\1\0\0\0\2\0\0\0\3\0\0\0\0\x20\0\0") } },
	{ "i386 setuid", "setuid(-1) = -1 EINVAL (Invalid argument)", -22, { 0xffff } },
	/* options */
	{ "uname", "uname({sysname=\"Linux\", nodename=\"box\", ...}) = 0", 0, { 16 },
	  { OUT(0, "Linux\0" "0123456789012345678901234567890123456789012345678901234567" "\0" "box\0"
		    "01234567890123456789012345678901234567890123456789012345678901234567890123456789"
		    "01234567890123456789012345678901234567890123456789012345678901234567890123456789"
		    "01234567890123456789012345678901234567890123456789012345678901234567890123456789"
		    "01234567890123456789012345678901234567890123456789012345678901234567890123456789") } },
	{ "open", "open(\"/\", 0x80000) = 3", 3, { 16, 02000000 }, { IN(0, "/") }, .raw = true },
	/* other events */
	{ .kind = SCT_EXIT, .text = "+++ exited with 3 +++", .result = 3 << 8 },
	{ .kind = SCT_EXIT, .text = "+++ killed by SIGKILL +++", .result = 9 },
	{ .kind = SCT_EXIT, .text = "+++ killed by SIGSEGV (core dumped) +++", .result = 11 | 0x80 },
	{ .kind = SCT_SIGNAL, .text = "--- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER, si_pid=7, si_uid=0} ---", .number = 10,
	  .args = { 0, 7, 0 } },
	{ .kind = SCT_SIGNAL, .text = "--- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=NULL} ---", .number = 11,
	  .args = { 1 } },
	{ .kind = SCT_SIGNAL, .text = "--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=7, si_uid=0, si_status=3, "
	  "si_utime=1 /* 0.01 s */, si_stime=2 /* 0.02 s */} ---", .number = 17,
	  .payloads = { IN(0, "\x11\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\3\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0") } },
	{ .kind = SCT_FORK, .text = "+++ new process 8 +++", .args = { 8, 8, 0, 17 } },
	{ .kind = SCT_FORK, .text = "+++ new thread 9 +++", .args = { 9, 8, 0, 0x10000 } },
	{ .kind = SCT_EXEC, .text = "+++ exec \"/bin/ls\" [\"ls\", \"-l\"] +++",
	  .payloads = { IN(0, "/bin/ls"), PART(1, false, STRINGS, "ls\0-l\0") } },
	{ .kind = SCT_LOSS, .text = "!!! 12 events lost here (ring buffer of cpu 1 full) !!!", .args = { 12, 1 } },
	{ .kind = SCT_LOSS, .text = "!!! 1 event lost here (ring buffer full) !!!", .args = { 1, UINT64_MAX } },
	{ .kind = SCT_NOTE, .text = "+++ note: \"a\\33[1mb\" +++", .payloads = { IN(0, "a\33[1mb") } },
	{ .kind = 77, .text = "+++ event of unknown kind 77 +++" },
};

static bool find(struct sct_event *e, const char *call)
{
	bool i386 = !strncmp(call, "i386 ", 5);
	const struct sct_syscall *row;

	e->abi = i386 ? SCT_ABI_I386 : SCT_ABI_X86_64;
	row = sct_syscall_by_name(e->abi, i386 ? call + 5 : call);
	if (!row)
		return false;
	e->number = row->number;
	e->arg_count = row->arg_count;
	return true;
}

static bool run(const struct test *t)
{
	struct sct_print_opts o = { .sz = sizeof o, .string_limit = t->string_limit, .verbose = t->verbose, .raw = t->raw };
	struct sct_event e = {
		.kind = t->unfinished ? SCT_UNFINISHED : t->kind, .abi = SCT_ABI_X86_64, .number = t->number, .arg_count = 6,
		.result = t->result, .payloads = t->payloads,
	};
	struct sct_text text = { 0 };
	bool good;

	memcpy(e.args, t->args, sizeof e.args);
	while (e.payload_count < 8 && t->payloads[e.payload_count].bytes.data)
		e.payload_count++;
	if (t->call && !find(&e, t->call)) {
		printf("no call %s\n", t->call);
		return false;
	}
	sct_print_event(&text, NULL, &e, &o);
	good = !text.failed && text.size == strlen(t->text) && !memcmp(text.data, t->text, text.size);
	if (!good)
		printf("expected %s\n     got %.*s\n", t->text, (int)text.size, text.data ? text.data : "");
	sct_text_free(&text);
	return good;
}

int main(void)
{
	size_t n = sizeof tests / sizeof *tests, bad = 0;

	for (size_t i = 0; i < n; i++)
		bad += !run(&tests[i]);
	printf("%zu of %zu prints are right\n", n - bad, n);
	return bad != 0;
}
