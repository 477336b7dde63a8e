/* SPDX-License-Identifier: EUPL-1.2 */
/* Writes delimited text that spreadsheets open without asking: RFC 4180 with CRLF, and nothing that a
 * spreadsheet would run as a formula. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

G_BEGIN_DECLS

typedef enum {
    SZ_CSV_PLAIN = 0,
    SZ_CSV_BOM = 1 << 0, /* for Excel, which otherwise takes UTF-8 for Windows-1252 */
} SzCsvFlags;

typedef struct SzCsvWriter SzCsvWriter;

/* Dutch Excel wants ';' and SZ_CSV_BOM. */
SzCsvWriter *sz_csv_writer_new (GOutputStream *stream, char delimiter, SzCsvFlags flags);

/* What was not finished is lost. */
void sz_csv_writer_free (SzCsvWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzCsvWriter, sz_csv_writer_free)

/* NULL is an empty cell. A cell that begins with = + - or @ gets a ' in front, unless it is a number. */
void sz_csv_writer_cell (SzCsvWriter *writer, const char *text);
void sz_csv_writer_integer (SzCsvWriter *writer, int64_t value);

bool sz_csv_writer_end_row (SzCsvWriter *writer, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes what is left; the stream stays open. */
bool sz_csv_writer_finish (SzCsvWriter *writer, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
