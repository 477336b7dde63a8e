/* SPDX-License-Identifier: EUPL-1.2 */
/* A child's vaccinations, with the gaps a real school has: families that refuse, doses missed, school
 * days missed and caught up. The series are those of the basic vaccination scheme; what school offers
 * when stands in the domain notes, table R1 (measles at ten until 2023). */
#define G_LOG_DOMAIN "sz-demo-shots"

#include "config.h"

#include "server/demo_maker.h"

#include <string.h>

typedef struct {
    const char *code; /* SNOMED, of the vaccine table */
    int months;       /* age */
    double chance;    /* on top of the family's care */
} Baby;

static const Baby baby[] = {
    { "871895005", 2, 1 },        { "871895005", 3, 1 },      { "871895005", 4, 1 },
    { "871895005", 15, 0.985 },   { "981000221107", 2, 1 },   { "981000221107", 4, 1 },
    { "981000221107", 12, 0.99 }, { "871761004", 2, 0.93 },   { "871761004", 3, 0.92 },
    { "871761004", 4, 0.70 },     { "871831003", 12, 0.975 }, { "871866001", 15, 0.97 },
};

typedef struct {
    const char *code;
    int grade;      /* index: 3 = L1 */
    unsigned doses; /* within the school year */
    double chance;
} School;

static const School offered[] = {
    { "871878002", 3, 1, 0.975 },  /* DTPa-IPV in L1 */
    { "871831003", 7, 1, 0.965 },  /* MMR, second dose, in L5 until 2022-2023 */
    { "1209197008", 9, 2, 0.955 }, /* HPV in SO1 */
    { "871875004", 11, 1, 0.955 }, /* dTpa in SO3 */
};

static bool
put_shot (DemoMaker *maker,
          const DemoChild *child,
          const char *code,
          SzDate day,
          const char *by,
          const char *place,
          GError **error)
{
    static const char letters[] = "ABCDEFGHJKLMNPRSTUVWXYZ";
    SzRecord *record;
    SzId vaccine;
    g_autofree char *lot = NULL;

    if (day > DEMO_TODAY || day < child->birth)
        return true;
    if (!demo_find (maker, "vaccine", "code", code, &vaccine, error))
        return false;
    record = demo_record (maker, "vaccination");
    /* One lot serves many children: it follows from the vaccine and the quarter. */
    lot = g_strdup_printf ("%c%c%03u%c", letters[g_str_hash (code) % strlen (letters)],
                           letters[(unsigned) day / 91 % strlen (letters)],
                           (unsigned) (day / 91 * 37 % 1000),
                           letters[(unsigned) day / 91 * 7 % strlen (letters)]);
    sz_record_set_id (record, "pupil", &child->pupil);
    sz_record_set_id (record, "vaccine", &vaccine);
    sz_record_set_date (record, "given_on", day);
    sz_record_set_text (record, "lot", lot);
    sz_record_set_text (record, "vaccinator", by);
    sz_record_set_text (record, "place", place);
    return demo_put (maker, record, maker->scope, error);
}

/* The day the centre came to that school for that grade in that school year. */
static SzDate
session_day (const DemoChild *child, int school_year, int grade, unsigned dose)
{
    unsigned spread = (unsigned) ((child->school ^ (uint64_t) grade * 2654435761u) % 150);

    return demo_working_day (sz_school_year_start (school_year) + 14 + (SzDate) spread / 3 +
                             (SzDate) dose * 168);
}

static bool
put_baby_shots (DemoMaker *maker, const DemoChild *child, GError **error)
{
    for (size_t i = 0; i < G_N_ELEMENTS (baby); i++) {
        SzDate day = demo_working_day (child->birth + baby[i].months * 365 / 12 +
                                       (SzDate) sz_env_below (maker->env, 20));

        if (!demo_chance (maker, child->care * baby[i].chance))
            continue;
        if (!put_shot (maker, child, baby[i].code, day, "Kind en Gezin", "kind-gezin", error))
            return false;
    }
    return true;
}

static bool
put_school_shots (DemoMaker *maker, const DemoChild *child, GError **error)
{
    for (size_t i = 0; i < G_N_ELEMENTS (offered); i++) {
        int school_year = DEMO_YEAR - (child->grade - offered[i].grade);

        for (unsigned dose = 0; dose < offered[i].doses; dose++) {
            SzDate day = session_day (child, school_year, offered[i].grade, dose);
            bool absent = demo_chance (maker, 0.06);

            if (child->grade < offered[i].grade ||
                !demo_chance (maker, child->care * child->zeal * offered[i].chance +
                                         (1 - child->zeal) * 0.3 * child->care))
                continue;
            if (absent)
                day = demo_working_day (day + 21 + (SzDate) sz_env_below (maker->env, 60));
            if (!put_shot (maker, child, offered[i].code, day,
                           absent && demo_chance (maker, 0.4) ? "Huisarts" : "CLB", "school",
                           error))
                return false;
        }
    }
    return true;
}

/* Some children get what is not in the scheme: influenza each autumn for those at risk, hepatitis A for a journey. */
static bool
put_other_shots (DemoMaker *maker, const DemoChild *child, GError **error)
{
    if (child->care > 0 && demo_chance (maker, 0.12)) {
        SzDate day =
            demo_working_day (child->birth + 400 + (SzDate) sz_env_below (maker->env, 2500));

        if (!put_shot (maker, child, "871751006", day, "Huisarts", "huisarts", error) ||
            !put_shot (maker, child, "871751006", demo_working_day (day + 200), "Huisarts",
                       "huisarts", error))
            return false;
    }
    if (child->care > 0 && demo_chance (maker, 0.10)) {
        for (int year = DEMO_YEAR - 9; year <= DEMO_YEAR; year++) {
            SzDate day = demo_working_day (sz_date_new (year, 10, 5) +
                                           (SzDate) sz_env_below (maker->env, 28));

            if (!put_shot (maker, child, "1181000221105", day, "Huisarts", "huisarts", error))
                return false;
        }
    }
    return true;
}

bool
demo_make_shots (DemoMaker *maker, const DemoChild *child, GError **error)
{
    return put_baby_shots (maker, child, error) && put_school_shots (maker, child, error) &&
           put_other_shots (maker, child, error);
}
