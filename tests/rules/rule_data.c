/* SPDX-License-Identifier: EUPL-1.2 */
/* The rows that ship (src/rules/rule_data.h): complete, dated sensibly, with a source, and the same on every server. */
#include "config.h"

#include "rule_rows.h"

#include "rules/rule_data.h"

#include <gio/gio.h>
#include <string.h>

#define FOLDER SZ_RESOURCES "/rules/"

static bool
is_rule (const SzRecord *record)
{
    return g_str_equal (record->kind->name, "rule");
}

static void
test_rows (void)
{
    g_autoptr (GPtrArray) records = sz_rule_data_records ();
    unsigned rules = 0;

    for (unsigned i = 0; i < records->len; i++) {
        const SzRecord *record = g_ptr_array_index (records, i);
        SzDate until;

        g_assert_nonnull (sz_record_text (record, "source"));
        if (!is_rule (record))
            continue;
        rules++;
        until = sz_record_date (record, "valid_until");
        g_assert_nonnull (sz_record_text (record, "status"));
        g_assert_cmpint (sz_record_value (record, "number")->type, ==, SZ_VALUE_REAL);
        g_assert_true (until == SZ_DATE_NONE || sz_record_date (record, "valid_from") <= until);
    }
    g_assert_cmpuint (rules, >, 30);
    g_assert_cmpuint (records->len - rules, >, 20);
}

static bool
overlap (const SzRecord *a, const SzRecord *b)
{
    SzDate a_until = sz_record_date (a, "valid_until"), b_until = sz_record_date (b, "valid_until");

    return (a_until == SZ_DATE_NONE || sz_record_date (b, "valid_from") <= a_until) &&
           (b_until == SZ_DATE_NONE || sz_record_date (a, "valid_from") <= b_until);
}

/* No two rows of one key hold on the same day: the reports, too, count on one. */
static void
test_one_a_day (void)
{
    g_autoptr (GPtrArray) records = sz_rule_data_records ();

    for (unsigned i = 0; i < records->len; i++) {
        const SzRecord *a = g_ptr_array_index (records, i);

        for (unsigned j = 0; is_rule (a) && j < i; j++) {
            const SzRecord *b = g_ptr_array_index (records, j);

            g_assert_false (
                is_rule (b) &&
                g_str_equal (sz_record_text (a, "rule_table"), sz_record_text (b, "rule_table")) &&
                g_str_equal (sz_record_text (a, "rule_key"), sz_record_text (b, "rule_key")) &&
                overlap (a, b));
        }
    }
}

/* Twice the same ids, none of them twice: a server may put them again and again. */
static void
test_ids (void)
{
    g_autoptr (GPtrArray) records = sz_rule_data_records (), again = sz_rule_data_records ();
    g_autoptr (GHashTable) ids = g_hash_table_new (sz_id_hash, sz_id_hash_equal);

    g_assert_cmpuint (records->len, ==, again->len);
    for (unsigned i = 0; i < records->len; i++) {
        SzRecord *record = g_ptr_array_index (records, i);
        const SzRecord *other = g_ptr_array_index (again, i);

        g_assert_true (sz_id_equal (&record->id, &other->id));
        g_assert_true (g_hash_table_add (ids, &record->id));
    }
}

/* The id of a row must never change: desks and servers have it. */
static void
test_known_id (void)
{
    g_autoptr (GPtrArray) records = sz_rule_data_records ();
    SzId id = sz_id_from_name ("disease", "measles");
    bool found = false;

    for (unsigned i = 0; i < records->len; i++)
        found |= sz_id_equal (&((const SzRecord *) g_ptr_array_index (records, i))->id, &id);
    g_assert_true (found);
}

/* The numbers and texts that the reports and the domain notes name. */
static void
test_values (void)
{
    static const struct {
        const char *set, *key, *day;
        double number;
        const char *text;
    } rows[] = {
        { "workload", "minutes_contact_tracing", "2020-09-01", 90, NULL },
        { "workload", "minutes_high_risk_contact", "2020-09-01", 18, NULL },
        { "workload", "hours_fte_year", "2019-09-01", 2080, NULL },
        { "coverage_target", "default", "2019-09-01", 90, NULL },
        { "coverage_target", "871831003", "2019-09-01", 95, NULL },
        { "schedule", "871878002", "2020-09-01", 1, "L1" },
        { "schedule", "871831003", "2023-08-31", 2, "L5" },
        { "schedule", "871831003", "2023-09-01", 2, "L4" },
        { "schedule", "1209197008", "2020-09-01", 2, "SO1" },
        { "schedule", "871875004", "2020-09-01", 1, "SO3" },
        { "cluster", "minimum_cases", "2020-09-01", 2, NULL },
        { "cluster", "window_days", "2020-09-01", 14, NULL },
    };
    g_autoptr (SzRuleTable) rules = rule_rows_shipped ();

    for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
        const SzRecord *row =
            sz_rule_table_find (rules, rows[i].set, rows[i].key, rule_rows_day (rows[i].day));

        g_test_message ("%s %s on %s", rows[i].set, rows[i].key, rows[i].day);
        g_assert_nonnull (row);
        g_assert_cmpfloat (sz_record_real (row, "number"), ==, rows[i].number);
        g_assert_cmpstr (sz_record_text (row, "text"), ==, rows[i].text);
    }
}

/* The grade of a schedule is one that classes can have; a report would find nothing otherwise. */
static void
test_grades (void)
{
    const SzField *grade = sz_kind_field (sz_kind_by_name ("class_group"), "grade");
    g_autoptr (GPtrArray) records = sz_rule_data_records ();

    for (unsigned i = 0; i < records->len; i++) {
        const SzRecord *record = g_ptr_array_index (records, i);
        bool known = false;

        if (!is_rule (record) || !g_str_equal (sz_record_text (record, "rule_table"), "schedule"))
            continue;
        for (const SzChoice *choice = grade->choices; choice->code != NULL; choice++)
            known |= g_strcmp0 (choice->code, sz_record_text (record, "text")) == 0;
        g_assert_true (known);
    }
}

static unsigned
count_members (const char *text)
{
    unsigned n = 0;

    for (const char *at = strstr (text, "\":"); at != NULL; at = strstr (at + 2, "\":"))
        n++;
    return n;
}

/* A member that the catalogue does not know would be passed over: as many members as values, besides "kind" and "records". */
static void
test_members (void)
{
    g_auto (GStrv) files = g_resources_enumerate_children (FOLDER, 0, NULL);
    g_autoptr (GPtrArray) records = sz_rule_data_records ();
    unsigned members = 0, values = 0;

    for (char **file = files; *file != NULL; file++) {
        g_autofree char *path = g_strconcat (FOLDER, *file, NULL);
        g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, NULL);
        g_autofree char *text =
            g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

        members += count_members (text) - 2;
    }
    for (unsigned i = 0; i < records->len; i++) {
        const SzRecord *record = g_ptr_array_index (records, i);

        for (size_t j = 0; j < record->kind->n_fields; j++)
            values += record->values[j].type != SZ_VALUE_NULL;
    }
    g_assert_cmpuint (members, ==, values);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/rules/rule_data/rows", test_rows);
    g_test_add_func ("/rules/rule_data/one_a_day", test_one_a_day);
    g_test_add_func ("/rules/rule_data/ids", test_ids);
    g_test_add_func ("/rules/rule_data/known_id", test_known_id);
    g_test_add_func ("/rules/rule_data/values", test_values);
    g_test_add_func ("/rules/rule_data/grades", test_grades);
    g_test_add_func ("/rules/rule_data/members", test_members);
    return g_test_run ();
}
