/* SPDX-License-Identifier: BSD-2-Clause */
/* sc-cat --info: the header, the counts, the losses, the time range. No chunk is read for it. */
#include "replay/info.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "replay/text.h"
#include "replay/when.h"

#define SECOND UINT64_C(1000000000)

const char *info_loss_source(enum sct_loss_source s)
{
	switch (s) {
	case SCT_LOSS_RING:
		return "ring buffer full";
	case SCT_LOSS_STORAGE:
		return "tasks not followed";
	case SCT_LOSS_RECURSION:
		return "kernel program skipped";
	case SCT_LOSS_OTHER:
	case SCT_LOSS_SOURCE_COUNT:
		break;
	}
	return "other";
}

uint64_t info_lost(const uint64_t loss[SCT_LOSS_SOURCE_COUNT])
{
	uint64_t sum = 0;

	for (int i = 0; i < SCT_LOSS_SOURCE_COUNT; i++)
		if (__builtin_add_overflow(sum, loss[i], &sum))
			return UINT64_MAX;
	return sum;
}

void info_losses(struct sct_text *t, const uint64_t loss[SCT_LOSS_SOURCE_COUNT])
{
	const char *between = " (";

	text_printf(t, "%" PRIu64, info_lost(loss));
	for (int i = 0; i < SCT_LOSS_SOURCE_COUNT; i++) {
		if (!loss[i])
			continue;
		text_printf(t, "%s%s: %" PRIu64, between, info_loss_source((enum sct_loss_source)i), loss[i]);
		between = ", ";
	}
	if (*between == ',')
		text_put(t, ")", 1);
}

static void label(struct sct_text *t, const char *name)
{
	text_printf(t, "%-12s ", name);
}

static void bytes(struct sct_text *t, const char *name, struct sct_bytes b)
{
	if (!b.size)
		return;
	label(t, name);
	text_masked(t, b);
	text_put(t, "\n", 1);
}

static void id(struct sct_text *t, const char *name, const uint8_t *data, size_t size)
{
	label(t, name);
	for (size_t i = 0; i < size; i++)
		text_printf(t, "%02x", data[i]);
	text_put(t, "\n", 1);
}

/* Whether the shell would take it for one word as it is. */
static bool plain(struct sct_bytes b)
{
	for (size_t i = 0; i < b.size; i++) {
		uint8_t c = b.data[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      (c && strchr("_-+./,:=@%", c))))
			return false;
	}
	return b.size != 0;
}

static void words(struct sct_text *t, const char *name, const struct sct_bytes *list, size_t count)
{
	if (!count)
		return;
	label(t, name);
	for (size_t i = 0; i < count; i++) {
		const char *quote = plain(list[i]) ? "" : "'";

		text_printf(t, "%s%s", i ? " " : "", quote);
		text_masked(t, list[i]);
		text_printf(t, "%s", quote);
	}
	text_put(t, "\n", 1);
}

static void moment(struct sct_text *t, const char *name, uint64_t realtime)
{
	time_t seconds = (time_t)(realtime / SECOND);
	char date[64], zone[16];
	struct tm tm;

	if (!localtime_r(&seconds, &tm) || !strftime(date, sizeof(date), "%Y-%m-%d %H:%M:%S", &tm) ||
	    !strftime(zone, sizeof(zone), "%z", &tm))
		return;
	label(t, name);
	text_printf(t, "%s.%06" PRIu64 " %s\n", date, realtime % SECOND / 1000, zone);
}

static const char *abi_name(uint32_t abi)
{
	static const char *const names[] = { "unknown", "x86-64", "i386", "x32", "arm64", "arm" };

	return abi < sizeof(names) / sizeof(names[0]) ? names[abi] : "unknown";
}

/* Pairs of name and value. */
static void capture(struct sct_text *t, const struct sct_header *h)
{
	if (!h->capture_count)
		return;
	label(t, "capture");
	for (size_t i = 0; i + 1 < h->capture_count; i += 2) {
		if (i)
			text_put(t, " ", 1);
		text_masked(t, h->capture[i]);
		text_put(t, "=", 1);
		text_masked(t, h->capture[i + 1]);
	}
	text_put(t, "\n", 1);
}

void info_header(struct sct_text *t, const struct sct_header *h)
{
	label(t, "format");
	text_printf(t, "sct %" PRIu32 ".%" PRIu32 "\n", h->major, h->minor);
	id(t, "recording", h->recording_id, sizeof(h->recording_id));
	bytes(t, "recorder", h->recorder);
	bytes(t, "backend", h->backend);
	words(t, "command", h->command, h->command_count);
	bytes(t, "directory", h->cwd);
	label(t, "user");
	text_masked(t, h->user);
	text_printf(t, "%suid %" PRIu32 ", gid %" PRIu32 "\n", h->user.size ? " " : "", h->uid, h->gid);
	bytes(t, "host", h->host);
	bytes(t, "kernel", h->kernel_release);
	label(t, "machine");
	text_masked(t, h->machine);
	text_printf(t, "%s%s, %" PRIu32 " CPUs, pages of %" PRIu32 " bytes\n", h->machine.size ? ", ABI " : "ABI ",
		    abi_name(h->abi), h->cpu_count, h->page_size);
	bytes(t, "boot", h->boot_id);
	capture(t, h);
	words(t, "environment", h->environment, h->environment_count);
	words(t, "requires", h->required, h->required_count);
	words(t, "features", h->optional, h->optional_count);
	if (h->root_tid) {
		label(t, "first pid");
		text_printf(t, "%" PRIu32 "\n", h->root_tid);
	}
	moment(t, "started", h->start.realtime);
}

void info_summary(struct sct_text *t, const struct sct_header *h, const struct sct_summary *s)
{
	if (s->events) {
		uint64_t begin = s->min_time < s->max_end ? s->min_time : s->max_end;

		moment(t, "first event", when_realtime(begin, h));
		moment(t, "last event", when_realtime(s->max_end, h));
		label(t, "time range");
		text_seconds(t, s->max_end - begin, 6);
		text_put(t, " s\n", 3);
	}
	label(t, "events");
	text_printf(t, "%" PRIu64 ", %" PRIu64 " failed\n", s->events, s->failed);
	label(t, "lost");
	info_losses(t, s->loss);
	text_put(t, "\n", 1);
	label(t, "chunks");
	text_printf(t, "%" PRIu64 "\n", s->chunks);
	label(t, "size");
	text_printf(t, "%" PRIu64 " bytes, %" PRIu64 " uncompressed", s->bytes, s->raw_bytes);
	if (s->events)
		text_printf(t, ", %.2f bytes an event", (double)s->bytes / (double)s->events);
	text_put(t, "\n", 1);
	label(t, "finished");
	text_printf(t, "%s\n", s->closed ? "yes" : "no: still being written, or cut short");
}
