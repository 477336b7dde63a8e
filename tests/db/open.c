/* SPDX-License-Identifier: EUPL-1.2 */
/* Opening files: the cipher is there, the key is the right one, and each fault has its own code. */
#include "base/errors.h"
#include "db/db.h"
#include "db/schema.h"
#include "support/scratch.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define CANARY "PATIENTNAAM-CANARY"

static SzDb *
open_file (const char *path, const uint8_t *key, SzDbFlags flags)
{
    g_autoptr (GError) error = NULL;
    SzDb *db = sz_db_open_sqlite (path, key, flags, &error);

    g_assert_no_error (error);
    return db;
}

static void
assert_refused (const char *path, const uint8_t *key, SzDbFlags flags, GQuark domain, int code)
{
    g_autoptr (GError) error = NULL;
    SzDb *db = sz_db_open_sqlite (path, key, flags, &error);

    g_assert_null (db);
    g_assert_error (error, domain, code);
}

static bool
run (SzDb *db, const char *name, const char *text, GError **error)
{
    g_autofree char *resource = g_strconcat ("test/", name, NULL);
    SzStatement *statement = sz_db_statement (db, resource, error);

    if (statement == NULL)
        return false;
    if (text != NULL)
        sz_bind_text (statement, "text", text);
    return sz_run (statement, error);
}

static void
must (SzDb *db, const char *name, const char *text)
{
    g_autoptr (GError) error = NULL;
    bool done = run (db, name, text, &error);

    g_assert_no_error (error);
    g_assert_true (done);
}

static void
make_note (const char *path, const uint8_t *key)
{
    g_autoptr (SzDb) db = open_file (path, key, SZ_DB_CREATE);

    must (db, "note_table", NULL);
    for (int i = 0; i < 2000; i++)
        must (db, "note_add", CANARY);
}

/* Looks in the file and in whatever lies beside it. */
static bool
folder_holds (const char *folder, const char *needle)
{
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name (dir)) != NULL) {
        g_autofree char *path = scratch_path (folder, name);
        g_autofree char *data = NULL;
        size_t n;

        if (g_file_get_contents (path, &data, &n, NULL) &&
            memmem (data, n, needle, strlen (needle)) != NULL)
            return true;
    }
    return false;
}

static void
test_encrypted (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autofree char *path = scratch_path (folder, "a.db");
    g_autoptr (SzDb) db = NULL;

    make_note (path, scratch_key (1));
    g_assert_false (folder_holds (folder, CANARY));
    g_assert_false (folder_holds (folder, "SQLite format 3"));

    /* What is still in the log is encrypted too. */
    db = open_file (path, scratch_key (1), 0);
    must (db, "note_add", CANARY);
    g_assert_false (folder_holds (folder, CANARY));
}

/* The same search finds it in a clear file: the test above can fail. */
static void
test_clear (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autofree char *path = scratch_path (folder, "a.db");

    make_note (path, NULL);
    g_assert_true (folder_holds (folder, CANARY));
    assert_refused (path, scratch_key (1), 0, SZ_DB_ERROR, SZ_DB_ERROR_KEY);
}

static void
test_wrong_key (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autofree char *path = scratch_path (folder, "a.db");

    make_note (path, scratch_key (1));
    assert_refused (path, scratch_key (2), 0, SZ_DB_ERROR, SZ_DB_ERROR_KEY);
    assert_refused (path, scratch_key (2), SZ_DB_CREATE, SZ_DB_ERROR, SZ_DB_ERROR_KEY);
    assert_refused (path, NULL, 0, SZ_DB_ERROR, SZ_DB_ERROR_CORRUPT);
    g_clear_pointer (&path, g_free);
    path = scratch_path (folder, "none.db");
    assert_refused (path, scratch_key (1), 0, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
overwrite (const char *path, long offset, size_t n)
{
    FILE *file = g_fopen (path, "r+b");
    g_autofree char *rubbish = g_malloc (n);
    size_t written;

    g_assert_nonnull (file);
    memset (rubbish, 0x5a, n);
    g_assert_cmpint (fseek (file, offset, SEEK_SET), ==, 0);
    written = fwrite (rubbish, 1, n, file);
    g_assert_cmpuint (written, ==, n);
    g_assert_cmpint (fclose (file), ==, 0);
}

static void
test_damaged (void)
{
    static const struct {
        long offset;
        size_t n;
    } holes[] = { { 100, 50 }, { 0, 4096 } };

    for (size_t i = 0; i < G_N_ELEMENTS (holes); i++) {
        g_autoptr (Scratch) folder = scratch_new ();
        g_autofree char *path = scratch_path (folder, "a.db");

        make_note (path, scratch_key (1));
        overwrite (path, holes[i].offset, holes[i].n);
        assert_refused (path, scratch_key (1), 0, SZ_DB_ERROR, SZ_DB_ERROR_CORRUPT);
    }
}

static void
test_damaged_inside (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autofree char *path = scratch_path (folder, "a.db");
    g_autoptr (SzDb) db = NULL;
    g_autoptr (GError) error = NULL;

    make_note (path, scratch_key (1));
    db = open_file (path, scratch_key (1), 0);
    g_assert_true (sz_db_check (db, &error));
    g_assert_no_error (error);
    g_clear_pointer (&db, sz_db_close);

    overwrite (path, 4096 * 5 + 10, 20);
    db = open_file (path, scratch_key (1), 0);
    g_assert_false (sz_db_check (db, &error));
    g_assert_error (error, SZ_DB_ERROR, SZ_DB_ERROR_CORRUPT);
}

static void
test_no_database (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autofree char *path = scratch_path (folder, "a.db");

    g_assert_true (g_file_set_contents (path, "Dear reader, this is a letter.", -1, NULL));
    assert_refused (path, scratch_key (1), SZ_DB_CREATE, SZ_DB_ERROR, SZ_DB_ERROR_CORRUPT);

    /* What a computer that stopped at the wrong moment leaves: nothing was in it yet. */
    g_assert_true (g_file_set_contents (path, "", 0, NULL));
    make_note (path, scratch_key (1));
}

/* ATTACH would be a way to a clear copy. Preparing it is a mistake of the program, so it ends there. */
static void
test_attach (void)
{
    if (g_test_subprocess ()) {
        g_autoptr (Scratch) folder = scratch_new ();
        g_autofree char *path = scratch_path (folder, "a.db");
        g_autoptr (SzDb) db = open_file (path, scratch_key (1), SZ_DB_CREATE);

        must (db, "attach", path);
        return;
    }
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_failed ();
    g_test_trap_assert_stderr ("*not authorized*");
}

static void
test_constraint (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autofree char *path = scratch_path (folder, "a.db");
    g_autoptr (SzDb) db = open_file (path, scratch_key (1), SZ_DB_CREATE);
    g_autoptr (GError) error = NULL;

    must (db, "note_table", NULL);
    must (db, "note_add_named", CANARY);
    g_assert_false (run (db, "note_add_named", CANARY, &error));
    g_assert_error (error, SZ_DB_ERROR, SZ_DB_ERROR_CONSTRAINT);
    g_assert_null (strstr (error->message, CANARY));
}

static void
test_full (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autofree char *path = scratch_path (folder, "a.db");
    g_autoptr (SzDb) db = open_file (path, scratch_key (1), SZ_DB_CREATE);
    g_autoptr (GError) error = NULL;

    must (db, "note_table", NULL);
    must (db, "few_pages", NULL);
    g_assert_true (sz_db_begin (db, &error));
    while (run (db, "note_add", CANARY, &error))
        ;
    g_assert_error (error, SZ_DB_ERROR, SZ_DB_ERROR_FULL);
    g_clear_error (&error);
    sz_db_rollback (db);
    g_assert_false (sz_db_in_transaction (db));
    must (db, "note_add", "short");
}

static void
test_transactions (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autofree char *path = scratch_path (folder, "a.db");
    g_autoptr (SzDb) writer = open_file (path, scratch_key (1), SZ_DB_CREATE | SZ_DB_DURABLE);
    g_autoptr (SzDb) reader = NULL;
    g_autoptr (GError) error = NULL;
    SzStatement *count;

    must (writer, "note_table", NULL);
    reader = open_file (path, scratch_key (1), SZ_DB_READ_ONLY | SZ_DB_SMALL_CACHE);
    g_assert_true (sz_db_begin (writer, &error));
    must (writer, "note_add", "one");
    g_assert_cmpint (sz_db_changes (writer), ==, 1);
    g_assert_true (sz_db_in_transaction (writer));

    count = sz_db_statement (reader, "test/note_count", &error);
    g_assert_cmpint (sz_step (count, &error), ==, SZ_STEP_ROW);
    g_assert_cmpint (sz_column_integer (count, 0), ==, 0);
    sz_reset (count);
    g_assert_true (sz_db_commit (writer, &error));

    count = sz_db_statement (reader, "test/note_count", &error);
    g_assert_cmpint (sz_step (count, &error), ==, SZ_STEP_ROW);
    g_assert_cmpint (sz_column_integer (count, 0), ==, 1);
    g_assert_cmpint (sz_step (count, &error), ==, SZ_STEP_DONE);
    g_assert_false (run (reader, "note_add", "two", &error));
    g_assert_error (error, SZ_DB_ERROR, SZ_DB_ERROR_FAILED);
}

static void
test_busy (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autofree char *path = scratch_path (folder, "a.db");
    g_autoptr (SzDb) one = open_file (path, scratch_key (1), SZ_DB_CREATE);
    g_autoptr (SzDb) two = open_file (path, scratch_key (1), 0);
    g_autoptr (GError) error = NULL;

    must (one, "note_table", NULL);
    must (two, "no_patience", NULL);
    g_assert_true (sz_db_begin (one, &error));
    g_assert_false (sz_db_begin (two, &error));
    g_assert_error (error, SZ_DB_ERROR, SZ_DB_ERROR_BUSY);
    g_clear_error (&error);
    sz_db_rollback (one);
    g_assert_true (sz_db_begin (two, &error));
}

/* A reader alone finds everything, also where no writer has been since the log was folded in. */
static void
test_reader (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autofree char *path = scratch_path (folder, "a.db");
    g_autoptr (SzDb) reader = NULL;
    g_autoptr (GError) error = NULL;
    SzStatement *count;

    make_note (path, scratch_key (1));
    reader = open_file (path, scratch_key (1), SZ_DB_READ_ONLY);
    count = sz_db_statement (reader, "test/note_count", &error);
    g_assert_cmpint (sz_step (count, &error), ==, SZ_STEP_ROW);
    g_assert_cmpint (sz_column_integer (count, 0), ==, 2000);
}

typedef struct {
    SzDb *db; /* (borrowed) */
    int done; /* (atomic) */
} Interruption;

static void *
interrupt_until_done (void *data)
{
    Interruption *interruption = data;

    while (!g_atomic_int_get (&interruption->done)) {
        sz_db_interrupt (interruption->db);
        g_usleep (1000);
    }
    return NULL;
}

static void
test_interrupt (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autofree char *path = scratch_path (folder, "a.db");
    g_autoptr (SzDb) db = open_file (path, scratch_key (1), SZ_DB_CREATE);
    g_autoptr (GError) error = NULL;
    Interruption interruption = { .db = db };
    GThread *thread = g_thread_new ("interrupt", interrupt_until_done, &interruption);

    g_assert_false (run (db, "endless", NULL, &error));
    g_atomic_int_set (&interruption.done, 1);
    g_thread_join (thread);
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/db/open/encrypted", test_encrypted);
    g_test_add_func ("/db/open/clear", test_clear);
    g_test_add_func ("/db/open/wrong-key", test_wrong_key);
    g_test_add_func ("/db/open/damaged", test_damaged);
    g_test_add_func ("/db/open/damaged-inside", test_damaged_inside);
    g_test_add_func ("/db/open/no-database", test_no_database);
    g_test_add_func ("/db/open/attach", test_attach);
    g_test_add_func ("/db/open/constraint", test_constraint);
    g_test_add_func ("/db/open/full", test_full);
    g_test_add_func ("/db/open/transactions", test_transactions);
    g_test_add_func ("/db/open/busy", test_busy);
    g_test_add_func ("/db/open/reader", test_reader);
    g_test_add_func ("/db/open/interrupt", test_interrupt);
    return g_test_run ();
}
