/* SPDX-License-Identifier: BSD-2-Clause */
/* Which payloads of an event are paths. */
#include "replay/event.h"

bool event_names_path(const struct sct_event *e, const struct sct_payload *p)
{
	const struct sct_syscall *row;

	if (p->status == SCT_PAYLOAD_NULL || p->status == SCT_PAYLOAD_NOT_CAPTURED)
		return false;
	if (p->part == SCT_PART_PATH || p->part == SCT_PART_RESULT_PATH)
		return true;
	if (p->part != SCT_PART_SELF || p->status == SCT_PAYLOAD_FAULTED)
		return false;
	if (e->kind == SCT_EXEC)
		return p->arg == 0;
	row = event_row(e);
	if (!row || !(row->classes & SCT_CLASS_FILE))
		return false;
	for (unsigned i = 0; i < row->capture_count; i++)
		if (row->captures[i].arg == p->arg && row->captures[i].kind == SCT_CAP_STRING)
			return true;
	return false;
}
