/* SPDX-License-Identifier: BSD-2-Clause */
/* What is not a recording, or not one for us, is refused with a status and words of its own. */
#include <errno.h>
#include <fcntl.h>

#include "format/error.h"
#include "format/frame.h"
#include "format/header.h"
#include "tests/format/sample.h"

static void expect(const void *data, size_t size, enum sct_status status, const char *words)
{
	struct sct_reader *r;
	enum sct_status s = sct_reader_new_memory(&r, data, size, NULL);

	CHECK(s == status, "%.20s: %d, not %d: %s", words, s, status, sct_reader_error(r)->detail);
	CHECK(strstr(sct_reader_error(r)->detail, words), "\"%s\" does not say \"%s\"", sct_reader_error(r)->detail, words);
	sct_reader_free(r);
}

/* A header frame of a message made here. */
static void expect_header(struct sct_buf *message, enum sct_status status, const char *words)
{
	struct sct_buf raw = { 0 }, frame = { 0 };

	sct_put_bytes(&raw, SCT_HEADER_FIELD, message->data, message->size);
	sct_zstd_put_raw(&frame, raw.data, raw.size);
	expect(frame.data, frame.size, status, words);
	sct_buf_free(&raw);
	sct_buf_free(&frame);
	sct_buf_free(message);
}

static struct sct_buf begin(unsigned major)
{
	struct sct_buf b = { 0 };

	sct_put_bytes(&b, 1, "sct-rec\n", 8);
	sct_put_uint(&b, 2, major);
	sct_put_bytes(&b, 4, "0123456789abcdef", 16);
	return b;
}

static void headers(void)
{
	struct sct_buf b;

	b = begin(SCT_MAJOR + 1);
	expect_header(&b, SCT_E_VERSION, "version 2.0");
	b = begin(0);
	expect_header(&b, SCT_E_VERSION, "version 0.0");
	b = begin(SCT_MAJOR);
	sct_put_bytes(&b, 5, "time-travel", 11);
	expect_header(&b, SCT_E_FEATURE, "\"time-travel\"");
	b = begin(SCT_MAJOR);
	sct_put_bytes(&b, 5, "evil\x1b[31m", 9);
	expect_header(&b, SCT_E_FEATURE, "\"evil?[31m\"");
	b = begin(SCT_MAJOR);
	sct_put_uint(&b, 12, 1);
	expect_header(&b, SCT_E_CORRUPT, "malformed header");
	b = begin(SCT_MAJOR);
	sct_put_uint(&b, 19, 1ull << 32);
	expect_header(&b, SCT_E_CORRUPT, "malformed header");
	b = begin(SCT_MAJOR);
	sct_put_bytes(&b, 4, "short", 5);
	expect_header(&b, SCT_E_CORRUPT, "malformed header");
	b = (struct sct_buf){ 0 };
	sct_put_bytes(&b, 1, "ctf-rec\n", 8);
	expect_header(&b, SCT_E_CORRUPT, "malformed header");
	b = (struct sct_buf){ 0 };
	expect_header(&b, SCT_E_CORRUPT, "malformed header");
}

/* What a newer minor version may add is passed over, and the rest is read. */
static void newer_minor(void)
{
	struct sct_buf raw = { 0 }, frame = { 0 }, b = begin(SCT_MAJOR);
	struct sct_reader *r;

	sct_put_uint(&b, 3, 77);
	sct_put_bytes(&b, 6, "nice-to-have", 12);
	sct_put_uint(&b, 2000, 5);
	sct_put_bytes(&b, 2001, "new", 3);
	sct_put_bytes(&raw, SCT_HEADER_FIELD, b.data, b.size);
	sct_put_bytes(&raw, 3000, "new", 3);
	sct_zstd_put_raw(&frame, raw.data, raw.size);
	CHECK(sct_reader_new_memory(&r, frame.data, frame.size, NULL) == SCT_OK, "%s", sct_reader_error(r)->detail);
	CHECK(sct_reader_header(r)->minor == 77 && sct_reader_header(r)->optional_count == 1, "newer minor version");
	sct_reader_free(r);
	sct_buf_free(&b);
	sct_buf_free(&raw);
	sct_buf_free(&frame);
}

static void files(void)
{
	struct sct_reader *r;
	int fd = open("/", O_RDONLY | O_DIRECTORY);

	CHECK(sct_reader_new(&r, fd, NULL) == SCT_E_IO && sct_reader_error(r)->sys_errno == EISDIR, "directory: %s",
	      sct_reader_error(r)->detail);
	sct_reader_free(r);
	close(fd);
	CHECK(sct_reader_new(&r, -1, NULL) == SCT_E_IO && sct_reader_error(r)->sys_errno == EBADF, "no descriptor: %s",
	      sct_reader_error(r)->detail);
	sct_reader_free(r);
	fd = open("/dev/null", O_RDONLY);
	CHECK(sct_reader_new(&r, fd, NULL) == SCT_E_NOT_SCT, "/dev/null: %s", sct_reader_error(r)->detail);
	sct_reader_free(r);
	close(fd);
	fd = open("/dev/zero", O_RDONLY);
	CHECK(sct_reader_new(&r, fd, NULL) == SCT_E_NOT_SCT, "/dev/zero: %s", sct_reader_error(r)->detail);
	sct_reader_free(r);
	close(fd);
}

static void not_recordings(void)
{
	struct sct_buf frame = { 0 };
	uint8_t big[32] = { 0x28, 0xb5, 0x2f, 0xfd, 0xa4, 0xff, 0xff, 0xff, 0x7f, 0xf8, 0xff, 0x0f };

	expect("", 0, SCT_E_NOT_SCT, "empty");
	expect("#", 1, SCT_E_NOT_SCT, "not an sct recording");
	expect("\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\076\0", 20, SCT_E_NOT_SCT, "not an sct recording");
	expect("\x28\xb5\x2f", 3, SCT_E_TRUNCATED, "inside the header");
	sct_zstd_put_raw(&frame, (const uint8_t *)"some compressed text", 20);
	expect(frame.data, frame.size, SCT_E_NOT_SCT, "zstd data");
	expect(frame.data, frame.size - 1, SCT_E_TRUNCATED, "inside the header");
	frame.data[15]++;
	expect(frame.data, frame.size, SCT_E_CHECKSUM, "checksum");
	sct_buf_free(&frame);
	/* a frame that says it holds 2 GiB, in blocks that are not there */
	expect(big, sizeof(big), SCT_E_TRUNCATED, "inside the header");
}

/* Every status has words, and no two the same ones. */
static void statuses(void)
{
	int a, b;

	for (a = SCT_OK; a <= SCT_E_USAGE; a++) {
		for (b = SCT_OK; b < a; b++)
			CHECK(strcmp(sct_status_text(a), sct_status_text(b)) != 0, "%d and %d", a, b);
	}
	CHECK(sct_status_text((enum sct_status)999) != NULL, "unknown status");
}

int main(void)
{
	headers();
	newer_minor();
	files();
	not_recordings();
	statuses();
	return sample_result("bad_input");
}
