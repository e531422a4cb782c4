/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is done with special instructions where the processor has them, and without elsewhere, gives the same: CRC-32C,
 * varints, column decoding, batches. Varints also against their definition, at every width and edge.
 */
#include "format/batch.h"
#include "format/column.c" /* both ways of decoding are static there */
#include "format/crc32c.h"
#include "format/xxh64.h"
#include "tests/format/sample.h"

static void checksums(void)
{
	uint64_t state = 1;
	uint8_t data[300];
	size_t i, from, size;

	CHECK(sct_crc32c("123456789", 9) == 0xe3069283 && sct_crc32c_portable("123456789", 9) == 0xe3069283,
	      "the check value of CRC-32C");
	CHECK(sct_crc32c("", 0) == 0, "of nothing");
	for (i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)sample_random(&state);
	for (from = 0; from < 9; from++) {
		for (size = 0; from + size <= sizeof(data); size++)
			CHECK(sct_crc32c(data + from, size) == sct_crc32c_portable(data + from, size), "%zu bytes", size);
	}
	CHECK(sct_xxh64("", 0) == 0xef46db3751d8e999ull && sct_xxh64("abc", 3) == 0x44bc2cf5ad770999ull,
	      "the check values of XXH64");
}

/* The definition: seven bits a byte, the low ones first. */
static unsigned plain_put(uint8_t *p, uint64_t v)
{
	unsigned n = 0;

	for (; v > 127; v >>= 7)
		p[n++] = (uint8_t)(v | 128);
	p[n++] = (uint8_t)v;
	return n;
}

static void one_varint(uint64_t v)
{
	uint8_t want[16] = { 0 }, got[16] = { 0 };
	unsigned n = plain_put(want, v), k;
	const uint8_t *end;
	uint64_t back;

	CHECK(sct_varint_size(v) == n, "size of %llx", (unsigned long long)v);
	CHECK(sct_varint_put_fast(got, v, false) == n && memcmp(got, want, n) == 0, "%llx", (unsigned long long)v);
	if (sct_have_bmi2())
		CHECK(sct_varint_put_fast(got, v, true) == n && memcmp(got, want, n) == 0, "pdep of %llx",
		      (unsigned long long)v);
	CHECK(sct_unzigzag(sct_zigzag((int64_t)v)) == (int64_t)v, "zigzag of %llx", (unsigned long long)v);
	/* with other bytes behind it, and at the very end */
	memset(want + n, 0xff, sizeof(want) - n);
	for (k = n; k <= sizeof(want); k++) {
		end = sct_varint_get(want, want + k, &back);
		CHECK(end == want + n && back == v, "%llx of %u bytes", (unsigned long long)v, k);
	}
	for (k = 0; k < n; k++)
		CHECK(!sct_varint_get(want, want + k, &back), "%llx cut to %u bytes", (unsigned long long)v, k);
}

static void varints(void)
{
	uint64_t state = 2;
	unsigned bit, i;

	for (bit = 0; bit < 64; bit++) {
		one_varint(1ull << bit);
		one_varint((1ull << bit) - 1);
		one_varint(UINT64_MAX << bit);
	}
	for (i = 0; i < 100000; i++)
		one_varint(sample_number(&state));
}

static void columns(void)
{
	uint64_t state = 3, want[200], got[200];
	uint8_t data[200 * 10 + 16];
	unsigned round, i, n, mask;
	size_t size;

	for (round = 0; round < 30000; round++) {
		n = (unsigned)(sample_random(&state) % 200);
		mask = (unsigned)(sample_random(&state) % 64);
		for (i = size = 0; i < n; i++) {
			want[i] = sample_number(&state) >> (sample_random(&state) & mask);
			size += plain_put(data + size, want[i]);
		}
		CHECK(decode_any(data, size, got, n) && memcmp(got, want, n * 8) == 0, "round %u", round);
		CHECK(n == 0 || !decode_any(data, size - 1, got, n), "round %u, a byte short", round);
		CHECK(n == 0 || !decode_any(data, size, got, n - 1), "round %u, a value over", round);
		if (!sct_have_bmi2())
			continue;
		memset(got, 0, sizeof(got));
		CHECK(decode_bmi2(data, size, got, n) && memcmp(got, want, n * 8) == 0, "round %u with pext", round);
		CHECK(n == 0 || !decode_bmi2(data, size - 1, got, n), "round %u with pext, a byte short", round);
		CHECK(n == 0 || !decode_bmi2(data, size, got, n - 1), "round %u with pext, a value over", round);
	}
}

static void batches(void)
{
	struct sct_batch *a = sct_batch_new(), *b = sct_batch_new();
	struct sct_buf x = { 0 }, y = { 0 };
	unsigned seed;

	b->bmi2 = false;
	for (seed = 1; seed < 20; seed++) {
		sct_batch_reset(a);
		sct_batch_reset(b);
		sample_fill(a, seed, 500);
		sample_fill(b, seed, 500);
		x.size = y.size = 0;
		sct_batch_pack(&x, a);
		sct_batch_pack(&y, b);
		CHECK(x.size == y.size && memcmp(x.data, y.data, x.size) == 0, "seed %u", seed);
		CHECK(x.size <= sct_batch_raw_size(a), "%zu bytes, more than the %zu promised", x.size,
		      sct_batch_raw_size(a));
	}
	sct_batch_free(a);
	sct_batch_free(b);
	sct_buf_free(&x);
	sct_buf_free(&y);
}

int main(void)
{
	checksums();
	varints();
	columns();
	batches();
	return sample_result("portable");
}
