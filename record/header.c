/* SPDX-License-Identifier: BSD-2-Clause */
/* Collecting the header from the running system. */
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "record/header.h"
#include "record/sink.h"

struct header_data {
	struct sct_header h;
	struct utsname un;
	struct sct_bytes *argv, *env;
	struct sct_bytes capture[8];
	char *cwd;
	char user[64], boot_id[40], buffer[24], io[24];
};

static struct sct_bytes text(const char *s)
{
	return (struct sct_bytes){ (const uint8_t *)s, s ? strlen(s) : 0 };
}

static size_t count(char **v)
{
	size_t n = 0;

	while (v[n])
		n++;
	return n;
}

/* values: whole entries, else up to the '='. */
static struct sct_bytes *list(char **v, size_t n, bool values)
{
	struct sct_bytes *b = calloc(n + 1, sizeof(*b));

	for (size_t i = 0; b && i < n; i++) {
		b[i] = text(v[i]);
		if (!values)
			b[i].size = strcspn(v[i], "=");
	}
	return b;
}

static void read_line(const char *path, char *out, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, out, size - 1);

	if (fd >= 0)
		close(fd);
	out[n > 0 ? n : 0] = 0;
	out[strcspn(out, "\n")] = 0;
}

static void put_capture(struct header_data *d, const char *name, const char *value)
{
	d->capture[d->h.capture_count++] = text(name);
	d->capture[d->h.capture_count++] = text(value);
}

struct header_data *header_gather(const struct record_opts *o, pid_t root)
{
	struct header_data *d = calloc(1, sizeof(*d));
	struct sct_header *h;
	struct passwd *pw;

	if (!d)
		return NULL;
	h = &d->h;
	uname(&d->un);
	h->command_count = count(o->argv);
	h->environment_count = count(environ);
	d->argv = list(o->argv, h->command_count, true);
	d->env = list(environ, h->environment_count, o->env);
	if (!d->argv || !d->env) {
		header_free(d);
		return NULL;
	}
	h->major = SCT_MAJOR;
	h->minor = SCT_MINOR;
	h->command = d->argv;
	h->environment = d->env;
	d->cwd = getcwd(NULL, 0);
	h->cwd = text(d->cwd);
	h->host = text(d->un.nodename);
	h->kernel_release = text(d->un.release);
	h->machine = text(d->un.machine);
	h->uid = getuid();
	h->gid = getgid();
	pw = getpwuid(getuid());
	strncpy(d->user, pw ? pw->pw_name : "", sizeof(d->user) - 1);
	h->user = text(d->user);
	read_line("/proc/sys/kernel/random/boot_id", d->boot_id, sizeof(d->boot_id));
	h->boot_id = text(d->boot_id);
	h->recorder = text("sc-record " SCT_VERSION);
	h->backend = text("bpf");
	h->page_size = (uint32_t)sysconf(_SC_PAGESIZE);
	h->cpu_count = (uint32_t)sysconf(_SC_NPROCESSORS_ONLN);
	h->abi = SCT_ABI_X86_64;
	h->root_tid = (uint32_t)root;
	h->capture = d->capture;
	snprintf(d->buffer, sizeof(d->buffer), "%llu", (unsigned long long)o->buffer);
	snprintf(d->io, sizeof(d->io), "%u", o->io_limit);
	put_capture(d, "trace", o->trace ? o->trace : "all");
	put_capture(d, "buffer", d->buffer);
	put_capture(d, "string-limit", d->io);
	put_capture(d, "environment", o->env ? "values" : "names");
	clocks_now(&h->start);
	return d;
}

const struct sct_header *header_get(const struct header_data *d)
{
	return &d->h;
}

void header_free(struct header_data *d)
{
	if (!d)
		return;
	free(d->argv);
	free(d->env);
	free(d->cwd);
	free(d);
}
