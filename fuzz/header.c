/* SPDX-License-Identifier: BSD-2-Clause */
/* Fuzz target: unpacking a header against protobuf-c, by the rule explained in batch.c. */
#include "format/header.h"
#include "fuzz/oracle.h"

static bool valid(const Sct__Header *h)
{
	return h->magic.len == 8 && memcmp(h->magic.data, "sct-rec\n", 8) == 0 && h->recording_id.len == 16 &&
	       h->major == SCT_MAJOR && h->n_required_features == 0;
}

static void same_bytes(struct sct_bytes a, const ProtobufCBinaryData *b)
{
	MUST(a.size == b->len && (a.size == 0 || memcmp(a.data, b->data, a.size) == 0));
}

static void same_list(const struct sct_bytes *a, size_t n, const ProtobufCBinaryData *b, size_t m)
{
	size_t i;

	MUST(n == m);
	for (i = 0; i < n; i++)
		same_bytes(a[i], &b[i]);
}

static void same(const struct sct_header *a, const Sct__Header *b)
{
	static const Sct__ClockSnapshot none = SCT__CLOCK_SNAPSHOT__INIT;
	const Sct__ClockSnapshot *start = b->start ? b->start : &none;
	size_t i;

	MUST(a->major == b->major && a->minor == b->minor && memcmp(a->recording_id, b->recording_id.data, 16) == 0);
	same_list(a->command, a->command_count, b->command, b->n_command);
	same_list(a->environment, a->environment_count, b->environment, b->n_environment);
	same_bytes(a->cwd, &b->cwd);
	same_bytes(a->host, &b->host);
	same_bytes(a->user, &b->user);
	same_bytes(a->kernel_release, &b->kernel_release);
	same_bytes(a->machine, &b->machine);
	same_bytes(a->boot_id, &b->boot_id);
	same_bytes(a->recorder, &b->recorder);
	same_bytes(a->backend, &b->backend);
	MUST(a->uid == b->uid && a->gid == b->gid && a->page_size == b->page_size && a->cpu_count == b->cpu_count &&
	     a->abi == b->abi && a->root_tid == b->root_tid);
	MUST(a->start.monotonic == start->monotonic && a->start.boottime == start->boottime &&
	     a->start.realtime == start->realtime);
	MUST(a->required_count == b->n_required_features && a->optional_count == b->n_optional_features);
	for (i = 0; i < a->optional_count; i++) {
		size_t n = strlen(b->optional_features[i]);

		/* protobuf-c's strings end at their first NUL */
		MUST(a->optional[i].size >= n && memcmp(a->optional[i].data, b->optional_features[i], n) == 0);
	}
	MUST(a->capture_count == 2 * b->n_capture);
	for (i = 0; i < b->n_capture; i++) {
		same_bytes(a->capture[2 * i], &b->capture[i]->name);
		same_bytes(a->capture[2 * i + 1], &b->capture[i]->value);
	}
}

static void check_repacked(Sct__Header *h)
{
	struct sct_header_store s = { 0 };
	struct sct_error err;
	uint8_t *packed;
	size_t size, i;

	drop_unknown(&h->base);
	for (i = 0; i < h->n_capture; i++)
		drop_unknown(&h->capture[i]->base);
	if (h->start)
		drop_unknown(&h->start->base);
	size = sct__header__get_packed_size(h);
	packed = malloc(size + 1);
	sct__header__pack(h, packed);
	if (sct_header_unpack(&s, packed, size, &err) == SCT_OK) {
		MUST(valid(h));
		same(&s.h, h);
	} else {
		MUST(!valid(h));
	}
	sct_header_free(&s);
	free(packed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_arena arena = { 512u << 20 };
	ProtobufCAllocator alloc = { fuzz_alloc, fuzz_free, &arena };
	struct sct_header_store s = { 0 };
	struct sct_error err;
	Sct__Header *h = sct__header__unpack(&alloc, size, data);

	if (sct_header_unpack(&s, data, size, &err) == SCT_OK) {
		MUST(h || arena.left < 256u << 20);
		if (h)
			same(&s.h, h);
	}
	sct_header_free(&s);
	if (h) {
		check_repacked(h);
		sct__header__free_unpacked(h, &alloc);
	}
	return 0;
}
