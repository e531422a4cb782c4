/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs a fuzz target without a fuzzer: on files and directories named as arguments, or on the generated corpus beside
 * the program. Each input of the corpus also goes in damaged, in ways that are the same on every run.
 */
#include <dirent.h>
#include <sys/stat.h>

#include "fuzz/fuzz.h"

#define DAMAGED 60 /* variants of an input */

static unsigned inputs;

static uint64_t next_random(uint64_t *state)
{
	*state = *state * 6364136223846793005ull + 1442695040888963407ull;
	return *state >> 33;
}

/* A copy of its own size, so that a sanitizer sees a read past the end. */
static void run(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);

	memcpy(copy, data, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
	inputs++;
}

static void run_damaged(const uint8_t *data, size_t size)
{
	static const uint8_t edges[] = { 0, 1, 0x7f, 0x80, 0xff };
	uint8_t *copy = malloc(size);
	uint64_t state = size;
	unsigned i, k;

	for (i = 0; i < DAMAGED; i++) {
		size_t n = size;

		memcpy(copy, data, size);
		for (k = next_random(&state) % 3; k < 3; k++) {
			size_t at = next_random(&state) % size;

			if (next_random(&state) & 1)
				copy[at] ^= (uint8_t)(1 << next_random(&state) % 8);
			else
				copy[at] = edges[next_random(&state) % sizeof(edges)];
		}
		if (next_random(&state) % 8 == 0)
			n = next_random(&state) % size;
		run(copy, n);
	}
	free(copy);
}

static int run_file(const char *path, bool damage)
{
	FILE *f = fopen(path, "rb");
	uint8_t *data = malloc(1 << 25);
	size_t size;

	if (!f || !data) {
		perror(path);
		free(data);
		return 1;
	}
	size = fread(data, 1, 1 << 25, f);
	fclose(f);
	run(data, size);
	/* the large ones are about limits; damaging them tells nothing new, slowly */
	if (damage && size && size < 1 << 16)
		run_damaged(data, size);
	free(data);
	return 0;
}

static int run_path(const char *path, bool damage)
{
	DIR *dir = opendir(path);
	struct dirent *e;
	int failed = 0;

	if (!dir)
		return run_file(path, damage);
	while ((e = readdir(dir))) {
		char name[4096];

		if (e->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, e->d_name);
		failed |= run_file(name, damage);
	}
	closedir(dir);
	return failed;
}

int main(int argc, char **argv)
{
	char path[4096];
	int failed = 0, i;

	for (i = 1; i < argc; i++)
		failed |= run_path(argv[i], false);
	if (argc == 1) {
		/* DIR/replay-NAME has its corpus in DIR/corpus/NAME */
		const char *slash = strrchr(argv[0], '/'), *name = strstr(slash ? slash : argv[0], "replay-");

		if (!slash || !name)
			return 2;
		snprintf(path, sizeof(path), "%.*s/corpus/%s", (int)(slash - argv[0]), argv[0], name + 7);
		failed = run_path(path, true);
	}
	printf("%u inputs\n", inputs);
	return failed || inputs == 0;
}
