/* SPDX-License-Identifier: BSD-2-Clause */
/* sc-cat: print recordings, one line an event. Filters are replay/filter.h's, lines replay/line.h's. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "format/sct.h"
#include "replay/filter.h"
#include "replay/info.h"
#include "replay/line.h"
#include "replay/show.h"
#include "replay/text.h"
#include "tools/filter_options.h"
#include "tools/message.h"
#include "tools/options.h"
#include "tools/output.h"

#define NAME "sc-cat"
#define FOLLOW_PAUSE 100000000 /* ns between looks at a growing file */

enum { STATUS_OK,
       STATUS_PROBLEM,
       STATUS_USAGE };

struct options {
	struct line_opts line;
	unsigned wall;	 /* how many -t */
	uint64_t digits; /* UINT64_MAX: not given */
	uint64_t string_limit;
	uint64_t first; /* UINT64_MAX: all */
	uint64_t tail;	/* UINT64_MAX: all */
	uint64_t jobs;	/* 0: as many as CPUs */
	bool follow, info, count, quiet, list_syscalls;
};

struct cat {
	struct options o;
	struct filter_options filter;
	struct output out;
	struct sct_decoder *decoder;
	uint64_t left;	/* events that may still be shown */
	uint64_t shown; /* so far, of all files */
	bool problem;	/* some input was damaged or could not be read */
};

/* One file being read. */
struct input {
	const char *name; /* as messages call it */
	struct sct_reader *reader;
	struct line_state lines;
	struct show show;
	struct cat *cat;
	bool live;     /* somebody may be waiting for every line */
	uint64_t skip; /* events yet to be passed over by --tail */
	uint64_t loss[SCT_LOSS_SOURCE_COUNT]; /* from the last descriptor */
	bool damaged;			      /* something was wrong with it already */
};

static bool set_wall(void *base, const char *arg, char *why, size_t size)
{
	struct options *o = base;

	(void)arg, (void)why, (void)size;
	o->wall++;
	o->line.time = o->wall > 2 ? LINE_EPOCH : LINE_WALL;
	o->line.time_digits = o->wall > 1 ? 6 : 0;
	return true;
}

static bool set_delta(void *base, const char *arg, char *why, size_t size)
{
	struct options *o = base;

	(void)arg, (void)why, (void)size;
	o->line.time = LINE_DELTA;
	return true;
}

#define AT(field) .offset = offsetof(struct options, field)

/* clang-format off */
static const struct option_row show_rows[] = {
	{ .name = "time", .type = OPTION_CHOICE, .arg = "FORM", AT(line.time),
	  .words = "relative wall epoch delta monotonic none",
	  .help = "what the time column shows",
	  .more = "The default, relative, is seconds since the recording began; wall is the time of day in the time zone "
		  "of the reader, epoch the seconds since 1970, delta the seconds since the line before, and monotonic "
		  "the clock of the recorded machine." },
	{ .name = "wall", .letter = 't', .type = OPTION_CALL, .call = set_wall,
	  .help = "time of day; -tt with microseconds, -ttt seconds since 1970" },
	{ .name = "delta", .letter = 'r', .type = OPTION_CALL, .call = set_delta,
	  .help = "time since the line before" },
	{ .name = "durations", .letter = 'T', .type = OPTION_TRUE, AT(line.durations),
	  .help = "how long each call took, at the end of its line (the default)" },
	{ .name = "no-durations", .type = OPTION_FALSE, AT(line.durations),
	  .help = "leave the durations out" },
	{ .name = "digits", .type = OPTION_NUMBER, .arg = "N", AT(digits),
	  .help = "digits after the point of times and durations, 0 to 9",
	  .more = "By default times have 6 and durations 9." },
	{ .name = "show-comm", .letter = 'Y', .type = OPTION_TRUE, AT(line.comm),
	  .help = "name of the thread behind its id" },
	{ .name = "string-limit", .letter = 's', .type = OPTION_NUMBER, .arg = "N", AT(string_limit),
	  .help = "print at most N bytes of each string",
	  .more = "The default is all that was recorded; what is longer ends in three dots." },
	{ .name = "verbose", .letter = 'v', .type = OPTION_TRUE, AT(line.print.verbose),
	  .help = "never shorten vectors and structures" },
	{ .name = "raw", .type = OPTION_TRUE, AT(line.print.raw),
	  .help = "numbers instead of names" },
	{ 0 },
};

static const struct option_row mode_rows[] = {
	{ .name = "first", .letter = 'n', .type = OPTION_NUMBER, .arg = "N", AT(first),
	  .help = "stop after N events" },
	{ .name = "tail", .type = OPTION_NUMBER, .arg = "N", AT(tail),
	  .help = "only the last N events",
	  .more = "Of those that the filters choose. They are looked for from the end, so the recording must be a file." },
	{ .name = "quiet", .letter = 'q', .type = OPTION_TRUE, AT(quiet),
	  .help = "print nothing; the exit status tells whether there are such events",
	  .more = "It is 0 if there are, 1 if there are none and 2 if something went wrong before one was found." },
	{ .name = "jobs", .letter = 'j', .type = OPTION_NUMBER, .arg = "N", AT(jobs),
	  .help = "read with N threads; as many as there are CPUs by default" },
	{ .name = "count", .type = OPTION_TRUE, AT(count),
	  .help = "print only how many lines there would be" },
	{ .name = "info", .type = OPTION_TRUE, AT(info),
	  .help = "print only what kind of recording it is",
	  .more = "Command, machine, options of the recorder, number of events, losses and time range, read from the "
		  "header and the index without reading the events. Filters do not apply." },
	{ .name = "follow", .type = OPTION_TRUE, AT(follow),
	  .help = "wait for more until the recording is finished" },
	{ .name = "list-syscalls", .type = OPTION_TRUE, AT(list_syscalls),
	  .help = "print the names of all known system calls and exit" },
	{ 0 },
};
/* clang-format on */

/* ---- files */

static const char *next_step(const struct cat *c, const struct input *in, enum sct_status s)
{
	if (s == SCT_E_NOT_SCT)
		return "recordings are made by sc-record";
	if (s == SCT_E_TRUNCATED && !c->o.follow && !in->damaged)
		return "if its recorder still runs, --follow waits for the rest";
	return NULL;
}

static void complain(struct cat *c, struct input *in, const struct sct_error *e)
{
	/* what was shown so far comes before the complaint about what follows */
	output_flush(&c->out);
	message_sct(NAME, in->name, e, next_step(c, in, e->status));
	c->problem = in->damaged = true;
}

static void pause_follow(struct cat *c)
{
	struct timespec ts = { 0, FOLLOW_PAUSE };

	output_flush(&c->out);
	nanosleep(&ts, NULL);
}

/* ---- events */

/* Where the n-th line behind text begins: every event is one line. */
static size_t lines_end(const char *text, size_t size, uint64_t n)
{
	size_t at = 0;

	while (n-- && at < size) {
		const char *newline = memchr(text + at, '\n', size - at);

		at = newline ? (size_t)(newline - text) + 1 : size;
	}
	return at;
}

/* Those of the slot's lines that are still wanted. */
static void put_lines(struct cat *c, struct input *in, const struct scan_slot *s)
{
	uint64_t skip = in->skip < s->count ? in->skip : s->count;
	uint64_t n = s->count - skip < c->left ? s->count - skip : c->left;
	size_t begin, end = s->text.size;

	in->skip -= skip;
	c->left -= n;
	c->shown += n;
	if (c->o.count || c->o.quiet)
		return;
	if (s->text.failed)
		c->out.text.failed = true;
	if (!s->text.size)
		return;
	begin = lines_end(s->text.data, s->text.size, skip);
	if (skip + n < s->count)
		end = begin + lines_end(s->text.data + begin, s->text.size - begin, n);
	text_put(&c->out.text, s->text.data + begin, end - begin);
	output_drain(&c->out);
}

static bool put_rest(void *base, struct sct_text *line)
{
	struct input *in = base;
	struct scan_slot one = { .text = *line, .count = 1 };

	put_lines(in->cat, in, &one);
	return in->cat->left && !in->cat->out.error;
}

/* In file order: chunks that were worked on, and what the reader says between them. */
static bool deliver(void *base, struct scan_slot *s)
{
	struct input *in = (struct input *)((char *)base - offsetof(struct input, show));
	struct cat *c = in->cat;

	memcpy(in->loss, s->desc.loss, sizeof(in->loss));
	if (s->status == SCT_AGAIN)
		pause_follow(c);
	else if (s->status != SCT_OK && s->status != SCT_END)
		complain(c, in, &s->error);
	if (!s->chunk || s->status != SCT_OK)
		return true;
	put_lines(c, in, s);
	if (s->cut && c->left && !c->out.error && show_rest(&in->show, c->decoder, s, put_rest, in) != SCT_OK)
		complain(c, in, sct_decoder_error(c->decoder));
	if (in->live)
		output_flush(&c->out);
	return c->left && !c->out.error && !(c->o.quiet && c->shown);
}

static unsigned workers(const struct cat *c)
{
	/* a growing file comes slowly; differences need the line before */
	if (c->o.follow || c->o.line.time == LINE_DELTA)
		return 1;
	return c->o.jobs ? (unsigned)c->o.jobs : scan_default_workers();
}

/* All chunks. Damage is reported where it is, and reading goes on behind it. */
static void show_chunks(struct cat *c, struct input *in, int fd, bool stream)
{
	struct show *show = &in->show;
	enum sct_status s = SCT_OK;

	in->cat = c;
	in->live = stream || c->o.follow;
	in->lines.header = sct_reader_header(in->reader);
	show->scan = (struct scan){ .reader = in->reader, .filter = c->filter.filter, .fd = fd, .stream = stream,
				    .workers = workers(c), .base = show, .work = show_work, .deliver = deliver };
	show->line = &c->o.line;
	show->lines = show->scan.workers == 1 ? &in->lines : NULL;
	show->header = in->lines.header;
	show->count = c->o.count;
	show->any = c->o.quiet;
	if (c->o.tail != UINT64_MAX)
		s = show_tail(fd, c->filter.filter, c->o.tail, &show->scan.from, &in->skip);
	if (s == SCT_OK)
		s = scan_run(&show->scan);
	if (s == SCT_E_MEMORY) {
		message(NAME, "out of memory");
		c->problem = true;
	}
}

static void warn_losses(struct cat *c, const struct input *in)
{
	struct sct_text t = { 0 };

	if (!info_lost(in->loss))
		return;
	output_flush(&c->out);
	info_losses(&t, in->loss);
	if (!t.failed)
		message(NAME, "%s: events lost: %.*s; what is shown is incomplete, counts are lower bounds",
			in->name, (int)t.size, t.data);
	sct_text_free(&t);
}

/* A stream has no index to jump to: its totals are known when it has been passed. */
static void drain_stream(struct cat *c, struct input *in)
{
	struct sct_desc desc;
	enum sct_status s;

	do {
		s = sct_reader_next(in->reader, &desc);
		if (s == SCT_AGAIN)
			pause_follow(c);
	} while (!scan_ends(s));
}

static void show_info(struct cat *c, struct input *in, bool stream)
{
	const struct sct_header *h = sct_reader_header(in->reader);
	struct sct_summary sum = { 0 };

	text_printf(&c->out.text, "%-12s ", "file");
	text_masked(&c->out.text, (struct sct_bytes){ (const uint8_t *)in->name, strlen(in->name) });
	text_put(&c->out.text, "\n", 1);
	info_header(&c->out.text, h);
	if (stream)
		drain_stream(c, in);
	if (sct_reader_summary(in->reader, &sum) != SCT_OK)
		complain(c, in, sct_reader_error(in->reader));
	info_summary(&c->out.text, h, &sum);
	output_drain(&c->out);
}

static void show_file(struct cat *c, struct input *in, int fd)
{
	struct sct_reader_opts opts = { .sz = sizeof(opts), .follow = c->o.follow, .recover = true };
	bool stream = lseek(fd, 0, SEEK_CUR) < 0;
	enum sct_status s;

	while ((s = sct_reader_new(&in->reader, fd, &opts)) == SCT_AGAIN) {
		sct_reader_free(in->reader);
		pause_follow(c);
	}
	if (s != SCT_OK) {
		struct sct_error none = { .status = s, .chunk = UINT64_MAX };

		complain(c, in, in->reader ? sct_reader_error(in->reader) : &none);
	} else if (c->o.info) {
		show_info(c, in, stream);
	} else if (!filter_bind(c->filter.filter, sct_reader_header(in->reader))) {
		message(NAME, "out of memory");
		c->problem = true;
	} else if (stream && c->o.tail != UINT64_MAX) {
		message(NAME, "%s: --tail needs a file, not a stream", in->name);
		c->problem = true;
	} else {
		show_chunks(c, in, fd, stream);
		warn_losses(c, in);
	}
	sct_reader_free(in->reader);
}

static void show_name(struct cat *c, const char *name)
{
	bool standard = !strcmp(name, "-");
	struct input in = { .name = standard ? "standard input" : name };
	int fd = standard ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0) {
		output_flush(&c->out);
		message(NAME, "%s: %s", name, strerror(errno));
		c->problem = true;
		return;
	}
	show_file(c, &in, fd);
	if (!standard)
		close(fd);
}

/* Every name once, though several ABIs have most of them. */
static void list_syscalls(struct cat *c)
{
	for (int abi = SCT_ABI_X86_64; abi <= SCT_ABI_ARM; abi++) {
		size_t count = 0;
		const struct sct_syscall *rows = sct_syscall_rows((enum sct_abi)abi, &count);

		for (size_t i = 0; i < count; i++) {
			int before = SCT_ABI_X86_64;

			while (before < abi && !sct_syscall_by_name((enum sct_abi)before, rows[i].name))
				before++;
			if (before == abi)
				text_printf(&c->out.text, "%s\n", rows[i].name);
		}
	}
}

static int check_options(const struct tool *t, struct options *o)
{
	if (o->digits != UINT64_MAX) {
		if (o->digits > 9)
			return options_usage(t, "--digits '%" PRIu64 "': not between 0 and 9", o->digits);
		o->line.time_digits = o->line.duration_digits = (unsigned)o->digits;
	}
	if (o->string_limit > UINT32_MAX)
		o->string_limit = UINT32_MAX;
	o->line.print.string_limit = (uint32_t)o->string_limit;
	if (o->tail != UINT64_MAX && (o->follow || o->count || o->quiet || o->info || o->first != UINT64_MAX))
		return options_usage(t, "--tail goes with none of --first, --follow, --count, --quiet and --info");
	if (o->jobs > 1024)
		return options_usage(t, "--jobs '%" PRIu64 "': more than 1024", o->jobs);
	if (o->info && o->count)
		return options_usage(t, "--info and --count exclude each other");
	return OPTIONS_RUN;
}

static int run(struct cat *c, char **names)
{
	if (c->o.list_syscalls)
		list_syscalls(c);
	for (; *names && c->left && !c->out.error && !(c->o.quiet && c->shown); names++)
		show_name(c, *names);
	if (c->o.count && !c->o.quiet)
		text_printf(&c->out.text, "%" PRIu64 "\n", c->shown);
	if (!output_finish(&c->out, NAME))
		c->problem = true;
	if (c->o.quiet)
		return c->shown ? STATUS_OK : c->problem ? STATUS_USAGE
							 : STATUS_PROBLEM;
	return c->problem ? STATUS_PROBLEM : STATUS_OK;
}

int main(int argc, char **argv)
{
	struct cat c = {
		.o = { .line = { .time_digits = 6, .duration_digits = 9, .durations = true, .print = { .sz = sizeof(c.o.line.print) } },
		       .digits = UINT64_MAX,
		       .first = UINT64_MAX,
		       .tail = UINT64_MAX },
	};
	const struct option_section sections[] = {
		{ "Filters", filter_option_rows, &c.filter },
		{ "Columns and text", show_rows, &c.o },
		{ "What to do", mode_rows, &c.o },
		{ 0 },
	};
	const struct tool tool = {
		.name = NAME,
		.usage = "[options] FILE...",
		.sections = sections,
		.operands = "@file",
		.summary = "Prints recordings of system calls, one line an event. FILE - is standard input.",
		.usage_status = STATUS_USAGE,
	};
	int first, status;

	tzset(); /* localtime_r() need not */
	c.filter.filter = filter_new();
	c.decoder = sct_decoder_new();
	if (!c.filter.filter || !c.decoder) {
		message(NAME, "out of memory");
		return STATUS_PROBLEM;
	}
	status = options_parse(&tool, argc, argv, &first);
	if (status == OPTIONS_RUN)
		status = check_options(&tool, &c.o);
	if (status == OPTIONS_RUN && first == argc && !c.o.list_syscalls)
		status = options_usage(&tool, "no recording given; - is standard input");
	c.left = c.o.first;
	filter_options_point(&c.filter);
	if (status == OPTIONS_RUN)
		status = run(&c, argv + first);
	sct_decoder_free(c.decoder);
	filter_free(c.filter.filter);
	return status;
}
