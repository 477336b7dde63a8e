/* SPDX-License-Identifier: EUPL-1.2 */
/* Opens the cache for writing, once on a machine, and sets a damaged one aside after saving what can
 * be saved of it; the transactions of writer.h. */
#define G_LOG_DOMAIN "sz-writer"

#include "config.h"

#include "store/writer.h"

#include "base/env.h"
#include "base/errors.h"
#include "db/schema.h"
#include "record/json.h"
#include "store/pupil_index.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* The simulation makes do with less. */
#ifndef SZ_RESERVE_BYTES
#define SZ_RESERVE_BYTES (16 << 20)
#endif

/* Of a cache that is to take the place of a damaged one. */
#define NEW ".new"

static char *
beside (const SzWriter *writer, const char *suffix)
{
    return g_strconcat (writer->path, suffix, NULL);
}

/* One program at a time: the lock goes with the process, however it ends. */
static bool
take_lock (SzWriter *writer, GError **error)
{
    g_autofree char *path = beside (writer, ".lock");

    writer->lock = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (writer->lock < 0) {
        g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                     "cannot make the lock of the cache: %s", g_strerror (errno));
        return false;
    }
    if (flock (writer->lock, LOCK_EX | LOCK_NB) == 0)
        return true;
    g_set_error_literal (error, SZ_DB_ERROR, SZ_DB_ERROR_BUSY,
                         "another program has this cache open");
    return false;
}

/* Room for a last save on a full disk. Not having it is no reason not to start. */
static void
make_reserve (SzWriter *writer)
{
    g_autofree char *path = beside (writer, ".reserve");
    int fd = g_open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

    if (fd < 0)
        return;
    if (posix_fallocate (fd, 0, SZ_RESERVE_BYTES) != 0)
        g_unlink (path);
    close (fd);
}

bool
sz_writer_free_reserve (SzWriter *writer)
{
    g_autofree char *path = beside (writer, ".reserve");

    return g_unlink (path) == 0;
}

/* The mark says "open, or not closed well". */
static bool
is_marked (SzWriter *writer)
{
    g_autofree char *path = beside (writer, ".open");

    return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
set_mark (SzWriter *writer, bool on)
{
    g_autofree char *path = beside (writer, ".open");

    if (on) {
        int fd = g_open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

        if (fd >= 0)
            close (fd);
    } else {
        g_unlink (path);
    }
}

/* (element-type SzOperation): as far as the damaged file can be read. */
static GPtrArray *
salvage (SzWriter *writer)
{
    GPtrArray *ops = g_ptr_array_new_with_free_func ((GDestroyNotify) sz_operation_free);
    g_autoptr (SzDb) db = sz_db_open_sqlite (writer->path, writer->key, 0, NULL);
    SzStatement *statement = db != NULL ? sz_db_statement (db, "store/outbox_bodies", NULL) : NULL;

    while (statement != NULL && sz_step (statement, NULL) == SZ_STEP_ROW) {
        SzOperation *op = sz_operation_from_json (sz_column_text (statement, 2), NULL);

        if (op != NULL)
            g_ptr_array_add (ops, op);
    }
    return ops;
}

static void
set_aside (SzWriter *writer)
{
    /* The file itself first: without its log it would open as it was before the last saves. */
    static const char *const suffixes[] = { "", "-wal", "-shm" };
    g_autoptr (GDateTime) now =
        g_date_time_new_from_unix_local (sz_env_now_ms (sz_env_default ()) / 1000);
    g_autofree char *when = g_date_time_format (now, ".damaged-%Y%m%d-%H%M%S");

    for (size_t i = 0; i < G_N_ELEMENTS (suffixes); i++) {
        g_autofree char *from = beside (writer, suffixes[i]);
        g_autofree char *to = g_strconcat (writer->path, when, suffixes[i], NULL);

        g_rename (from, to);
    }
    g_info ("a damaged cache was set aside");
}

static void
remove_new (SzWriter *writer)
{
    static const char *const suffixes[] = { NEW "-wal", NEW "-shm", NEW };

    for (size_t i = 0; i < G_N_ELEMENTS (suffixes); i++) {
        g_autofree char *path = beside (writer, suffixes[i]);

        g_unlink (path);
    }
}

/* A file for its owner alone; what SQLite makes beside it gets the same rights. */
static void
make_private (const char *path)
{
    int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd >= 0)
        close (fd);
}

static SzDb *
open_once (SzWriter *writer, GError **error)
{
    g_autoptr (SzDb) db = NULL;

    make_private (writer->path);
    db = sz_db_open_sqlite (writer->path, writer->key, SZ_DB_CREATE | SZ_DB_DURABLE, error);
    if (db == NULL || (is_marked (writer) && !sz_db_check (db, error)) ||
        !sz_schema_upgrade (db, "store", error))
        return NULL;
    return g_steal_pointer (&db);
}

/* The saved operations go into the new cache in their order; they wait for the first sync there. */
static bool
put_back (SzDb *db, GPtrArray *ops, GError **error)
{
    SzTouched touched;
    bool ok = ops->len == 0 || sz_db_begin (db, error);

    sz_touched_init (&touched);
    for (unsigned i = 0; ok && i < ops->len; i++) {
        SzOperation *op = g_ptr_array_index (ops, i);
        g_autofree char *device = sz_id_to_string (&op->device);

        ok = sz_cache_set_fact (db, "device", device, error) &&
             sz_cache_save (db, op, false, &touched, error);
    }
    if (ok && ops->len > 0)
        ok = sz_pupil_index_update (db, &touched, sz_date_today (), error) &&
             sz_db_commit (db, error);
    sz_touched_clear (&touched);
    return ok;
}

/* A cache with nothing but these operations, in a file of its own. */
static bool
make_new (SzWriter *writer, GPtrArray *ops, GError **error)
{
    g_autofree char *path = beside (writer, NEW);
    g_autoptr (SzDb) db = NULL;

    remove_new (writer);
    make_private (path);
    db = sz_db_open_sqlite (path, writer->key, SZ_DB_CREATE | SZ_DB_DURABLE, error);
    return db != NULL && sz_schema_upgrade (db, "store", error) && put_back (db, ops, error);
}

/* The new cache in the place of the damaged one. Should this program end in between, the next start goes on. */
static bool
put_in_place (SzWriter *writer, GError **error)
{
    g_autofree char *path = beside (writer, NEW);

    set_aside (writer);
    set_mark (writer, false);
    writer->recovered = true;
    if (g_rename (path, writer->path) == 0)
        return true;
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "cannot put a new cache: %s",
                 g_strerror (errno));
    return false;
}

/* What a start that was cut left behind: the damaged cache is aside already, or else all begins anew. */
static bool
finish_recovery (SzWriter *writer, GError **error)
{
    g_autofree char *path = beside (writer, NEW);

    if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return true;
    if (!g_file_test (writer->path, G_FILE_TEST_EXISTS))
        return put_in_place (writer, error);
    remove_new (writer);
    return true;
}

static bool
open_or_recover (SzWriter *writer, GError **error)
{
    g_autoptr (GError) local = NULL;
    g_autoptr (GPtrArray) ops = NULL;

    if (!finish_recovery (writer, error))
        return false;
    writer->db = open_once (writer, &local);
    if (writer->db != NULL)
        return true;
    if (!g_error_matches (local, SZ_DB_ERROR, SZ_DB_ERROR_CORRUPT)) {
        g_propagate_error (error, g_steal_pointer (&local));
        return false;
    }
    ops = salvage (writer);
    if (!make_new (writer, ops, error) || !put_in_place (writer, error))
        return false;
    writer->db = open_once (writer, error);
    return writer->db != NULL;
}

void
sz_writer_close (SzWriter *writer)
{
    bool damaged;

    if (writer == NULL)
        return;
    damaged = writer->damaged || (writer->db != NULL && sz_db_is_damaged (writer->db));
    g_clear_pointer (&writer->db, sz_db_close);
    if (damaged || writer->opened)
        set_mark (writer, damaged);
    if (writer->lock >= 0)
        close (writer->lock);
    if (writer->key != NULL)
        explicit_bzero (writer->key, 32);
    g_free (writer->key);
    g_free (writer->path);
    g_free (writer);
}

SzDb *
sz_writer_db (SzWriter *writer)
{
    return writer->db;
}

static bool
change_within (SzWriter *writer,
               SzChangeFunc change,
               void *data,
               SzTouched *touched,
               GError **error)
{
    if (!change (writer->db, touched, data, error))
        return false;
    return touched->bulk || sz_pupil_index_update (writer->db, touched, sz_date_today (), error);
}

static bool
commit (SzWriter *writer, SzChangeFunc change, void *data, bool bulk, GError **error)
{
    g_autoptr (GError) problem = NULL;
    SzTouched touched;
    bool ok;

    sz_touched_init (&touched);
    touched.bulk = bulk;
    ok = sz_db_begin (writer->db, error) && change_within (writer, change, data, &touched, error) &&
         sz_db_commit (writer->db, error);
    if (ok) {
        __atomic_fetch_or (&writer->changed, touched.kinds, __ATOMIC_SEQ_CST);
        if (touched.kinds != 0 && writer->tell != NULL)
            writer->tell (writer->told_data);
        /* A second time may do it when somebody reads just now; the change itself is done. */
        if (touched.forget && !sz_db_script (writer->db, "store/script-forget", &problem))
            g_info ("forget: %s", problem->message);
    } else {
        sz_db_rollback (writer->db);
    }
    sz_touched_clear (&touched);
    return ok;
}

bool
sz_writer_commit (SzWriter *writer, SzChangeFunc change, void *data, GError **error)
{
    return commit (writer, change, data, false, error);
}

bool
sz_writer_commit_bulk (SzWriter *writer, SzChangeFunc change, void *data, GError **error)
{
    return commit (writer, change, data, true, error);
}

static bool
set_due (SzDb *db, const char *due, GError **error)
{
    if (!sz_db_begin (db, error))
        return false;
    if (sz_cache_set_fact (db, "lists-due", due, error) && sz_db_commit (db, error))
        return true;
    sz_db_rollback (db);
    return false;
}

/* Indexes are made once at the end: that is a third of the time. Should this program not come to the
 * end, the next start sees that the lists are due. */
bool
sz_writer_begin_bulk (SzWriter *writer, GError **error)
{
    return set_due (writer->db, "1", error) && sz_schema_drop_indexes (writer->db, error) &&
           sz_db_script (writer->db, "db/sqlite/large_cache", error);
}

static bool
rebuild (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    touched->kinds = UINT64_MAX;
    return sz_pupil_index_rebuild (db, sz_date_today (), error) &&
           sz_cache_set_fact (db, "lists-due", "", error);
}

bool
sz_writer_end_bulk (SzWriter *writer, GError **error)
{
    return sz_schema_make_indexes (writer->db, error) &&
           commit (writer, rebuild, NULL, true, error) &&
           sz_db_script (writer->db, "db/sqlite/small_cache", error);
}

/* At start: lists that an interrupted first sync left behind, or enrolments that began or ended since. */
static bool
refresh (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    g_autofree char *due = sz_cache_fact (db, "lists-due");

    if (g_strcmp0 (due, "1") == 0)
        return rebuild (db, touched, NULL, error);
    return sz_pupil_index_new_day (db, sz_date_today (), error);
}

static bool
start (SzWriter *writer, GError **error)
{
    return open_or_recover (writer, error) && commit (writer, refresh, NULL, true, error) &&
           sz_db_script (writer->db, "db/sqlite/small_cache", error);
}

/* On a full disk once more, with the room that was kept free: reading has to go on. */
static bool
start_or_make_room (SzWriter *writer, GError **error)
{
    g_autoptr (GError) local = NULL;

    if (start (writer, &local))
        return true;
    if (!g_error_matches (local, SZ_DB_ERROR, SZ_DB_ERROR_FULL) ||
        !sz_writer_free_reserve (writer)) {
        g_propagate_error (error, g_steal_pointer (&local));
        return false;
    }
    g_clear_pointer (&writer->db, sz_db_close);
    return start (writer, error);
}

SzWriter *
sz_writer_open (const char *path, const uint8_t *key, GError **error)
{
    SzWriter *writer = g_new0 (SzWriter, 1);

    writer->path = g_strdup (path);
    writer->key = g_memdup2 (key, 32);
    writer->lock = -1;
    if (!take_lock (writer, error) || !start_or_make_room (writer, error)) {
        sz_writer_close (writer);
        return NULL;
    }
    writer->opened = true;
    set_mark (writer, true);
    make_reserve (writer);
    return writer;
}
