/* SPDX-License-Identifier: EUPL-1.2 */
/* The people of the centre, their hours, and what they did since September 2019. */
#define G_LOG_DOMAIN "sz-demo-work"

#include "config.h"

#include "server/demo_maker.h"

typedef struct {
    const char *function;
    unsigned share;    /* of 45 */
    unsigned per_week; /* registered activities of a full-time worker */
} Function;

/* A team of 45, after the minimum team of the domain notes, section 4. */
static const Function functions[] = {
    { "director", 1, 3 },       { "doctor", 4, 14 },         { "nurse", 10, 18 },
    { "psychologist", 10, 9 },  { "social_worker", 11, 10 }, { "pedagogue", 6, 8 },
    { "administrative", 3, 4 },
};

/* Columns of tasks.csv. */
enum {
    FUNCTION,
    SUBJECT,
    DOMAIN,
    CLIENT,
    MINUTES,
};

static bool
put_member (DemoMaker *maker, unsigned nth, const char *function, GError **error)
{
    static const double fractions[] = { 1, 1, 1, 0.8, 0.8, 0.5 };
    DemoOrigin *origin =
        g_hash_table_lookup (maker->origins, demo_chance (maker, 0.9) ? "BE" : "NL");
    DemoStaff staff = { .function = function,
                        .fte = fractions[sz_env_below (maker->env, G_N_ELEMENTS (fractions))] };
    SzRecord *record = demo_record (maker, "staff_member");
    SzRecord *capacity;
    g_autofree char *code = g_strdup_printf ("M%03u", nth + 1);

    staff.id = record->id;
    sz_record_set_text (record, "code", code);
    sz_record_set_text (record, "first_name",
                        demo_name_pick (maker, origin->first[demo_chance (maker, 0.2)]));
    sz_record_set_text (record, "last_name", demo_name_pick (maker, origin->last));
    sz_record_set_text (record, "function", function);
    sz_record_set_integer (record, "active", 1);
    if (!demo_put (maker, record, maker->scope, error))
        return false;
    capacity = demo_record (maker, "capacity");
    sz_record_set_id (capacity, "staff_member", &staff.id);
    sz_record_set_date (capacity, "valid_from", sz_date_new (DEMO_YEAR - 1, 9, 1));
    sz_record_set_real (capacity, "fte", staff.fte);
    g_array_append_val (maker->staff, staff);
    return demo_put (maker, capacity, maker->scope, error);
}

bool
demo_make_staff (DemoMaker *maker, unsigned n, GError **error)
{
    unsigned made = 0;

    g_clear_pointer (&maker->staff, g_array_unref);
    maker->staff = g_array_new (FALSE, FALSE, sizeof (DemoStaff));
    for (size_t i = 0; i < G_N_ELEMENTS (functions); i++) {
        unsigned share = i + 1 == G_N_ELEMENTS (functions) ? n - made : functions[i].share * n / 45;

        for (unsigned k = 0; k < share; k++) {
            if (!put_member (maker, made++, functions[i].function, error))
                return false;
        }
    }
    return true;
}

static const Function *
function_of (const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS (functions); i++) {
        if (g_str_equal (functions[i].function, name))
            return &functions[i];
    }
    g_assert_not_reached ();
}

static char **
pick_task (DemoMaker *maker, GPtrArray *tasks, const char *function)
{
    char **task;

    do
        task = g_ptr_array_index (tasks, sz_env_below (maker->env, tasks->len));
    while (!g_str_equal (task[FUNCTION], function));
    return task;
}

/* Closed: the summer, the end of the year, and the autumn holiday of 2020. */
static bool
is_closed (SzDate monday)
{
    int year, month, day;

    sz_date_split (monday, &year, &month, &day);
    return (month == 7 && day >= 12) || (month == 8 && day <= 15) || (month == 12 && day >= 23);
}

static bool
put_activity (DemoMaker *maker,
              GPtrArray *tasks,
              const DemoStaff *staff,
              SzDate monday,
              GError **error)
{
    char **task = pick_task (maker, tasks, staff->function);
    const DemoPupil *pupil =
        &g_array_index (maker->pupils, DemoPupil, sz_env_below (maker->env, maker->pupils->len));
    SzRecord *record = demo_record (maker, "activity");
    double minutes = g_ascii_strtod (task[MINUTES], NULL) * (1 + sz_env_unit (maker->env));

    sz_record_set_id (record, "staff_member", &staff->id);
    sz_record_set_date (record, "performed_on", monday + (SzDate) sz_env_below (maker->env, 5));
    sz_record_set_text (record, "function", staff->function);
    sz_record_set_text (record, "subject", task[SUBJECT]);
    sz_record_set_text (record, "domain", task[DOMAIN]);
    sz_record_set_text (record, "client_type", task[CLIENT]);
    sz_record_set_integer (record, "minutes", MAX (5, (int) minutes / 5 * 5));
    sz_record_set_id (record, "school", &pupil->school);
    if (g_str_equal (task[CLIENT], "pupil") || g_str_equal (task[CLIENT], "parent"))
        sz_record_set_id (record, "pupil", &pupil->id);
    return demo_put (maker, record, maker->scope, error);
}

bool
demo_make_activities (DemoMaker *maker, GError **error)
{
    g_autoptr (GPtrArray) tasks = demo_rows ("tasks.csv", error);
    SzDate first = sz_date_week_start (sz_date_new (DEMO_YEAR - 1, 9, 2));

    if (tasks == NULL)
        return false;
    for (SzDate monday = first; monday <= DEMO_TODAY - 4; monday += 7) {
        if (is_closed (monday))
            continue;
        for (unsigned i = 0; i < maker->staff->len; i++) {
            const DemoStaff *staff = &g_array_index (maker->staff, DemoStaff, i);
            double wanted = function_of (staff->function)->per_week * 2 * staff->fte;
            unsigned n = (unsigned) (wanted * (0.7 + 0.6 * sz_env_unit (maker->env)));

            for (unsigned k = 0; k < n; k++) {
                if (!put_activity (maker, tasks, staff, monday, error))
                    return false;
            }
        }
    }
    return true;
}
