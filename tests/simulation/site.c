/* SPDX-License-Identifier: EUPL-1.2 */
/* The server: one program or two on one database, and what is brought in there (world.h). */
#include "world.h"

#include "db/records.h"
#include "server/intake.h"
#include "server/tidy.h"

#include <string.h>

SzCore *
server_any (World *world)
{
    return world->nodes[world->n_nodes > 1 ? world_below (world, world->n_nodes) : 0];
}

void
server_start (World *world)
{
    GError *error = NULL;

    for (unsigned i = 0; i < world->n_nodes && error == NULL; i++)
        world->nodes[i] = sz_core_open (world->path, world_key (world), &world->clock.env, &error);
    world_must (world, "the server does not start", error);
}

void
server_stop (World *world)
{
    for (unsigned i = 0; i < world->n_nodes; i++)
        g_clear_pointer (&world->nodes[i], sz_core_close);
}

void
server_kill (World *world)
{
    world_crash (world, world->path);
    server_stop (world);
    disk_after_crash (world->path);
}

void
server_copy (World *world)
{
    g_autofree char *copy = g_strconcat (world->path, ".copy", NULL);

    server_stop (world);
    disk_copy (world->path, copy);
    world->has_copy = true;
    world->pupils_in_copy = world->pupils;
    for (unsigned i = 0; i < world->n_desks; i++)
        world->desks[i].centre_in_copy = world->desks[i].who.centre;
    server_start (world);
}

void
server_put_back (World *world)
{
    g_autofree char *copy = g_strconcat (world->path, ".copy", NULL);

    if (!world->has_copy)
        return;
    server_stop (world);
    disk_copy (copy, world->path);
    world->restores++;
    for (unsigned i = 0; i < world->n_desks; i++)
        desk_work_at (world, i, world->desks[i].centre_in_copy);
    world->lost_pupils = world->lost_pupils || world->pupils > world->pupils_in_copy;
    server_start (world);
}

/* A pupil of a centre: a new one, or a new telephone number of one that is there. */
static SzRecord *
import_pupil (World *world, SzCore *core, const char *value)
{
    const SzKind *kind = sz_kind_by_name ("pupil");
    g_autoptr (GPtrArray) all = sz_records_list (core->db, kind, NULL, NULL, NULL);
    /* Only in one world of two: one that is lost with the server leaves its editors with nothing. */
    bool may_be_new = world->seed % 2 == 0;
    const SzRecord *there =
        all != NULL && all->len > 0 && (!may_be_new || world_below (world, 2) == 0)
            ? all->pdata[world_below (world, all->len)]
            : NULL;
    SzId id = there != NULL ? there->id : sz_id_new (&world->clock.env);
    SzRecord *pupil;

    if (there == NULL && !may_be_new)
        return NULL;
    pupil = sz_record_new (kind, &id);
    if (there == NULL) {
        world->pupils++;
        sz_record_set_text (pupil, "first_name", "Lotte");
        sz_record_set_text (pupil, "last_name", value);
        sz_record_set_text (pupil, "birth_date", "2010-03-04");
    } else {
        sz_record_set_text (pupil, "phone", value);
    }
    return pupil;
}

static SzRecord *
import_zone (World *world, SzCore *core, const char *value)
{
    const SzKind *kind = sz_kind_by_name ("zone");
    g_autofree char *code = g_strdup_printf ("z%u", world_below (world, 4));
    SzRecord *zone = sz_record_new (kind, NULL);
    int64_t scope = sz_core_scope (core, "reference", NULL);

    sz_record_set_text (zone, "code", code);
    if (scope < 0 || !sz_records_find (core->db, zone, scope, &zone->id, NULL))
        zone->id = sz_id_new (&world->clock.env);
    sz_record_set_text (zone, "name", value);
    return zone;
}

/* Where a record is already, or else the scope of some desk. */
static char *
scope_of (World *world, SzCore *core, const SzRecord *record)
{
    SzStatement *statement = sz_db_statement (core->db, "simulation/scope_of_pupil", NULL);
    char *scope = NULL;

    sz_bind_id (statement, "id", &record->id);
    if (sz_step (statement, NULL) == SZ_STEP_ROW)
        scope = g_strdup (sz_column_text (statement, 0));
    sz_reset (statement);
    return scope != NULL ? scope
                         : g_strdup (world->desks[world_below (world, world->n_desks)].scope);
}

void
server_import (World *world)
{
    SzCore *core = server_any (world);
    g_autofree char *value = g_strdup_printf ("v%u.i", ++world->values);
    bool about_pupils = world_below (world, 3) > 0;
    g_autoptr (SzRecord) record =
        about_pupils ? import_pupil (world, core, value) : import_zone (world, core, value);
    g_autofree char *scope = NULL;
    g_autoptr (SzIntake) intake = NULL;
    SzIntakeResult result;
    GError *error = NULL;

    if (record == NULL)
        return;
    scope = about_pupils ? scope_of (world, core, record) : g_strdup ("reference");
    intake = sz_intake_new (core, &error);
    if (intake != NULL && sz_intake_put (intake, record, scope, &result, &error) &&
        sz_intake_commit (intake, "pupils", 0, &error))
        g_ptr_array_add (world->imports, g_steal_pointer (&value));
    world_must (world, "an import fails", error);
}

/* In some of the worlds; the others have the histories that they had before there was this. */
bool
world_tidies (const World *world)
{
    return world->seed % 13 == 2 || world->seed % 13 == 8 || world->seed % 13 == 9;
}

/* Nothing is kept longer than a moment. */
void
server_tidy (World *world)
{
    GError *error = NULL;
    int64_t removed;

    if (sz_tidy (server_any (world), 0, &removed, &error) && removed > 0)
        world_note (world, "tidied");
    world_must (world, "a server cannot be tidied", error);
}
