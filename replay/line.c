/* SPDX-License-Identifier: BSD-2-Clause */
/* The columns around an event's text; the text itself is sct_print_event()'s. */
#include "replay/line.h"

#include <inttypes.h>
#include <time.h>

#include "replay/text.h"
#include "replay/when.h"

#define SECOND UINT64_C(1000000000)

static void difference(struct sct_text *t, uint64_t from, uint64_t to, unsigned digits)
{
	if (to < from)
		text_put(t, "-", 1);
	else if (to - from < 10 * SECOND)
		text_put(t, "  ", 2);
	else if (to - from < 100 * SECOND)
		text_put(t, " ", 1);
	text_seconds(t, to < from ? from - to : to - from, digits);
}

/* localtime() is dear: asked once a minute. No zone changes its offset within one. */
static void wall_clock(struct sct_text *t, struct line_state *s, uint64_t ns, unsigned digits)
{
	int64_t minute = (int64_t)(ns / SECOND / 60);
	uint64_t rest = ns % (60 * SECOND);

	if (minute != s->minute || !s->clock[0]) {
		time_t at = (time_t)(minute * 60);
		struct tm tm;

		if (!localtime_r(&at, &tm) || !strftime(s->clock, sizeof(s->clock), "%H:%M:", &tm))
			snprintf(s->clock, sizeof(s->clock), "??:??:");
		s->minute = minute;
	}
	text_put(t, s->clock, 6);
	if (rest < 10 * SECOND)
		text_put(t, "0", 1);
	text_seconds(t, rest, digits);
}

static void time_column(struct sct_text *t, struct line_state *s, const struct line_opts *o, uint64_t time)
{
	switch ((enum line_time)o->time) {
	case LINE_RELATIVE:
		difference(t, s->header->start.monotonic, time, o->time_digits);
		break;
	case LINE_WALL:
		wall_clock(t, s, when_realtime(time, s->header), o->time_digits);
		break;
	case LINE_EPOCH:
		text_seconds(t, when_realtime(time, s->header), o->time_digits);
		break;
	case LINE_DELTA:
		difference(t, s->any ? s->previous : time, time, o->time_digits);
		s->previous = time;
		s->any = true;
		break;
	case LINE_MONOTONIC:
		text_seconds(t, time, o->time_digits);
		break;
	case LINE_NONE:
		return;
	}
	text_put(t, " ", 1);
}

/* "[pid  1234] ", as wide for every id below 100000. Losses and notes are nobody's. */
static void task_column(struct sct_text *t, const struct line_opts *o, const struct sct_decoder *d,
			const struct sct_event *e)
{
	const struct sct_task *task = e->kind == SCT_LOSS || e->kind == SCT_NOTE ? NULL : sct_decoder_task(d, e->task);
	char buf[16];
	char *p = buf + sizeof(buf);
	uint32_t id = task ? task->tid : 0;

	do
		*--p = task ? (char)('0' + id % 10) : '-';
	while (id /= 10);
	while (p > buf + sizeof(buf) - 5)
		*--p = ' ';
	text_put(t, "[pid ", 5);
	text_put(t, p, (size_t)(buf + sizeof(buf) - p));
	if (o->comm && task) {
		text_put(t, "<", 1);
		text_masked(t, sct_decoder_string(d, task->comm));
		text_put(t, ">", 1);
	}
	text_put(t, "] ", 2);
}

void line_append(struct sct_text *t, struct line_state *s, const struct line_opts *o,
		 const struct sct_decoder *d, const struct sct_event *e)
{
	bool lasted = e->kind == SCT_SYSCALL || (e->kind == SCT_UNFINISHED && e->duration);

	task_column(t, o, d, e);
	time_column(t, s, o, e->time);
	sct_print_event(t, d, e, &o->print);
	/* without an enter time there is no duration to tell */
	if (o->durations && lasted && !(e->flags & SCT_FLAG_NO_ENTER)) {
		text_put(t, " <", 2);
		text_seconds(t, e->duration, o->duration_digits);
		text_put(t, ">", 1);
	}
	text_put(t, "\n", 1);
}
