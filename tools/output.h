/* SPDX-License-Identifier: BSD-2-Clause */
/* Standard output through one big buffer, with every write error noticed. */
#ifndef TOOLS_OUTPUT_H
#define TOOLS_OUTPUT_H

#include "format/sct.h"

struct output {
	struct sct_text text; /* append here, then call output_drain() */
	int error;	      /* errno of the first failed write, 0: none */
};

/* Writes when the buffer has become big. false: writing failed, now or before. */
bool output_drain(struct output *o);
/* Writes everything. */
bool output_flush(struct output *o);
/* Flushes, frees, and reports what went wrong; a reader that went away (EPIPE) is no news. false: something did. */
bool output_finish(struct output *o, const char *tool);

#endif
