/* SPDX-License-Identifier: BSD-2-Clause */
/* Joining entry and exit records, naming threads, filling batches. */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "record/events.h"

/*
 * Chunks end at whichever comes first. Bytes per event of a make -j2 of Lua, zstd level 3, by
 * events per chunk: 4096 9.0, 8192 7.6, 16384 6.9, 32768 6.8; larger ones are only slower to seek.
 */
#define CHUNK_EVENTS 16384
#define CHUNK_RAW (2u << 20)
#define CHUNK_NS 900000000ull

/* x86 numbers of the calls that fork; i386's of the same name follow */
enum { NR_CLONE = 56, NR_FORK = 57, NR_VFORK = 58, NR_CLONE3 = 435,
       NR_CLONE_32 = 120, NR_FORK_32 = 2, NR_VFORK_32 = 190,
       NR_EXIT = 60, NR_EXIT_GROUP = 231, NR_EXIT_32 = 1, NR_EXIT_GROUP_32 = 252,
       NR_EXECVE = 59, NR_EXECVEAT = 322, NR_EXECVE_32 = 11, NR_EXECVEAT_32 = 358 };

/* Walks the payloads of a record. */
struct payload_walk {
	const uint8_t *at, *end;
};

static struct payload_walk walk_of(const struct stash *s)
{
	/* an empty stash may have no address, and NULL + 0 is undefined */
	return (struct payload_walk){ s->data, s->full && s->size ? s->data + s->size : s->data };
}

static const struct wire_payload *walk_next(struct payload_walk *w)
{
	const struct wire_payload *p = (const struct wire_payload *)w->at;

	if ((size_t)(w->end - w->at) < sizeof(*p))
		return NULL;
	w->at += sizeof(*p) + ((p->captured + 7u) & ~7u);
	if (w->at > w->end)
		w->at = w->end;
	return p;
}

static const uint8_t *payload_data(const struct wire_payload *p)
{
	return (const uint8_t *)(p + 1);
}

static void new_batch(struct events *e)
{
	e->batch = sink_take(e->sink);
	e->batch_id++;
	e->batch_since = 0;
	e->no_task = UINT32_MAX;
}

bool events_init(struct events *e, struct sink *sink, const struct wire_plan *plans)
{
	memset(e, 0, sizeof(*e));
	e->sink = sink;
	e->plans = plans;
	e->tasks = task_map_new();
	if (!e->tasks)
		return false;
	new_batch(e);
	return true;
}

void events_flush(struct events *e, uint64_t now, bool force)
{
	uint32_t n = sct_batch_count(e->batch);

	if (!n)
		return;
	if (!force && n < CHUNK_EVENTS && now - e->batch_since < CHUNK_NS && sct_batch_raw_size(e->batch) < CHUNK_RAW)
		return;
	sink_give(e->sink, e->batch, e->loss);
	new_batch(e);
}

void events_finish(struct events *e)
{
	events_flush(e, 0, true);
	/* the empty batch goes back too, so that the sink can free it */
	sink_give(e->sink, e->batch, e->loss);
	task_map_free(e->tasks);
	e->tasks = NULL;
}

/* A thread we never heard of: its fork was lost. */
static struct task_slot *meet(struct events *e, uint32_t tid, uint32_t tgid, uint64_t time)
{
	struct task_slot *t = task_add(e->tasks, tid, tgid, time);
	char path[64];
	int fd;

	if (!t || !task_ids_are_ours())
		return t;
	snprintf(path, sizeof(path), "/proc/%u/comm", tid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		ssize_t n = read(fd, t->comm, sizeof(t->comm) - 1);

		t->comm[n > 0 ? n - (t->comm[n - 1] == '\n') : 0] = 0;
		close(fd);
	}
	return t;
}

static struct task_slot *task_of(struct events *e, const struct wire_hdr *h)
{
	struct task_slot *t = task_find(e->tasks, h->tid);

	return t ? t : meet(e, h->tid, h->tgid, h->time);
}

static uint32_t task_row(struct events *e, struct task_slot *t)
{
	struct sct_task row;

	if (t && t->batch == e->batch_id)
		return t->row;
	memset(&row, 0, sizeof(row));
	if (!t) {
		if (e->no_task == UINT32_MAX)
			e->no_task = sct_batch_task(e->batch, &row);
		return e->no_task;
	}
	row.tid = t->tid;
	row.tgid = t->tgid;
	row.start_time = t->start;
	row.ppid = t->ppid;
	row.uid = t->uid;
	row.comm = sct_batch_string(e->batch, t->comm, strnlen(t->comm, sizeof(t->comm)));
	row.exe = t->exe ? sct_batch_string(e->batch, t->exe->text, t->exe->size) : 0;
	t->row = sct_batch_task(e->batch, &row);
	t->batch = e->batch_id;
	return t->row;
}

static void add(struct events *e, struct sct_event *ev, struct task_slot *t)
{
	ev->task = task_row(e, t);
	if (sct_batch_add(e->batch, ev) != SCT_OK) {
		e->out_of_memory = true;
		e->loss[SCT_LOSS_OTHER]++;
		return;
	}
	if (ev->kind != SCT_LOSS)
		e->count++;
	if (!e->batch_since)
		e->batch_since = ev->time + ev->duration;
	if (sct_batch_count(e->batch) >= CHUNK_EVENTS ||
	    (ev->payload_count && sct_batch_raw_size(e->batch) >= CHUNK_RAW))
		events_flush(e, 0, true);
}

static uint8_t abi_of(const struct wire_hdr *h)
{
	return h->flags & WIRE_I386 ? SCT_ABI_I386 : h->flags & WIRE_X32 ? SCT_ABI_X32 : SCT_ABI_X86_64;
}

/* Payloads of an event under construction. */
struct gathered {
	struct sct_payload p[SCT_MAX_PAYLOADS];
	unsigned n;
};

/* room: more bytes than that are not the call's. */
static void gather(struct events *e, struct gathered *g, const struct wire_payload *p, uint8_t arg, uint32_t room)
{
	struct sct_payload *out = &g->p[g->n];

	if (g->n == SCT_MAX_PAYLOADS)
		return;
	out->arg = arg;
	out->part = p->part;
	out->status = p->status;
	out->at_exit = p->at_exit;
	out->full = p->status == SCT_PAYLOAD_OK ? 0 : p->full;
	out->string = sct_batch_string(e->batch, payload_data(p), p->captured < room ? p->captured : room);
	if (out->string == UINT32_MAX) {
		out->string = 0;
		out->status = SCT_PAYLOAD_LOST;
	}
	g->n++;
}

/* The payload for (arg, part) in a record's payloads, NULL: none. */
static const struct wire_payload *find_payload(struct payload_walk w, uint8_t arg, uint8_t part)
{
	const struct wire_payload *p;

	while ((p = walk_next(&w)))
		if (p->arg == arg && p->part == part)
			return p;
	return NULL;
}

static bool is_exec(uint8_t abi, uint32_t nr)
{
	return abi == SCT_ABI_X86_64 ? nr == NR_EXECVE || nr == NR_EXECVEAT :
	       abi == SCT_ABI_I386 && (nr == NR_EXECVE_32 || nr == NR_EXECVEAT_32);
}

/*
 * What the kernel laid out for the new program is complete, what could be read before may not be.
 * NULL: nothing better. A script's argv begins with its interpreter, which nobody passed.
 */
static const struct wire_payload *exec_better(const struct task_slot *t, const struct wire_call *c,
					      const struct wire_payload *p)
{
	struct payload_walk w = walk_of(&t->exec);
	bool at = c->nr == NR_EXECVEAT || c->nr == NR_EXECVEAT_32;

	if (!t->exec.full || c->result < 0 || p->status == SCT_PAYLOAD_OK)
		return NULL;
	if (p->part == SCT_PART_STRINGS)
		return t->exec_interpreted ? NULL : find_payload(w, p->arg - at, SCT_PART_STRINGS);
	/* for execveat it may be a name made of the descriptor */
	return at ? NULL : find_payload(w, p->arg, SCT_PART_SELF);
}

static void gather_enter(struct events *e, struct gathered *g, struct task_slot *t, const struct wire_call *c,
			 struct payload_walk at_exit)
{
	struct payload_walk w = walk_of(&t->enter);
	const struct wire_payload *p, *q;
	bool exec = is_exec(abi_of(&c->hdr), c->nr);

	while ((p = walk_next(&w))) {
		q = exec ? exec_better(t, c, p) : NULL;
		if (!q && p->status == SCT_PAYLOAD_FAULTED && find_payload(at_exit, p->arg, p->part))
			continue;
		gather(e, g, q ? q : p, p->arg, UINT32_MAX);
	}
}

/*
 * How much of what the kernel filled in was the caller's: it returns the full length, be there
 * room or not. Behind that stands memory that is none of the call's business.
 */
static uint32_t room_at_entry(const struct events *e, const struct task_slot *t, const struct wire_call *c,
			      const struct wire_payload *p)
{
	unsigned i = c->hdr.flags & WIRE_I386 ? WIRE_PLAN_I386 + c->nr : c->nr;
	struct payload_walk w = walk_of(&t->enter);
	const struct wire_payload *length;
	uint32_t room;

	if (c->nr >= WIRE_NR || c->hdr.flags & WIRE_X32 || !e->plans[i].len_ptr || p->part != SCT_PART_SELF)
		return UINT32_MAX;
	for (unsigned k = 0; k < e->plans[i].n_out; k++) {
		const struct wire_capture *o = &e->plans[i].out[k];

		if (o->kind != SCT_CAP_LEN_PTR || o->arg != p->arg)
			continue;
		length = find_payload(w, o->len_arg, SCT_PART_LENGTH);
		if (!length || length->captured < 4)
			return 0;
		memcpy(&room, payload_data(length), 4);
		return room;
	}
	return UINT32_MAX;
}

/* The entry record was lost: say so for every argument it would have carried. */
static void gather_lost(struct events *e, struct gathered *g, const struct wire_call *c, const uint64_t *args)
{
	unsigned i = c->hdr.flags & WIRE_I386 ? WIRE_PLAN_I386 + c->nr : c->nr;
	const struct wire_plan *plan;

	if (c->nr >= WIRE_NR || c->hdr.flags & WIRE_X32)
		return;
	plan = &e->plans[i];
	for (unsigned k = 0; k < plan->n_in && g->n < SCT_MAX_PAYLOADS; k++)
		if (args[plan->in[k].arg])
			g->p[g->n++] = (struct sct_payload){ .arg = plan->in[k].arg, .status = SCT_PAYLOAD_LOST };
}

static void finish_call(struct events *e, struct sct_event *ev, const struct wire_call *c, struct task_slot *t,
			size_t size)
{
	struct gathered g;
	struct payload_walk w = { (const uint8_t *)(c + 1) + 8 * c->hdr.nargs, (const uint8_t *)c + size };
	const struct wire_payload *p;
	bool has_enter = t && t->enter.full && t->enter_count == c->count;

	ev->abi = abi_of(&c->hdr);
	ev->number = c->nr;
	ev->arg_count = c->hdr.nargs;
	ev->time = c->enter;
	ev->duration = c->hdr.time - c->enter;
	memcpy(ev->args, c + 1, 8 * c->hdr.nargs);
	if (c->hdr.flags & WIRE_NO_ENTER)
		ev->flags |= SCT_FLAG_NO_ENTER | SCT_FLAG_ARGS_AT_EXIT;
	g.n = 0;
	if (has_enter)
		gather_enter(e, &g, t, c, w);
	else if (c->hdr.flags & WIRE_HAS_ENTER)
		gather_lost(e, &g, c, ev->args);
	if (t && !has_enter)
		stash_done(&t->enter);    /* of a call whose return was lost */
	while ((p = walk_next(&w))) {
		gather(e, &g, p, p->arg, t ? room_at_entry(e, t, c, p) : 0);
	}
	ev->payloads = g.p;
	ev->payload_count = (uint16_t)g.n;
	add(e, ev, t);
	if (!t)
		return;
	stash_done(&t->enter);
	if (t->exec.full && is_exec(ev->abi, c->nr))
		stash_done(&t->exec);
}

static void on_exit(struct events *e, const struct wire_call *c, size_t size)
{
	struct sct_event ev = { .kind = SCT_SYSCALL, .result = c->result };

	finish_call(e, &ev, c, task_of(e, &c->hdr), size);
}

static void on_unfinished(struct events *e, const struct wire_call *c, size_t size)
{
	struct sct_event ev = { .kind = SCT_UNFINISHED };
	uint8_t abi = abi_of(&c->hdr);
	bool own = abi == SCT_ABI_X86_64 ? c->nr == NR_EXIT || c->nr == NR_EXIT_GROUP
					 : abi == SCT_ABI_I386 && (c->nr == NR_EXIT_32 || c->nr == NR_EXIT_GROUP_32);

	ev.flags = own ? SCT_FLAG_BY_EXIT : SCT_FLAG_BY_KILL;
	finish_call(e, &ev, c, task_of(e, &c->hdr), size);
}

void events_unfinished(struct events *e, struct task_slot *t, const struct wire_call *c, const uint64_t args[6])
{
	struct sct_event ev = { .kind = SCT_UNFINISHED, .flags = SCT_FLAG_BY_END };
	struct { struct wire_call c; uint64_t args[6]; } full;

	full.c = *c;
	memcpy(full.args, args, sizeof(full.args));
	finish_call(e, &ev, &full.c, t, sizeof(full.c) + 8 * c->hdr.nargs);
}

static void on_enter(struct events *e, const struct wire_enter *w, size_t size)
{
	struct task_slot *t = task_of(e, &w->hdr);

	if (!t)
		return;
	t->enter_count = w->count;
	if (!stash_put(&t->enter, w + 1, size - sizeof(*w)))
		e->out_of_memory = true;
}

/* clone flags, however they were passed (clone3 has them in memory, read at entry). */
static uint64_t fork_flags(const struct wire_fork *f, const struct task_slot *parent)
{
	bool i386 = f->hdr.flags & WIRE_I386;

	if (f->nr == (i386 ? NR_FORK_32 : NR_FORK))
		return SIGCHLD;
	if (f->nr == (i386 ? NR_VFORK_32 : NR_VFORK))
		return CLONE_VFORK | CLONE_VM | SIGCHLD;
	if (f->nr == (i386 ? NR_CLONE_32 : NR_CLONE))
		return f->arg0;
	if (f->nr == NR_CLONE3 && parent && parent->enter.full) {
		struct payload_walk w = walk_of(&parent->enter);
		const struct wire_payload *p = find_payload(w, 0, SCT_PART_SELF);
		uint64_t flags = 0, sig = 0;

		/* struct clone_args: flags at 0, exit_signal at 32 (linux/sched.h) */
		if (p && p->captured >= 40) {
			memcpy(&flags, payload_data(p), 8);
			memcpy(&sig, payload_data(p) + 32, 8);
		}
		return flags | sig;
	}
	return 0;
}

static void on_fork(struct events *e, const struct wire_fork *f)
{
	struct task_slot *parent = task_of(e, &f->hdr);
	struct sct_event ev = { .kind = SCT_FORK, .abi = abi_of(&f->hdr), .arg_count = 4, .time = f->hdr.time };
	struct task_slot *child;

	ev.args[0] = f->child_tid;
	ev.args[1] = f->child_tgid;
	ev.args[2] = f->child_start;
	ev.args[3] = fork_flags(f, parent);
	add(e, &ev, parent);
	child = task_add(e->tasks, f->child_tid, f->child_tgid, f->hdr.time);
	if (!child) {
		e->out_of_memory = true;
		return;
	}
	/* adding may have moved nothing, but look again rather than rely on it */
	parent = task_find(e->tasks, f->hdr.tid);
	child->start = f->child_start;
	if (parent)
		task_inherit(child, parent);
}

static void on_exec(struct events *e, const struct wire_exec *x, size_t size)
{
	struct sct_event ev = { .kind = SCT_EXEC, .abi = abi_of(&x->hdr), .arg_count = 1, .time = x->hdr.time };
	struct payload_walk w = { (const uint8_t *)(x + 1), (const uint8_t *)x + size };
	const struct wire_payload *p;
	struct task_slot *t;
	struct gathered g;

	/* exec from a thread that is not the leader: it takes the leader's tid */
	t = x->old_tid != x->hdr.tid ? task_rename(e->tasks, x->old_tid, x->hdr.tid) : NULL;
	if (!t)
		t = task_of(e, &x->hdr);
	if (t) {
		memcpy(t->comm, x->comm, sizeof(t->comm));
		t->tgid = x->hdr.tgid;
		t->start = x->start;
		t->uid = x->uid;
		t->batch = 0;
		p = find_payload(w, 0, SCT_PART_SELF);
		if (p && !task_set_exe(t, (const char *)payload_data(p), p->captured))
			e->out_of_memory = true;
		t->exec_interpreted = x->interpreted;
		if (!stash_put(&t->exec, x + 1, size - sizeof(*x)))
			e->out_of_memory = true;
	}
	ev.args[0] = x->old_tid;
	g.n = 0;
	while ((p = walk_next(&w)))
		gather(e, &g, p, p->arg, UINT32_MAX);
	ev.payloads = g.p;
	ev.payload_count = (uint16_t)g.n;
	add(e, &ev, t);
}

static void add_signal(struct events *e, const struct wire_signal *s)
{
	struct sct_event ev = { .kind = SCT_SIGNAL, .abi = abi_of(&s->hdr), .number = s->signo, .arg_count = 6,
				.time = s->hdr.time, .payload_count = 1 };
	struct sct_payload p = { .arg = 0 };
	int32_t code;
	uint32_t who[2];
	uint64_t addr;

	/* siginfo_t, 64-bit: code at 8, then from 16 pid and uid, or the fault address */
	memcpy(&code, s->info + 8, 4);
	memcpy(who, s->info + 16, 8);
	memcpy(&addr, s->info + 16, 8);
	ev.args[0] = (uint64_t)(int64_t)code;
	ev.args[1] = who[0];
	ev.args[2] = who[1];
	ev.args[3] = addr;
	ev.args[4] = s->handler;
	ev.args[5] = s->sa_flags;
	p.string = sct_batch_string(e->batch, s->info, sizeof(s->info));
	ev.payloads = &p;
	add(e, &ev, task_of(e, &s->hdr));
}

/* One that ends the process waits for that: the call that sent it to itself comes first. */
static void on_signal(struct events *e, const struct wire_signal *s)
{
	struct task_slot *t = s->fatal ? task_of(e, &s->hdr) : NULL;

	if (t)
		t->fatal = *s;
	else
		add_signal(e, s);
}

static void on_death(struct events *e, const struct wire_death *d)
{
	struct task_slot *t = task_of(e, &d->hdr);
	struct sct_event ev = { .kind = SCT_EXIT, .abi = abi_of(&d->hdr), .arg_count = 1, .time = d->hdr.time,
				.result = d->status };

	if (t && t->fatal.signo)
		add_signal(e, &t->fatal);
	ev.args[0] = d->last;
	add(e, &ev, t);
	task_remove(e->tasks, d->hdr.tid);
}

static void on_rename(struct events *e, const struct wire_rename *r)
{
	struct task_slot *t = task_find(e->tasks, r->hdr.tid);

	if (!t)
		return;
	memcpy(t->comm, r->comm, sizeof(t->comm));
	t->batch = 0;
}

void events_record(struct events *e, const struct wire_hdr *h, size_t size)
{
	switch (h->type) {
	case WIRE_ENTER: on_enter(e, (const struct wire_enter *)h, size); break;
	case WIRE_EXIT: on_exit(e, (const struct wire_call *)h, size); break;
	case WIRE_UNFINISHED: on_unfinished(e, (const struct wire_call *)h, size); break;
	case WIRE_FORK: on_fork(e, (const struct wire_fork *)h); break;
	case WIRE_EXEC: on_exec(e, (const struct wire_exec *)h, size); break;
	case WIRE_DEATH: on_death(e, (const struct wire_death *)h); break;
	case WIRE_SIGNAL: on_signal(e, (const struct wire_signal *)h); break;
	case WIRE_RENAME: on_rename(e, (const struct wire_rename *)h); break;
	}
}

void events_loss(struct events *e, enum sct_loss_source source, uint64_t count, uint32_t cpu, uint64_t from, uint64_t to)
{
	struct sct_event ev = { .kind = SCT_LOSS, .number = source, .arg_count = 2, .time = from };

	if (!count)
		return;
	e->loss[source] += count;
	ev.duration = to > from ? to - from : 0;
	ev.args[0] = count;
	ev.args[1] = cpu == UINT32_MAX ? UINT64_MAX : cpu;
	add(e, &ev, NULL);
}
