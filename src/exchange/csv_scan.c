/* SPDX-License-Identifier: EUPL-1.2 */
/* Finds one row of delimited text in a buffer, without touching it: so a damaged row can be given up and
 * reading go on at the line after its first. csv_reader.c fills the buffer and cuts the row. */

#include "exchange/csv_scan.h"

#include <string.h>

/* A CR at the very end of the buffer waits for the LF that may follow. */
size_t
sz_csv_line_end (const SzCsvScan *scan, size_t from)
{
    for (size_t i = from; i < scan->end; i++) {
        if (scan->buffer[i] == '\n')
            return i + 1;
        if (scan->buffer[i] == '\r') {
            if (i + 1 == scan->end)
                return scan->at_eof ? i + 1 : 0;
            return scan->buffer[i + 1] == '\n' ? i + 2 : i + 1;
        }
    }
    return scan->at_eof && scan->end > from ? scan->end : 0;
}

char
sz_csv_find_delimiter (const char *line, size_t n)
{
    static const char KNOWN[] = { ';', ',', '\t', '|' };
    size_t counts[G_N_ELEMENTS (KNOWN)] = { 0 };
    bool quoted = false;
    size_t best = 0;

    for (size_t i = 0; i < n; i++) {
        if (line[i] == '"')
            quoted = !quoted;
        for (size_t k = 0; k < G_N_ELEMENTS (KNOWN) && !quoted; k++)
            counts[k] += line[i] == KNOWN[k];
    }
    for (size_t k = 1; k < G_N_ELEMENTS (KNOWN); k++) {
        if (counts[k] > counts[best])
            best = k;
    }
    return KNOWN[best];
}

static size_t
count_lines (const char *text, size_t n)
{
    size_t lines = 0;

    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\n')
            lines++;
        else if (text[i] == '\r' && (i + 1 == n || text[i + 1] != '\n'))
            lines++;
    }
    return lines;
}

SzCsvFound
sz_csv_give_up (SzCsvScan *scan, SzCsvFault fault, size_t field)
{
    size_t next = sz_csv_line_end (scan, scan->start);

    scan->fault = fault;
    scan->fault_field = field;
    scan->in_line = next == 0;
    scan->row_end = next ? next : scan->end;
    scan->row_lines = next ? 1 : 0;
    return SZ_CSV_FOUND_FAULT;
}

/* Looks for the closing quote; `at` is after the opening one. */
static SzCsvFound
find_quoted (SzCsvScan *scan, size_t at, SzCsvSpan *span)
{
    const char *buffer = scan->buffer;
    size_t from = at;

    *span = (SzCsvSpan){ .start = at, .quoted = true };
    for (;;) {
        const char *quote = memchr (buffer + from, '"', scan->end - from);
        if (quote == NULL || quote + 1 == buffer + scan->end) {
            if (!scan->at_eof)
                return SZ_CSV_FOUND_TOO_LITTLE;
            span->end = scan->end - 1;
            return quote == NULL ? SZ_CSV_FOUND_FAULT : SZ_CSV_FOUND_ROW;
        }
        if (quote[1] != '"') {
            span->end = (size_t) (quote - buffer);
            break;
        }
        span->doubled = true;
        from = (size_t) (quote - buffer) + 2;
    }

    char after = buffer[span->end + 1];
    if (after != scan->delimiter && after != '\n' && after != '\r')
        return SZ_CSV_FOUND_FAULT;
    scan->row_lines += count_lines (buffer + span->start, span->end - span->start);
    return SZ_CSV_FOUND_ROW;
}

static size_t
find_unquoted (const SzCsvScan *scan, size_t at)
{
    const char *buffer = scan->buffer;
    const char delimiter = scan->delimiter;
    const size_t end = scan->end;

    while (at < end && buffer[at] != delimiter && buffer[at] != '\n' && buffer[at] != '\r')
        at++;
    return at;
}

/* After a field that closes the row, at its CR, LF or the end of the file. */
static SzCsvFound
find_row_end (SzCsvScan *scan, size_t at)
{
    scan->cut_off = at == scan->end;
    scan->row_end = at;
    scan->row_lines++;
    if (at == scan->end)
        return scan->at_eof ? SZ_CSV_FOUND_ROW : SZ_CSV_FOUND_TOO_LITTLE;

    scan->row_end = sz_csv_line_end (scan, at);
    return scan->row_end ? SZ_CSV_FOUND_ROW : SZ_CSV_FOUND_TOO_LITTLE;
}

SzCsvFound
sz_csv_find_row (SzCsvScan *scan)
{
    size_t at = scan->start;

    g_array_set_size (scan->spans, 0);
    scan->row_lines = 0;
    for (;;) {
        SzCsvSpan span = { .start = at };
        size_t field = scan->spans->len + 1;

        if (at < scan->end && scan->buffer[at] == '"') {
            SzCsvFound found = find_quoted (scan, at + 1, &span);
            if (found == SZ_CSV_FOUND_FAULT)
                return sz_csv_give_up (scan, SZ_CSV_FAULT_QUOTE, field);
            if (found == SZ_CSV_FOUND_TOO_LITTLE)
                return found;
            at = span.end + 1;
        } else {
            at = find_unquoted (scan, at);
            span.end = at;
        }
        if (span.end - span.start > SZ_CSV_FIELD_MAX || field > SZ_CSV_FIELDS_MAX)
            return sz_csv_give_up (scan, SZ_CSV_FAULT_TOO_BIG, field);
        g_array_append_val (scan->spans, span);
        if (at >= scan->end || scan->buffer[at] != scan->delimiter)
            return find_row_end (scan, at);
        at++;
    }
}
