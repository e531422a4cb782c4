/* SPDX-License-Identifier: BSD-2-Clause */
/* ioctl requests by name. */
#ifndef SCT_DECODE_IOCTL_TEXT_H
#define SCT_DECODE_IOCTL_TEXT_H

#include "format/decode/text.h"

void sct_text_ioctl(struct sct_text *t, uint32_t request);

#endif
