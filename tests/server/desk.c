/* SPDX-License-Identifier: EUPL-1.2 */
/* See desk.h. */
#include "desk.h"

#include "db/records.h"
#include "record/control.h"
#include "record/json.h"
#include "server/check.h"
#include "server/intake.h"
#include "server/pull.h"
#include "server/push.h"
#include "support/scratch.h"

#include <sodium.h>
#include <string.h>

#define START_MS INT64_C (1600000000000)

static SzSession
person (World *world, const char *name, const char *centre)
{
    SzSession session = {
        .id = sz_id_new (world->env),
        .account = sz_id_new (world->env),
        .device = sz_id_new (world->env),
        .name = (char *) name,
        .display_name = (char *) name,
        .role = SZ_ROLE_WORKER,
        .centre = (char *) centre,
        .grants = 1,
        .generation = sz_catalogue_generation (),
    };
    return session;
}

World *
world_new (void)
{
    World *world = g_new0 (World, 1);
    g_autoptr (GError) error = NULL;
    g_assert_cmpint (sodium_init (), >=, 0);
    world->folder = scratch_new ();
    world->env = sz_env_new_seeded (1, START_MS);
    g_autofree char *path = scratch_path (world->folder, "server.db");
    world->core = sz_core_open (path, scratch_key (1), world->env, &error);
    g_assert_no_error (error);
    world->core->allow_test_numbers = true;
    world->an = person (world, "an", "114");
    world->bert = person (world, "bert", "114");
    world->chris = person (world, "chris", "115");
    return world;
}

void
world_free (World *world)
{
    sz_core_close (world->core);
    scratch_free (world->folder);
    g_free (world->env);
    g_free (world);
}

SzRecord *
world_pupil (World *world, const char *last_name, const char *number)
{
    SzId id = sz_id_new (world->env);
    SzRecord *pupil = sz_record_new (sz_kind_by_name ("pupil"), &id);
    for (size_t i = 0; i < pupil->kind->n_fields; i++)
        sz_record_set_null (pupil, pupil->kind->fields[i].name);
    sz_record_set_text (pupil, "national_number", number);
    sz_record_set_text (pupil, "first_name", "Lotte");
    sz_record_set_text (pupil, "last_name", last_name);
    sz_record_set_date (pupil, "birth_date", sz_date_new (2010, 5, 18));
    return pupil;
}

char *
world_send (World *world, const SzSession *who, SzOperation *op)
{
    g_autoptr (GError) error = NULL;
    op->device = who->device;
    op->n = ++world->n;
    op->epoch = g_strdup (world->core->epoch);
    op->generation = sz_catalogue_generation ();
    g_autofree char *line = sz_operation_to_json (op);
    char *receipt = sz_push (world->core, who, line, strlen (line), &error);
    g_assert_no_error (error);
    sz_operation_free (op);
    return receipt;
}

char *
world_create (World *world, const SzSession *who, const SzRecord *record)
{
    SzOperation *op = sz_operation_new (world->env);
    sz_operation_create (op, sz_record_copy (record));
    return world_send (world, who, op);
}

char *
world_edit (World *world,
            const SzSession *who,
            const SzRecord *seen,
            const char *field,
            const char *text)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (SzRecord) after = sz_record_copy (seen);
    SzOperation *op = sz_operation_new (world->env);
    g_assert_true (sz_record_set_from_text (after, field, text, &error));
    g_assert_true (sz_operation_edit (op, seen, after));
    return world_send (world, who, op);
}

char *
world_delete (World *world, const SzSession *who, const SzRecord *seen)
{
    SzOperation *op = sz_operation_new (world->env);
    sz_operation_delete (op, seen);
    return world_send (world, who, op);
}

SzRecord *
world_get (World *world, const char *kind, const SzId *id)
{
    return sz_records_get (world->core->db, sz_kind_by_name (kind), id, NULL, NULL);
}

char *
world_pull (World *world, const SzSession *who, const char *scope, const char *cursor)
{
    g_autoptr (GError) error = NULL;
    GString *out = g_string_new (NULL);
    g_autoptr (SzPull) pull = sz_pull_new (world->core, who, scope, cursor, NULL, &error);
    g_assert_no_error (error);
    while (!sz_pull_is_done (pull)) {
        g_assert_true (sz_pull_next (pull, out, 1000, &error));
        g_assert_no_error (error);
    }
    return g_string_free (out, FALSE);
}

char *
receipt_get (const char *receipt, const char *member)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (SzControl) control = sz_control_parse (receipt, -1, &error);
    g_assert_no_error (error);
    const char *text = sz_control_text (control, member);
    if (text != NULL)
        return g_strdup (text);
    return g_strdup_printf ("%" G_GINT64_FORMAT, sz_control_integer (control, member, -1));
}

void
world_check (World *world)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (SzCheck) check = sz_check_run (world->core, &error);
    g_assert_no_error (error);
    for (unsigned i = 0; i < check->faults->len; i++)
        g_test_message ("%s", (char *) check->faults->pdata[i]);
    g_assert_cmpuint (check->faults->len, ==, 0);
    /* Latest only: nothing but one change for each record and each tombstone. */
    g_assert_cmpint (check->changes + check->entered, ==, check->records + check->deleted);
}

void
world_reference (World *world, const SzRecord *record)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (SzIntake) intake = sz_intake_new (world->core, &error);
    SzIntakeResult result;
    g_assert_true (sz_intake_put (intake, record, "reference", &result, &error));
    g_assert_true (sz_intake_commit (intake, "test", 0, &error));
}
