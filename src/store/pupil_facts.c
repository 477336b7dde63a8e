/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads what lists show of pupils (pupil_facts.h), for one of them or for all in one pass. */
#define G_LOG_DOMAIN "sz-pupil-facts"

#include "config.h"

#include "store/pupil_facts.h"

#include "base/text.h"

#include <string.h>

/* Columns of pupil_facts.sql. */
enum {
    PUPIL,
    FIRST_NAME,
    LAST_NAME,
    BIRTH_DATE,
    NATIONAL_NUMBER,
    MUNICIPALITY_ID,
    MUNICIPALITY,
    SCHOOL_ID,
    SCHOOL_NAME,
    SCHOOL_CITY,
    CLASS_ID,
    CLASS_NAME,
    GRADE,
};

struct SzPupilBatch {
    GArray *facts;       /* (owned) (element-type SzPupilFacts) */
    GStringChunk *texts; /* (owned) */
    GHashTable *shown;   /* (owned): SzId -> SzShown */
};

static void
shown_free (void *data)
{
    SzShown *shown = data;

    g_free (shown->name);
    g_free (shown->key);
    g_free (shown->folded);
    g_free (shown);
}

static SzPupilBatch *
batch_new (void)
{
    SzPupilBatch *batch = g_new0 (SzPupilBatch, 1);

    batch->facts = g_array_new (FALSE, FALSE, sizeof (SzPupilFacts));
    batch->texts = g_string_chunk_new (1 << 16);
    batch->shown = g_hash_table_new_full (sz_id_hash, sz_id_hash_equal, NULL, shown_free);
    return batch;
}

void
sz_pupil_batch_free (SzPupilBatch *batch)
{
    if (batch == NULL)
        return;
    g_array_unref (batch->facts);
    g_string_chunk_free (batch->texts);
    g_hash_table_unref (batch->shown);
    g_free (batch);
}

/* Surnames come first in every list of a centre. */
static char *
join_names (const char *last, const char *between, const char *first)
{
    return g_strconcat (last != NULL ? last : "", between, first != NULL ? first : "", NULL);
}

/* By grade as schools count, then by name of the class, then by school. */
static char *
class_key (const char *grade, const char *folded, const SzShown *school)
{
    const SzField *field = sz_kind_field (sz_kind_by_name ("class_group"), "grade");
    int place = 0;

    while (field->choices[place].code != NULL && g_strcmp0 (field->choices[place].code, grade) != 0)
        place++;
    return g_strdup_printf ("%02d %s %s", place, folded, school != NULL ? school->folded : "");
}

/* What the column's id names in this batch; *is_new when it is not filled in yet. */
static SzShown *
take_shown (SzPupilBatch *batch, SzStatement *row, int id_column, bool *is_new)
{
    SzShown *shown;
    SzId id;

    *is_new = false;
    if (!sz_column_id (row, id_column, &id))
        return NULL;
    shown = g_hash_table_lookup (batch->shown, &id);
    if (shown != NULL)
        return shown;
    shown = g_new0 (SzShown, 1);
    shown->id = id;
    g_hash_table_insert (batch->shown, &shown->id, shown);
    *is_new = true;
    return shown;
}

static const SzShown *
take_town (SzPupilBatch *batch, SzStatement *row)
{
    bool is_new;
    SzShown *town = take_shown (batch, row, MUNICIPALITY_ID, &is_new);

    if (is_new) {
        town->name = g_strdup (sz_column_text (row, MUNICIPALITY));
        town->key = sz_text_sort_key (town->name);
    }
    return town;
}

/* A school is found by its name and by the town it stands in. */
static const SzShown *
take_school (SzPupilBatch *batch, SzStatement *row)
{
    bool is_new;
    SzShown *school = take_shown (batch, row, SCHOOL_ID, &is_new);

    if (is_new) {
        g_autofree char *name = sz_text_fold (sz_column_text (row, SCHOOL_NAME));
        g_autofree char *city = sz_text_fold (sz_column_text (row, SCHOOL_CITY));

        school->name = g_strdup (sz_column_text (row, SCHOOL_NAME));
        school->key = sz_text_sort_key (school->name);
        school->folded = g_strconcat (name, " ", city, NULL);
    }
    return school;
}

static const SzShown *
take_class (SzPupilBatch *batch, SzStatement *row, const SzShown *school)
{
    bool is_new;
    SzShown *class_group = take_shown (batch, row, CLASS_ID, &is_new);

    if (is_new) {
        class_group->name = g_strdup (sz_column_text (row, CLASS_NAME));
        class_group->folded = sz_text_fold (class_group->name);
        class_group->key = class_key (sz_column_text (row, GRADE), class_group->folded, school);
    }
    return class_group;
}

static const char *
keep (SzPupilBatch *batch, const char *text)
{
    return text != NULL ? g_string_chunk_insert (batch->texts, text) : NULL;
}

static void
add_row (SzPupilBatch *batch, SzStatement *row)
{
    const char *first = sz_column_text (row, FIRST_NAME), *last = sz_column_text (row, LAST_NAME);
    g_autofree char *name = join_names (last, ", ", first);
    g_autofree char *plain = join_names (last, " ", first);
    g_autofree char *key = sz_text_sort_key (plain);
    g_autofree char *folded = sz_text_fold (plain);
    SzPupilFacts facts = {
        .name = keep (batch, name),
        .key = keep (batch, key),
        .folded = keep (batch, folded),
        .birth_date = keep (batch, sz_column_text (row, BIRTH_DATE)),
        .national_number = keep (batch, sz_column_text (row, NATIONAL_NUMBER)),
        .school = take_school (batch, row),
        .town = take_town (batch, row),
    };

    facts.class_group = take_class (batch, row, facts.school);
    if (sz_column_id (row, PUPIL, &facts.pupil))
        g_array_append_val (batch->facts, facts);
}

SzPupilBatch *
sz_pupil_batch_load (SzDb *db, const SzId *from, const SzId *to, const char *today, GError **error)
{
    g_autoptr (SzPupilBatch) batch = batch_new ();
    SzStatement *statement = sz_db_statement (db, "store/pupil_facts", error);
    SzStep step;

    if (statement == NULL)
        return NULL;
    sz_bind_id (statement, "from", from);
    sz_bind_id (statement, "to", to);
    sz_bind_text (statement, "today", today);
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW)
        add_row (batch, statement);
    return step == SZ_STEP_DONE ? g_steal_pointer (&batch) : NULL;
}

unsigned
sz_pupil_batch_count (SzPupilBatch *batch)
{
    return batch->facts->len;
}

const SzPupilFacts *
sz_pupil_batch_get (SzPupilBatch *batch, unsigned i)
{
    return &g_array_index (batch->facts, SzPupilFacts, i);
}

static int
compare (const void *a, const void *b)
{
    const SzPupilFacts *left = a, *right = b;
    int order = strcmp (left->key, right->key);

    return order != 0 ? order : sz_id_compare (&left->pupil, &right->pupil);
}

void
sz_pupil_batch_sort (SzPupilBatch *batch)
{
    g_array_sort (batch->facts, compare);
}
