/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every corpus text gives a file of which the reader makes exactly what the text expects:
 *   # expect: open=STATUS [chunks=N] [load=STATUS,...] [events=N] [end=STATUS] [recover=N] [index=yes|no]
 * open: opening; chunks: descriptors returned; load: what decoding each gave; events: in all of them; end: what
 * stopped the walk; recover: chunks that decode with recovery; index: totals come from the index.
 * Files called good-* must read the same when every message in them carries unknown fields too.
 */
#include <glob.h>

#include "tests/format/corpus_text.h"
#include "tests/format/dump.h"
#include "tests/format/sample.h"

static const char *const words[] = {
	[SCT_OK] = "ok",
	[SCT_END] = "end",
	[SCT_AGAIN] = "again",
	[SCT_E_IO] = "io",
	[SCT_E_MEMORY] = "memory",
	[SCT_E_NOT_SCT] = "not-sct",
	[SCT_E_VERSION] = "version",
	[SCT_E_FEATURE] = "feature",
	[SCT_E_TRUNCATED] = "truncated",
	[SCT_E_CHECKSUM] = "checksum",
	[SCT_E_CORRUPT] = "corrupt",
	[SCT_E_LIMIT] = "limit",
	[SCT_E_USAGE] = "usage",
};

static unsigned long count_events(struct sct_decoder *dec, const struct sct_desc *d)
{
	unsigned long n = 0;
	struct sct_event e;

	while (sct_decoder_next(dec, &e) == SCT_OK)
		n++;
	CHECK(n == d->event_count, "%lu events, not %u", n, d->event_count);
	return n;
}

static unsigned recovered(const struct sct_buf *b)
{
	struct sct_reader_opts opts = { .sz = sizeof(opts), .recover = true };
	struct sct_decoder *dec = sct_decoder_new();
	struct sct_reader *r;
	struct sct_desc d;
	unsigned n = 0, guard;
	enum sct_status s = sct_reader_new_memory(&r, b->data, b->size, &opts);

	for (guard = 0; s == SCT_OK && guard < 1000; guard++) {
		enum sct_status next = sct_reader_next(r, &d);

		if (next == SCT_END || next == SCT_E_TRUNCATED)
			break;
		n += next == SCT_OK && sct_decoder_load(dec, r, &d, SCT_COL_ALL) == SCT_OK;
	}
	CHECK(guard < 1000, "no end");
	sct_reader_free(r);
	sct_decoder_free(dec);
	return n;
}

/* What the reader makes of it, in the words of an expect line. */
static void outcome(const struct sct_buf *b, char *text, size_t room)
{
	struct sct_decoder *dec = sct_decoder_new();
	struct sct_reader *r;
	struct sct_desc d;
	struct sct_summary sum;
	enum sct_status s = sct_reader_new_memory(&r, b->data, b->size, NULL);
	unsigned chunks = 0;
	unsigned long events = 0;
	char loads[256] = "";

	if (s != SCT_OK) {
		snprintf(text, room, "open=%s", words[s]);
	} else {
		sct_reader_summary(r, &sum);
		while ((s = sct_reader_next(r, &d)) == SCT_OK) {
			enum sct_status l = sct_decoder_load(dec, r, &d, SCT_COL_ALL);

			snprintf(loads + strlen(loads), sizeof(loads) - strlen(loads), "%s%s", chunks++ ? "," : " load=", words[l]);
			if (l == SCT_OK)
				events += count_events(dec, &d);
		}
		snprintf(text, room, "open=ok chunks=%u%s events=%lu end=%s index=%s", chunks, loads, events, words[s],
			 sum.from_index ? "yes" : "no");
	}
	snprintf(text + strlen(text), room - strlen(text), " recover=%u", recovered(b));
	sct_reader_free(r);
	sct_decoder_free(dec);
}

static void dump_memory(const struct sct_buf *b, FILE *f)
{
	struct sct_reader *r;

	if (sct_reader_new_memory(&r, b->data, b->size, NULL) == SCT_OK)
		dump(r, f);
	else
		fprintf(f, "%s\n", sct_reader_error(r)->detail);
	sct_reader_free(r);
}

static void same_with_unknown_fields(const struct corpus *c, const char *path)
{
	struct corpus u;
	char *a = NULL, *b = NULL;
	size_t a_size, b_size;
	FILE *f = open_memstream(&a, &a_size);

	dump_memory(&c->out, f);
	fclose(f);
	corpus_make(&u, path, true);
	f = open_memstream(&b, &b_size);
	dump_memory(&u.out, f);
	fclose(f);
	CHECK(u.out.size > c->out.size, "no unknown fields were added");
	CHECK(strcmp(a, b) == 0, "%s: with unknown fields it reads\n%swithout\n%s", path, b, a);
	free(a);
	free(b);
	corpus_free(&u);
}

static bool class_agrees(const char *base, const char *expect)
{
	bool good = strstr(expect, "open=ok") && strstr(expect, "end=end") && !strstr(expect, "load=c") &&
		    !strstr(expect, ",c") && !strstr(expect, "limit");

	if (strncmp(base, "good-", 5) == 0)
		return good;
	if (strncmp(base, "unsupported-", 12) == 0)
		return strstr(expect, "open=version") || strstr(expect, "open=feature");
	return strncmp(base, "bad-", 4) == 0 && !good;
}

int main(int argc, char **argv)
{
	static struct corpus c;
	char text[512], pattern[4096];
	glob_t g;
	size_t i;

	snprintf(pattern, sizeof(pattern), "%s/*.txt", argc > 1 ? argv[1] : "tests/format/corpus");
	CHECK(glob(pattern, 0, NULL, &g) == 0 && g.gl_pathc >= 20, "no corpus at %s", pattern);
	for (i = 0; i < g.gl_pathc; i++) {
		const char *path = g.gl_pathv[i], *base = strrchr(path, '/') + 1;

		corpus_make(&c, path, false);
		outcome(&c.out, text, sizeof(text));
		CHECK(strcmp(text, c.expect) == 0, "%s:\n  expected %s\n  but it is %s", path, c.expect, text);
		CHECK(class_agrees(base, c.expect), "%s: called one thing, expected to be another", path);
		if (strncmp(base, "good-", 5) == 0)
			same_with_unknown_fields(&c, path);
		corpus_free(&c);
	}
	globfree(&g);
	return sample_result("corpus");
}
