/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A steady worker for when the recorder is killed: ticker MILLISECONDS. Every millisecond it writes
 * the clock to /dev/null, and at the end says "done COUNT".
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : 1000;
	int fd = open("/dev/null", O_WRONLY);
	struct timespec now, nap = { .tv_nsec = 1000000 };
	char line[64];

	for (int i = 0; i < n; i++) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		snprintf(line, sizeof(line), "%d %lld\n", i, now.tv_sec * 1000000000ll + now.tv_nsec);
		if (write(fd, line, strlen(line)) < 0)
			return 1;
		nanosleep(&nap, NULL);
	}
	printf("done %d\n", n);
	return 0;
}
