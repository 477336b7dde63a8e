/* SPDX-License-Identifier: EUPL-1.2 */
/* Clusters (src/rules/cluster.h): each case below is written as pupil, class, disease and day. */
#include "rule_rows.h"

#include "rules/cluster.h"

typedef struct {
    const char *pupil; /* "": not known who */
    const char *class_group, *disease, *day;
} Ill;

static const RuleRow fourteen_days[] = {
    { "cluster", "minimum_cases", "", "", "2" },
    { "cluster", "window_days", "", "", "14" },
};

/* From November on four cases in seven days. */
static const RuleRow changing[] = {
    { "cluster", "minimum_cases", "", "2021-10-31", "2" },
    { "cluster", "window_days", "", "2021-10-31", "14" },
    { "cluster", "minimum_cases", "2021-11-01", "", "4" },
    { "cluster", "window_days", "2021-11-01", "", "7" },
};

static GPtrArray *
find (const Ill *ill, size_t n, const RuleRow *rows, size_t n_rows)
{
    g_autofree SzClusterCase *cases = g_new0 (SzClusterCase, n);
    g_autoptr (SzRuleTable) rules = rule_rows_table (rows, n_rows);

    for (size_t i = 0; i < n; i++) {
        if (*ill[i].pupil != '\0')
            cases[i].pupil = sz_id_from_name ("pupil", ill[i].pupil);
        cases[i].class_group = sz_id_from_name ("class", ill[i].class_group);
        cases[i].disease = sz_id_from_name ("disease", ill[i].disease);
        cases[i].day = rule_rows_day (ill[i].day);
        cases[i].place = (unsigned) i;
    }
    return sz_clusters_find (cases, n, rules);
}

/* "2020-10-01 2020-10-14: 0 1": first day, last day, places of the cases; one cluster a line. */
static char *
describe (const GPtrArray *clusters)
{
    GString *text = g_string_new (NULL);

    for (unsigned i = 0; i < clusters->len; i++) {
        const SzFoundCluster *cluster = g_ptr_array_index (clusters, i);
        char first[SZ_DATE_TEXT], last[SZ_DATE_TEXT];

        sz_date_format (cluster->first, first);
        sz_date_format (cluster->last, last);
        g_string_append_printf (text, "%s%s %s:", i > 0 ? "\n" : "", first, last);
        for (unsigned j = 0; j < cluster->places->len; j++)
            g_string_append_printf (text, " %u", g_array_index (cluster->places, unsigned, j));
    }
    return g_string_free (text, FALSE);
}

static void
assert_clusters (const Ill *ill, size_t n, const RuleRow *rows, size_t n_rows, const char *expected)
{
    g_autoptr (GPtrArray) clusters = find (ill, n, rows, n_rows);
    g_autofree char *text = describe (clusters);

    g_assert_cmpstr (text, ==, expected);
}

#define ASSERT_CLUSTERS(ill, rows, expected)                                                       \
    assert_clusters (ill, G_N_ELEMENTS (ill), rows, G_N_ELEMENTS (rows), expected)

/* The window counts both its ends: 1 to 14 October are fourteen days. */
static void
test_border (void)
{
    static const Ill inside[] = {
        { "An", "1A", "covid", "2020-10-01" },
        { "Bo", "1A", "covid", "2020-10-14" },
    };
    static const Ill outside[] = {
        { "An", "1A", "covid", "2020-10-01" },
        { "Bo", "1A", "covid", "2020-10-15" },
    };
    static const Ill same_day[] = {
        { "An", "1A", "covid", "2020-10-01" },
        { "Bo", "1A", "covid", "2020-10-01" },
    };

    ASSERT_CLUSTERS (inside, fourteen_days, "2020-10-01 2020-10-14: 0 1");
    ASSERT_CLUSTERS (outside, fourteen_days, "");
    ASSERT_CLUSTERS (same_day, fourteen_days, "2020-10-01 2020-10-01: 0 1");
}

static void
test_few (void)
{
    static const Ill one[] = { { "An", "1A", "covid", "2020-10-01" } };
    g_autoptr (GPtrArray) none = find (NULL, 0, fourteen_days, G_N_ELEMENTS (fourteen_days));

    g_assert_cmpuint (none->len, ==, 0);
    ASSERT_CLUSTERS (one, fourteen_days, "");
}

/* Another class, or another disease, is no cluster. */
static void
test_groups (void)
{
    static const Ill apart[] = {
        { "An", "1A", "covid", "2020-10-01" },
        { "Bo", "1B", "covid", "2020-10-02" },
        { "Cas", "1A", "measles", "2020-10-03" },
    };
    static const Ill two_classes[] = {
        { "An", "1A", "covid", "2020-10-01" },
        { "Bo", "1B", "covid", "2020-10-02" },
    };
    static const Ill mixed[] = {
        { "An", "1A", "covid", "2020-10-01" },    { "Bo", "1B", "covid", "2020-10-02" },
        { "Cas", "1A", "covid", "2020-10-03" },   { "Dre", "1B", "covid", "2020-10-04" },
        { "Els", "1A", "measles", "2020-10-03" },
    };

    ASSERT_CLUSTERS (apart, fourteen_days, "");
    ASSERT_CLUSTERS (two_classes, fourteen_days, "");
    ASSERT_CLUSTERS (mixed, fourteen_days,
                     "2020-10-02 2020-10-04: 1 3\n2020-10-01 2020-10-03: 0 2");
}

/* One pupil registered twice is one person ill; with a second person both registrations belong to the cluster. */
static void
test_people (void)
{
    static const Ill twice[] = {
        { "An", "1A", "covid", "2020-10-01" },
        { "An", "1A", "covid", "2020-10-03" },
    };
    static const Ill twice_and_other[] = {
        { "An", "1A", "covid", "2020-10-01" },
        { "An", "1A", "covid", "2020-10-03" },
        { "Bo", "1A", "covid", "2020-10-05" },
    };
    static const Ill unknown[] = {
        { "", "1A", "covid", "2020-10-01" },
        { "", "1A", "covid", "2020-10-03" },
    };

    ASSERT_CLUSTERS (twice, fourteen_days, "");
    ASSERT_CLUSTERS (twice_and_other, fourteen_days, "2020-10-01 2020-10-05: 0 1 2");
    ASSERT_CLUSTERS (unknown, fourteen_days, "2020-10-01 2020-10-03: 0 1");
}

/* A chain of windows is one cluster; a silence longer than a window ends it; cases come by day, whatever their order. */
static void
test_chain (void)
{
    static const Ill chain[] = {
        { "Cas", "1A", "covid", "2020-10-20" }, { "An", "1A", "covid", "2020-10-01" },
        { "Bo", "1A", "covid", "2020-10-10" },  { "Dre", "1A", "covid", "2020-11-03" },
        { "Els", "1A", "covid", "2020-11-04" },
    };
    static const Ill joined[] = {
        { "An", "1A", "covid", "2020-10-01" },
        { "Bo", "1A", "covid", "2020-10-14" },
        { "Cas", "1A", "covid", "2020-10-27" },
    };

    ASSERT_CLUSTERS (chain, fourteen_days,
                     "2020-11-03 2020-11-04: 3 4\n2020-10-01 2020-10-20: 1 2 0");
    ASSERT_CLUSTERS (joined, fourteen_days, "2020-10-01 2020-10-27: 0 1 2");
}

/* The rule of the day of the window's last case decides. */
static void
test_rule_change (void)
{
    static const Ill before[] = {
        { "An", "1A", "covid", "2021-10-25" },
        { "Bo", "1A", "covid", "2021-10-31" },
    };
    static const Ill across[] = {
        { "An", "1A", "covid", "2021-10-26" },
        { "Bo", "1A", "covid", "2021-11-01" },
    };
    static const Ill four[] = {
        { "An", "1A", "covid", "2021-10-26" },
        { "Bo", "1A", "covid", "2021-11-01" },
        { "Cas", "1A", "covid", "2021-11-01" },
        { "Dre", "1A", "covid", "2021-11-01" },
    };
    static const Ill four_in_eight_days[] = {
        { "An", "1A", "covid", "2021-10-26" },
        { "Bo", "1A", "covid", "2021-11-01" },
        { "Cas", "1A", "covid", "2021-11-01" },
        { "Dre", "1A", "covid", "2021-11-02" },
    };

    ASSERT_CLUSTERS (before, changing, "2021-10-25 2021-10-31: 0 1");
    ASSERT_CLUSTERS (across, changing, "");
    ASSERT_CLUSTERS (four, changing, "2021-10-26 2021-11-01: 0 1 2 3");
    ASSERT_CLUSTERS (four_in_eight_days, changing, "");
}

/* Neither number alone is a rule, and a rule that is over is none. */
static void
test_without_rule (void)
{
    static const Ill ill[] = {
        { "An", "1A", "covid", "2020-10-01" },
        { "Bo", "1A", "covid", "2020-10-02" },
    };
    static const RuleRow only_minimum[] = { { "cluster", "minimum_cases", "", "", "2" } };
    static const RuleRow only_window[] = { { "cluster", "window_days", "", "", "14" } };
    static const RuleRow over[] = {
        { "cluster", "minimum_cases", "", "2020-10-01", "2" },
        { "cluster", "window_days", "", "", "14" },
    };

    ASSERT_CLUSTERS (ill, only_minimum, "");
    ASSERT_CLUSTERS (ill, only_window, "");
    ASSERT_CLUSTERS (ill, over, "");
}

/* The rule that ships: two within fourteen days. */
static void
test_shipped (void)
{
    SzId class_group = sz_id_from_name ("class", "1A");
    SzClusterCase cases[] = {
        { sz_id_from_name ("pupil", "An"), class_group, class_group, 18550, 0 },
        { sz_id_from_name ("pupil", "Bo"), class_group, class_group, 18563, 1 },
        { sz_id_from_name ("pupil", "Cas"), class_group, class_group, 18577, 2 },
    };
    g_autoptr (SzRuleTable) rules = rule_rows_shipped ();
    g_autoptr (GPtrArray) clusters = sz_clusters_find (cases, G_N_ELEMENTS (cases), rules);
    g_autofree char *text = describe (clusters);

    g_assert_cmpstr (text, ==, "2020-10-15 2020-10-28: 0 1");
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/rules/cluster/border", test_border);
    g_test_add_func ("/rules/cluster/few", test_few);
    g_test_add_func ("/rules/cluster/groups", test_groups);
    g_test_add_func ("/rules/cluster/people", test_people);
    g_test_add_func ("/rules/cluster/chain", test_chain);
    g_test_add_func ("/rules/cluster/rule_change", test_rule_change);
    g_test_add_func ("/rules/cluster/without_rule", test_without_rule);
    g_test_add_func ("/rules/cluster/shipped", test_shipped);
    return g_test_run ();
}
