/* SPDX-License-Identifier: EUPL-1.2 */
/* What the writer of delimited text puts in a file. */
#define G_LOG_DOMAIN "test-csv-writer"

#include "exchange/csv_writer.h"

static void
assert_cell (const char *cell, const char *expected)
{
    g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
    g_autoptr (SzCsvWriter) writer = sz_csv_writer_new (stream, ';', SZ_CSV_PLAIN);
    g_autoptr (GError) error = NULL;
    g_autofree char *line = g_strdup_printf ("%s;\r\n", expected);

    sz_csv_writer_cell (writer, cell);
    sz_csv_writer_cell (writer, NULL);
    g_assert_true (sz_csv_writer_end_row (writer, &error));
    g_assert_true (sz_csv_writer_finish (writer, &error));
    g_assert_no_error (error);

    GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM (stream);
    g_autofree char *written = g_strndup (g_memory_output_stream_get_data (memory),
                                          g_memory_output_stream_get_data_size (memory));
    g_assert_cmpstr (written, ==, line);
}

static void
test_cells (void)
{
    assert_cell ("", "");
    assert_cell ("plain", "plain");
    assert_cell ("a,b", "a,b");
    assert_cell ("a;b", "\"a;b\"");
    assert_cell ("say \"hi\"", "\"say \"\"hi\"\"\"");
    assert_cell ("two\nlines", "\"two\nlines\"");
}

static void
test_formulas (void)
{
    assert_cell ("=1+1", "'=1+1");
    assert_cell ("@SUM(A1)", "'@SUM(A1)");
    assert_cell ("-2+3", "'-2+3");
    assert_cell ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0");
    assert_cell ("=\"a;b\"", "\"'=\"\"a;b\"\"\"");
    assert_cell ("-", "'-");
    assert_cell ("-12,5", "-12,5");
    assert_cell ("+32 9 235 78 10", "+32 9 235 78 10");
}

static void
test_bom (void)
{
    g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
    g_autoptr (SzCsvWriter) writer = sz_csv_writer_new (stream, ',', SZ_CSV_BOM);
    g_autoptr (GError) error = NULL;

    sz_csv_writer_integer (writer, -5);
    sz_csv_writer_cell (writer, "a;b,c");
    g_assert_true (sz_csv_writer_end_row (writer, &error));
    g_assert_true (sz_csv_writer_finish (writer, &error));

    GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM (stream);
    const char expected[] = "\xef\xbb\xbf-5,\"a;b,c\"\r\n";
    g_assert_cmpmem (g_memory_output_stream_get_data (memory),
                     g_memory_output_stream_get_data_size (memory), expected, sizeof expected - 1);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/csv-writer/cells", test_cells);
    g_test_add_func ("/csv-writer/formulas", test_formulas);
    g_test_add_func ("/csv-writer/bom", test_bom);
    return g_test_run ();
}
