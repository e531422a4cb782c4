/* SPDX-License-Identifier: BSD-2-Clause */
/* struct msghdr: name, data, control messages. */
#include "format/decode/walk.h"

SCT_NEED_SET(sol);
SCT_NEED_SET(scm);
SCT_NEED_SET(msg);

enum { SOL_SOCKET_LEVEL = 1, RIGHTS = 1, CREDENTIALS = 2 };

static void control_data(struct sct_walk *w, uint32_t level, uint32_t type, const uint8_t *d, size_t n)
{
	static const char *const cred[] = { "pid", "uid", "gid" };

	if (level == SOL_SOCKET_LEVEL && type == RIGHTS) {
		sct_open(w, SCT_GROUP_ARRAY);
		for (size_t i = 0; i + 4 <= n; i += 4) {
			sct_member(w, NULL);
			sct_emit(w, SCT_V_FD, (uint64_t)(int32_t)sct_load(d + i, 4));
		}
		sct_close(w, SCT_GROUP_ARRAY);
	} else if (level == SOL_SOCKET_LEVEL && type == CREDENTIALS && n >= 12) {
		sct_open(w, SCT_GROUP_STRUCT);
		for (unsigned k = 0; k < 3; k++) {
			sct_member(w, cred[k]);
			sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)sct_load(d + 4 * k, 4));
		}
		sct_close(w, SCT_GROUP_STRUCT);
	} else {
		sct_emit_text(w, SCT_BLOB_BINARY, d, n, false);
	}
}

static void control(struct sct_walk *w, const uint8_t *d, size_t n, bool cut)
{
	size_t head = w->word + 8u;

	sct_open(w, SCT_GROUP_ARRAY);
	while (n >= head) {
		uint64_t length = sct_load(d, w->word), step;
		uint32_t level = (uint32_t)sct_load(d + w->word, 4), type = (uint32_t)sct_load(d + w->word + 4, 4);
		size_t here = length < n ? (size_t)length : n;

		sct_member(w, NULL);
		sct_open(w, SCT_GROUP_STRUCT);
		sct_member(w, "cmsg_len");
		sct_emit(w, SCT_V_UNSIGNED, length);
		sct_member(w, "cmsg_level");
		sct_emit_set(w, &sct_set_sol, level);
		sct_member(w, "cmsg_type");
		if (level == SOL_SOCKET_LEVEL)
			sct_emit_set(w, &sct_set_scm, type);
		else
			sct_emit(w, SCT_V_HEX, type);
		if (here > head) {
			sct_member(w, "cmsg_data");
			control_data(w, level, type, d + head, here - head);
		}
		sct_close(w, SCT_GROUP_STRUCT);
		step = (here + w->word - 1) & ~(uint64_t)(w->word - 1);
		if (length < head || step >= n)
			break;
		d += step;
		n -= step;
	}
	if (cut)
		sct_more(w);
	sct_close(w, SCT_GROUP_ARRAY);
}

/* struct msghdr's words: name, namelen, iov, iovlen, control, controllen, flags */
enum { NAME, NAMELEN, IOV, IOVLEN, CONTROL, CONTROLLEN, FLAGS, WORDS };

static void message(struct sct_walk *w, unsigned i, const struct sct_payload *p, bool out, const uint64_t *m)
{
	const struct sct_payload *in = out ? sct_walk_payload(w, i, SCT_PART_SELF, false) : NULL;
	const struct sct_payload *name = sct_walk_payload(w, i, SCT_PART_NAME, p->at_exit);
	const struct sct_payload *vector = sct_walk_payload(w, i, SCT_PART_IOV, p->at_exit);
	const struct sct_payload *data = sct_walk_payload(w, i, SCT_PART_IOV_DATA, p->at_exit);
	const struct sct_payload *ctl = sct_walk_payload(w, i, SCT_PART_CONTROL, p->at_exit);
	uint64_t room = in && in->bytes.size >= 2u * w->word ? (uint32_t)sct_load(in->bytes.data + w->word, 4) : m[NAMELEN];

	sct_open(w, SCT_GROUP_STRUCT);
	sct_member(w, "msg_name");
	if (name && name->bytes.size && m[NAMELEN])
		sct_walk_sockaddr_bytes(w, name->bytes.data, name->bytes.size);
	else
		sct_emit(w, SCT_V_ADDRESS, m[NAME]);
	sct_member(w, "msg_namelen");
	if (room != m[NAMELEN]) {
		sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)room);
		sct_change(w);
	}
	sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)m[NAMELEN]);
	sct_member(w, "msg_iov");
	if (vector && m[IOV])
		sct_walk_iov_bytes(w, vector, data, m[IOVLEN], !out ? UINT64_MAX :
				   w->e->result < 0 ? 0 : (uint64_t)w->e->result);
	else
		sct_emit(w, SCT_V_ADDRESS, m[IOV]);
	sct_member(w, "msg_iovlen");
	sct_emit(w, SCT_V_UNSIGNED, m[IOVLEN]);
	if (m[CONTROLLEN]) {
		sct_member(w, "msg_control");
		if (ctl && ctl->bytes.size && m[CONTROL])
			control(w, ctl->bytes.data, ctl->bytes.size, ctl->status == SCT_PAYLOAD_TRUNCATED);
		else
			sct_emit(w, SCT_V_ADDRESS, m[CONTROL]);
	}
	sct_member(w, "msg_controllen");
	sct_emit(w, SCT_V_UNSIGNED, m[CONTROLLEN]);
	sct_member(w, "msg_flags");
	sct_emit_set(w, &sct_set_msg, m[FLAGS]);
	sct_close(w, SCT_GROUP_STRUCT);
}

static void words(const struct sct_walk *w, const uint8_t *d, uint64_t *m)
{
	for (unsigned k = 0; k < WORDS; k++)
		m[k] = sct_load(d + k * w->word, w->word);
	m[NAMELEN] = (uint32_t)m[NAMELEN];
	m[FLAGS] = (uint32_t)m[FLAGS];
}

/* Of a message that was not received only the room for the sender's name means anything. */
static bool only_room(struct sct_walk *w, unsigned i)
{
	const struct sct_payload *in = sct_walk_payload(w, i, SCT_PART_SELF, false);

	if (!in || in->bytes.size < w->word + 4u)
		return false;
	sct_open(w, SCT_GROUP_STRUCT);
	sct_member(w, "msg_namelen");
	sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)sct_load(in->bytes.data + w->word, 4));
	sct_close(w, SCT_GROUP_STRUCT);
	return true;
}

bool sct_walk_msghdr(struct sct_walk *w, unsigned i)
{
	bool out = w->types[i].when & SCT_CAP_OUT;
	const struct sct_payload *p = out ? sct_walk_output(w, i) : sct_walk_input(w, i);
	uint64_t m[WORDS];

	w->v->ops->argument(w->v, w->row->arg_names[i], false);
	if (out && w->failed && only_room(w, i))
		return true;
	if (!sct_walk_behind(w, i, p))
		return true;
	if (p->bytes.size < (size_t)WORDS * w->word) {
		sct_emit_blob(w, SCT_BLOB_BINARY, p->bytes.data, p->bytes.size, true);
		return true;
	}
	words(w, p->bytes.data, m);
	message(w, i, p, out, m);
	return true;
}

/* Of a vector of messages only the headers are captured. */
bool sct_walk_mmsghdr(struct sct_walk *w, unsigned i)
{
	bool out = w->types[i].when & SCT_CAP_OUT;
	const struct sct_payload *p = out ? sct_walk_output(w, i) : sct_walk_input(w, i);
	size_t each = w->word == 8 ? 64 : 32;
	uint64_t n = (uint32_t)sct_walk_arg(w, w->types[i].len_arg), m[WORDS];

	w->v->ops->argument(w->v, w->row->arg_names[i], false);
	if (!sct_walk_behind(w, i, p))
		return true;
	if (out && w->e->result >= 0 && (uint64_t)w->e->result < n)
		n = (uint64_t)w->e->result;
	sct_open(w, SCT_GROUP_ARRAY);
	for (uint64_t k = 0; k < n; k++) {
		const uint8_t *d = p->bytes.data + k * each;

		if ((k + 1) * each > p->bytes.size) {
			sct_more(w);
			break;
		}
		words(w, d, m);
		sct_member(w, NULL);
		sct_open(w, SCT_GROUP_STRUCT);
		sct_member(w, "msg_hdr");
		sct_open(w, SCT_GROUP_STRUCT);
		sct_member(w, "msg_name");
		sct_emit(w, SCT_V_ADDRESS, m[NAME]);
		sct_member(w, "msg_namelen");
		sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)m[NAMELEN]);
		sct_member(w, "msg_iov");
		sct_emit(w, SCT_V_ADDRESS, m[IOV]);
		sct_member(w, "msg_iovlen");
		sct_emit(w, SCT_V_UNSIGNED, m[IOVLEN]);
		sct_member(w, "msg_controllen");
		sct_emit(w, SCT_V_UNSIGNED, m[CONTROLLEN]);
		sct_member(w, "msg_flags");
		sct_emit_set(w, &sct_set_msg, m[FLAGS]);
		sct_close(w, SCT_GROUP_STRUCT);
		sct_member(w, "msg_len");
		sct_emit(w, SCT_V_UNSIGNED, sct_load(d + 7u * w->word, 4));
		sct_close(w, SCT_GROUP_STRUCT);
	}
	sct_close(w, SCT_GROUP_ARRAY);
	return true;
}
