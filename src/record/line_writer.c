/* SPDX-License-Identifier: EUPL-1.2 */
/* Writes the values of a row as JSON; the reader is line_reader.c. */
#define G_LOG_DOMAIN "sz-line-writer"

#include "config.h"

#include "record/line.h"

#include <math.h>
#include <string.h>

static void
append_escaped (GString *line, unsigned char c)
{
    static const char plain[] = "\"\\bfnrt";
    static const char meant[] = "\"\\\b\f\n\r\t";
    const char *found = strchr (meant, c);

    if (found != NULL) {
        g_string_append_c (line, '\\');
        g_string_append_c (line, plain[found - meant]);
    } else {
        g_string_append_printf (line, "\\u%04x", c);
    }
}

void
sz_line_append_text (GString *line, const char *text)
{
    const char *start = text;

    if (text == NULL) {
        g_string_append_len (line, "null", 4);
        return;
    }
    g_string_append_c (line, '"');
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char) *text;

        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        g_string_append_len (line, start, text - start);
        append_escaped (line, c);
        start = text + 1;
    }
    g_string_append_len (line, start, text - start);
    g_string_append_c (line, '"');
}

void
sz_line_append_id (GString *line, const SzId *id)
{
    char text[SZ_ID_TEXT];

    sz_id_format (id, text);
    g_string_append_c (line, '"');
    g_string_append_len (line, text, SZ_ID_TEXT - 1);
    g_string_append_c (line, '"');
}

void
sz_line_append_integer (GString *line, int64_t value)
{
    char digits[24];
    char *at = digits + sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t) value : (uint64_t) value;

    do {
        *--at = (char) ('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        *--at = '-';
    g_string_append_len (line, at, digits + sizeof digits - at);
}

void
sz_real_format (double value, char text[static G_ASCII_DTOSTR_BUF_SIZE])
{
    for (int digits = 15; digits <= 17; digits++) {
        char format[8];

        g_snprintf (format, sizeof format, "%%.%dg", digits);
        g_ascii_formatd (text, G_ASCII_DTOSTR_BUF_SIZE, format, value);
        if (g_ascii_strtod (text, NULL) == value)
            break;
    }
}

/* What is not finite has no JSON form. */
void
sz_line_append_real (GString *line, double value)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    if (!isfinite (value)) {
        g_string_append_len (line, "null", 4);
        return;
    }
    sz_real_format (value, text);
    g_string_append (line, text);
    /* A whole number stays a real for whoever reads it. */
    if (strpbrk (text, ".eE") == NULL)
        g_string_append_len (line, ".0", 2);
}
