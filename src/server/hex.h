/* SPDX-License-Identifier: EUPL-1.2 */
/* Bytes as lower-case hexadecimal text. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `text` takes 2 * n characters and the closing NUL. */
void sz_hex_encode (const uint8_t *bytes, size_t n, char *text);

/* Exactly 2 * n characters. */
bool sz_hex_decode (const char *text, uint8_t *bytes, size_t n);
