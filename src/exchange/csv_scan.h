/* SPDX-License-Identifier: EUPL-1.2 */
/* One row of delimited text in a buffer (RFC 4180; a quote counts only where a field begins). For
 * csv_reader.c alone. */
#pragma once

#include "exchange/csv_reader.h"

G_BEGIN_DECLS

typedef struct {
    size_t start;
    size_t end;
    bool quoted;  /* start and end are inside the quotes */
    bool doubled; /* has "" inside */
} SzCsvSpan;

typedef enum {
    SZ_CSV_FOUND_ROW,
    SZ_CSV_FOUND_FAULT,
    SZ_CSV_FOUND_TOO_LITTLE, /* the buffer ends before the row does */
} SzCsvFound;

typedef struct {
    const char *buffer; /* (borrowed) */
    size_t start;       /* of the row */
    size_t end;         /* of what is in the buffer */
    bool at_eof;        /* nothing comes after `end` */
    char delimiter;

    /* What was found. */
    GArray *spans;  /* (owned) (element-type SzCsvSpan) */
    size_t row_end; /* after the line end */
    size_t row_lines;
    SzCsvFault fault;
    size_t fault_field;
    bool cut_off; /* no line end after it */
    bool in_line; /* given up in a line whose end is not in the buffer */
} SzCsvScan;

SzCsvFound sz_csv_find_row (SzCsvScan *scan);

/* The row ends with its first line. Returns SZ_CSV_FOUND_FAULT. */
SzCsvFound sz_csv_give_up (SzCsvScan *scan, SzCsvFault fault, size_t field);

/* The end of the line that holds `from`, after its line end; 0 when it is not in the buffer. */
size_t sz_csv_line_end (const SzCsvScan *scan, size_t from);

/* The delimiter that a header of `n` bytes has most of outside quotes; ';' before ',' before tab before '|'. */
char sz_csv_find_delimiter (const char *line, size_t n);

G_END_DECLS
