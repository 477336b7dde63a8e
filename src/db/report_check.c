/* SPDX-License-Identifier: EUPL-1.2 */
/* Whether the parameters of a report mean something (report.h): a wrong code would give an empty table, which reads as "none". */
#define G_LOG_DOMAIN "sz-report-check"

#include "config.h"

#include "db/report.h"

#include "base/errors.h"
#include "db/records.h"

#include <glib/gi18n-lib.h>

/* Parameters that name a record. */
static const struct {
    const char *param;
    const char *kind;
    const char *field; /* NULL: by its id */
} named[] = {
    { "vaccine", "vaccine", "code" },
    { "disease", "disease", "code" },
    { "school", "school", NULL },
    { "class_group", "class_group", NULL },
    { "staff_member", "staff_member", NULL },
};

static bool
by_field (SzDb *db, const SzKind *kind, const char *field, const char *text, GError **error)
{
    g_autoptr (SzRecord) probe = sz_record_new (kind, NULL);
    g_autoptr (GPtrArray) found = NULL;

    if (!sz_record_set_from_text (probe, field, text, NULL))
        return false;
    found = sz_records_list (db, kind, field, sz_record_value (probe, field), error);
    return found != NULL && found->len > 0;
}

static bool
by_id (SzDb *db, const SzKind *kind, const char *text, GError **error)
{
    g_autoptr (SzRecord) record = NULL;
    g_autoptr (GError) local = NULL;
    SzId id;

    if (!sz_id_parse (text, &id))
        return true; /* sz_report_run says what it takes */
    record = sz_records_get (db, kind, &id, NULL, &local);
    if (record == NULL && !g_error_matches (local, SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND))
        g_propagate_error (error, g_steal_pointer (&local));
    return record != NULL;
}

/* A centre is here when it has records, or is in the list of centres. */
static bool
is_centre (SzDb *db, const char *number, GError **error)
{
    g_autofree char *scope = g_strconcat ("centre:", number, NULL);
    SzStatement *statement = sz_db_statement (db, "db/scope_find", error);
    SzStep step;

    if (statement == NULL)
        return false;
    sz_bind_text (statement, "name", scope);
    step = sz_step (statement, error);
    sz_reset (statement);
    return step == SZ_STEP_ROW || (step == SZ_STEP_DONE && by_field (db, sz_kind_by_name ("centre"),
                                                                     "number", number, error));
}

static bool
is_known (SzDb *db, const char *param, const char *text, GError **error)
{
    if (g_str_equal (param, "centre"))
        return is_centre (db, text, error);
    for (size_t i = 0; i < G_N_ELEMENTS (named); i++) {
        const SzKind *kind = sz_kind_by_name (named[i].kind);

        if (!g_str_equal (named[i].param, param))
            continue;
        return named[i].field != NULL ? by_field (db, kind, named[i].field, text, error)
                                      : by_id (db, kind, text, error);
    }
    return true;
}

static const char *
given (GHashTable *params, const char *name)
{
    const char *text = g_hash_table_lookup (params, name);

    return text != NULL && *text != '\0' ? text : NULL;
}

static bool
check_range (GHashTable *params, GError **error)
{
    const char *from = given (params, "from");
    const char *until = given (params, "until");
    SzDate first, last;

    if (from == NULL || until == NULL || !sz_date_parse_loose (from, &first) ||
        !sz_date_parse_loose (until, &last) || first <= last)
        return true;
    g_set_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_VALUE,
                 _ ("The last day (until=%s) is before the first (from=%s)."), until, from);
    return false;
}

bool
sz_report_check (SzDb *db, const SzReport *report, GHashTable *params, GError **error)
{
    for (unsigned i = 0; i < report->params->len; i++) {
        const SzReportField *param = report->params->pdata[i];
        const char *text = given (params, param->name);
        g_autoptr (GError) local = NULL;

        if (text == NULL || is_known (db, param->name, text, &local))
            continue;
        if (local != NULL)
            g_propagate_error (error, g_steal_pointer (&local));
        else
            g_set_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_VALUE,
                         _ ("There is nothing here with %s=%s."), param->name, text);
        return false;
    }
    return check_range (params, error);
}
