/* SPDX-License-Identifier: BSD-2-Clause */
/* One recording, from the fork of the command to the end of the file. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "format/sct.h"
#include "record/events.h"
#include "record/header.h"
#include "record/launch.h"
#include "record/plan.h"
#include "record/record.h"
#include "record/session.h"
#include "record/signals.h"
#include "record/sink.h"

/* How long the rings are left alone. Long enough to cost nothing, short enough that 32 MiB
 * cannot fill: 20 ms at 4 M records of 56 bytes a second are 4.5 MB. */
#define NAP_MS 10
#define NAP_IDLE_MS 50

struct recorder {
	const struct record_opts *o;
	int fd;                   /* the recording */
	struct launch child;
	struct session *session;
	struct wire_plan *plans;
	struct header_data *header;
	struct sct_writer *writer;
	struct sink *sink;
	struct events events;
	int signals;              /* signalfd */
	bool reaped;              /* the command has ended */
	int wait_status;
	uint64_t alone_since;     /* ns, when the command had ended but descendants had not */
	bool stop;                /* asked to end the recording */
	bool write_failed;        /* told so once */
	uint64_t ring_lost, other_lost;
};

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void complain(const char *what, const char *why)
{
	fprintf(stderr, "sc-record: %s: %s\n", what, why);
}

/* ---- draining ---- */

/* Notes a gap in a ring's numbering. */
static void check_sequence(struct recorder *r, struct ring *ring, const struct wire_hdr *h)
{
	bool event = h->type != WIRE_ENTER && h->type != WIRE_RENAME;
	uint32_t *next = !event ? &ring->next_enter_seq : &ring->next_seq;
	uint32_t gap = h->seq - *next;

	*next = h->seq + 1;
	if (gap && event)
		events_loss(&r->events, SCT_LOSS_RING, gap, ring->cpu, ring->last_time ? ring->last_time : h->time, h->time);
	ring->last_time = h->time;
}

/* Takes everything made before horizon. Returns the number of records. */
static uint64_t drain(struct recorder *r, uint64_t horizon)
{
	unsigned n;
	struct ring *rings = session_rings(r->session, &n), *from;
	const struct wire_hdr *h;
	uint64_t taken = 0;
	size_t size;

	for (unsigned i = 0; i < n; i++)
		ring_round(&rings[i], horizon);
	while ((h = ring_next(rings, n, horizon, &size, &from))) {
		check_sequence(r, from, h);
		events_record(&r->events, h, size);
		/* now and then, not per record: the kernel side reads this word */
		if (from->pos - from->released > from->mask / 16)
			ring_release(from);
		taken++;
	}
	for (unsigned i = 0; i < n; i++)
		ring_release(&rings[i]);
	return taken;
}

static void report_write_error(struct recorder *r)
{
	const struct sct_error *e = sct_writer_error(r->writer);

	if (r->write_failed)
		return;
	r->write_failed = true;
	session_detach(r->session);
	fprintf(stderr, "sc-record: %s: %s (recording stopped, what is there can be read; the command goes on)\n",
		r->o->path, e->detail[0] ? e->detail : sct_status_text(e->status));
}

/* ---- the command and our signals ---- */

static void reap(struct recorder *r)
{
	int st;
	pid_t pid;

	while ((pid = waitpid(-1, &st, WNOHANG | WUNTRACED)) > 0) {
		if (pid != r->child.pid)
			continue;
		if (WIFSTOPPED(st)) {
			drain(r, now_ns());
			events_flush(&r->events, now_ns(), true);
			signals_mirror_stop(r->child.pid, WSTOPSIG(st));
		} else {
			r->reaped = true;
			r->wait_status = st;
		}
	}
}

/* A recorded process that signals its whole group has reached the command already. */
static bool from_recorded(struct recorder *r, const struct signalfd_siginfo *si)
{
	if (si->ssi_code > 0 || r->write_failed || !task_ids_are_ours())
		return false;
	drain(r, now_ns());    /* the sender may be new */
	return task_find(r->events.tasks, si->ssi_pid) != NULL;
}

static void on_signal(struct recorder *r, const struct signalfd_siginfo *si)
{
	if (si->ssi_signo == SIGCHLD)
		reap(r);
	else if (from_recorded(r, si))
		;
	else if (r->reaped)
		r->stop |= si->ssi_signo == SIGINT || si->ssi_signo == SIGTERM || si->ssi_signo == SIGQUIT || si->ssi_signo == SIGHUP;
	else if (signals_to_forward(si))
		kill(r->child.pid, (int)si->ssi_signo);
}

static void read_signals(struct recorder *r)
{
	struct signalfd_siginfo si;

	while (read(r->signals, &si, sizeof(si)) == sizeof(si))
		on_signal(r, &si);
}

/* ---- the end ---- */

/* The ring of a CPU, NULL: it has none, having come online later. */
static struct ring *ring_of(struct recorder *r, uint32_t cpu)
{
	unsigned n;
	struct ring *rings = session_rings(r->session, &n);

	for (unsigned i = 0; i < n; i++)
		if (rings[i].cpu == cpu)
			return &rings[i];
	return NULL;
}

/* What no later record of the same ring could tell of. */
static void last_losses(struct recorder *r)
{
	uint64_t now = now_ns(), storage = 0, misses = session_recursion_misses(r->session);
	struct wire_cpu c;

	for (uint32_t cpu = 0; cpu < session_possible_cpus(r->session); cpu++) {
		struct ring *ring = ring_of(r, cpu);
		uint64_t since = ring && ring->last_time ? ring->last_time : now;

		if (!session_cpu(r->session, cpu, &c))
			continue;
		events_loss(&r->events, SCT_LOSS_RING, c.seq - (ring ? ring->next_seq : 0), cpu, since, now);
		storage += c.storage_failed;
	}
	events_loss(&r->events, SCT_LOSS_STORAGE, storage, UINT32_MAX, now, now);
	events_loss(&r->events, SCT_LOSS_RECURSION, misses, UINT32_MAX, now, now);
}

static void pending_call(struct task_slot *t, void *arg)
{
	struct recorder *r = arg;
	uint64_t args[6];
	struct { struct wire_call call; } p;

	if (!task_ids_are_ours() || !session_pending(r->session, t->tid, &p.call, args))
		return;
	p.call.hdr.tgid = t->tgid;
	p.call.hdr.time = now_ns();
	if (p.call.nr < WIRE_NR && !(p.call.hdr.flags & WIRE_X32))
		p.call.hdr.nargs = r->plans[(p.call.hdr.flags & WIRE_I386 ? WIRE_PLAN_I386 : 0) + p.call.nr].nargs;
	events_unfinished(&r->events, t, &p.call, args);
}

static void finish(struct recorder *r)
{
	if (!r->write_failed) {
		session_detach(r->session);
		/* every program run has ended by now; whatever it sent is there */
		drain(r, UINT64_MAX - 1);
		last_losses(r);
		task_each(r->events.tasks, pending_call, r);
	}
	events_finish(&r->events);
	sink_stop(r->sink);
	r->sink = NULL;
	if (!r->write_failed && sct_writer_error(r->writer)->status != SCT_OK)
		report_write_error(r);
	if (!r->write_failed && sct_writer_finish(r->writer) != SCT_OK)
		report_write_error(r);
}

/* What the kernel program counted besides events. */
static void report_memory_reads(struct recorder *r)
{
	struct wire_cpu sum = { 0 }, c;

	for (uint32_t cpu = 0; cpu < session_possible_cpus(r->session); cpu++) {
		if (!session_cpu(r->session, cpu, &c))
			continue;
		sum.faulted += c.faulted;
		sum.recovered += c.recovered;
		sum.enter_lost += c.enter_lost;
		sum.no_enter += c.no_enter;
	}
	fprintf(stderr, "sc-record: %s: %llu reads of memory failed, %llu of them went well at exit; %llu entry records lost, %llu calls without entry\n",
		r->o->path, (unsigned long long)sum.faulted, (unsigned long long)sum.recovered,
		(unsigned long long)sum.enter_lost, (unsigned long long)sum.no_enter);
}

static void report(struct recorder *r)
{
	const uint64_t *l = r->events.loss;
	uint64_t lost = l[SCT_LOSS_RING] + l[SCT_LOSS_STORAGE] + l[SCT_LOSS_RECURSION] + l[SCT_LOSS_OTHER];

	if (lost)
		fprintf(stderr, "sc-record: %s: %llu events lost, %llu recorded (ring buffers full: %llu; try a larger --buffer)\n",
			r->o->path, (unsigned long long)lost, (unsigned long long)r->events.count,
			(unsigned long long)l[SCT_LOSS_RING]);
	if (r->o->verbose)
		report_memory_reads(r);
	if (r->o->verbose) {
		struct rusage u;

		getrusage(RUSAGE_SELF, &u);
		fprintf(stderr, "sc-record: %s: %llu events, %llu bytes, recorder CPU %.3f s user %.3f s system, %ld KiB resident at most\n",
			r->o->path, (unsigned long long)r->events.count, (unsigned long long)sct_writer_bytes(r->writer),
			(double)u.ru_utime.tv_sec + (double)u.ru_utime.tv_usec / 1e6,
			(double)u.ru_stime.tv_sec + (double)u.ru_stime.tv_usec / 1e6, u.ru_maxrss);
	}
}

/* ---- the loop ---- */

static bool finished(const struct recorder *r)
{
	if (r->stop)
		return true;
	if (!r->reaped)
		return false;
	/* no event: it died before it could exec, perhaps before it was watched, and is not in the count */
	return r->o->wait_command || r->write_failed || !r->events.count || session_live(r->session) <= 0;
}

/* Somebody may wonder why the prompt does not come back. */
static void explain_waiting(struct recorder *r, uint64_t now)
{
	if (!r->reaped || r->alone_since == UINT64_MAX)
		return;
	if (!r->alone_since)
		r->alone_since = now;
	if (now - r->alone_since < 1000000000u)
		return;
	r->alone_since = UINT64_MAX;
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "sc-record: the command has ended, recording goes on for the %lld threads it left behind (Ctrl-C ends it; see --no-wait)\n",
			(long long)session_live(r->session));
}

static void loop(struct recorder *r)
{
	struct epoll_event ev = { .events = EPOLLIN }, got[8];
	int epoll = session_poll_fd(r->session);
	int nap = NAP_MS;

	/* the command may have died while its signal could not be kept for us */
	reap(r);
	/* it has left descendants or not: that is told by its events */
	if (r->reaped)
		drain(r, now_ns());
	epoll_ctl(epoll, EPOLL_CTL_ADD, r->signals, &ev);

	while (!finished(r)) {
		uint64_t now, taken = 0;

		epoll_wait(epoll, got, 8, nap);
		read_signals(r);
		now = now_ns();
		if (!r->write_failed)
			taken = drain(r, now);
		nap = taken ? NAP_MS : nap < NAP_IDLE_MS ? nap + NAP_MS : nap;
		events_flush(&r->events, now, false);
		if (sink_status(r->sink) != SCT_OK)
			report_write_error(r);
		explain_waiting(r, now);
	}
}

/* ---- the beginning ---- */

/* May wait for ever, if it is a FIFO: then signals end us, and the gate's closing the command. */
static int open_output(const struct recorder *r)
{
	struct stat st;
	sigset_t ours;
	int fd;

	if (!strcmp(r->o->path, "-"))
		return STDOUT_FILENO;
	signals_open(&r->child.before, &ours);
	fd = open(r->o->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	signals_shut(&ours);
	/* one that was there may have been readable for others */
	if (fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_uid == geteuid())
		fchmod(fd, 0600);
	return fd;
}

static bool open_writer(struct recorder *r)
{
	struct sct_writer_opts wo = { .sz = sizeof(wo), .level = r->o->level, .sync = r->o->sync };
	enum sct_status rc;

	/* only now, when all else works: neither a misspelt command nor missing privileges cost an old recording, and
	 * a file that exists has its header */
	r->fd = open_output(r);
	if (r->fd < 0) {
		complain(r->o->path, strerror(errno));
		return false;
	}
	r->header = header_gather(r->o, r->child.pid);
	if (!r->header) {
		complain(r->o->path, "out of memory");
		return false;
	}
	rc = sct_writer_new(&r->writer, r->fd, header_get(r->header), &wo);
	if (rc != SCT_OK) {
		const struct sct_error *e = r->writer ? sct_writer_error(r->writer) : NULL;

		complain(r->o->path, e && e->sys_errno ? strerror(e->sys_errno) : sct_status_text(rc));
		return false;
	}
	r->sink = sink_start(r->writer);
	if (!r->sink || !events_init(&r->events, r->sink, r->plans)) {
		complain(r->o->path, "out of memory");
		return false;
	}
	return true;
}

static bool open_session(struct recorder *r)
{
	struct session_opts so = { .plans = r->plans, .buffer = r->o->buffer, .io_limit = r->o->io_limit, .env = r->o->env };
	char err[256];
	int rc;

	r->session = session_load(&so, err, sizeof(err));
	if (!r->session) {
		complain("cannot record", err);
		return false;
	}
	rc = session_watch(r->session, r->child.pid);
	if (!rc)
		rc = session_attach(r->session);
	if (rc) {
		complain("cannot attach the BPF program", strerror(-rc));
		return false;
	}
	return true;
}

static struct task_slot *first_task(struct recorder *r)
{
	struct task_slot *t = task_add(r->events.tasks, (uint32_t)r->child.pid, (uint32_t)r->child.pid, 0);

	if (t) {
		t->ppid = (uint32_t)getpid();
		t->uid = getuid();
		strcpy(t->comm, "sc-record");
	}
	return t;
}

static void teardown(struct recorder *r)
{
	session_free(r->session);
	sink_stop(r->sink);
	sct_writer_free(r->writer);
	header_free(r->header);
	free(r->plans);
	if (r->signals >= 0)
		close(r->signals);
	if (r->fd > STDOUT_FILENO)
		close(r->fd);
	signals_give_back(&r->child.before);
}

static int exit_status(const struct recorder *r)
{
	return WIFSIGNALED(r->wait_status) ? 128 + WTERMSIG(r->wait_status) : WEXITSTATUS(r->wait_status);
}

static int run(struct recorder *r, const char *path)
{
	int err;

	err = launch_start(&r->child, path, r->o->argv, strcmp(r->o->path, "-") ? -1 : STDERR_FILENO);
	if (err) {
		complain("fork", strerror(-err));
		return RECORD_EXIT_FAILED;
	}
	if (!open_session(r) || !open_writer(r) || !first_task(r)) {
		launch_abandon(&r->child);
		return RECORD_EXIT_FAILED;
	}
	/* before the command can fill a ring; root or CAP_SYS_NICE, else as we are */
	setpriority(PRIO_PROCESS, 0, -20);
	launch_release(&r->child);
	loop(r);
	finish(r);
	report(r);
	err = launch_outcome(&r->child);
	if (err)
		complain(r->o->argv[0], strerror(err));
	return exit_status(r);
}

int record_run(const struct record_opts *opts)
{
	struct recorder r = { .o = opts, .signals = -1, .fd = STDOUT_FILENO };
	struct call_select select = { 0 };
	char err[200], *path = NULL;
	int rc;

	if (opts->trace && !call_select_add(&select, opts->trace, false, err, sizeof(err))) {
		complain("--trace", err);
		return RECORD_EXIT_FAILED;
	}
	rc = launch_find(opts->argv[0], &path);
	if (rc) {
		complain(opts->argv[0], errno == ENOENT && !strchr(opts->argv[0], '/') ? "command not found" : strerror(errno));
		return rc;
	}
	r.plans = calloc(WIRE_PLANS, sizeof(*r.plans));
	r.signals = signals_take(&r.child.before);
	if (!r.plans || r.signals < 0) {
		complain("starting", strerror(errno));
		free(r.plans);
		free(path);
		return RECORD_EXIT_FAILED;
	}
	plan_build(r.plans, &select);
	rc = run(&r, path);
	teardown(&r);
	free(path);
	return rc;
}
