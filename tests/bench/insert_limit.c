/* SPDX-License-Identifier: EUPL-1.2 */
/* The limit of a first sync: the same rows, already here and already typed, through prepared statements into the same tables
 * of a plain SQLite file, then the same indexes and the words to search. No network, no cipher, no checks, nothing worked out;
 * what reading the rows takes is not counted. Prints the seconds. usage: insert-limit PROFILE PASSPHRASE-FILE FOLDER */
#include "db/key.h"
#include "sync/cli.h"
#include "sync/keys.h"

#include <sqlite3.h>
#include <string.h>

#define ROWS_A_COMMIT 20000

static void
check (sqlite3 *db, int code)
{
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
        return;
    g_printerr ("insert-limit: %s\n", sqlite3_errmsg (db));
    exit (1);
}

static void
run (sqlite3 *db, const char *sql)
{
    check (db, sqlite3_exec (db, sql, NULL, NULL, NULL));
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    check (db, sqlite3_prepare_v2 (db, sql, -1, &statement, NULL));
    return statement;
}

/* The first column of what a question gives. */
static GPtrArray *
texts (sqlite3 *db, const char *sql)
{
    GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
    sqlite3_stmt *statement = prepare (db, sql);

    while (sqlite3_step (statement) == SQLITE_ROW)
        g_ptr_array_add (found, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
    sqlite3_finalize (statement);
    return found;
}

static sqlite3 *
open_cache (Cli *cli)
{
    g_autofree char *path = sz_profile_cache_path (cli->profile);
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;
    GAsyncResult *done = NULL;
    uint8_t key[SZ_KEY_BYTES];
    char text[SZ_KEY_TEXT];
    sqlite3 *db = NULL;

    sz_keys_open_async (cli->profile, cli->passphrase, NULL, cli_done_cb, &done);
    result = cli_wait (&done);
    if (!sz_keys_open_finish (cli->profile, result, key, &error))
        g_error ("%s", error->message);
    sz_key_format (key, text);
    check (db, sqlite3_open (path, &db));
    check (db, sqlite3_key (db, text, (int) strlen (text)));
    run (db, "PRAGMA cipher_hmac_algorithm = HMAC_SHA256");
    return db;
}

/* The tables of the cache without their indexes and without what is searched, in clear. */
static void
make_tables (sqlite3 *cache, const char *path)
{
    g_autoptr (GPtrArray) tables =
        texts (cache, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE "
                      "'sqlite_%' AND name NOT LIKE 'pupil_search%'");
    g_autofree char *attach = g_strdup_printf ("ATTACH '%s' AS plain KEY ''", path);

    run (cache, attach);
    for (unsigned i = 0; i < tables->len; i++) {
        const char *table = tables->pdata[i];
        g_autofree char *ask =
            g_strdup_printf ("SELECT sql FROM sqlite_schema WHERE name = '%s'", table);
        g_autoptr (GPtrArray) sql = texts (cache, ask);
        g_autofree char *fill =
            g_strdup_printf ("INSERT INTO plain.%s SELECT * FROM main.%s", table, table);
        g_autofree char *make = g_strdup_printf ("CREATE TABLE plain.%s",
                                                 (char *) sql->pdata[0] + strlen ("CREATE TABLE "));

        run (cache, make);
        run (cache, fill);
    }
    run (cache, "DETACH plain");
}

/* Reads all rows of a table, and writes them when `out` is there. */
static void
pass (sqlite3 *in, const char *table, sqlite3 *out)
{
    g_autofree char *ask = g_strdup_printf ("SELECT * FROM %s", table);
    g_autoptr (GString) put = g_string_new (NULL);
    sqlite3_stmt *read = prepare (in, ask), *write = NULL;
    int n = sqlite3_column_count (read), rows = 0;

    g_string_printf (put, "INSERT INTO %s VALUES (?", table);
    for (int i = 1; i < n; i++)
        g_string_append (put, ",?");
    g_string_append (put, ")");
    if (out != NULL) {
        write = prepare (out, put->str);
        run (out, "BEGIN");
    }
    while (sqlite3_step (read) == SQLITE_ROW) {
        for (int i = 0; i < n; i++) {
            const sqlite3_value *value = sqlite3_column_value (read, i);

            if (write != NULL)
                sqlite3_bind_value (write, i + 1, value);
        }
        if (write == NULL)
            continue;
        check (out, sqlite3_step (write));
        sqlite3_reset (write);
        if (++rows % ROWS_A_COMMIT == 0)
            run (out, "COMMIT; BEGIN");
    }
    if (out != NULL)
        run (out, "COMMIT");
    sqlite3_finalize (read);
    sqlite3_finalize (write);
}

static int64_t
time_pass (sqlite3 *in, GPtrArray *tables, sqlite3 *out)
{
    int64_t start = g_get_monotonic_time ();

    for (unsigned i = 0; i < tables->len; i++)
        pass (in, tables->pdata[i], out);
    return g_get_monotonic_time () - start;
}

static int64_t
time_indexes (sqlite3 *cache, sqlite3 *out)
{
    g_autoptr (GPtrArray) indexes =
        texts (cache, "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL");
    int64_t start = g_get_monotonic_time ();

    for (unsigned i = 0; i < indexes->len; i++)
        run (out, indexes->pdata[i]);
    return g_get_monotonic_time () - start;
}

/* The words are put together in SQL: what is searched keeps no text that could be copied. */
static int64_t
time_words (sqlite3 *cache, sqlite3 *out)
{
    g_autoptr (GPtrArray) made =
        texts (cache, "SELECT sql FROM sqlite_schema WHERE name = 'pupil_search'");
    int64_t start = g_get_monotonic_time ();

    run (out, made->pdata[0]);
    run (out,
         "INSERT INTO pupil_search (rowid, words) SELECT rank, concat_ws (' ', national_number, "
         "name, replace (birth_date, '-', ''), class_name, school_name) FROM pupil_order "
         "ORDER BY rank");
    return g_get_monotonic_time () - start;
}

int
main (int argc, char **argv)
{
    Cli cli = { 0 };

    g_return_val_if_fail (argc == 4, 2);
    cli.profile_dir = g_strdup (argv[1]);
    cli.passphrase_file = g_strdup (argv[2]);
    if (!cli_load_profile (&cli))
        return 1;
    g_autofree char *from = g_build_filename (argv[3], "limit-in.db", NULL);
    g_autofree char *to = g_build_filename (argv[3], "limit-out.db", NULL);
    sqlite3 *cache = open_cache (&cli), *in = NULL, *out = NULL;

    make_tables (cache, from);
    check (in, sqlite3_open (from, &in));
    check (out, sqlite3_open (to, &out));
    g_autoptr (GPtrArray) tables =
        texts (in, "SELECT name FROM sqlite_schema WHERE type = 'table'");
    g_autoptr (GPtrArray) made = texts (in, "SELECT sql FROM sqlite_schema WHERE type = 'table'");

    run (out, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; "
              "PRAGMA temp_store = MEMORY");
    for (unsigned i = 0; i < made->len; i++)
        run (out, made->pdata[i]);
    time_pass (in, tables, NULL);
    int64_t reading = time_pass (in, tables, NULL);
    int64_t writing = time_pass (in, tables, out);
    int64_t indexing = time_indexes (cache, out);

    int64_t searching = time_words (cache, out);

    g_print ("%.3f\n", (double) (writing - reading + indexing + searching) / 1e6);
    sqlite3_close (cache);
    sqlite3_close (in);
    sqlite3_close (out);
    cli_clear (&cli);
    return 0;
}
