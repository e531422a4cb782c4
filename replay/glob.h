/* SPDX-License-Identifier: BSD-2-Clause */
/* Glob patterns over bytes that need not be text: * ? [set] [!set] and \ to escape. */
#ifndef REPLAY_GLOB_H
#define REPLAY_GLOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* * and ? match any byte, / too. Takes at most pattern size times subject size steps. */
bool glob_match(const char *pattern, size_t pattern_size, const uint8_t *subject, size_t subject_size);

#endif
