/* SPDX-License-Identifier: EUPL-1.2 */
/* The wave of autumn 2020: cases week by week in the proportions of Sciensano's figures for Flanders
 * (data/demo/wave.csv), more than half of them in a class that had one just before, each with
 * contacts out of the same class. */
#define G_LOG_DOMAIN "sz-demo-wave"

#include "config.h"

#include "server/demo_maker.h"

#define ATTACK 0.021  /* of the pupils in the whole period */
#define TEACHERS 0.20 /* teachers' cases per pupil's case */
#define IN_CLASS 0.55 /* share of cases in a class that had one in the ten days before */

typedef struct {
    const DemoPupil *pupil;
    SzDate day;
} Recent;

typedef struct {
    DemoMaker *maker;
    GHashTable *classes; /* (owned) class id -> GPtrArray of DemoPupil (borrowed) */
    GHashTable *ill;     /* (owned) pupil id: had it already */
    GArray *recent;      /* (owned) (element-type Recent) */
    GArray *tracers;     /* (owned) (element-type SzId): nurses and doctors */
    SzId disease;
} Wave;

static GPtrArray *
classmates (Wave *wave, const DemoPupil *pupil)
{
    return g_hash_table_lookup (wave->classes, &pupil->class_group);
}

static void
wave_init (Wave *wave, DemoMaker *maker)
{
    wave->maker = maker;
    wave->classes = g_hash_table_new_full (sz_id_hash, sz_id_hash_equal, NULL,
                                           (GDestroyNotify) g_ptr_array_unref);
    wave->ill = g_hash_table_new (sz_id_hash, sz_id_hash_equal);
    wave->recent = g_array_new (FALSE, FALSE, sizeof (Recent));
    wave->tracers = g_array_new (FALSE, FALSE, sizeof (SzId));
    for (unsigned i = 0; i < maker->pupils->len; i++) {
        DemoPupil *pupil = &g_array_index (maker->pupils, DemoPupil, i);
        GPtrArray *class_group = classmates (wave, pupil);

        if (class_group == NULL) {
            class_group = g_ptr_array_new ();
            g_hash_table_insert (wave->classes, &pupil->class_group, class_group);
        }
        g_ptr_array_add (class_group, pupil);
    }
    for (unsigned i = 0; i < maker->staff->len; i++) {
        DemoStaff *staff = &g_array_index (maker->staff, DemoStaff, i);

        if (g_str_equal (staff->function, "nurse") || g_str_equal (staff->function, "doctor"))
            g_array_append_val (wave->tracers, staff->id);
    }
}

static void
wave_clear (Wave *wave)
{
    g_hash_table_unref (wave->classes);
    g_hash_table_unref (wave->ill);
    g_array_unref (wave->recent);
    g_array_unref (wave->tracers);
}

/* A pupil of the wanted age who has not had it: by preference a classmate of a recent case. */
static const DemoPupil *
pick_ill (Wave *wave, bool teen, SzDate day)
{
    DemoMaker *maker = wave->maker;

    for (int try = 0; try < 60; try++) {
        const DemoPupil *pupil = &g_array_index (maker->pupils, DemoPupil,
                                                 sz_env_below (maker->env, maker->pupils->len));

        if (wave->recent->len > 0 && demo_chance (maker, IN_CLASS)) {
            const Recent *recent =
                &g_array_index (wave->recent, Recent, sz_env_below (maker->env, wave->recent->len));
            GPtrArray *mates = classmates (wave, recent->pupil);

            if (day - recent->day > 10)
                continue;
            pupil = g_ptr_array_index (mates, sz_env_below (maker->env, mates->len));
        }
        if ((pupil->grade >= 6) == teen && !g_hash_table_contains (wave->ill, &pupil->id))
            return pupil;
    }
    return NULL;
}

/* Table R4: fourteen days in September 2020, seven from 1 October. What held from 19 October was not found. */
static int
quarantine_days (SzDate day)
{
    return day < sz_date_new (2020, 10, 1) ? 14 : 7;
}

static bool
put_contact (Wave *wave,
             const SzId *infection,
             const DemoPupil *mate,
             bool high,
             SzDate last,
             GError **error)
{
    static const char *const relations[] = { "neighbour", "class", "meal", "sport" };
    DemoMaker *maker = wave->maker;
    SzRecord *record = demo_record (maker, "contact");

    sz_record_set_id (record, "infection", infection);
    sz_record_set_id (record, "pupil", &mate->id);
    sz_record_set_text (record, "person", "pupil");
    sz_record_set_text (record, "risk", high ? "high" : "low");
    sz_record_set_text (record, "relation", relations[sz_env_below (maker->env, high ? 4 : 2)]);
    sz_record_set_date (record, "last_contact", last);
    if (high) {
        sz_record_set_date (record, "quarantine_from", last + 1);
        sz_record_set_date (record, "quarantine_until", last + quarantine_days (last));
    }
    return demo_put (maker, record, maker->scope, error);
}

/* High-risk contacts sit near; the others of the class that were there are low risk, of whom a few are noted. */
static bool
put_contacts (Wave *wave,
              const SzId *infection,
              const DemoPupil *pupil,
              SzDate last,
              GError **error)
{
    DemoMaker *maker = wave->maker;
    GPtrArray *mates = classmates (wave, pupil);
    unsigned high = (unsigned) sz_env_below (maker->env, 9),
             low = (unsigned) sz_env_below (maker->env, 4);
    unsigned at = 0;

    while (at < mates->len && g_ptr_array_index (mates, at) != (gpointer) pupil)
        at++;
    for (unsigned i = 1; i <= high + low && i < mates->len; i++) {
        const DemoPupil *mate = g_ptr_array_index (mates, (at + i) % mates->len);

        if (!put_contact (wave, infection, mate, i <= high, last, error))
            return false;
    }
    return true;
}

static SzRecord *
infection_record (Wave *wave, SzDate day, bool teacher)
{
    static const char *const reasons[] = { "symptoms",          "symptoms",          "symptoms",
                                           "high_risk_contact", "high_risk_contact", "travel",
                                           "screening" };
    DemoMaker *maker = wave->maker;
    SzRecord *record = demo_record (maker, "infection");
    bool symptoms = demo_chance (maker, teacher ? 0.85 : 0.6);
    SzDate traced = demo_working_day (day + (demo_chance (maker, 0.8) ? 0 : 1));

    sz_record_set_text (record, "person", teacher ? "teacher" : "pupil");
    sz_record_set_id (record, "disease", &wave->disease);
    sz_record_set_text (record, "status", "confirmed");
    sz_record_set_date (record, "test_date", day - 1);
    sz_record_set_text (record, "test_kind", "PCR");
    sz_record_set_text (record, "test_reason",
                        reasons[sz_env_below (maker->env, G_N_ELEMENTS (reasons))]);
    if (symptoms)
        sz_record_set_date (record, "onset", day - 2 - (SzDate) sz_env_below (maker->env, 3));
    sz_record_set_date (record, "reported_on", day);
    if (traced <= DEMO_TODAY && wave->tracers->len > 0) {
        sz_record_set_date (record, "traced_on", traced);
        sz_record_set_id (record, "traced_by",
                          &g_array_index (wave->tracers, SzId,
                                          sz_env_below (maker->env, wave->tracers->len)));
    }
    return record;
}

static bool
put_case (Wave *wave, bool teen, bool teacher, SzDate day, GError **error)
{
    const DemoPupil *pupil = pick_ill (wave, teen, day);
    SzRecord *record;
    SzId id;

    if (pupil == NULL)
        return true;
    record = infection_record (wave, day, teacher);
    id = record->id;
    sz_record_set_id (record, "school", &pupil->school);
    sz_record_set_id (record, "class_group", &pupil->class_group);
    if (!teacher) {
        Recent recent = { pupil, day };

        sz_record_set_id (record, "pupil", &pupil->id);
        g_hash_table_add (wave->ill, (gpointer) &pupil->id);
        g_array_append_val (wave->recent, recent);
    }
    if (!demo_put (wave->maker, record, wave->maker->scope, error))
        return false;
    return put_contacts (wave, &id, pupil, day - 1 - (SzDate) sz_env_below (wave->maker->env, 2),
                         error);
}

bool
demo_make_wave (DemoMaker *maker, GError **error)
{
    Wave wave = { 0 };
    bool ok = demo_find (maker, "disease", "code", "covid-19", &wave.disease, error);
    double carry[2] = { 0, 0 };

    if (!ok)
        return false;
    wave_init (&wave, maker);
    for (unsigned i = 0; ok && i < maker->wave->len; i++) {
        DemoWeek *week = &g_array_index (maker->wave, DemoWeek, i);

        for (int teen = 0; ok && teen < 2; teen++) {
            carry[teen] += week->share[teen] * ATTACK * maker->pupils->len;
            for (; ok && carry[teen] >= 1; carry[teen]--) {
                SzDate day = week->week + (SzDate) sz_env_below (maker->env, 6);

                ok = put_case (&wave, teen, false, day, error);
                if (ok && demo_chance (maker, TEACHERS))
                    ok = put_case (&wave, teen, true, day, error);
            }
        }
    }
    wave_clear (&wave);
    return ok;
}
