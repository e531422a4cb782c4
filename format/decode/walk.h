/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Shared by the files that know what arguments mean: the call being walked, how to find what was
 * captured behind an argument, and how to emit values. Captured bytes may be of any length;
 * everything here checks it.
 */
#ifndef SCT_DECODE_WALK_H
#define SCT_DECODE_WALK_H

#include "format/decode/visit.h"
#include "format/syscall/tables.h"

#define SCT_WALK_DEPTH 8        /* structs in structs */

struct sct_walk {
	struct sct_visitor *v;
	const struct sct_event *e;
	const struct sct_syscall *row;       /* NULL: unknown call */
	const struct sct_arg_type *types;    /* row->arg_count of them */
	const struct sct_print_opts *opts;
	uint32_t string_limit;  /* UINT32_MAX: none */
	uint8_t slot;           /* ABI, for layouts */
	uint8_t word;           /* bytes of a pointer: 4 or 8 */
	bool returned;
	bool failed;            /* returned an errno or a restart code */
	bool verbose;
	bool whole;             /* a struct ends early because the program's does */
	uint8_t depth;
	uint64_t memo;          /* a member that decides about later ones: st_mode, sa_flags */
};

/* Emits the call. The entry point of everything here. */
void sct_walk_call(struct sct_visitor *v, const struct sct_event *event, const struct sct_print_opts *opts);

/* ---- arguments (walk.c) */

/* Argument i as the kernel took it: 32 bits on 32-bit ABIs. */
static inline uint64_t sct_walk_arg(const struct sct_walk *w, unsigned i)
{
	return w->word == 4 ? (uint32_t)w->e->args[i] : w->e->args[i];
}

/* What was captured for argument i when entering or leaving, NULL: nothing. */
const struct sct_payload *sct_walk_payload(const struct sct_walk *w, unsigned i, unsigned part, bool at_exit);
/* The same on the side the table says; what an input argument points to may have been read late. */
const struct sct_payload *sct_walk_input(const struct sct_walk *w, unsigned i);
const struct sct_payload *sct_walk_output(const struct sct_walk *w, unsigned i);

/* A printer for an argument of a special type. False: the remaining arguments are not shown. */
typedef bool sct_walk_fn(struct sct_walk *w, unsigned i);
bool sct_walk_argument(struct sct_walk *w, unsigned i);   /* by its type */

/* ---- values (value.c) */

static inline void sct_emit(struct sct_walk *w, enum sct_value_kind kind, uint64_t u)
{
	struct sct_value v = { .kind = (uint8_t)kind, .u = u };

	w->v->ops->value(w->v, &v);
}

void sct_emit_set(struct sct_walk *w, const struct sct_flagset *set, uint64_t u);
void sct_emit_name(struct sct_walk *w, const char *name, uint64_t u);
void sct_emit_blob(struct sct_walk *w, enum sct_blob_kind kind, const void *data, size_t size, bool more);
/* A text with a limit: paths whole, strings and data up to string_limit. full: bytes there were. */
void sct_emit_text(struct sct_walk *w, enum sct_blob_kind kind, const uint8_t *data, size_t size, bool more);
#define sct_open(w, g) (w)->v->ops->open((w)->v, g)
#define sct_close(w, g) (w)->v->ops->close((w)->v, g)
#define sct_member(w, n) (w)->v->ops->member((w)->v, n)
#define sct_more(w) (w)->v->ops->more((w)->v)
#define sct_note(w, n) (w)->v->ops->note((w)->v, n)
#define sct_change(w) (w)->v->ops->change((w)->v)

/* A scalar of this type; raw holds its bytes zero-extended. */
void sct_walk_scalar(struct sct_walk *w, const struct sct_value_type *t, uint64_t raw);
/* The flag set of a set type on this ABI. */
const struct sct_flagset *sct_walk_set(const struct sct_walk *w, const struct sct_flagset *set);

/* Name of one enum value, NULL: none (set_text.c). */
const char *sct_set_name(const struct sct_flagset *set, uint64_t value);

/* ---- memory (memory.c) */

/* Little-endian integer of 1, 2, 4 or 8 bytes. */
static inline uint64_t sct_load(const uint8_t *p, unsigned size)
{
	uint64_t v = 0;

	for (unsigned i = 0; i < size; i++)
		v |= (uint64_t)p[i] << 8 * i;
	return v;
}

/* Emits the address alone when there is nothing to show behind it: not captured, faulted, NULL.
 * True when p has bytes to show. */
bool sct_walk_behind(struct sct_walk *w, unsigned i, const struct sct_payload *p);
/* One value of type t in data; size may be less than it needs. */
void sct_walk_memory(struct sct_walk *w, const struct sct_value_type *t, const uint8_t *data, size_t size);
void sct_walk_struct(struct sct_walk *w, const struct sct_layout *l, const uint8_t *data, size_t size);
/* [a, b, c]: as many elements as data holds; expected: how many there should be. */
void sct_walk_array(struct sct_walk *w, const struct sct_value_type *t, size_t element, const uint8_t *data,
		    size_t size, uint64_t expected);
/* An argument that points to one value or several, by its type. */
void sct_walk_pointer(struct sct_walk *w, unsigned i);
void sct_walk_sigset(struct sct_walk *w, const uint8_t *data, size_t size);

/* ---- families; each is the printer of one type */
sct_walk_fn sct_walk_string, sct_walk_fsconfig, sct_walk_fsconfig_aux, sct_walk_strings, sct_walk_env, sct_walk_data, sct_walk_binary, sct_walk_iov,
	sct_walk_open_mode, sct_walk_offset, sct_walk_offset_high, sct_walk_llseek, sct_walk_pgoff,
	sct_walk_mremap_addr, sct_walk_mknod_dev, sct_walk_membarrier_cpu, sct_walk_persona, sct_walk_kcmp,
	sct_walk_syslog, sct_walk_reboot_arg, sct_walk_dirents, sct_walk_utime, sct_walk_mask_lo;
sct_walk_fn sct_walk_sockaddr, sct_walk_sockopt, sct_walk_sockopt_name, sct_walk_protocol, sct_walk_msghdr,
	sct_walk_mmsghdr, sct_walk_socklen;
sct_walk_fn sct_walk_fcntl, sct_walk_ioctl, sct_walk_prctl, sct_walk_futex_val,
	sct_walk_futex_timeout, sct_walk_futex_uaddr2, sct_walk_futex_val3, sct_walk_keyctl, sct_walk_memfd,
	sct_walk_quotactl, sct_walk_arch_prctl, sct_walk_seccomp, sct_walk_seccomp_flags, sct_walk_bpf,
	sct_walk_ptrace_op, sct_walk_ptrace_pid, sct_walk_ptrace_addr, sct_walk_ptrace_data, sct_walk_landlock,
	sct_walk_file_handle;
sct_walk_fn sct_walk_wait_id, sct_walk_cpuset, sct_walk_nodemask, sct_walk_ioprio, sct_walk_cap_data;
sct_walk_fn sct_walk_sigset_arg, sct_walk_siginfo, sct_walk_old_sigset;
sct_walk_fn sct_walk_fdset;
/* socketcall and ipc of i386 are calls in calls: *inner is the one meant. False: none. What its
 * pointers point to was not captured. */
bool sct_walk_inner(const struct sct_event *e, struct sct_event *inner);
/* Whole calls whose arguments are not shown in their order. False: show them as usual. */
bool sct_walk_clone(struct sct_walk *w);
bool sct_walk_flat(struct sct_walk *w);
/* What select and poll add behind the result. */
void sct_walk_after(struct sct_walk *w);
void sct_emit_result(struct sct_walk *w);

const struct sct_flagset *sct_prctl_result(const struct sct_walk *w);

/* struct siginfo as far as it is known from its bytes. */
void sct_walk_siginfo_bytes(struct sct_walk *w, const uint8_t *data, size_t size);
const char *sct_si_code_name(unsigned signo, uint32_t code);   /* NULL: none */
/* struct sockaddr of any family. */
void sct_walk_sockaddr_bytes(struct sct_walk *w, const uint8_t *data, size_t size);
/* iovec[] with the data of each, when data is not NULL (u32 length, bytes, ...). */
void sct_walk_iov_bytes(struct sct_walk *w, const struct sct_payload *vector, const struct sct_payload *data,
			uint64_t count, uint64_t limit);

/* Generated: sct_set_NAME, sct_layout_NAME. Declared here for those that need one by name. */
#define SCT_NEED_SET(name) extern const struct sct_flagset sct_set_##name
#define SCT_NEED_LAYOUT(name) extern const struct sct_layout *const sct_layout_##name[]

#endif
