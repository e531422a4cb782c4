/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory: mappings, protection, advice, locks, NUMA. */
#include "corpus.h"

#include <sys/uio.h>

static void mappings(char *m)
{
#ifdef __x86_64__
	C(mmap, NULL, 4096L, 7, MAP_SHARED | MAP_FIXED | MAP_POPULATE | MAP_HUGETLB | (21 << 26), -1, 4096L);
	C(mmap, NULL, 0L, 0x100, 0, 0, 1L);
	C(mmap, BAD, -1L, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_GROWSDOWN, 5, 0L);
	C(mmap, NULL, 4096L, PROT_READ | PROT_GROWSUP, MAP_SHARED_VALIDATE | MAP_SYNC | MAP_LOCKED, 99, 8192L);
	C(mmap, NULL, 4096L, 0x70, 0x80000030, -1, 0L);
#else
	C(mmap2, NULL, 4096L, 7, MAP_SHARED | MAP_FIXED | MAP_POPULATE, -1, 3L);
	C(mmap2, NULL, 0L, 0x100, 0, 0, 1L);
	C(mmap, BAD);
#endif
	C(mprotect, m, 4096L, PROT_NONE);
	C(mprotect, m, 4096L, PROT_READ | PROT_EXEC | 0x40);
	C(mprotect, BAD, -1L, PROT_WRITE | PROT_GROWSDOWN);
	C(munmap, 1L, 2L);
	C(munmap, NULL, 0L);
	C(mremap, m, 8192L, 8192L, MREMAP_MAYMOVE);
	C(mremap, 1L, 8192L, 16384L, MREMAP_MAYMOVE | MREMAP_FIXED, 4096L);
	C(mremap, NULL, 1L, 2L, 0xf8);
	C(remap_file_pages, NULL, 0L, 0, 0L, 0);
	C(brk, NULL);
	C(brk, 1L);
	C(msync, m, 4096L, MS_SYNC | MS_INVALIDATE);
	C(msync, NULL, 1L, 0xf8);
	C(mincore, m, 1L, m + 4096);
	C(mincore, m, 4096L, BAD);
	C(mincore, NULL, 4096L, NULL);
}

static void advice(char *m)
{
	static const int known[] = { 0, 1, 2, 3, 4, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 100, 101, 777 };

	for (unsigned i = 0; i < sizeof known / sizeof *known; i++)
		C(madvise, m + 1, 4096L, known[i]);
	C(process_madvise, -1, &(struct iovec){ m, 4 }, 1L, MADV_COLD, 0);
	C(process_madvise, -1, BAD, 1L, 99, 1);
	C(mlock, m, 1L);
	C(mlock2, m, 1L, 1);
	C(mlock2, m, -1L, 0xf0);
	C(munlock, m, 1L);
	C(munlock, NULL, -1L);
	C(mlockall, MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT | 0x10);
	C(mlockall, 0);
	C(munlockall);
	C(pkey_alloc, 0, 3);
	C(pkey_alloc, 1, 0xf0);
	C(pkey_free, -1);
	C(pkey_mprotect, 1L, 2L, 3, 4);
	C(membarrier, 0, 0, 0);
	C(membarrier, 8, 0, 0);
	C(membarrier, 99, 1, 5);
	C(userfaultfd, 0x80000 | 0x800 | 1);
	C(userfaultfd, 0x777);
}

static void numa(char *m)
{
	unsigned long nodes = 5;
	int mode = 0;

	C(set_mempolicy, 0, NULL, 0L);
	C(set_mempolicy, 3 | 1 << 15, BAD, 4L);
	C(mbind, NULL, 4096L, 2, &nodes, 64L, 0);
	C(mbind, m + 1, 4096L, 77, NULL, 0L, 0xff);
	C(get_mempolicy, &mode, NULL, 0L, NULL, 0L);
	C(get_mempolicy, BAD, NULL, 0L, NULL, 3L);
	C(migrate_pages, -1, 64L, &nodes, &nodes);
	C(move_pages, 0, 0L, NULL, NULL, NULL, 2);
	C(move_pages, -1, 1L, &m, &mode, &mode, 4);
	C(process_vm_readv, -1, &(struct iovec){ m, 4 }, 1L, &(struct iovec){ m, 4 }, 1L, 0L);
	C(process_vm_writev, -1, &(struct iovec){ m, 4 }, 1L, BAD, 1L, 3L);
}

int main(void)
{
	static char area[16384] __attribute__((aligned(4096)));

	edge(0);
	begin();
	numa(area);
	advice(area);
	mappings(area);
	return 0;
}
