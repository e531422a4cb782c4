/* SPDX-License-Identifier: BSD-2-Clause */
/* Chunks to lines. Cheap columns decide first whether the rest of a chunk is worth decoding. */
#include "replay/show.h"

#include <stdlib.h>

#define TEXT_MOST (8u << 20) /* of one chunk; a string of a hostile one may be shown a million times */

/* SCT_OK: loaded with all columns, some event may pass; SCT_END: none does. */
static enum sct_status load(const struct show *show, struct sct_decoder *d, const struct scan_slot *s, unsigned columns)
{
	const struct filter *f = show->scan.filter;
	unsigned cheap = filter_cheap_columns(f);
	struct sct_event e;
	enum sct_status st;

	sct_decoder_select(d, s->answer == FILTER_MAYBE ? filter_wants : NULL, f);
	if (s->answer != FILTER_MAYBE || columns == cheap)
		return scan_load(&show->scan, s, d, columns);
	st = scan_load(&show->scan, s, d, cheap);
	while (st == SCT_OK && (st = sct_decoder_next(d, &e)) == SCT_OK)
		if (filter_event(f, d, &e, cheap) != FILTER_NO)
			return sct_decoder_columns(d, columns);
	return st;
}

static bool passes(const struct show *show, const struct sct_decoder *d, const struct scan_slot *s,
		   const struct sct_event *e, unsigned columns)
{
	return s->answer == FILTER_YES || filter_event(show->scan.filter, d, e, columns) == FILTER_YES;
}

enum sct_status show_work(void *base, struct sct_decoder *d, struct scan_slot *s)
{
	const struct show *show = base;
	struct line_state state = { .header = show->header };
	bool lines = !show->count && !show->any;
	unsigned columns = lines ? SCT_COL_ALL : filter_columns(show->scan.filter);
	struct sct_event e;
	enum sct_status st;

	s->text.size = 0;
	s->count = 0;
	s->cut = false;
	st = load(show, d, s, columns);
	while (st == SCT_OK && (st = sct_decoder_next(d, &e)) == SCT_OK) {
		if (!passes(show, d, s, &e, columns) || (show->any && e.kind == SCT_LOSS))
			continue;
		if (lines && s->text.size > TEXT_MOST) {
			s->cut = true;
			return SCT_OK;
		}
		s->count++;
		if (lines)
			line_append(&s->text, show->lines ? show->lines : &state, show->line, d, &e);
		if (show->any)
			return SCT_OK;
	}
	return st == SCT_END ? SCT_OK : st;
}

enum sct_status show_rest(const struct show *show, struct sct_decoder *d, const struct scan_slot *s,
			  bool (*put)(void *base, struct sct_text *line), void *base)
{
	struct line_state state = { .header = show->header };
	struct sct_text line = { 0 };
	struct sct_event e;
	uint64_t n = 0;
	enum sct_status st;

	sct_decoder_select(d, NULL, NULL);
	st = scan_load(&show->scan, s, d, SCT_COL_ALL);
	while (st == SCT_OK && (st = sct_decoder_next(d, &e)) == SCT_OK) {
		if (!passes(show, d, s, &e, SCT_COL_ALL) || n++ < s->count)
			continue;
		line.size = 0;
		line_append(&line, show->lines ? show->lines : &state, show->line, d, &e);
		if (!put(base, &line))
			break;
	}
	sct_text_free(&line);
	return st == SCT_END ? SCT_OK : st;
}

/* ---- the end */

static uint64_t count_chunk(const struct filter *f, struct sct_decoder *d, struct sct_reader *r, const struct sct_desc *desc,
			    enum filter_answer answer)
{
	unsigned columns = filter_columns(f);
	struct sct_event e;
	uint64_t n = 0;

	sct_decoder_select(d, answer == FILTER_MAYBE ? filter_wants : NULL, f);
	if (sct_decoder_load(d, r, desc, answer == FILTER_YES ? 0 : columns) != SCT_OK)
		return 0;
	while (sct_decoder_next(d, &e) == SCT_OK)
		n += answer == FILTER_YES || filter_event(f, d, &e, columns) == FILTER_YES;
	return n;
}

struct tail_chunk {
	struct sct_desc desc; /* without arrays */
	enum filter_answer answer;
};

/* Every chunk that is not ruled out. NULL: out of memory. */
static struct tail_chunk *chunks(struct sct_reader *r, const struct filter *f, size_t *count)
{
	struct tail_chunk *v = malloc(sizeof(*v)), *more;
	size_t room = 1;
	struct sct_desc desc;
	enum sct_status s;

	*count = 0;
	while (v && !scan_ends(s = sct_reader_next(r, &desc))) {
		if (s != SCT_OK || filter_chunk(f, &desc) == FILTER_NO)
			continue;
		if (*count == room) {
			more = realloc(v, 2 * room * sizeof(*v));
			if (!more) {
				free(v);
				return NULL;
			}
			v = more;
			room *= 2;
		}
		v[*count].answer = filter_chunk(f, &desc);
		v[(*count)++].desc = desc;
	}
	return v;
}

enum sct_status show_tail(int fd, const struct filter *f, uint64_t n, uint64_t *from, uint64_t *skip)
{
	struct sct_reader_opts opts = { .sz = sizeof(opts), .recover = true };
	struct sct_decoder *d = sct_decoder_new();
	struct sct_reader *r = NULL;
	enum sct_status s = sct_reader_new(&r, fd, &opts);
	struct tail_chunk *v = NULL;
	size_t i = 0;
	uint64_t found = 0;

	if (s == SCT_OK)
		v = chunks(r, f, &i);
	if (s == SCT_OK && (!v || !d))
		s = SCT_E_MEMORY;
	*from = UINT64_MAX;
	while (s == SCT_OK && i && found < n) {
		i--;
		found += count_chunk(f, d, r, &v[i].desc, v[i].answer);
		*from = v[i].desc.offset;
	}
	*skip = found > n ? found - n : 0;
	free(v);
	sct_reader_free(r);
	sct_decoder_free(d);
	return s;
}
