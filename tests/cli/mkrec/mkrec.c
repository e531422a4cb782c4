/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mkrec: writes the recording that a text describes, from standard input to standard output, so that
 * tests need no opaque file. One statement a line, # begins a comment:
 *
 *   header FIELD VALUE...        command, environment, cwd, host, user, kernel, machine, recorder,
 *                                backend, boot, require, feature, capture, realtime (ns), root
 *   task NAME tid=N [tgid=N comm=TEXT exe=TEXT ppid=N uid=N start=N]
 *   KIND at=TIME task=NAME [call=NAME|number=N] [abi=N] [args=N,N...] [ret=N|ERRNO] [dur=TIME]
 *        [flags=N] [pARG[.part][.status][.exit][.full=N]=TEXT ...]
 *                                KIND: syscall unfinished signal fork exec exit loss process note
 *   chunk                        ends a chunk
 *   losses SOURCE TOTAL          what the following descriptors say
 *   unfinished-file              no index, no trailer
 *
 * TIME counts from the start of the recording. TEXT may be "quoted with \n, \", \\ and \x00".
 */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "format/sct.h"
#include "format/units.h"

#define START UINT64_C(1000000000000)
#define MAX_WORDS 64
#define MAX_LIST 64
#define MAX_TASKS 64

struct word {
	char *key, *value; /* value NULL: a bare word */
	size_t size;	   /* of value, which may hold NULs */
};

struct named_task {
	char name[32];
	struct sct_task task;
	struct sct_bytes comm, exe;
	uint32_t row; /* in the current chunk, UINT32_MAX: not yet */
};

struct maker {
	unsigned line;
	struct sct_header h;
	struct sct_bytes lists[5][MAX_LIST]; /* command, environment, required, optional, capture */
	struct named_task tasks[MAX_TASKS];
	size_t task_count;
	struct sct_writer *writer;
	struct sct_batch *batch;
	uint64_t now; /* time of the latest event */
	bool unfinished;
};

static __attribute__((noreturn, format(printf, 2, 3))) void die(const struct maker *m, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "mkrec: line %u: ", m->line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

/* ---- words */

/* Quoted text in place; returns what follows the closing quote. */
static char *unquote(const struct maker *m, char *p, size_t *size)
{
	char *out = p, *start = p, *after;

	for (; *p != '"'; p++) {
		if (!*p)
			die(m, "a quote is not closed");
		if (*p != '\\') {
			*out++ = *p;
			continue;
		}
		p++;
		if (*p == 'n') {
			*out++ = '\n';
		} else if (*p == 'x') {
			char hex[3] = { p[1], p[2], 0 };

			*out++ = (char)strtoul(hex, NULL, 16);
			p += 2;
		} else {
			*out++ = *p;
		}
	}
	after = p + 1;
	*out = '\0';
	*size = (size_t)(out - start);
	return after;
}

static size_t split(const struct maker *m, char *line, struct word *words)
{
	size_t n = 0;
	char *p = line;

	for (;;) {
		p += strspn(p, " \t\n");
		if (!*p || *p == '#')
			return n;
		if (n == MAX_WORDS)
			die(m, "too many words");
		words[n] = (struct word){ .key = p };
		if (*p != '"')
			p += strcspn(p, "= \t\n");
		if (*p == '=') {
			*p++ = '\0';
			words[n].value = p;
		}
		if (*p == '"') {
			char *text = p + 1;

			if (!words[n].value)
				words[n].key = text;
			else
				words[n].value = text;
			p = unquote(m, text, &words[n].size);
		} else if (words[n].value) {
			p += strcspn(p, " \t\n");
			words[n].size = (size_t)(p - words[n].value);
		} else {
			words[n].size = (size_t)(p - words[n].key);
		}
		if (*p)
			*p++ = '\0';
		n++;
	}
}

static uint64_t number(const struct maker *m, const char *s)
{
	uint64_t v;
	bool minus = *s == '-';

	if (!units_number(s + minus, &v))
		die(m, "'%s' is no number", s);
	return minus ? -v : v;
}

static uint64_t duration(const struct maker *m, const char *s)
{
	uint64_t v;

	if (!units_duration(s, &v))
		die(m, "'%s' is no duration", s);
	return v;
}

static struct sct_bytes keep(const char *text, size_t size)
{
	uint8_t *copy = malloc(size + 1);

	if (!copy)
		exit(1);
	memcpy(copy, text, size);
	return (struct sct_bytes){ copy, size };
}

/* ---- statements */

static void header(struct maker *m, const struct word *w, size_t n)
{
	static const char *const lists[] = { "command", "environment", "require", "feature", "capture" };
	const struct {
		const char *name;
		struct sct_bytes *to;
	} texts[] = {
		{ "cwd", &m->h.cwd },
		{ "host", &m->h.host },
		{ "user", &m->h.user },
		{ "kernel", &m->h.kernel_release },
		{ "machine", &m->h.machine },
		{ "boot", &m->h.boot_id },
		{ "recorder", &m->h.recorder },
		{ "backend", &m->h.backend },
	};
	size_t *counts[] = { &m->h.command_count, &m->h.environment_count, &m->h.required_count,
			     &m->h.optional_count, &m->h.capture_count };

	if (m->writer)
		die(m, "the header is written already");
	for (size_t i = 0; i < 5; i++)
		if (!strcmp(w[1].key, lists[i])) {
			for (size_t k = 2; k < n && *counts[i] < MAX_LIST; k++)
				m->lists[i][(*counts[i])++] = keep(w[k].key, w[k].size);
			return;
		}
	if (n < 3)
		die(m, "header FIELD VALUE");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (!strcmp(w[1].key, texts[i].name)) {
			*texts[i].to = keep(w[2].key, w[2].size);
			return;
		}
	if (!strcmp(w[1].key, "realtime"))
		m->h.start.realtime = number(m, w[2].key);
	else if (!strcmp(w[1].key, "root"))
		m->h.root_tid = (uint32_t)number(m, w[2].key);
	else
		die(m, "no header field '%s'", w[1].key);
}

static void task(struct maker *m, const struct word *w, size_t n)
{
	struct named_task *t = &m->tasks[m->task_count];

	if (n < 2 || m->task_count == MAX_TASKS)
		die(m, "task NAME tid=N ...");
	m->task_count++;
	t->row = UINT32_MAX;
	snprintf(t->name, sizeof(t->name), "%s", w[1].key);
	for (size_t i = 2; i < n; i++) {
		const char *k = w[i].key, *v = w[i].value ? w[i].value : "";

		if (!strcmp(k, "comm"))
			t->comm = keep(v, w[i].size);
		else if (!strcmp(k, "exe"))
			t->exe = keep(v, w[i].size);
		else if (!strcmp(k, "tid"))
			t->task.tid = (uint32_t)number(m, v);
		else if (!strcmp(k, "tgid"))
			t->task.tgid = (uint32_t)number(m, v);
		else if (!strcmp(k, "ppid"))
			t->task.ppid = (uint32_t)number(m, v);
		else if (!strcmp(k, "uid"))
			t->task.uid = (uint32_t)number(m, v);
		else if (!strcmp(k, "start"))
			t->task.start_time = number(m, v);
		else
			die(m, "no task field '%s'", k);
	}
	if (!t->task.tgid)
		t->task.tgid = t->task.tid;
}

static uint32_t task_row(struct maker *m, const char *name)
{
	for (size_t i = 0; i < m->task_count; i++) {
		struct named_task *t = &m->tasks[i];

		if (strcmp(t->name, name))
			continue;
		if (t->row == UINT32_MAX) {
			t->task.comm = sct_batch_string(m->batch, t->comm.data, t->comm.size);
			t->task.exe = sct_batch_string(m->batch, t->exe.data, t->exe.size);
			t->row = sct_batch_task(m->batch, &t->task);
		}
		return t->row;
	}
	die(m, "no task '%s'", name);
}

/* "p1.path.exit" */
static void payload(struct maker *m, const struct word *w, struct sct_payload *p)
{
	static const char *const parts[] = { "self", "strings", "iov", "iov-data", "name", "control", "length", "path",
					     "result-path" };
	static const char *const states[] = { "ok", "truncated", "faulted", "null", "not-captured" };
	char *save = NULL, *word;

	*p = (struct sct_payload){ .arg = (uint8_t)(w->key[1] - '0') };
	p->string = sct_batch_string(m->batch, w->value, w->size);
	for (word = strtok_r(w->key + 2, ".", &save); word; word = strtok_r(NULL, ".", &save)) {
		bool known = false;

		for (uint8_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
			if (!strcmp(word, parts[i]))
				p->part = i, known = true;
		for (uint8_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
			if (!strcmp(word, states[i]))
				p->status = i, known = true;
		if (!strcmp(word, "exit"))
			p->at_exit = known = true;
		if (!strncmp(word, "full:", 5))
			p->full = number(m, word + 5), known = true;
		if (!known)
			die(m, "no payload word '%s'", word);
	}
}

static void call_named(const struct maker *m, struct sct_event *e, const char *name)
{
	const struct sct_syscall *row = sct_syscall_by_name((enum sct_abi)e->abi, name);

	if (!row)
		die(m, "no call '%s'", name);
	e->number = row->number;
	if (!e->arg_count)
		e->arg_count = row->arg_count;
}

static int64_t result(const struct maker *m, const char *s)
{
	int error = sct_errno_by_name(s);

	return error ? -error : (int64_t)number(m, s);
}

static void event(struct maker *m, enum sct_kind kind, const struct word *w, size_t n)
{
	struct sct_payload payloads[SCT_MAX_PAYLOADS];
	struct sct_event e = { .kind = (uint8_t)kind, .abi = SCT_ABI_X86_64, .payloads = payloads };
	char *save = NULL;

	for (size_t i = 1; i < n; i++) {
		const char *k = w[i].key;
		char *v = w[i].value;

		if (!v)
			die(m, "'%s' has no value", k);
		if (!strcmp(k, "at"))
			e.time = START + duration(m, v);
		else if (!strcmp(k, "task"))
			e.task = task_row(m, v);
		else if (!strcmp(k, "abi"))
			e.abi = (uint8_t)number(m, v);
		else if (!strcmp(k, "call"))
			call_named(m, &e, v);
		else if (!strcmp(k, "number"))
			e.number = (uint32_t)number(m, v);
		else if (!strcmp(k, "ret"))
			e.result = result(m, v);
		else if (!strcmp(k, "dur"))
			e.duration = duration(m, v);
		else if (!strcmp(k, "flags"))
			e.flags = (uint32_t)number(m, v);
		else if (!strcmp(k, "args"))
			for (e.arg_count = 0, v = strtok_r(v, ",", &save); v && e.arg_count < 6; v = strtok_r(NULL, ",", &save))
				e.args[e.arg_count++] = number(m, v);
		else if (k[0] == 'p' && k[1] >= '0' && k[1] <= '5')
			payload(m, &w[i], &payloads[e.payload_count++]);
		else
			die(m, "no event field '%s'", k);
	}
	if (e.time > m->now)
		m->now = e.time;
	if (sct_batch_add(m->batch, &e) != SCT_OK)
		die(m, "the batch refuses the event");
}

static void begin(struct maker *m)
{
	if (m->writer)
		return;
	m->h.command = m->lists[0];
	m->h.environment = m->lists[1];
	m->h.required = m->lists[2];
	m->h.optional = m->lists[3];
	m->h.capture = m->lists[4];
	if (sct_writer_new(&m->writer, 1, &m->h, NULL) != SCT_OK)
		die(m, "header: %s", m->writer ? sct_writer_error(m->writer)->detail : "refused");
}

static void chunk(struct maker *m)
{
	struct sct_clocks now = { m->now, m->now, m->h.start.realtime + (m->now - START) };

	begin(m);
	if (sct_writer_chunk(m->writer, m->batch, &now) != SCT_OK)
		die(m, "chunk: %s", sct_writer_error(m->writer)->detail);
	sct_batch_reset(m->batch);
	for (size_t i = 0; i < m->task_count; i++)
		m->tasks[i].row = UINT32_MAX;
}

static void statement(struct maker *m, const struct word *w, size_t n)
{
	static const char *const kinds[] = { "syscall", "unfinished", "signal", "fork", "exec", "exit", "loss",
					     "process", "note" };

	for (int i = 0; i < SCT_KIND_COUNT; i++)
		if (!strcmp(w[0].key, kinds[i])) {
			event(m, (enum sct_kind)i, w, n);
			return;
		}
	if (!strcmp(w[0].key, "header") && n > 1) {
		header(m, w, n);
	} else if (!strcmp(w[0].key, "task")) {
		task(m, w, n);
	} else if (!strcmp(w[0].key, "chunk")) {
		chunk(m);
	} else if (!strcmp(w[0].key, "losses") && n == 3) {
		begin(m);
		sct_writer_loss(m->writer, (enum sct_loss_source)number(m, w[1].key), number(m, w[2].key));
	} else if (!strcmp(w[0].key, "unfinished-file")) {
		m->unfinished = true;
	} else {
		die(m, "no statement '%s'", w[0].key);
	}
}

int main(void)
{
	static struct maker m = {
		.h = { .recording_id = "mkrec recording", .page_size = 4096, .cpu_count = 2, .abi = SCT_ABI_X86_64, .start = { START, START, UINT64_C(1767225600000000000) } }, /* 2026-01-01T00:00:00Z */
	};
	struct word words[MAX_WORDS];
	char *line = NULL;
	size_t room = 0, n;

	m.batch = sct_batch_new();
	m.now = START;
	if (!m.batch)
		return 1;
	while (getline(&line, &room, stdin) > 0) {
		m.line++;
		n = split(&m, line, words);
		if (n)
			statement(&m, words, n);
	}
	chunk(&m);
	if (!m.unfinished && sct_writer_finish(m.writer) != SCT_OK)
		die(&m, "finish: %s", sct_writer_error(m.writer)->detail);
	sct_writer_free(m.writer);
	sct_batch_free(m.batch);
	free(line);
	return 0;
}
