/* SPDX-License-Identifier: EUPL-1.2 */
/* Names as people type and sort them: folding for search and keys for order. */
#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* Lower case, no accents, ligatures taken apart (œ, ß), every run of other characters than letters
 * and digits one space, none at the ends: "D'Hôndt-Çelik" -> "d hondt celik". Free with g_free. */
char *sz_text_fold (const char *text);

/* A text whose byte order is the order Dutch-speaking people expect: base letters first, accents
 * next, case last. Free with g_free. */
char *sz_text_sort_key (const char *text);

/* Whether each word of `needle` begins a different or the same word of `hay`; both folded already. */
bool sz_text_matches (const char *hay, const char *needle);

/* Valid UTF-8 without NUL and control characters but tab and newline. */
bool sz_text_is_clean (const char *text);

G_END_DECLS
