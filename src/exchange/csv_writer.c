/* SPDX-License-Identifier: EUPL-1.2 */
/* The writer of delimited text behind csv_writer.h: cells gather in a block of 64 KiB. */

#include "exchange/csv_writer.h"

#include <string.h>

#define BLOCK (64 * 1024)

struct SzCsvWriter {
    GOutputStream *stream; /* (owned) */
    GString *block;        /* (owned) */
    char delimiter;
    bool row_begun;
};

SzCsvWriter *
sz_csv_writer_new (GOutputStream *stream, char delimiter, SzCsvFlags flags)
{
    SzCsvWriter *self = g_new0 (SzCsvWriter, 1);

    self->stream = g_object_ref (stream);
    self->block = g_string_sized_new (BLOCK + 4096);
    self->delimiter = delimiter;
    if (flags & SZ_CSV_BOM)
        g_string_append (self->block, "\xef\xbb\xbf");
    return self;
}

void
sz_csv_writer_free (SzCsvWriter *self)
{
    if (self == NULL)
        return;
    g_object_unref (self->stream);
    g_string_free (self->block, TRUE);
    g_free (self);
}

/* A sign and then only what numbers and telephone numbers are made of can do no harm. */
static bool
looks_like_formula (const char *text)
{
    if (text[0] == '\0' || strchr ("=+-@\t\r", text[0]) == NULL)
        return false;
    if (text[0] != '+' && text[0] != '-')
        return true;
    return text[1] == '\0' || text[1 + strspn (text + 1, "0123456789., ")] != '\0';
}

void
sz_csv_writer_cell (SzCsvWriter *self, const char *text)
{
    const char special[] = { '"', '\r', '\n', self->delimiter, '\0' };
    const char *value = text ? text : "";

    if (self->row_begun)
        g_string_append_c (self->block, self->delimiter);
    self->row_begun = true;

    const char *guard = looks_like_formula (value) ? "'" : "";
    if (strpbrk (value, special) == NULL) {
        g_string_append (self->block, guard);
        g_string_append (self->block, value);
        return;
    }
    g_string_append_c (self->block, '"');
    g_string_append (self->block, guard);
    for (const char *p = value; *p != '\0'; p++) {
        if (*p == '"')
            g_string_append_c (self->block, '"');
        g_string_append_c (self->block, *p);
    }
    g_string_append_c (self->block, '"');
}

void
sz_csv_writer_integer (SzCsvWriter *self, int64_t value)
{
    char text[24];

    g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value);
    sz_csv_writer_cell (self, text);
}

bool
sz_csv_writer_finish (SzCsvWriter *self, GError **error)
{
    if (!g_output_stream_write_all (self->stream, self->block->str, self->block->len, NULL, NULL,
                                    error))
        return false;
    g_string_truncate (self->block, 0);
    return true;
}

bool
sz_csv_writer_end_row (SzCsvWriter *self, GError **error)
{
    g_string_append (self->block, "\r\n");
    self->row_begun = false;
    return self->block->len < BLOCK || sz_csv_writer_finish (self, error);
}
