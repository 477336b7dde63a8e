/* SPDX-License-Identifier: EUPL-1.2 */
/* Fuzz target: the reader of rows. What it takes, written again, reads the same. */
#define G_LOG_DOMAIN "fuzz-rows"

#include "record/line.h"

#include "fuzz/target.h"

#include <string.h>

static void
append_token (GString *line, const SzToken *token)
{
    switch (token->type) {
    case SZ_TOKEN_NULL:
        g_string_append (line, "null");
        break;
    case SZ_TOKEN_INTEGER:
        sz_line_append_integer (line, token->integer);
        break;
    case SZ_TOKEN_REAL:
        sz_line_append_real (line, token->real);
        break;
    case SZ_TOKEN_TEXT:
        g_assert_true (strlen (token->text) == token->length);
        g_assert_true (g_utf8_validate (token->text, -1, NULL));
        sz_line_append_text (line, token->text);
        break;
    case SZ_TOKEN_TRUE:
        g_string_append (line, "true");
        break;
    case SZ_TOKEN_FALSE:
        g_string_append (line, "false");
        break;
    case SZ_TOKEN_OPEN:
        g_string_append_c (line, '[');
        break;
    case SZ_TOKEN_CLOSE:
        g_string_append_c (line, ']');
        break;
    default:
        g_assert_not_reached ();
    }
}

static char *
write_again (const SzToken *tokens, size_t n)
{
    GString *line = g_string_new (NULL);

    for (size_t i = 0; i < n; i++) {
        if (i > 0 && tokens[i].type != SZ_TOKEN_CLOSE && tokens[i - 1].type != SZ_TOKEN_OPEN)
            g_string_append_c (line, ',');
        append_token (line, &tokens[i]);
    }
    return g_string_free (line, FALSE);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
    g_autoptr (SzLineReader) reader = sz_line_reader_new ();
    g_autofree char *line = g_memdup2 (bytes, size), *written = NULL, *copy = NULL, *again = NULL;
    g_autoptr (GError) error = NULL;
    const SzToken *tokens;
    size_t n;

    if (!sz_line_read (reader, line, size, &tokens, &n, &error)) {
        g_assert_nonnull (error);
        return 0;
    }
    written = write_again (tokens, n);
    copy = g_strdup (written);
    g_assert_true (sz_line_read (reader, copy, strlen (copy), &tokens, &n, &error));
    again = write_again (tokens, n);
    g_assert_cmpstr (again, ==, written);
    return 0;
}
