/* SPDX-License-Identifier: BSD-2-Clause */
/* Standard output, buffered by us, so that an error has its errno and no byte is written twice. */
#include "tools/output.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "tools/message.h"

#define BIG (128 << 10)

bool output_flush(struct output *o)
{
	size_t done = 0;

	if (o->text.failed && !o->error)
		o->error = ENOMEM;
	while (!o->error && done < o->text.size) {
		ssize_t n = write(STDOUT_FILENO, o->text.data + done, o->text.size - done);

		if (n >= 0)
			done += (size_t)n;
		else if (errno != EINTR)
			o->error = errno;
	}
	o->text.size = 0;
	return !o->error;
}

bool output_drain(struct output *o)
{
	return o->text.size < BIG && !o->text.failed ? !o->error : output_flush(o);
}

bool output_finish(struct output *o, const char *tool)
{
	output_flush(o);
	/* a full NFS disk may only be noticed here */
	if (close(STDOUT_FILENO) && !o->error && errno != EBADF)
		o->error = errno;
	sct_text_free(&o->text);
	if (o->error && o->error != EPIPE)
		message(tool, "standard output: %s", strerror(o->error));
	return !o->error;
}
