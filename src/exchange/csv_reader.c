/* SPDX-License-Identifier: EUPL-1.2 */
/* The streaming reader of delimited text behind csv_reader.h: fills the buffer in which csv_scan.c finds
 * a row, decides on its encoding and cuts it into fields in place. */

#include "exchange/csv_reader.h"

#include "exchange/csv_scan.h"
#include "exchange/text_codec.h"

#include <string.h>

#define BLOCK (64 * 1024)

struct SzCsvReader {
    GInputStream *stream; /* (owned) */

    char *buffer; /* (owned) */
    size_t capacity;
    SzCsvScan scan; /* from its start on nothing is read yet */

    bool started;
    bool is_utf8; /* something proved it: what is not UTF-8 is a fault */
    bool is_1252; /* the first block is not UTF-8 */
    size_t line;
    int64_t bytes; /* of the stream before `start` */

    GPtrArray *fields; /* (owned) (element-type utf8, in buffer or decoded) */
    GString *decoded;  /* (owned) */
};

SzCsvReader *
sz_csv_reader_new (GInputStream *stream)
{
    SzCsvReader *self = g_new0 (SzCsvReader, 1);

    self->stream = g_buffered_input_stream_new_sized (stream, 4096);
    g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (self->stream), FALSE);
    self->capacity = 2 * BLOCK;
    self->buffer = g_malloc (self->capacity + 1);
    self->scan.buffer = self->buffer;
    self->line = 1;
    self->scan.spans = g_array_new (FALSE, FALSE, sizeof (SzCsvSpan));
    self->fields = g_ptr_array_new ();
    self->decoded = g_string_new (NULL);
    return self;
}

void
sz_csv_reader_free (SzCsvReader *self)
{
    if (self == NULL)
        return;
    g_object_unref (self->stream);
    g_free (self->buffer);
    g_array_unref (self->scan.spans);
    g_ptr_array_unref (self->fields);
    g_string_free (self->decoded, TRUE);
    g_free (self);
}

char
sz_csv_reader_delimiter (const SzCsvReader *self)
{
    return self->scan.delimiter;
}

int64_t
sz_csv_reader_bytes (const SzCsvReader *self)
{
    return self->bytes;
}

static void
advance (SzCsvReader *self, size_t to, size_t lines)
{
    self->bytes += (int64_t) (to - self->scan.start);
    self->scan.start = to;
    self->line += lines;
}

/* Fills the buffer to its end. It doubles only when one row already takes all of it, so that
 * looking for a long row again and again costs no more than twice its length. */
static bool
fill (SzCsvReader *self, GCancellable *cancellable, GError **error)
{
    if (self->scan.start > 0) {
        memmove (self->buffer, self->buffer + self->scan.start, self->scan.end - self->scan.start);
        self->scan.end -= self->scan.start;
        self->scan.start = 0;
    }
    if (self->scan.end == self->capacity) {
        self->capacity *= 2;
        self->buffer = g_realloc (self->buffer, self->capacity + 1);
        self->scan.buffer = self->buffer;
    }
    while (self->scan.end < self->capacity && !self->scan.at_eof) {
        gssize n = g_input_stream_read (self->stream, self->buffer + self->scan.end,
                                        self->capacity - self->scan.end, cancellable, error);
        if (n < 0)
            return false;
        self->scan.end += (size_t) n;
        self->scan.at_eof = n == 0;
    }
    return true;
}

/* UTF-16 is turned by GIO before anything else sees it. */
static bool
open_utf16 (SzCsvReader *self, GCancellable *cancellable, GError **error)
{
    GBufferedInputStream *buffered = G_BUFFERED_INPUT_STREAM (self->stream);

    if (g_buffered_input_stream_fill (buffered, -1, cancellable, error) < 0)
        return false;

    size_t n = 0;
    const unsigned char *head = g_buffered_input_stream_peek_buffer (buffered, &n);
    if (n < 2 || !((head[0] == 0xff && head[1] == 0xfe) || (head[0] == 0xfe && head[1] == 0xff)))
        return true;

    g_autoptr (GCharsetConverter) converter = g_charset_converter_new ("UTF-8", "UTF-16", error);
    if (converter == NULL)
        return false;

    GInputStream *turned = g_converter_input_stream_new (self->stream, G_CONVERTER (converter));
    g_object_unref (self->stream);
    self->stream = turned;
    return true;
}

/* Settles encoding and delimiter on the first block and stops before the first row. */
static bool
start (SzCsvReader *self, GCancellable *cancellable, GError **error)
{
    static const char BOM[] = "\xef\xbb\xbf";

    if (!open_utf16 (self, cancellable, error) || !fill (self, cancellable, error))
        return false;

    if (self->scan.end >= 3 && memcmp (self->buffer, BOM, 3) == 0) {
        self->is_utf8 = true;
        advance (self, 3, 0);
    } else if (!sz_bytes_are_ascii (self->buffer, self->scan.end)) {
        self->is_utf8 = sz_bytes_begin_as_utf8 (self->buffer, self->scan.end);
        self->is_1252 = !self->is_utf8;
    }

    for (;;) {
        size_t next = sz_csv_line_end (&self->scan, self->scan.start);

        if (next == 0 || strchr ("#\r\n", self->buffer[self->scan.start]) == NULL)
            break;
        advance (self, next, 1);
        if (self->scan.end - self->scan.start < BLOCK && !fill (self, cancellable, error))
            return false;
    }

    size_t header = sz_csv_line_end (&self->scan, self->scan.start);
    self->scan.delimiter =
        sz_csv_find_delimiter (self->buffer + self->scan.start,
                               (header ? header : self->scan.end) - self->scan.start);
    self->started = true;
    return true;
}

/* The whole row, in the buffer, or SZ_CSV_FOUND_FAULT; with what follows it untouched. */
static bool
find_row_filling (SzCsvReader *self, SzCsvFound *found, GCancellable *cancellable, GError **error)
{
    for (;;) {
        *found = sz_csv_find_row (&self->scan);
        if (*found != SZ_CSV_FOUND_TOO_LITTLE)
            return true;
        if (self->scan.end - self->scan.start >= SZ_CSV_ROW_MAX) {
            *found = sz_csv_give_up (&self->scan, SZ_CSV_FAULT_TOO_BIG, 0);
            return true;
        }
        if (!fill (self, cancellable, error))
            return false;
    }
}

static void
take_out_doubles (char *text, SzCsvSpan *span)
{
    size_t to = span->start;

    for (size_t from = span->start; from < span->end; from++) {
        text[to++] = text[from];
        if (text[from] == '"')
            from++;
    }
    span->end = to;
}

static void
cut_row (SzCsvReader *self, bool decode)
{
    char *base = self->buffer;

    for (size_t i = 0; i < self->scan.spans->len; i++) {
        SzCsvSpan *span = &g_array_index (self->scan.spans, SzCsvSpan, i);
        if (span->doubled)
            take_out_doubles (self->buffer, span);
        self->buffer[span->end] = '\0';
    }
    if (decode) {
        g_string_truncate (self->decoded, 0);
        for (size_t i = 0; i < self->scan.spans->len; i++) {
            SzCsvSpan *span = &g_array_index (self->scan.spans, SzCsvSpan, i);
            size_t start_of = self->decoded->len;
            sz_append_windows_1252 (self->decoded, self->buffer + span->start,
                                    span->end - span->start);
            g_string_append_c (self->decoded, '\0');
            span->start = start_of;
        }
        base = self->decoded->str;
    }
    g_ptr_array_set_size (self->fields, 0);
    for (size_t i = 0; i < self->scan.spans->len; i++)
        g_ptr_array_add (self->fields, base + g_array_index (self->scan.spans, SzCsvSpan, i).start);
}

/* What a person is shown of a row that cannot be read. */
static void
cut_fault (SzCsvReader *self)
{
    const char *text = self->buffer + self->scan.start;
    size_t n = 0;

    while (self->scan.start + n < self->scan.row_end && text[n] != '\n' && text[n] != '\r')
        n++;
    n = MIN (n, 4096);
    g_string_truncate (self->decoded, 0);
    if (self->is_utf8 && self->scan.fault != SZ_CSV_FAULT_ENCODING) {
        g_autofree char *valid = g_utf8_make_valid (text, (gssize) n);
        g_string_append (self->decoded, valid);
    } else {
        sz_append_windows_1252 (self->decoded, text, n);
    }
    g_ptr_array_set_size (self->fields, 0);
    g_ptr_array_add (self->fields, self->decoded->str);
}

/* Decides on the row's encoding; false when the row is no text. */
static bool
decide_encoding (SzCsvReader *self, bool *decode)
{
    const char *text = self->buffer + self->scan.start;
    size_t n = self->scan.row_end - self->scan.start;

    *decode = false;
    self->scan.fault_field = 0;
    if (memchr (text, '\0', n) != NULL) {
        self->scan.fault = SZ_CSV_FAULT_NUL;
        return false;
    }
    if (sz_bytes_are_ascii (text, n))
        return true;
    if (g_utf8_validate_len (text, n, NULL)) {
        self->is_utf8 = self->is_utf8 || !self->is_1252;
        return true;
    }
    if (self->is_utf8) {
        self->scan.fault = SZ_CSV_FAULT_ENCODING;
        return false;
    }
    self->is_1252 = true;
    *decode = true;
    return true;
}

static bool
skip_rest_of_line (SzCsvReader *self, GCancellable *cancellable, GError **error)
{
    while (self->scan.in_line) {
        size_t next = sz_csv_line_end (&self->scan, self->scan.start);
        self->scan.in_line = next == 0;
        advance (self, next ? next : self->scan.end, next ? 1 : 0);
        if (self->scan.in_line && self->scan.at_eof)
            self->scan.in_line = false;
        else if (self->scan.in_line && !fill (self, cancellable, error))
            return false;
    }
    return true;
}

static bool
is_blank (const SzCsvReader *self)
{
    const SzCsvSpan *first = &g_array_index (self->scan.spans, SzCsvSpan, 0);

    return self->scan.spans->len == 1 && !first->quoted && first->start == first->end;
}

SzCsvStep
sz_csv_reader_next (SzCsvReader *self, SzCsvRow *row, GCancellable *cancellable, GError **error)
{
    SzCsvFound found = SZ_CSV_FOUND_FAULT;
    bool decode = false;

    if (!self->started && !start (self, cancellable, error))
        return SZ_CSV_FAILED;
    for (;;) {
        if (!skip_rest_of_line (self, cancellable, error))
            return SZ_CSV_FAILED;
        if (self->scan.start == self->scan.end && !fill (self, cancellable, error))
            return SZ_CSV_FAILED;
        if (self->scan.start == self->scan.end)
            return SZ_CSV_END;
        if (!find_row_filling (self, &found, cancellable, error))
            return SZ_CSV_FAILED;
        if (found == SZ_CSV_FOUND_FAULT || !is_blank (self))
            break;
        advance (self, self->scan.row_end, self->scan.row_lines);
    }

    bool good = found == SZ_CSV_FOUND_ROW && decide_encoding (self, &decode);
    if (good)
        cut_row (self, decode);
    else
        cut_fault (self);
    *row = (SzCsvRow){
        .line = self->line,
        .fields = (char **) self->fields->pdata,
        .n_fields = self->fields->len,
        .fault = good ? SZ_CSV_FAULT_NONE : self->scan.fault,
        .fault_field = good ? 0 : self->scan.fault_field,
        .cut_off = found == SZ_CSV_FOUND_ROW
                       ? self->scan.cut_off
                       : self->scan.at_eof && self->scan.row_end == self->scan.end,
    };
    advance (self, self->scan.row_end, self->scan.row_lines);
    return good ? SZ_CSV_ROW : SZ_CSV_FAULT;
}
