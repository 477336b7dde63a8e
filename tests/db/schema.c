/* SPDX-License-Identifier: EUPL-1.2 */
/* Making and upgrading tables: a new file, an older one, one of the future. */
#include "db/schema.h"

#include "base/errors.h"
#include "db/engine.h"
#include "db/records.h"
#include "support/scratch.h"

#include <string.h>

static void
upgrade (SzDb *db)
{
    g_autoptr (GError) error = NULL;
    bool done = sz_schema_upgrade (db, "test", &error);

    g_assert_no_error (error);
    g_assert_true (done);
    g_assert_false (sz_db_in_transaction (db));
}

static SzDb *
reopen (const char *folder, GError **error)
{
    g_autofree char *path = scratch_path (folder, "test.db");

    return sz_db_open_sqlite (path, scratch_key (1), 0, error);
}

static char *
list_indexes (SzDb *db)
{
    g_autoptr (GError) error = NULL;
    SzStatement *statement = sz_db_statement (db, "test/index_list", &error);
    GString *names = g_string_new (" ");

    g_assert_no_error (error);
    while (sz_step (statement, &error) == SZ_STEP_ROW)
        g_string_append_printf (names, "%s ", sz_column_text (statement, 0));
    g_assert_no_error (error);
    return g_string_free (names, FALSE);
}

static void
assert_every_kind_works (SzDb *db)
{
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t i = 0; i < n; i++) {
        g_autoptr (GError) error = NULL;
        SzId id = sz_id_from_name ("test", kinds[i]->name);
        g_autoptr (SzRecord) record = sz_record_new (kinds[i], &id);
        g_autoptr (SzRecord) found = NULL;
        SzPlace place = { .scope = 1, .seq = 7 };
        bool put = sz_records_put (db, record, &place, &error);

        g_assert_no_error (error);
        g_assert_true (put);
        found = sz_records_get (db, kinds[i], &id, NULL, &error);
        g_assert_no_error (error);
        g_assert_nonnull (found);
    }
}

static void
test_new (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autoptr (SzDb) db = scratch_database (folder, "test");
    g_autofree char *indexes = list_indexes (db);

    assert_every_kind_works (db);
    upgrade (db);
    g_assert_nonnull (strstr (indexes, " vaccination_pupil_vaccine_given_on "));
    g_assert_nonnull (strstr (indexes, " vaccination_supersedes "));
    g_assert_nonnull (strstr (indexes, " enrolment_pupil_school_valid_from "));
    /* Served by the one before. */
    g_assert_null (strstr (indexes, " enrolment_pupil "));
}

static void
test_calendar (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autoptr (SzDb) db = scratch_database (folder, "test");
    g_autoptr (GError) error = NULL;
    SzStatement *statement = sz_db_statement (db, "test/calendar_day", &error);

    sz_bind_text (statement, "text", "2021-01-03");
    g_assert_cmpint (sz_step (statement, &error), ==, SZ_STEP_ROW);
    g_assert_cmpstr (sz_column_text (statement, 0), ==, "2020-W53");
    g_assert_cmpstr (sz_column_text (statement, 1), ==, "2020-12-28");
    g_assert_cmpstr (sz_column_text (statement, 2), ==, "2021-01");
    g_assert_cmpint (sz_column_integer (statement, 3), ==, 2020);
}

static SzId
put_pupil (SzDb *db)
{
    const SzKind *kind = sz_kind_by_name ("pupil");
    SzId id = sz_id_from_name ("test", "old pupil");
    g_autoptr (SzRecord) record = sz_record_new (kind, &id);
    g_autoptr (GError) error = NULL;
    SzPlace place = { .scope = 1, .seq = 3 };
    bool put;

    sz_record_set_text (record, "first_name", "Lotte");
    put = sz_records_put (db, record, &place, &error);
    g_assert_no_error (error);
    g_assert_true (put);
    return id;
}

static void
run_script (SzDb *db, const char *name)
{
    g_autoptr (GError) error = NULL;
    bool done = sz_db_script (db, name, &error);

    g_assert_no_error (error);
    g_assert_true (done);
}

static void
test_older (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autoptr (SzDb) db = scratch_database (folder, "test");
    g_autofree char *before = list_indexes (db);
    g_autofree char *after = NULL;
    g_autoptr (SzRecord) pupil = NULL;
    g_autoptr (GError) error = NULL;
    SzId id = put_pupil (db);

    run_script (db, "test/older");
    g_clear_pointer (&db, sz_db_close);

    db = reopen (folder, &error);
    g_assert_no_error (error);
    upgrade (db);
    after = list_indexes (db);
    g_assert_cmpstr (after, ==, before);
    pupil = sz_records_get (db, sz_kind_by_name ("pupil"), &id, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (sz_record_text (pupil, "first_name"), ==, "Lotte");
    g_assert_true (sz_record_has (pupil, "email"));
    g_assert_null (sz_record_text (pupil, "email"));
    assert_every_kind_works (db);
}

static void
test_newer (void)
{
    static const char *const parts[] = { "db", "catalogue" };

    for (size_t i = 0; i < G_N_ELEMENTS (parts); i++) {
        g_autoptr (Scratch) folder = scratch_new ();
        g_autoptr (SzDb) db = scratch_database (folder, "test");
        g_autoptr (GError) error = NULL;
        SzStatement *statement = sz_db_statement (db, "test/newer", &error);

        sz_bind_text (statement, "text", parts[i]);
        g_assert_true (sz_run (statement, &error));
        g_assert_false (sz_schema_upgrade (db, "test", &error));
        g_assert_error (error, SZ_DB_ERROR, SZ_DB_ERROR_NEWER);
        g_clear_error (&error);
        g_clear_pointer (&db, sz_db_close);

        db = reopen (folder, &error);
        g_assert_null (db);
        g_assert_error (error, SZ_DB_ERROR, SZ_DB_ERROR_NEWER);
    }
}

static void
test_unknown_room (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autoptr (SzDb) db = scratch_database (folder, "test");
    g_autoptr (GError) error = NULL;

    run_script (db, "test/unknown_room");
    g_clear_pointer (&db, sz_db_close);
    db = reopen (folder, &error);
    g_assert_null (db);
    g_assert_error (error, SZ_DB_ERROR, SZ_DB_ERROR_NEWER);
}

static void
test_indexes (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autoptr (SzDb) db = scratch_database (folder, "test");
    g_autofree char *before = list_indexes (db);
    g_autofree char *without = NULL;
    g_autofree char *after = NULL;
    g_autoptr (GError) error = NULL;

    for (int i = 0; i < 2; i++)
        g_assert_true (sz_schema_drop_indexes (db, &error));
    without = list_indexes (db);
    g_assert_cmpstr (without, ==, " vaccination_supersedes "); /* nearly empty: stays */
    for (int i = 0; i < 2; i++)
        g_assert_true (sz_schema_make_indexes (db, &error));
    after = list_indexes (db);
    g_assert_cmpstr (after, ==, before);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/db/schema/new", test_new);
    g_test_add_func ("/db/schema/calendar", test_calendar);
    g_test_add_func ("/db/schema/older", test_older);
    g_test_add_func ("/db/schema/newer", test_newer);
    g_test_add_func ("/db/schema/unknown-room", test_unknown_room);
    g_test_add_func ("/db/schema/indexes", test_indexes);
    return g_test_run ();
}
