/* SPDX-License-Identifier: BSD-2-Clause */
/* What every fuzz target offers (as libFuzzer calls it) and needs. */
#ifndef SCT_FUZZ_H
#define SCT_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/sct.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A broken promise: ends the program, which is what a fuzzer looks for. */
#define MUST(cond) \
	do { \
		if (!(cond)) { \
			fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #cond); \
			abort(); \
		} \
	} while (0)

#endif
