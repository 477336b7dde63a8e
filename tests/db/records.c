/* SPDX-License-Identifier: EUPL-1.2 */
/* Records in and out of their tables. */
#include "db/records.h"

#include "base/errors.h"
#include "db/schema.h"
#include "support/scratch.h"

static SzRecord *
make_class (const char *name, const SzId *school, const char *site)
{
    const SzKind *kind = sz_kind_by_name ("class_group");
    SzId id = sz_id_from_name ("test", name);
    SzRecord *record = sz_record_new (kind, &id);

    record->rev = 4;
    sz_record_set_id (record, "school", school);
    sz_record_set_integer (record, "school_year", 2020);
    sz_record_set_text (record, "grade", "L3");
    sz_record_set_text (record, "name", name);
    sz_record_set_text (record, "administrative_group", site);
    return record;
}

static void
put (SzDb *db, const SzRecord *record, int64_t scope)
{
    g_autoptr (GError) error = NULL;
    SzPlace place = { .scope = scope, .seq = 12 };
    bool done = sz_records_put (db, record, &place, &error);

    g_assert_no_error (error);
    g_assert_true (done);
}

static void
assert_same (const SzRecord *a, const SzRecord *b)
{
    g_assert_true (a->kind == b->kind);
    g_assert_true (sz_id_equal (&a->id, &b->id));
    g_assert_cmpint (a->rev, ==, b->rev);
    for (size_t i = 0; i < a->kind->n_fields; i++)
        g_assert_true (sz_value_equal (&a->values[i], &b->values[i]));
}

static void
test_round_trip (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autoptr (SzDb) db = scratch_database (folder, "test");
    g_autoptr (GError) error = NULL;
    SzId school = sz_id_from_name ("test", "school");
    g_autoptr (SzRecord) record = make_class ("3A", &school, "311");
    g_autoptr (SzRecord) shorter = make_class ("3A", &school, NULL);
    g_autoptr (SzRecord) found = NULL;
    SzPlace place;

    put (db, record, 5);
    found = sz_records_get (db, record->kind, &record->id, &place, &error);
    g_assert_no_error (error);
    assert_same (record, found);
    g_assert_cmpint (place.scope, ==, 5);
    g_assert_cmpint (place.seq, ==, 12);

    /* Replaced whole: what is absent becomes NULL. */
    put (db, shorter, 5);
    g_clear_pointer (&found, sz_record_free);
    found = sz_records_get (db, record->kind, &record->id, &place, &error);
    assert_same (shorter, found);
    g_assert_cmpint (sz_records_count (db, record->kind, &error), ==, 1);

    g_assert_true (sz_records_remove (db, record->kind, &record->id, &error));
    g_assert_true (sz_records_remove (db, record->kind, &record->id, &error));
    g_clear_pointer (&found, sz_record_free);
    found = sz_records_get (db, record->kind, &record->id, &place, &error);
    g_assert_null (found);
    g_assert_error (error, SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND);
}

/* Every type of field, with values at the edge. */
static void
test_values (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autoptr (SzDb) db = scratch_database (folder, "test");
    g_autoptr (GError) error = NULL;
    SzId id = sz_id_from_name ("test", "review");
    SzId about = { .bytes = { 0 } };
    g_autoptr (SzRecord) review = sz_record_new (sz_kind_by_name ("review"), &id);
    g_autoptr (SzRecord) capacity = sz_record_new (sz_kind_by_name ("capacity"), &id);
    g_autoptr (SzRecord) found = NULL;

    sz_record_set_id (review, "about_id", &about);
    sz_record_set_integer (review, "raised_at", INT64_MAX);
    sz_record_set_text (review, "base", "Ünï'çø\"de\n:name @table@");
    put (db, review, 1);
    found = sz_records_get (db, review->kind, &id, NULL, &error);
    assert_same (review, found);

    sz_record_set_real (capacity, "fte", 0.1 + 0.2);
    sz_record_set_date (capacity, "valid_from", sz_date_new (2020, 9, 1));
    put (db, capacity, 1);
    g_clear_pointer (&found, sz_record_free);
    found = sz_records_get (db, capacity->kind, &id, NULL, &error);
    assert_same (capacity, found);
}

/* STRICT tables: a text in a number's column is refused, and says nothing of the text. */
static void
test_wrong_type (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autoptr (SzDb) db = scratch_database (folder, "test");
    g_autoptr (GError) error = NULL;
    SzId id = sz_id_from_name ("test", "capacity");
    g_autoptr (SzRecord) capacity = sz_record_new (sz_kind_by_name ("capacity"), &id);
    SzPlace place = { .scope = 1 };
    SzValue value = { .type = SZ_VALUE_TEXT, .text = (char *) "SECRET" };

    sz_value_copy (&value, &capacity->values[sz_kind_field_index (capacity->kind, "fte")]);
    capacity->present = UINT64_MAX >> (64 - capacity->kind->n_fields);
    g_assert_false (sz_records_put (db, capacity, &place, &error));
    g_assert_error (error, SZ_DB_ERROR, SZ_DB_ERROR_CONSTRAINT);
    g_assert_null (g_strrstr (error->message, "SECRET"));
}

static void
test_find (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autoptr (SzDb) db = scratch_database (folder, "test");
    g_autoptr (GError) error = NULL;
    SzId school = sz_id_from_name ("test", "school");
    g_autoptr (SzRecord) a = make_class ("3A", &school, NULL);
    g_autoptr (SzRecord) b = make_class ("3B", &school, NULL);
    SzId found;

    put (db, a, 5);
    put (db, b, 5);
    g_assert_true (sz_records_find (db, b, 5, &found, &error));
    g_assert_true (sz_id_equal (&found, &b->id));
    g_assert_false (sz_records_find (db, b, 6, &found, &error));
    g_assert_no_error (error);
    sz_record_set_text (b, "name", "3C");
    g_assert_false (sz_records_find (db, b, 5, &found, &error));
    g_assert_no_error (error);
}

/* A key field that may be empty is found empty as well. */
static void
test_find_empty (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autoptr (SzDb) db = scratch_database (folder, "test");
    g_autoptr (GError) error = NULL;
    SzId id = sz_id_from_name ("test", "rule");
    g_autoptr (SzRecord) rule = sz_record_new (sz_kind_by_name ("rule"), &id);
    SzId found;

    sz_record_set_text (rule, "rule_table", "workload");
    sz_record_set_text (rule, "rule_key", "hours_fte_year");
    put (db, rule, 1);
    g_assert_true (sz_records_find (db, rule, 1, &found, &error));
    sz_record_set_text (rule, "valid_from", "2020-09-01");
    g_assert_false (sz_records_find (db, rule, 1, &found, &error));
}

static void
test_list (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autoptr (SzDb) db = scratch_database (folder, "test");
    g_autoptr (GError) error = NULL;
    SzId schools[] = { sz_id_from_name ("test", "s1"), sz_id_from_name ("test", "s2") };
    SzValue value = { .type = SZ_VALUE_ID, .id = schools[1] };
    g_autoptr (GPtrArray) all = NULL;
    g_autoptr (GPtrArray) some = NULL;

    for (int i = 0; i < 9; i++) {
        g_autofree char *name = g_strdup_printf ("class %d", i);
        g_autoptr (SzRecord) record = make_class (name, &schools[i % 3 == 0], NULL);

        put (db, record, 1);
    }
    all = sz_records_list (db, sz_kind_by_name ("class_group"), NULL, NULL, &error);
    g_assert_cmpuint (all->len, ==, 9);
    some = sz_records_list (db, sz_kind_by_name ("class_group"), "school", &value, &error);
    g_assert_cmpuint (some->len, ==, 3);
    for (unsigned i = 1; i < all->len; i++) {
        const SzRecord *before = all->pdata[i - 1];
        const SzRecord *record = all->pdata[i];

        g_assert_cmpint (sz_id_compare (&before->id, &record->id), <, 0);
    }
}

static void
test_scope (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autoptr (SzDb) db = scratch_database (folder, "test");
    g_autoptr (GError) error = NULL;
    int64_t reference = sz_scope_id (db, "reference", &error);
    int64_t centre = sz_scope_id (db, "centre:114", &error);

    g_assert_no_error (error);
    g_assert_cmpint (reference, >, 0);
    g_assert_cmpint (centre, !=, reference);
    g_assert_cmpint (sz_scope_id (db, "reference", &error), ==, reference);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/db/records/round-trip", test_round_trip);
    g_test_add_func ("/db/records/values", test_values);
    g_test_add_func ("/db/records/wrong-type", test_wrong_type);
    g_test_add_func ("/db/records/find", test_find);
    g_test_add_func ("/db/records/find-empty", test_find_empty);
    g_test_add_func ("/db/records/list", test_list);
    g_test_add_func ("/db/records/scope", test_scope);
    return g_test_run ();
}
