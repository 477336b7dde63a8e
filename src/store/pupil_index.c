/* SPDX-License-Identifier: EUPL-1.2 */
/* Keeps pupil_order and pupil_search (schema-001.sql) in step with the records. A rank is a place in
 * the order of names, with gaps: a new name goes halfway between its neighbours, and when two of them
 * touch, everybody is numbered anew. */
#define G_LOG_DOMAIN "sz-pupil-index"

#include "config.h"

#include "store/pupil_index.h"

#include "base/text.h"
#include "store/pupil_facts.h"

#include <string.h>

#define GAP (INT64_C (1) << 20)
#define TOO_MANY 3000

/* "2012-05-03" is the word 20120503, which its year begins. */
static void
add_birth_date (GString *words, const char *text)
{
    SzDate date;

    if (text != NULL && sz_date_parse (text, &date))
        g_string_append_printf (words, " %.4s%.2s%.2s", text, text + 5, text + 8);
}

/* The words that find a pupil: names, class, school and its town, national number, birth date. */
static char *
words_of (const SzPupilFacts *facts)
{
    GString *words = g_string_new (facts->national_number);

    g_string_append_printf (words, " %s", facts->folded);
    add_birth_date (words, facts->birth_date);
    if (facts->class_group != NULL)
        g_string_append_printf (words, " %s", facts->class_group->folded);
    if (facts->school != NULL)
        g_string_append_printf (words, " %s", facts->school->folded);
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

static bool
place (SzDb *db, const SzPupilFacts *facts, int64_t rank, GError **error)
{
    SzStatement *add = sz_db_statement (db, "store/pupil_order_add", error);
    g_autofree char *words = words_of (facts);

    if (add == NULL)
        return false;
    sz_bind_integer (add, "rank", rank);
    sz_bind_id (add, "pupil", &facts->pupil);
    sz_bind_text (add, "sort_key", facts->key);
    sz_bind_text (add, "name", facts->name);
    sz_bind_text (add, "birth_date", facts->birth_date);
    sz_bind_text (add, "national_number", facts->national_number);
    if (facts->school != NULL) {
        sz_bind_id (add, "school", &facts->school->id);
        sz_bind_text (add, "school_name", facts->school->name);
        sz_bind_text (add, "school_key", facts->school->key);
    }
    if (facts->class_group != NULL) {
        sz_bind_id (add, "class_group", &facts->class_group->id);
        sz_bind_text (add, "class_name", facts->class_group->name);
        sz_bind_text (add, "class_key", facts->class_group->key);
    }
    if (facts->town != NULL) {
        sz_bind_text (add, "municipality_name", facts->town->name);
        sz_bind_text (add, "municipality_key", facts->town->key);
    }
    return sz_run (add, error) && add_words (db, rank, words, error);
}

static bool
run (SzDb *db, const char *resource, GError **error)
{
    SzStatement *statement = sz_db_statement (db, resource, error);

    return statement != NULL && sz_run (statement, error);
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

/* The indexes are made when the rows are there: half the time. */
bool
sz_pupil_index_rebuild (SzDb *db, SzDate day, GError **error)
{
    g_autoptr (SzPupilBatch) batch = NULL;
    SzId first, last;
    char today[SZ_DATE_TEXT];

    memset (&first, 0, sizeof first);
    memset (&last, 0xff, sizeof last);
    sz_date_format (day, today);
    batch = sz_pupil_batch_load (db, &first, &last, today, error);
    if (batch == NULL || !sz_db_script (db, "store/script-bare-lists", error) ||
        !run (db, "store/pupil_search_clear", error))
        return false;
    sz_pupil_batch_sort (batch);
    for (unsigned i = 0; i < sz_pupil_batch_count (batch); i++) {
        if (!place (db, sz_pupil_batch_get (batch, i), (i + 1) * GAP, error))
            return false;
    }
    return sz_db_script (db, "store/schema-indexes", error) && remember_day (db, today, error);
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

/* A pupil that is not there any more gets no place. */
static Outcome
update_one (SzDb *db, const SzId *pupil, const char *today, GError **error)
{
    g_autoptr (SzPupilBatch) batch = NULL;
    const SzPupilFacts *facts;
    g_autofree char *old_key = NULL;
    int64_t rank;
    Outcome outcome = PLACED;

    if (!take_out (db, pupil, &rank, &old_key, error))
        return FAILED;
    batch = sz_pupil_batch_load (db, pupil, pupil, today, error);
    if (batch == NULL)
        return FAILED;
    if (sz_pupil_batch_count (batch) == 0)
        return PLACED;
    facts = sz_pupil_batch_get (batch, 0);
    if (g_strcmp0 (facts->key, old_key) != 0)
        outcome = find_rank (db, facts->key, &rank, error);
    if (outcome == PLACED && !place (db, facts, rank, error))
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

/* A date, however it is written, as the word of the birth date; NULL for what is none. */
static char *
date_word (const char *typed)
{
    char text[SZ_DATE_TEXT];
    SzDate date;

    if (!sz_date_parse_loose (typed, &date))
        return NULL;
    sz_date_format (date, text);
    return g_strdup_printf ("%.4s%.2s%.2s", text, text + 5, text + 8);
}

/* A national number is found with and without its points. */
static char *
only_digits (const char *typed)
{
    GString *digits = g_string_new (NULL);

    for (; *typed != '\0'; typed++) {
        if (g_ascii_isdigit (*typed))
            g_string_append_c (digits, *typed);
    }
    return g_string_free (digits, FALSE);
}

static char *
fold_typed (const char *typed)
{
    g_autoptr (GString) folded = g_string_new (NULL);
    g_auto (GStrv) words = g_strsplit (typed, " ", -1);
    char *whole = date_word (typed);

    if (whole != NULL)
        return whole;
    if (strspn (typed, "0123456789.-/ ") == strlen (typed))
        return only_digits (typed);
    for (size_t i = 0; words[i] != NULL; i++) {
        g_autofree char *date = date_word (words[i]);
        g_autofree char *word = date == NULL ? sz_text_fold (words[i]) : NULL;

        g_string_append_printf (folded, "%s ", date != NULL ? date : word);
    }
    return g_string_free (g_steal_pointer (&folded), FALSE);
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
