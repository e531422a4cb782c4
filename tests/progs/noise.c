/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls that do not compress: noise COUNT looks for COUNT files with long random names. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	long n = argc > 1 ? atol(argv[1]) : 1000;
	uint64_t x = 88172645463325252u;
	char name[256];

	for (long i = 0; i < n; i++) {
		int len = sprintf(name, "/none/");

		for (int k = 0; k < 10; k++) {
			x ^= x << 13;
			x ^= x >> 7;
			x ^= x << 17;
			len += sprintf(name + len, "%016llx", (unsigned long long)x);
		}
		access(name, F_OK);
	}
	puts("command finished");
	return 0;
}
