/* SPDX-License-Identifier: EUPL-1.2 */
/* Which row is in force on a day (src/rules/rule_table.h). */
#include "rule_rows.h"

#include "rules/rule_data.h"

static const RuleRow rows[] = {
    { "workload", "minutes", "", "2020-08-31", "100" },
    { "workload", "minutes", "2020-09-01", "", "90" },
    { "workload", "minutes", "2020-11-01", "2020-11-30", "60" },
    { "workload", "gone", "2020-01-01", "2020-01-31", "1" },
    { "workload", "unknown", "2020-01-01", "", "1" },
    { "workload", "unknown", "2020-02-01", "", "" },
    { "workload", "zero", "", "", "0" },
    { "other", "minutes", "2020-12-01", "", "7" },
};

static void
test_number (void)
{
    static const struct {
        const char *set, *key, *day;
        double number; /* -1: none */
    } cases[] = {
        { "workload", "minutes", "1900-01-01", 100 }, /* no beginning */
        { "workload", "minutes", "2020-08-31", 100 },
        { "workload", "minutes", "2020-09-01", 90 },
        { "workload", "minutes", "2020-10-31", 90 },
        { "workload", "minutes", "2020-11-01", 60 }, /* two hold: the later */
        { "workload", "minutes", "2020-11-30", 60 },
        { "workload", "minutes", "2020-12-01", 90 }, /* the later is over */
        { "workload", "minutes", "2199-12-31", 90 }, /* no end */
        { "other", "minutes", "2020-12-01", 7 },
        { "other", "minutes", "2020-11-30", -1 },
        { "workload", "gone", "2019-12-31", -1 },
        { "workload", "gone", "2020-01-01", 1 },
        { "workload", "gone", "2020-01-31", 1 },
        { "workload", "gone", "2020-02-01", -1 },
        { "workload", "unknown", "2020-01-31", 1 },
        { "workload", "unknown", "2020-02-01", -1 }, /* replaced by a row without a number */
        { "workload", "zero", "2020-01-01", 0 },
        { "workload", "nothing", "2020-01-01", -1 },
        { "nothing", "minutes", "2020-01-01", -1 },
    };
    g_autoptr (SzRuleTable) table = rule_rows_table (rows, G_N_ELEMENTS (rows));

    for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
        double number = -1;
        bool found = sz_rule_table_number (table, cases[i].set, cases[i].key,
                                           rule_rows_day (cases[i].day), &number);

        g_test_message ("%s %s on %s", cases[i].set, cases[i].key, cases[i].day);
        g_assert_cmpint (found, ==, cases[i].number >= 0);
        g_assert_cmpfloat (number, ==, cases[i].number);
    }
}

/* The order of the rows does not matter. */
static void
test_order (void)
{
    RuleRow turned[G_N_ELEMENTS (rows)];
    g_autoptr (SzRuleTable) table = NULL;
    double number;

    for (size_t i = 0; i < G_N_ELEMENTS (rows); i++)
        turned[i] = rows[G_N_ELEMENTS (rows) - 1 - i];
    table = rule_rows_table (turned, G_N_ELEMENTS (turned));
    g_assert_true (
        sz_rule_table_number (table, "workload", "minutes", rule_rows_day ("2020-11-15"), &number));
    g_assert_cmpfloat (number, ==, 60);
}

static void
test_row (void)
{
    g_autoptr (SzRuleTable) table = rule_rows_table (rows, G_N_ELEMENTS (rows));
    const SzRecord *row =
        sz_rule_table_find (table, "workload", "unknown", rule_rows_day ("2020-02-01"));

    g_assert_nonnull (row);
    g_assert_cmpstr (sz_record_text (row, "source"), ==, "2020-02-01");
}

/* Rows of another kind are left out; what is in the table stays when the records go. */
static void
test_copies (void)
{
    SzId none = { 0 };
    GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) sz_record_free);
    g_autoptr (SzRuleTable) empty = NULL;
    g_autoptr (SzRuleTable) shipped = rule_rows_shipped ();
    double number;

    g_ptr_array_add (records, sz_record_new (sz_kind_by_name ("disease"), &none));
    empty = sz_rule_table_new (records);
    g_ptr_array_unref (records);
    g_assert_null (sz_rule_table_find (empty, "cluster", "window_days", 0));
    g_assert_true (sz_rule_table_number (shipped, "cluster", "window_days",
                                         rule_rows_day ("2020-10-01"), &number));
    g_assert_cmpfloat (number, ==, 14);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/rules/rule_table/number", test_number);
    g_test_add_func ("/rules/rule_table/order", test_order);
    g_test_add_func ("/rules/rule_table/row", test_row);
    g_test_add_func ("/rules/rule_table/copies", test_copies);
    return g_test_run ();
}
