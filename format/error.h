/* SPDX-License-Identifier: BSD-2-Clause */
/* Filling in struct sct_error. */
#ifndef SCT_ERROR_H
#define SCT_ERROR_H

#include "format/sct.h"

#define SCT_NO_CHUNK UINT64_MAX

/* Describes an error and returns its status. Bytes of the text that are not printable ASCII become '?'. */
enum sct_status sct_fail(struct sct_error *e, enum sct_status s, uint64_t offset, uint64_t chunk,
			 const char *format, ...) __attribute__((format(printf, 5, 6)));
/* SCT_E_IO with errno; the detail names the call that failed. */
enum sct_status sct_fail_errno(struct sct_error *e, uint64_t offset, const char *call);

#endif
