/* SPDX-License-Identifier: EUPL-1.2 */
/* Pupils go to the other centre with their files, and people do, with other rights: in some of the worlds that have two
 * centres (world.h). */
#include "world.h"

#include "db/records.h"
#include "server/intake.h"
#include "server/transfer.h"

#include <string.h>

static const char *const centres[] = { "114", "215" };

bool
world_moves (const World *world)
{
    return world->n_desks > 2 && (world->seed % 7 == 4 || world->seed % 7 == 6);
}

/* Files that move are counted by centres that exist. */
void
server_found_centres (World *world)
{
    g_autoptr (SzIntake) intake = NULL;
    GError *error = NULL;

    if (!world_moves (world))
        return;
    intake = sz_intake_new (world->nodes[0], &error);
    for (size_t i = 0; intake != NULL && i < G_N_ELEMENTS (centres); i++) {
        SzId id = sz_id_from_name ("centre", centres[i]);
        g_autoptr (SzRecord) centre = sz_record_new (sz_kind_by_name ("centre"), &id);

        sz_record_set_text (centre, "number", centres[i]);
        sz_record_set_text (centre, "name", centres[i]);
        if (!sz_intake_add (intake, centre, "reference", &error))
            break;
    }
    if (error == NULL)
        (void) !sz_intake_commit (intake, "centres", 0, &error);
    world_must (world, "a centre is refused", error);
}

static bool
transfer (SzCore *core, const SzId *pupil, const char *to, GError **error)
{
    if (!sz_db_begin (core->db, error))
        return false;
    if (sz_transfer (core, pupil, to, error) && sz_db_commit (core->db, error))
        return true;
    sz_db_rollback (core->db);
    return false;
}

void
server_transfer (World *world)
{
    SzCore *core = server_any (world);
    g_autoptr (GPtrArray) all =
        sz_records_list (core->db, sz_kind_by_name ("pupil"), NULL, NULL, NULL);
    const char *centre = centres[world_below (world, G_N_ELEMENTS (centres))];
    g_autofree char *to = g_strconcat ("centre:", centre, NULL);
    GError *error = NULL;

    if (!world_moves (world) || all == NULL || all->len == 0)
        return;
    const SzRecord *pupil = all->pdata[world_below (world, all->len)];
    (void) !transfer (core, &pupil->id, to, &error);
    world_must (world, "a file cannot go", error);
}

/* Rights that were given once are never given out under the same number again. */
void
desk_work_at (World *world, unsigned index, const char *centre)
{
    Desk *desk = &world->desks[index];

    if (strcmp (desk->who.centre, centre) == 0)
        return;
    desk->who.centre = (char *) centre;
    desk->who.grants++;
    g_free (desk->scope);
    desk->scope = g_strconcat ("centre:", centre, NULL);
}

/* As account.c does, for people who have no account here. */
void
server_assign (World *world, unsigned index)
{
    Desk *desk = &world->desks[index];
    SzCore *core = server_any (world);
    SzStatement *statement = sz_db_statement (core->db, "simulation/former", NULL);
    bool first = strcmp (desk->who.centre, centres[0]) == 0;
    GError *error = NULL;

    if (!world_moves (world) || statement == NULL)
        return;
    sz_bind_id (statement, "account", &desk->who.account);
    sz_bind_text (statement, "scope", desk->scope);
    if (sz_run (statement, &error))
        desk_work_at (world, index, centres[first ? 1 : 0]);
    world_must (world, "a person gets no other rights", error);
}

/* In some worlds all happens at once when the server is back: one desk sees what happened, people get other work, and what the
 * network kept of before arrives, and only then do the others hear of it. */
void
world_rush (World *world)
{
    if (!world_moves (world) || world->restores == 0 || world->seed % 5 % 3 != 0)
        return;
    (void) exchange (world, 0);
    for (unsigned i = 1; i < world->n_desks; i++)
        server_assign (world, i);
    deliver_late (world);
}
