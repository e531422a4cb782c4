/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The filter options, the same in every tool that reads recordings. A header, because the tools
 * share one archive with sc-record, which has no replay/ to call.
 */
#ifndef TOOLS_FILTER_OPTIONS_H
#define TOOLS_FILTER_OPTIONS_H

#include <stdio.h>

#include "replay/filter.h"
#include "tools/options.h"

/* Base of the section. */
struct filter_options {
	struct filter *filter; /* from filter_new() */
	const char *expression; /* the one with the problem, NULL: none has */
	struct filter_problem problem;
};

#define FILTER_OPTION(name, field, prefix) \
	static bool filter_option_##name(void *base, const char *arg, char *why, size_t size) \
	{ \
		struct filter_options *o = base; \
		return filter_add(o->filter, field, prefix, why, size); \
	}
FILTER_OPTION(syscall, FILTER_SYSCALL, arg)
FILTER_OPTION(class, FILTER_CLASS, arg)
FILTER_OPTION(pid, FILTER_PID, arg)
FILTER_OPTION(tid, FILTER_TID, arg)
FILTER_OPTION(comm, FILTER_COMM, arg)
FILTER_OPTION(path, FILTER_PATH, arg)
FILTER_OPTION(failed, FILTER_FAILED, arg ? arg : "")
FILTER_OPTION(no_failed, FILTER_FAILED, arg ? arg : "!")
FILTER_OPTION(errno, FILTER_ERRNO, arg)
FILTER_OPTION(since, FILTER_SINCE, arg)
FILTER_OPTION(until, FILTER_UNTIL, arg)
FILTER_OPTION(duration, FILTER_MIN_DURATION, arg)
FILTER_OPTION(kind, FILTER_KIND, arg)

static bool filter_option_expression(void *base, const char *arg, char *why, size_t size)
{
	struct filter_options *o = base;

	if (filter_add_expression(o->filter, arg, &o->problem))
		return true;
	o->expression = arg;
	snprintf(why, size, "character %zu: %s", o->problem.at + 1, o->problem.why);
	return false;
}

/* After options_parse() has failed: the expression, if one was wrong, and a caret below the place. */
static inline void filter_options_point(const struct filter_options *o)
{
	size_t from = o->problem.at > 60 ? o->problem.at - 60 : 0, n = 1;
	char shown[120];

	if (!o->expression)
		return;
	snprintf(shown, sizeof(shown), "%s", o->expression + from);
	for (char *p = shown; *p; p++)
		*p = *p >= ' ' && *p < 0x7f ? *p : ' ';
	if (o->problem.size > 1 && o->problem.size < sizeof(shown) - (o->problem.at - from))
		n = o->problem.size;
	fprintf(stderr, "    %s\n    %*s^", shown, (int)(o->problem.at - from), "");
	while (--n)
		fputc('~', stderr);
	fputc('\n', stderr);
}

static bool filter_option_kept(void *base, const char *arg, char *why, size_t size)
{
	struct filter_options *o = base;

	(void)arg, (void)why, (void)size;
	filter_show_kept(o->filter);
	return true;
}

#define FILTER_ROW(long_name, short_name, fn, arg_name, words_, help_, more_) \
	{ \
		.name = long_name, .letter = short_name, .type = OPTION_CALL, .arg = arg_name, \
		.help = help_, .more = more_, .call = filter_option_##fn, .words = words_ \
	}

static const struct option_row filter_option_rows[] = {
	FILTER_ROW("filter", 0, expression, "EXPRESSION", NULL, "only events for which the expression holds, see sct-filter(7)",
		   "Such as 'failed and path ~ /etc/*' or 'arg.flags has O_CREAT and duration > 1ms'. Several must all hold. The other options of "
		   "this section are short for the commonest expressions."),
	FILTER_ROW("syscall", 'e', syscall, "LIST", "@syscall", "only these system calls",
		   "Items are names, numbers, and classes such as %file. "
		   "A name means the call in every ABI that has it, a number the call with that number in every ABI."),
	FILTER_ROW("class", 0, class, "LIST",
		   "file desc process memory network signal ipc clock creds stat statfs pure io_uring",
		   "only system calls of these classes", NULL),
	FILTER_ROW("pid", 'p', pid, "LIST", NULL, "only these processes or threads",
		   "Items are process ids, which mean all their threads, or thread ids."),
	FILTER_ROW("tid", 0, tid, "LIST", NULL, "only these threads", NULL),
	FILTER_ROW("comm", 0, comm, "LIST", NULL, "only threads with these names",
		   "Items are glob patterns for the name at the time of the event."),
	FILTER_ROW("path", 'P', path, "LIST", "@file", "only events that involve these paths",
		   "Items are glob patterns, in which * and ? match slashes too: '/etc/*' is everything below /etc, "
		   "'*.h' every header. They match paths as the program gave them, the file of an exec and, in recordings that "
		   "have them, the absolute paths and the files behind descriptors."),
	FILTER_ROW("failed", 'Z', failed, NULL, NULL, "only system calls that failed", NULL),
	FILTER_ROW("no-failed", 'z', no_failed, NULL, NULL, "no system calls that failed", NULL),
	FILTER_ROW("errno", 0, errno, "LIST", "EPERM ENOENT EINTR EIO EBADF EAGAIN ENOMEM EACCES EEXIST ENOTDIR EINVAL ENOTTY",
		   "only system calls that failed with these errors", "Items are names such as ENOENT, or numbers."),
	FILTER_ROW("since", 0, since, "TIME", NULL, "only events from this time on",
		   "1.5 and 100ms count from the start of the recording. 12:30:05.25 is the wall clock in the "
		   "time zone of the reader (see TZ), 2026-01-31T12:30:05Z a date as well, and @1769862605 the seconds since 1970. "
		   "An event belongs to the time at which its call was entered."),
	FILTER_ROW("until", 0, until, "TIME", NULL, "only events before this time", NULL),
	FILTER_ROW("min-duration", 0, duration, "TIME", NULL, "only system calls that took at least this long",
		   "Units are ns, us, ms, s, m and h; seconds without one. "
		   "!10ms is the calls that took less."),
	FILTER_ROW("kind", 0, kind, "LIST", "syscall unfinished signal fork exec exit process note",
		   "only these kinds of events",
		   "The kinds are syscall, unfinished (entered, but never returned), signal, fork, exec, exit, "
		   "process (ran already when the recording began) and note. Losses are always shown. Without this option "
		   "all but fork and exec are, since the calls that fork and exec have lines of their own."),
	FILTER_ROW("kept", 0, kept, NULL, NULL, "also calls that were recorded in spite of the recorder's filter",
		   "A recorder that was given a filter keeps the calls that change descriptors, directories and processes all the same. "
		   "They are hidden unless this option, --syscall or --class asks for them."),
	{ 0 },
};

#undef FILTER_OPTION
#undef FILTER_ROW
#endif
