/* SPDX-License-Identifier: EUPL-1.2 */
/* The server's database as the sink of importers (import_sink.h). */
#define G_LOG_DOMAIN "sz-import-sink"

#include "config.h"

#include "server/import_sink.h"

#include "base/errors.h"
#include "db/records.h"

typedef struct {
    SzImportSink sink;
    SzCore *core;     /* (borrowed) */
    SzIntake *intake; /* (borrowed) */
} Sink;

/* Nothing found is no error. */
static bool
get (void *data, const SzKind *kind, const SzId *id, SzRecord **found, GError **error)
{
    Sink *self = data;
    g_autoptr (GError) local = NULL;

    *found = sz_records_get (self->core->db, kind, id, NULL, &local);
    if (*found != NULL || g_error_matches (local, SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND))
        return true;
    g_propagate_error (error, g_steal_pointer (&local));
    return false;
}

static bool
find (void *data, const char *scope, const SzRecord *key, SzRecord **found, GError **error)
{
    Sink *self = data;
    g_autoptr (GError) local = NULL;
    SzId id;

    *found = NULL;
    if (sz_intake_find (self->intake, key, scope, &id, &local))
        return get (data, key->kind, &id, found, error);
    if (local == NULL)
        return true;
    g_propagate_error (error, g_steal_pointer (&local));
    return false;
}

/* A pupil with this number in any centre; *home stays NULL when there is none. */
static bool
find_home (SzCore *core, const char *number, SzId *id, char **home, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/pupil_by_number", error);
    SzStep step;

    *home = NULL;
    if (statement == NULL)
        return false;
    sz_bind_text (statement, "number", number);
    step = sz_step (statement, error);
    if (step == SZ_STEP_ROW && sz_column_id (statement, 0, id))
        *home = g_strdup (sz_column_text (statement, 1));
    sz_reset (statement);
    return step != SZ_STEP_FAILED;
}

/* The file knows of no enrolment that began as late. */
static bool
is_latest (SzCore *core, const SzId *pupil, SzDate from, bool *latest, GError **error)
{
    const SzValue value = { .type = SZ_VALUE_ID, .id = *pupil };
    g_autoptr (GPtrArray) enrolments =
        sz_records_list (core->db, sz_kind_by_name ("enrolment"), "pupil", &value, error);

    *latest = true;
    for (unsigned i = 0; enrolments != NULL && i < enrolments->len; i++)
        if (sz_record_date (enrolments->pdata[i], "valid_from") >= from)
            *latest = false;
    return enrolments != NULL;
}

static bool
settle (void *data,
        const char *scope,
        const SzRecord *key,
        SzDate from,
        char **home,
        GError **error)
{
    Sink *self = data;
    const char *number = sz_record_text (key, "national_number");
    g_autoptr (SzRecord) here = NULL;
    g_autofree char *other = NULL;
    bool latest = false;
    SzId id;

    *home = NULL;
    if (!find (data, scope, key, &here, error) ||
        (here == NULL && number != NULL && !find_home (self->core, number, &id, &other, error)))
        return false;
    if (other != NULL && from != SZ_DATE_NONE && !is_latest (self->core, &id, from, &latest, error))
        return false;
    if (latest && !sz_intake_transfer (self->intake, &id, scope, error))
        return false;
    *home = other != NULL && !latest ? g_steal_pointer (&other) : g_strdup (scope);
    return true;
}

static GPtrArray *
list (void *data, const char *scope, const SzKind *kind, GError **error)
{
    Sink *self = data;
    int64_t id = sz_scope_id (self->core->db, scope, error);
    g_autoptr (GPtrArray) all =
        id < 0 ? NULL : sz_records_list (self->core->db, kind, NULL, NULL, error);
    g_autoptr (GPtrArray) mine = g_ptr_array_new_with_free_func ((GDestroyNotify) sz_record_free);

    if (all == NULL)
        return NULL;
    for (unsigned i = 0; i < all->len; i++) {
        const SzRecord *record = g_ptr_array_index (all, i);
        SzPlace place;
        SzRecord *copy = sz_records_get (self->core->db, kind, &record->id, &place, error);

        if (copy == NULL)
            return NULL;
        if (place.scope == id)
            g_ptr_array_add (mine, copy);
        else
            sz_record_free (copy);
    }
    return g_steal_pointer (&mine);
}

static bool
put (void *data, const char *scope, const SzRecord *before, const SzRecord *after, GError **error)
{
    Sink *self = data;
    SzIntakeResult result;

    return sz_intake_put (self->intake, after, scope, &result, error);
}

static bool
mark (void *data, const SzId *id, size_t line, size_t *first, GError **error)
{
    Sink *self = data;
    SzStatement *add = sz_db_statement (self->core->db, "server/mark_add", error);
    SzStatement *statement;

    if (add == NULL)
        return false;
    sz_bind_id (add, "id", id);
    sz_bind_integer (add, "line", (int64_t) line);
    if (!sz_run (add, error))
        return false;
    statement = sz_db_statement (self->core->db, "server/mark_get", error);
    if (statement == NULL)
        return false;
    sz_bind_id (statement, "id", id);
    if (sz_step (statement, error) != SZ_STEP_ROW)
        return false;
    *first = (size_t) sz_column_integer (statement, 0);
    sz_reset (statement);
    return true;
}

SzImportSink *
sz_import_sink_new (SzCore *core, SzIntake *intake, GError **error)
{
    Sink *self;
    SzStatement *clear = sz_db_statement (core->db, "server/mark_clear", error);

    if (clear == NULL || !sz_run (clear, error))
        return NULL;
    self = g_new0 (Sink, 1);
    self->core = core;
    self->intake = intake;
    self->sink = (SzImportSink){ .data = self,
                                 .env = core->env,
                                 .find = find,
                                 .settle = settle,
                                 .get = get,
                                 .list = list,
                                 .put = put,
                                 .mark = mark };
    return &self->sink;
}
