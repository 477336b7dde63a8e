/* SPDX-License-Identifier: EUPL-1.2 */
/* People at desks: they write what nobody else writes, so that each value can be found again. */
#include "world.h"

#include "db/records.h"
#include "store/review.h"
#include "store/undo.h"

#include <string.h>

static SzRecord *
some_pupil (World *world, unsigned desk)
{
    g_autoptr (GPtrArray) all =
        sz_records_list (desk_db (world, desk), sz_kind_by_name ("pupil"), NULL, NULL, NULL);

    if (all == NULL || all->len == 0)
        return NULL;
    return sz_record_copy (all->pdata[world_below (world, all->len)]);
}

static void
add_pupil (World *world, Desk *desk, SzOperation *op, const char *value)
{
    SzId id = sz_id_new (&desk->clock.env);
    SzRecord *pupil = sz_record_new (sz_kind_by_name ("pupil"), &id);

    sz_record_set_text (pupil, "first_name", "Lotte");
    sz_record_set_text (pupil, "last_name", value);
    sz_record_set_text (pupil, "birth_date", "2010-03-04");
    sz_operation_create (op, pupil);
}

/* A unit of one field, or one of several. */
static void
edit_pupil (World *world, SzOperation *op, const SzRecord *before, const char *value, char *base)
{
    static const char *const fields[] = { "phone", "email", "street" };
    const char *field = fields[world_below (world, G_N_ELEMENTS (fields))];
    g_autoptr (SzRecord) after = sz_record_copy (before);
    const char *was = sz_record_text (before, field);

    if (was != NULL)
        g_snprintf (base, 2 * VALUE_MAX, "\"%s\":\"%s\"", field, was);
    sz_record_set_text (after, field, value);
    if (g_str_equal (field, "street"))
        sz_record_set_text (after, "house_number", value);
    sz_operation_edit (op, before, after);
}

static void
keep_in_mind (World *world, unsigned index, Save *save)
{
    save->desk = index;
    world->desks[index].made++;
    g_array_append_val (world->saves, *save);
}

typedef struct {
    SzOperation *op;
    bool undoable;
} Saving;

static bool
save_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    const Saving *saving = data;

    return sz_cache_save (db, saving->op, saving->undoable, touched, error);
}

/* Another pupil than one's own, or any. */
static void
fill (World *world, unsigned index, SzOperation *op, Save *save)
{
    g_autoptr (SzRecord) one = some_pupil (world, index);
    g_autoptr (SzRecord) two = some_pupil (world, index);
    unsigned what = world_below (world, 100);

    g_snprintf (save->value, VALUE_MAX, "v%u.%u", ++world->values, index);
    if (one == NULL || what < 30) {
        add_pupil (world, &world->desks[index], op, save->value);
    } else if (what < 38) {
        const char *phone = sz_record_text (one, "phone");

        save->value[0] = '\0';
        g_snprintf (save->base, sizeof save->base, phone != NULL ? "\"phone\":\"%s\"" : "", phone);
        sz_operation_delete (op, one);
    } else {
        edit_pupil (world, op, one, save->value, save->base);
        if (what > 85 && !sz_id_equal (&one->id, &two->id)) {
            edit_pupil (world, op, two, save->value, save->base);
            save->base[0] = '\0';
        }
    }
    save->parts = op->parts->len;
}

void
save_something (World *world, unsigned index)
{
    Desk *desk = &world->desks[index];
    g_autoptr (SzOperation) op = NULL;
    Saving saving = { .undoable = world_below (world, 3) == 0 };
    GError *error = NULL;
    Save save = { 0 };

    /* Nothing can be saved before the first sync has told whose device this is. */
    if (desk->made == 0 && !exchange (world, index))
        return;
    clock_use (&desk->clock);
    saving.op = op = sz_operation_new (&desk->clock.env);
    save.op = op->op_id;
    fill (world, index, op, &save);
    save.refused = !sz_writer_commit (desk->cache, save_change, &saving, &error);
    keep_in_mind (world, index, &save);
    world_must (world, "a save is refused", error);
}

/* Operations that the programs made by themselves: they have values of others. */
static void
keep_made_since (World *world, unsigned index, int64_t n)
{
    SzStatement *statement =
        sz_db_statement (desk_db (world, index), "simulation/made_since", NULL);
    Save save = { 0 };

    sz_bind_integer (statement, "n", n);
    while (sz_step (statement, NULL) == SZ_STEP_ROW)
        if (sz_column_id (statement, 0, &save.op))
            keep_in_mind (world, index, &save);
}

static int64_t
last_n (World *world, unsigned index)
{
    g_autofree char *n = sz_cache_fact (desk_db (world, index), "last-n");

    return n != NULL ? g_ascii_strtoll (n, NULL, 10) : 0;
}

static void
change (World *world, unsigned index, SzChangeFunc func, void *data, const char *what)
{
    Desk *desk = &world->desks[index];
    GError *error = NULL;
    int64_t n;

    if (desk->made == 0)
        return;
    clock_use (&desk->clock);
    n = last_n (world, index);
    if (sz_writer_commit (desk->cache, func, data, &error))
        keep_made_since (world, index, n);
    world_must (world, what, error);
}

static bool
take_back_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    return sz_undo_last (db, touched, error);
}

void
take_something_back (World *world, unsigned index)
{
    change (world, index, take_back_change, NULL, "a save cannot be taken back");
}

typedef struct {
    SzId review;
    SzResolve how;
} Choice;

static bool
decide_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    const Choice *choice = data;

    return sz_review_decide (db, &choice->review, choice->how, NULL, touched, error);
}

void
decide_something (World *world, unsigned index)
{
    SzStatement *statement =
        sz_db_statement (desk_db (world, index), "simulation/open_review", NULL);
    Choice choice = { .how = world_below (world, 2) == 0 ? SZ_RESOLVE_MINE : SZ_RESOLVE_THEIRS };
    bool found;

    sz_bind_integer (statement, "skip", world_below (world, 8));
    found = sz_step (statement, NULL) == SZ_STEP_ROW && sz_column_id (statement, 0, &choice.review);
    sz_reset (statement);
    if (found)
        change (world, index, decide_change, &choice, "a review cannot be decided");
}

/* What happened to an operation by its desk's own books: NULL when it knows nothing, "" while there is no answer. */
static char *
outcome_at_desk (World *world, const Save *save, bool *waits)
{
    SzStatement *statement =
        sz_db_statement (desk_db (world, save->desk), "simulation/desk_outcome", NULL);
    char *outcome = NULL;

    *waits = false;
    sz_bind_id (statement, "op", &save->op);
    if (sz_step (statement, NULL) == SZ_STEP_ROW) {
        outcome = g_strdup (sz_column_text (statement, 0));
        *waits = sz_column_integer (statement, 1) == 1;
    }
    sz_reset (statement);
    return outcome;
}

static bool
is_shown (World *world, const Save *save)
{
    SzStatement *statement =
        sz_db_statement (desk_db (world, save->desk), "simulation/shown", NULL);
    bool shown;

    sz_bind_text (statement, "value", save->value);
    shown = sz_step (statement, NULL) == SZ_STEP_ROW && sz_column_integer (statement, 0) > 0;
    sz_reset (statement);
    return shown;
}

/* Whether a later save of the same desk may have written over it. */
static bool
is_last_of_desk (World *world, unsigned i)
{
    unsigned desk = g_array_index (world->saves, Save, i).desk;

    for (unsigned k = i + 1; k < world->saves->len; k++)
        if (g_array_index (world->saves, Save, k).desk == desk)
            return false;
    return true;
}

/* One's own last save is on one's own screen as long as it is on its way, and every save is somewhere in the books. */
void
judge_view (World *world, unsigned desk)
{
    for (unsigned i = 0; i < world->saves->len; i++) {
        Save *save = &g_array_index (world->saves, Save, i);
        g_autofree char *outcome = NULL;
        bool waits;

        if (save->desk != desk || save->forgotten || save->refused)
            continue;
        outcome = outcome_at_desk (world, save, &waits);
        if (outcome == NULL)
            world_fail (world, "a save is gone from its desk", "%s", save->value);
        else if (*outcome != '\0' && strcmp (outcome, "parked") != 0 &&
                 strcmp (outcome, "moved") != 0)
            save->accepted = true;
        if (waits && save->value[0] != '\0' && is_last_of_desk (world, i) &&
            !is_shown (world, save))
            world_fail (world, "one's own save is not shown", "%s", save->value);
    }
}
