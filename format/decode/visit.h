/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The walk over a call's arguments hands typed values to a visitor. The walk (walk.c and the
 * families beside it) knows layouts and never writes text; a visitor knows one output form.
 * strace's text is one visitor (strace_text.c).
 */
#ifndef SCT_DECODE_VISIT_H
#define SCT_DECODE_VISIT_H

#include "format/syscall/types.h"

enum sct_value_kind {
	SCT_V_SIGNED,
	SCT_V_UNSIGNED,
	SCT_V_HEX,
	SCT_V_HEX0,         /* 0x0 for 0 */
	SCT_V_HEX8,         /* eight characters: 0x00001f, 00000000 */
	SCT_V_HEX16,        /* sixteen */
	SCT_V_HTONL,        /* a word in host order that is in network order in memory */
	SCT_V_ERRNO,        /* positive */
	SCT_V_OCTAL,
	SCT_V_ADDRESS,      /* 0 is NULL */
	SCT_V_FD,
	SCT_V_DIRFD,        /* AT_FDCWD or a descriptor */
	SCT_V_PID,
	SCT_V_ID,           /* user or group; all ones is -1 */
	SCT_V_SET,          /* of .set */
	SCT_V_SIGNAL,
	SCT_V_PERMISSIONS,  /* mode bits without a type */
	SCT_V_MODE,         /* type and permissions */
	SCT_V_DEVICE,       /* major and minor as the kernel's new_encode_dev packs them */
	SCT_V_PORT,         /* in host order; .set names it where it is a protocol */
	SCT_V_INET,         /* IPv4 address, first byte lowest */
	SCT_V_LIMIT,        /* bytes or counts; all ones is infinity, .name says how it is called */
	SCT_V_WAIT_STATUS,
	SCT_V_IOCTL,        /* a request */
	SCT_V_STAMP,        /* seconds since 1970 */
	SCT_V_TICKS,        /* 1/100 s */
	SCT_V_CLONE_FLAGS,  /* flags, and the exit signal in the low byte */
	SCT_V_NAME,         /* number u, called .name */
	SCT_V_DATE,         /* the same alone */
	SCT_V_IOPRIO,
	SCT_V_QUOTA_COMMAND,
	SCT_V_FUTEX_OP,     /* what FUTEX_WAKE_OP does */
	SCT_V_CAPABILITIES, /* a set of them */
	SCT_V_COMMENTED,    /* number u, and its name in .set as a comment */
	SCT_V_WHEN,         /* about the struct before it: the time it means; .fraction is ns */
};

struct sct_value {
	uint8_t kind;                  /* enum sct_value_kind */
	uint64_t u;                    /* sign-extended for signed kinds */
	const struct sct_flagset *set;
	const char *name;              /* static text */
	uint32_t fraction;             /* of stamps */
	uint8_t digits;                /* of the fraction: 9 ns, 6 us */
};

enum sct_blob_kind {
	SCT_BLOB_PATH,      /* never shortened */
	SCT_BLOB_STRING,
	SCT_BLOB_DATA,
	SCT_BLOB_BINARY,    /* bytes of something not described */
	SCT_BLOB_INET6,     /* an address of 16 bytes */
	SCT_BLOB_ABSTRACT,  /* a Unix socket's name that is no path */
};

struct sct_blob {
	uint8_t kind;                  /* enum sct_blob_kind */
	bool more;                     /* there was more than was captured */
	const char *name;              /* INET6: the member that holds it */
	const uint8_t *data;
	size_t size;
};

enum sct_group {
	SCT_GROUP_STRUCT,
	SCT_GROUP_ARRAY,
	SCT_GROUP_BITS,     /* a set of small numbers or names */
	SCT_GROUP_NOT_BITS, /* all but these */
	SCT_GROUP_UNION,    /* members behind the result: what select and poll left */
};

enum sct_outcome {
	SCT_RESULT_NONE,    /* never returned */
	SCT_RESULT_VALUE,
	SCT_RESULT_ERROR,   /* .value.u is the positive errno */
};

struct sct_result {
	uint8_t outcome;               /* enum sct_outcome */
	struct sct_value value;
};

struct sct_visitor;
struct sct_visitor_ops {
	void (*call)(struct sct_visitor *v, const struct sct_event *e, const char *name);
	/* The next value is this argument. named: its place does not say which it is. */
	void (*argument)(struct sct_visitor *v, const char *name, bool named);
	void (*value)(struct sct_visitor *v, const struct sct_value *value);
	void (*blob)(struct sct_visitor *v, const struct sct_blob *blob);
	void (*open)(struct sct_visitor *v, enum sct_group g);
	void (*member)(struct sct_visitor *v, const char *name);  /* NULL: the next element */
	void (*more)(struct sct_visitor *v);                      /* members left out */
	void (*close)(struct sct_visitor *v, enum sct_group g);
	void (*change)(struct sct_visitor *v);                    /* the value on return follows */
	void (*note)(struct sct_visitor *v, const char *text);    /* about the value before */
	void (*count)(struct sct_visitor *v, uint64_t n, const char *unit); /* likewise */
	void (*extra)(struct sct_visitor *v, const char *range);  /* bytes of no member follow */
	void (*result)(struct sct_visitor *v, const struct sct_result *r);
};

struct sct_visitor {
	const struct sct_visitor_ops *ops;
};

#endif
