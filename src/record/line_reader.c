/* SPDX-License-Identifier: EUPL-1.2 */
/* A strict, fast reader of JSON arrays of scalars (RFC 8259), one line at a time and in place: text is
 * unescaped where it stands. The writer is line_writer.c. */
#define G_LOG_DOMAIN "sz-line-reader"

#include "config.h"

#include "record/line.h"

#include "base/errors.h"

#include <stdlib.h>
#include <string.h>

#define MAX_TOKENS 1000
#define MAX_DEPTH 4

struct SzLineReader {
    SzToken tokens[MAX_TOKENS];
};

typedef struct {
    char *at;
    char *end;
    SzToken *token;
} Cursor;

SzLineReader *
sz_line_reader_new (void)
{
    return g_new (SzLineReader, 1);
}

void
sz_line_reader_free (SzLineReader *reader)
{
    g_free (reader);
}

static int
hex_digit (char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* Four hex digits at `at`; -1 when they are not there. */
static int
read_hex (const char *at, const char *end)
{
    int value = 0;

    if (end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit (at[i]);

        if (digit < 0)
            return -1;
        value = value << 4 | digit;
    }
    return value;
}

/* After "\u": the code point, surrogate pairs joined, written as UTF-8. */
static bool
unescape_unicode (char **from, char **to, const char *end)
{
    int code = read_hex (*from, end);

    *from += 4;
    if (code <= 0 || (code >= 0xdc00 && code <= 0xdfff))
        return false;
    if (code >= 0xd800 && code <= 0xdbff) {
        int low = end - *from >= 6 && (*from)[0] == '\\' && (*from)[1] == 'u'
                      ? read_hex (*from + 2, end)
                      : -1;

        if (low < 0xdc00 || low > 0xdfff)
            return false;
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        *from += 6;
    }
    *to += g_unichar_to_utf8 ((gunichar) code, *to);
    return true;
}

static bool
unescape (char **from, char **to, const char *end)
{
    static const char plain[] = "\"\\/bfnrt";
    static const char meant[] = "\"\\/\b\f\n\r\t";
    char c;
    const char *found;

    if (*from >= end)
        return false;
    c = *(*from)++;
    if (c == 'u')
        return unescape_unicode (from, to, end);
    found = c != '\0' ? strchr (plain, c) : NULL;
    if (found == NULL)
        return false;
    *(*to)++ = meant[found - plain];
    return true;
}

/* ASCII that means itself within quotes. */
static bool
is_plain (char c)
{
    return (signed char) c >= 0x20 && c != '"' && c != '\\';
}

/* From after the opening quote. The unescaped text is never longer than the escaped one, so it is
 * written over it, with a NUL where at the latest the closing quote stood. */
static bool
read_text (Cursor *cursor)
{
    char *from = cursor->at, *to = cursor->at;
    bool ascii = true;

    cursor->token->type = SZ_TOKEN_TEXT;
    cursor->token->text = to;
    while (from < cursor->end) {
        char *start = from;
        char c;

        while (from < cursor->end && is_plain (*from))
            from++;
        if (to != start)
            memmove (to, start, (size_t) (from - start));
        to += from - start;
        if (from == cursor->end)
            return false;
        c = *from++;
        if (c == '"') {
            *to = '\0';
            cursor->at = from;
            cursor->token->length = (size_t) (to - cursor->token->text);
            return ascii ||
                   g_utf8_validate (cursor->token->text, (gssize) cursor->token->length, NULL);
        }
        if ((unsigned char) c < 0x20)
            return false;
        ascii = false;
        if (c != '\\')
            *to++ = c;
        else if (!unescape (&from, &to, cursor->end))
            return false;
    }
    return false;
}

static const char *
skip_digits (const char *at, const char *end)
{
    while (at < end && g_ascii_isdigit (*at))
        at++;
    return at;
}

/* The end of a number in JSON's grammar, NULL when it is none; *whole when it has neither point nor
 * exponent. */
static const char *
scan_number (const char *at, const char *end, bool *whole)
{
    const char *digits, *after;

    *whole = true;
    if (at < end && *at == '-')
        at++;
    digits = at;
    at = skip_digits (at, end);
    if (at == digits || (*digits == '0' && at - digits > 1))
        return NULL;
    if (at < end && *at == '.') {
        *whole = false;
        after = skip_digits (at + 1, end);
        if (after == at + 1)
            return NULL;
        at = after;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        *whole = false;
        at++;
        if (at < end && (*at == '+' || *at == '-'))
            at++;
        after = skip_digits (at, end);
        if (after == at)
            return NULL;
        at = after;
    }
    return at;
}

static bool
read_integer (Cursor *cursor, const char *end)
{
    const char *at = cursor->at;
    bool negative = *at == '-';
    int64_t value = 0;

    for (at += negative; at < end; at++) {
        int digit = *at - '0';

        if (__builtin_mul_overflow (value, 10, &value) ||
            __builtin_sub_overflow (value, digit, &value))
            return false;
    }
    if (!negative && value == INT64_MIN)
        return false;
    cursor->token->type = SZ_TOKEN_INTEGER;
    cursor->token->integer = negative ? value : -value;
    return true;
}

static bool
read_number (Cursor *cursor)
{
    bool whole;
    const char *end = scan_number (cursor->at, cursor->end, &whole);
    char copy[64];

    if (end == NULL)
        return false;
    if (whole) {
        if (!read_integer (cursor, end))
            return false;
    } else {
        size_t length = (size_t) (end - cursor->at);

        if (length >= sizeof copy)
            return false;
        memcpy (copy, cursor->at, length);
        copy[length] = '\0';
        cursor->token->type = SZ_TOKEN_REAL;
        cursor->token->real = g_ascii_strtod (copy, NULL);
        if (cursor->token->real > G_MAXDOUBLE || cursor->token->real < -G_MAXDOUBLE)
            return false;
    }
    cursor->at = (char *) end;
    return true;
}

static bool
read_word (Cursor *cursor)
{
    static const struct {
        const char *word;
        SzTokenType type;
    } words[] = { { "null", SZ_TOKEN_NULL },
                  { "true", SZ_TOKEN_TRUE },
                  { "false", SZ_TOKEN_FALSE } };

    for (size_t i = 0; i < G_N_ELEMENTS (words); i++) {
        size_t length = strlen (words[i].word);

        if ((size_t) (cursor->end - cursor->at) >= length &&
            memcmp (cursor->at, words[i].word, length) == 0) {
            cursor->token->type = words[i].type;
            cursor->at += length;
            return true;
        }
    }
    return false;
}

static void
skip_space (Cursor *cursor)
{
    while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\t' ||
                                        *cursor->at == '\r' || *cursor->at == '\n'))
        cursor->at++;
}

/* One scalar or opening bracket. */
static bool
read_value (Cursor *cursor, int *depth)
{
    char c = *cursor->at;

    if (c == '"') {
        cursor->at++;
        return read_text (cursor);
    }
    if (c == '[') {
        cursor->at++;
        cursor->token->type = SZ_TOKEN_OPEN;
        return ++*depth <= MAX_DEPTH;
    }
    if (c == '-' || g_ascii_isdigit (c))
        return read_number (cursor);
    return read_word (cursor);
}

/* Whether what stands before the cursor lets a value follow, lets a bracket close, or wants a comma. */
typedef enum {
    EXPECT_VALUE,
    EXPECT_VALUE_OR_CLOSE,
    EXPECT_COMMA_OR_CLOSE,
} Expect;

static bool
read_line (Cursor *cursor, SzToken *tokens, GError **error)
{
    Expect expect = EXPECT_VALUE;
    int depth = 0;

    do {
        skip_space (cursor);
        if (cursor->at >= cursor->end || (depth == 0 && *cursor->at != '['))
            return false;
        if (cursor->token - tokens >= MAX_TOKENS) {
            g_set_error_literal (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_TOO_BIG,
                                 "a line has too many values");
            return false;
        }
        if (*cursor->at == ']' && expect != EXPECT_VALUE) {
            cursor->at++;
            cursor->token++->type = SZ_TOKEN_CLOSE;
            depth--;
            expect = EXPECT_COMMA_OR_CLOSE;
        } else if (expect == EXPECT_COMMA_OR_CLOSE) {
            if (*cursor->at++ != ',')
                return false;
            expect = EXPECT_VALUE;
        } else {
            if (!read_value (cursor, &depth))
                return false;
            expect = cursor->token->type == SZ_TOKEN_OPEN ? EXPECT_VALUE_OR_CLOSE
                                                          : EXPECT_COMMA_OR_CLOSE;
            cursor->token++;
        }
    } while (depth > 0);
    skip_space (cursor);
    return cursor->at == cursor->end;
}

bool
sz_line_read (SzLineReader *reader,
              char *line,
              size_t length,
              const SzToken **tokens,
              size_t *n,
              GError **error)
{
    Cursor cursor = { line, line + length, reader->tokens };
    g_autoptr (GError) local = NULL;

    if (!read_line (&cursor, reader->tokens, &local)) {
        if (local == NULL)
            local = g_error_new (SZ_WIRE_ERROR, SZ_WIRE_ERROR_SYNTAX, "not a row, at byte %zu",
                                 (size_t) (cursor.at - line));
        g_propagate_error (error, g_steal_pointer (&local));
        return false;
    }
    *tokens = reader->tokens;
    *n = (size_t) (cursor.token - reader->tokens);
    return true;
}
