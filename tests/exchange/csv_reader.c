/* SPDX-License-Identifier: EUPL-1.2 */
/* What the reader of delimited text makes of encodings, delimiters, quotes and damage. */
#define G_LOG_DOMAIN "test-csv-reader"

#include "exchange/csv_reader.h"

#include <string.h>

/* A stream that hands out at most `step` bytes a read, so that every row is cut somewhere. */
static GInputStream *
dripping_stream (const char *bytes, size_t n, size_t step)
{
    GMemoryInputStream *memory = G_MEMORY_INPUT_STREAM (g_memory_input_stream_new ());

    for (size_t i = 0; i < n; i += step) {
        g_autoptr (GBytes) piece = g_bytes_new (bytes + i, MIN (step, n - i));
        g_memory_input_stream_add_bytes (memory, piece);
    }
    return G_INPUT_STREAM (memory);
}

/* All rows in one text: line number, ':' and the fields with '|' between; faults as "!<fault>.<field>". */
static char *
read_all (const char *bytes, size_t n)
{
    g_autoptr (GInputStream) stream = dripping_stream (bytes, n, n < 10000 ? 7 : 4093);
    g_autoptr (SzCsvReader) reader = sz_csv_reader_new (stream);
    g_autoptr (GError) error = NULL;
    GString *all = g_string_new (NULL);
    SzCsvRow row = { 0 };
    SzCsvStep step = SZ_CSV_END;

    while ((step = sz_csv_reader_next (reader, &row, NULL, &error)) > SZ_CSV_FAILED &&
           step < SZ_CSV_END) {
        g_string_append_printf (all, "%zu:", row.line);
        if (step == SZ_CSV_FAULT)
            g_string_append_printf (all, "!%d.%zu ", row.fault, row.fault_field);
        for (size_t i = 0; i < row.n_fields; i++)
            g_string_append_printf (all, "%s%s", i ? "|" : "", row.fields[i]);
        g_string_append (all, row.cut_off ? "~" : "\n");
    }
    g_assert_no_error (error);
    g_assert_cmpint (step, ==, SZ_CSV_END);
    return g_string_free (all, FALSE);
}

static void
assert_reads (const char *bytes, const char *expected)
{
    g_autofree char *all = read_all (bytes, strlen (bytes));
    g_assert_cmpstr (all, ==, expected);
}

static void
test_plain (void)
{
    assert_reads ("", "");
    assert_reads ("\n\n", "");
    assert_reads ("a;b;c\n1;2;3\n", "1:a|b|c\n2:1|2|3\n");
    assert_reads ("a;b\r\n1;\r\n;2\r\n", "1:a|b\n2:1|\n3:|2\n");
    assert_reads ("a;b\r1;2\r", "1:a|b\n2:1|2\n");
    assert_reads ("a;b\n1;2", "1:a|b\n2:1|2~");
    assert_reads ("a;b\n1;", "1:a|b\n2:1|~");
}

static void
test_delimiters (void)
{
    assert_reads ("a,b;c,d\n", "1:a|b;c|d\n");
    assert_reads ("a\tb\n1;x\t2\n", "1:a|b\n2:1;x|2\n");
    assert_reads ("a|b|c\n", "1:a|b|c\n");
    assert_reads ("\"a,b,c\";d\n", "1:a,b,c|d\n");
    assert_reads ("one\n1;2\n", "1:one\n2:1|2\n");
}

static void
test_quotes (void)
{
    assert_reads ("a;b\n\"1;x\";\"say \"\"hi\"\"\"\n", "1:a|b\n2:1;x|say \"hi\"\n");
    assert_reads ("a;b\n\"1\nx\r\ny\";2\n3;4\n", "1:a|b\n2:1\nx\r\ny|2\n5:3|4\n");
    assert_reads ("a;b\n\"\";\"\"\"\"\n", "1:a|b\n2:|\"\n");
    assert_reads ("a;b\nx\"y\"z;2\n", "1:a|b\n2:x\"y\"z|2\n");
    assert_reads ("a;b\n1;\"2\"", "1:a|b\n2:1|2~");
}

/* One bad row costs one row, however the quotes after it fall. */
static void
test_damage (void)
{
    assert_reads ("a;b\n\"1;2\n3;4\n5;6\n", "1:a|b\n2:!1.1 \"1;2\n3:3|4\n4:5|6\n");
    assert_reads ("a;b\n1;\"2\n3;\"4\"\n5;6\n", "1:a|b\n2:!1.2 1;\"2\n3:3|4\n4:5|6\n");
    assert_reads ("a;b\n1;\"2\" x\n3;4\n", "1:a|b\n2:!1.2 1;\"2\" x\n3:3|4\n");
    assert_reads ("a;b\n1;\"2", "1:a|b\n2:!1.2 1;\"2~");

    const char nul[] = "a;b\n1;\0\n3;4\n";
    g_autofree char *all = read_all (nul, sizeof nul - 1);
    g_assert_cmpstr (all, ==, "1:a|b\n2:!4.0 1;\xef\xbf\xbd\n3:3|4\n");
}

static void
test_comments (void)
{
    assert_reads ("# one\n\n#two;;\na;b\n#1;2\n", "4:a|b\n5:#1|2\n");
}

static void
test_encodings (void)
{
    assert_reads ("\xef\xbb\xbfn\n\xc3\xa9\n", "1:n\n2:\xc3\xa9\n");
    assert_reads ("\xef\xbb\xbfn\n\xe9\nx\n", "1:n\n2:!3.0 \xc3\xa9\n3:x\n");
    assert_reads ("n\nChlo\xeb\n\x80\x81\n", "1:n\n2:Chlo\xc3\xab\n3:\xe2\x82\xac\xef\xbf\xbd\n");

    const char utf16[] = "\xff\xfen\0;\0m\0\n\0\xe9\0;\0x\0\n\0";
    g_autofree char *all = read_all (utf16, sizeof utf16 - 1);
    g_assert_cmpstr (all, ==, "1:n|m\n2:\xc3\xa9|x\n");
}

/* The first block says nothing; the first accent comes long after it. */
static void
test_late_encodings (void)
{
    g_autoptr (GString) file = g_string_new ("n;m\n");

    while (file->len < 300000)
        g_string_append (file, "plain;row\n");
    size_t plain = file->len;

    g_string_append (file, "Chlo\xeb;1\nplain;2\nD\xe9sir\xe9;3\n");
    g_autofree char *latin = read_all (file->str, file->len);
    g_assert_nonnull (strstr (latin, "Chlo\xc3\xab|1"));
    g_assert_nonnull (strstr (latin, "D\xc3\xa9sir\xc3\xa9|3"));

    g_string_truncate (file, plain);
    g_string_append (file, "Chlo\xc3\xab;1\nplain;2\nD\xe9sir\xe9;3\nplain;4\n");
    g_autofree char *mixed = read_all (file->str, file->len);
    g_assert_nonnull (strstr (mixed, "Chlo\xc3\xab|1"));
    g_assert_nonnull (strstr (mixed, ":!3.0 D"));
    g_assert_nonnull (strstr (mixed, "plain|4"));
}

static void
test_limits (void)
{
    g_autoptr (GString) file = g_string_new ("a;b\n1;");

    for (size_t i = 0; i < SZ_CSV_FIELD_MAX; i++)
        g_string_append_c (file, 'x');
    g_string_append (file, "\n2;y\n");
    g_autofree char *fits = read_all (file->str, file->len);
    g_assert_true (g_str_has_suffix (fits, "3:2|y\n"));
    g_assert_cmpuint (strlen (fits), >, SZ_CSV_FIELD_MAX);

    g_string_insert_c (file, 6, 'x');
    g_autofree char *too_long = read_all (file->str, file->len);
    g_assert_true (g_str_has_prefix (too_long, "1:a|b\n2:!2.2 1;xx"));
    g_assert_true (g_str_has_suffix (too_long, "\n3:2|y\n"));
    g_assert_cmpuint (strlen (too_long), <, 10000);

    g_string_assign (file, "a;b\n");
    for (size_t i = 0; i < 2 * SZ_CSV_ROW_MAX; i++)
        g_string_append_c (file, 'x');
    g_string_append (file, "\n2;y\n");
    g_autofree char *no_end = read_all (file->str, file->len);
    g_assert_true (g_str_has_suffix (no_end, "\n3:2|y\n"));
    g_assert_cmpuint (strlen (no_end), <, 10000);
}

/* Whole numbers of bytes, rows and lines over many blocks. */
static void
test_long_file (void)
{
    g_autoptr (GString) file = g_string_new ("a;b;c\r\n");

    for (int i = 0; i < 50000; i++)
        g_string_append_printf (file, "%d;\"v;%d\";na\xc3\xafve\r\n", i, i);
    g_autoptr (GInputStream) stream =
        g_memory_input_stream_new_from_data (file->str, (gssize) file->len, NULL);
    g_autoptr (SzCsvReader) reader = sz_csv_reader_new (stream);
    g_autoptr (GError) error = NULL;
    SzCsvRow row = { 0 };

    g_assert_cmpint (sz_csv_reader_next (reader, &row, NULL, &error), ==, SZ_CSV_ROW);
    for (int i = 0; i < 50000; i++) {
        g_autofree char *first = g_strdup_printf ("%d", i);
        g_autofree char *second = g_strdup_printf ("v;%d", i);

        g_assert_cmpint (sz_csv_reader_next (reader, &row, NULL, &error), ==, SZ_CSV_ROW);
        g_assert_cmpuint (row.line, ==, (size_t) i + 2);
        g_assert_cmpuint (row.n_fields, ==, 3);
        g_assert_cmpstr (row.fields[0], ==, first);
        g_assert_cmpstr (row.fields[1], ==, second);
        g_assert_cmpstr (row.fields[2], ==, "na\xc3\xafve");
    }
    g_assert_cmpint (sz_csv_reader_next (reader, &row, NULL, &error), ==, SZ_CSV_END);
    g_assert_cmpint (sz_csv_reader_bytes (reader), ==, (int64_t) file->len);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/csv-reader/plain", test_plain);
    g_test_add_func ("/csv-reader/delimiters", test_delimiters);
    g_test_add_func ("/csv-reader/quotes", test_quotes);
    g_test_add_func ("/csv-reader/damage", test_damage);
    g_test_add_func ("/csv-reader/comments", test_comments);
    g_test_add_func ("/csv-reader/encodings", test_encodings);
    g_test_add_func ("/csv-reader/late-encodings", test_late_encodings);
    g_test_add_func ("/csv-reader/limits", test_limits);
    g_test_add_func ("/csv-reader/long-file", test_long_file);
    return g_test_run ();
}
