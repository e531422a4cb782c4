/* SPDX-License-Identifier: BSD-2-Clause */
/* Lengths that lie: less room than the kernel has to say, and negative ones. Execs from memory never touched. */
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* 2 MiB of constants apart, so that no neighbour brings the page in */
static const struct { char before[1 << 20], path[16], arg[16], after[1 << 20]; } cold = { .path = "/bin/true", .arg = "cold-argument" };

int main(void)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX, .sun_path = "\0a-name-of-some-length" };
	char buffer[64] = "____BEHIND-THE-ROOM-GIVEN";
	socklen_t len = 4;
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	bind(fd, (struct sockaddr *)&name, offsetof(struct sockaddr_un, sun_path) + 22);
	getsockname(fd, (struct sockaddr *)buffer, &len);
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, "NOBODY-READS-THIS", (socklen_t)-4);
	if (!fork()) {
		execv(cold.path, (char *const[]){ (char *)cold.arg, NULL });
		_exit(1);
	}
	wait(NULL);
	return 0;
}
