/* SPDX-License-Identifier: EUPL-1.2 */
/* Makes the demonstration centre from its parts (demo_*.c), in an order that keeps what belongs
 * together together. */
#define G_LOG_DOMAIN "sz-demo"

#include "config.h"

#include "server/demo.h"

#include "server/demo_maker.h"

#define CENTRES 61
#define ONE_CENTRE 200000
#define PUPILS_PER_SCHOOL 300
#define PUPILS_PER_STAFF 267

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
