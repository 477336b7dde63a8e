/* SPDX-License-Identifier: EUPL-1.2 */
/* People at desks: they write what nobody else writes, so that each value can be found again. */
#include "world.h"

#include "db/records.h"

#include <string.h>

static SzDb *
db_of (World *world, unsigned desk)
{
    return sz_writer_db (world->desks[desk].cache);
}

static SzRecord *
some_pupil (World *world, unsigned desk)
{
    g_autoptr (GPtrArray) all =
        sz_records_list (db_of (world, desk), sz_kind_by_name ("pupil"), NULL, NULL, NULL);

    if (all == NULL || all->len == 0)
        return NULL;
    return sz_record_copy (all->pdata[world_below (world, all->len)]);
}

static void
add_pupil (World *world, Desk *desk, SzOperation *op, const char *value)
{
    SzId id = sz_id_new (desk->env);
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

    g_strlcpy (base, was != NULL ? was : "", VALUE_MAX);
    sz_record_set_text (after, field, value);
    if (g_str_equal (field, "street"))
        sz_record_set_text (after, "house_number", value);
    sz_operation_edit (op, before, after);
}

static bool
save_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    return sz_cache_save (db, data, false, touched, error);
}

void
save_something (World *world, unsigned index)
{
    Desk *desk = &world->desks[index];
    g_autoptr (SzOperation) op = sz_operation_new (desk->env);
    g_autoptr (SzRecord) one = some_pupil (world, index);
    g_autoptr (SzRecord) two = some_pupil (world, index);
    g_autoptr (GError) error = NULL;
    Save save = { .op = op->op_id, .desk = index };
    unsigned what = world_below (world, 100);

    /* Nothing can be saved before the first sync has told whose device this is. */
    if (desk->made == 0 && !exchange (world, index))
        return;
    g_snprintf (save.value, VALUE_MAX, "v%u.%u", ++world->values, index);
    if (one == NULL || what < 30) {
        add_pupil (world, desk, op, save.value);
    } else if (what < 38) {
        save.value[0] = '\0';
        sz_operation_delete (op, one);
    } else {
        edit_pupil (world, op, one, save.value, save.base);
        if (what > 85 && !sz_id_equal (&one->id, &two->id)) {
            edit_pupil (world, op, two, save.value, save.base);
            save.base[0] = '\0';
        }
    }
    if (!sz_writer_commit (desk->cache, save_change, op, &error)) {
        world_fail (world, "a save is refused", "%s", error->message);
        return;
    }
    desk->made++;
    g_array_append_val (world->saves, save);
}

/* What happened to an operation by its desk's own books: NULL when it knows nothing, "" while there is no answer. */
static char *
outcome_at_desk (World *world, const Save *save, bool *waits)
{
    SzStatement *statement =
        sz_db_statement (db_of (world, save->desk), "simulation/desk_outcome", NULL);
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
    SzStatement *statement = sz_db_statement (db_of (world, save->desk), "simulation/shown", NULL);
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

        if (save->desk != desk || save->forgotten)
            continue;
        outcome = outcome_at_desk (world, save, &waits);
        if (outcome == NULL)
            world_fail (world, "a save is gone from its desk", "%s", save->value);
        else if (*outcome != '\0' && strcmp (outcome, "parked") != 0)
            save->accepted = true;
        if (waits && save->value[0] != '\0' && is_last_of_desk (world, i) &&
            !is_shown (world, save))
            world_fail (world, "one's own save is not shown", "%s", save->value);
    }
}
