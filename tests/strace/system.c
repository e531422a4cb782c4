/* SPDX-License-Identifier: BSD-2-Clause */
/* The system, System V and POSIX IPC, keys, modules, and the calls that manage other subsystems. */
#include "corpus.h"

#include <linux/aio_abi.h>
#include <linux/bpf.h>
#include <linux/io_uring.h>
#include <linux/landlock.h>
#include <linux/keyctl.h>
#include <mqueue.h>
#include <sys/fanotify.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/utsname.h>

static char buf[512];

static void ipc(void)
{
	struct mq_attr mqa = { .mq_maxmsg = 5, .mq_msgsize = 100 };
	struct sembuf sb[2] = { { 0, -1, SEM_UNDO }, { 1, 1, IPC_NOWAIT } };
	unsigned prio = 0;
	int q;

#ifdef SYS_shmget
	C(shmget, 0x1234, 0L, 0);
	C(shmget, 0x1234, -1L, IPC_CREAT | IPC_EXCL | SHM_HUGETLB | 0x10000 | 0777);
	C(shmctl, -1, IPC_RMID, NULL);
	C(shmctl, -1, IPC_STAT, buf);
	C(shmctl, -1, 99, BAD);
	C(semget, 0x123, 2, IPC_EXCL | 0644);
	C(semctl, -1, 0, SETVAL, 5L);
	C(semctl, -1, 0, IPC_RMID, 0L);
	C(semctl, -1, 7, 99, BAD);
	C(msgget, 0x55, 0644);
	C(msgget, -2, 0x6577);
	C(msgctl, -1, IPC_STAT, NULL);
	C(msgctl, -1, IPC_RMID, NULL);
	C(msgsnd, -1, buf, 5L, IPC_NOWAIT);
	C(msgrcv, -1, buf, 5L, 7L, MSG_NOERROR | 0x20000);
	C(shmat, -1, NULL, SHM_RDONLY);
	C(shmat, -1, BAD, SHM_RND | SHM_REMAP | SHM_EXEC | 0x777);
	C(shmdt, BAD);
#endif
#ifdef __x86_64__
	C(semop, -1, sb, 2L);
	C(semop, -1, BAD, 1L);
	C(semtimedop, -1, sb, 1L, NULL);
#endif
	C(mq_open, "/q", O_RDONLY);
	q = C(mq_open, "tq", O_RDWR | O_CREAT, 0600, &mqa);
	C(mq_timedsend, q, "hello", 5, 3, NULL);
	C(mq_timedreceive, q, buf, 100, &prio, NULL);
	C(mq_getsetattr, q, NULL, &mqa);
	C(mq_getsetattr, -1, BAD, BAD);
	C(mq_unlink, "tq");
	C(mq_unlink, BAD);
	C(mq_notify, -1, NULL);
}

static void machine(void)
{
	struct utsname un;

	C(uname, &un);
	C(uname, BAD);
	C(sysinfo, BAD);
	C(sethostname, "", -1L);
	C(setdomainname, BAD, 10L);
	C(syslog, 3, buf, -1);
	C(syslog, 99, buf, 10);
	C(reboot, 1, 2, 3, NULL);
	C(reboot, 0xfee1dead, 672274793, 0x99, NULL);
	C(delete_module, "nope", O_NONBLOCK);
	C(delete_module, BAD, O_TRUNC | 5);
	C(finit_module, -1, "p", 0);
	C(finit_module, -1, "p", 0x77);
	C(init_module, BAD, 5L, "");
	C(kexec_load, 0L, 0L, NULL, -1L);
	C(quotactl, 0x800001, "x", 0, NULL);
	C(quotactl, 0x80000799, NULL, -1, BAD);
	C(getrandom, buf, 5L, 0xf0);
	C(getrandom, BAD, 5L, 1);
	C(ioperm, 1L, -1L, 1);
	C(iopl, 9);
	C(ustat, 5, BAD);
	C(sysfs, 1, BAD, NULL);
	C(fanotify_init, 0x777777, 0);
	C(fanotify_init, FAN_CLASS_CONTENT | FAN_NONBLOCK | 0x10000000, O_RDONLY | O_LARGEFILE);
	C(fanotify_mark, -1, FAN_MARK_ADD, (uint64_t)(FAN_OPEN | FAN_CLOSE), AT_FDCWD, "/tmp");
	C(name_to_handle_at, -1, "x", NULL, NULL, 0);
	C(name_to_handle_at, AT_FDCWD, "/nope", BAD, BAD, AT_SYMLINK_FOLLOW | 0x1);
	C(open_by_handle_at, -1, BAD, O_RDONLY);
	C(lookup_dcookie, 1L, buf, 5L);
}

static void others(void)
{
	union bpf_attr ba = { .map_type = 9999, .key_size = 4, .value_size = 8, .max_entries = 1 };
	struct io_uring_params ip = { .flags = 0x80000000, .cq_entries = 8 };
	struct landlock_ruleset_attr la = { .handled_access_fs = 3 };
	struct landlock_path_beneath_attr pb = { 1, 0 };
	aio_context_t ctx = 0;
	struct iocb cb = { .aio_fildes = 1, .aio_lio_opcode = IOCB_CMD_PREAD, .aio_nbytes = 4 }, *cbs[1] = { &cb };

	C(bpf, BPF_MAP_CREATE, &ba, 48);
	memset(&ba, 0, sizeof ba);
	ba.map_fd = -1;
	C(bpf, BPF_MAP_LOOKUP_ELEM, &ba, 32);
	C(bpf, BPF_PROG_GET_NEXT_ID, BAD, 12);
	C(bpf, 99, buf, 10);
	C(perf_event_open, BAD, -5, 0, -1, 8L);
	C(io_uring_setup, 0, NULL);
	C(io_uring_setup, 4, &ip);
	C(io_uring_setup, 4, BAD);
	C(io_uring_enter, -1, 1, 2, 1, NULL, 8L);
	C(io_uring_enter, -1, 1, 2, 0xff00, BAD, 8L);
	C(io_uring_register, -1, IORING_REGISTER_BUFFERS, NULL, 0);
	C(io_uring_register, -1, 99, BAD, 5);
	C(io_setup, 5, &ctx);
	C(io_setup, -1, BAD);
	C(io_submit, ctx, 1L, cbs);
	C(io_submit, 0L, -1L, BAD);
	C(io_getevents, 0L, 0L, 2L, BAD, NULL);
	C(io_cancel, 0L, BAD, buf);
	C(io_destroy, 0L);
	C(landlock_create_ruleset, NULL, 0L, 1);
	C(landlock_create_ruleset, &la, 8L, 2);
	C(landlock_create_ruleset, BAD, 8L, 0);
	C(landlock_add_rule, -1, 1, &pb, 0);
	C(landlock_add_rule, -1, 9, BAD, 7);
	C(landlock_restrict_self, -1, 1);
	C(keyctl, KEYCTL_GET_KEYRING_ID, -99, 0L);
	C(keyctl, KEYCTL_DESCRIBE, 12345, buf, 100L);
	C(keyctl, KEYCTL_REVOKE, 12345);
	C(keyctl, KEYCTL_CHOWN, 12345, -1, 0);
	C(keyctl, KEYCTL_SETPERM, 12345, 0x3f3f0000);
	C(keyctl, KEYCTL_SEARCH, -99, "user", "desc", -2L);
	C(keyctl, KEYCTL_UPDATE, 12345, "abc", 3L);
	C(keyctl, KEYCTL_LINK, 12345, -2);
	C(keyctl, KEYCTL_SET_TIMEOUT, 12345, 5L);
	C(keyctl, 99, 1L, 2L, 3L, 4L);
	C(add_key, "user", "d", NULL, 1L, -99);
	C(add_key, BAD, NULL, "payload", 7L, -2);
	C(request_key, "user", "x", NULL, -99);
	syscall(1000, 1L, 2L, 3L, 4L, 5L, 6L);
	syscall(-1, 1L, 2L, 3L, 4L, 5L, 6L);
}

int main(void)
{
	edge(0);
	begin();
	ipc();
	machine();
	others();
	return 0;
}
