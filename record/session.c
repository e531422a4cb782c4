/* SPDX-License-Identifier: BSD-2-Clause */
/* Loading and attaching, through libbpf and the skeleton. */
#include <errno.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "record/session.h"

typedef uint32_t u32;
typedef int64_t s64;
#include "capture.skel.h"

struct session {
	struct capture_bpf *skel;
	struct ring *rings;
	unsigned n_rings;
	int *ring_fds;
	int epoll;
	int n_cpus;               /* possible ones: length of what per-CPU maps give */
	uint32_t *online;         /* CPUs with a ring */
	unsigned n_online;
};

static int quiet(enum libbpf_print_level level, const char *fmt, va_list ap)
{
	(void)level;
	(void)fmt;
	(void)ap;
	return 0;
}

static void explain(char *err, size_t n, int code, const char *what)
{
	if (code == EPERM || code == EACCES)
		snprintf(err, n, "%s: %s (BPF needs root, or CAP_BPF and CAP_PERFMON; try: sudo sc-record ...)", what, strerror(code));
	else if (code == ESRCH || code == ENOENT)
		snprintf(err, n, "%s: %s (this kernel has no BTF: /sys/kernel/btf/vmlinux is needed)", what, strerror(code));
	else if (code == ENOMEM)
		snprintf(err, n, "%s: %s (try a smaller --buffer)", what, strerror(code));
	else
		snprintf(err, n, "%s: %s", what, strerror(code));
}

/*
 * Rings are made while another thread has the programs verified: each costs the kernel clearing
 * `buffer` bytes of pages, and together that is a third of the start-up time.
 */
struct ring_job {
	struct session *s;
	uint64_t size;
	int rc;
};

static int make_ring(struct session *s, unsigned i, uint64_t size)
{
	int fd = bpf_map_create(BPF_MAP_TYPE_RINGBUF, "sct_ring", 0, 0, (uint32_t)size, NULL);

	if (fd < 0)
		return fd;
	s->ring_fds[s->n_rings++] = fd;
	return ring_open(&s->rings[i], fd, s->online[i], size);
}

static void *make_rings(void *arg)
{
	struct ring_job *j = arg;

	for (unsigned i = 0; i < j->s->n_online && !j->rc; i++)
		j->rc = make_ring(j->s, i, j->size);
	return NULL;
}

/* In one batch: the kernel waits for a grace period after every update of a map of maps. */
static int connect_rings(struct session *s)
{
	uint32_t n = s->n_rings;
	int map = bpf_map__fd(s->skel->maps.rings), rc = 0;

	for (unsigned i = 0; i < n; i++) {
		struct epoll_event ev = { .events = EPOLLIN };

		if (epoll_ctl(s->epoll, EPOLL_CTL_ADD, s->ring_fds[i], &ev))
			rc = -errno;
	}
	if (!rc && bpf_map_update_batch(map, s->online, s->ring_fds, &n, NULL)) {
		/* not for maps of maps before Linux 5.16 */
		for (unsigned i = 0; i < s->n_rings && !rc; i++)
			if (bpf_map_update_elem(map, &s->online[i], &s->ring_fds[i], BPF_ANY))
				rc = -errno;
	}
	return rc;
}

static int setup(struct session *s, const struct session_opts *o)
{
	struct capture_bpf *k = s->skel;
	uint32_t top = s->online[s->n_online - 1] + 1;

	bpf_map__set_max_entries(k->maps.rings, top);
	bpf_map__set_max_entries(k->maps.scratches, top * SCRATCH_USERS);
	memcpy((void *)k->rodata->plans, o->plans, sizeof(k->rodata->plans));
	k->rodata->io_limit = o->io_limit;
	k->rodata->want_env = o->env;
	k->rodata->wake_bytes = (uint32_t)(o->buffer / 8);
	return capture_bpf__load(k);
}

/*
 * The CPUs that are online, ascending; malloc'ed. A machine may have hundreds of possible ones that
 * never come. /sys/devices/system/cpu/online is a list such as 0-3,8.
 */
static uint32_t *online_cpus(unsigned *count)
{
	uint32_t *cpus = NULL, from, to;
	unsigned n = 0, room = 0;
	FILE *f = fopen("/sys/devices/system/cpu/online", "re");

	while (f && fscanf(f, "%u", &from) == 1) {
		int sep = fgetc(f);

		to = from;
		if (sep == '-') {
			if (fscanf(f, "%u", &to) != 1)
				break;
			fgetc(f);
		}
		for (; from <= to && from < 65536; from++) {
			uint32_t *more = n < room ? cpus : realloc(cpus, (room += 64) * sizeof(*cpus));

			if (!more)
				break;
			cpus = more;
			cpus[n++] = from;
		}
	}
	if (f)
		fclose(f);
	if (!n && (cpus = calloc(1, sizeof(*cpus))))
		n = 1;    /* no sysfs: there is at least CPU 0 */
	*count = n;
	return cpus;
}

/* Opens, verifies and joins with the thread that makes the rings. Returns what failed, or NULL. */
static const char *load(struct session *s, const struct session_opts *o, int *rc)
{
	struct ring_job job = { .s = s, .size = o->buffer };
	pthread_t thread;

	*rc = pthread_create(&thread, NULL, make_rings, &job);
	if (*rc)
		return "starting a thread";
	s->skel = capture_bpf__open();
	*rc = s->skel ? setup(s, o) : -errno;
	pthread_join(thread, NULL);
	if (*rc)
		return "loading the BPF program";
	*rc = job.rc ? job.rc : connect_rings(s);
	return *rc ? "making the ring buffers" : NULL;
}

struct session *session_load(const struct session_opts *o, char *err, size_t err_size)
{
	struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
	struct session *s = calloc(1, sizeof(*s));
	const char *failed;
	int rc;

	if (!s) {
		explain(err, err_size, ENOMEM, "loading");
		return NULL;
	}
	setrlimit(RLIMIT_MEMLOCK, &all);    /* counts BPF memory before Linux 5.11 */
	if (!getenv("SCT_BPF_LOG"))
		libbpf_set_print(quiet);
	s->epoll = epoll_create1(EPOLL_CLOEXEC);
	s->n_cpus = libbpf_num_possible_cpus();
	s->online = online_cpus(&s->n_online);
	s->ring_fds = calloc(s->n_online, sizeof(int));
	s->rings = calloc(s->n_online, sizeof(*s->rings));
	if (!s->online || !s->ring_fds || !s->rings) {
		explain(err, err_size, ENOMEM, "loading");
		session_free(s);
		return NULL;
	}
	failed = load(s, o, &rc);
	if (failed) {
		explain(err, err_size, rc < 0 ? -rc : rc, failed);
		session_free(s);
		return NULL;
	}
	return s;
}

int session_watch(struct session *s, pid_t pid)
{
	struct task_state st = { .nr = NR_SKIP };
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);
	int rc = 0;

	if (fd < 0)
		return -errno;
	if (bpf_map_update_elem(bpf_map__fd(s->skel->maps.tasks), &fd, &st, BPF_NOEXIST))
		rc = -errno;
	else
		__atomic_add_fetch(&s->skel->bss->live, 1, __ATOMIC_RELAXED);
	close(fd);
	return rc;
}

int session_attach(struct session *s)
{
	return capture_bpf__attach(s->skel);
}

void session_detach(struct session *s)
{
	capture_bpf__detach(s->skel);
}

void session_free(struct session *s)
{
	if (!s)
		return;
	for (unsigned i = 0; i < s->n_rings; i++) {
		ring_close(&s->rings[i]);
		close(s->ring_fds[i]);
	}
	free(s->rings);
	free(s->ring_fds);
	free(s->online);
	if (s->epoll >= 0)
		close(s->epoll);
	capture_bpf__destroy(s->skel);
	free(s);
}

struct ring *session_rings(struct session *s, unsigned *count)
{
	*count = s->n_rings;
	return s->rings;
}

int session_poll_fd(const struct session *s)
{
	return s->epoll;
}

int64_t session_live(const struct session *s)
{
	return __atomic_load_n(&s->skel->bss->live, __ATOMIC_RELAXED);
}

unsigned session_possible_cpus(const struct session *s)
{
	return (unsigned)s->n_cpus;
}

bool session_cpu(const struct session *s, uint32_t cpu, struct wire_cpu *out)
{
	struct wire_cpu *all = calloc((size_t)s->n_cpus, sizeof(*all));
	uint32_t key = 0;
	bool ok = all && !bpf_map_lookup_elem(bpf_map__fd(s->skel->maps.cpus), &key, all);

	if (ok)
		*out = all[cpu];
	free(all);
	return ok;
}

uint64_t session_recursion_misses(const struct session *s)
{
	uint64_t sum = 0;
	struct bpf_program *p;

	bpf_object__for_each_program(p, s->skel->obj) {
		struct bpf_prog_info info = { 0 };
		uint32_t n = sizeof(info);

		if (!bpf_obj_get_info_by_fd(bpf_program__fd(p), &info, &n))
			sum += info.recursion_misses;
	}
	return sum;
}

bool session_pending(const struct session *s, uint32_t tid, struct wire_call *call, uint64_t args[6])
{
	struct task_state st;
	/* a thread that is no leader needs PIDFD_THREAD, Linux 6.9; it is O_EXCL */
	int fd = (int)syscall(SYS_pidfd_open, tid, 0200);
	bool ok;

	if (fd < 0)
		fd = (int)syscall(SYS_pidfd_open, tid, 0);
	if (fd < 0)
		return false;
	ok = !bpf_map_lookup_elem(bpf_map__fd(s->skel->maps.tasks), &fd, &st) && st.nr != NR_NONE && st.nr != NR_SKIP;
	close(fd);
	if (!ok)
		return false;
	memset(call, 0, sizeof(*call));
	call->hdr.flags = st.abi;
	call->hdr.nargs = 6;
	call->hdr.tid = tid;
	call->enter = st.enter;
	call->nr = (uint32_t)st.nr;
	call->count = st.count;
	memcpy(args, st.args, sizeof(st.args));
	return true;
}
