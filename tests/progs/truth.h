/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a recorded program says about itself. Every call goes through sys(), which makes the
 * system call directly and appends one line to a log that is a shared mapping of a file, so
 * that logging makes no calls, and forked, exec'ed and killed programs keep their lines.
 * tests/truth/truth.py compares the log with a recording.
 *
 *	tid abi number result argument... | annotation...
 *
 * result "?": not known or never came; an argument "*": any value. Annotations: sN=HEX the
 * string behind argument N, bN=LENGTH:HEX a buffer (its first bytes), cN=HEX a whole buffer
 * that may be out of reach, fN it faults, nN it is NULL.
 * Between a begin mark and an end mark a thread makes no call that is not in the log.
 */
#ifndef TRUTH_H
#define TRUTH_H

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TRUTH_SIZE (64u << 20)
#define MARK_NR 9999      /* no kernel has it: ENOSYS */
#define MARK_BEGIN 0xbe91
#define MARK_END 0xe0d
#define ABI_64 1
#define ABI_32 2

struct truth_log {
	uint64_t used __attribute__((aligned(8))); /* bytes of text so far */
	char text[];
};
static struct truth_log *truth;
static __thread long truth_tid;

static inline long raw6(long n, long a, long b, long c, long d, long e, long f)
{
#ifdef __x86_64__
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	long r;

	__asm__ volatile("syscall"
			 : "=a"(r)
			 : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return r;
#else
	long r = syscall(n, a, b, c, d, e, f);

	return r == -1 ? -errno : r;
#endif
}

static inline void truth_die(const char *what)
{
	perror(what);
	_exit(120);
}

static inline void truth_thread(void)
{
	truth_tid = raw6(SYS_gettid, 0, 0, 0, 0, 0, 0);
}

/* Opens or goes on with the log; every program calls it first. */
static inline void truth_open(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	void *p;

	if (fd < 0 || ftruncate(fd, TRUTH_SIZE) < 0)
		truth_die(path);
	p = mmap(NULL, TRUTH_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED)
		truth_die("mmap");
	close(fd);
	truth = p;
	truth_thread();
}

static inline void truth_text(const char *s, size_t n)
{
	uint64_t at = __atomic_fetch_add(&truth->used, n, __ATOMIC_SEQ_CST);

	if (at + n > TRUTH_SIZE - sizeof(*truth))
		truth_die("log is full");
	memcpy(truth->text + at, s, n);
}

/* One line. known: the result is; n arguments; note may be NULL. */
static inline void truth_line(int abi, long nr, int known, long result, int n, const unsigned long *a, const char *note)
{
	size_t room = 256 + (note ? strlen(note) : 0);
	char *s = alloca(room);
	int len = snprintf(s, room, "%ld %d %u ", truth_tid, abi, (unsigned)nr);

	if (known)
		len += snprintf(s + len, room - len, "%ld", result);
	else
		len += snprintf(s + len, room - len, "?");
	for (int i = 0; i < n; i++)
		len += snprintf(s + len, room - len, " %lx", a[i]);
	if (note)
		len += snprintf(s + len, room - len, " | %s", note);
	s[len++] = '\n';
	truth_text(s, len);
}

/* A call that somebody else (libc) made for us, arguments unknown. */
static inline void truth_made(long nr, long result)
{
	char s[96];

	truth_text(s, snprintf(s, sizeof(s), "%ld %d %u %ld *\n", truth_tid, ABI_64, (unsigned)nr, result));
}

/* Makes the call and logs it. note: annotations about what the arguments point to, or NULL. */
static inline long sys_note(const char *note, long nr, int n, ...)
{
	unsigned long a[6] = { 0 };
	va_list ap;
	long r;

	va_start(ap, n);
	for (int i = 0; i < n; i++)
		a[i] = va_arg(ap, unsigned long);
	va_end(ap);
	r = raw6(nr, a[0], a[1], a[2], a[3], a[4], a[5]);
	truth_line(sizeof(long) == 8 ? ABI_64 : ABI_32, nr, 1, r, n, a, note);
	return r;
}

/* A call that will not come back; logged first. */
static inline void sys_last(long nr, long arg)
{
	unsigned long a[1] = { arg };

	truth_line(ABI_64, nr, 0, 0, 1, a, NULL);
	raw6(nr, arg, 0, 0, 0, 0, 0);
}

#define U(x) ((unsigned long)(x))
#define COUNT_(a, b, c, d, e, f, g, n, ...) n
#define COUNT(...) COUNT_(__VA_ARGS__, 6, 5, 4, 3, 2, 1, 0)
/* sys(SYS_name, U(arg), ...): at least one argument */
#define sys(nr, ...) sys_note(NULL, nr, COUNT(0, ##__VA_ARGS__), ##__VA_ARGS__)

/* "sN=hex" for a string; the result lives until the buffer is used again. */
static inline const char *hex_note(char *buf, size_t size, const char *prefix, const void *data, size_t n)
{
	const unsigned char *p = data;
	int len = snprintf(buf, size, "%s", prefix);

	for (size_t i = 0; i < n && (size_t)len + 3 < size; i++)
		len += snprintf(buf + len, size - len, "%02x", p[i]);
	return buf;
}

/* A call whose argument n is the string s (argument 0 or 1 of the common ones). */
#define sys_string(n, s, nr, ...) \
	sys_note(hex_note((char[12000]){ 0 }, 12000, "s" #n "=", s, strlen(s)), nr, COUNT(0, ##__VA_ARGS__), ##__VA_ARGS__)

static inline void mark_begin(void)
{
	truth_thread();
	sys(MARK_NR, U(MARK_BEGIN));
}

static inline void mark_end(void)
{
	sys(MARK_NR, U(MARK_END));
}

#endif
