/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Makes the fuzzers' seeds from the corpus texts: mkcorpus OUT TEXT... writes OUT/reader/NAME.sct, and the messages
 * in it to OUT/header, OUT/desc and OUT/batch; each once as the text says and once with unknown fields.
 */
#include <errno.h>
#include <sys/stat.h>

#include "tests/format/corpus_text.h"

static void write_file(const char *dir, const char *kind, const char *name, unsigned number, const struct sct_buf *b)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, kind);
	if (mkdir(path, 0777) < 0 && errno != EEXIST) {
		perror(path);
		exit(1);
	}
	if (strcmp(kind, "reader") == 0)
		snprintf(path, sizeof(path), "%s/%s/%s.sct", dir, kind, name);
	else
		snprintf(path, sizeof(path), "%s/%s/%s-%u", dir, kind, name, number);
	f = fopen(path, "wb");
	if (!f || (b->size && fwrite(b->data, 1, b->size, f) != b->size) || fclose(f) != 0) {
		perror(path);
		exit(1);
	}
}

static void make(const char *dir, const char *text, bool unknown)
{
	static struct corpus c;
	const char *slash = strrchr(text, '/');
	char name[256];
	unsigned i;

	snprintf(name, sizeof(name), "%s", slash ? slash + 1 : text);
	name[strcspn(name, ".")] = 0;
	if (unknown)
		strncat(name, "+unknown", sizeof(name) - strlen(name) - 1);
	corpus_make(&c, text, unknown);
	write_file(dir, "reader", name, 0, &c.out);
	if (c.headers[0].size)
		write_file(dir, "header", name, 0, &c.headers[0]);
	for (i = 0; i < c.chunk_count; i++) {
		write_file(dir, "desc", name, i, &c.descs[i]);
		write_file(dir, "batch", name, i, &c.batches[i]);
	}
	corpus_free(&c);
}

int main(int argc, char **argv)
{
	int i;

	if (argc < 3) {
		fprintf(stderr, "usage: mkcorpus OUT TEXT...\n");
		return 2;
	}
	if (mkdir(argv[1], 0777) < 0 && errno != EEXIST) {
		perror(argv[1]);
		return 1;
	}
	for (i = 2; i < argc; i++) {
		make(argv[1], argv[i], false);
		make(argv[1], argv[i], true);
	}
	return 0;
}
