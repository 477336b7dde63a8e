/* SPDX-License-Identifier: EUPL-1.2 */
/* Every write, sync and read of the desk's cache fails once: everything that a desk does to its cache, on the disk of disk.h,
 * over k until the k-th is past its end. Afterwards the cache opens by itself, is whole, holds what was acknowledged and nothing
 * half, and the same goes through when it is done again. */
#include "disk.h"

#include "base/errors.h"
#include "base/mutant.h"
#include "db/records.h"
#include "record/json.h"
#include "store/writer.h"
#include "sync/outbox.h"
#include "sync/receiver.h"
#include "sync/resync.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#define SCOPE "centre:114"
#define EPOCH "00000000000000000000000000000001"
#define NEW_EPOCH "00000000000000000000000000000002"
#define PUPIL "018f0000-0000-7000-8000-00000000000"
/* Past which everything has long come to its end. */
#define ENOUGH 20000

static const uint8_t KEY[32] = "thirty-two bytes, secret to none";

static char *base; /* (owned): what every fault begins with */
static char *path; /* (owned) */

/* Every rule holds. */
bool
sz_mutant (const char *name)
{
    return false;
}

/*
 * What a desk does to its cache
 */

static SzId
id_of (const char *text)
{
    SzId id;
    bool ok = sz_id_parse (text, &id);

    g_assert_true (ok);
    return id;
}

static bool
save_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    return sz_cache_save (db, data, true, touched, error);
}

/* Each time the same operation. */
static bool
save_new (SzWriter *writer, GError **error)
{
    g_autofree SzEnv *env = sz_env_new_seeded (3, 0);
    g_autoptr (SzOperation) op = sz_operation_new (env);
    SzId id = sz_id_new (env);
    SzRecord *pupil = sz_record_new (sz_kind_by_name ("pupil"), &id);

    sz_record_set_text (pupil, "first_name", "Lotte");
    sz_record_set_text (pupil, "last_name", "Nieuw");
    sz_record_set_text (pupil, "birth_date", "2010-03-04");
    sz_operation_create (op, pupil);
    return sz_writer_commit (writer, save_change, op, error);
}

static bool
edit (SzWriter *writer, const char *pupil, uint64_t seed, const char *field, const char *text)
{
    g_autofree SzEnv *env = sz_env_new_seeded (seed, 0);
    g_autoptr (SzOperation) op = sz_operation_new (env);
    SzId id = id_of (pupil);
    g_autoptr (SzRecord) before =
        sz_records_get (sz_writer_db (writer), sz_kind_by_name ("pupil"), &id, NULL, NULL);
    g_autoptr (SzRecord) after = sz_record_copy (before);

    sz_record_set_text (after, field, text);
    return sz_operation_edit (op, before, after) &&
           sz_writer_commit (writer, save_change, op, NULL);
}

/* The receipt of the oldest operation without one. */
static bool
keep_receipt (SzWriter *writer, GError **error)
{
    g_autoptr (GPtrArray) unsent = sz_cache_unsent (sz_writer_db (writer), 1, 1, error);
    g_autoptr (SzOperation) op = NULL;
    g_autofree char *id = NULL, *answer = NULL;
    unsigned kept;

    if (unsent == NULL)
        return false;
    if (unsent->len == 0)
        return true;
    op = sz_operation_from_json (unsent->pdata[0], error);
    if (op == NULL)
        return false;
    id = sz_id_to_string (&op->op_id);
    answer = g_strdup_printf ("{\"op\":\"%s\",\"n\":1,\"outcome\":\"applied\",\"scope\":\"" SCOPE
                              "\",\"seq\":5}\n",
                              id);
    return sz_outbox_answer (writer, answer, &kept, error);
}

static char *
stream_of (const char *rows, int n, int said, bool ends)
{
    uint8_t hash[16];
    char hex[33];

    crypto_generichash (hash, sizeof hash, (const uint8_t *) rows, strlen (rows), NULL, 0);
    sodium_bin2hex (hex, sizeof hex, hash, sizeof hash);
    return g_strdup_printf ("{\"v\":1,\"scope\":\"" SCOPE "\",\"epoch\":\"" EPOCH
                            "\",\"from\":0,\"to\":20,\"rows\":%d}\n%s"
                            "{\"mark\":20,\"n\":%d,\"h\":\"%s\",\"cursor\":\"at-20\"}\n%.*s",
                            said, rows, n, hex, ends ? 100 : 0,
                            "{\"end\":20,\"n\":3,\"cursor\":\"at-20\"}\n");
}

#define DECLARED                                                                                   \
    "{\"kind\":21,\"name\":\"pupil\",\"fields\":[\"first_name\",\"last_name\",\"birth_date\",\"phone\"]}\n"

static const char ROWS[] =
    DECLARED "[10,21,\"" PUPIL "1\",3,[\"Lotte\",\"Een\",\"2010-03-04\",\"014\"]]\n"
             "[11,21,\"" PUPIL "2\",2,[\"Lotte\",\"Twee\",\"2010-03-04\",null]]\n"
             "[12,21,\"" PUPIL "4\",1,[\"Lotte\",\"Vier\",\"2010-03-04\",null]]\n";

static const char LEAVES[] =
    DECLARED "[10,21,\"" PUPIL "1\",3,[\"Lotte\",\"Een\",\"2010-03-04\",\"014\"]]\n"
             "[11,21,\"" PUPIL "3\",-1]\n"
             "[12,21,\"" PUPIL "2\",-2]\n";

static bool
pull (SzWriter *writer, const char *rows, int said, GError **error)
{
    g_autofree char *text = stream_of (rows, 3, said, true);
    g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
    g_autoptr (SzReceiver) receiver = sz_receiver_new (SCOPE, "identity", error);

    return receiver != NULL && sz_receiver_feed (receiver, writer, bytes, error) &&
           sz_receiver_finish (receiver, writer, error);
}

static bool
catch_up (SzWriter *writer, GError **error)
{
    return pull (writer, ROWS, 3, error);
}

/* As large as a first sync, by its header. */
static bool
first_sync (SzWriter *writer, GError **error)
{
    return pull (writer, ROWS, 100000, error);
}

static bool
leave (SzWriter *writer, GError **error)
{
    return pull (writer, LEAVES, 3, error);
}

static bool
epoch_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    return sz_resync_epoch (db, data, touched, error);
}

static bool
new_history (SzWriter *writer, GError **error)
{
    return sz_writer_commit (writer, epoch_change, (void *) NEW_EPOCH, error) &&
           pull (writer, ROWS, 3, error) &&
           (!sz_resync_is_due (writer, SCOPE) || sz_resync_sweep (writer, SCOPE, error));
}

static bool
fork_device (SzWriter *writer, GError **error)
{
    SzId device = id_of ("018f0000-0000-7000-8000-0000000000ff");

    return sz_outbox_fork (writer, &device, error);
}

static bool
nothing (SzWriter *writer, GError **error)
{
    return true;
}

static const struct {
    const char *name;
    bool (*run) (SzWriter *writer, GError **error);
    bool atomic;    /* one transaction */
    bool opens;     /* the disk is broken from the opening on */
    bool empty;     /* there was nothing before */
    unsigned every; /* a quick run takes one of so many steps alike; 0: all of them */
} scenarios[] = {
    { "save", save_new, .atomic = true },
    { "receipts", keep_receipt, .atomic = true },
    { "catch-up", catch_up, .atomic = true },
    { "first-sync", first_sync, .every = 3 },
    { "leave", leave, .atomic = true, .every = 3 },
    { "new-history", new_history, .every = 5 },
    { "fork", fork_device, .atomic = true },
    { "open", nothing, .atomic = true, .opens = true },
    { "create", nothing, .atomic = true, .opens = true, .empty = true, .every = 37 },
};

/*
 * What there is to see of it
 */

static void
append_fact (GString *state, SzDb *db, const char *name)
{
    g_autofree char *value = sz_cache_fact (db, name);

    g_string_append_printf (state, "%s: %s\n", name, value != NULL ? value : "");
}

static void
append_records (GString *state, SzDb *db, const char *kind)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) all = sz_records_list (db, sz_kind_by_name (kind), NULL, NULL, &error);

    g_assert_no_error (error);
    for (unsigned i = 0; i < all->len; i++) {
        g_autofree char *json = sz_record_to_json (all->pdata[i]);

        g_string_append_printf (state, "%s\n", json);
    }
}

static void
append_unsent (GString *state, SzDb *db)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) unsent = sz_cache_unsent (db, 100, 1 << 20, &error);

    g_assert_no_error (error);
    for (unsigned i = 0; i < unsent->len; i++)
        g_string_append_printf (state, "%s\n", (char *) unsent->pdata[i]);
}

static char *
state_of (SzWriter *writer)
{
    SzDb *db = sz_writer_db (writer);
    GString *state = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    g_autofree char *cursor = sz_resync_cursor (writer, SCOPE, &error);

    g_assert_no_error (error);
    append_records (state, db, "pupil");
    append_unsent (state, db);
    append_fact (state, db, "epoch");
    append_fact (state, db, "last-n");
    append_fact (state, db, "lists-due");
    g_string_append_printf (state, "cursor %s, outbox %d, reviews %d, due %d\n", cursor,
                            (int) sz_cache_count (db, "store/outbox_count", NULL),
                            (int) sz_cache_count (db, "store/review_count", NULL),
                            sz_resync_is_due (writer, SCOPE));
    return g_string_free (state, FALSE);
}

/* Saves that were acknowledged before the fault. */
static void
assert_kept (SzWriter *writer)
{
    SzId id = id_of (PUPIL "1");
    g_autoptr (GError) error = NULL;
    g_autoptr (SzRecord) pupil =
        sz_records_get (sz_writer_db (writer), sz_kind_by_name ("pupil"), &id, NULL, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (sz_record_text (pupil, "phone"), ==, "014");
    g_assert_cmpstr (sz_record_text (pupil, "street"), ==, "Veldstraat");
}

/*
 * Faults
 */

static SzWriter *
open_cache (const char *where)
{
    g_autoptr (GError) error = NULL;
    SzWriter *writer = sz_writer_open (where, KEY, &error);

    g_assert_no_error (error);
    g_assert_false (writer->recovered);
    return writer;
}

static unsigned
dice_below (void *data, unsigned bound)
{
    return (unsigned) sz_env_below (data, bound);
}

static void
begin (size_t scenario)
{
    if (scenarios[scenario].empty)
        disk_remove (path);
    else
        disk_copy (base, path);
}

typedef struct {
    DiskFault fault;
    bool power; /* and the power is cut */
} Fault;

/* Whether the k-th step is one at all; `ok`: it was said to be done. */
static bool
break_at (size_t scenario, const Fault *fault, unsigned k, bool *ok)
{
    g_autoptr (GError) error = NULL;
    g_autofree SzEnv *env = sz_env_new_seeded (k, 0);
    const DiskDice dice = { dice_below, env };
    SzWriter *writer = NULL;
    bool tripped;

    begin (scenario);
    if (!scenarios[scenario].opens)
        writer = open_cache (path);
    disk_break (path, fault->fault, k);
    if (writer == NULL)
        writer = sz_writer_open (path, KEY, &error);
    *ok = writer != NULL && scenarios[scenario].run (writer, &error);
    if (!*ok && fault->fault == DISK_FULL)
        g_assert_error (error, SZ_DB_ERROR, SZ_DB_ERROR_FULL);
    sz_writer_close (writer);
    tripped = disk_heal ();
    if (fault->fault == DISK_DEAD) {
        disk_crash (path, fault->power ? &dice : NULL);
        disk_after_crash (path);
    }
    return tripped;
}

static void
look (size_t scenario, bool ok, const char *before, const char *after)
{
    SzWriter *writer = open_cache (path);
    g_autoptr (GError) error = NULL;
    bool whole = sz_db_check (sz_writer_db (writer), &error);
    g_autofree char *now = state_of (writer);
    g_autofree char *then = NULL;

    g_assert_no_error (error);
    g_assert_true (whole);
    if (!scenarios[scenario].empty)
        assert_kept (writer);
    if (ok)
        g_assert_cmpstr (now, ==, after);
    else if (scenarios[scenario].atomic && strcmp (now, before) != 0)
        g_assert_cmpstr (now, ==, after);
    if (strcmp (now, after) != 0) {
        ok = scenarios[scenario].run (writer, &error);
        g_assert_no_error (error);
        g_assert_true (ok);
        then = state_of (writer);
        g_assert_cmpstr (then, ==, after);
    }
    sz_writer_close (writer);
}

static char *
undisturbed (size_t scenario, char **before)
{
    SzWriter *writer;
    g_autoptr (GError) error = NULL;
    bool ok;
    char *after;

    begin (scenario);
    writer = open_cache (path);
    *before = state_of (writer);
    ok = scenarios[scenario].run (writer, &error);
    g_assert_no_error (error);
    g_assert_true (ok);
    after = state_of (writer);
    sz_writer_close (writer);
    return after;
}

static void
test_scenario (const void *data)
{
    static const Fault faults[] = {
        { DISK_IOERR, false }, { DISK_READ, false }, { DISK_FULL, false },
        { DISK_DEAD, false },  { DISK_DEAD, true },
    };
    size_t scenario = (size_t) (uintptr_t) data;
    g_autofree char *before = NULL;
    g_autofree char *after = undisturbed (scenario, &before);
    bool whole = g_getenv ("SCHOOLZICHT_EVERY_STEP") != NULL;

    for (size_t i = 0; i < G_N_ELEMENTS (faults); i++) {
        unsigned every = whole ? 1 : MAX (1, scenarios[scenario].every), k = 0;
        bool ok, tripped;

        do {
            tripped = break_at (scenario, &faults[i], k, &ok);
            k += every;
            look (scenario, ok, before, after);
            g_assert_cmpuint (k, <, ENOUGH);
        } while (tripped);
        g_test_message ("fault %u: %u steps", (unsigned) i, k - every);
        g_assert_true (ok);
    }
    disk_remove (path);
}

/*
 * The cache that it begins with
 */

static bool
device_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    return sz_cache_set_fact (db, "device", "018f0000-0000-7000-8000-000000000001", error) &&
           sz_resync_epoch (db, EPOCH, touched, error);
}

/* Three pupils of the server; an edit that was accepted, and one that waits. */
static void
make_base (void)
{
    static const char rows[] =
        DECLARED "[1,21,\"" PUPIL "1\",1,[\"Lotte\",\"Een\",\"2010-03-04\",null]]\n"
                 "[2,21,\"" PUPIL "2\",1,[\"Lotte\",\"Twee\",\"2010-03-04\",null]]\n"
                 "[3,21,\"" PUPIL "3\",1,[\"Lotte\",\"Drie\",\"2010-03-04\",null]]\n";
    SzWriter *writer = open_cache (base);
    g_autoptr (GError) error = NULL;
    bool ok = sz_writer_commit (writer, device_change, NULL, &error) &&
              pull (writer, rows, 3, &error) && edit (writer, PUPIL "1", 1, "phone", "014") &&
              keep_receipt (writer, &error) && edit (writer, PUPIL "1", 2, "street", "Veldstraat");

    g_assert_no_error (error);
    g_assert_true (ok);
    sz_writer_close (writer);
}

int
main (int argc, char *argv[])
{
    g_autofree char *folder = g_dir_make_tmp ("broken-disk-XXXXXX", NULL);
    g_autofree char *base_name = base = g_build_filename (folder, "base.db", NULL);
    g_autofree char *path_name = path = g_build_filename (folder, "cache.db", NULL);
    g_autofree char *remove = g_strdup_printf ("rm -r %s", folder);
    int status;

    g_test_init (&argc, &argv, NULL);
    disk_install ();
    make_base ();
    for (size_t i = 0; i < G_N_ELEMENTS (scenarios); i++) {
        g_autofree char *name = g_strconcat ("/broken-disk/", scenarios[i].name, NULL);

        g_test_add_data_func (name, (void *) (uintptr_t) i, test_scenario);
    }
    status = g_test_run ();
    g_spawn_command_line_sync (remove, NULL, NULL, NULL, NULL);
    return status;
}
