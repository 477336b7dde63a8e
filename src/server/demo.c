/* SPDX-License-Identifier: EUPL-1.2 */
/* Makes the demonstration centre from its parts (demo_*.c), in an order that keeps what belongs
 * together together. */
#define G_LOG_DOMAIN "sz-demo"

#include "config.h"

#include "server/demo_private.h"

#define CENTRES 61
#define ONE_CENTRE 100000
#define PUPILS_PER_SCHOOL 300
#define PUPILS_PER_STAFF 267

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

static bool
make_one_centre (DemoMaker *maker, unsigned index, int64_t pupils, GError **error)
{
    unsigned n_schools = (unsigned) MAX (2, pupils / PUPILS_PER_SCHOOL);
    unsigned n_staff = (unsigned) MAX (45, pupils / PUPILS_PER_STAFF);

    return demo_make_centre (maker, index, error) && demo_make_schools (maker, n_schools, error) &&
           demo_make_staff (maker, n_staff, error) && demo_make_pupils (maker, pupils, error) &&
           demo_make_wave (maker, error) && demo_make_activities (maker, error);
}

bool
sz_demo_generate (const SzDemo *demo, GError **error)
{
    DemoMaker maker = { .demo = demo };
    unsigned centres = demo->pupils > ONE_CENTRE ? CENTRES : 1;
    bool ok;

    /* Ids carry the time they were made: a fixed one, so that the same seed gives the same bytes. */
    maker.env = sz_env_new_seeded (demo->seed, INT64_C (86400000) * DEMO_TODAY);
    ok = demo_names_load (&maker, error);
    for (unsigned i = 0; ok && i < centres; i++) {
        int64_t pupils = demo->pupils * (i + 1) / centres - demo->pupils * i / centres;

        ok = make_one_centre (&maker, i, pupils, error);
    }
    demo_maker_clear (&maker);
    return ok;
}
