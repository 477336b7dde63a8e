/* SPDX-License-Identifier: EUPL-1.2 */
/* Keeps pupil_order and pupil_search (schema-001.sql) in step with the records. A rank is a place in
 * the order of names, with gaps: a new name goes halfway between its neighbours, and when two of them
 * touch, everybody is numbered anew. */
#define G_LOG_DOMAIN "sz-pupil-index"

#include "config.h"

#include "store/pupil_index.h"

#include "base/errors.h"
#include "base/text.h"

#include <string.h>

#define GAP (INT64_C (1) << 20)
#define TOO_MANY 3000

/* Columns of pupil_facts.sql. */
enum {
    FIRST_NAME,
    LAST_NAME,
    BIRTH_DATE,
    NATIONAL_NUMBER,
    MUNICIPALITY,
    SCHOOL_ID,
    SCHOOL_NAME,
    SCHOOL_CITY,
    CLASS_ID,
    CLASS_NAME,
    GRADE,
};

typedef struct {
    SzId id;
    char *key; /* (owned) */
} Named;

static void
named_clear (void *data)
{
    Named *named = data;

    g_free (named->key);
}

static int
compare_named (const void *a, const void *b)
{
    const Named *left = a, *right = b;
    int order = strcmp (left->key, right->key);

    return order != 0 ? order : sz_id_compare (&left->id, &right->id);
}

/* "Peeters, Lotte" is shown; surnames come first in every list of a centre. */
static char *
shown_name (const char *first, const char *last)
{
    return g_strdup_printf ("%s, %s", last != NULL ? last : "", first != NULL ? first : "");
}

static char *
name_key (const char *first, const char *last)
{
    g_autofree char *name = shown_name (first, last);

    return sz_text_sort_key (name);
}

/* By grade as schools count, then by name of the class, then by school. */
static char *
class_key (const char *grade, const char *name, const char *school_key)
{
    const SzField *field = sz_kind_field (sz_kind_by_name ("class_group"), "grade");
    g_autofree char *folded = sz_text_fold (name);
    int place = 0;

    while (field->choices[place].code != NULL && g_strcmp0 (field->choices[place].code, grade) != 0)
        place++;
    return g_strdup_printf ("%02d %s %s", place, folded, school_key);
}

/* The words that find a pupil: names, class, school and its town, national number. */
static char *
words_of (SzStatement *facts)
{
    static const int columns[] = { FIRST_NAME, LAST_NAME, CLASS_NAME, SCHOOL_NAME, SCHOOL_CITY };
    GString *words = g_string_new (sz_column_text (facts, NATIONAL_NUMBER));

    for (size_t i = 0; i < G_N_ELEMENTS (columns); i++) {
        g_autofree char *folded = sz_text_fold (sz_column_text (facts, columns[i]));

        g_string_append_c (words, ' ');
        g_string_append (words, folded);
    }
    return g_string_free (words, FALSE);
}

static bool
add_words (SzDb *db, int64_t rank, const char *words, GError **error)
{
    SzStatement *statement = sz_db_statement (db, "store/pupil_search_add", error);

    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "rank", rank);
    sz_bind_text (statement, "words", words);
    return sz_run (statement, error);
}

static void
bind_place (SzStatement *add, SzStatement *facts)
{
    g_autofree char *school_key = sz_text_sort_key (sz_column_text (facts, SCHOOL_NAME));
    g_autofree char *class_sort =
        class_key (sz_column_text (facts, GRADE), sz_column_text (facts, CLASS_NAME), school_key);
    g_autofree char *town_key = sz_text_sort_key (sz_column_text (facts, MUNICIPALITY));
    SzId id;

    if (sz_column_id (facts, SCHOOL_ID, &id)) {
        sz_bind_id (add, "school", &id);
        sz_bind_text (add, "school_key", school_key);
    }
    if (sz_column_id (facts, CLASS_ID, &id)) {
        sz_bind_id (add, "class_group", &id);
        sz_bind_text (add, "class_key", class_sort);
    }
    sz_bind_text (add, "school_name", sz_column_text (facts, SCHOOL_NAME));
    sz_bind_text (add, "class_name", sz_column_text (facts, CLASS_NAME));
    sz_bind_text (add, "municipality_name", sz_column_text (facts, MUNICIPALITY));
    sz_bind_text (add, "municipality_key", town_key);
}

/* Gives a pupil its place; one that is not there any more gets none. */
static bool
place (SzDb *db, const SzId *pupil, int64_t rank, const char *today, GError **error)
{
    SzStatement *facts = sz_db_statement (db, "store/pupil_facts", error);
    SzStatement *add = sz_db_statement (db, "store/pupil_order_add", error);
    g_autofree char *name = NULL;
    g_autofree char *key = NULL;
    g_autofree char *words = NULL;
    SzStep step;

    if (facts == NULL || add == NULL)
        return false;
    sz_bind_id (facts, "id", pupil);
    sz_bind_text (facts, "today", today);
    step = sz_step (facts, error);
    if (step != SZ_STEP_ROW)
        return step == SZ_STEP_DONE;
    name = shown_name (sz_column_text (facts, FIRST_NAME), sz_column_text (facts, LAST_NAME));
    key = sz_text_sort_key (name);
    sz_bind_integer (add, "rank", rank);
    sz_bind_id (add, "pupil", pupil);
    sz_bind_text (add, "sort_key", key);
    sz_bind_text (add, "name", name);
    sz_bind_text (add, "birth_date", sz_column_text (facts, BIRTH_DATE));
    sz_bind_text (add, "national_number", sz_column_text (facts, NATIONAL_NUMBER));
    bind_place (add, facts);
    words = words_of (facts);
    sz_reset (facts);
    return sz_run (add, error) && add_words (db, rank, words, error);
}

static bool
run (SzDb *db, const char *resource, GError **error)
{
    SzStatement *statement = sz_db_statement (db, resource, error);

    return statement != NULL && sz_run (statement, error);
}

static GArray *
load_names (SzDb *db, GError **error)
{
    g_autoptr (GArray) names = g_array_new (FALSE, FALSE, sizeof (Named));
    SzStatement *statement = sz_db_statement (db, "store/pupil_names", error);
    SzStep step;

    g_array_set_clear_func (names, named_clear);
    if (statement == NULL)
        return NULL;
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        Named named = { 0 };

        if (!sz_column_id (statement, 0, &named.id))
            continue;
        named.key = name_key (sz_column_text (statement, 1), sz_column_text (statement, 2));
        g_array_append_val (names, named);
    }
    return step == SZ_STEP_DONE ? g_steal_pointer (&names) : NULL;
}

static bool
remember_day (SzDb *db, const char *today, GError **error)
{
    SzStatement *statement = sz_db_statement (db, "store/fact_put", error);

    if (statement == NULL)
        return false;
    sz_bind_text (statement, "name", "listed-on");
    sz_bind_text (statement, "value", today);
    return sz_run (statement, error);
}

bool
sz_pupil_index_rebuild (SzDb *db, SzDate day, GError **error)
{
    g_autoptr (GArray) names = load_names (db, error);
    char today[SZ_DATE_TEXT];

    if (names == NULL || !run (db, "store/pupil_order_clear", error) ||
        !run (db, "store/pupil_search_clear", error))
        return false;
    sz_date_format (day, today);
    g_array_sort (names, compare_named);
    for (unsigned i = 0; i < names->len; i++) {
        if (!place (db, &g_array_index (names, Named, i).id, (i + 1) * GAP, today, error))
            return false;
    }
    return remember_day (db, today, error);
}

/* The rank at one end of the gap where a name belongs; `fallback` when nobody stands there. */
static bool
neighbour (SzDb *db,
           const char *resource,
           const char *key,
           int64_t fallback,
           int64_t *rank,
           GError **error)
{
    SzStatement *statement = sz_db_statement (db, resource, error);
    SzStep step;

    if (statement == NULL)
        return false;
    sz_bind_text (statement, "sort_key", key);
    step = sz_step (statement, error);
    *rank = step == SZ_STEP_ROW ? sz_column_integer (statement, 0) : fallback;
    sz_reset (statement);
    return step != SZ_STEP_FAILED;
}

typedef enum {
    FAILED,
    PLACED,
    NO_GAP,
} Outcome;

static Outcome
find_rank (SzDb *db, const char *key, int64_t *rank, GError **error)
{
    int64_t before, after;

    if (!neighbour (db, "store/pupil_order_before", key, 0, &before, error) ||
        !neighbour (db, "store/pupil_order_after", key, before + 2 * GAP, &after, error))
        return FAILED;
    *rank = before + (after - before) / 2;
    return *rank > before ? PLACED : NO_GAP;
}

/* Takes a pupil out of the lists; *rank and *key tell where it stood (0, NULL: nowhere). */
static bool
take_out (SzDb *db, const SzId *pupil, int64_t *rank, char **key, GError **error)
{
    SzStatement *statement = sz_db_statement (db, "store/pupil_order_find", error);
    SzStep step;

    *rank = 0;
    if (statement == NULL)
        return false;
    sz_bind_id (statement, "pupil", pupil);
    step = sz_step (statement, error);
    if (step != SZ_STEP_ROW)
        return step == SZ_STEP_DONE;
    *rank = sz_column_integer (statement, 0);
    *key = g_strdup (sz_column_text (statement, 1));
    sz_reset (statement);
    statement = sz_db_statement (db, "store/pupil_order_remove", error);
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "rank", *rank);
    if (!sz_run (statement, error))
        return false;
    statement = sz_db_statement (db, "store/pupil_search_remove", error);
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "rank", *rank);
    return sz_run (statement, error);
}

static Outcome
update_one (SzDb *db, const SzId *pupil, const char *today, GError **error)
{
    g_autoptr (GError) local = NULL;
    g_autoptr (SzRecord) record = NULL;
    g_autofree char *old_key = NULL;
    g_autofree char *key = NULL;
    int64_t rank;
    Outcome outcome = PLACED;

    if (!take_out (db, pupil, &rank, &old_key, error))
        return FAILED;
    record = sz_records_get (db, sz_kind_by_name ("pupil"), pupil, NULL, &local);
    if (record == NULL) {
        if (g_error_matches (local, SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND))
            return PLACED;
        g_propagate_error (error, g_steal_pointer (&local));
        return FAILED;
    }
    key = name_key (sz_record_text (record, "first_name"), sz_record_text (record, "last_name"));
    if (g_strcmp0 (key, old_key) != 0)
        outcome = find_rank (db, key, &rank, error);
    if (outcome == PLACED && !place (db, pupil, rank, today, error))
        outcome = FAILED;
    return outcome;
}

bool
sz_pupil_index_update (SzDb *db, const SzTouched *touched, SzDate day, GError **error)
{
    GHashTableIter iter;
    void *id;
    char today[SZ_DATE_TEXT];

    if (touched->everybody || g_hash_table_size (touched->pupils) > TOO_MANY)
        return sz_pupil_index_rebuild (db, day, error);
    sz_date_format (day, today);
    g_hash_table_iter_init (&iter, touched->pupils);
    while (g_hash_table_iter_next (&iter, &id, NULL)) {
        switch (update_one (db, id, today, error)) {
        case PLACED:
            break;
        case NO_GAP:
            return sz_pupil_index_rebuild (db, day, error);
        case FAILED:
        default:
            return false;
        }
    }
    return true;
}

bool
sz_pupil_index_new_day (SzDb *db, SzDate day, GError **error)
{
    g_autofree char *since = sz_cache_fact (db, "listed-on");
    SzStatement *statement;
    char today[SZ_DATE_TEXT];
    SzTouched touched;
    SzStep step;
    bool ok;
    SzId id;

    sz_date_format (day, today);
    if (since == NULL || strcmp (since, today) == 0)
        return true;
    statement = sz_db_statement (db, "store/enrolment_moves", error);
    if (statement == NULL)
        return false;
    sz_touched_init (&touched);
    sz_bind_text (statement, "since", since);
    sz_bind_text (statement, "today", today);
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        if (sz_column_id (statement, 0, &id))
            g_hash_table_add (touched.pupils, g_memdup2 (&id, sizeof id));
    }
    ok = step == SZ_STEP_DONE && sz_pupil_index_update (db, &touched, day, error) &&
         remember_day (db, today, error);
    sz_touched_clear (&touched);
    return ok;
}

/* A national number is found with and without its points. */
static char *
fold_typed (const char *typed)
{
    GString *digits;

    if (strspn (typed, "0123456789.-/ ") < strlen (typed))
        return sz_text_fold (typed);
    digits = g_string_new (NULL);
    for (; *typed != '\0'; typed++) {
        if (g_ascii_isdigit (*typed))
            g_string_append_c (digits, *typed);
    }
    return g_string_free (digits, FALSE);
}

char *
sz_pupil_index_match (const char *typed)
{
    g_autofree char *folded = fold_typed (typed);
    g_auto (GStrv) words = g_strsplit (folded, " ", -1);
    GString *match = g_string_new (NULL);

    for (size_t i = 0; words[i] != NULL; i++) {
        if (*words[i] != '\0')
            g_string_append_printf (match, "%s\"%s\"*", match->len > 0 ? " " : "", words[i]);
    }
    return g_string_free (match, match->len == 0);
}
