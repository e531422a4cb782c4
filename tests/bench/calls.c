/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loops of one system call, timed in blocks: the recorded program of the overhead benchmarks.
 *
 *	calls [-n CALLS] [-b BLOCKS] [-p PROCESSES] KIND...
 *
 * For each kind a line "KIND MIN MEDIAN CALLS START END": ns a call in the best and in the median block (of
 * all processes), the calls made, and CLOCK_MONOTONIC around the kind in ns. A first block, half as long, warms up
 * and is counted among the calls but not timed. Processes, not threads: joining a thread takes a number
 * of calls that nobody can foretell, and recordings are to be checked against what was made.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATH "/etc/passwd"

static long calls = 200000, blocks = 5, processes = 1;
static int zero, null;

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void getppid_loop(long n)
{
	while (n-- > 0)
		syscall(SYS_getppid);
}

static void read_loop(long n)
{
	char c;

	while (n-- > 0)
		syscall(SYS_read, zero, &c, 1);
}

static void write_loop(long n)
{
	while (n-- > 0)
		syscall(SYS_write, null, "x", 1);
}

static void access_loop(long n)
{
	while (n-- > 0)
		syscall(SYS_faccessat, AT_FDCWD, PATH, R_OK);
}

static void stat_loop(long n)
{
	struct stat st;

	while (n-- > 0)
		syscall(SYS_newfstatat, AT_FDCWD, PATH, &st, 0);
}

/* Two calls a turn. */
static void open_loop(long n)
{
	for (n /= 2; n > 0; n--)
		syscall(SYS_close, syscall(SYS_openat, AT_FDCWD, PATH, O_RDONLY));
}

static const struct kind {
	const char *name;
	void (*loop)(long n);
} kinds[] = {
	{ "getppid", getppid_loop },
	{ "read", read_loop },
	{ "write", write_loop },
	{ "access", access_loop },
	{ "stat", stat_loop },
	{ "open+close", open_loop },
};

static void run(const struct kind *k, double *ns)
{
	long n = calls / blocks / 2 * 2;

	k->loop(n / 4 * 2);
	for (long b = 0; b < blocks; b++) {
		uint64_t t = now_ns();

		k->loop(n);
		ns[b] = (double)(now_ns() - t) / (double)n;
	}
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static int run_all(const struct kind *k, double *ns)
{
	int st, bad = 0;

	if (processes == 1) {
		run(k, ns);
		return 0;
	}
	for (long p = 0; p < processes; p++) {
		pid_t pid = fork();

		if (pid == 0) {
			run(k, ns + p * blocks);
			_exit(0);
		}
		bad |= pid < 0;
	}
	while (wait(&st) > 0)
		bad |= st;
	return bad;
}

static int measure(const struct kind *k)
{
	long n = calls / blocks / 2 * 2, count = blocks * processes;
	double *ns = mmap(NULL, (size_t)count * sizeof(*ns), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	uint64_t start, end;

	if (ns == MAP_FAILED)
		return -1;
	start = now_ns();
	if (run_all(k, ns))
		return -1;
	end = now_ns();
	qsort(ns, (size_t)count, sizeof(*ns), by_value);
	printf("%s %.1f %.1f %ld %llu %llu\n", k->name, ns[0], ns[count / 2], processes * (blocks * n + n / 4 * 2),
	       (unsigned long long)start, (unsigned long long)end);
	munmap(ns, (size_t)count * sizeof(*ns));
	return fflush(stdout);
}

static int usage(void)
{
	fprintf(stderr, "usage: calls [-n CALLS] [-b BLOCKS] [-p PROCESSES] KIND...\n");
	return 2;
}

int main(int argc, char **argv)
{
	int opt;

	while ((opt = getopt(argc, argv, "n:b:p:")) > 0) {
		if (opt == '?')
			return usage();
		*(opt == 'n' ? &calls : opt == 'b' ? &blocks
						   : &processes) = atol(optarg);
	}
	zero = open("/dev/zero", O_RDONLY);
	null = open("/dev/null", O_WRONLY);
	if (blocks < 1 || processes < 1 || calls / blocks < 4 || zero < 0 || null < 0)
		return usage();
	for (; optind < argc; optind++) {
		const struct kind *k = kinds, *end = kinds + sizeof(kinds) / sizeof(kinds[0]);

		while (k < end && strcmp(k->name, argv[optind]))
			k++;
		if (k == end)
			return usage();
		if (measure(k)) {
			perror("calls");
			return 1;
		}
	}
	return 0;
}
