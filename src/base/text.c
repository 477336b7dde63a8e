/* SPDX-License-Identifier: EUPL-1.2 */
/* Folding and ordering of names, the same whatever the locale of the process (text.h). */
#define G_LOG_DOMAIN "sz-text"

#include "base/text.h"

#include <string.h>

/* Letters that Unicode does not take apart by itself. */
static const char *
letter_pair (gunichar c)
{
    switch (c) {
    case 0x00df:
        return "ss"; /* ß */
    case 0x0153:
        return "oe"; /* œ */
    case 0x00e6:
        return "ae"; /* æ */
    case 0x00f8:
        return "o"; /* ø */
    case 0x0142:
        return "l"; /* ł */
    case 0x0111:
        return "d"; /* đ */
    case 0x0131:
        return "i"; /* dotless ı */
    case 0x00fe:
        return "th"; /* þ */
    case 0x00f0:
        return "d"; /* ð */
    default:
        return NULL;
    }
}

static void
append_folded (GString *folded, gunichar c, bool *gap)
{
    const char *pair = letter_pair (c);

    if (g_unichar_ismark (c))
        return;
    if (!g_unichar_isalnum (c)) {
        *gap = true;
        return;
    }
    if (*gap && folded->len > 0)
        g_string_append_c (folded, ' ');
    *gap = false;
    if (pair != NULL)
        g_string_append (folded, pair);
    else
        g_string_append_unichar (folded, c);
}

char *
sz_text_fold (const char *text)
{
    g_autofree char *apart = text != NULL ? g_utf8_normalize (text, -1, G_NORMALIZE_ALL) : NULL;
    GString *folded = g_string_new (NULL);
    bool gap = false;

    for (const char *at = apart; at != NULL && *at != '\0'; at = g_utf8_next_char (at)) {
        gunichar c = g_utf8_get_char (at);

        append_folded (folded, g_unichar_tolower (c), &gap);
    }
    return g_string_free (folded, FALSE);
}

/* Base letters, then what tells equal base letters apart: accents and case, in code point order with
 * lower case first. U+0001 sorts before any letter. Most names are their base letters and their capitals, and every
 * list keeps a key for every pupil, so what says nothing is left out. */
char *
sz_text_sort_key (const char *text)
{
    g_autofree char *base = sz_text_fold (text);
    g_autofree char *whole = text != NULL ? g_utf8_normalize (text, -1, G_NORMALIZE_ALL) : NULL;
    g_autofree char *lower = whole != NULL ? g_utf8_strdown (whole, -1) : NULL;
    GString *key = g_string_new (base);
    size_t end;

    g_string_append_c (key, '\001');
    if (g_strcmp0 (lower, base) != 0)
        g_string_append (key, lower);
    g_string_append_c (key, '\001');
    end = key->len;
    for (const char *at = whole; at != NULL && *at != '\0'; at = g_utf8_next_char (at)) {
        bool upper = g_unichar_isupper (g_utf8_get_char (at));

        g_string_append_c (key, upper ? '2' : '1');
        if (upper)
            end = key->len;
    }
    g_string_truncate (key, end);
    return g_string_free (key, FALSE);
}

static bool
has_word_with (const char *hay, const char *prefix, size_t length)
{
    for (const char *at = hay; at != NULL; at = strchr (at, ' ')) {
        if (*at == ' ')
            at++;
        if (strncmp (at, prefix, length) == 0)
            return true;
    }
    return false;
}

bool
sz_text_matches (const char *hay, const char *needle)
{
    while (*needle != '\0') {
        size_t length = strcspn (needle, " ");

        if (!has_word_with (hay, needle, length))
            return false;
        needle += length;
        needle += strspn (needle, " ");
    }
    return true;
}

bool
sz_text_is_clean (const char *text)
{
    if (!g_utf8_validate (text, -1, NULL))
        return false;
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char) *text;

        if ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7f)
            return false;
    }
    return true;
}
