/* SPDX-License-Identifier: BSD-2-Clause */
/* Sockets: addresses, options, messages. */
#include "format/decode/walk.h"

#include <string.h>

SCT_NEED_SET(socket_domain);
SCT_NEED_SET(ipproto);
SCT_NEED_SET(ethertype);
SCT_NEED_SET(arphrd);
SCT_NEED_SET(packet_type);
SCT_NEED_LAYOUT(sock_fprog);
SCT_NEED_SET(netlink_family);
SCT_NEED_SET(so_option);
SCT_NEED_SET(ip_option);
SCT_NEED_SET(ipv6_option);
SCT_NEED_SET(tcp_option);
SCT_NEED_SET(udp_option);
SCT_NEED_SET(packet_option);
SCT_NEED_SET(netlink_option);

enum { UNIX = 1, INET = 2, INET6 = 10, NETLINK = 16, PACKET = 17, VSOCK = 40 };   /* AF_* */

static void argument(struct sct_walk *w, unsigned i)
{
	w->v->ops->argument(w->v, w->row->arg_names[i], false);
}

static void number(struct sct_walk *w, const char *name, enum sct_value_kind kind, uint64_t u)
{
	sct_member(w, name);
	sct_emit(w, kind, u);
}

static uint16_t big16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static void un(struct sct_walk *w, const uint8_t *d, size_t n)
{
	const uint8_t *path = d + 2, *nul;

	if (n <= 2)
		return;
	n -= 2;
	sct_member(w, "sun_path");
	if (!path[0]) {
		sct_emit_blob(w, SCT_BLOB_ABSTRACT, path + 1, n - 1, false);
		return;
	}
	nul = memchr(path, 0, n);
	sct_emit_blob(w, SCT_BLOB_PATH, path, nul ? (size_t)(nul - path) : n, false);
}

static void in6(struct sct_walk *w, const uint8_t *d, size_t n)
{
	struct sct_blob address = { .kind = SCT_BLOB_INET6, .data = d + 8, .size = 16, .name = "sin6_addr" };

	number(w, "sin6_port", SCT_V_PORT, big16(d + 2));
	sct_member(w, "sin6_flowinfo");
	sct_emit(w, SCT_V_HTONL, (uint32_t)d[4] << 24 | d[5] << 16 | d[6] << 8 | d[7]);
	sct_member(w, NULL);
	w->v->ops->blob(w->v, &address);
	if (n >= 28)
		number(w, "sin6_scope_id", SCT_V_UNSIGNED, sct_load(d + 24, 4));
}

/* linux/vm_sockets.h */
static void vsock(struct sct_walk *w, const uint8_t *d)
{
	static const char *const names[] = { "VMADDR_CID_HYPERVISOR", "VMADDR_CID_LOCAL", "VMADDR_CID_HOST" };
	uint32_t cid = (uint32_t)sct_load(d + 8, 4);

	sct_member(w, "svm_cid");
	if (cid < 3)
		sct_emit_name(w, names[cid], cid);
	else if (cid == UINT32_MAX)
		sct_emit_name(w, "VMADDR_CID_ANY", cid);
	else
		sct_emit(w, SCT_V_HEX, cid);
	number(w, "svm_port", SCT_V_HEX, sct_load(d + 4, 4));
	number(w, "svm_flags", SCT_V_HEX, d[12]);
}

/* linux/if_packet.h, struct sockaddr_ll */
static void packet(struct sct_walk *w, const uint8_t *d, size_t n)
{
	struct sct_value protocol = { .kind = SCT_V_PORT, .u = big16(d + 2), .set = &sct_set_ethertype };
	size_t length = d[11];

	sct_member(w, "sll_protocol");
	w->v->ops->value(w->v, &protocol);
	number(w, "sll_ifindex", SCT_V_SIGNED, (uint64_t)(int32_t)sct_load(d + 4, 4));
	sct_member(w, "sll_hatype");
	sct_emit_set(w, &sct_set_arphrd, sct_load(d + 8, 2));
	sct_member(w, "sll_pkttype");
	sct_emit_set(w, &sct_set_packet_type, d[10]);
	number(w, "sll_halen", SCT_V_UNSIGNED, length);
	if (length && n > 12) {
		sct_member(w, "sll_addr");
		sct_emit_blob(w, SCT_BLOB_BINARY, d + 12, length < n - 12 ? length : n - 12, length > n - 12);
	}
}

void sct_walk_sockaddr_bytes(struct sct_walk *w, const uint8_t *d, size_t n)
{
	unsigned family;

	if (n < 2) {
		sct_emit_blob(w, SCT_BLOB_BINARY, d, n, false);
		return;
	}
	family = (unsigned)sct_load(d, 2);
	sct_open(w, SCT_GROUP_STRUCT);
	sct_member(w, "sa_family");
	sct_emit_set(w, &sct_set_socket_domain, family);
	if (family == UNIX) {
		un(w, d, n);
	} else if (family == INET && n >= 8) {
		number(w, "sin_port", SCT_V_PORT, big16(d + 2));
		number(w, "sin_addr", SCT_V_INET, sct_load(d + 4, 4));
	} else if (family == INET6 && n >= 24) {
		in6(w, d, n);
	} else if (family == NETLINK && n >= 12) {
		number(w, "nl_pid", SCT_V_SIGNED, (uint64_t)(int32_t)sct_load(d + 4, 4));
		number(w, "nl_groups", SCT_V_HEX8, sct_load(d + 8, 4));
	} else if (family == VSOCK && n >= 16) {
		vsock(w, d);
	} else if (family == PACKET && n >= 12) {
		packet(w, d, n);
	} else if (n > 2) {
		sct_member(w, "sa_data");
		sct_emit_blob(w, SCT_BLOB_DATA, d + 2, n - 2, false);
	}
	sct_close(w, SCT_GROUP_STRUCT);
}

bool sct_walk_sockaddr(struct sct_walk *w, unsigned i)
{
	const struct sct_arg_type *t = &w->types[i];
	bool out = t->when & SCT_CAP_OUT;
	const struct sct_payload *p = out ? sct_walk_output(w, i) : sct_walk_input(w, i);
	size_t n = p ? p->bytes.size : 0;

	argument(w, i);
	if (p && p->status <= SCT_PAYLOAD_TRUNCATED && n < 2 && !(out && n) && sct_walk_arg(w, i)) {
		sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
		return true;
	}
	if (!sct_walk_behind(w, i, p))
		return true;
	if (out && t->len_arg < 6) {
		/* the kernel wrote no more than there was room for */
		const struct sct_payload *room = sct_walk_payload(w, t->len_arg, SCT_PART_SELF, false);

		if (room && room->bytes.size >= 4 && sct_load(room->bytes.data, 4) < n)
			n = sct_load(room->bytes.data, 4);
	}
	sct_walk_sockaddr_bytes(w, p->bytes.data, n);
	return true;
}

/* A length that the kernel updates: [room => length]. */
bool sct_walk_socklen(struct sct_walk *w, unsigned i)
{
	const struct sct_payload *in = sct_walk_payload(w, i, SCT_PART_SELF, false);
	const struct sct_payload *out = sct_walk_payload(w, i, SCT_PART_LENGTH, true);
	int32_t before = 0, after;

	argument(w, i);
	if (in && in->bytes.size < 4)
		in = NULL;
	if (out && (out->bytes.size < 4 || !w->returned || w->failed))
		out = NULL;
	if (!in && !out) {
		sct_walk_behind(w, i, NULL);
		return true;
	}
	if (in)
		before = (int32_t)sct_load(in->bytes.data, 4);
	after = out ? (int32_t)sct_load(out->bytes.data, 4) : before;
	sct_open(w, SCT_GROUP_ARRAY);
	sct_member(w, NULL);
	if (in && before != after) {
		sct_emit(w, SCT_V_SIGNED, (uint64_t)(int64_t)before);
		sct_change(w);
	}
	sct_emit(w, SCT_V_SIGNED, (uint64_t)(int64_t)after);
	sct_close(w, SCT_GROUP_ARRAY);
	return true;
}

bool sct_walk_protocol(struct sct_walk *w, unsigned i)
{
	uint32_t domain = (uint32_t)sct_walk_arg(w, 0), protocol = (uint32_t)sct_walk_arg(w, i);
	struct sct_value port = {
		.kind = SCT_V_PORT, .u = (uint16_t)(protocol << 8 | (protocol >> 8 & 0xff)), .set = &sct_set_ethertype,
	};

	argument(w, i);
	/* a pair is of local sockets */
	if ((domain == INET || domain == INET6) && w->row->arg_count == 3)
		sct_emit_set(w, &sct_set_ipproto, protocol);
	else if (domain == NETLINK)
		sct_emit_set(w, &sct_set_netlink_family, protocol);
	else if (domain == PACKET && protocol)
		w->v->ops->value(w->v, &port);
	else
		sct_emit(w, SCT_V_UNSIGNED, protocol);
	return true;
}

bool sct_walk_sockopt_name(struct sct_walk *w, unsigned i)
{
	static const struct { uint32_t level; const struct sct_flagset *set; } levels[] = {
		{ 1, &sct_set_so_option }, { 0, &sct_set_ip_option }, { 41, &sct_set_ipv6_option },
		{ 6, &sct_set_tcp_option }, { 17, &sct_set_udp_option }, { 263, &sct_set_packet_option },
		{ 270, &sct_set_netlink_option },
	};
	uint32_t level = (uint32_t)sct_walk_arg(w, 1), name = (uint32_t)sct_walk_arg(w, i);

	argument(w, i);
	for (unsigned k = 0; k < sizeof levels / sizeof *levels; k++)
		if (levels[k].level == level) {
			sct_emit_set(w, levels[k].set, name);
			return true;
		}
	sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)name);
	return true;
}

static void pair_of(struct sct_walk *w, const uint8_t *d, const char *const *names, unsigned n)
{
	sct_open(w, SCT_GROUP_STRUCT);
	for (unsigned k = 0; k < n; k++)
		number(w, names[k], SCT_V_SIGNED, (uint64_t)(int32_t)sct_load(d + 4 * k, 4));
	sct_close(w, SCT_GROUP_STRUCT);
}

static void option_value(struct sct_walk *w, uint32_t level, uint32_t name, const uint8_t *d, size_t n, bool out)
{
	static const char *const linger[] = { "l_onoff", "l_linger" }, *const cred[] = { "pid", "uid", "gid" };

	if (level == 1 && name == 13 && n >= 8) {
		pair_of(w, d, linger, 2);
	} else if (level == 1 && (name == 26 || name == 51) && n >= 2u * w->word) {
		sct_walk_struct(w, sct_layout_sock_fprog[w->slot], d, n);
	} else if (level == 0 && (name == 35 || name == 36) && n >= 8) {
		sct_open(w, SCT_GROUP_STRUCT);
		number(w, "imr_multiaddr", SCT_V_INET, sct_load(d, 4));
		number(w, "imr_interface", SCT_V_INET, sct_load(d + 4, 4));
		sct_close(w, SCT_GROUP_STRUCT);
	} else if (level == 1 && name == 17 && n >= 12) {
		pair_of(w, d, cred, 3);
	} else if (n == 4 && !(level == 1 && name == 25)) {
		sct_open(w, SCT_GROUP_ARRAY);
		sct_member(w, NULL);
		if (level == 1 && name == 4)                  /* SO_ERROR */
			sct_emit(w, SCT_V_ERRNO, sct_load(d, 4));
		else
			sct_emit(w, SCT_V_SIGNED, (uint64_t)(int32_t)sct_load(d, 4));
		sct_close(w, SCT_GROUP_ARRAY);
	} else {
		sct_emit_text(w, out && level == 1 && name != 25 ? SCT_BLOB_BINARY : SCT_BLOB_DATA, d, n, false);
	}
}

static size_t least(uint32_t level, uint32_t name)
{
	if (level != 1 || name == 25)                         /* SO_BINDTODEVICE takes a name */
		return 0;
	return name == 13 ? 8 : 4;                            /* SO_LINGER */
}

bool sct_walk_sockopt(struct sct_walk *w, unsigned i)
{
	bool out = w->types[i].when & SCT_CAP_OUT;
	const struct sct_payload *p = out ? sct_walk_output(w, i) : sct_walk_input(w, i);

	argument(w, i);
	/* a value too short for its option is refused unread */
	if (!out && p && w->failed && p->bytes.size < least((uint32_t)sct_walk_arg(w, 1), (uint32_t)sct_walk_arg(w, 2)))
		sct_emit(w, SCT_V_ADDRESS, sct_walk_arg(w, i));
	else if (sct_walk_behind(w, i, p))
		option_value(w, (uint32_t)sct_walk_arg(w, 1), (uint32_t)sct_walk_arg(w, 2), p->bytes.data, p->bytes.size,
			     out);
	return true;
}
