/* SPDX-License-Identifier: BSD-2-Clause */
/* What the programs of this corpus share. They make calls for the sake of how they print: results do not matter. */
#ifndef TESTS_STRACE_CORPUS_H
#define TESTS_STRACE_CORPUS_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define C(name, ...) syscall(SYS_##name, ##__VA_ARGS__)
#define BAD ((void *)16)

/* The comparison begins behind this line: what libc does before is no business of the corpus. */
static inline void begin(void)
{
	syscall(SYS_access, "/corpus/begin", F_OK);
}

/* The last n bytes of a page with nothing behind it. */
static inline void *edge(size_t n)
{
	static char *page;
	size_t size = 4096;

	if (!page) {
		page = mmap(NULL, 2 * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (page == MAP_FAILED)
			abort();
		memset(page, 'x', size);
		munmap(page + size, size);
	}
	return page + size - n;
}

#endif
