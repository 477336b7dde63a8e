/* SPDX-License-Identifier: EUPL-1.2 */
/* What a pull sends: the latest of each record once, marks whose count and hash fit, nothing of another
 * scope, and cursors that nobody else can make (PROTOCOL.md 4 and 5). */
#include "desk.h"

#include "base/errors.h"
#include "record/control.h"
#include "server/check.h"
#include "server/cursor.h"
#include "server/hex.h"
#include "server/intake.h"
#include "server/lineage.h"
#include "server/pull.h"
#include "support/scratch.h"

#include <sodium.h>
#include <string.h>

typedef struct {
    int64_t rows; /* in all */
    int64_t marks;
    char *cursor; /* of the end line */
    char *mark;   /* cursor of the first mark */
    int64_t to;
} Seen;

static void
seen_clear (Seen *seen)
{
    g_free (seen->cursor);
    g_free (seen->mark);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Seen, seen_clear)

/* Reads a stream as a desk does, and holds it to what it says of itself. */
static void
read_stream (const char *stream, Seen *seen)
{
    g_auto (GStrv) lines = g_strsplit (stream, "\n", -1);
    crypto_generichash_state state;
    int64_t since_mark = 0;
    int64_t last_seq = 0;
    bool ended = false;
    crypto_generichash_init (&state, NULL, 0, 16);
    for (char **line = lines; *line != NULL && **line != '\0'; line++) {
        g_assert_false (ended);
        if (**line == '[') {
            int64_t seq = g_ascii_strtoll (*line + 1, NULL, 10);
            g_assert_cmpint (seq, >, last_seq);
            last_seq = seq;
            crypto_generichash_update (&state, (const uint8_t *) *line, strlen (*line));
            crypto_generichash_update (&state, (const uint8_t *) "\n", 1);
            since_mark++;
            seen->rows++;
            continue;
        }
        g_autoptr (SzControl) control = sz_control_parse (*line, -1, NULL);
        g_assert_nonnull (control);
        if (sz_control_has (control, "kind")) {
            crypto_generichash_update (&state, (const uint8_t *) *line, strlen (*line));
            crypto_generichash_update (&state, (const uint8_t *) "\n", 1);
        }
        if (sz_control_has (control, "mark")) {
            uint8_t hash[16];
            char text[33];
            crypto_generichash_final (&state, hash, 16);
            crypto_generichash_init (&state, NULL, 0, 16);
            sz_hex_encode (hash, 16, text);
            g_assert_cmpstr (sz_control_text (control, "h"), ==, text);
            g_assert_cmpint (sz_control_integer (control, "n", -1), ==, since_mark);
            g_assert_cmpint (sz_control_integer (control, "mark", -1), ==, last_seq);
            if (seen->mark == NULL)
                seen->mark = g_strdup (sz_control_text (control, "cursor"));
            since_mark = 0;
            seen->marks++;
        } else if (sz_control_has (control, "end")) {
            g_assert_cmpint (since_mark, ==, 0);
            g_assert_cmpint (sz_control_integer (control, "n", -1), ==, seen->rows);
            seen->cursor = g_strdup (sz_control_text (control, "cursor"));
            seen->to = sz_control_integer (control, "end", -1);
            ended = true;
        }
    }
    g_assert_true (ended);
}

static void
add_pupils (World *world, const char *scope, unsigned n)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (SzIntake) intake = sz_intake_new (world->core, &error);
    for (unsigned i = 0; i < n; i++) {
        g_autoptr (SzRecord) pupil = world_pupil (world, "Peeters", NULL);
        g_assert_true (sz_intake_add (intake, pupil, scope, &error));
        g_assert_no_error (error);
    }
    g_assert_true (sz_intake_commit (intake, "test", 0, &error));
}

static void
test_latest_only (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (SzRecord) one = world_pupil (world, "Een", NULL);
    g_autoptr (SzRecord) two = world_pupil (world, "Twee", NULL);
    g_free (world_create (world, &world->an, one));
    g_free (world_create (world, &world->an, two));
    for (int i = 0; i < 20; i++) {
        g_autoptr (SzRecord) seen = world_get (world, "pupil", &one->id);
        g_autofree char *phone = g_strdup_printf ("%d", i);
        g_free (world_edit (world, &world->bert, seen, "phone", phone));
    }
    g_auto (Seen) first = { 0 };
    g_autofree char *stream = world_pull (world, &world->an, "centre:114", NULL);
    read_stream (stream, &first);
    g_assert_cmpint (first.rows, ==, 2);
    g_assert_cmpint (first.to, ==, 22);
    g_autoptr (SzRecord) seen = world_get (world, "pupil", &two->id);
    g_free (world_delete (world, &world->an, seen));
    g_auto (Seen) second = { 0 };
    g_autofree char *rest = world_pull (world, &world->an, "centre:114", first.cursor);
    read_stream (rest, &second);
    g_assert_cmpint (second.rows, ==, 1);
    g_assert_nonnull (strstr (rest, ",-1]\n"));
    g_auto (Seen) third = { 0 };
    g_autofree char *nothing = world_pull (world, &world->an, "centre:114", second.cursor);
    read_stream (nothing, &third);
    g_assert_cmpint (third.rows, ==, 0);
    g_assert_cmpstr (third.cursor, ==, second.cursor);
    world_check (world);
}

static void
test_marks (void)
{
    g_autoptr (World) world = world_new ();
    add_pupils (world, "centre:114", 12001);
    g_auto (Seen) all = { 0 };
    g_autofree char *stream = world_pull (world, &world->an, "centre:114", NULL);
    read_stream (stream, &all);
    g_assert_cmpint (all.rows, ==, 12001);
    g_assert_cmpint (all.marks, ==, 3);
    /* Cut off after the first mark: the rest comes from there. */
    g_auto (Seen) rest = { 0 };
    g_autofree char *resumed = world_pull (world, &world->an, "centre:114", all.mark);
    read_stream (resumed, &rest);
    g_assert_cmpint (rest.rows, ==, 7001);
    g_assert_cmpstr (rest.cursor, ==, all.cursor);
    world_check (world);
}

/* A staff member and two pupils in turn, named after their own ids. */
static SzRecord *
named_record (World *world, unsigned i)
{
    g_autoptr (SzRecord) staff = NULL;
    SzRecord *record = world_pupil (world, "", NULL);
    char text[SZ_ID_TEXT];
    if (i % 3 == 0) {
        staff = g_steal_pointer (&record);
        record = sz_record_new (sz_kind_by_name ("staff_member"), &staff->id);
        sz_id_format (&record->id, text);
        sz_record_set_text (record, "code", text);
    }
    sz_id_format (&record->id, text);
    sz_record_set_text (record, "last_name", text);
    return record;
}

/* Records of several kinds among each other, some changed or gone since: each line has the values of its own record. */
static void
test_mixed (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (SzIntake) intake = sz_intake_new (world->core, &error);
    g_autoptr (GPtrArray) records =
        g_ptr_array_new_with_free_func ((GDestroyNotify) sz_record_free);
    for (unsigned i = 0; i < 11000; i++) {
        g_ptr_array_add (records, named_record (world, i));
        g_assert_true (sz_intake_add (intake, records->pdata[i], "centre:114", &error));
    }
    g_assert_true (sz_intake_commit (intake, "test", 0, &error));
    for (unsigned i = 0; i < 30; i += 2) {
        SzRecord *record = records->pdata[300 * i + 1];
        g_autoptr (SzRecord) there = world_get (world, "pupil", &record->id);
        g_free (i % 4 == 0 ? world_delete (world, &world->an, there)
                           : world_edit (world, &world->an, there, "phone", "09"));
    }
    g_auto (Seen) seen = { 0 };
    g_autofree char *stream = world_pull (world, &world->an, "centre:114", NULL);
    g_auto (GStrv) lines = g_strsplit (stream, "\n", -1);
    read_stream (stream, &seen);
    g_assert_cmpint (seen.rows, ==, 11000);
    for (char **line = lines; *line != NULL; line++) {
        const char *id = **line == '[' ? strchr (*line, '"') : NULL;
        g_autofree char *quoted = id != NULL ? g_strndup (id, SZ_ID_TEXT + 1) : NULL;
        if (id != NULL && !g_str_has_suffix (*line, ",-1]"))
            g_assert_nonnull (strstr (id + 1, quoted));
    }
}

static void
test_snapshot (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (GError) error = NULL;
    add_pupils (world, "centre:114", 100);
    g_autofree char *path = g_build_filename (world->folder, "server.db", NULL);
    g_autoptr (SzCore) reader = sz_core_open_reader (path, scratch_key (1), world->env, &error);
    g_assert_no_error (error);
    g_autoptr (GString) out = g_string_new (NULL);
    g_autoptr (SzPull) pull = sz_pull_new (reader, &world->an, "centre:114", NULL, NULL, &error);
    g_assert_true (sz_pull_next (pull, out, 500, &error));
    add_pupils (world, "centre:114", 100);
    while (!sz_pull_is_done (pull))
        g_assert_true (sz_pull_next (pull, out, 500, &error));
    g_auto (Seen) seen = { 0 };
    read_stream (out->str, &seen);
    g_assert_cmpint (seen.rows, ==, 100);
    g_assert_cmpint (seen.to, ==, 100);
}

static void
assert_refused (World *world,
                const SzSession *who,
                const char *scope,
                const char *cursor,
                SzServerError code)
{
    g_autoptr (GError) error = NULL;
    g_assert_null (sz_pull_new (world->core, who, scope, cursor, NULL, &error));
    g_assert_error (error, SZ_SERVER_ERROR, (int) code);
    g_assert_false (sz_db_in_transaction (world->core->db));
}

static void
test_scopes (void)
{
    g_autoptr (World) world = world_new ();
    SzId id = sz_id_new (world->env);
    g_autoptr (SzRecord) zone = sz_record_new (sz_kind_by_name ("vaccine"), &id);
    sz_record_set_text (zone, "code", "1");
    sz_record_set_text (zone, "name", "X");
    world_reference (world, zone);
    add_pupils (world, "centre:114", 3);
    add_pupils (world, "centre:115", 5);
    g_auto (Seen) own = { 0 };
    g_autofree char *stream = world_pull (world, &world->chris, "centre:115", NULL);
    read_stream (stream, &own);
    g_assert_cmpint (own.rows, ==, 5);
    g_auto (Seen) shared = { 0 };
    g_autofree char *reference = world_pull (world, &world->chris, "reference", NULL);
    read_stream (reference, &shared);
    g_assert_cmpint (shared.rows, ==, 1);
    assert_refused (world, &world->chris, "centre:114", NULL, SZ_SERVER_ERROR_FORBIDDEN);
    assert_refused (world, &world->chris, "centre:114", own.cursor, SZ_SERVER_ERROR_FORBIDDEN);
    assert_refused (world, &world->chris, "zone:1", NULL, SZ_SERVER_ERROR_FORBIDDEN);
    SzSession manager = world->chris;
    manager.role = SZ_ROLE_POPULATION_MANAGER;
    assert_refused (world, &manager, "centre:115", NULL, SZ_SERVER_ERROR_FORBIDDEN);
}

static char *
cursor_at (World *world, const char *scope, int64_t seq)
{
    SzSpot spot = { .seq = seq };
    g_assert_true (sz_lineage_at (world->core, sz_core_scope (world->core, scope, NULL), seq,
                                  &spot.run, NULL));
    return sz_cursor_new (world->core, &world->an, scope, &spot);
}

static void
test_cursors (void)
{
    g_autoptr (World) world = world_new ();
    add_pupils (world, "centre:114", 3);
    g_autofree char *good = cursor_at (world, "centre:114", 2);
    g_autofree char *other = cursor_at (world, "reference", 2);
    g_autofree char *future = cursor_at (world, "centre:114", 4);
    g_autofree char *bent = g_strdup (good);
    bent[10] = bent[10] == 'A' ? 'B' : 'A';
    g_auto (Seen) seen = { 0 };
    g_autofree char *stream = world_pull (world, &world->bert, "centre:114", good);
    read_stream (stream, &seen);
    g_assert_cmpint (seen.rows, ==, 1);
    assert_refused (world, &world->an, "centre:114", bent, SZ_SERVER_ERROR_RESYNC);
    assert_refused (world, &world->an, "centre:114", other, SZ_SERVER_ERROR_RESYNC);
    assert_refused (world, &world->an, "centre:114", "x", SZ_SERVER_ERROR_RESYNC);
    assert_refused (world, &world->an, "centre:114", future, SZ_SERVER_ERROR_UNAVAILABLE);
    /* Other rights, an older program, another history: the same cursor is worth nothing. */
    SzSession changed = world->an;
    changed.grants = 2;
    assert_refused (world, &changed, "centre:114", good, SZ_SERVER_ERROR_RESYNC);
    changed = world->an;
    changed.generation = 0;
    assert_refused (world, &changed, "centre:114", good, SZ_SERVER_ERROR_RESYNC);
    g_autoptr (GError) error = NULL;
    g_assert_true (sz_core_new_epoch (world->core, &error));
    assert_refused (world, &world->an, "centre:114", good, SZ_SERVER_ERROR_RESYNC);
}

static void
test_intake_again (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (SzRecord) pupil = world_pupil (world, "Peeters", NULL);
    SzIntakeResult results[3];
    for (int i = 0; i < 3; i++) {
        g_autoptr (SzIntake) intake = sz_intake_new (world->core, &error);
        if (i == 2)
            sz_record_set_text (pupil, "phone", "1");
        g_assert_true (sz_intake_put (intake, pupil, "centre:114", &results[i], &error));
        g_assert_true (sz_intake_commit (intake, "test", 0, &error));
    }
    g_assert_cmpint (results[0], ==, SZ_INTAKE_ADDED);
    g_assert_cmpint (results[1], ==, SZ_INTAKE_SAME);
    g_assert_cmpint (results[2], ==, SZ_INTAKE_CHANGED);
    int64_t seq;
    int64_t min_seq;
    g_assert_true (sz_core_clock (world->core, sz_core_scope (world->core, "centre:114", NULL),
                                  &seq, &min_seq, &error));
    g_assert_cmpint (seq, ==, 2);
    /* Not committed: nothing happened, no number is lost. */
    g_autoptr (SzIntake) dropped = sz_intake_new (world->core, &error);
    g_autoptr (SzRecord) other = world_pupil (world, "Maes", NULL);
    g_assert_true (sz_intake_put (dropped, other, "centre:114", &results[0], &error));
    g_clear_pointer (&dropped, sz_intake_free);
    world_check (world);
}

/* A check that finds nothing in a broken database would be worth nothing. */
static void
test_check_finds (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (SzRecord) pupil = world_pupil (world, "Maes", NULL);
    add_pupils (world, "centre:114", 2);
    g_free (world_create (world, &world->an, pupil));
    SzStatement *statement = sz_db_statement (world->core->db, "server/change_remove", &error);
    sz_bind_integer (statement, "scope", sz_core_scope (world->core, "centre:114", NULL));
    sz_bind_integer (statement, "seq", 3);
    sz_bind_id (statement, "id", &pupil->id);
    g_assert_true (sz_run (statement, &error));
    g_autoptr (SzCheck) check = sz_check_run (world->core, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (check->faults->len, ==, 3);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/pull/latest-only", test_latest_only);
    g_test_add_func ("/pull/marks", test_marks);
    g_test_add_func ("/pull/mixed", test_mixed);
    g_test_add_func ("/pull/snapshot", test_snapshot);
    g_test_add_func ("/pull/scopes", test_scopes);
    g_test_add_func ("/pull/cursors", test_cursors);
    g_test_add_func ("/intake/again", test_intake_again);
    g_test_add_func ("/check/finds", test_check_finds);
    return g_test_run ();
}
