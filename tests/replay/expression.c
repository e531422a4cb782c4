/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Random expressions over random recordings: what passes by descriptors, then cheap columns, then all
 * of them must be what a second evaluator says, which knows nothing of recordings: it walks the
 * expression's own tree over the events as they were before they were written.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "replay/filter.h"

#define CHUNKS 10
#define MOST 40 /* events in a chunk */
#define ROUNDS 1500
#define START UINT64_C(1000000000)

/* An event as the generator knows it. */
struct plain {
	uint8_t kind;
	uint32_t number, tid, tgid, uid;
	const char *comm, *exe, *path, *text; /* path: resolved; text: behind argument 1. NULL: none */
	int64_t ret;
	uint64_t time, duration, args[6];
};
static struct plain events[CHUNKS][MOST];
static unsigned counts[CHUNKS];

static const struct {
	uint32_t number;
	const char *name;
	int fd, flags, count; /* which argument is named so, -1: none */
	bool file, returns_fd, path_text;
} calls[] = {
	{ 0, "read", 0, -1, 2, false, false, false },
	{ 1, "write", 0, -1, 2, false, false, false },
	{ 3, "close", 0, -1, -1, false, false, false },
	{ 9, "mmap", 4, 3, -1, false, false, false },
	{ 257, "openat", 0, 2, -1, true, true, true },
	{ 62, "kill", -1, -1, -1, false, false, false },
};
static const char *const words[] = { "cc1", "sh", "/usr/bin/sh", "/etc/passwd", "/etc", "b.h", "c" };

static unsigned below(unsigned n)
{
	return (unsigned)rand() % n;
}

static int call_of(const struct plain *e)
{
	for (int i = 0; i < 6; i++)
		if ((e->kind == SCT_SYSCALL || e->kind == SCT_UNFINISHED) && calls[i].number == e->number)
			return i;
	return -1;
}

/* ---- recordings */

static void random_event(struct plain *e, unsigned chunk)
{
	static const uint8_t kinds[] = { SCT_UNFINISHED, SCT_SIGNAL, SCT_FORK, SCT_EXIT, SCT_SYSCALL };

	*e = (struct plain){ .kind = below(4) ? SCT_SYSCALL : kinds[below(5)], .uid = below(3), .tgid = 1 + below(3) };
	e->tid = e->tgid + 10 * below(2);
	e->comm = words[below(2)];
	e->exe = words[2 + below(2)];
	e->time = START + (chunk * 20 + below(40)) * 1000;
	if (e->kind == SCT_SIGNAL)
		e->number = 9 + below(4);
	if (e->kind != SCT_SYSCALL && e->kind != SCT_UNFINISHED)
		return;
	e->number = calls[chunk % 3 ? below(6) : below(2)].number;
	e->duration = below(4) ? below(2000) : below(10000);
	if (e->kind == SCT_SYSCALL)
		e->ret = below(3) ? (int64_t)below(10) : -2 - (int64_t)below(3) * 11;
	for (int i = 0; i < 6; i++)
		e->args[i] = below(3) ? below(10) : below(2) ? 0x80000 + below(100) : UINT64_MAX;
	e->path = below(3) ? NULL : words[3 + below(3)];
	e->text = below(3) ? NULL : words[3 + below(3)];
}

static void add(struct sct_batch *b, const struct plain *p)
{
	struct sct_payload pay[2] = { { .arg = 1, .part = SCT_PART_SELF }, { .arg = 0, .part = SCT_PART_PATH } };
	struct sct_task t = { .tid = p->tid, .tgid = p->tgid, .uid = p->uid };
	struct sct_event e = { .kind = p->kind, .abi = SCT_ABI_X86_64, .number = p->number, .time = p->time };
	unsigned n = 0;
	bool call = p->kind == SCT_SYSCALL || p->kind == SCT_UNFINISHED;

	t.comm = sct_batch_string(b, p->comm, strlen(p->comm));
	t.exe = sct_batch_string(b, p->exe, strlen(p->exe));
	e.task = sct_batch_task(b, &t);
	e.arg_count = call ? 6 : 0;
	e.duration = p->duration;
	e.result = p->ret;
	memcpy(e.args, p->args, sizeof(e.args));
	if (p->text)
		pay[n++].string = sct_batch_string(b, p->text, strlen(p->text));
	if (p->path) {
		pay[n] = pay[1];
		pay[n].part = SCT_PART_PATH;
		pay[n].arg = 0;
		pay[n++].string = sct_batch_string(b, p->path, strlen(p->path));
	}
	e.payloads = pay;
	e.payload_count = (uint16_t)n;
	if (sct_batch_add(b, &e) != SCT_OK)
		abort();
}

static int record(void)
{
	struct sct_header h = { .start = { START, START, START } };
	int fd = memfd_create("recording", 0);
	struct sct_batch *b = sct_batch_new();
	struct sct_writer *w;

	if (fd < 0 || !b || sct_writer_new(&w, fd, &h, NULL) != SCT_OK)
		abort();
	for (unsigned c = 0; c < CHUNKS; c++) {
		sct_batch_reset(b);
		counts[c] = 1 + below(c % 2 ? 4 : MOST);
		for (unsigned i = 0; i < counts[c]; i++) {
			random_event(&events[c][i], c);
			add(b, &events[c][i]);
		}
		if (sct_writer_chunk(w, b, &h.start) != SCT_OK)
			abort();
	}
	if (sct_writer_finish(w) != SCT_OK)
		abort();
	sct_writer_free(w);
	sct_batch_free(b);
	return fd;
}

/* ---- expressions */

enum leaf { PID, TID, UID, RET, ERRNO, TIME, DURATION, FD, SIGNAL, ARG_FD, ARG_COUNT, ARG2, NUMBERS,
	    COMM = NUMBERS, EXE, PATH, STRING, ARG_TEXT, TEXTS,
	    SYSCALL = TEXTS, FAILED, KIND, FLAGS, ABI, LEAVES };
static const char *const leaf_names[] = {
	"pid", "tid", "uid", "ret", "errno", "time", "duration", "fd", "signal", "arg.fd", "arg.count", "arg2",
	"comm", "exe", "path", "string", "arg1", "syscall", "failed", "kind", "arg.flags", "abi",
};

/* op of a node: 'a'nd, 'o'r, 'n'ot or 'l'eaf. */
struct node {
	char op;
	struct node *a, *b;
	enum leaf leaf;
	unsigned relation; /* numbers: == != < <= > >= in; texts: == prefix suffix part, by ~ or =~ */
	bool regex;
	int64_t number, other; /* other: second of a list */
	const char *word;
};
static struct node nodes[64];
static unsigned used;
static bool kind_named;
static char text[4096];

static void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static void say(const char *fmt, ...)
{
	size_t n = strlen(text);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text + n, sizeof(text) - n, fmt, ap);
	va_end(ap);
}

static void say_number(const struct node *n, int64_t v)
{
	if (n->leaf == TIME || n->leaf == DURATION)
		say("%lldns", (long long)v);
	else if (v >= 0 && below(2))
		say("0x%llx", (unsigned long long)v);
	else
		say("%lld", (long long)v);
}

static void number_leaf(struct node *n)
{
	static const char *const ops[] = { "==", "!=", "<", "<=", ">", ">=" };
	static const unsigned range[] = { 14, 14, 4, 12, 30, 250000, 3000, 12, 14, 12, 12, 12 };

	n->number = below(range[n->leaf]) + (n->leaf == ERRNO);
	n->other = below(range[n->leaf]) + (n->leaf == ERRNO);
	if (!below(4) && (n->leaf == RET || n->leaf == FD || n->leaf == ARG_FD || n->leaf == ARG2))
		n->number = -1;
	n->relation = below(n->leaf == TIME ? 6 : 7);
	if (n->relation < 6) {
		say("%s%s", leaf_names[n->leaf], below(2) ? " " : "");
		say("%s ", ops[n->relation]);
		say_number(n, n->number);
		return;
	}
	say("%s in (", leaf_names[n->leaf]);
	say_number(n, n->number);
	say(" ,");
	say_number(n, n->other);
	say(")");
}

static void text_leaf(struct node *n)
{
	n->word = words[below(7)];
	n->relation = below(4);
	n->regex = n->relation && !strchr(n->word, '.') && below(2);
	say("%s ", leaf_names[n->leaf]);
	if (n->relation == 0)
		say("== \"%s\"", n->word);
	else if (n->regex)
		say("=~ '%s%s%s'", n->relation == 1 ? "^" : "", n->word, n->relation == 2 ? "$" : "");
	else
		say("~ '%s%s%s'", n->relation != 1 ? "*" : "", n->word, n->relation != 2 ? "*" : "");
}

static void other_leaf(struct node *n)
{
	static const char *const kinds[] = { "syscall", "unfinished", "signal", "fork", "exit" };
	static const uint8_t numbers[] = { SCT_SYSCALL, SCT_UNFINISHED, SCT_SIGNAL, SCT_FORK, SCT_EXIT };
	unsigned i = below(5);

	switch (n->leaf) {
	case SYSCALL:
		n->relation = below(3);
		n->number = calls[i].number;
		n->other = calls[5].number;
		say(n->relation == 0 ? "syscall == %s" : n->relation == 1 ? "syscall != %s" : "syscall in (kill, %s)", calls[i].name);
		break;
	case FAILED:
		say("failed");
		break;
	case KIND:
		kind_named = true;
		n->number = numbers[i];
		say("kind == %s", kinds[i]);
		break;
	case FLAGS: /* 0x80000 is O_CLOEXEC to openat and MAP_STACK's neighbour to mmap: the name is openat's only */
		say("arg.flags has O_CLOEXEC");
		break;
	default:
		say("abi == %s", (n->number = below(2)) ? "x86-64" : "i386");
	}
}

static struct node *random_node(unsigned depth)
{
	struct node *n = &nodes[used++];
	unsigned what = depth < 4 ? below(6) : 0;
	bool word = below(2);

	*n = (struct node){ .op = what < 3 ? 'l' : what == 3 ? 'n' : what == 4 ? 'a' : 'o' };
	if (n->op == 'l') {
		n->leaf = (enum leaf)below(LEAVES);
		if (n->leaf < NUMBERS)
			number_leaf(n);
		else if (n->leaf < TEXTS)
			text_leaf(n);
		else
			other_leaf(n);
		return n;
	}
	say(n->op == 'n' ? word ? "not (" : "!(" : "(");
	n->a = random_node(depth + 1);
	if (n->op != 'n') {
		say(n->op == 'a' ? word ? " and " : "&&" : word ? " or " : "||");
		n->b = random_node(depth + 1);
	}
	say(")");
	return n;
}

/* ---- the other opinion */

static bool relates(const struct node *n, int64_t v)
{
	switch (n->relation) {
	case 0:
		return v == n->number;
	case 2:
		return v < n->number;
	case 3:
		return v <= n->number;
	case 4:
		return v > n->number;
	case 5:
		return v >= n->number;
	default:
		return v == n->number || v == n->other;
	}
}

static bool reads(const struct node *n, const char *s)
{
	size_t a = s ? strlen(s) : 0, b = strlen(n->word);

	if (!s || a < b)
		return false;
	switch (n->relation) {
	case 0:
		return !strcmp(s, n->word);
	case 1:
		return !strncmp(s, n->word, b);
	case 2:
		return !strcmp(s + a - b, n->word);
	default:
		return strstr(s, n->word) != NULL;
	}
}

static bool fd_relates(const struct node *n, const struct plain *e, int call)
{
	if (call < 0)
		return false;
	if (calls[call].fd >= 0 && relates(n, (int32_t)e->args[calls[call].fd]))
		return true;
	return calls[call].returns_fd && e->kind == SCT_SYSCALL && e->ret >= 0 && relates(n, e->ret);
}

static bool arg_relates(const struct node *n, const struct plain *e, int call)
{
	int arg = n->leaf == ARG2 ? 2 : call < 0 ? -1 : n->leaf == ARG_FD ? calls[call].fd : calls[call].count;
	int64_t v;

	if (call < 0 || arg < 0 || (n->leaf == ARG_FD && calls[call].number == 257))
		return false; /* openat's is called dirfd */
	v = (int64_t)e->args[arg];
	if (n->leaf == ARG_FD)
		return relates(n, (int32_t)v);
	if (n->leaf == ARG2 && calls[call].number == 257) { /* flags, an unsigned int for the names' sake */
		struct node low = *n;

		low.number = n->relation == 0 || n->relation == 1 || n->relation == 6 ? (uint32_t)n->number : n->number;
		return relates(&low, (uint32_t)v);
	}
	return relates(n, v);
}

static bool number_holds(const struct node *n, const struct plain *e, int call)
{
	switch (n->leaf) {
	case PID:
		return relates(n, e->tgid) || relates(n, e->tid);
	case TID:
		return relates(n, e->tid);
	case UID:
		return relates(n, e->uid);
	case RET:
		return e->kind == SCT_SYSCALL && relates(n, e->ret);
	case ERRNO:
		return e->kind == SCT_SYSCALL && e->ret < 0 && relates(n, -e->ret);
	case TIME:
		return relates(n, (int64_t)(e->time - START));
	case DURATION:
		return call >= 0 && relates(n, (int64_t)e->duration);
	case FD:
		return fd_relates(n, e, call);
	case SIGNAL:
		return e->kind == SCT_SIGNAL && relates(n, e->number);
	default:
		return arg_relates(n, e, call);
	}
}

static bool holds(const struct node *n, const struct plain *e)
{
	int call = call_of(e);

	if (n->op != 'l')
		return n->op == 'n' ? !holds(n->a, e) : n->op == 'a' ? holds(n->a, e) && holds(n->b, e)
								      : holds(n->a, e) || holds(n->b, e);
	if (n->leaf < NUMBERS && n->relation == 1) {
		struct node equal = *n;

		equal.relation = 0;
		return !number_holds(&equal, e, call);
	}
	if (n->leaf < NUMBERS)
		return number_holds(n, e, call);
	switch (n->leaf) {
	case COMM:
		return reads(n, e->comm);
	case EXE:
		return reads(n, e->exe);
	case PATH:
		return reads(n, e->path) || (call >= 0 && calls[call].path_text && reads(n, e->text));
	case STRING:
		return reads(n, e->text);
	case ARG_TEXT:
		return call >= 0 && reads(n, e->text);
	case SYSCALL:
		if (n->relation == 1)
			return call < 0 || e->number != n->number;
		return call >= 0 && (e->number == n->number || (n->relation == 2 && e->number == n->other));
	case FAILED:
		return e->kind == SCT_SYSCALL && e->ret < 0;
	case KIND:
		return e->kind == n->number;
	case FLAGS:
		return call >= 0 && calls[call].number == 257 && e->args[2] & 0x80000;
	default:
		return call >= 0 && n->number == 1;
	}
}

/* ---- both */

struct tally {
	unsigned skipped, cheap, selected, passed, hidden;
};

static int check_chunk(const struct filter *f, struct sct_decoder *d, struct sct_reader *r, const struct sct_desc *desc,
		       const struct node *root, struct tally *t)
{
	enum filter_answer chunk = filter_chunk(f, desc), answers[MOST];
	unsigned columns = filter_cheap_columns(f), c = (unsigned)desc->sequence, n;
	struct sct_event e;

	t->skipped += chunk == FILTER_NO;
	for (int pass = 0; pass < 2; pass++, columns = filter_columns(f)) {
		if (sct_decoder_load(d, r, desc, columns) != SCT_OK)
			abort();
		for (n = 0; sct_decoder_next(d, &e) == SCT_OK; n++)
			if (!pass || answers[n] == FILTER_MAYBE)
				answers[n] = chunk != FILTER_MAYBE ? chunk : filter_event(f, d, &e, columns);
			else
				t->cheap++;
	}
	sct_decoder_select(d, filter_wants, f);
	if (sct_decoder_load(d, r, desc, filter_columns(f)) != SCT_OK)
		abort();
	for (n = 0; sct_decoder_next(d, &e) == SCT_OK; t->selected++)
		n += filter_event(f, d, &e, filter_columns(f)) == FILTER_YES;
	sct_decoder_select(d, NULL, NULL);
	for (unsigned i = 0; i < counts[c]; i++)
		n -= holds(root, &events[c][i]) && (kind_named || events[c][i].kind != SCT_FORK);
	if (n) {
		printf("chunk %u: %d more pass among the events selected than in all\n", c, (int)n);
		return 1;
	}
	for (n = 0; n < counts[c]; n++) {
		bool want = holds(root, &events[c][n]) && (kind_named || events[c][n].kind != SCT_FORK);

		t->passed += want;
		t->hidden += !want;
		if (answers[n] != (want ? FILTER_YES : FILTER_NO)) {
			printf("chunk %u event %u kind %u call %u: answer %d, wanted %d (chunk %d)\n", c, n, events[c][n].kind,
			       events[c][n].number, answers[n], want, chunk);
			return 1;
		}
	}
	return 0;
}

static int round_of(struct sct_decoder *d, struct tally *t)
{
	struct filter *f = filter_new();
	struct filter_problem p;
	struct sct_reader *r;
	struct sct_desc desc;
	struct node *root;
	int fd = record(), bad;

	used = 0;
	text[0] = '\0';
	kind_named = false;
	root = random_node(0);
	bad = !filter_add_expression(f, text, &p);
	if (bad)
		printf("at %zu: %s\n", p.at, p.why);
	else if (sct_reader_new(&r, fd, NULL) != SCT_OK || !filter_bind(f, sct_reader_header(r)))
		abort();
	while (!bad && sct_reader_next(r, &desc) == SCT_OK)
		bad = check_chunk(f, d, r, &desc, root, t);
	if (bad)
		printf("%s\n", text);
	else
		sct_reader_free(r);
	filter_free(f);
	close(fd);
	return bad;
}

int main(void)
{
	struct sct_decoder *d = sct_decoder_new();
	struct tally t = { 0 };
	int bad = 0;

	srand(7);
	for (int i = 0; i < ROUNDS && !bad; i++)
		bad = round_of(d, &t);
	sct_decoder_free(d);
	printf("chunks skipped %u; events decided cheaply %u; passed %u, hidden %u\n", t.skipped, t.cheap, t.passed, t.hidden);
	return bad || t.selected >= t.passed + t.hidden || t.skipped < 500 || t.cheap < 10000 || t.passed < 10000 || t.hidden < 10000;
}
