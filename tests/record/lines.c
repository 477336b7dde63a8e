/* SPDX-License-Identifier: EUPL-1.2 */
/* The rows of the record stream: what the strict reader takes and refuses, and that it reads what the writer wrote. */
#define G_LOG_DOMAIN "test-lines"

#include "config.h"

#include "base/errors.h"
#include "record/line.h"
#include "support/random_record.h"

#include <string.h>

/* Tokens back as text: type letters and values, for tables of cases. */
static char *
describe (const SzToken *tokens, size_t n)
{
    GString *text = g_string_new (NULL);

    for (size_t i = 0; i < n; i++) {
        switch (tokens[i].type) {
        case SZ_TOKEN_NULL:
            g_string_append (text, "N ");
            break;
        case SZ_TOKEN_INTEGER:
            g_string_append_printf (text, "%" G_GINT64_FORMAT " ", tokens[i].integer);
            break;
        case SZ_TOKEN_REAL:
            g_string_append_printf (text, "r%g ", tokens[i].real);
            break;
        case SZ_TOKEN_TEXT:
            g_assert_cmpuint (strlen (tokens[i].text), ==, tokens[i].length);
            g_assert_true (g_utf8_validate (tokens[i].text, -1, NULL));
            g_string_append_printf (text, "'%s' ", tokens[i].text);
            break;
        case SZ_TOKEN_TRUE:
            g_string_append (text, "T ");
            break;
        case SZ_TOKEN_FALSE:
            g_string_append (text, "F ");
            break;
        case SZ_TOKEN_OPEN:
            g_string_append (text, "( ");
            break;
        case SZ_TOKEN_CLOSE:
            g_string_append (text, ") ");
            break;
        default:
            g_assert_not_reached ();
        }
    }
    return g_string_free (text, FALSE);
}

/* Reads from a block of exactly the line's size, so that the sanitizer sees a step beside it. */
static bool
read_exact (SzLineReader *reader, const char *line, char **described, GError **error)
{
    size_t length = strlen (line), n;
    g_autofree char *copy = g_memdup2 (line, length);
    const SzToken *tokens;

    if (!sz_line_read (reader, copy, length, &tokens, &n, error))
        return false;
    *described = describe (tokens, n);
    return true;
}

static const struct {
    const char *line;
    const char *tokens;
} good[] = {
    { "[]", "( ) " },
    { " [ ] \r\n", "( ) " },
    { "[1,-2,0,-0]", "( 1 -2 0 0 ) " },
    { "[9223372036854775807,-9223372036854775808]",
      "( 9223372036854775807 -9223372036854775808 ) " },
    { "[1.5,-0.25,1e3,1E-2,2e+1]", "( r1.5 r-0.25 r1000 r0.01 r20 ) " },
    { "[null,true,false]", "( N T F ) " },
    { "[\"\",\"a\",\"ë\"]", "( '' 'a' 'ë' ) " },
    { "[\"\\\"\\\\\\/\\t\\n\"]", "( '\"\\/\t\n' ) " },
    { "[\"\\u0041\\u00eb\\u20AC\\ud83d\\ude00\"]", "( 'Aë€\xf0\x9f\x98\x80' ) " },
    { "[813,20,\"018f\",7,[\"x\",null,[1,[2]]]]", "( 813 20 '018f' 7 ( 'x' N ( 1 ( 2 ) ) ) ) " },
    { "[\"]\",\"[\",\",\"]", "( ']' '[' ',' ) " },
};

static void
test_good (void)
{
    g_autoptr (SzLineReader) reader = sz_line_reader_new ();

    for (size_t i = 0; i < G_N_ELEMENTS (good); i++) {
        g_autoptr (GError) error = NULL;
        g_autofree char *tokens = NULL;

        g_assert_true (read_exact (reader, good[i].line, &tokens, &error));
        g_assert_no_error (error);
        g_assert_cmpstr (tokens, ==, good[i].tokens);
    }
}

static const char *const bad[] = {
    "",
    " ",
    "1",
    "\"a\"",
    "null",
    "{}",
    "[",
    "]",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1,,2]",
    "[1]]",
    "[1] 2",
    "[1][2]",
    "[[[[[1]]]]]",
    "[{\"a\":1}]",
    "[01]",
    "[-]",
    "[-01]",
    "[+1]",
    "[.5]",
    "[1.]",
    "[1.e3]",
    "[1e]",
    "[1e+]",
    "[0x10]",
    "[1e999]",
    "[-1e999]",
    "[NaN]",
    "[Infinity]",
    "[9223372036854775808]",
    "[-9223372036854775809]",
    "[nul]",
    "[nullx]",
    "[True]",
    "['a']",
    "[\"a]",
    "[\"a",
    "[\"\\",
    "[\"\\\"]",
    "[\"\\x41\"]",
    "[\"\\u12\"]",
    "[\"\\u12g4\"]",
    "[\"\\u0000\"]",
    "[\"\\ud800\"]",
    "[\"\\ud800\\u0041\"]",
    "[\"\\ud800\\ud800\"]",
    "[\"\\udc00\"]",
    "[\"a\tb\"]",
    "[\"a\nb\"]",
    "[\"\x80\"]",
    "[\"\xc3\"]",
    "[\"\xc0\xaf\"]",
    "[\"\xed\xa0\x80\"]",
    "[\"\xf5\x80\x80\x80\"]",
    "\xef\xbb\xbf[1]",
    "[1]/*a*/",
    "[1,\v2]",
};

static void
test_bad (void)
{
    g_autoptr (SzLineReader) reader = sz_line_reader_new ();

    for (size_t i = 0; i < G_N_ELEMENTS (bad); i++) {
        g_autoptr (GError) error = NULL;
        g_autofree char *tokens = NULL;

        g_test_message ("bad line %zu", i);
        g_assert_false (read_exact (reader, bad[i], &tokens, &error));
        g_assert_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_SYNTAX);
    }
}

static void
test_nul_inside (void)
{
    g_autoptr (SzLineReader) reader = sz_line_reader_new ();
    g_autoptr (GError) error = NULL;
    char line[] = "[\"a\0b\"]";
    const SzToken *tokens;
    size_t n;

    g_assert_false (sz_line_read (reader, line, sizeof line - 1, &tokens, &n, &error));
    g_assert_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_SYNTAX);
}

static char *
make_long (unsigned values)
{
    GString *line = g_string_new ("[0");

    for (unsigned i = 1; i < values; i++)
        g_string_append (line, ",0");
    g_string_append_c (line, ']');
    return g_string_free (line, FALSE);
}

static void
test_too_many (void)
{
    g_autoptr (SzLineReader) reader = sz_line_reader_new ();
    g_autoptr (GError) error = NULL;
    g_autofree char *most = make_long (998), *more = make_long (999);
    g_autofree char *tokens = NULL;

    g_assert_true (read_exact (reader, most, &tokens, &error));
    g_assert_no_error (error);
    g_assert_false (read_exact (reader, more, &tokens, &error));
    g_assert_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_TOO_BIG);
}

static void
append_value (GString *line, const SzValue *value)
{
    switch (value->type) {
    case SZ_VALUE_NULL:
        sz_line_append_text (line, NULL);
        break;
    case SZ_VALUE_INTEGER:
        sz_line_append_integer (line, value->integer);
        break;
    case SZ_VALUE_REAL:
        sz_line_append_real (line, value->real);
        break;
    case SZ_VALUE_TEXT:
        sz_line_append_text (line, value->text);
        break;
    case SZ_VALUE_ID:
        sz_line_append_id (line, &value->id);
        break;
    default:
        g_assert_not_reached ();
    }
}

static void
assert_same (const SzToken *token, const SzValue *value)
{
    SzId id;

    switch (value->type) {
    case SZ_VALUE_NULL:
        g_assert_cmpint (token->type, ==, SZ_TOKEN_NULL);
        break;
    case SZ_VALUE_INTEGER:
        g_assert_cmpint (token->type, ==, SZ_TOKEN_INTEGER);
        g_assert_cmpint (token->integer, ==, value->integer);
        break;
    case SZ_VALUE_REAL:
        g_assert_cmpint (token->type, ==, SZ_TOKEN_REAL);
        g_assert_true (token->real == value->real);
        break;
    case SZ_VALUE_TEXT:
        g_assert_cmpint (token->type, ==, SZ_TOKEN_TEXT);
        g_assert_cmpstr (token->text, ==, value->text);
        break;
    case SZ_VALUE_ID:
        g_assert_cmpint (token->type, ==, SZ_TOKEN_TEXT);
        g_assert_true (sz_id_parse (token->text, &id) && sz_id_equal (&id, &value->id));
        break;
    default:
        g_assert_not_reached ();
    }
}

/* What the writer writes the reader reads, for random records of every kind; and no line holds a newline. */
static void
test_round_trip (void)
{
    g_autofree SzEnv *env = sz_env_new_seeded (1, 1600000000000);
    g_autoptr (SzLineReader) reader = sz_line_reader_new ();
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t i = 0; i < n * 50; i++) {
        g_autoptr (SzRecord) record = random_record (kinds[i % n], env);
        g_autoptr (GString) line = g_string_new ("[");
        g_autoptr (GError) error = NULL;
        const SzToken *tokens;
        size_t n_tokens;

        for (size_t k = 0; k < record->kind->n_fields; k++) {
            if (k > 0)
                g_string_append_c (line, ',');
            append_value (line, &record->values[k]);
        }
        g_string_append_c (line, ']');
        g_assert_null (strchr (line->str, '\n'));
        g_assert_true (sz_line_read (reader, line->str, line->len, &tokens, &n_tokens, &error));
        g_assert_no_error (error);
        g_assert_cmpuint (n_tokens, ==, record->kind->n_fields + 2);
        for (size_t k = 0; k < record->kind->n_fields; k++)
            assert_same (&tokens[k + 1], &record->values[k]);
    }
}

/* Every control character, and the numbers whose shortest form is long. */
static void
test_writer (void)
{
    static const struct {
        double value;
        const char *text;
    } reals[] = {
        { 0.8, "0.8" },   { 1, "1.0" },      { 0.1 + 0.2, "0.30000000000000004" },
        { -0.5, "-0.5" }, { 1e22, "1e+22" },
    };
    g_autoptr (GString) line = g_string_new (NULL);

    sz_line_append_text (line, "\x01\b\f\n\r\t\x1f\x7f\"\\/");
    g_assert_cmpstr (line->str, ==, "\"\\u0001\\b\\f\\n\\r\\t\\u001f\x7f\\\"\\\\/\"");
    for (size_t i = 0; i < G_N_ELEMENTS (reals); i++) {
        g_string_truncate (line, 0);
        sz_line_append_real (line, reals[i].value);
        g_assert_cmpstr (line->str, ==, reals[i].text);
    }
    g_string_truncate (line, 0);
    sz_line_append_real (line, G_MAXDOUBLE * 10);
    sz_line_append_integer (line, INT64_MIN);
    g_assert_cmpstr (line->str, ==, "null-9223372036854775808");
}

/* Any cut of a good row is refused, never read beyond. */
static void
test_cut_anywhere (void)
{
    static const char row[] = "[813,20,\"018f\\u00eb\\ud83d\\ude00\",-7.5e1,[\"ë\",null,true]]";
    g_autoptr (SzLineReader) reader = sz_line_reader_new ();

    for (size_t length = 0; length < sizeof row - 1; length++) {
        g_autofree char *cut = g_strndup (row, length), *tokens = NULL;
        g_autoptr (GError) error = NULL;

        g_assert_false (read_exact (reader, cut, &tokens, &error));
        g_assert_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_SYNTAX);
    }
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/lines/good", test_good);
    g_test_add_func ("/lines/bad", test_bad);
    g_test_add_func ("/lines/nul-inside", test_nul_inside);
    g_test_add_func ("/lines/too-many", test_too_many);
    g_test_add_func ("/lines/cut-anywhere", test_cut_anywhere);
    g_test_add_func ("/lines/writer", test_writer);
    g_test_add_func ("/lines/round-trip", test_round_trip);
    return g_test_run ();
}
