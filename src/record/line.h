/* SPDX-License-Identifier: EUPL-1.2 */
/* The record stream, one line a record (PROTOCOL.md section 5): a strict, fast reader and writer of
 * JSON arrays of scalars. Reads in place, allocates nothing per row beyond what grows once. */
#pragma once

#include "record/record.h"

G_BEGIN_DECLS

typedef enum {
    SZ_TOKEN_NULL,
    SZ_TOKEN_INTEGER,
    SZ_TOKEN_REAL,
    SZ_TOKEN_TEXT,
    SZ_TOKEN_TRUE,
    SZ_TOKEN_FALSE,
    SZ_TOKEN_OPEN,  /* [ */
    SZ_TOKEN_CLOSE, /* ] */
} SzTokenType;

typedef struct {
    SzTokenType type;
    int64_t integer;
    double real;
    const char *text; /* (borrowed) unescaped, NUL-closed, valid UTF-8; lives until the next line */
    size_t length;
} SzToken;

typedef struct SzLineReader SzLineReader;

SzLineReader *sz_line_reader_new (void);
void sz_line_reader_free (SzLineReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzLineReader, sz_line_reader_free)

/* Cuts one line (one JSON array, nested arrays allowed, no objects) into tokens. The buffer is
 * written into (unescaping in place) and must stay until the tokens are done with. Strict RFC 8259:
 * no duplicates of anything lax, depth <= 4, integers within int64, no NUL in text.
 * SZ_WIRE_ERROR_SYNTAX or _TOO_BIG (more than 1,000 tokens). */
bool sz_line_read (SzLineReader *reader,
                   char *line,
                   size_t length,
                   const SzToken **tokens,
                   size_t *n,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Appends one value to a line under construction; the caller writes brackets and commas. */
void sz_line_append_text (GString *line, const char *text);
void sz_line_append_id (GString *line, const SzId *id);
void sz_line_append_integer (GString *line, int64_t value);
void sz_line_append_real (GString *line, double value);

/* The shortest decimal form that reads back as the same number. */
void sz_real_format (double value, char text[static G_ASCII_DTOSTR_BUF_SIZE]);

G_END_DECLS
