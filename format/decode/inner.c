/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls of i386 that are doors to others: socketcall and ipc. */
#include "format/decode/walk.h"

#include <string.h>

enum { SOCKETCALL = 102, IPC = 117 };   /* asm/unistd_32.h */

static bool become(const struct sct_event *e, struct sct_event *inner, const char *name)
{
	const struct sct_syscall *row = sct_syscall_by_name(SCT_ABI_I386, name);

	if (!row)
		return false;
	*inner = *e;
	inner->number = row->number;
	inner->arg_count = row->arg_count;
	inner->payload_count = 0;
	inner->payloads = NULL;
	memset(inner->args, 0, sizeof inner->args);
	return true;
}

/* linux/net.h: the arguments lie in memory */
static bool socket_call(const struct sct_event *e, struct sct_event *inner)
{
	static const char *const names[] = {
		NULL, "socket", "bind", "connect", "listen", "accept", "getsockname", "getpeername", "socketpair",
		NULL, NULL, "sendto", "recvfrom", "shutdown", "setsockopt", "getsockopt", "sendmsg", "recvmsg", "accept4",
		"recvmmsg", "sendmmsg",
	};
	const struct sct_payload *p = NULL;
	uint32_t call = (uint32_t)e->args[0];

	for (unsigned i = 0; i < e->payload_count; i++)
		if (e->payloads[i].arg == 1 && e->payloads[i].part == SCT_PART_SELF)
			p = &e->payloads[i];
	if (!p || call >= sizeof names / sizeof *names || !names[call] || !become(e, inner, names[call]))
		return false;
	if (p->bytes.size < 4u * inner->arg_count)
		return false;
	for (unsigned i = 0; i < inner->arg_count; i++)
		inner->args[i] = sct_load(p->bytes.data + 4 * i, 4);
	return true;
}

/* linux/ipc.h: first, second, third, ptr, fifth mean something else in each */
static bool ipc_call(const struct sct_event *e, struct sct_event *inner)
{
	static const struct { uint8_t call; const char *name; uint8_t from[4]; } calls[] = {
		{ 2, "semget", { 1, 2, 3 } }, { 3, "semctl", { 1, 2, 3, 4 } }, { 12, "msgsnd", { 1, 4, 2, 3 } },
		{ 13, "msgget", { 1, 2 } }, { 14, "msgctl", { 1, 2, 4 } }, { 22, "shmdt", { 4 } },
		{ 23, "shmget", { 1, 2, 3 } }, { 24, "shmctl", { 1, 2, 4 } },
	};

	for (unsigned k = 0; k < sizeof calls / sizeof *calls; k++) {
		if (calls[k].call != (uint32_t)e->args[0] || !become(e, inner, calls[k].name))
			continue;
		for (unsigned i = 0; i < inner->arg_count && i < 4; i++)
			inner->args[i] = e->args[calls[k].from[i]];
		return true;
	}
	return false;
}

bool sct_walk_inner(const struct sct_event *e, struct sct_event *inner)
{
	if (e->abi != SCT_ABI_I386 || (e->number != SOCKETCALL && e->number != IPC))
		return false;
	return e->number == SOCKETCALL ? socket_call(e, inner) : ipc_call(e, inner);
}
