/* SPDX-License-Identifier: BSD-2-Clause */
/* Sockets. */
#include "corpus.h"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/vm_sockets.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>

static char buf[300];
static int s, nl;

static void sockets(void)
{
	int sp[2];

	s = C(socket, AF_INET, SOCK_STREAM | SOCK_NONBLOCK, IPPROTO_TCP);
	C(socket, AF_INET6, SOCK_DGRAM, IPPROTO_UDP);
	nl = C(socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	C(socket, AF_NETLINK, SOCK_RAW, 99);
	C(socket, AF_UNIX, SOCK_STREAM, 0);
	C(socket, AF_INET, SOCK_RAW, 255);
	C(socket, AF_PACKET, 99, htons(3));
	C(socket, 99, 15 | SOCK_CLOEXEC, 5);
	C(socket, -1, 0x70000000, -1);
	C(socketpair, AF_UNIX, SOCK_DGRAM, 0, sp);
	C(socketpair, AF_INET, SOCK_STREAM, 0, sp);
	C(socketpair, AF_UNIX, SOCK_STREAM, 0, BAD);
	C(listen, -1, 128);
	C(shutdown, s, SHUT_RDWR);
	C(shutdown, s, 77);
	C(accept4, -1, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	C(accept4, -1, buf, sp, 0x77);
}

static void addresses(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(80), .sin_addr.s_addr = htonl(0x7f000001) };
	struct sockaddr_in6 a6 = { .sin6_family = AF_INET6, .sin6_port = htons(443), .sin6_scope_id = 3,
				   .sin6_flowinfo = htonl(7) };
	struct sockaddr_un un = { .sun_family = AF_UNIX, .sun_path = "\0abs" };
	struct sockaddr_nl n = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	struct sockaddr sa = { .sa_family = 77, .sa_data = "hello" };
	struct sockaddr_ll ll = { .sll_family = AF_PACKET, .sll_protocol = htons(3), .sll_ifindex = 1 };
	struct sockaddr_vm vm = { .svm_family = AF_VSOCK, .svm_cid = 2, .svm_port = 1024 };
	socklen_t l = sizeof n;

	C(connect, -1, &a, sizeof a);
	C(bind, s, &a, 4);
	C(bind, s, &a, 1);
	C(bind, -1, &a, -1);
	C(bind, -1, &a, 1000);
	inet_pton(AF_INET6, "fe80::1", &a6.sin6_addr);
	C(connect, -1, &a6, sizeof a6);
	C(connect, -1, &a6, 24);
	inet_pton(AF_INET6, "2001:db8::1", &a6.sin6_addr);
	a6.sin6_scope_id = 0;
	C(connect, -1, &a6, sizeof a6);
	C(connect, -1, &un, 2 + 4);
	strcpy(un.sun_path, "/tmp/s");
	C(connect, -1, &un, sizeof un);
	C(connect, -1, &un, 6);
	C(connect, -1, &un, 2);
	C(connect, -1, &un, 3);
	C(connect, -1, &un, 0);
	memset(un.sun_path, 'x', sizeof un.sun_path);
	C(connect, -1, &un, sizeof un);
	C(bind, nl, &n, sizeof n);
	C(getsockname, nl, &n, &l);
	l = 4;
	C(getsockname, s, buf, &l);
	l = 16;
	C(getpeername, s, buf, &l);
	C(getsockname, s, BAD, &l);
	C(getsockname, s, buf, BAD);
	C(getsockname, s, NULL, NULL);
	C(bind, -1, &sa, sizeof sa);
	C(bind, -1, &sa, 2);
	C(bind, -1, &ll, sizeof ll);
	C(connect, -1, &vm, sizeof vm);
	sa.sa_family = AF_UNSPEC;
	C(connect, -1, &sa, sizeof sa);
	C(connect, -1, &sa, 2);
	C(connect, -1, NULL, 16);
	C(connect, -1, BAD, 16);
	C(sendto, -1, "data", 4, MSG_DONTWAIT | MSG_NOSIGNAL, &a, sizeof a);
	C(sendto, -1, NULL, 4, 0xff000000, NULL, 0);
	C(recvfrom, s, buf, 100, MSG_PEEK, NULL, NULL);
	l = 16;
	C(recvfrom, -1, buf, 100, MSG_TRUNC | MSG_WAITALL, &a, &l);
}

static void options(void)
{
	struct linger lg = { 1, 5 };
	struct timeval tv = { 1, 2 };
	struct sock_filter f[1] = { { 6, 0, 0, 0x7fff0000 } };
	struct sock_fprog fp = { 1, f };
	struct ip_mreqn mr = { 0 };
	int on = 1, v = 0;
	socklen_t l = 4;

	C(setsockopt, s, SOL_SOCKET, SO_REUSEADDR, &on, 4);
	C(setsockopt, s, IPPROTO_TCP, TCP_NODELAY, &on, 4);
	C(setsockopt, s, SOL_IP, IP_TTL, &on, 4);
	C(setsockopt, s, SOL_IPV6, 26, &on, 4);
	C(setsockopt, s, SOL_SOCKET, SO_LINGER, &lg, 8);
	C(setsockopt, s, SOL_SOCKET, SO_LINGER, &lg, 4);
	C(setsockopt, s, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof tv);
	C(setsockopt, s, SOL_SOCKET, SO_REUSEADDR, &on, 2);
	C(setsockopt, s, SOL_SOCKET, SO_REUSEADDR, &on, -1);
	C(setsockopt, s, SOL_SOCKET, SO_REUSEADDR, NULL, 4);
	C(setsockopt, s, SOL_SOCKET, SO_REUSEADDR, BAD, 4);
	C(setsockopt, s, SOL_SOCKET, 9999, &on, 4);
	C(setsockopt, s, 999, 1, "abcdef", 6);
	C(setsockopt, s, SOL_TCP, TCP_CONGESTION, "reno", 4);
	C(setsockopt, -1, SOL_SOCKET, SO_ATTACH_FILTER, &fp, 16);
	C(setsockopt, -1, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3);
	C(setsockopt, -1, IPPROTO_IP, IP_ADD_MEMBERSHIP, &mr, sizeof mr);
	C(setsockopt, -1, SOL_PACKET, PACKET_VERSION, &v, 4);
	C(setsockopt, -1, SOL_NETLINK, 1, &v, 4);
	C(setsockopt, -1, 17, 1, &v, 4);
	C(getsockopt, s, SOL_SOCKET, SO_ERROR, &v, &l);
	C(getsockopt, s, SOL_SOCKET, SO_TYPE, &v, &l);
	l = 8;
	C(getsockopt, s, SOL_SOCKET, SO_LINGER, &lg, &l);
	l = 2;
	C(getsockopt, s, SOL_SOCKET, SO_SNDBUF, &v, &l);
	l = 16;
	C(getsockopt, s, SOL_SOCKET, SO_PEERCRED, buf, &l);
	l = 100;
	C(getsockopt, s, SOL_SOCKET, SO_RCVBUF, buf, &l);
	C(getsockopt, s, SOL_SOCKET, SO_RCVTIMEO, buf, &l);
	l = 100;
	C(getsockopt, s, SOL_TCP, TCP_CONGESTION, buf, &l);
	C(getsockopt, -1, SOL_SOCKET, SO_RCVBUF, buf, &l);
	C(getsockopt, s, SOL_SOCKET, SO_RCVBUF, BAD, BAD);
	C(getsockopt, s, 77, 88, buf, NULL);
}

static void messages(void)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX, .sun_path = "/nope" };
	struct iovec iv[2] = { { "ab", 2 }, { "cde", 3 } }, ri = { buf, 100 };
	struct msghdr m = { .msg_iov = iv, .msg_iovlen = 2 };
	struct msghdr r = { .msg_iov = &ri, .msg_iovlen = 1 };
	struct mmsghdr mm[2] = { { .msg_hdr = { .msg_iov = iv, .msg_iovlen = 1 } },
				 { .msg_hdr = { .msg_iov = iv + 1, .msg_iovlen = 1 } } };
	char control[CMSG_SPACE(4)] = { 0 };
	struct cmsghdr *c;
	int sp[2];

	C(socketpair, AF_UNIX, SOCK_DGRAM, 0, sp);
	C(sendmsg, sp[0], &m, MSG_NOSIGNAL);
	C(recvmsg, sp[1], &r, 0);
	C(recvmsg, sp[1], &r, MSG_DONTWAIT);
	m.msg_name = &un;
	m.msg_namelen = 10;
	C(sendmsg, -1, &m, 0);
	m.msg_name = NULL;
	m.msg_control = control;
	m.msg_controllen = sizeof control;
	c = CMSG_FIRSTHDR(&m);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(4);
	*(int *)CMSG_DATA(c) = 1;
	C(sendmsg, sp[0], &m, 0);
	memset(control, 0, sizeof control);
	r.msg_control = control;
	r.msg_controllen = sizeof control;
	C(recvmsg, sp[1], &r, MSG_CMSG_CLOEXEC);
	C(sendmsg, -1, NULL, 0);
	C(sendmsg, -1, BAD, 0);
	C(recvmsg, -1, BAD, 0x80000000);
	C(recvmsg, -1, &r, 0);
	C(sendmmsg, sp[0], mm, 2, 0);
	C(recvmmsg, sp[1], mm, 2, MSG_DONTWAIT, NULL);
	C(recvmmsg, -1, mm, 2, 0, BAD);
	C(sendmmsg, -1, BAD, 2, 0);
	C(sendto, sp[0], "0123456789012345678901234567890123456789", 40, 0, NULL, 0);
	C(recvfrom, sp[1], buf, 300, 0, NULL, NULL);
}

int main(void)
{
	edge(0);
	begin();
	sockets();
	addresses();
	options();
	messages();
	return 0;
}
