/* SPDX-License-Identifier: EUPL-1.2 */
/* Every report gives what golden/ says for the small centre of support/fixture.h. To write those files anew, after reading
 * what changed: SCHOOLZICHT_WRITE_GOLDEN=1 meson test db-reports. */
#include "db/report.h"

#include "base/errors.h"
#include "db/schema.h"
#include "support/fixture.h"
#include "support/scratch.h"

#include <string.h>

typedef struct {
    const char *golden;
    const char *report;
    const char *params; /* "name=value" words; @kind:name is an id */
} Case;

#define AUTUMN "from=2020-10-26 until=2020-11-08 "
#define COVERAGE "vaccine=" FIXTURE_MMR " school_year=2020 on=" FIXTURE_DAY " "

static const Case cases[] = {
    { "counts", "counts", "" },
    { "workload", "workload", AUTUMN },
    { "workload-centre", "workload", AUTUMN "centre=115" },
    { "workload_week", "workload_week", AUTUMN "centre=114" },
    { "workload_week-cut", "workload_week",
      "from=2020-10-28 until=2020-10-30 staff_member=@staff_member:s2" },
    { "coverage_school", "coverage_school", COVERAGE },
    { "coverage_school-before", "coverage_school",
      "vaccine=" FIXTURE_MMR " school_year=2020 on=2020-10-01 centre=114" },
    { "coverage_school-no-grade", "coverage_school",
      "vaccine=" FIXTURE_TETANUS " school_year=2020 on=" FIXTURE_DAY },
    { "coverage_class", "coverage_class", COVERAGE "school=@school:A" },
    { "coverage_pupils", "coverage_pupils", COVERAGE "class_group=@class_group:L5A" },
    { "coverage_pupils-missing", "coverage_pupils", COVERAGE "school=@school:B complete=0" },
    { "infections_curve", "infections_curve", AUTUMN "centre=114" },
    { "infections_school", "infections_school", AUTUMN },
    { "periods", "periods", "" },
    { "infections_list", "infections_list",
      AUTUMN "class_group=@class_group:L5A disease=" FIXTURE_COVID },
};

static GHashTable *
read_params (const char *text)
{
    g_auto (GStrv) words = g_strsplit (text, " ", -1);
    GHashTable *params = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

    for (char **word = words; *word != NULL; word++) {
        g_auto (GStrv) pair = g_strsplit (*word, "=", 2);

        if (pair[0] == NULL)
            continue;
        if (pair[1][0] == '@') {
            g_auto (GStrv) parts = g_strsplit (pair[1] + 1, ":", 2);

            g_hash_table_insert (params, g_strdup (pair[0]), fixture_id_text (parts[0], parts[1]));
        } else {
            g_hash_table_insert (params, g_strdup (pair[0]), g_strdup (pair[1]));
        }
    }
    return params;
}

static SzTable *
run (SzDb *db, const char *name, const char *params_text)
{
    const SzReport *report = sz_report_find (name);
    g_autoptr (GHashTable) params = read_params (params_text);
    g_autoptr (GError) error = NULL;
    SzTable *table;

    g_assert_nonnull (report);
    table = sz_report_run (db, report, params, &error);
    g_assert_no_error (error);
    return table;
}

static void
append_value (GString *json, const SzValue *value)
{
    g_autofree char *text = sz_value_to_text (value);

    switch (value->type) {
    case SZ_VALUE_NULL:
        g_string_append (json, "null");
        break;
    case SZ_VALUE_INTEGER:
        g_string_append (json, text);
        break;
    case SZ_VALUE_REAL:
        g_string_append_printf (json, "%.6f", value->real);
        break;
    case SZ_VALUE_TEXT:
    case SZ_VALUE_ID:
        g_assert_null (strpbrk (text, "\"\\"));
        g_string_append_printf (json, "\"%s\"", text);
        break;
    default:
        g_assert_not_reached ();
    }
}

/* One row a line: a difference in a golden file is read as one. */
static char *
to_json (const SzTable *table)
{
    GString *json = g_string_new ("[");

    for (unsigned row = 0; row < table->rows->len; row++) {
        g_string_append (json, row > 0 ? ",\n {" : "\n {");
        for (size_t i = 0; i < table->n_columns; i++) {
            const SzReportField *column = table->report->columns->pdata[i];

            g_string_append_printf (json, "%s\"%s\": ", i > 0 ? ", " : "", column->name);
            append_value (json, sz_table_value (table, row, column->name));
        }
        g_string_append (json, "}");
    }
    g_string_append (json, "\n]\n");
    return g_string_free (json, FALSE);
}

static void
test_golden (const void *data)
{
    const Case *golden = data;
    g_autofree char *name = g_strconcat (golden->golden, ".json", NULL);
    g_autofree char *path =
        g_build_filename (g_getenv ("SCHOOLZICHT_SOURCE"), "tests/db/golden", name, NULL);
    g_autoptr (Scratch) folder = scratch_new ();
    g_autoptr (SzDb) db = scratch_database (folder, "test");
    g_autoptr (SzTable) table = NULL;
    g_autofree char *json = NULL;
    g_autofree char *wanted = NULL;

    fixture_add (db);
    table = run (db, golden->report, golden->params);
    json = to_json (table);
    if (g_getenv ("SCHOOLZICHT_WRITE_GOLDEN") != NULL)
        g_assert_true (g_file_set_contents (path, json, -1, NULL));
    g_assert_true (g_file_get_contents (path, &wanted, NULL, NULL));
    g_assert_cmpstr (json, ==, wanted);
}

/* The figures that the sector printed in November 2020: 90 minutes a tracing and 18 a contact, 2,080 hours a year. */
static void
put_tracings (SzDb *db, const char *person, int n, int contacts)
{
    g_autoptr (GError) error = NULL;
    SzPlace place = { .scope = sz_scope_id (db, "centre:114", &error), .seq = 1 };
    const SzKind *infection = sz_kind_by_name ("infection");
    const SzKind *contact = sz_kind_by_name ("contact");
    g_autoptr (SzRecord) tracing = NULL;
    g_autoptr (SzRecord) near = NULL;

    for (int i = 0; i < MAX (n, contacts); i++) {
        g_autofree char *name = g_strdup_printf ("%s %d", person, i % n);
        g_autofree char *contact_name = g_strdup_printf ("%s contact %d", person, i);
        SzId id = fixture_id ("infection", name);
        SzId contact_id = fixture_id ("contact", contact_name);

        if (i < n) {
            g_clear_pointer (&tracing, sz_record_free);
            tracing = sz_record_new (infection, &id);
            sz_record_set_text (tracing, "person", person);
            sz_record_set_text (tracing, "traced_on", "2020-10-01");
            g_assert_true (sz_records_put (db, tracing, &place, &error));
        }
        g_clear_pointer (&near, sz_record_free);
        near = sz_record_new (contact, &contact_id);
        sz_record_set_id (near, "infection", &id);
        sz_record_set_text (near, "person", person);
        sz_record_set_text (near, "risk", i < contacts ? "high" : "low");
        g_assert_true (sz_records_put (db, near, &place, &error));
    }
}

static double
real (const SzTable *table, unsigned row, const char *column)
{
    return sz_table_value (table, row, column)->real;
}

static void
test_autumn_2020 (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autoptr (SzDb) db = scratch_database (folder, "test");
    g_autoptr (GError) error = NULL;
    g_autoptr (SzTable) table = NULL;

    fixture_put (db, "reference", "rule", "a",
                 "rule_table=workload\nrule_key=minutes_contact_tracing\nnumber=90");
    fixture_put (db, "reference", "rule", "b",
                 "rule_table=workload\nrule_key=minutes_high_risk_contact\nnumber=18");
    fixture_put (db, "reference", "rule", "c",
                 "rule_table=workload\nrule_key=hours_fte_year\nnumber=2080");
    g_assert_true (sz_db_begin (db, &error));
    put_tracings (db, "pupil", 12640, 70066);
    put_tracings (db, "teacher", 460, 4795);
    g_assert_true (sz_db_commit (db, &error));

    table = run (db, "workload", "from=2020-09-01 until=2020-11-08");
    g_assert_cmpuint (table->rows->len, ==, 4);
    g_assert_cmpfloat_with_epsilon (real (table, 0, "hours") + real (table, 1, "hours"), 19650.0,
                                    1e-6);
    g_assert_cmpfloat_with_epsilon (real (table, 2, "hours") + real (table, 3, "hours"), 22458.3,
                                    1e-6);
    g_assert_cmpfloat_with_epsilon (real (table, 0, "fte_years") + real (table, 1, "fte_years"),
                                    9.4, 0.05);
    g_assert_cmpfloat_with_epsilon (real (table, 2, "fte_years") + real (table, 3, "fte_years"),
                                    10.8, 0.05);
    g_assert_cmpfloat (sz_table_total (table, "count"), ==, 13100 + 74861);
    g_assert_cmpfloat_with_epsilon (sz_table_total (table, "hours"), 19650.0 + 22458.3, 1e-6);
}

/* Work of a day for which no rule is in force is counted, and has no hours. */
static void
test_no_rule (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autoptr (SzDb) db = scratch_database (folder, "test");
    g_autoptr (SzTable) table = NULL;

    fixture_put (db, "centre:114", "infection", "i", "person=pupil\ntraced_on=2020-10-01");
    table = run (db, "workload", "from=2020-09-01 until=2020-11-08");
    g_assert_cmpuint (table->rows->len, ==, 1);
    g_assert_cmpint (sz_table_value (table, 0, "count")->integer, ==, 1);
    g_assert_cmpint (sz_table_value (table, 0, "hours")->type, ==, SZ_VALUE_NULL);
}

static void
assert_refused (SzDb *db, const char *params_text)
{
    g_autoptr (GHashTable) params = read_params (params_text);
    g_autoptr (GError) error = NULL;
    SzTable *table = sz_report_run (db, sz_report_find ("workload"), params, &error);

    g_assert_null (table);
    g_assert_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_VALUE);
}

static void
test_params (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autoptr (SzDb) db = scratch_database (folder, "test");
    g_autoptr (SzTable) table = run (db, "workload", "from=1/9/2020 until=2020-11-08");

    g_assert_cmpuint (table->rows->len, ==, 0);
    g_assert_cmpfloat (sz_table_total (table, "hours"), ==, 0);
    assert_refused (db, "from=2020-09-01");
    assert_refused (db, "from=2020-09-01 until=2020-02-30");
    assert_refused (db, "from=2020-09-01 until=2020-09-02 color=red");
}

static void
test_formats (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autoptr (SzDb) db = scratch_database (folder, "test");
    g_autoptr (SzTable) table = NULL;
    g_autofree char *csv = NULL;
    g_autofree char *json = NULL;
    g_autofree char *text = NULL;
    SzTableFormat format;

    fixture_put (db, "a \"b\", c", "zone", "z1", "code=z1\nname=Brugge");
    fixture_put (db, "reference", "zone", "z2", "code=z2\nname=Gent");
    table = run (db, "counts", "");
    csv = sz_table_to_string (table, SZ_TABLE_CSV);
    g_assert_cmpstr (csv, ==,
                     "kind,scope,count\r\nzone,\"a \"\"b\"\", c\",1\r\nzone,reference,1\r\n");
    json = sz_table_to_string (table, SZ_TABLE_JSON);
    g_assert_cmpstr (json, ==,
                     "{\"report\":\"counts\",\"rows\":[\n"
                     "{\"kind\":\"zone\",\"scope\":\"a \\\"b\\\", c\",\"count\":1},\n"
                     "{\"kind\":\"zone\",\"scope\":\"reference\",\"count\":1}\n"
                     "],\"totals\":{\"count\":2}}\n");
    text = sz_table_to_string (table, SZ_TABLE_TEXT);
    g_assert_cmpstr (text, ==,
                     "kind  scope      count\n"
                     "zone  a \"b\", c       1\n"
                     "zone  reference      1\n"
                     "                     2\n");
    g_assert_true (sz_table_format_parse ("json", &format));
    g_assert_cmpint (format, ==, SZ_TABLE_JSON);
    g_assert_false (sz_table_format_parse ("xml", &format));
}

static void
test_headers (void)
{
    const char *const *names = sz_report_names ();

    g_assert_cmpuint (g_strv_length ((char **) names), >=, 9);
    for (const char *const *name = names; *name != NULL; name++) {
        const SzReport *report = sz_report_find (*name);
        bool covered = false;

        g_test_message ("%s: %s", *name, report->title);
        for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
            covered = covered || g_str_equal (cases[i].report, *name);
        g_assert_true (covered);
        if (name > names)
            g_assert_cmpstr (name[-1], <, name[0]);
    }
    g_assert_null (sz_report_find ("nothing"));
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *path = g_strconcat ("/db/reports/golden/", cases[i].golden, NULL);

        g_test_add_data_func (path, &cases[i], test_golden);
    }
    g_test_add_func ("/db/reports/autumn-2020", test_autumn_2020);
    g_test_add_func ("/db/reports/no-rule", test_no_rule);
    g_test_add_func ("/db/reports/params", test_params);
    g_test_add_func ("/db/reports/formats", test_formats);
    g_test_add_func ("/db/reports/headers", test_headers);
    return g_test_run ();
}
