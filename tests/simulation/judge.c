/* SPDX-License-Identifier: EUPL-1.2 */
/* When the accidents are over: is everything everywhere, once, and nothing lost? (the invariants of the protocol) */
#include "world.h"

#include "db/records.h"
#include "record/json.h"
#include "server/check.h"

#include <string.h>

#define ROUNDS 12
#define CHECKED 4 /* one world in so many is read page by page */

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

/* Adds the records of a kind: of one scope, or of all. */
static void
add_texts (GHashTable *texts, SzDb *db, const SzKind *kind, const char *scope)
{
    SzStatement *statement =
        sz_db_statement_for_kind (db, scope != NULL ? "simulation/of_scope" : "db/record_list",
                                  kind, NULL);

    if (scope != NULL)
        sz_bind_text (statement, "scope", scope);
    while (sz_step (statement, NULL) == SZ_STEP_ROW) {
        g_autoptr (SzRecord) record = sz_records_from_row (statement, kind, NULL);

        g_hash_table_insert (texts, sz_id_to_string (&record->id), sz_record_to_json (record));
    }
}

static void
compare (World *world, unsigned desk, const SzKind *kind)
{
    g_autoptr (GHashTable) theirs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr (GHashTable) mine = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    GHashTableIter iter;
    void *id, *text;

    add_texts (theirs, world->nodes[0]->db, kind, "reference");
    add_texts (theirs, world->nodes[0]->db, kind, world->desks[desk].scope);
    add_texts (mine, desk_db (world, desk), kind, NULL);
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
            world_fail (world, "a desk keeps what is gone, or not its own", "%s", (char *) text);
}

void
judge_desk (World *world, unsigned desk)
{
    compare (world, desk, sz_kind_by_name ("pupil"));
    compare (world, desk, sz_kind_by_name ("review"));
    compare (world, desk, sz_kind_by_name ("zone"));
}

/* Nothing of it was done, all of it waits for a person. */
static bool
is_aside (const char *outcome)
{
    return strcmp (outcome, "parked") == 0 || strcmp (outcome, "moved") == 0;
}

/* What a person has to look at again after the server was put back: its record was lost with it, or is where it was before, or
 * an old request came late, from somebody who has left meanwhile; or it was deleted, and nothing says so any more. */
static bool
may_be_aside (const World *world, const Save *save, const char *outcome, const char *reason)
{
    if (world_moves (world) && world->restores > 0 &&
        (strcmp (outcome, "moved") == 0 || g_str_has_prefix (reason, "moved") ||
         (save->came_late && g_str_has_prefix (reason, "left-centre"))))
        return true;
    return (world->lost_pupils ||
            ((world_moves (world) || world_tidies (world)) && world->restores > 0)) &&
           g_str_has_prefix (reason, "unknown-record");
}

static void
judge_save (World *world, const Save *save)
{
    SzStatement *statement = sz_db_statement (world->nodes[0]->db, "simulation/save", NULL);
    g_autofree char *outcome = NULL, *reason = NULL;
    int64_t found = 0, twice = 0, blind = 0;
    bool waits_for_people = false;

    sz_bind_id (statement, "op", &save->op);
    sz_bind_text (statement, "value", save->value);
    sz_bind_text (statement, "base", save->base);
    if (sz_step (statement, NULL) == SZ_STEP_ROW) {
        outcome = g_strdup (sz_column_text (statement, 0));
        reason = g_strdup (sz_column_text (statement, 4));
        found = sz_column_integer (statement, 1);
        twice = sz_column_integer (statement, 2);
        blind = sz_column_integer (statement, 3);
        waits_for_people = sz_column_integer (statement, 5) > 0;
    }
    sz_reset (statement);
    if (save->refused)
        return;
    /* Both ends were put back from before it: nobody has it any more. */
    if (outcome == NULL && save->forgotten && world->restores > 0) {
        world->lost_pupils = true;
        return;
    }
    if (outcome == NULL)
        world_fail (world, "a save is lost", "%s", save->value);
    else if (save->value[0] != '\0' && found < (is_aside (outcome) ? 1 : save->parts))
        world_fail (world, "a value is lost", "%s, %s", save->value, outcome);
    else if (save->accepted && is_aside (outcome) && waits_for_people &&
             !may_be_aside (world, save, outcome, reason))
        world_fail (world, "an accepted save was taken back", "%s, %s", save->value, reason);
    if (save->base[0] != '\0' && blind > 0)
        world_fail (world, "a value was written over unseen", "%s over %s", save->value,
                    save->base);
    if (twice > 0)
        world_fail (world, "a save was done twice", "%s", save->value);
}

/* What a server was given that nobody else has goes with it. */
static void
judge_import (World *world, const char *value)
{
    SzStatement *statement = sz_db_statement (world->nodes[0]->db, "simulation/import", NULL);

    sz_bind_text (statement, "value", value);
    if (sz_step (statement, NULL) == SZ_STEP_ROW && sz_column_integer (statement, 0) == 0)
        world_fail (world, "what was imported is lost", "%s", value);
    sz_reset (statement);
}

void
judge (World *world)
{
    g_autoptr (SzCheck) check = NULL;

    world->calm = true;
    deliver_late (world);
    settle (world);
    for (unsigned i = 0; i < world->n_desks; i++) {
        judge_desk (world, i);
        judge_sums (world, i);
        judge_view (world, i);
    }
    for (unsigned i = 0; i < world->saves->len; i++)
        judge_save (world, &g_array_index (world->saves, Save, i));
    for (unsigned i = 0; i < world->imports->len && world->restores == 0; i++)
        judge_import (world, world->imports->pdata[i]);
    if (world->seed % CHECKED != 0)
        return;
    check = sz_check_run (world->nodes[0], NULL);
    if (check == NULL || check->faults->len > 0)
        world_fail (world, "the database is not whole", "%s",
                    check != NULL ? (char *) check->faults->pdata[0] : "?");
}
