/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libsct: write and read sct recordings. The one public header.
 *
 * format/SPEC.md says what the bytes mean. The library never prints, never exits and keeps
 * no global state. Handles are not thread safe; different handles may be used in different
 * threads. Times are CLOCK_MONOTONIC nanoseconds unless said otherwise.
 */
#ifndef SCT_H
#define SCT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif
/* the library is built with hidden visibility: what stands here is what it exports */
#pragma GCC visibility push(default)

#define SCT_MAJOR 1
#define SCT_MINOR 0

/* ---- status ---------------------------------------------------------- */

enum sct_status {
	SCT_OK = 0,
	SCT_END,           /* no more chunks or events; not an error */
	SCT_AGAIN,         /* a growing file has no complete chunk yet */
	SCT_E_IO,          /* a system call failed; sct_error.sys_errno says which way */
	SCT_E_MEMORY,      /* out of memory */
	SCT_E_NOT_SCT,     /* the input does not begin like a recording */
	SCT_E_VERSION,     /* a newer major version */
	SCT_E_FEATURE,     /* a required feature this library does not know */
	SCT_E_TRUNCATED,   /* the input ends inside a frame */
	SCT_E_CHECKSUM,    /* stored and computed checksum differ */
	SCT_E_CORRUPT,     /* bytes that the format does not allow */
	SCT_E_LIMIT,       /* well formed, but beyond a limit of SPEC 7 */
	SCT_E_USAGE,       /* the caller broke a documented rule */
};

/* What went wrong, where. Lives in the handle; valid until the handle's next call. */
struct sct_error {
	enum sct_status status;
	int sys_errno;        /* errno for SCT_E_IO, else 0 */
	uint64_t offset;      /* byte offset in the file where the bad thing begins */
	uint64_t chunk;       /* sequence number of the chunk concerned, UINT64_MAX: none */
	char detail[160];     /* the cause, one lower-case clause, printable ASCII */
};

/* Static text for a status, e.g. "checksum mismatch". Never NULL. */
const char *sct_status_text(enum sct_status s);

/* ---- vocabulary shared by writer and reader (proto/sct.proto) --------- */

enum sct_abi {
	SCT_ABI_UNKNOWN, SCT_ABI_X86_64, SCT_ABI_I386, SCT_ABI_X32, SCT_ABI_ARM64, SCT_ABI_ARM,
};
enum sct_kind {
	SCT_SYSCALL, SCT_UNFINISHED, SCT_SIGNAL, SCT_FORK, SCT_EXEC, SCT_EXIT, SCT_LOSS,
	SCT_PROCESS, SCT_NOTE,
	SCT_KIND_COUNT
};
enum sct_flag {
	SCT_FLAG_NO_ENTER = 1, SCT_FLAG_BY_EXIT = 2, SCT_FLAG_BY_KILL = 4, SCT_FLAG_BY_END = 8,
	SCT_FLAG_ARGS_AT_EXIT = 16,
};
enum sct_loss_source { SCT_LOSS_RING, SCT_LOSS_STORAGE, SCT_LOSS_RECURSION, SCT_LOSS_OTHER,
	SCT_LOSS_SOURCE_COUNT };
enum sct_payload_status {
	SCT_PAYLOAD_OK, SCT_PAYLOAD_TRUNCATED, SCT_PAYLOAD_FAULTED, SCT_PAYLOAD_NULL,
	SCT_PAYLOAD_NOT_CAPTURED,
	SCT_PAYLOAD_LOST,     /* the record that carried it was lost; the event itself was not */
};
enum sct_part {
	SCT_PART_SELF, SCT_PART_STRINGS, SCT_PART_IOV, SCT_PART_IOV_DATA, SCT_PART_NAME,
	SCT_PART_CONTROL, SCT_PART_LENGTH, SCT_PART_PATH, SCT_PART_RESULT_PATH,
};

/* Bytes with a length; not NUL-terminated unless said so. */
struct sct_bytes {
	const uint8_t *data;
	size_t size;
};

/* What was read from user memory behind one argument (or an annotation on it). */
struct sct_payload {
	uint8_t arg;          /* argument index 0..5 */
	bool at_exit;         /* read when the call returned, not when it was entered */
	uint8_t status;       /* enum sct_payload_status */
	uint8_t part;         /* enum sct_part */
	uint32_t string;      /* writer: index from sct_batch_string(); reader: index in the chunk */
	uint64_t full;        /* full length when truncated, else 0 */
	struct sct_bytes bytes; /* reader only; valid until the decoder's next chunk */
};
#define SCT_MAX_PAYLOADS 64   /* per event */

struct sct_task {
	uint32_t tid, tgid;
	uint64_t start_time;  /* ns since boot; (tgid, start_time of its leader) names a process, tids recycle */
	uint32_t comm, exe;   /* string indexes */
	uint32_t ppid;        /* parent tgid, 0: unknown */
	uint32_t uid;
};

/* One event, flat. args[] and payloads by kind: see EventKind in sct.proto. */
struct sct_event {
	uint8_t kind;         /* enum sct_kind */
	uint8_t abi;          /* enum sct_abi */
	uint8_t arg_count;    /* 0..6 */
	uint16_t payload_count;
	uint32_t flags;       /* enum sct_flag bits */
	uint32_t number;      /* syscall number */
	uint32_t task;        /* index in the chunk's task table */
	uint64_t time;        /* ns, when entered */
	uint64_t duration;    /* ns */
	int64_t result;
	uint64_t args[6];
	const struct sct_payload *payloads; /* payload_count of them */
};

/* ---- header ----------------------------------------------------------- */

struct sct_clocks { uint64_t monotonic, boottime, realtime; /* ns */ };

/* All pointers belong to the caller (writer) or to the reader handle. */
struct sct_header {
	uint32_t major, minor;
	uint8_t recording_id[16];   /* writer: filled in with random bytes when all zero */
	const struct sct_bytes *command;      size_t command_count;
	const struct sct_bytes *environment;  size_t environment_count;
	const struct sct_bytes *required;     size_t required_count;   /* features */
	const struct sct_bytes *optional;     size_t optional_count;
	const struct sct_bytes *capture;      size_t capture_count;    /* pairs: name, value, name, value */
	struct sct_bytes cwd, host, user, kernel_release, machine, boot_id, recorder, backend;
	uint32_t uid, gid, page_size, cpu_count, abi, root_tid;
	struct sct_clocks start;
};

/* ---- building a batch -------------------------------------------------- */

/* Collects events column by column. Reused between chunks: after warm-up nothing allocates. */
struct sct_batch;
struct sct_batch *sct_batch_new(void);             /* NULL: out of memory */
void sct_batch_free(struct sct_batch *b);          /* NULL is fine */
void sct_batch_reset(struct sct_batch *b);         /* forget all events, strings and tasks */

/* Interns bytes; equal bytes give equal indexes. 0 is the empty string. UINT32_MAX: out of
 * memory, over 1 MiB or the batch is full. */
uint32_t sct_batch_string(struct sct_batch *b, const void *data, size_t size);
/* Adds a row to the task table without looking for an equal one. UINT32_MAX: out of memory, or full. */
uint32_t sct_batch_task(struct sct_batch *b, const struct sct_task *t);
/* Appends an event. payloads[].bytes is ignored, .string counts. SCT_E_LIMIT: the batch is full, write it and
 * start again. SCT_E_USAGE: a field out of range. SCT_E_MEMORY: the batch can only be reset. */
enum sct_status sct_batch_add(struct sct_batch *b, const struct sct_event *e);

uint32_t sct_batch_count(const struct sct_batch *b);   /* events so far */
size_t sct_batch_raw_size(const struct sct_batch *b);  /* encoded bytes so far, an upper estimate */

/* ---- writing ------------------------------------------------------------ */

struct sct_writer;
struct sct_writer_opts {
	size_t sz;            /* sizeof(struct sct_writer_opts) */
	int level;            /* zstd level; 0: default (3) */
	bool sync;            /* fdatasync after every chunk */
};

/* Writes the header to fd at once. fd stays the caller's and need not be seekable; it must be
 * at its end. opts NULL: defaults. On failure *w is NULL unless it could hold the error. */
enum sct_status sct_writer_new(struct sct_writer **w, int fd, const struct sct_header *h,
			       const struct sct_writer_opts *opts);
/* Packs b into one chunk (descriptor frame + zstd frame, one writev). b is untouched: reset it
 * afterwards. An empty batch writes nothing. After a failed write of part of a chunk on a
 * seekable file, the file is truncated back to its last complete chunk. */
enum sct_status sct_writer_chunk(struct sct_writer *w, const struct sct_batch *b,
				 const struct sct_clocks *now);
/* Cumulative loss count that the following descriptors carry. */
void sct_writer_loss(struct sct_writer *w, enum sct_loss_source s, uint64_t total);
/* Writes index and trailer. The writer can only be freed afterwards. */
enum sct_status sct_writer_finish(struct sct_writer *w);
uint64_t sct_writer_bytes(const struct sct_writer *w);      /* written so far */
const struct sct_error *sct_writer_error(const struct sct_writer *w);
void sct_writer_free(struct sct_writer *w);        /* NULL is fine; does not finish */

/* ---- reading ------------------------------------------------------------ */

struct sct_syscall_count { uint32_t abi, number; uint64_t count; };

/* A chunk descriptor. Arrays belong to the reader, valid until its next call. */
struct sct_desc {
	uint64_t offset;              /* of the descriptor frame in the file */
	uint64_t data_offset;         /* of the zstd frame */
	uint64_t sequence;
	uint32_t compressed_size, raw_size, crc32c, event_count;
	uint64_t min_time, max_time, max_end, max_duration;
	bool stats;                   /* false: the fields below must not be used to skip */
	const uint32_t *tids;   size_t tid_count;   bool any_tid;
	const uint32_t *tgids;  size_t tgid_count;  bool any_tgid;
	const struct sct_syscall_count *syscalls; size_t syscall_count; bool any_syscall;
	uint64_t failed;
	uint32_t kinds;               /* bit per enum sct_kind */
	uint64_t loss[SCT_LOSS_SOURCE_COUNT];       /* cumulative */
	struct sct_clocks clock;
	uint64_t events_before;
};

struct sct_reader;
struct sct_reader_opts {
	size_t sz;            /* sizeof(struct sct_reader_opts) */
	bool follow;          /* the input may still grow: a missing tail is SCT_AGAIN, not truncation */
	bool recover;         /* on damage, go on at the next intact chunk; damage is reported by SCT_E_* once each */
};

/* Opens a recording on a file descriptor. Regular files are read by pread from their offset 0; anything else is
 * streamed. fd stays the caller's. On failure *r, when not NULL, holds the error. With follow, SCT_AGAIN: there is
 * no complete header yet; free and try later. With recover, a damaged header is no failure: the first
 * sct_reader_next() tells of it and sct_reader_header() is empty but for the version. */
enum sct_status sct_reader_new(struct sct_reader **r, int fd, const struct sct_reader_opts *opts);
/* The same on a whole recording in memory, which stays the caller's and must outlive the reader. */
enum sct_status sct_reader_new_memory(struct sct_reader **r, const void *data, size_t size,
				      const struct sct_reader_opts *opts);
void sct_reader_free(struct sct_reader *r);
const struct sct_header *sct_reader_header(const struct sct_reader *r);
const struct sct_error *sct_reader_error(const struct sct_reader *r);

/* Next chunk in file order, without decompressing it. SCT_OK: *d is filled. SCT_END: the file
 * was closed properly. SCT_E_TRUNCATED: it ends here, all complete chunks were returned.
 * SCT_AGAIN with follow. Other errors: damage at sct_error.offset; with recover the next call
 * goes on behind it. */
enum sct_status sct_reader_next(struct sct_reader *r, struct sct_desc *d);

/* The compressed bytes of the chunk returned last, desc->compressed_size of them, into to. */
enum sct_status sct_reader_packed(struct sct_reader *r, const struct sct_desc *desc, uint8_t *to);

/* Totals, from the trailer and index when the file is seekable and has them, else
 * from a walk over descriptors; damage met on the walk is returned, *s holds what was found. Of a stream, the
 * totals of what sct_reader_next() has returned. Does not move sct_reader_next(). */
struct sct_summary {
	uint64_t chunks, events, bytes, raw_bytes;
	uint64_t min_time, max_end;
	uint64_t loss[SCT_LOSS_SOURCE_COUNT];
	uint64_t failed;
	struct sct_clocks last_clock;
	bool closed;                  /* a final index was found */
	bool from_index;
};
enum sct_status sct_reader_summary(struct sct_reader *r, struct sct_summary *s);

/* Decompresses and decodes chunks; one per thread. */
struct sct_decoder;
struct sct_decoder *sct_decoder_new(void);
void sct_decoder_free(struct sct_decoder *d);
const struct sct_error *sct_decoder_error(const struct sct_decoder *d);

/* Which columns to decode. Events then carry zero in the others. */
enum sct_columns {
	SCT_COL_TIME = 1, SCT_COL_DURATION = 2, SCT_COL_TASK = 4, SCT_COL_RESULT = 8,
	SCT_COL_ARGS = 16, SCT_COL_PAYLOADS = 32, SCT_COL_ALL = 63,
};
/* Checks the checksum, decompresses, validates every column asked for. The chunk's compressed
 * bytes are read through r: from a seekable file by pread, which several decoders may do at once in
 * different threads; from a pipe out of the reader's buffer, so before the next sct_reader_next. */
enum sct_status sct_decoder_load(struct sct_decoder *d, struct sct_reader *r,
				 const struct sct_desc *desc, unsigned columns);
/* The same from the chunk's compressed bytes (desc->compressed_size of them at frame), for who hands
 * chunks of a stream to other threads. */
enum sct_status sct_decoder_load_packed(struct sct_decoder *d, const struct sct_desc *desc,
					const uint8_t *frame, unsigned columns);
/* The same from the bytes of one Batch message, which stay the caller's and must outlive the
 * decoder's use of them. */
enum sct_status sct_decoder_load_raw(struct sct_decoder *d, const uint8_t *raw, size_t size,
				     unsigned columns);
/* Decodes other columns of the chunk that is loaded, without reading it again; sct_decoder_next() begins anew. */
enum sct_status sct_decoder_columns(struct sct_decoder *d, unsigned columns);
/* From the next load or sct_decoder_columns() on, leaves out the events of kinds and calls that wanted() refuses, without
 * decoding them. It is asked once for each of them in a chunk. NULL: nothing is left out. */
void sct_decoder_select(struct sct_decoder *d,
			bool (*wanted)(const void *base, enum sct_kind kind, enum sct_abi abi, uint32_t number), const void *base);
/* Next event in batch order; SCT_END after the last. *e and what it points to stay valid until
 * the next call. */
enum sct_status sct_decoder_next(struct sct_decoder *d, struct sct_event *e);
/* Chunk tables. index out of range gives an empty string / NULL. */
struct sct_bytes sct_decoder_string(const struct sct_decoder *d, uint32_t index);
const struct sct_task *sct_decoder_task(const struct sct_decoder *d, uint32_t index);
size_t sct_decoder_task_count(const struct sct_decoder *d);

/* ---- the syscall table (format/syscall/) -------------------------------- */

enum sct_class {   /* bits; a syscall may be in several */
	SCT_CLASS_FILE = 1 << 0, SCT_CLASS_DESC = 1 << 1, SCT_CLASS_PROCESS = 1 << 2,
	SCT_CLASS_MEMORY = 1 << 3, SCT_CLASS_NETWORK = 1 << 4, SCT_CLASS_SIGNAL = 1 << 5,
	SCT_CLASS_IPC = 1 << 6, SCT_CLASS_CLOCK = 1 << 7, SCT_CLASS_CREDS = 1 << 8,
	SCT_CLASS_STAT = 1 << 9,      /* stat, lstat, fstatat, statx */
	SCT_CLASS_STATFS = 1 << 10, SCT_CLASS_PURE = 1 << 11, SCT_CLASS_IO_URING = 1 << 12,
};

/* How the bytes behind an argument are found. The kernel program follows this. */
enum sct_capture_kind {
	SCT_CAP_NONE,
	SCT_CAP_STRING,     /* NUL-terminated, at most 4096 */
	SCT_CAP_FIXED,      /* size bytes */
	SCT_CAP_LEN_ARG,    /* size * args[len_arg] bytes */
	SCT_CAP_LEN_RESULT, /* size * result bytes, at most size * args[len_arg] (255: no bound); only at exit */
	SCT_CAP_LEN_PTR,    /* the 32-bit word at args[len_arg] says how many; that word is captured too, as PART_LENGTH */
	SCT_CAP_STRINGS,    /* NULL-terminated vector of pointers to strings (argv) */
	SCT_CAP_IOV,        /* args[len_arg] struct iovec, and the data they point to */
	SCT_CAP_MSGHDR,     /* struct msghdr: itself, name, iov, data, control */
	SCT_CAP_MMSGHDR,    /* args[len_arg] struct mmsghdr: the raw vector, and the parts of the first */
	SCT_CAP_IOCTL,      /* args[1] is the request: size and direction from _IOC, or a short list */
	SCT_CAP_FCNTL,      /* args[1] is the command: struct flock / f_owner_ex / u64 / none */
	SCT_CAP_PRCTL,      /* args[0] is the option: a name of 16 bytes for PR_SET_NAME/PR_GET_NAME, else none */
	SCT_CAP_FDSET,      /* args[len_arg] bits, rounded up to longs, at most 128 bytes */
	SCT_CAP_STRING_LEN, /* NUL-terminated string of at most args[len_arg] bytes */
};
enum sct_capture_when { SCT_CAP_IN = 1, SCT_CAP_OUT = 2 };
enum sct_capture_flag {
	SCT_CAPF_IO = 1,        /* I/O data: limited by -s; anything else is taken whole up to its own limit */
	SCT_CAPF_ON_SUCCESS = 2, /* read at exit only if the call succeeded (the default for OUT) */
	SCT_CAPF_FROM_END = 4,
	SCT_CAPF_ENV = 8,       /* a vector of environment variables: values only on request */
};
struct sct_capture {
	uint8_t arg;        /* which argument */
	uint8_t kind;       /* enum sct_capture_kind */
	uint8_t when;       /* bits of enum sct_capture_when */
	uint8_t flags;      /* bits of enum sct_capture_flag */
	uint8_t len_arg;
	uint8_t pad;
	uint16_t size;      /* bytes, or element size */
};
#define SCT_MAX_CAPTURES 6

enum sct_sys_flag {
	SCT_SYS_NORETURN = 1,     /* exit, exit_group: no sys_exit */
	SCT_SYS_EXEC = 2,         /* execve, execveat */
	SCT_SYS_RETURNS_FD = 4,   /* success is a new fd */
	SCT_SYS_RETURNS_ADDR = 8, /* print the result as an address */
	SCT_SYS_FD_STATE = 16,    /* changes fds, cwd, root or processes: kept whatever the filter, so names resolve */
	SCT_SYS_RETURNS_MODE = 32, /* umask */
};

/* One row for one ABI. Static, immutable. */
struct sct_syscall {
	const char *name;
	uint32_t number;
	uint8_t abi;
	uint8_t arg_count;
	uint8_t flags;            /* enum sct_sys_flag */
	uint8_t capture_count;
	uint32_t classes;         /* enum sct_class bits */
	const char *const *arg_names;   /* arg_count of them */
	const struct sct_capture *captures;
	const void *types;        /* how arguments print; private to format/ */
};

/* NULL when the table has no such call. */
const struct sct_syscall *sct_syscall_by_number(enum sct_abi abi, uint32_t number);
const struct sct_syscall *sct_syscall_by_name(enum sct_abi abi, const char *name);
/* All rows of an ABI, by number. */
const struct sct_syscall *sct_syscall_rows(enum sct_abi abi, size_t *count);
/* Class bit for "file", "%file" etc., 0: no such class. */
uint32_t sct_class_by_name(const char *name);
/* The name nearest to a misspelt syscall name by edit distance, NULL: nothing is near. */
const char *sct_syscall_nearest(const char *name);
/* "ENOENT" for 2; NULL unknown. Linux generic numbers. */
const char *sct_errno_name(int number);
const char *sct_errno_text(int number);     /* "No such file or directory" */
int sct_errno_by_name(const char *name);    /* 0: unknown */
/* "SIGSEGV" for 11, NULL unknown. */
const char *sct_signal_name(int number);

/* ---- printing one event (format/decode/) --------------------------------- */

struct sct_print_opts {
	size_t sz;
	uint32_t string_limit;    /* longest string printed, bytes; 0: as captured */
	bool verbose;             /* never abbreviate vectors and structs */
	bool raw;                 /* numbers instead of names */
};

/* A growing text buffer; sct_text_free() releases it. Zero-initialise. */
struct sct_text {
	char *data;
	size_t size, room;
	bool failed;              /* out of memory: text is incomplete */
};
void sct_text_free(struct sct_text *t);

/* Appends "name(args) = result" for a syscall or unfinished one, and the matching text for every other
 * kind ("--- SIGCHLD {...} ---", "+++ exited with 0 +++", ...), printable ASCII only. d gives
 * the chunk's tables. No newline. */
void sct_print_event(struct sct_text *t, const struct sct_decoder *d, const struct sct_event *e,
		     const struct sct_print_opts *opts);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif
#endif
