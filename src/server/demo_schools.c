/* SPDX-License-Identifier: EUPL-1.2 */
/* The centre, its schools and their classes. The first schools are real ones; where more are needed
 * than the list holds, invented ones with numbers from 900001 stand in the same municipalities. */
#define G_LOG_DOMAIN "sz-demo-schools"

#include "config.h"

#include "server/demo_maker.h"


static const char *const grades[N_GRADES] = {
    "K1", "K2", "K3", "L1", "L2", "L3", "L4", "L5", "L6", "SO1", "SO2", "SO3", "SO4", "SO5", "SO6",
};

const char *
demo_grade_code (int grade)
{
    return grades[grade];
}

static void
school_free (void *data)
{
    DemoSchool *school = data;

    for (int year = 0; year < 2; year++) {
        for (int grade = 0; grade < N_GRADES; grade++)
            g_clear_pointer (&school->classes[year][grade], g_array_unref);
    }
    g_free (school->street);
    g_free (school->house_number);
    g_free (school->postal_code);
    g_free (school->city);
    g_free (school);
}

bool
demo_make_centre (DemoMaker *maker, unsigned index, GError **error)
{
    g_autofree char *number = g_strdup_printf ("%d", SZ_DEMO_CENTRE_NUMBER + (int) index);
    g_autofree char *name = index == 0
                                ? g_strdup ("CLB De Brug (demonstratie)")
                                : g_strdup_printf ("CLB De Brug %u (demonstratie)", index + 1);
    SzRecord *centre = sz_record_new (sz_kind_by_name ("centre"), NULL);

    centre->id = sz_id_from_name ("centre", number);
    maker->centre = centre->id;
    g_free (maker->scope);
    maker->scope = g_strdup_printf ("centre:%s", number);
    sz_record_set_text (centre, "number", number);
    sz_record_set_text (centre, "name", name);
    sz_record_set_text (centre, "network", "other");
    g_clear_pointer (&maker->pupils, g_array_unref);
    maker->pupils = g_array_new (FALSE, FALSE, sizeof (DemoPupil));
    g_clear_pointer (&maker->schools, g_ptr_array_unref);
    maker->schools = g_ptr_array_new_with_free_func (school_free);
    return demo_put (maker, centre, "reference", error);
}

/* Columns of schools.csv. */
enum {
    NUMBER,
    NAME,
    LEVEL,
    EDUCATION,
    STREET,
    HOUSE_NUMBER,
    POSTAL_CODE,
    CITY,
    NIS,
    N_COLUMNS,
};

/* The next real school of that level, taken off the list; NULL when there is none. */
static char **
take_real (DemoMaker *maker, const char *level)
{
    for (unsigned i = 0; i < maker->real->len; i++) {
        char **row = g_ptr_array_index (maker->real, i);

        if (g_str_equal (row[LEVEL], level))
            return g_ptr_array_steal_index (maker->real, i);
    }
    return NULL;
}

/* One in the municipality of a school that is there already, so that families have both kinds near. */
static char **
invent (DemoMaker *maker, const char *level, unsigned nth, char **near)
{
    bool secondary = g_str_equal (level, "secondary");
    g_autoptr (GPtrArray) row = g_ptr_array_new ();

    maker->invented++;
    g_ptr_array_add (row, g_strdup_printf ("%u", 900000 + maker->invented));
    g_ptr_array_add (row,
                     g_strdup_printf ("%s %s %s", secondary ? "Secundaire School" : "Basisschool",
                                      g_array_index (maker->school_names, DemoName,
                                                     (maker->invented - 1) %
                                                         maker->school_names->len)
                                          .text,
                                      near[CITY]));
    g_ptr_array_add (row, g_strdup (level));
    g_ptr_array_add (row, g_strdup ("ordinary"));
    g_ptr_array_add (row, g_strdup (demo_street (maker)));
    g_ptr_array_add (row, g_strdup_printf ("%u", 1 + (unsigned) sz_env_below (maker->env, 120)));
    for (int column = POSTAL_CODE; column <= NIS; column++)
        g_ptr_array_add (row, g_strdup (near[column]));
    g_ptr_array_add (row, NULL);
    return (char **) g_ptr_array_steal (row, NULL);
}

static void
set_grades (DemoSchool *school, const char *name)
{
    school->first_grade = school->secondary ? FIRST_SECONDARY : 0;
    school->last_grade = school->secondary ? N_GRADES - 1 : FIRST_SECONDARY - 1;
    if (!school->secondary)
        return;
    if (strstr (name, "eerste graad") != NULL || strstr (name, "1ste") != NULL ||
        strstr (name, "iddenschool") != NULL)
        school->last_grade = FIRST_SECONDARY + 1;
    else if (strstr (name, "2de") != NULL)
        school->first_grade = FIRST_SECONDARY + 2;
}

static bool
put_school (DemoMaker *maker, DemoSchool *school, char **row, GError **error)
{
    SzRecord *record = sz_record_new (sz_kind_by_name ("school"), &school->id);
    SzRecord *site;
    SzId site_id = sz_id_from_name ("site", row[NUMBER]);

    sz_record_set_text (record, "number", row[NUMBER]);
    sz_record_set_text (record, "name", row[NAME]);
    sz_record_set_text (record, "level", row[LEVEL]);
    sz_record_set_text (record, "education", row[EDUCATION]);
    sz_record_set_id (record, "centre", &maker->centre);
    site = sz_record_new (sz_kind_by_name ("site"), &site_id);
    sz_record_set_id (site, "school", &school->id);
    sz_record_set_text (site, "sequence", "01");
    for (int i = 0; i < 2; i++) {
        SzRecord *place = i == 0 ? record : site;

        sz_record_set_text (place, "street", row[STREET]);
        sz_record_set_text (place, "house_number", row[HOUSE_NUMBER]);
        sz_record_set_text (place, "postal_code", row[POSTAL_CODE]);
        sz_record_set_text (place, "city", row[CITY]);
        sz_record_set_id (place, "municipality", &school->municipality);
    }
    school->site = site_id;
    if (!demo_put (maker, record, "reference", error)) {
        sz_record_free (site);
        return false;
    }
    return demo_put (maker, site, "reference", error);
}

static bool
add_school (DemoMaker *maker, char **row, GError **error)
{
    DemoSchool *school = g_new0 (DemoSchool, 1);

    g_ptr_array_add (maker->schools, school);
    school->id = sz_id_from_name ("school", row[NUMBER]);
    school->secondary = g_str_equal (row[LEVEL], "secondary");
    school->special = g_str_equal (row[EDUCATION], "special");
    school->postal_code = g_strdup (row[POSTAL_CODE]);
    school->city = g_strdup (row[CITY]);
    school->street = g_strdup (row[STREET]);
    school->house_number = g_strdup (row[HOUSE_NUMBER]);
    school->zeal = 0.86 + 0.14 * sz_env_unit (maker->env);
    set_grades (school, row[NAME]);
    return demo_find (maker, "municipality", "nis", row[NIS], &school->municipality, error) &&
           put_school (maker, school, row, error);
}

static bool
is_taught (DemoMaker *maker, int grade)
{
    for (unsigned i = 0; i < maker->schools->len; i++) {
        const DemoSchool *school = g_ptr_array_index (maker->schools, i);

        if (school->first_grade <= grade && grade <= school->last_grade)
            return true;
    }
    return false;
}

/* A small centre may get schools of one stage only: its first secondary school has them all then. */
static void
teach_every_grade (DemoMaker *maker)
{
    DemoSchool *first = g_ptr_array_index (maker->schools, 0);

    for (int grade = FIRST_SECONDARY; grade < N_GRADES; grade++) {
        if (!is_taught (maker, grade)) {
            first->first_grade = MIN (first->first_grade, grade);
            first->last_grade = MAX (first->last_grade, grade);
        }
    }
}

/* A third of the schools is secondary: their pupils are as many, their schools are larger. */
bool
demo_make_schools (DemoMaker *maker, unsigned n, GError **error)
{
    unsigned secondary = MAX (1, n * 35 / 100);
    g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
    static const char fallback[] = "0;x;secondary;ordinary;x;1;8000;Brugge;31005";
    g_auto (GStrv) bruges = g_strsplit (fallback, ";", -1);

    for (unsigned i = 0; i < n; i++) {
        const char *level = i < secondary ? "secondary" : "basic";
        char **near = rows->len > 0
                          ? g_ptr_array_index (rows, i % MAX (1, MIN (secondary, rows->len)))
                          : bruges;
        char **row = take_real (maker, level);

        if (row == NULL)
            row = invent (maker, level, i / MAX (1, secondary) * 7 + i, near);
        g_ptr_array_add (rows, row);
        if (!add_school (maker, row, error))
            return false;
    }
    teach_every_grade (maker);
    return true;
}

/* The class in which the next pupil of that school, year (0 now, 1 before) and grade sits. */
bool
demo_class (DemoMaker *maker, DemoSchool *school, int year, int grade, SzId *id, GError **error)
{
    unsigned nth = school->filled[year][grade]++ / (school->special ? 8 : CLASS_SIZE);
    GArray **classes = &school->classes[year][grade];
    g_autofree char *name = NULL;
    SzRecord *record;
    int in_level = grade < 3                 ? grade + 1
                   : grade < FIRST_SECONDARY ? grade - 2
                                             : grade - FIRST_SECONDARY + 1;

    if (*classes == NULL)
        *classes = g_array_new (FALSE, FALSE, sizeof (SzId));
    if (nth < (*classes)->len) {
        *id = g_array_index (*classes, SzId, nth);
        return true;
    }
    record = demo_record (maker, "class_group");
    name = g_strdup_printf ("%d%s%c%s", in_level, grade < 3 ? "K" : "", 'A' + (int) (nth % 26),
                            nth >= 26 ? "2" : "");
    *id = record->id;
    g_array_append_val (*classes, *id);
    sz_record_set_id (record, "school", &school->id);
    sz_record_set_id (record, "site", &school->site);
    sz_record_set_integer (record, "school_year", DEMO_YEAR - year);
    sz_record_set_text (record, "grade", grades[grade]);
    sz_record_set_text (record, "name", name);
    return demo_put (maker, record, maker->scope, error);
}
