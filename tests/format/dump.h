/* SPDX-License-Identifier: BSD-2-Clause */
/* A recording as plain lines, to compare with what something else says is in it. */
#ifndef SCT_TESTS_FORMAT_DUMP_H
#define SCT_TESTS_FORMAT_DUMP_H

#include <stdio.h>

#include "format/sct.h"

/* Prints chunks, tasks and events, one a line. */
static inline void dump(struct sct_reader *r, FILE *f)
{
	struct sct_decoder *dec = sct_decoder_new();
	struct sct_desc d;
	struct sct_event e;
	unsigned i;

	while (sct_reader_next(r, &d) == SCT_OK) {
		fprintf(f, "chunk %llu: %llu..%llu, %zu tids, %zu calls, %llu failed\n", (unsigned long long)d.sequence,
			(unsigned long long)d.min_time, (unsigned long long)d.max_end, d.tid_count, d.syscall_count,
			(unsigned long long)d.failed);
		if (sct_decoder_load(dec, r, &d, SCT_COL_ALL) != SCT_OK)
			fprintf(f, "%s\n", sct_decoder_error(dec)->detail);
		for (i = 0; i < sct_decoder_task_count(dec); i++) {
			const struct sct_task *t = sct_decoder_task(dec, i);
			struct sct_bytes comm = sct_decoder_string(dec, t->comm), exe = sct_decoder_string(dec, t->exe);

			fprintf(f, "task %u: %u/%u start %llu ppid %u uid %u \"%.*s\" \"%.*s\"\n", i, t->tid, t->tgid,
				(unsigned long long)t->start_time, t->ppid, t->uid, (int)comm.size, (const char *)comm.data,
				(int)exe.size, (const char *)exe.data);
		}
		while (sct_decoder_next(dec, &e) == SCT_OK) {
			fprintf(f, "%u %u %u task %u time %llu+%llu = %lld flags %u:", e.kind, e.abi, e.number, e.task,
				(unsigned long long)e.time, (unsigned long long)e.duration, (long long)e.result, e.flags);
			for (i = 0; i < 6; i++)
				fprintf(f, " %llx", (unsigned long long)e.args[i]);
			for (i = 0; i < e.payload_count; i++)
				fprintf(f, " %u/%u/%u/%u/%llu \"%.*s\"", e.payloads[i].arg, e.payloads[i].at_exit,
					e.payloads[i].status, e.payloads[i].part, (unsigned long long)e.payloads[i].full,
					(int)e.payloads[i].bytes.size, (const char *)e.payloads[i].bytes.data);
			fputc('\n', f);
		}
	}
	sct_decoder_free(dec);
}

#endif
