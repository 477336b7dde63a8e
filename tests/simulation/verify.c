/* SPDX-License-Identifier: EUPL-1.2 */
/* What a desk has stored goes wrong, and it compares with the server as verify.c of the programs does: in some of the worlds (world.h).
 * Colleagues save between the server's answer and what the desk does with it. */
#include "world.h"

#include "server/digest.h"
#include "server/pull.h"
#include "store/stored.h"
#include "sync/mend.h"
#include "sync/sums.h"

#define ROUNDS 12

bool
world_verifies (const World *world)
{
    return world->seed % 12 == 5;
}

/* Takes the digest. */
static char *
serve (SzCore *core, const Desk *desk, const char *scope, SzDigest *digest)
{
    g_autoptr (SzDigest) owned = digest;
    g_autoptr (GString) answer = g_string_new (NULL);
    g_autoptr (SzPull) pull = sz_pull_new (core, &desk->who, scope, NULL, NULL, NULL);

    while (pull != NULL && !sz_pull_is_done (pull)) {
        g_autoptr (GString) lines = g_string_new (NULL);

        if (!sz_pull_next (pull, lines, 4096, NULL))
            return NULL;
        sz_digest_take (digest, lines);
        g_string_append (answer, lines->str);
    }
    return pull != NULL ? g_string_free (g_steal_pointer (&answer), FALSE) : NULL;
}

/* Some pupil of the desk's own tables is another, or is not there any more. */
static void
damage (World *world, Desk *desk)
{
    SzDb *db = sz_writer_db (desk->cache);
    SzStatement *row = sz_db_statement (db, "simulation/damage_candidates", NULL);
    unsigned skip = world_below (world, 4);
    bool found = false;
    GError *error = NULL;
    SzId id;

    while (sz_step (row, NULL) == SZ_STEP_ROW && (!found || skip-- > 0))
        found = sz_column_id (row, 0, &id);
    sz_reset (row);
    if (!found || !sz_db_begin (db, &error))
        return;
    row = sz_db_statement (db,
                           world_below (world, 3) == 0 ? "simulation/damage_remove"
                                                       : "simulation/damage_change",
                           NULL);
    sz_bind_id (row, "id", &id);
    if (sz_run (row, &error))
        (void) !sz_db_commit (db, &error);
    world_must (world, "nothing can be damaged", error);
}

static void
somebody_saves (World *world, unsigned index)
{
    unsigned other = world_below (world, world->n_desks);

    save_something (world, other);
    (void) exchange (world, other);
    if (world_below (world, 2) == 0)
        save_something (world, index);
    else
        (void) exchange (world, index);
    clock_use (&world->desks[index].clock);
}

static bool
mend (World *world, unsigned index, const char *scope, const SzKind *kind, int bucket)
{
    Desk *desk = &world->desks[index];
    g_autofree char *number = g_strdup_printf ("%d", bucket);
    g_autofree char *answer =
        serve (server_any (world), desk, scope, sz_digest_new_bucket (kind->name, number));
    SzMending mending = { scope, kind, bucket, .answer = answer };
    GError *error = NULL;

    if (answer == NULL)
        return false;
    if (world_below (world, 3) == 0)
        somebody_saves (world, index);
    (void) !sz_mend (desk->cache, &mending, &error);
    world_must (world, "a bucket cannot be mended", error);
    world_note (world, mending.moved ? "not mended: moved on" : "mended");
    return !mending.moved;
}

/* Whether both have the same; what differs is put right, to be compared again. */
static bool
compare (World *world, unsigned index, const char *scope)
{
    Desk *desk = &world->desks[index];
    g_autofree char *answer = serve (server_any (world), desk, scope, sz_digest_new_sums ());
    g_autoptr (SzTheirSums) theirs = answer != NULL ? sz_their_sums_read (answer, NULL) : NULL;
    g_autoptr (SzStored) ours = sz_stored_sums (sz_writer_db (desk->cache), scope, NULL, NULL);
    bool same = true;
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    if (theirs == NULL || ours == NULL || theirs->seq != ours->seq ||
        g_strcmp0 (theirs->epoch, ours->epoch) != 0) {
        (void) exchange (world, index);
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        for (int bucket = 0; bucket < SZ_BUCKETS; bucket++) {
            if (sz_sums_bucket_equal (theirs->sums, ours->sums, kinds[i]->number, bucket))
                continue;
            same = false;
            if (!mend (world, index, scope, kinds[i], bucket))
                return false;
        }
    }
    return same;
}

void
desk_verify (World *world, unsigned index)
{
    Desk *desk = &world->desks[index];
    bool same = false;

    clock_use (&desk->clock);
    if (!world_verifies (world) || desk->made == 0)
        return;
    world->calm = true;
    damage (world, desk);
    for (unsigned round = 0; round < ROUNDS && !same; round++)
        same = compare (world, index, "reference") && compare (world, index, desk->scope);
    world->calm = false;
    if (!same)
        world_fail (world, "what went wrong on a desk stays", "after %d rounds", ROUNDS);
}

void
judge_sums (World *world, unsigned index)
{
    const Desk *desk = &world->desks[index];
    const char *const scopes[] = { "reference", desk->scope };

    for (size_t i = 0; i < G_N_ELEMENTS (scopes); i++) {
        g_autofree char *answer = serve (world->nodes[0], desk, scopes[i], sz_digest_new_sums ());
        g_autoptr (SzTheirSums) theirs = answer != NULL ? sz_their_sums_read (answer, NULL) : NULL;
        g_autoptr (SzStored) ours =
            sz_stored_sums (sz_writer_db (desk->cache), scopes[i], NULL, NULL);

        if (theirs == NULL || ours == NULL || theirs->seq != ours->seq)
            world_fail (world, "sums that cannot be compared", "%s", scopes[i]);
        else if (!sz_sums_equal (theirs->sums, ours->sums))
            world_fail (world, "a desk has other sums", "%s", scopes[i]);
    }
}
