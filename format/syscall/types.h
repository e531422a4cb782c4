/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the generated tables (gen.c) are made of: argument types, struct layouts, flag sets.
 * Private to format/. How a type prints is format/decode's business.
 */
#ifndef SCT_SYSCALL_TYPES_H
#define SCT_SYSCALL_TYPES_H

#include "format/sct.h"

/* One per `type` line of types.def; SCT_T_STRUCT stands for every `struct` block. */
enum sct_type_id {
	SCT_T_STRUCT, SCT_T_SET,
	SCT_T_INT, SCT_T_UINT, SCT_T_LONG, SCT_T_ULONG, SCT_T_S64, SCT_T_U64, SCT_T_S32,
	SCT_T_U32, SCT_T_S16, SCT_T_U16, SCT_T_S8, SCT_T_U8, SCT_T_X, SCT_T_XLONG, SCT_T_X64,
	SCT_T_X32, SCT_T_X16, SCT_T_X8, SCT_T_ADDR, SCT_T_SIZE, SCT_T_OFF, SCT_T_LOFF,
	SCT_T_OFF_LO, SCT_T_OFF_HI, SCT_T_LLSEEK_HI, SCT_T_LLSEEK_LO, SCT_T_FANOTIFY_MASK_LO,
	SCT_T_PGOFF, SCT_T_TIME, SCT_T_FD, SCT_T_DIRFD, SCT_T_PID, SCT_T_UID, SCT_T_GID,
	SCT_T_OUID, SCT_T_OGID, SCT_T_MODE, SCT_T_MKNOD_MODE, SCT_T_DEV, SCT_T_DEV64,
	SCT_T_SIGNAL, SCT_T_KEY, SCT_T_KEY_SERIAL, SCT_T_WSTATUS, SCT_T_SOCKLEN, SCT_T_IOPRIO,
	SCT_T_CLONE_FLAGS, SCT_T_CLONE_TLS, SCT_T_MEMFD_FLAGS, SCT_T_WAITID_ID,
	SCT_T_QUOTACTL_CMD, SCT_T_SOCKET_PROTOCOL, SCT_T_SOCKOPT_NAME, SCT_T_SIGHANDLER,
	SCT_T_OLD_SIGMASK, SCT_T_IOCTL_REQUEST, SCT_T_PRCTL_ARG3, SCT_T_PRCTL_ARG4,
	SCT_T_PRCTL_ARG5, SCT_T_KEYCTL_ARG2, SCT_T_FUTEX_VAL, SCT_T_FUTEX_UADDR2,
	SCT_T_FUTEX_VAL3, SCT_T_OPEN_MODE, SCT_T_MKNOD_DEV, SCT_T_MEMBARRIER_CPU, SCT_T_PERSONA,
	SCT_T_KCMP_INDEX, SCT_T_KEYCTL_ARG, SCT_T_SYSLOG_ACTION, SCT_T_REBOOT_ARG,
	SCT_T_PTRACE_OP, SCT_T_PTRACE_PID, SCT_T_PTRACE_ADDR, SCT_T_PTRACE_DATA,
	SCT_T_MREMAP_ADDR, SCT_T_STAMP, SCT_T_TICKS, SCT_T_LIMIT, SCT_T_LIMIT64,
	SCT_T_SEGMENT_BITS, SCT_T_SIGVAL, SCT_T_ADDR64, SCT_T_SIGNAL64, SCT_T_MODE64,
	SCT_T_ST_MODE, SCT_T_ST_MODE16, SCT_T_FILESIZE, SCT_T_FILESIZE32, SCT_T_RDEV64,
	SCT_T_RDEV32, SCT_T_FSID, SCT_T_EPOLL_DATA, SCT_T_CHARS, SCT_T_CC, SCT_T_RESTORER,
	SCT_T_TAIL, SCT_T_PATH, SCT_T_STR, SCT_T_MOUNT_DATA, SCT_T_FSCONFIG_VALUE,
	SCT_T_STRINGS, SCT_T_ENV, SCT_T_DATA, SCT_T_CAP_DATA, SCT_T_NOISE, SCT_T_CSTR,
	SCT_T_IOV, SCT_T_MSGHDR, SCT_T_MMSGHDR, SCT_T_FDSET, SCT_T_NODEMASK, SCT_T_CPUSET,
	SCT_T_SIGSET, SCT_T_OLD_SIGSET, SCT_T_SOCKADDR, SCT_T_SOCKOPT, SCT_T_DIRENTS,
	SCT_T_DIRENTS_OLD, SCT_T_DIRENT_OLD, SCT_T_SIGINFO, SCT_T_IOCTL_ARG, SCT_T_FCNTL_ARG,
	SCT_T_PRCTL_ARG, SCT_T_ARCH_PRCTL_ARG, SCT_T_SECCOMP_ARG, SCT_T_FUTEX_TIMEOUT,
	SCT_T_FUTEX_TIMEOUT64, SCT_T_SOCKETCALL_ARGS, SCT_T_LANDLOCK_RULE, SCT_T_LSM_CTX,
	SCT_T_LSM_ID_LIST, SCT_T_STATMOUNT, SCT_T_BPF_ATTR, SCT_T_MSGBUF, SCT_T_FILE_HANDLE,
	SCT_T_SYSCTL_ARGS, SCT_T_PERF_EVENT_ATTR, SCT_T_MOUNT_TYPE, SCT_T_FSCONFIG_KEY, SCT_T_FSCONFIG_AUX,
	SCT_T_SECCOMP_FLAGS,
	SCT_T_COUNT
};

/* One name of a flag set or enum. */
struct sct_flag_item {
	uint64_t value;
	const char *name;
	uint32_t length;        /* of name */
};

enum sct_flag_form {
	SCT_FLAG_NAMES,
	SCT_FLAG_SHIFT,         /* "21<<MAP_HUGE_SHIFT": a number, items[0] is the name behind it */
	SCT_FLAG_OCTAL,         /* permission bits */
};

/* A group of names. mask 0: each name is a bit pattern of its own; otherwise the names are the
 * values that (word & mask) can take, sorted by value. */
struct sct_flag_field {
	uint64_t mask;
	const struct sct_flag_item *items;
	uint32_t count;
	uint8_t form;           /* enum sct_flag_form */
};

struct sct_flagset {
	const char *name;
	const char *unknown;    /* what strangers' bits are called in a comment: "O_???" */
	const struct sct_flag_field *fields;
	uint32_t field_count;
	bool is_enum;
	const struct sct_flagset *arm64; /* where arm64 numbers differently, else NULL */
};

struct sct_layout;

/* A value in registers or memory. */
struct sct_value_type {
	uint8_t id;             /* enum sct_type_id */
	uint16_t size;          /* bytes of one scalar; 0 for structs */
	const struct sct_flagset *set;   /* SCT_T_SET */
	const struct sct_layout *layout; /* SCT_T_STRUCT */
};

/* One member of a struct. */
struct sct_member {
	const char *name;
	uint16_t offset;
	uint16_t count;         /* array length, 0: not an array */
	struct sct_value_type type;
};

struct sct_layout {
	const char *name;
	uint16_t size;
	uint16_t field_count;
	uint16_t brief_count;   /* 0: never abbreviated */
	const struct sct_member *fields; /* in printing order */
	const struct sct_member *brief;  /* the ones shown when abbreviating */
};

enum sct_shape {
	SCT_SHAPE_VALUE,        /* the argument itself */
	SCT_SHAPE_POINTER,      /* it points to one value */
	SCT_SHAPE_ARRAY,        /* it points to several */
	SCT_SHAPE_SPECIAL,      /* it points to something with a printer of its own: path, data, iov ... */
};

/* How one argument prints. sct_syscall.types is an array of arg_count of these and one more: the
 * set in it, if any, explains the result. NULL without arguments and explanation. */
struct sct_arg_type {
	struct sct_value_type type;
	uint8_t shape;          /* enum sct_shape */
	uint8_t when;           /* enum sct_capture_when bits; 0 for plain values */
	uint8_t length;         /* enum sct_capture_kind that gives the length, SCT_CAP_FIXED for count elements */
	bool quiet;             /* the value on return is shown elsewhere */
	bool restart;           /* filled in only when the call is interrupted, to go on later */
	uint8_t len_arg;        /* argument with the length or its bound, 255: none */
	uint16_t element;       /* bytes of one element */
	uint16_t count;         /* elements when the length is fixed */
};

#endif
