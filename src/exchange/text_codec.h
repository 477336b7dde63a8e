/* SPDX-License-Identifier: EUPL-1.2 */
/* Bytes of official files into UTF-8: finds out what they are and turns them. Works for csv_reader. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

G_BEGIN_DECLS

bool sz_bytes_are_ascii (const char *bytes, size_t n);

/* Whether all of it is UTF-8 but for a character that the end may cut in two. */
bool sz_bytes_begin_as_utf8 (const char *bytes, size_t n);

/* Appends `n` bytes of Windows-1252 (which contains Latin-1's letters) as UTF-8. The five bytes that
 * mean nothing, and NUL, become U+FFFD. */
void sz_append_windows_1252 (GString *text, const char *bytes, size_t n);

G_END_DECLS
