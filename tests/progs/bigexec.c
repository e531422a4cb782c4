/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Long argument vectors and vectored I/O: bigexec string (one argument of 128 KiB less its NUL),
 * bigexec vector (2000 arguments), bigexec environment (2000 variables), bigexec fail (execve of
 * what is not there, vectors and all), bigexec iov (writev of 1024 pieces to /dev/null). The
 * exec'ed program is true(1).
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static char *numbered(const char *what, int i)
{
	char *s = NULL;

	if (asprintf(&s, "%s%d", what, i) < 0)
		exit(3);
	return s;
}

static int pieces(void)
{
	struct iovec v[1024];
	int fd = open("/dev/null", O_WRONLY);

	for (int i = 0; i < 1024; i++) {
		v[i].iov_base = numbered("piece ", i);
		v[i].iov_len = strlen(v[i].iov_base);
	}
	return writev(fd, v, 1024) < 0;
}

int main(int argc, char **argv)
{
	static char *big[2002];
	char *one[3] = { "true", NULL, NULL };
	char *env[] = { "A=b", NULL };
	const char *what = argc > 1 ? argv[1] : "";

	if (!strcmp(what, "iov"))
		return pieces();
	for (int i = 0; i < 2000; i++)
		big[i] = numbered(!strcmp(what, "environment") ? "variable=" : "argument ", i);
	if (!strcmp(what, "string")) {
		one[1] = malloc(131072);
		memset(one[1], 'z', 131071);
		one[1][131071] = 0;
		execve("/bin/true", one, env);
	} else if (!strcmp(what, "vector")) {
		execve("/bin/true", big, env);
	} else if (!strcmp(what, "environment")) {
		execve("/bin/true", one, big);
	} else if (!strcmp(what, "fail")) {
		char *few[] = { "first", "second", "", "fourth", NULL };

		execve("/nonexistent/program", few, env);
		return 0;
	}
	return 2;
}
