/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Events that no kernel made: random numbers, arguments, results and payloads of every length,
 * each in memory of exactly its size, so that a sanitizer sees a byte read too many. Whatever
 * comes in, what comes out is printable ASCII without a newline and not absurdly long.
 *
 *   hostile [EVENTS [SEED]]
 */
#include "format/sct.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;

/* xorshift64* */
static uint64_t random64(void)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return state * UINT64_C(2685821657736338717);
}

static uint64_t below(uint64_t n)
{
	return random64() % n;
}

/* Small, round, huge and negative numbers, more often than chance has them. */
static uint64_t number(void)
{
	switch (below(8)) {
	case 0: return 0;
	case 1: return below(4);
	case 2: return below(256);
	case 3: return UINT64_C(1) << below(64);
	case 4: return -below(600);
	case 5: return (uint32_t)random64();
	case 6: return UINT32_MAX - below(4);
	default: return random64();
	}
}

static void fill(uint8_t *p, size_t size)
{
	unsigned how = (unsigned)below(4);

	for (size_t i = 0; i < size; i++)
		p[i] = how == 0 ? 0 : how == 1 ? 0xff : how == 2 ? (uint8_t)below(3) : (uint8_t)random64();
}

#define MAX_PAYLOADS 8

static void make(struct sct_event *e, struct sct_payload *p)
{
	static const uint16_t sizes[] = { 0, 1, 2, 3, 4, 7, 8, 11, 12, 15, 16, 24, 32, 47, 48, 64, 88, 96, 128, 144, 256, 390 };

	*e = (struct sct_event){
		.kind = below(4) ? SCT_SYSCALL : (uint8_t)below(SCT_KIND_COUNT + 2),
		.abi = below(3) ? SCT_ABI_X86_64 : (uint8_t)below(8),
		.arg_count = (uint8_t)below(8),
		.number = below(40) ? (uint32_t)below(475) : (uint32_t)random64(),
		.result = (int64_t)number(),
		.flags = (uint32_t)below(32),
		.payload_count = (uint16_t)below(MAX_PAYLOADS + 1),
		.payloads = p,
	};
	for (unsigned i = 0; i < 6; i++)
		e->args[i] = number();
	for (unsigned i = 0; i < e->payload_count; i++) {
		size_t size = sizes[below(sizeof sizes / sizeof *sizes)];
		uint8_t *bytes = malloc(size ? size : 1);

		if (!bytes)
			exit(2);
		fill(bytes, size);
		p[i] = (struct sct_payload){
			.arg = (uint8_t)below(8), .at_exit = below(2), .status = below(2) ? 0 : (uint8_t)below(7),
			.part = below(2) ? 0 : (uint8_t)below(11), .full = number(), .bytes = { bytes, size },
		};
	}
}

static bool clean(const struct sct_text *t)
{
	if (t->failed || !t->size || t->size > 65536)
		return false;
	for (size_t i = 0; i < t->size; i++)
		if (t->data[i] < ' ' || t->data[i] > '~')
			return false;
	return true;
}

int main(int argc, char **argv)
{
	uint64_t count = argc > 1 ? strtoull(argv[1], NULL, 0) : 300000;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 0) : 1;
	struct sct_text t = { 0 };
	int bad = 0;

	for (uint64_t n = 0; n < count && bad < 10; n++) {
		struct sct_print_opts o = { .sz = sizeof o };
		struct sct_payload p[MAX_PAYLOADS];
		struct sct_event e;

		state = (seed + n) * UINT64_C(0x9e3779b97f4a7c15) | 1;
		o.string_limit = (uint32_t)below(40);
		o.verbose = below(2);
		o.raw = !below(4);
		make(&e, p);
		t.size = 0;
		sct_print_event(&t, NULL, &e, below(8) ? &o : NULL);
		if (!clean(&t)) {
			bad++;
			printf("seed %llu: %zu bytes: %.*s\n", (unsigned long long)(seed + n), t.size, (int)t.size, t.data);
		}
		for (unsigned i = 0; i < e.payload_count; i++)
			free((void *)p[i].bytes.data);
	}
	sct_text_free(&t);
	printf("%llu events printed\n", (unsigned long long)count);
	return bad != 0;
}
