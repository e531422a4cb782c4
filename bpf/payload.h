/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * Reading user memory into a record, as a capture plan says. Every function here appends
 * payloads (struct wire_payload + data) to a scratch.
 */
#ifndef SCT_BPF_PAYLOAD_H
#define SCT_BPF_PAYLOAD_H

/* = enum sct_capture_kind and friends in format/sct.h; record/plan.c asserts that they agree */
enum { CAP_NONE, CAP_STRING, CAP_FIXED, CAP_LEN_ARG, CAP_LEN_RESULT, CAP_LEN_PTR, CAP_STRINGS,
	CAP_IOV, CAP_MSGHDR, CAP_MMSGHDR, CAP_IOCTL, CAP_FCNTL, CAP_PRCTL, CAP_FDSET, CAP_STRING_LEN };
enum { CAP_IN = 1, CAP_OUT = 2 };
enum { CAPF_IO = 1, CAPF_ON_SUCCESS = 2, CAPF_ENV = 8 };
enum { ST_OK, ST_TRUNCATED, ST_FAULTED, ST_NOT_CAPTURED = 4 };
enum { PART_SELF, PART_STRINGS, PART_IOV, PART_IOV_DATA, PART_NAME, PART_CONTROL, PART_LENGTH };

#define STRING_MAX 4096         /* PATH_MAX, with its NUL */
#define BLOCK_MAX 32768         /* any one payload */
#define STRUCT_MAX 4096         /* anything that is not I/O data */
#define STRINGS_MAX 32768       /* bytes of one argv */
#define IOV_MAX_SEEN 64
#define IOV_DATA_MAX 16
#define UIO_MAXIOV 1024        /* include/uapi/linux/uio.h */
#define PAGE 4096
/* linux/prctl.h: options that store a number: PDEATHSIG, UNALIGN, FPEMU, FPEXC, ENDIAN, TSC, CHILD_SUBREAPER, TID_ADDRESS */
#define PRCTL_WRITES_INT (1ull << 2 | 1ull << 5 | 1ull << 9 | 1ull << 11 | 1ull << 19 | 1ull << 25 | 1ull << 37 | 1ull << 40)

/* Starts a payload. When the record is full it says that nothing was captured, and the result is NULL. */
static __always_inline struct wire_payload *payload_begin(struct scratch *s, u32 arg, u32 part)
{
	u32 off = s->off;
	struct wire_payload *p;

	if (off >= WIRE_SCRATCH + STRUCT_MAX)
		return 0;
	p = (void *)&s->data[off];
	p->arg = arg;
	p->part = part;
	p->status = off < WIRE_SCRATCH ? ST_OK : ST_NOT_CAPTURED;
	p->at_exit = s->phase != PHASE_ENTER;
	p->captured = 0;
	p->full = 0;
	s->off = off + sizeof(*p);
	return off < WIRE_SCRATCH ? p : 0;
}

static __always_inline void payload_end(struct scratch *s, struct wire_payload *p, u32 captured)
{
	p->captured = captured;
	s->off += (captured + 7) & ~7u;
}

/* len <= BLOCK_MAX bytes from ptr; when they are not all there, those up to the page's end. */
static __always_inline u32 read_user(void *dst, u32 len, u64 ptr)
{
	u32 first = PAGE - (ptr & (PAGE - 1));

	if (!bpf_probe_read_user(dst, len, (void *)ptr))
		return len;
	if (first < len && !bpf_probe_read_user(dst, first, (void *)ptr))
		return first;
	return 0;
}

/* A block of `want` bytes, of which at most `limit` are kept. */
static __always_inline void put_block(struct scratch *s, u32 arg, u32 part, u64 ptr, u64 want, u32 limit)
{
	u32 off = s->off, len, got;
	struct wire_payload *p;

	if (!ptr)
		return;       /* the argument itself says NULL */
	p = payload_begin(s, arg, part);
	if (!p || off >= WIRE_SCRATCH)
		return;
	len = limit;
	if (want > limit) {
		p->status = ST_TRUNCATED;
		p->full = want;
	} else {
		len = want;
	}
	if (len > BLOCK_MAX)
		len = BLOCK_MAX;
	if (!len)
		return;
	got = read_user(&s->data[off + sizeof(*p)], len, ptr);
	if (got != len) {
		p->status = ST_FAULTED;
		p->full = want;
		s->faulted = 1;
	}
	payload_end(s, p, got);
}

static __always_inline void put_string(struct scratch *s, u32 arg, u64 ptr, u32 limit)
{
	u32 off = s->off, got;
	struct wire_payload *p;
	long n;

	if (!ptr)
		return;
	p = payload_begin(s, arg, PART_SELF);
	if (!p || off >= WIRE_SCRATCH)
		return;
	if (limit > STRING_MAX)
		limit = STRING_MAX;
	n = bpf_probe_read_user_str(&s->data[off + sizeof(*p)], limit + 1, (void *)ptr);
	if (n > 0) {
		if (n == limit + 1)
			p->status = ST_TRUNCATED;
		payload_end(s, p, (n - 1) & (2 * STRING_MAX - 1));
		return;
	}
	p->status = ST_FAULTED;
	s->faulted = 1;
	got = PAGE - (ptr & (PAGE - 1));
	if (bpf_probe_read_user(&s->data[off + sizeof(*p)], got, (void *)ptr))
		got = 0;
	payload_end(s, p, got);
}

struct loop {
	struct scratch *s;
	struct wire_payload *p;
	u64 ptr;              /* the vector */
	u64 left;             /* bytes that the call transferred, for data after a read */
	u32 count, n;
	u32 off;              /* next byte in data */
	u32 status;
	u32 skip;             /* only count */
};

static long strings_step(u32 i, struct loop *l)
{
	struct scratch *s = l->s;
	u32 off = l->off;
	u64 str = 0;
	long n;

	if (bpf_probe_read_user(&str, s->compat ? 4 : 8, (void *)(l->ptr + (u64)i * (s->compat ? 4 : 8)))) {
		l->status = ST_FAULTED;
		return 1;
	}
	if (!str)
		return 1;
	l->count++;
	if (l->skip)
		return 0;
	if (off >= WIRE_SCRATCH || l->n >= STRINGS_MAX) {
		l->status = ST_TRUNCATED;
		return i >= 16384;    /* go on counting */
	}
	n = bpf_probe_read_user_str(&s->data[off], STRING_MAX, (void *)str);
	if (n <= 0) {
		l->status = ST_FAULTED;
		return 1;
	}
	if (n == STRING_MAX)
		l->status = ST_TRUNCATED;
	l->off = off + n;
	l->n += n;
	return 0;
}

/* skip: do not read the strings, only say how many there are. */
static __always_inline void put_strings(struct scratch *s, u32 arg, u64 ptr, u32 skip)
{
	struct loop l = { .s = s, .ptr = ptr, .skip = skip };
	struct wire_payload *p;

	if (!ptr)
		return;
	p = payload_begin(s, arg, PART_STRINGS);
	if (!p)
		return;
	l.off = s->off;
	bpf_loop(16385, strings_step, &l, 0);
	p->status = l.status;
	if (l.status == ST_FAULTED)
		s->faulted = 1;
	else if (skip)
		p->status = ST_NOT_CAPTURED;
	if (p->status != ST_OK)
		p->full = l.count;
	payload_end(s, p, l.n);
}

/* One iovec's data: u32 length, then the bytes. */
static long iov_step(u32 i, struct loop *l)
{
	struct scratch *s = l->s;
	u32 off = l->off, len, got;
	u64 iov[2] = {};
	u64 want;

	if (i >= l->count)
		return 1;
	if (off >= WIRE_SCRATCH || l->n >= BLOCK_MAX) {
		l->status = ST_TRUNCATED;
		return 1;
	}
	if (s->compat) {
		u32 small[2] = {};

		if (bpf_probe_read_user(small, 8, (void *)(l->ptr + i * 8)))
			return 1;
		iov[0] = small[0];
		iov[1] = small[1];
	} else if (bpf_probe_read_user(iov, 16, (void *)(l->ptr + i * 16))) {
		return 1;
	}
	want = iov[1] < l->left ? iov[1] : l->left;
	l->left -= want;
	len = want < io_limit ? want : io_limit;
	if (len > BLOCK_MAX)
		len = BLOCK_MAX;
	got = 0;
	if (len) {
		got = read_user(&s->data[off + 4], len, iov[0]);
		if (got != len) {
			l->status = ST_FAULTED;
			s->faulted = 1;
		}
	}
	if (len < want && l->status == ST_OK)
		l->status = ST_TRUNCATED;
	*(u32 *)&s->data[off] = got;
	l->off = off + 4 + got;
	l->n += 4 + got;
	return 0;
}

static __always_inline void put_iov(struct scratch *s, u32 arg, u64 ptr, u64 count, u64 left)
{
	struct loop l = { .s = s, .ptr = ptr, .left = left };
	struct wire_payload *p;

	if (count > UIO_MAXIOV)
		return;       /* the kernel has not looked either */
	put_block(s, arg, PART_IOV, ptr, count * (s->compat ? 8 : 16), IOV_MAX_SEEN * (s->compat ? 8 : 16));
	if (!ptr)
		return;
	p = payload_begin(s, arg, PART_IOV_DATA);
	if (!p)
		return;
	l.count = count > IOV_DATA_MAX ? IOV_DATA_MAX : count;
	if (count > IOV_DATA_MAX)
		l.status = ST_TRUNCATED;
	l.off = s->off;
	bpf_loop(IOV_DATA_MAX, iov_step, &l, 0);
	p->status = l.status;
	payload_end(s, p, l.n);
}

/* ioctl(2) requests that do not carry their size; bits 16-17: 1 in, 2 out. asm-generic/ioctls.h */
static __always_inline u32 ioctl_shape(u32 cmd)
{
	u32 size = (cmd >> 16) & 0x3fff, dir = cmd >> 30;

	if (dir && size)
		return size | dir << 16;
	switch (cmd) {
	case 0x5401: return 36 | 2 << 16;                                 /* TCGETS */
	case 0x5402: case 0x5403: case 0x5404: return 36 | 1 << 16;       /* TCSETS, W, F */
	case 0x5405: return 18 | 2 << 16;                                 /* TCGETA */
	case 0x5406: case 0x5407: case 0x5408: return 18 | 1 << 16;       /* TCSETA, W, F */
	case 0x5413: return 8 | 2 << 16;                                  /* TIOCGWINSZ */
	case 0x5414: return 8 | 1 << 16;                                  /* TIOCSWINSZ */
	case 0x540f: case 0x5411: case 0x5415: case 0x541b:               /* TIOCGPGRP, OUTQ, MGET, FIONREAD */
	case 0x5424: case 0x5429: return 4 | 2 << 16;                     /* TIOCGETD, GSID */
	case 0x5410: case 0x5421: case 0x5423: case 0x5452:               /* TIOCSPGRP, FIONBIO, SETD, FIOASYNC */
		return 4 | 1 << 16;
	}
	if (cmd >= 0x8910 && cmd < 0x89a0)
		return 40 | 3 << 16;                                      /* SIOC*: struct ifreq */
	return 0;
}

/* fcntl(2) commands with a pointer; same result as ioctl_shape */
static __always_inline u32 fcntl_shape(u32 cmd, u32 compat)
{
	switch (cmd) {
	case 5: return (compat ? 16 : 32) | 3 << 16;                      /* F_GETLK */
	case 6: case 7: return (compat ? 16 : 32) | 1 << 16;              /* F_SETLK, W */
	case 12: return compat ? 24 | 3 << 16 : 0;                        /* F_GETLK64 */
	case 13: case 14: return compat ? 24 | 1 << 16 : 0;
	case 36: return (compat ? 24 : 32) | 3 << 16;                     /* F_OFD_GETLK */
	case 37: case 38: return (compat ? 24 : 32) | 1 << 16;
	case 15: return 8 | 1 << 16;                                      /* F_SETOWN_EX */
	case 16: return 8 | 2 << 16;
	case 1035: case 1037: return 8 | 2 << 16;                         /* F_GET_RW_HINT, FILE_ */
	case 1036: case 1038: return 8 | 1 << 16;
	}
	return 0;
}

static __always_inline void put_shape(struct scratch *s, u32 arg, u64 ptr, u32 shape)
{
	if ((shape >> 16) & (s->phase == PHASE_EXIT ? CAP_OUT : CAP_IN))
		put_block(s, arg, PART_SELF, ptr, shape & 0xffff, STRUCT_MAX);
}

/* msghdr: itself, name, iov with data, control. left: bytes the call moved. */
static __always_inline void put_msghdr(struct scratch *s, u32 arg, u64 ptr, u64 left)
{
	u64 name, namelen, iov, iovlen, control, controllen;

	put_block(s, arg, PART_SELF, ptr, s->compat ? 28 : 56, 56);
	if (s->compat) {
		u32 m[7];

		if (!ptr || bpf_probe_read_user(m, sizeof(m), (void *)ptr))
			return;
		name = m[0]; namelen = m[1]; iov = m[2]; iovlen = m[3]; control = m[4]; controllen = m[5];
	} else {
		u64 m[7];

		if (!ptr || bpf_probe_read_user(m, sizeof(m), (void *)ptr))
			return;
		name = m[0]; namelen = (u32)m[1]; iov = m[2]; iovlen = m[3]; control = m[4]; controllen = m[5];
	}
	if (name && namelen)
		put_block(s, arg, PART_NAME, name, namelen, 128);
	if (iov && iovlen)
		put_iov(s, arg, iov, iovlen, left);
	if (control && controllen)
		put_block(s, arg, PART_CONTROL, control, controllen, STRUCT_MAX);
}

/*
 * Captures plan entry i of a call. A global function: verified once, not once per call site.
 * user: which scratch. Returns 1 when memory could not be read.
 */
__noinline int capture(u32 user, u32 plan_index, u32 i)
{
	struct scratch *s = scratch_of(user);
	const volatile struct wire_plan *plan;
	const volatile struct wire_capture *c;
	u32 arg, size, kind, len_arg, limit;
	u64 ptr, len, left;

	if (!s || plan_index >= WIRE_PLANS || i >= WIRE_CAPTURES)
		return 0;
	plan = &plans[plan_index];
	c = s->phase == PHASE_EXIT ? &plan->out[i] : &plan->in[i];
	s->faulted = 0;
	arg = c->arg;
	len_arg = c->len_arg;
	size = c->size;
	kind = c->kind;
	if (arg > 5)
		return 0;
	ptr = s->args[arg];
	len = len_arg < 6 ? s->args[len_arg] : ~0ULL;
	left = s->phase == PHASE_EXIT ? (s->result > 0 ? s->result : 0) : ~0ULL;
	limit = c->flags & CAPF_IO ? io_limit : STRUCT_MAX;
	if (s->compat)
		len = (u32)len;
	/* a length that the kernel takes for negative: it reads nothing, so neither do we */
	if ((kind == CAP_LEN_ARG || kind == CAP_STRING_LEN) &&
	    (c->flags & CAPF_IO ? (s64)len < 0 : (u32)len > 0x7fffffff))
		return 0;
	if (kind != CAP_LEN_PTR && len > 1ULL << 40)
		len = 1ULL << 40;     /* times a size, it must not overflow */

	switch (kind) {
	case CAP_STRING:
		put_string(s, arg, ptr, STRING_MAX);
		break;
	case CAP_STRING_LEN:
		put_string(s, arg, ptr, len > STRING_MAX ? STRING_MAX : len);
		break;
	case CAP_FIXED:
		put_block(s, arg, PART_SELF, ptr, size, limit);
		break;
	case CAP_LEN_ARG:
		put_block(s, arg, PART_SELF, ptr, len * size, limit);
		break;
	case CAP_LEN_RESULT:
		if (left > len)
			left = len;
		if (left)
			put_block(s, arg, PART_SELF, ptr, left * size, limit);
		break;
	case CAP_LEN_PTR: {
		u32 word = 0;

		put_block(s, len_arg, PART_LENGTH, len, 4, 4);
		if (s->phase == PHASE_EXIT && ptr && len && !bpf_probe_read_user(&word, 4, (void *)len))
			put_block(s, arg, PART_SELF, ptr, word, limit);
		break;
	}
	case CAP_STRINGS:
		put_strings(s, arg, ptr, c->flags & CAPF_ENV && !want_env);
		break;
	case CAP_IOV:
		put_iov(s, arg, ptr, len, left);
		break;
	case CAP_MSGHDR:
		put_msghdr(s, arg, ptr, left);
		break;
	case CAP_MMSGHDR:
		put_block(s, arg, PART_SELF, ptr, len * (s->compat ? 32 : 64), 8 * 64);
		break;
	case CAP_IOCTL:
		put_shape(s, arg, ptr, ioctl_shape(s->args[1]));
		break;
	case CAP_FCNTL:
		put_shape(s, arg, ptr, fcntl_shape(s->args[1], s->compat));
		break;
	case CAP_PRCTL:
		if (s->args[0] == 15 && s->phase != PHASE_EXIT)            /* PR_SET_NAME */
			put_string(s, arg, ptr, 16);
		else if (s->args[0] == 16 && s->phase == PHASE_EXIT)        /* PR_GET_NAME */
			put_block(s, arg, PART_SELF, ptr, 16, 16);
		else if (s->phase == PHASE_EXIT && s->args[0] < 64 && PRCTL_WRITES_INT >> s->args[0] & 1)
			put_block(s, arg, PART_SELF, ptr, s->args[0] == 40 && !s->compat ? 8 : 4, 8);
		break;
	case CAP_FDSET:
		put_block(s, arg, PART_SELF, ptr,
			  s->compat ? ((u32)len + 31) / 32 * 4 : ((u32)len + 63) / 64 * 8, 128);
		break;
	}
	return s->faulted;
}

#endif
