/* SPDX-License-Identifier: EUPL-1.2 */
/* Counts to hours (src/rules/workload.h), against the table of isc-2020. */
#include "rule_rows.h"

#include "rules/workload.h"

/* As the table prints it: one decimal. */
static void
assert_printed (double value, const char *expected)
{
    g_autofree char *text = g_strdup_printf ("%.1f", value);

    g_assert_cmpstr (text, ==, expected);
}

/* 13,100 tracings and 74,861 people in quarantine: 19,650 and 22,458 hours, 9.4 and 10.8 full-timers for a year. */
static void
test_isc (void)
{
    g_autoptr (SzRuleTable) rules = rule_rows_shipped ();
    SzWorkload workload;

    g_assert_true (sz_workload_find (rules, rule_rows_day ("2020-11-08"), 13100, 74861, &workload));
    g_assert_cmpfloat_with_epsilon (workload.tracing.hours, 19650, 1e-6);
    g_assert_cmpfloat_with_epsilon (workload.contacts.hours, 22458.3, 1e-6);
    g_assert_cmpfloat_with_epsilon (workload.total.hours, 42108.3, 1e-6);
    assert_printed (workload.tracing.fte_years, "9.4");
    assert_printed (workload.contacts.fte_years, "10.8");
    assert_printed (workload.total.fte_years, "20.2");
}

static void
test_nothing (void)
{
    g_autoptr (SzRuleTable) rules = rule_rows_shipped ();
    SzWorkload workload;

    g_assert_true (sz_workload_find (rules, rule_rows_day ("2020-11-08"), 0, 0, &workload));
    g_assert_cmpfloat (workload.total.hours, ==, 0);
    g_assert_cmpfloat (workload.total.fte_years, ==, 0);
}

static void
test_change (void)
{
    static const RuleRow rows[] = {
        { "workload", "minutes_contact_tracing", "2020-09-01", "", "90" },
        { "workload", "minutes_high_risk_contact", "2020-09-01", "", "18" },
        { "workload", "minutes_high_risk_contact", "2020-11-01", "", "12" },
        { "workload", "hours_fte_year", "", "", "2000" },
    };
    g_autoptr (SzRuleTable) rules = rule_rows_table (rows, G_N_ELEMENTS (rows));
    SzWorkload workload;

    g_assert_true (sz_workload_find (rules, rule_rows_day ("2020-10-31"), 2, 10, &workload));
    g_assert_cmpfloat (workload.contacts.hours, ==, 3);
    g_assert_true (sz_workload_find (rules, rule_rows_day ("2020-11-01"), 2, 10, &workload));
    g_assert_cmpfloat (workload.contacts.hours, ==, 2);
    g_assert_cmpfloat (workload.tracing.hours, ==, 3);
    g_assert_cmpfloat (workload.total.fte_years, ==, 5.0 / 2000);
}

/* Any one of the three is missing, or a year of no hours. */
static void
test_without_rule (void)
{
    static const RuleRow rows[] = {
        { "workload", "minutes_contact_tracing", "", "", "90" },
        { "workload", "minutes_high_risk_contact", "", "", "18" },
        { "workload", "hours_fte_year", "", "", "2080" },
        { "workload", "hours_fte_year", "", "", "0" },
    };

    for (size_t left_out = 0; left_out < 3; left_out++) {
        RuleRow some[3];
        g_autoptr (SzRuleTable) rules = NULL;
        SzWorkload workload;
        size_t n = 0;

        for (size_t i = 0; i < 3; i++)
            if (i != left_out)
                some[n++] = rows[i];
        rules = rule_rows_table (some, n);
        g_assert_false (sz_workload_find (rules, 0, 1, 1, &workload));
    }
    {
        const RuleRow idle[] = { rows[0], rows[1], rows[3] };
        g_autoptr (SzRuleTable) rules = rule_rows_table (idle, G_N_ELEMENTS (idle));
        SzWorkload workload;

        g_assert_false (sz_workload_find (rules, 0, 1, 1, &workload));
    }
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/rules/workload/isc", test_isc);
    g_test_add_func ("/rules/workload/nothing", test_nothing);
    g_test_add_func ("/rules/workload/change", test_change);
    g_test_add_func ("/rules/workload/without_rule", test_without_rule);
    return g_test_run ();
}
