/* SPDX-License-Identifier: EUPL-1.2 */
/* The server's rows into the cache (apply.h). A row of a record without operations on their way goes
 * straight from its tokens into the statement; the others go to their base and are replayed. */
#define G_LOG_DOMAIN "sz-apply"

#include "config.h"

#include "store/apply.h"

#include "base/errors.h"
#include "base/mutant.h"

#include <string.h>

#define MAX_KINDS 64

/* In place of a revision: the pupil with the whole file has left the scope. */
#define LEAVE -2

typedef struct {
    const SzKind *kind; /* NULL: not known here */
    int *indexes;       /* (owned): field of the kind for each declared one, -1 unknown */
    size_t n;
    bool declared;
} Declared;

struct SzApply {
    SzDb *db;    /* (borrowed) */
    char *scope; /* (owned) */
    int64_t scope_id;
    SzTouched *touched;  /* (borrowed) */
    GHashTable *pending; /* (owned): set of SzId */
    GHashTable *gone;    /* (owned): set of SzId: of files that left */
    bool first;          /* nothing was here before: no need to look what a row replaces */
    Declared declared[MAX_KINDS];
};

SzApply *
sz_apply_new (SzDb *db, const char *scope, SzTouched *touched, GError **error)
{
    g_autoptr (SzApply) apply = g_new0 (SzApply, 1);

    apply->db = db;
    apply->scope = g_strdup (scope);
    apply->touched = touched;
    apply->pending = g_hash_table_new_full (sz_id_hash, sz_id_hash_equal, g_free, NULL);
    apply->gone = g_hash_table_new_full (sz_id_hash, sz_id_hash_equal, g_free, NULL);
    apply->scope_id = sz_scope_id (db, scope, error);
    return apply->scope_id >= 0 ? g_steal_pointer (&apply) : NULL;
}

void
sz_apply_free (SzApply *apply)
{
    if (apply == NULL)
        return;
    for (size_t i = 0; i < MAX_KINDS; i++)
        g_free (apply->declared[i].indexes);
    g_hash_table_unref (apply->pending);
    g_hash_table_unref (apply->gone);
    g_free (apply->scope);
    g_free (apply);
}

bool
sz_apply_begin (SzApply *apply, GError **error)
{
    SzStatement *statement = sz_db_statement (apply->db, "store/base_list", error);
    SzStep step;
    SzId id;

    if (statement == NULL)
        return false;
    g_hash_table_remove_all (apply->pending);
    g_hash_table_remove_all (apply->gone);
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        if (sz_column_id (statement, 0, &id))
            g_hash_table_add (apply->pending, g_memdup2 (&id, sizeof id));
    }
    if (step != SZ_STEP_DONE)
        return false;
    statement = sz_db_statement (apply->db, "store/cursor_get", error);
    if (statement == NULL)
        return false;
    sz_bind_text (statement, "scope", apply->scope);
    step = sz_step (statement, error);
    apply->first =
        step == SZ_STEP_DONE || (step == SZ_STEP_ROW && sz_column_integer (statement, 2) == 0);
    if (step == SZ_STEP_ROW)
        sz_reset (statement);
    return step != SZ_STEP_FAILED;
}

void
sz_apply_declare (SzApply *apply, int number, const char *name, const char *const *fields, size_t n)
{
    Declared *declared;

    if (number < 0 || number >= MAX_KINDS)
        return;
    declared = &apply->declared[number];
    g_free (declared->indexes);
    *declared = (Declared){ .declared = true, .kind = sz_kind_by_name (name), .n = n };
    declared->indexes = g_new (int, n + 1);
    for (size_t i = 0; i < n; i++)
        declared->indexes[i] =
            declared->kind != NULL ? sz_kind_field_index (declared->kind, fields[i]) : -1;
}

static bool
fail (GError **error, const char *what)
{
    g_set_error_literal (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_VALUE, what);
    return false;
}

/* The value borrows its text from the token. */
static bool
value_of (const SzField *field, const SzToken *token, SzValue *value)
{
    *value = (SzValue){ .type = SZ_VALUE_NULL };
    switch (token->type) {
    case SZ_TOKEN_NULL:
        return true;
    case SZ_TOKEN_TEXT:
        if (field->type == SZ_TYPE_REFERENCE || field->type == SZ_TYPE_ANY_ID) {
            value->type = SZ_VALUE_ID;
            return sz_id_parse (token->text, &value->id);
        }
        value->type = SZ_VALUE_TEXT;
        value->text = (char *) token->text;
        return field->type == SZ_TYPE_TEXT || field->type == SZ_TYPE_DATE ||
               field->type == SZ_TYPE_CHOICE;
    case SZ_TOKEN_INTEGER:
        if (field->type == SZ_TYPE_REAL)
            *value = (SzValue){ .type = SZ_VALUE_REAL, .real = (double) token->integer };
        else
            *value = (SzValue){ .type = SZ_VALUE_INTEGER, .integer = token->integer };
        return field->type == SZ_TYPE_REAL || field->type == SZ_TYPE_INTEGER ||
               field->type == SZ_TYPE_BOOLEAN || field->type == SZ_TYPE_TIME;
    case SZ_TOKEN_REAL:
        *value = (SzValue){ .type = SZ_VALUE_REAL, .real = token->real };
        return field->type == SZ_TYPE_REAL;
    case SZ_TOKEN_TRUE:
    case SZ_TOKEN_FALSE:
    case SZ_TOKEN_OPEN:
    case SZ_TOKEN_CLOSE:
    default:
        return false;
    }
}

/* The record the values make; its texts are borrowed from the tokens, so never free it with
 * sz_record_free: the values stand in `values`. */
static bool
read_values (const Declared *declared, const SzToken *tokens, SzRecord *record, GError **error)
{
    for (size_t i = 0; i < declared->n; i++) {
        int index = declared->indexes[i];

        if (index < 0)
            continue;
        if (!value_of (&record->kind->fields[index], &tokens[i], &record->values[index]))
            return fail (error, "a value of another type than its field");
    }
    return true;
}

/* What the row replaces, when lists or screens must know. */
static SzRecord *
replaced (SzApply *apply, const SzKind *kind, const SzId *id)
{
    return apply->first ? NULL : sz_records_get (apply->db, kind, id, NULL, NULL);
}

static bool
put (SzApply *apply, const SzRecord *record, const SzPlace *place, GError **error)
{
    g_autoptr (SzRecord) before = replaced (apply, record->kind, &record->id);

    if (g_hash_table_contains (apply->pending, &record->id) && !SZ_MUTANT ("overlay-overwritten"))
        return sz_overlay_new_base (apply->db, record->kind, &record->id, record, place, error) &&
               sz_overlay_replay (apply->db, record->kind, &record->id, apply->touched, error);
    sz_touched_add (apply->touched, before, record);
    return sz_records_put (apply->db, record, place, error);
}

static bool
apply_put (SzApply *apply,
           const Declared *declared,
           const SzId *id,
           int64_t seq,
           const SzToken *tokens,
           size_t n,
           GError **error)
{
    SzValue values[SZ_FIELDS_MAX] = { 0 };
    SzRecord record = { .kind = declared->kind,
                        .id = *id,
                        .rev = tokens[4].integer,
                        .values = values };
    SzPlace place = { apply->scope_id, seq };

    /* [seq, kind, id, rev, [values]] */
    if (n != declared->n + 8 || tokens[5].type != SZ_TOKEN_OPEN ||
        tokens[n - 2].type != SZ_TOKEN_CLOSE)
        return fail (error, "a row of another length than declared");
    for (size_t i = 0; i < record.kind->n_fields; i++)
        record.present |= UINT64_C (1) << i;
    return read_values (declared, tokens + 6, &record, error) &&
           put (apply, &record, &place, error);
}

static bool
apply_delete (SzApply *apply, const SzKind *kind, const SzId *id, int64_t seq, GError **error)
{
    g_autoptr (SzRecord) before = NULL;
    SzPlace place = { apply->scope_id, seq };

    if (g_hash_table_contains (apply->pending, id))
        return sz_overlay_new_base (apply->db, kind, id, NULL, &place, error) &&
               sz_overlay_replay (apply->db, kind, id, apply->touched, error);
    before = replaced (apply, kind, id);
    sz_touched_add (apply->touched, before, NULL);
    return sz_records_remove (apply->db, kind, id, error);
}

static bool
remove_reviews (SzApply *apply, const SzId *about, int64_t seq, GError **error)
{
    const SzKind *kind = sz_kind_by_name ("review");
    const SzValue value = { .type = SZ_VALUE_ID, .id = *about };
    g_autoptr (GPtrArray) reviews = sz_records_list (apply->db, kind, "about_id", &value, error);

    for (unsigned i = 0; reviews != NULL && i < reviews->len; i++) {
        const SzRecord *review = reviews->pdata[i];

        g_hash_table_add (apply->gone, g_memdup2 (&review->id, sizeof review->id));
        if (!apply_delete (apply, kind, &review->id, seq, error))
            return false;
    }
    return reviews != NULL;
}

static bool
remove_gone (SzApply *apply, const SzKind *kind, const SzId *id, int64_t seq, GError **error)
{
    g_hash_table_add (apply->gone, g_memdup2 (id, sizeof *id));
    return apply_delete (apply, kind, id, seq, error) && remove_reviews (apply, id, seq, error);
}

/* What the desk holds of a kind in the file. */
static bool
remove_kind (SzApply *apply, const SzKind *kind, const SzId *pupil, int64_t seq, GError **error)
{
    const SzValue value = { .type = SZ_VALUE_ID, .id = *pupil };
    g_autoptr (GPtrArray) records = sz_records_list (apply->db, kind, kind->root, &value, error);

    for (unsigned i = 0; records != NULL && i < records->len; i++) {
        const SzRecord *record = records->pdata[i];

        if (!remove_gone (apply, kind, &record->id, seq, error))
            return false;
    }
    return records != NULL;
}

/* [26,"id",29,"id"…]: what the desk may hold in another file. */
static bool
remove_others (SzApply *apply, const SzToken *tokens, size_t n, int64_t seq, GError **error)
{
    for (size_t i = 6; i + 1 < n && tokens[i].type == SZ_TOKEN_INTEGER; i += 2) {
        const SzKind *kind = sz_kind_by_number ((int) tokens[i].integer);
        SzId id;

        if (tokens[i + 1].type != SZ_TOKEN_TEXT || !sz_id_parse (tokens[i + 1].text, &id))
            return fail (error, "a departure that names no record");
        if (kind != NULL && !remove_gone (apply, kind, &id, seq, error))
            return false;
    }
    return true;
}

/* A pupil has gone to another centre, and everything of the file with it. Where nothing was here before nothing can go. */
static bool
apply_leave (SzApply *apply, const SzId *pupil, const SzToken *tokens, size_t count, GError **error)
{
    int64_t seq = tokens[1].integer;
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    if (apply->first || SZ_MUTANT ("leave-ignored"))
        return true;
    for (size_t i = 0; i < n; i++)
        if (kinds[i]->root != NULL && !remove_kind (apply, kinds[i], pupil, seq, error))
            return false;
    return remove_others (apply, tokens, count, seq, error) &&
           remove_gone (apply, sz_kind_by_name ("pupil"), pupil, seq, error);
}

bool
sz_apply_row (SzApply *apply, const SzToken *tokens, size_t n, GError **error)
{
    const Declared *declared;
    SzId id;

    if (n < 6 || tokens[1].type != SZ_TOKEN_INTEGER || tokens[2].type != SZ_TOKEN_INTEGER ||
        tokens[3].type != SZ_TOKEN_TEXT || tokens[4].type != SZ_TOKEN_INTEGER ||
        tokens[2].integer < 0)
        return fail (error, "a row without its head");
    /* A kind of the future, like any that is declared and not known here. */
    if (tokens[2].integer >= MAX_KINDS)
        return true;
    declared = &apply->declared[tokens[2].integer];
    if (!sz_id_parse (tokens[3].text, &id))
        return fail (error, "a row without an id");
    if (tokens[4].integer < 0) {
        const SzKind *kind =
            declared->declared ? declared->kind : sz_kind_by_number ((int) tokens[2].integer);

        if (tokens[4].integer == LEAVE)
            return apply_leave (apply, &id, tokens, n, error);
        return kind == NULL || apply_delete (apply, kind, &id, tokens[1].integer, error);
    }
    if (!declared->declared)
        return fail (error, "a row of a kind that was not declared");
    return declared->kind == NULL ||
           apply_put (apply, declared, &id, tokens[1].integer, tokens, n, error);
}

bool
sz_apply_cursor (SzApply *apply,
                 const char *cursor,
                 int64_t seq,
                 bool complete,
                 int64_t now_ms,
                 GError **error)
{
    SzStatement *statement = sz_db_statement (apply->db, "store/cursor_put", error);

    if (statement == NULL)
        return false;
    sz_bind_text (statement, "scope", apply->scope);
    sz_bind_text (statement, "cursor", cursor);
    sz_bind_integer (statement, "seq", seq);
    sz_bind_integer (statement, "complete", complete);
    return sz_run (statement, error) &&
           sz_cache_prune (apply->db, apply->scope, seq, now_ms, apply->touched, error) &&
           (g_hash_table_size (apply->gone) == 0 ||
            sz_cache_forget (apply->db, apply->gone, apply->touched, error));
}
