/* SPDX-License-Identifier: BSD-2-Clause */
/* The string table of a batch under construction: interning by hash into one arena. */
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

#include "format/batch.h"

#define FIRST_SLOTS 1024
/* Above this many slots a table that was needed once is given back. */
#define KEEP_SLOTS 65536
#define KEEP_BYTES (4u << 20)

bool sct_strings_init(struct sct_batch *b)
{
	/* a guessable seed costs speed only, so a failure is not worth reporting */
	if (getrandom(&b->seed, sizeof(b->seed), GRND_NONBLOCK) != sizeof(b->seed))
		b->seed = (uint64_t)time(NULL) ^ (uintptr_t)b;
	b->string_slots = calloc(FIRST_SLOTS, sizeof(*b->string_slots));
	b->string_mask = FIRST_SLOTS - 1;
	return b->string_slots;
}

void sct_strings_free(struct sct_batch *b)
{
	sct_buf_free(&b->strings);
	free(b->refs);
	free(b->string_slots);
}

void sct_strings_reset(struct sct_batch *b)
{
	if (b->string_mask >= KEEP_SLOTS) {
		struct sct_string_slot *p = calloc(FIRST_SLOTS, sizeof(*p));

		if (p) {
			free(b->string_slots);
			b->string_slots = p;
			b->string_mask = FIRST_SLOTS - 1;
		}
	}
	if (b->strings.room > KEEP_BYTES)
		sct_buf_free(&b->strings);
	if (b->string_count)
		memset(b->string_slots, 0, ((size_t)b->string_mask + 1) * sizeof(*b->string_slots));
	b->strings.size = 0;
	b->strings.failed = false;
	b->string_count = 0;
}

static inline uint64_t mix(uint64_t a, uint64_t b)
{
	__uint128_t r = (__uint128_t)a * b;

	return (uint64_t)r ^ (uint64_t)(r >> 64);
}

/* Up to 8 bytes as one word. */
static inline uint64_t load_tail(const uint8_t *p, size_t n)
{
	if (n >= 4)
		return sct_get32(p) | (uint64_t)sct_get32(p + n - 4) << 32;
	return (uint64_t)p[0] << 16 | (uint64_t)p[n / 2] << 8 | p[n - 1];
}

static inline uint32_t hash_bytes(const uint8_t *p, size_t size, uint64_t seed)
{
	uint64_t h = seed ^ size * 0x9e3779b97f4a7c15ull;
	size_t n = size;

	for (; n > 16; p += 16, n -= 16)
		h = mix(sct_get64(p) ^ 0xd6e8feb86659fd93ull, sct_get64(p + 8) ^ h);
	if (n >= 8)
		h = mix(sct_get64(p) ^ 0xa0761d6478bd642full, sct_get64(p + n - 8) ^ h);
	else if (n)
		h = mix(load_tail(p, n) ^ 0xe7037ed1a0b428dbull, h);
	h = mix(h, 0x8ebc6af09c88c6e3ull);
	return (uint32_t)(h ^ h >> 32);
}

static bool grow_slots(struct sct_batch *b)
{
	uint32_t mask = b->string_mask * 2 + 1, i, at;
	struct sct_string_slot *p = calloc((size_t)mask + 1, sizeof(*p));

	if (!p)
		return false;
	for (i = 0; i <= b->string_mask; i++) {
		if (b->string_slots[i].id == 0)
			continue;
		for (at = b->string_slots[i].hash & mask; p[at].id; at = (at + 1) & mask)
			;
		p[at] = b->string_slots[i];
	}
	free(b->string_slots);
	b->string_slots = p;
	b->string_mask = mask;
	return true;
}

static uint32_t append(struct sct_batch *b, const void *data, size_t size)
{
	struct sct_buf *s = &b->strings;

	if (b->string_count >= SCT_MAX_STRINGS - 1 || b->bytes + size > SCT_MAX_RAW - (2u << 20))
		return UINT32_MAX;
	if (b->string_count == b->ref_room) {
		uint32_t room = b->ref_room ? b->ref_room * 2 : 512;
		void *p = realloc(b->refs, room * sizeof(*b->refs));

		if (!p)
			return UINT32_MAX;
		b->refs = p;
		b->ref_room = room;
	}
	if (!sct_buf_reserve(s, size + 1 + SCT_VARINT_ROOM)) {
		s->failed = false;
		return UINT32_MAX;
	}
	s->data[s->size++] = 3 << 3 | 2;
	s->size += sct_varint_put(s->data + s->size, size);
	b->refs[b->string_count] = (struct sct_string_ref){ (uint32_t)s->size, (uint32_t)size };
	memcpy(s->data + s->size, data, size);
	s->size += size;
	b->bytes += size + 1 + sct_varint_size(size);
	return ++b->string_count;
}

uint32_t sct_batch_string(struct sct_batch *b, const void *data, size_t size)
{
	uint32_t hash, at, id;

	if (size == 0)
		return 0;
	if (size > SCT_MAX_STRING)
		return UINT32_MAX;
	/* at most three quarters full */
	if (b->string_count >= b->string_mask / 4 * 3 && !grow_slots(b))
		return UINT32_MAX;
	hash = hash_bytes(data, size, b->seed);
	for (at = hash & b->string_mask; b->string_slots[at].id; at = (at + 1) & b->string_mask) {
		const struct sct_string_slot *slot = &b->string_slots[at];
		const struct sct_string_ref *r = &b->refs[slot->id - 1];

		if (slot->hash == hash && r->size == size && memcmp(b->strings.data + r->offset, data, size) == 0)
			return slot->id;
	}
	id = append(b, data, size);
	if (id != UINT32_MAX)
		b->string_slots[at] = (struct sct_string_slot){ hash, id };
	return id;
}
