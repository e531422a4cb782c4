/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel program's records, made by hand, and the events that must come of them: what live
 * tests cannot provoke at will (a lost entry record, a fault healed at exit, a gap).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "format/call_set.h"
#include "record/events.h"
#include "record/plan.h"

static int failures;

#define CHECK(cond) \
	do { \
		if (!(cond)) { \
			printf("%s:%d: %s\n", __FILE__, __LINE__, #cond); \
			failures++; \
		} \
	} while (0)

/* A record under construction. */
static union {
	struct wire_hdr hdr;
	uint8_t bytes[4096];
} rec;
static size_t rec_size;
static uint64_t clock_ns = 1000;

static void begin(uint16_t type, uint32_t tid, uint32_t tgid, size_t size)
{
	memset(&rec, 0, sizeof(rec));
	rec.hdr.type = type;
	rec.hdr.tid = tid;
	rec.hdr.tgid = tgid;
	rec.hdr.time = clock_ns += 10;
	rec_size = size;
}

static void payload(uint8_t arg, uint8_t part, uint8_t status, bool at_exit, const char *text)
{
	struct wire_payload p = { .arg = arg, .part = part, .status = status, .at_exit = at_exit,
				  .captured = (uint32_t)strlen(text) };

	memcpy(rec.bytes + rec_size, &p, sizeof(p));
	memcpy(rec.bytes + rec_size + sizeof(p), text, p.captured);
	rec_size += sizeof(p) + ((p.captured + 7u) & ~7u);
}

static void enter(uint32_t tid, uint32_t nr, uint32_t count)
{
	struct wire_enter *e = (struct wire_enter *)rec.bytes;

	begin(WIRE_ENTER, tid, tid, sizeof(*e));
	e->nr = nr;
	e->count = count;
}

static void leave(uint32_t tid, uint32_t nr, uint32_t count, uint8_t flags, int64_t result, uint8_t nargs)
{
	struct wire_call *c = (struct wire_call *)rec.bytes;

	begin(WIRE_EXIT, tid, tid, sizeof(*c) + 8u * nargs);
	c->hdr.nargs = nargs;
	c->hdr.flags = flags;
	c->enter = clock_ns - 7;
	c->nr = nr;
	c->count = count;
	c->result = result;
	for (unsigned i = 0; i < nargs; i++)
		((uint64_t *)(c + 1))[i] = 0x1000 + i;
}

static void send(struct events *e)
{
	events_record(e, &rec.hdr, rec_size);
}

static void make_all(struct events *e)
{
	struct wire_fork *f = (struct wire_fork *)rec.bytes;
	struct wire_exec *x = (struct wire_exec *)rec.bytes;
	struct wire_death *d = (struct wire_death *)rec.bytes;

	/* 0: openat, joined with its entry record */
	enter(10, 257, 1);
	payload(1, SCT_PART_SELF, SCT_PAYLOAD_OK, false, "/etc/passwd");
	send(e);
	leave(10, 257, 1, WIRE_HAS_ENTER, 3, 4);
	send(e);
	/* 1: its entry record was lost */
	leave(10, 257, 2, WIRE_HAS_ENTER, 4, 4);
	send(e);
	/* 2: the string faulted at entry and could be read at exit */
	enter(10, 257, 3);
	payload(1, SCT_PART_SELF, SCT_PAYLOAD_FAULTED, false, "");
	send(e);
	leave(10, 257, 3, WIRE_HAS_ENTER, -2, 4);
	payload(1, SCT_PART_SELF, SCT_PAYLOAD_OK, true, "/cold");
	send(e);
	/* 3: clone by 10 of a thread 11 */
	begin(WIRE_FORK, 10, 10, sizeof(*f));
	f->child_tid = 11;
	f->child_tgid = 10;
	f->child_start = 77;
	f->nr = 56;
	f->arg0 = 0x3d0f00;
	send(e);
	/* 4: thread 11 executes a program and becomes 10; 5: and is renamed by it */
	enter(11, 59, 1);
	payload(1, SCT_PART_STRINGS, SCT_PAYLOAD_FAULTED, false, "");
	send(e);
	begin(WIRE_EXEC, 10, 10, sizeof(*x));
	x->old_tid = 11;
	x->uid = 5;
	strcpy(x->comm, "newname");
	payload(0, SCT_PART_SELF, SCT_PAYLOAD_OK, false, "/bin/new");
	payload(1, SCT_PART_STRINGS, SCT_PAYLOAD_OK, false, "new-argv0");
	send(e);
	leave(10, 59, 1, WIRE_HAS_ENTER, 0, 3);
	send(e);
	/* 6: a gap */
	events_loss(e, SCT_LOSS_RING, 42, 1, clock_ns, clock_ns + 5);
	/* 7: death */
	begin(WIRE_DEATH, 10, 10, sizeof(*d));
	d->status = 9;
	d->last = 1;
	send(e);
}

static struct sct_bytes text_of(const struct sct_event *e, uint8_t arg, uint8_t *status)
{
	for (unsigned i = 0; i < e->payload_count; i++)
		if (e->payloads[i].arg == arg) {
			*status = e->payloads[i].status;
			return e->payloads[i].bytes;
		}
	*status = 255;
	return (struct sct_bytes){ 0 };
}

static bool is(struct sct_bytes b, const char *s)
{
	return b.size == strlen(s) && !memcmp(b.data, s, b.size);
}

static void check_event(unsigned i, const struct sct_event *e, const struct sct_task *t, struct sct_decoder *d)
{
	uint8_t status = 255;
	struct sct_bytes b = text_of(e, 1, &status);

	switch (i) {
	case 0:
		CHECK(e->kind == SCT_SYSCALL && e->number == 257 && e->result == 3 && e->duration == 7);
		CHECK(e->arg_count == 4 && e->args[2] == 0x1002);
		CHECK(status == SCT_PAYLOAD_OK && is(b, "/etc/passwd"));
		CHECK(t->tid == 10 && t->tgid == 10);
		break;
	case 1:
		CHECK(e->result == 4 && status == SCT_PAYLOAD_LOST);
		break;
	case 2:
		CHECK(e->result == -2 && status == SCT_PAYLOAD_OK && is(b, "/cold") && e->payload_count == 1);
		CHECK(e->payloads[0].at_exit);
		break;
	case 3:
		CHECK(e->kind == SCT_FORK && e->args[0] == 11 && e->args[1] == 10 && e->args[2] == 77 && e->args[3] == 0x3d0f00);
		break;
	case 4:
		CHECK(e->kind == SCT_EXEC && e->args[0] == 11 && t->tid == 10 && t->uid == 5);
		CHECK(is(sct_decoder_string(d, t->comm), "newname") && is(sct_decoder_string(d, t->exe), "/bin/new"));
		break;
	case 5:
		CHECK(e->kind == SCT_SYSCALL && e->number == 59 && t->tid == 10);
		CHECK(status == SCT_PAYLOAD_OK && is(b, "new-argv0"));
		break;
	case 6:
		CHECK(e->kind == SCT_LOSS && e->number == SCT_LOSS_RING && e->args[0] == 42 && e->args[1] == 1);
		CHECK(e->duration == 5);
		break;
	case 7:
		CHECK(e->kind == SCT_EXIT && e->result == 9 && e->args[0] == 1);
		break;
	}
}

static void check_all(int fd)
{
	struct sct_reader *r = NULL;
	struct sct_decoder *d = sct_decoder_new();
	struct sct_desc desc;
	struct sct_event e;
	unsigned i = 0;

	CHECK(sct_reader_new(&r, fd, NULL) == SCT_OK);
	while (sct_reader_next(r, &desc) == SCT_OK) {
		CHECK(desc.loss[SCT_LOSS_RING] == 42);
		CHECK(sct_decoder_load(d, r, &desc, SCT_COL_ALL) == SCT_OK);
		while (sct_decoder_next(d, &e) == SCT_OK) {
			const struct sct_task *t = sct_decoder_task(d, e.task);

			CHECK(t != NULL);
			if (t)
				check_event(i, &e, t, d);
			i++;
		}
	}
	CHECK(i == 8);
	sct_decoder_free(d);
	sct_reader_free(r);
}

int main(void)
{
	static struct wire_plan plans[WIRE_PLANS];
	struct call_select all = { .has_in = false };
	struct sct_header h = { .major = SCT_MAJOR, .minor = SCT_MINOR };
	struct sct_writer *w = NULL;
	struct events e;
	struct sink *sink;
	int fd = memfd_create("events", 0);

	plan_build(plans, &all);
	CHECK(sct_writer_new(&w, fd, &h, NULL) == SCT_OK);
	sink = sink_start(w);
	CHECK(sink && events_init(&e, sink, plans));
	if (failures)
		return 1;
	make_all(&e);
	CHECK(e.count == 7 && !e.out_of_memory); /* the loss is none */
	CHECK(!task_find(e.tasks, 10) && !task_find(e.tasks, 11));
	events_finish(&e);
	CHECK(sink_stop(sink) == SCT_OK);
	CHECK(sct_writer_finish(w) == SCT_OK);
	sct_writer_free(w);
	lseek(fd, 0, SEEK_SET);
	check_all(fd);
	close(fd);
	return failures ? 1 : 0;
}
