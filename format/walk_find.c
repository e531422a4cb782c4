/* SPDX-License-Identifier: BSD-2-Clause */
/* Looking for the next intact frame behind damage: magic, tag, length, recording id, then checksum. */
#include <string.h>

#include "format/error.h"
#include "format/frame.h"
#include "format/limits.h"
#include "format/walk.h"

#define WINDOW (2 * SCT_MAX_DESC) /* a candidate in its first half has its whole frame in it */
#define LEAST (SCT_FRAME_HEAD + SCT_TAG_HEAD + 18)

/* p..size begins with our magic. True if an intact frame begins there; *wants more bytes than size when it
 * cannot be said yet. */
static bool intact(const struct sct_walk *w, const uint8_t *p, size_t size, size_t *wants)
{
	uint32_t tag;
	size_t content;

	*wants = LEAST;
	if (size < LEAST)
		return false;
	*wants = 0;
	content = sct_get32(p + 4);
	tag = sct_get32(p + 8);
	if (tag == SCT_TAG_DESC) {
		/* a descriptor begins with its recording id, so most impostors cost no checksum */
		if (content > SCT_MAX_DESC || content < SCT_TAG_HEAD + 18 || p[16] != 0x0a || p[17] != 16 ||
		    (w->id_known && memcmp(p + 18, w->id, 16) != 0))
			return false;
	} else if (tag != SCT_TAG_TRAILER || content != SCT_TRAILER_SIZE - SCT_FRAME_HEAD) {
		return false;
	}
	if (size < SCT_FRAME_HEAD + content) {
		*wants = SCT_FRAME_HEAD + content;
		return false;
	}
	return sct_frame_check(p + SCT_FRAME_HEAD, content);
}

enum sct_status sct_walk_find(struct sct_walk *w, uint64_t from, uint64_t *found)
{
	static const uint8_t magic[4] = { 0x5c, 0x2a, 0x4d, 0x18 };

	for (;;) {
		const uint8_t *p, *at;
		size_t got, wants, next;
		enum sct_status s = sct_input_get(w->in, from, WINDOW, &p, &got, w->err);

		if (s != SCT_OK)
			return s;
		if (got < LEAST)
			return SCT_END;
		next = got == WINDOW ? got - sizeof(magic) + 1 : got;
		for (at = p; (at = memmem(at, got - (size_t)(at - p), magic, sizeof(magic))); at++) {
			if (intact(w, at, got - (size_t)(at - p), &wants)) {
				*found = from + (uint64_t)(at - p);
				return SCT_OK;
			}
			/* look again with this candidate at the window's start, if there is more to see */
			if (wants && at > p && got == WINDOW) {
				next = (size_t)(at - p);
				break;
			}
		}
		if (got < WINDOW)
			return SCT_END;
		from += next;
	}
}
