/* SPDX-License-Identifier: BSD-2-Clause */
/* sc-record: record every system call of a command and its descendants. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "record/record.h"
#include "tools/message.h"
#include "tools/options.h"

struct settings {
	const char *output, *trace;
	uint64_t buffer, string_limit, level;
	bool env, sync, no_wait, verbose;
};

#define AT(field) offsetof(struct settings, field)

/* clang-format off */
static const struct option_row output_rows[] = {
	{ .name = "output", .letter = 'o', .type = OPTION_STRING, .arg = "FILE", .offset = AT(output), .words = "@file",
	  .help = "write the recording to FILE (run.sct)",
	  .more = "The file is created with mode 0600, since recordings hold secrets; an existing one is overwritten. "
		  "- is standard output; the command's own standard output then goes to standard error." },
	{ .name = "level", .type = OPTION_NUMBER, .arg = "N", .offset = AT(level), .help = "zstd compression level, 1 to 19 (3)" },
	{ .name = "sync", .type = OPTION_TRUE, .offset = AT(sync), .help = "force each chunk to disk as it is written",
	  .more = "What was recorded up to a second before a power failure is then on disk. Without it, a crash of the recorder "
		  "loses at most the last second, a crash of the machine what the kernel had not written yet." },
	{ 0 },
};

static const struct option_row capture_rows[] = {
	{ .name = "trace", .letter = 'e', .type = OPTION_STRING, .arg = "SET", .offset = AT(trace), .words = "@syscall",
	  .help = "record only these calls: names, numbers, %classes, comma-separated; ! in front: all but these",
	  .more = "The kernel program filters, so excluded calls cost almost nothing. Calls that change processes, file "
		  "descriptors or the working directory are always recorded: without them nobody could tell what a descriptor stands for." },
	{ .name = "string-limit", .letter = 's', .type = OPTION_SIZE, .arg = "N", .offset = AT(string_limit),
	  .help = "keep the first N bytes of each I/O buffer (32, at most 32768)",
	  .more = "Paths and other strings are always kept whole, up to 4096 bytes, argument vectors up to 32 KiB." },
	{ .name = "env", .type = OPTION_TRUE, .offset = AT(env), .help = "record environment values too, not only names",
	  .more = "Environments hold passwords and tokens: look before you share." },
	{ .name = "buffer", .type = OPTION_SIZE, .arg = "SIZE", .offset = AT(buffer), .help = "ring buffer per CPU (32M, less on machines of more than 32 CPUs)",
	  .more = "Events that find it full are lost, counted, and shown where they are missing." },
	{ .name = "no-wait", .type = OPTION_TRUE, .offset = AT(no_wait),
	  .help = "stop when the command ends, even if it left processes running",
	  .more = "Otherwise recording goes on until the last descendant has ended, or a second Ctrl-C." },
	{ .name = "verbose", .letter = 'v', .type = OPTION_TRUE, .offset = AT(verbose),
	  .help = "print figures of the recording on standard error when done" },
	{ 0 },
};
/* clang-format on */

static bool check(const struct tool *tool, const struct settings *s)
{
	if (s->string_limit > 32768)
		options_usage(tool, "--string-limit: %llu is more than 32768", (unsigned long long)s->string_limit);
	else if (s->level < 1 || s->level > 19)
		options_usage(tool, "--level: %llu is not between 1 and 19", (unsigned long long)s->level);
	else if (s->buffer < 4096 || s->buffer > 1u << 30)
		options_usage(tool, "--buffer: must be between 4K and 1G");
	else
		return true;
	return false;
}

/* Ring buffers come in powers of two pages. */
static uint64_t round_up(uint64_t n)
{
	uint64_t p = 4096;

	while (p < n)
		p *= 2;
	return p;
}

/* 32 MiB hold 700,000 calls. All rings together should not take more than 1 GiB unasked. */
static uint64_t default_buffer(void)
{
	uint64_t size = 32u << 20;
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	while (cpus > 0 && size * (uint64_t)cpus > 1u << 30 && size > 1u << 20)
		size /= 2;
	return size;
}

int main(int argc, char **argv)
{
	struct settings s = { .output = "run.sct", .buffer = default_buffer(), .string_limit = 32, .level = 3 };
	const struct option_section sections[] = {
		{ "Output", output_rows, &s },
		{ "Capture", capture_rows, &s },
		{ 0 },
	};
	const struct tool tool = {
		.name = "sc-record",
		.usage = "[options] [--] COMMAND [ARG...]",
		.summary = "Record every system call of a command and of all its descendants.",
		.sections = sections,
		.operands = "@command",
		.usage_status = RECORD_EXIT_FAILED,
		.stop_at_operand = true,
	};
	struct record_opts o = { 0 };
	int first, rc = options_parse(&tool, argc, argv, &first);

	if (rc != OPTIONS_RUN)
		return rc;
	if (first >= argc)
		return options_usage(&tool, "no command to record");
	if (!check(&tool, &s))
		return RECORD_EXIT_FAILED;
	o.argv = argv + first;
	o.path = s.output;
	o.trace = s.trace;
	o.buffer = round_up(s.buffer);
	o.io_limit = (uint32_t)s.string_limit;
	o.env = s.env;
	o.sync = s.sync;
	o.level = (int)s.level;
	o.wait_command = s.no_wait;
	o.verbose = s.verbose;
	if (!strcmp(s.output, "-") && fcntl(STDOUT_FILENO, F_GETFD) < 0)
		return options_usage(&tool, "--output: standard output is closed");
	if (!strcmp(s.output, "-") && isatty(STDOUT_FILENO))
		return options_usage(&tool, "--output: a recording is not for a terminal");
	return record_run(&o);
}
