/* SPDX-License-Identifier: EUPL-1.2 */
/* A small centre, the same at each run; see fixture.h. */
#include "support/fixture.h"

#include "base/national_number.h"

#include <string.h>

#define CENTRE "centre:114"
#define OTHER_CENTRE "centre:115"
#define REFERENCE "reference"
#define PER_CLASS 10

typedef struct {
    const char *name;
    const char *school;
    const char *grade;
    int birth_year;
} Class;

static const Class classes[] = {
    { "K3A", "A", "K3", 2015 },   { "L1A", "A", "L1", 2014 },   { "L5A", "A", "L5", 2010 },
    { "SO1A", "B", "SO1", 2008 }, { "SO1B", "B", "SO1", 2008 }, { "L1B", "C", "L1", 2014 },
};

SzId
fixture_id (const char *kind, const char *name)
{
    g_autofree char *space = g_strconcat ("fixture ", kind, NULL);

    return sz_id_from_name (space, name);
}

char *
fixture_id_text (const char *kind, const char *name)
{
    SzId id = fixture_id (kind, name);

    return sz_id_to_string (&id);
}

static void
set_field (SzRecord *record, const char *line)
{
    const char *equals = strchr (line, '=');
    g_autofree char *field = g_strndup (line, equals - line);
    g_autoptr (GError) error = NULL;

    if (equals[1] == '@') {
        g_auto (GStrv) parts = g_strsplit (equals + 2, ":", 2);
        SzId id = fixture_id (parts[0], parts[1]);

        sz_record_set_id (record, field, &id);
    } else if (!sz_record_set_from_text (record, field, equals + 1, &error)) {
        g_error ("%s: %s", line, error->message);
    }
}

void
fixture_put (SzDb *db, const char *scope, const char *kind, const char *name, const char *text)
{
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    SzId id = fixture_id (kind, name);
    g_autoptr (SzRecord) record = sz_record_new (sz_kind_by_name (kind), &id);
    g_autoptr (GError) error = NULL;
    SzPlace place = { .scope = sz_scope_id (db, scope, &error), .seq = 1 };
    bool put;

    record->rev = 1;
    for (char **line = lines; *line != NULL; line++)
        if (**line != '\0')
            set_field (record, *line);
    put = sz_records_put (db, record, &place, &error);
    g_assert_no_error (error);
    g_assert_true (put);
}

G_GNUC_PRINTF (5, 6)
static void
add (SzDb *db, const char *scope, const char *kind, const char *name, const char *format, ...)
{
    va_list args;
    g_autofree char *text = NULL;

    va_start (args, format);
    text = g_strdup_vprintf (format, args);
    va_end (args);
    fixture_put (db, scope, kind, name, text);
}

static void
add_reference (SzDb *db)
{
    add (db, REFERENCE, "zone", "z1", "code=z1\nname=Brugge");
    add (db, REFERENCE, "municipality", "31005", "nis=31005\nname=Brugge\nzone=@zone:z1");
    add (db, REFERENCE, "municipality", "31012", "nis=31012\nname=Jabbeke\nzone=@zone:z1");
    add (db, REFERENCE, "centre", "114", "number=114\nname=CLB Brugge\nnetwork=vclb");
    add (db, REFERENCE, "centre", "115", "number=115\nname=CLB Oostende\nnetwork=go");
    add (db, REFERENCE, "school", "A",
         "number=100001\nname=Basisschool De Eik\ncentre=@centre:114");
    add (db, REFERENCE, "school", "B", "number=100002\nname=Sint-Lucas\ncentre=@centre:114");
    add (db, REFERENCE, "school", "C", "number=100003\nname=De Zeebries\ncentre=@centre:115");
    add (db, REFERENCE, "vaccine", FIXTURE_MMR,
         "code=" FIXTURE_MMR "\nname=Mazelen, bof en rodehond");
    add (db, REFERENCE, "vaccine", FIXTURE_TETANUS, "code=" FIXTURE_TETANUS "\nname=Tetanus");
    add (db, REFERENCE, "disease", FIXTURE_COVID,
         "code=" FIXTURE_COVID "\nname=COVID-19\nnotifiable=1");
    add (db, REFERENCE, "disease", "measles", "code=measles\nname=Mazelen\nnotifiable=1");
}

static void
add_rule (SzDb *db,
          const char *table,
          const char *key,
          const char *from,
          const char *until,
          const char *number,
          const char *text)
{
    g_autofree char *name = g_strjoin ("/", table, key, from, text, NULL);

    add (
        db, REFERENCE, "rule", name,
        "rule_table=%s\nrule_key=%s\nvalid_from=%s\nvalid_until=%s\nnumber=%s\ntext=%s\nsource=%s %s\nstatus=confirmed",
        table, key, from, until, number, text, key, from);
}

/* Minutes per high-risk contact change in the middle of the autumn; the older schedule asked one dose only. */
static void
add_rules (SzDb *db)
{
    add_rule (db, "workload", "minutes_contact_tracing", "2020-09-01", "", "90", "");
    add_rule (db, "workload", "minutes_high_risk_contact", "2020-09-01", "", "18", "");
    add_rule (db, "workload", "minutes_high_risk_contact", "2020-11-01", "", "12", "");
    add_rule (db, "workload", "hours_fte_year", "", "", "2080", "");
    add_rule (db, "schedule", FIXTURE_MMR, "2000-01-01", "2020-08-31", "1", "L1");
    add_rule (db, "schedule", FIXTURE_MMR, "2020-09-01", "", "1", "K3");
    add_rule (db, "schedule", FIXTURE_MMR, "2020-09-01", "", "2", "L5");
    add_rule (db, "schedule", FIXTURE_TETANUS, "2000-01-01", "", "1", "SO3");
    add_rule (db, "coverage_target", "default", "2000-01-01", "", "90", "");
    add_rule (db, "coverage_target", FIXTURE_MMR, "2000-01-01", "", "95", "");
}

static const char *
class_scope (const Class *class)
{
    return g_str_equal (class->school, "C") ? OTHER_CENTRE : CENTRE;
}

/* The ninth pupil of a class left on 31 October, the tenth came on 1 December, in class L5A only. */
static void
add_enrolment (SzDb *db, const Class *class, const char *name, int place)
{
    bool moves = g_str_equal (class->name, "L5A");

    add (
        db, class_scope (class), "enrolment", name,
        "pupil=@pupil:%s\nschool=@school:%s\nclass_group=@class_group:%s\nvalid_from=%s\nvalid_until=%s",
        name, class->school, class->name, moves && place == 9 ? "2020-12-01" : "2020-09-01",
        moves && place == 8 ? "2020-10-31" : "");
}

static void
add_vaccination (SzDb *db,
                 const Class *class,
                 int pupil,
                 const char *name,
                 const char *code,
                 const char *day)
{
    g_autofree char *full_name = g_strdup_printf ("%d/%s", pupil, name);

    add (db, class_scope (class), "vaccination", full_name,
         "pupil=@pupil:%d\nvaccine=@vaccine:%s\ngiven_on=%s", pupil, code, day);
}

/* A first dose that a correction moves to after FIXTURE_DAY. */
static void
add_correction (SzDb *db, const Class *class, int pupil)
{
    g_autofree char *name = g_strdup_printf ("%d/correction", pupil);

    add (db, class_scope (class), "vaccination", name,
         "pupil=@pupil:%d\nvaccine=@vaccine:" FIXTURE_MMR
         "\ngiven_on=2021-03-01\nsupersedes=@vaccination:%d/first",
         pupil, pupil);
}

/* Of each class: pupil 0 nothing, 1 a first dose after FIXTURE_DAY, 2-5 one dose (5: corrected), 6 two on one day, 7-9 two
 * doses. */
static void
add_vaccinations (SzDb *db, const Class *class, int pupil, int place)
{
    if (place == 0)
        return;
    if (place == 1) {
        add_vaccination (db, class, pupil, "late", FIXTURE_MMR, "2020-11-16");
        return;
    }
    add_vaccination (db, class, pupil, "first", FIXTURE_MMR, "2016-03-01");
    add_vaccination (db, class, pupil, "tetanus", FIXTURE_TETANUS, "2016-03-01");
    if (place == 5)
        add_correction (db, class, pupil);
    if (place == 6)
        add_vaccination (db, class, pupil, "again", FIXTURE_MMR, "2016-03-01");
    if (place >= 7)
        add_vaccination (db, class, pupil, "second", FIXTURE_MMR, "2020-10-05");
}

static void
add_pupil (SzDb *db, const Class *class, int pupil, int place)
{
    static const char *const first[] = { "Lotte", "Emma",   "Noor", "Çelik", "Daan",
                                         "Lucas", "Mathis", "Zoë",  "Amir",  "Jef" };
    static const char *const last[] = { "Peeters",   "De Smet",  "D'Hondt",
                                        "El Amrani", "Janssens", "Van den Berg" };
    g_autofree char *name = g_strdup_printf ("%d", pupil);
    SzDate birth = sz_date_new (class->birth_year, 1 + place, 10 + place);
    char digits[12];
    char day[SZ_DATE_TEXT];

    sz_date_format (birth, day);
    sz_national_number_make_test (birth, 1 + 2 * pupil + place % 2, digits);
    add (
        db, class_scope (class), "pupil", name,
        "national_number=%s\nfirst_name=%s\nlast_name=%s\nbirth_date=%s\nmunicipality=@municipality:%s",
        digits, first[place], last[pupil % 6], day, place % 3 == 0 ? "31012" : "31005");
    add_enrolment (db, class, name, place);
    add_vaccinations (db, class, pupil, place);
}

static void
add_classes (SzDb *db)
{
    for (int i = 0; i < (int) G_N_ELEMENTS (classes); i++) {
        add (db, class_scope (&classes[i]), "class_group", classes[i].name,
             "school=@school:%s\nschool_year=2020\ngrade=%s\nname=%s", classes[i].school,
             classes[i].grade, classes[i].name);
        for (int place = 0; place < PER_CLASS; place++)
            add_pupil (db, &classes[i], i * PER_CLASS + place, place);
    }
}

static void
add_staff (SzDb *db)
{
    static const char *const days[] = { "2020-10-26", "2020-10-28", "2020-10-30", "2020-11-02",
                                        "2020-11-03" };

    add (db, CENTRE, "staff_member", "s1",
         "code=s1\nfirst_name=An\nlast_name=Peeters\nfunction=nurse\nactive=1");
    add (db, CENTRE, "staff_member", "s2",
         "code=s2\nfirst_name=Jan\nlast_name=Maes\nfunction=doctor\nactive=1");
    add (db, CENTRE, "staff_member", "s3",
         "code=s3\nlast_name=Wouters\nfunction=psychologist\nactive=1");
    add (db, OTHER_CENTRE, "staff_member", "s4",
         "code=s4\nlast_name=Claes\nfunction=nurse\nactive=1");
    add (db, CENTRE, "capacity", "s1",
         "staff_member=@staff_member:s1\nvalid_from=2020-09-01\nfte=1");
    add (db, CENTRE, "capacity", "s2",
         "staff_member=@staff_member:s2\nvalid_from=2020-09-01\nvalid_until=2020-10-28\nfte=0.5");
    add (db, CENTRE, "capacity", "s2b",
         "staff_member=@staff_member:s2\nvalid_from=2020-10-29\nfte=0.8");
    for (int i = 0; i < 20; i++) {
        g_autofree char *name = g_strdup_printf ("a%d", i);

        add (
            db, i % 4 == 3 ? OTHER_CENTRE : CENTRE, "activity", name,
            "staff_member=@staff_member:s%d\nperformed_on=%s\nfunction=%s\nsubject=Vraag\ndomain=health\nminutes=%d\npupil=@pupil:%d",
            1 + i % 4, days[i % 5], i % 4 == 1 && i > 9 ? "director" : "", 30 + 15 * (i % 3), i);
    }
}

static void
add_infection (SzDb *db,
               int number,
               const Class *class,
               int pupil,
               const char *reported,
               const char *traced,
               const char *status)
{
    g_autofree char *name = g_strdup_printf ("i%d", number);
    g_autofree char *reference = g_strdup_printf ("pupil=@pupil:%d", pupil);
    bool teacher = pupil < 0;

    add (
        db, class_scope (class), "infection", name,
        "%s\nperson=%s\nschool=@school:%s\nclass_group=@class_group:%s\ndisease=@disease:" FIXTURE_COVID
        "\nstatus=%s\nreported_on=%s\ntraced_on=%s\nonset=%s",
        teacher ? "" : reference, teacher ? "teacher" : "pupil", class->school, class->name, status,
        reported, traced, number % 2 == 0 ? "2020-10-27" : "");
    for (int i = 0; i < 3; i++) {
        g_autofree char *contact = g_strdup_printf ("i%d/%d", number, i);

        add (db, class_scope (class), "contact", contact,
             "infection=@infection:%s\nperson=%s\npupil=@pupil:%d\nrisk=%s\nrelation=class", name,
             i == 2 && number % 3 == 0 ? "teacher" : "pupil", (pupil + 60 + i + 1) % 10,
             i < 2 ? "high" : "low");
    }
}

static void
add_infections (SzDb *db)
{
    add_infection (db, 0, &classes[2], 20, "2020-10-29", "2020-10-29", "confirmed");
    add_infection (db, 1, &classes[2], 21, "2020-10-30", "2020-10-30", "confirmed");
    add_infection (db, 2, &classes[2], 25, "2020-11-06", "2020-11-06", "confirmed");
    add_infection (db, 3, &classes[2], -1, "2020-11-06", "2020-11-07", "probable");
    add_infection (db, 4, &classes[3], 30, "2020-10-29", "", "suspected");
    add_infection (db, 5, &classes[3], 31, "2020-11-20", "2020-11-20", "confirmed");
    add_infection (db, 6, &classes[4], 44, "2020-11-02", "2020-11-03", "refuted");
    add_infection (db, 7, &classes[5], 55, "2020-11-02", "2020-11-02", "confirmed");
}

void
fixture_add (SzDb *db)
{
    g_autoptr (GError) error = NULL;
    bool done = sz_db_begin (db, &error);

    g_assert_true (done);
    add_reference (db);
    add_rules (db);
    add_classes (db);
    add_staff (db);
    add_infections (db);
    done = sz_db_commit (db, &error);
    g_assert_no_error (error);
    g_assert_true (done);
}
