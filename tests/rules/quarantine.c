/* SPDX-License-Identifier: EUPL-1.2 */
/* Quarantine of a contact (src/rules/quarantine.h), against table R4 of the domain notes as it ships. */
#include "rule_rows.h"

#include "rules/quarantine.h"

#include <string.h>

/* "" for SZ_DATE_NONE. */
static void
assert_day (SzDate day, const char *expected)
{
    g_autofree char *text = day == SZ_DATE_NONE ? g_strdup ("") : sz_date_to_string (day);

    g_assert_cmpstr (text, ==, expected);
}

typedef struct {
    const char *last_contact;
    const char *until; /* NULL: no quarantine */
    const char *early_until;
    const char *tests[SZ_QUARANTINE_TESTS];
    bool confirmed;
} Case;

static void
assert_case (const SzRuleTable *rules, const Case *expected)
{
    SzDate day = rule_rows_day (expected->last_contact);
    SzQuarantine quarantine;
    bool found = sz_quarantine_find (rules, "covid-19", "high", day, &quarantine);

    g_test_message ("last contact %s", expected->last_contact);
    g_assert_cmpint (found, ==, expected->until != NULL);
    if (!found)
        return;
    g_assert_cmpint (quarantine.from, ==, day + 1);
    assert_day (quarantine.until, expected->until);
    assert_day (quarantine.early_until, expected->early_until);
    for (size_t i = 0; i < SZ_QUARANTINE_TESTS; i++) {
        g_assert_cmpint (i < quarantine.n_tests, ==, expected->tests[i] != NULL);
        if (i < quarantine.n_tests)
            assert_day (quarantine.tests[i], expected->tests[i]);
    }
    g_assert_cmpint (quarantine.confirmed, ==, expected->confirmed);
    g_assert_nonnull (quarantine.source);
    sz_quarantine_clear (&quarantine);
}

static void
test_shipped (void)
{
    static const Case cases[] = {
        { "2020-06-29", NULL },
        { "2020-06-30", "2020-07-14", "2020-07-10", { "2020-07-09" }, false },
        { "2020-08-31", "2020-09-14", "2020-09-10", { "2020-09-09" }, false },
        { "2020-09-01", "2020-09-15", "", { NULL }, true },
        { "2020-09-30", "2020-10-14", "", { NULL }, true },
        { "2020-10-01", "2020-10-08", "", { "2020-10-06" }, true },
        { "2020-10-18", "2020-10-25", "", { "2020-10-23" }, true },
        { "2020-10-19", NULL },
        { "2021-01-24", NULL },
        { "2021-01-25", "2021-02-04", "2021-02-01", { "2021-01-26", "2021-02-01" }, true },
        { "2021-06-24", "2021-07-04", "2021-07-01", { "2021-06-25", "2021-07-01" }, true },
        { "2021-09-10", "2021-09-20", "", { NULL }, false },
        { "2022-01-10", "2022-01-20", "2022-01-17", { NULL }, true },
        { "2022-03-16", "2022-03-26", "2022-03-23", { NULL }, true },
        { "2022-03-17", NULL },
        { "2026-01-01", NULL },
    };
    g_autoptr (SzRuleTable) rules = rule_rows_shipped ();

    for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
        assert_case (rules, &cases[i]);
}

static void
test_note (void)
{
    g_autoptr (SzRuleTable) rules = rule_rows_shipped ();
    SzQuarantine quarantine;

    g_assert_true (
        sz_quarantine_find (rules, "covid-19", "high", rule_rows_day ("2020-10-01"), &quarantine));
    g_assert_cmpstr (quarantine.note, ==, "Bij een positieve test 7 dagen langer.");
    g_assert_true (g_str_has_prefix (quarantine.source, "vrt2020-09, levif2020"));
    sz_quarantine_clear (&quarantine);
    g_assert_true (
        sz_quarantine_find (rules, "covid-19", "high", rule_rows_day ("2020-09-01"), &quarantine));
    g_assert_null (quarantine.note);
    sz_quarantine_clear (&quarantine);
    g_assert_null (quarantine.source);
}

/* A rule is of one disease and one risk: a low-risk contact goes to school, and measles are not COVID-19. */
static void
test_other (void)
{
    static const char *const others[][2] = {
        { "covid-19", "low" },
        { "measles", "high" },
        { "", "high" },
        { "covid-19", "" },
    };
    g_autoptr (SzRuleTable) rules = rule_rows_shipped ();

    for (size_t i = 0; i < G_N_ELEMENTS (others); i++) {
        SzQuarantine untouched, quarantine;

        memset (&quarantine, 0x5a, sizeof quarantine);
        untouched = quarantine;
        g_assert_false (sz_quarantine_find (rules, others[i][0], others[i][1],
                                            rule_rows_day ("2020-10-01"), &quarantine));
        g_assert_cmpmem (&quarantine, sizeof quarantine, &untouched, sizeof untouched);
    }
}

/* A row that has no number yet names no day. */
static void
test_no_number (void)
{
    static const RuleRow rows[] = {
        { "quarantine", "covid-19/high/days", "", "", "10" },
        { "quarantine", "covid-19/high/early_end", "", "", "" },
        { "quarantine", "covid-19/high/test_1", "", "", "" },
        { "quarantine", "covid-19/high/test_2", "", "", "7" },
    };
    g_autoptr (SzRuleTable) rules = rule_rows_table (rows, G_N_ELEMENTS (rows));
    SzQuarantine quarantine;

    g_assert_true (sz_quarantine_find (rules, "covid-19", "high", 0, &quarantine));
    g_assert_cmpint (quarantine.until, ==, 10);
    g_assert_cmpint (quarantine.early_until, ==, SZ_DATE_NONE);
    g_assert_cmpuint (quarantine.n_tests, ==, 1);
    g_assert_cmpint (quarantine.tests[0], ==, 7);
    sz_quarantine_clear (&quarantine);
}

static void
test_zero_days (void)
{
    static const RuleRow rows[] = {
        { "quarantine", "covid-19/high/days", "", "", "0" },
        { "quarantine", "covid-19/high/test_1", "", "", "1" },
        { "quarantine", "measles/high/days", "", "", "" },
    };
    g_autoptr (SzRuleTable) rules = rule_rows_table (rows, G_N_ELEMENTS (rows));
    SzQuarantine quarantine;

    g_assert_false (sz_quarantine_find (rules, "covid-19", "high", 0, &quarantine));
    g_assert_false (sz_quarantine_find (rules, "measles", "high", 0, &quarantine));
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/rules/quarantine/shipped", test_shipped);
    g_test_add_func ("/rules/quarantine/note", test_note);
    g_test_add_func ("/rules/quarantine/other", test_other);
    g_test_add_func ("/rules/quarantine/no_number", test_no_number);
    g_test_add_func ("/rules/quarantine/zero_days", test_zero_days);
    return g_test_run ();
}
