// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Two programs that do nothing, where ours are attached: what no recorder built on them can go below. */
#define SEC(name) __attribute__((section(name), used))

SEC("tp_btf/sys_enter")
int empty_enter(unsigned long long *ctx)
{
	return 0;
}

SEC("tp_btf/sys_exit")
int empty_exit(unsigned long long *ctx)
{
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
