/* SPDX-License-Identifier: EUPL-1.2 */
/* Families, their children, and where these go to school this year and went the year before. */
#define G_LOG_DOMAIN "sz-demo-pupils"

#include "config.h"

#include "server/demo_maker.h"

#include "base/national_number.h"

/* What the children of one family share. */
typedef struct {
    const DemoOrigin *origin;
    const char *last_name;
    char *street;
    char *house_number;
    const DemoSchool *home; /* the basic school next door */
    double care;
    unsigned phone;
} Family;

static DemoSchool *
pick_school (DemoMaker *maker, bool secondary, int grade, const DemoSchool *near)
{
    /* Six in ten stay in their municipality; after some tries any school of the level will do. */
    for (int try = 0; try < 200; try++) {
        DemoSchool *school =
            g_ptr_array_index (maker->schools, sz_env_below (maker->env, maker->schools->len));

        if (school->secondary != secondary || grade < school->first_grade ||
            grade > school->last_grade)
            continue;
        if (school->special && !demo_chance (maker, 0.3))
            continue;
        if (near == NULL || try > 60 || sz_id_equal (&school->municipality, &near->municipality) ||
            demo_chance (maker, 0.02))
            return school;
    }
    return NULL;
}

/* Mostly careful, some late, a few who refuse. */
static double
pick_care (DemoMaker *maker)
{
    double u = sz_env_unit (maker->env);

    return u < 0.015 ? 0 : u < 0.10 ? 0.75 : 0.99;
}

static void
make_family (DemoMaker *maker, Family *family)
{
    family->origin = demo_origin_pick (maker);
    family->last_name =
        demo_name_pick (maker,
                        family->origin->last->len > 0
                            ? family->origin->last
                            : ((DemoOrigin *) g_hash_table_lookup (maker->origins, "BE"))->last);
    family->street = g_strdup (demo_street (maker));
    family->house_number = g_strdup_printf ("%u", 1 + (unsigned) sz_env_below (maker->env, 180));
    family->home = pick_school (maker, false, 3, NULL);
    family->care = pick_care (maker);
    family->phone = (unsigned) sz_env_below (maker->env, 1000000);
}

/* A number that nobody else of this demonstration has; false when that day is full. */
static bool
give_number (DemoMaker *maker, SzDate birth, bool boy, char digits[static 12])
{
    size_t slot = (size_t) (birth - sz_date_new (1990, 1, 1)) * 2 + boy;
    unsigned sequence = 2 * maker->numbers[slot] + (boy ? 1 : 2);

    if (sequence > 998)
        return false;
    maker->numbers[slot]++;
    sz_national_number_make_test (birth, (int) sequence, digits);
    return true;
}

static bool
put_enrolment (DemoMaker *maker,
               const SzId *pupil,
               DemoSchool *school,
               int year,
               int grade,
               SzId *class_group,
               GError **error)
{
    SzRecord *record;
    SzDate from = sz_school_year_start (DEMO_YEAR - year);

    if (!demo_class (maker, school, year, grade, class_group, error))
        return false;
    record = demo_record (maker, "enrolment");
    sz_record_set_id (record, "pupil", pupil);
    sz_record_set_id (record, "school", &school->id);
    sz_record_set_id (record, "site", &school->site);
    sz_record_set_id (record, "class_group", class_group);
    sz_record_set_date (record, "valid_from", from);
    if (year > 0)
        sz_record_set_date (record, "valid_until", sz_school_year_end (DEMO_YEAR - year));
    return demo_put (maker, record, maker->scope, error);
}

static SzRecord *
pupil_record (DemoMaker *maker, const Family *family, SzDate birth)
{
    SzRecord *record = demo_record (maker, "pupil");
    bool boy = demo_chance (maker, 0.51);
    char digits[12];
    g_autofree char *phone = NULL;

    while (!give_number (maker, birth, boy, digits))
        birth++;
    sz_record_set_text (record, "national_number", digits);
    sz_record_set_text (record, "first_name", demo_name_pick (maker, family->origin->first[boy]));
    sz_record_set_text (record, "last_name", family->last_name);
    sz_record_set_text (record, "sex", boy ? "M" : "F");
    sz_record_set_date (record, "birth_date", birth);
    sz_record_set_text (record, "street", family->street);
    sz_record_set_text (record, "house_number", family->house_number);
    sz_record_set_text (record, "postal_code", family->home->postal_code);
    sz_record_set_text (record, "city", family->home->city);
    sz_record_set_id (record, "municipality", &family->home->municipality);
    /* 0470 00-99 is not given out to operators: nobody's telephone rings. */
    phone = g_strdup_printf ("0470 00 %02u %02u", family->phone / 100 % 100, family->phone % 100);
    sz_record_set_text (record, "phone", phone);
    return record;
}

static bool
make_child (DemoMaker *maker, const Family *family, int birth_year, GError **error)
{
    int grade = DEMO_YEAR - 3 - birth_year;
    SzDate birth =
        demo_day_between (maker, sz_date_new (birth_year, 1, 1), sz_date_new (birth_year, 12, 31));
    bool secondary = grade >= FIRST_SECONDARY;
    DemoSchool *school =
        secondary ? pick_school (maker, true, grade, family->home) : (DemoSchool *) family->home;
    DemoSchool *before =
        grade == FIRST_SECONDARY || demo_chance (maker, 0.04)
            ? pick_school (maker, grade - 1 >= FIRST_SECONDARY, grade - 1, family->home)
            : school;
    SzRecord *record = pupil_record (maker, family, birth);
    DemoPupil pupil = { .id = record->id, .grade = grade };
    DemoChild child = { .pupil = record->id,
                        .birth = sz_record_date (record, "birth_date"),
                        .grade = grade,
                        .care = family->care };
    SzId old_class;

    if (school == NULL) {
        sz_record_free (record);
        g_set_error (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_FAILED, "no school for grade %s",
                     demo_grade_code (grade));
        return false;
    }
    pupil.school = school->id;
    child.zeal = school->zeal;
    child.school = sz_id_hash (&school->id);
    if (!demo_put (maker, record, maker->scope, error))
        return false;
    if (grade > 0 && before != NULL && before->first_grade < grade &&
        before->last_grade >= grade - 1 &&
        !put_enrolment (maker, &pupil.id, before, 1, grade - 1, &old_class, error))
        return false;
    if (!put_enrolment (maker, &pupil.id, school, 0, grade, &pupil.class_group, error) ||
        !demo_make_shots (maker, &child, error))
        return false;
    g_array_append_val (maker->pupils, pupil);
    maker->done++;
    return true;
}

/* Births of one family are two or three years apart, now and then twins. */
static bool
make_children (DemoMaker *maker, const Family *family, unsigned n, GError **error)
{
    int year = DEMO_YEAR - 17 + (int) sz_env_below (maker->env, N_GRADES);

    for (unsigned i = 0; i < n; i++) {
        if (!make_child (maker, family, year, error))
            return false;
        year += demo_chance (maker, 0.02) ? 0 : 2 + (int) sz_env_below (maker->env, 2);
        if (year > DEMO_YEAR - 3)
            year = DEMO_YEAR - 17 + (int) sz_env_below (maker->env, N_GRADES);
    }
    return true;
}

bool
demo_make_pupils (DemoMaker *maker, int64_t n, GError **error)
{
    static const unsigned sizes[] = { 1, 1, 1, 1, 2, 2, 2, 2, 3, 3 };
    const SzDemo *demo = maker->demo;

    while (maker->pupils->len < n) {
        Family family;
        unsigned children = MIN (sizes[sz_env_below (maker->env, G_N_ELEMENTS (sizes))],
                                 (unsigned) (n - maker->pupils->len));
        bool ok;

        make_family (maker, &family);
        ok = family.home != NULL && make_children (maker, &family, children, error);
        if (family.home == NULL)
            g_set_error_literal (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_FAILED, "no basic school");
        g_free (family.street);
        g_free (family.house_number);
        if (!ok)
            return false;
        if (demo->progress != NULL && maker->done % 1000 < children)
            demo->progress (demo->data, maker->done, demo->pupils);
    }
    return true;
}
