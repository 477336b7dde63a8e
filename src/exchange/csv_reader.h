/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads delimited text of any size as it streams in: encoding, delimiter and line ends are found, a
 * damaged row is reported with its line and the rows after it are read as if nothing happened.
 * Memory: two blocks of 64 KiB, more only for a longer row (limit 4 MiB). One thread. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

G_BEGIN_DECLS

#define SZ_CSV_FIELD_MAX (1024 * 1024)
#define SZ_CSV_ROW_MAX (4 * 1024 * 1024)
#define SZ_CSV_FIELDS_MAX 4096

typedef struct SzCsvReader SzCsvReader;

typedef enum {
    SZ_CSV_FAILED, /* the stream failed */
    SZ_CSV_ROW,
    SZ_CSV_FAULT, /* a row that cannot be read: fields[0] is its first line */
    SZ_CSV_END,
} SzCsvStep;

typedef enum {
    SZ_CSV_FAULT_NONE,
    SZ_CSV_FAULT_QUOTE,    /* a quoted field that is not closed, or closed in its middle */
    SZ_CSV_FAULT_TOO_BIG,  /* over one of the limits above */
    SZ_CSV_FAULT_ENCODING, /* not UTF-8 in a file that is UTF-8 */
    SZ_CSV_FAULT_NUL,      /* a NUL byte: no text */
} SzCsvFault;

typedef struct {
    size_t line;   /* where the row starts, from 1; lines as an editor counts them */
    char **fields; /* (borrowed) valid UTF-8, until the next call */
    size_t n_fields;
    SzCsvFault fault;
    size_t fault_field; /* from 1; 0 when the fault is the whole row's */
    bool cut_off;       /* the file ends without a line end after this row */
} SzCsvRow;

/* UTF-8 with or without BOM, UTF-16 with BOM, else Windows-1252. The delimiter (; , tab |) is the one
 * that the first line has most of. Lines starting with # before that line and blank lines are passed over. */
SzCsvReader *sz_csv_reader_new (GInputStream *stream);
void sz_csv_reader_free (SzCsvReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzCsvReader, sz_csv_reader_free)

SzCsvStep sz_csv_reader_next (SzCsvReader *reader,
                              SzCsvRow *row,
                              GCancellable *cancellable,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Known after the first row. */
char sz_csv_reader_delimiter (const SzCsvReader *reader);

/* Bytes of the stream that rows have been made of. */
int64_t sz_csv_reader_bytes (const SzCsvReader *reader);

G_END_DECLS
