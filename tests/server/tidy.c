/* SPDX-License-Identifier: EUPL-1.2 */
/* What is let go of, and who has to fetch everything anew then (server/tidy.h). */
#include "desk.h"

#include "base/errors.h"
#include "server/intake.h"
#include "server/pull.h"
#include "server/tidy.h"
#include "server/transfer.h"

#include <string.h>

/* The cursor of the first line that begins so. */
static char *
cursor_of (const char *stream, const char *begin)
{
    const char *line = strstr (stream, begin);

    g_assert_nonnull (line);
    return receipt_get (line, "cursor");
}

static char *
cursor_now (World *world)
{
    g_autofree char *stream = world_pull (world, &world->an, "centre:114", NULL);

    return cursor_of (stream, "{\"end\":");
}

static bool
is_sent_back (World *world, const char *cursor)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (SzPull) pull =
        sz_pull_new (world->core, &world->an, "centre:114", cursor, NULL, &error);

    if (pull == NULL)
        g_assert_error (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_RESYNC);
    return pull == NULL;
}

static int64_t
tidy (World *world, int64_t keep_ms)
{
    g_autoptr (GError) error = NULL;
    int64_t removed = -1;

    g_assert_true (sz_tidy (world->core, keep_ms, &removed, &error));
    g_assert_no_error (error);
    world_check (world);
    return removed;
}

static SzRecord *
new_pupil (World *world, const char *name)
{
    SzRecord *pupil = world_pupil (world, name, NULL);

    g_free (world_create (world, &world->an, pupil));
    return pupil;
}

static void delete (World *world, const SzRecord *pupil)
{
    g_autoptr (SzRecord) seen = world_get (world, "pupil", &pupil->id);
    g_autofree char *receipt = world_delete (world, &world->bert, seen);

    g_assert_nonnull (strstr (receipt, "applied"));
}

static void
test_horizon (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (SzRecord) one = new_pupil (world, "Een");
    g_autofree char *before = cursor_now (world);
    g_autofree char *knows = NULL;
    g_autoptr (SzRecord) two = NULL;

    delete (world, one);
    knows = cursor_now (world);
    /* Its clock stands there. */
    g_assert_cmpint (tidy (world, 0), ==, 0);
    two = new_pupil (world, "Twee");
    g_assert_cmpint (tidy (world, SZ_TIDY_KEEP_MS), ==, 0);
    g_assert_false (is_sent_back (world, before));
    g_assert_cmpint (tidy (world, 0), ==, 1);
    g_assert_true (is_sent_back (world, before));
    g_assert_false (is_sent_back (world, knows));
    g_assert_cmpint (tidy (world, 0), ==, 0);
}

/* Deleted, and made again: there is nothing to let go of. */
static void
test_came_back (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (SzRecord) one = new_pupil (world, "Een");
    g_autofree char *before = cursor_now (world);

    delete (world, one);
    g_free (world_create (world, &world->an, one));
    sz_record_free (new_pupil (world, "Twee"));
    g_assert_cmpint (tidy (world, 0), ==, 0);
    g_assert_false (is_sent_back (world, before));
}

static void
add_centre (World *world, const char *number)
{
    g_autoptr (SzRecord) centre = sz_record_new (sz_kind_by_name ("centre"), NULL);

    centre->id = sz_id_new (world->env);
    sz_record_set_text (centre, "number", number);
    sz_record_set_text (centre, "name", number);
    world_reference (world, centre);
}

static void
test_departure (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (SzRecord) one = new_pupil (world, "Een");
    g_autofree char *before = cursor_now (world);
    g_autoptr (GError) error = NULL;
    bool left = true;

    add_centre (world, "114");
    add_centre (world, "115");
    g_assert_true (sz_db_begin (world->core->db, &error));
    g_assert_true (sz_transfer (world->core, &one->id, "centre:115", &error));
    g_assert_no_error (error);
    g_assert_true (sz_db_commit (world->core->db, &error));
    sz_record_free (new_pupil (world, "Twee"));
    g_assert_cmpint (tidy (world, 0), ==, 1);
    g_assert_true (is_sent_back (world, before));
    g_assert_true (sz_transfer_has_left (world->core,
                                         sz_core_scope (world->core, "centre:114", NULL), &one->id,
                                         &left, &error));
    g_assert_false (left);
}

/* A first sync that was cut goes on where it was, unless something went since it began. */
static void
test_cut_first_sync (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (SzRecord) one = new_pupil (world, "Een");
    g_autoptr (SzRecord) two = new_pupil (world, "Twee");
    g_autoptr (GError) error = NULL;
    g_autoptr (SzIntake) intake = sz_intake_new (world->core, &error);
    g_autofree char *stream = NULL;
    g_autofree char *half = NULL;

    for (unsigned i = 0; i < 6000; i++) {
        g_autoptr (SzRecord) pupil = world_pupil (world, "Peeters", NULL);

        g_assert_true (sz_intake_add (intake, pupil, "centre:114", &error));
    }
    g_assert_true (sz_intake_commit (intake, "test", 0, &error));
    delete (world, one);
    sz_record_free (new_pupil (world, "Drie"));
    stream = world_pull (world, &world->an, "centre:114", NULL);
    half = cursor_of (stream, "{\"mark\":");
    g_assert_cmpint (tidy (world, 0), ==, 1);
    g_assert_false (is_sent_back (world, half));
    delete (world, two);
    sz_record_free (new_pupil (world, "Vier"));
    g_assert_cmpint (tidy (world, 0), ==, 1);
    g_assert_true (is_sent_back (world, half));
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/tidy/horizon", test_horizon);
    g_test_add_func ("/tidy/came-back", test_came_back);
    g_test_add_func ("/tidy/departure", test_departure);
    g_test_add_func ("/tidy/cut-first-sync", test_cut_first_sync);
    return g_test_run ();
}
