/* SPDX-License-Identifier: BSD-2-Clause */
/* Events other than calls as text: signals, the lives of processes, losses, notes. */
#include "format/decode/strace_text.h"
#include "format/decode/walk.h"

#include <stddef.h>

static const struct sct_payload *payload(const struct sct_event *e, unsigned arg)
{
	for (unsigned i = 0; i < e->payload_count; i++)
		if (e->payloads[i].arg == arg && e->payloads[i].part <= SCT_PART_STRINGS)
			return &e->payloads[i];
	return NULL;
}

static void field(struct sct_text *t, const char *name, int64_t value)
{
	sct_text_lit(t, ", ");
	sct_text_str(t, name);
	sct_text_lit(t, "=");
	sct_text_signed(t, value);
}

/* What the sender's fields hold depends on how the signal came about: siginfo(2). */
static void signal_event(struct sct_text *t, const struct sct_event *e)
{
	uint32_t signo = e->number;
	int32_t code = (int32_t)e->args[0];
	const char *name = sct_si_code_name(signo, (uint32_t)code);
	bool fault = signo == 4 || signo == 7 || signo == 8 || signo == 11 || signo == 5;
	const struct sct_payload *info = payload(e, 0);
	struct sct_strace_text s;
	struct sct_walk w = { .e = e, .word = 8, .string_limit = UINT32_MAX };

	sct_text_lit(t, "--- ");
	sct_text_signal(t, signo);
	if (info && info->bytes.size >= 48 && sct_load(info->bytes.data, 4)) {
		/* the kernel's own siginfo, in the layout of the machine */
		sct_text_lit(t, " ");
		sct_strace_text_init(&s, t, NULL);
		w.v = &s.v;
		sct_walk_siginfo_bytes(&w, info->bytes.data, info->bytes.size);
		sct_text_lit(t, " ---");
		return;
	}
	sct_text_lit(t, " {si_signo=");
	sct_text_signal(t, signo);
	sct_text_lit(t, ", si_code=");
	if (name)
		sct_text_str(t, name);
	else
		sct_text_signed(t, code);
	if (fault && code > 0 && code != 0x80) {
		sct_text_lit(t, ", si_addr=");
		if (e->args[3])
			sct_text_hex(t, e->args[3]);
		else
			sct_text_lit(t, "NULL");
	} else if (code <= 0 || signo == 17) {
		field(t, "si_pid", (int32_t)e->args[1]);
		field(t, "si_uid", (int32_t)e->args[2]);
	}
	sct_text_lit(t, "} ---");
}

static void fork_event(struct sct_text *t, const struct sct_event *e)
{
	bool thread = e->args[3] & 0x10000;    /* CLONE_THREAD */

	if (thread) {
		sct_text_lit(t, "+++ new thread ");
		sct_text_unsigned(t, e->args[0]);
		sct_text_lit(t, " +++");
		return;
	}
	sct_text_lit(t, "+++ new process ");
	sct_text_unsigned(t, e->args[1]);
	sct_text_lit(t, " +++");
}

static void strings(struct sct_text *t, const struct sct_payload *p, uint32_t limit)
{
	const uint8_t *s = p->bytes.data, *end = s + p->bytes.size, *nul;
	bool more = p->status != SCT_PAYLOAD_OK;

	sct_text_lit(t, "[");
	for (unsigned n = 0; s < end; s = nul + 1, n++) {
		size_t size;

		if (n)
			sct_text_lit(t, ", ");
		if (n == 32) {
			more = false;
			sct_text_lit(t, "...");
			break;
		}
		nul = memchr(s, 0, (size_t)(end - s));
		size = (size_t)((nul ? nul : end) - s);
		sct_text_quoted(t, s, size > limit ? limit : size);
		if (size > limit || !nul)
			sct_text_lit(t, "...");
		if (!nul)
			break;
	}
	if (more)
		sct_text_lit(t, ", ...");
	sct_text_lit(t, "]");
}

static void exec_event(struct sct_text *t, const struct sct_event *e, uint32_t limit)
{
	const struct sct_payload *exe = payload(e, 0), *argv = payload(e, 1);

	sct_text_lit(t, "+++ exec ");
	if (exe)
		sct_text_quoted(t, exe->bytes.data, exe->bytes.size);
	else
		sct_text_lit(t, "?");
	if (argv) {
		sct_text_lit(t, " ");
		strings(t, argv, limit);
	}
	sct_text_lit(t, " +++");
}

static void exit_event(struct sct_text *t, const struct sct_event *e)
{
	uint32_t status = (uint32_t)e->result;

	if (status & 0x7f) {
		sct_text_lit(t, "+++ killed by ");
		sct_text_signal(t, status & 0x7f);
		if (status & 0x80)
			sct_text_lit(t, " (core dumped)");
	} else {
		sct_text_lit(t, "+++ exited with ");
		sct_text_unsigned(t, status >> 8 & 0xff);
	}
	sct_text_lit(t, " +++");
}

static void loss_event(struct sct_text *t, const struct sct_event *e)
{
	sct_text_lit(t, "!!! ");
	sct_text_unsigned(t, e->args[0]);
	if (e->args[0] == 1)
		sct_text_lit(t, " event lost here (");
	else
		sct_text_lit(t, " events lost here (");
	switch (e->number) {
	case SCT_LOSS_RING:
		sct_text_lit(t, "ring buffer ");
		if ((uint32_t)e->args[1] != UINT32_MAX) {
			sct_text_lit(t, "of cpu ");
			sct_text_unsigned(t, (uint32_t)e->args[1]);
			sct_text_lit(t, " ");
		}
		sct_text_lit(t, "full");
		break;
	case SCT_LOSS_STORAGE:
		sct_text_lit(t, "no storage for a task");
		break;
	case SCT_LOSS_RECURSION:
		sct_text_lit(t, "the kernel skipped the recorder's program");
		break;
	default:
		sct_text_lit(t, "other cause");
	}
	sct_text_lit(t, ") !!!");
}

static void process_event(struct sct_text *t, const struct sct_decoder *d, const struct sct_event *e)
{
	const struct sct_task *task = d ? sct_decoder_task(d, e->task) : NULL;
	struct sct_bytes exe = task ? sct_decoder_string(d, task->exe) : (struct sct_bytes){ 0 };

	sct_text_lit(t, "+++ was running before the recording");
	if (exe.size) {
		sct_text_lit(t, ": ");
		sct_text_quoted(t, exe.data, exe.size);
	}
	sct_text_lit(t, " +++");
}

static void note_event(struct sct_text *t, const struct sct_event *e)
{
	const struct sct_payload *p = payload(e, 0);

	sct_text_lit(t, "+++ note: ");
	if (p)
		sct_text_quoted(t, p->bytes.data, p->bytes.size);
	sct_text_lit(t, " +++");
}

static struct sct_print_opts known(const struct sct_print_opts *opts)
{
	struct sct_print_opts o = { .sz = sizeof o };

	/* an older caller's struct is shorter */
	if (opts && opts->sz >= offsetof(struct sct_print_opts, string_limit) + sizeof o.string_limit)
		memcpy(&o, opts, opts->sz < sizeof o ? opts->sz : sizeof o);
	return o;
}

void sct_print_event(struct sct_text *t, const struct sct_decoder *d, const struct sct_event *e,
		     const struct sct_print_opts *opts)
{
	struct sct_print_opts o = known(opts);
	uint32_t limit = o.string_limit ? o.string_limit : UINT32_MAX;
	struct sct_strace_text s;

	switch (e->kind) {
	case SCT_SYSCALL:
	case SCT_UNFINISHED:
		sct_strace_text_init(&s, t, &o);
		sct_walk_call(&s.v, e, &o);
		return;
	case SCT_SIGNAL:
		signal_event(t, e);
		return;
	case SCT_FORK:
		fork_event(t, e);
		return;
	case SCT_EXEC:
		exec_event(t, e, limit);
		return;
	case SCT_EXIT:
		exit_event(t, e);
		return;
	case SCT_LOSS:
		loss_event(t, e);
		return;
	case SCT_PROCESS:
		process_event(t, d, e);
		return;
	case SCT_NOTE:
		note_event(t, e);
		return;
	default:
		sct_text_lit(t, "+++ event of unknown kind ");
		sct_text_unsigned(t, e->kind);
		sct_text_lit(t, " +++");
	}
}
