/* SPDX-License-Identifier: BSD-2-Clause */
/* Numbers no table has: odd LOG. */
#include "truth.h"

int main(int argc, char **argv)
{
	static const unsigned numbers[] = { -1u, 9998, 340, 423, 512, 547, 600, 0x3fffffff, 0x40000000 | SYS_getppid,
		0x40000000 | 9998, 0x7fffffff, 0x80000000, 0xfffffffe };

	if (argc < 2)
		return 2;
	truth_open(argv[1]);
	mark_begin();
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		sys(numbers[i], U(-1), U(0x1122334455667788), U(3), U(4), U(5), U(0x8000000000000000));
	mark_end();
	return 0;
}
