/* SPDX-License-Identifier: EUPL-1.2 */
/* What the parts of the demonstration centre share: chance, days, records and where they go. */
#define G_LOG_DOMAIN "sz-demo-maker"

#include "config.h"

#include "server/demo_maker.h"

bool
demo_chance (DemoMaker *maker, double p)
{
    return sz_env_unit (maker->env) < p;
}

SzDate
demo_day_between (DemoMaker *maker, SzDate first, SzDate last)
{
    return last <= first
               ? first
               : first + (SzDate) sz_env_below (maker->env, (uint64_t) (last - first + 1));
}

/* Saturdays and Sundays move to the Monday after. */
SzDate
demo_working_day (SzDate day)
{
    int weekday = sz_date_weekday (day);

    return weekday > 5 ? day + 8 - weekday : day;
}

SzRecord *
demo_record (DemoMaker *maker, const char *kind)
{
    SzId id = sz_id_new (maker->env);

    return sz_record_new (sz_kind_by_name (kind), &id);
}

bool
demo_put (DemoMaker *maker, SzRecord *record, const char *scope, GError **error)
{
    g_autoptr (SzRecord) owned = record;

    return maker->demo->put (maker->demo->data, owned, scope, error);
}

bool
demo_find (DemoMaker *maker,
           const char *kind,
           const char *field,
           const char *key,
           SzId *id,
           GError **error)
{
    g_autoptr (SzRecord) record = NULL;
    g_autoptr (GError) local = NULL;
    g_autofree char *name = g_strdup_printf ("%s %s", kind, key);
    const SzId *known = g_hash_table_lookup (maker->known, name);

    if (known != NULL) {
        *id = *known;
        return true;
    }
    record = sz_record_new (sz_kind_by_name (kind), NULL);
    sz_record_set_text (record, field, key);
    if (maker->demo->find (maker->demo->data, record, id, &local)) {
        g_hash_table_insert (maker->known, g_steal_pointer (&name), g_memdup2 (id, sizeof *id));
        return true;
    }
    if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
    else
        g_set_error (error, SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND, "no %s %s among the reference data",
                     kind, key);
    return false;
}
