/* SPDX-License-Identifier: EUPL-1.2 */
/* When the accidents are over: is everything everywhere, once, and nothing lost? (the invariants of the protocol) */
#include "world.h"

#include "db/records.h"
#include "record/json.h"
#include "server/check.h"

#include <string.h>

#define ROUNDS 12

static bool
everybody_exchanges (World *world)
{
    bool whole = true;

    for (unsigned i = 0; i < world->n_desks; i++)
        whole = exchange (world, i) && whole;
    return whole;
}

/* Until nothing waits, and once more for everybody to see it. */
static void
settle (World *world)
{
    bool quiet = false;

    for (unsigned round = 0; round < ROUNDS && !quiet; round++) {
        quiet = everybody_exchanges (world);
        for (unsigned i = 0; i < world->n_desks; i++)
            quiet = quiet && desk_is_idle (world, i);
    }
    if (!quiet)
        world_fail (world, "stuck", "after %d rounds something still waits", ROUNDS);
    if (!everybody_exchanges (world))
        world_fail (world, "stuck", "the last round did not come to its end");
}

static GHashTable *
texts_by_id (SzDb *db, const SzKind *kind)
{
    GHashTable *texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr (GPtrArray) all = sz_records_list (db, kind, NULL, NULL, NULL);

    for (unsigned i = 0; all != NULL && i < all->len; i++) {
        const SzRecord *record = all->pdata[i];

        g_hash_table_insert (texts, sz_id_to_string (&record->id), sz_record_to_json (record));
    }
    return texts;
}

static void
compare (World *world, unsigned desk, const SzKind *kind)
{
    g_autoptr (GHashTable) theirs = texts_by_id (world->core->db, kind);
    g_autoptr (GHashTable) mine = texts_by_id (sz_writer_db (world->desks[desk].cache), kind);
    GHashTableIter iter;
    void *id, *text;

    g_hash_table_iter_init (&iter, theirs);
    while (g_hash_table_iter_next (&iter, &id, &text)) {
        const char *other = g_hash_table_lookup (mine, id);

        if (other == NULL)
            world_fail (world, "a desk lacks a record", "%s", (char *) text);
        else if (strcmp (other, text) != 0)
            world_fail (world, "a desk has another record", "%s for %s", other, (char *) text);
    }
    g_hash_table_iter_init (&iter, mine);
    while (g_hash_table_iter_next (&iter, &id, &text))
        if (!g_hash_table_contains (theirs, id))
            world_fail (world, "a desk keeps what is gone", "%s", (char *) text);
}

static void
judge_save (World *world, const Save *save)
{
    SzStatement *statement = sz_db_statement (world->core->db, "simulation/save", NULL);
    g_autofree char *outcome = NULL;
    int64_t found = 0, twice = 0, blind = 0;

    sz_bind_id (statement, "op", &save->op);
    sz_bind_text (statement, "value", save->value);
    sz_bind_text (statement, "base", save->base);
    if (sz_step (statement, NULL) == SZ_STEP_ROW) {
        outcome = g_strdup (sz_column_text (statement, 0));
        found = sz_column_integer (statement, 1);
        twice = sz_column_integer (statement, 2);
        blind = sz_column_integer (statement, 3);
    }
    sz_reset (statement);
    /* Both ends were put back from before it: nobody has it any more. */
    if (outcome == NULL && save->forgotten && world->restores > 0)
        return;
    if (outcome == NULL)
        world_fail (world, "a save is lost", "%s", save->value);
    else if (save->value[0] != '\0' && found == 0)
        world_fail (world, "a value is lost", "%s, %s", save->value, outcome);
    else if (save->accepted && strcmp (outcome, "parked") == 0)
        world_fail (world, "an accepted save was taken back", "%s", save->value);
    if (save->base[0] != '\0' && blind > 0)
        world_fail (world, "a value was written over unseen", "%s over %s", save->value,
                    save->base);
    if (twice > 0)
        world_fail (world, "a save was done twice", "%s", save->value);
}

void
judge (World *world)
{
    g_autoptr (SzCheck) check = NULL;

    world->calm = true;
    deliver_late (world);
    settle (world);
    for (unsigned i = 0; i < world->n_desks; i++) {
        compare (world, i, sz_kind_by_name ("pupil"));
        compare (world, i, sz_kind_by_name ("review"));
        judge_view (world, i);
    }
    for (unsigned i = 0; i < world->saves->len; i++)
        judge_save (world, &g_array_index (world->saves, Save, i));
    check = sz_check_run (world->core, NULL);
    if (check == NULL || check->faults->len > 0)
        world_fail (world, "the database is not whole", "%s",
                    check != NULL ? (char *) check->faults->pdata[0] : "?");
}
