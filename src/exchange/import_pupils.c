/* SPDX-License-Identifier: EUPL-1.2 */
/* Pupils with their enrolments: one line an enrolment, a pupil's lines are one pupil. */
#define G_LOG_DOMAIN "sz-import-pupils"

#include "config.h"

#include "exchange/import_row.h"

#include <glib/gi18n-lib.h>

enum {
    P_NUMBER,
    P_FIRST,
    P_LAST,
    P_SEX,
    P_BIRTH,
    P_SCHOOL,
    P_FROM,
    P_STREET,
    P_HOUSE,
    P_BOX,
    P_POSTAL,
    P_CITY,
    P_SITE,
    P_GRADE,
    P_CLASS,
    P_GROUP,
    P_UNTIL,
    P_REASON,
};

static const char *const pupil_columns[] = {
    "insz",
    "voornaam",
    "naam",
    "geslacht",
    "geboortedatum",
    "instellingsnummer",
    "van",
    "straat",
    "huisnummer",
    "bus",
    "postcode",
    "gemeente",
    "vestigingsplaats",
    "leerjaar",
    "klas",
    "administratieve_groep",
    "tot",
    "reden_uitschrijving",
    NULL,
};

/* What the number itself says of the birth must be so: all of it, or the year when it says no more. */
static bool
check_birth (SzImport *import, int column, SzDate birth, const SzNationalNumber *number)
{
    int year, month, day;

    if (birth > import->today)
        return sz_import_reject (import, column, g_strdup (_ ("This day has yet to come.")));
    sz_date_split (birth, &year, &month, &day);
    if (number->year == year && (number->month == 0 || number->month == month) &&
        (number->day == 0 || number->day == day))
        return true;
    return sz_import_reject (import, column,
                             g_strdup (
                                 _ ("The date of birth is not the one in the national number.")));
}

bool
sz_import_read_pupil (SzImport *import, const SzPupilColumns *columns, SzRecord **pupil)
{
    g_autoptr (SzRecord) record = sz_record_new (sz_kind_by_name ("pupil"), NULL);
    SzNationalNumber number = { 0 };
    SzDate birth = SZ_DATE_NONE;
    char digits[12];

    if (!sz_cell_national_number (import, columns->number, digits, &number))
        return false;
    if (!sz_cell_needed (import, columns->first_name) ||
        !sz_cell_needed (import, columns->last_name) ||
        !sz_cell_needed (import, columns->birth_date))
        return false;
    if (!sz_cell_date (import, columns->birth_date, &birth) ||
        !check_birth (import, columns->birth_date, birth, &number))
        return false;
    sz_record_set_text (record, "national_number", digits);
    sz_cell_to_text (import, columns->first_name, record, "first_name");
    sz_cell_to_text (import, columns->last_name, record, "last_name");
    sz_record_set_date (record, "birth_date", birth);
    if (*sz_cell (import, columns->sex) != '\0') {
        const char *sex = sz_word_sex (sz_cell (import, columns->sex));
        if (sex == NULL)
            return sz_import_reject (import, columns->sex,
                                     g_strdup (_ ("This is no sex: write M, V or X.")));
        sz_record_set_text (record, "sex", sex);
    }
    sz_cell_to_text (import, columns->street, record, "street");
    sz_cell_to_text (import, columns->house_number, record, "house_number");
    sz_cell_to_text (import, columns->box, record, "box");
    sz_cell_to_text (import, columns->postal_code, record, "postal_code");
    sz_cell_to_text (import, columns->city, record, "city");
    if (!sz_lookup_set_municipality (import, record, columns->nis, columns->city))
        return false;
    *pupil = g_steal_pointer (&record);
    return true;
}

static bool
find_site (SzImport *import, const SzSchool *school, SzRecord *enrolment)
{
    g_autoptr (SzRecord) key = sz_record_new (sz_kind_by_name ("site"), NULL);
    g_autoptr (SzRecord) site = NULL;

    if (*sz_cell (import, P_SITE) == '\0')
        return true;
    sz_record_set_id (key, "school", &school->id);
    sz_cell_to_text (import, P_SITE, key, "sequence");
    if (!sz_import_find (import, SZ_REFERENCE_SCOPE, key, &site))
        return false;
    if (site == NULL)
        return sz_import_reject (import, P_SITE,
                                 g_strdup (_ ("The school has no site with this number.")));
    sz_record_set_id (enrolment, "site", &site->id);
    return true;
}

/* The class's record, NULL when the row names none. */
static bool
read_class (SzImport *import, const SzSchool *school, SzDate from, SzRecord **class_group)
{
    int name = *sz_cell (import, P_CLASS) != '\0' ? P_CLASS : P_GROUP;
    const char *grade = "other";

    *class_group = NULL;
    if (*sz_cell (import, P_GRADE) != '\0')
        grade = sz_word_grade (sz_cell (import, P_GRADE), school->level);
    if (grade == NULL)
        return sz_import_reject (import, P_GRADE,
                                 g_strdup (_ ("This is no grade, such as K2, L3 or SO4.")));
    if (*sz_cell (import, name) == '\0')
        return true;
    *class_group = sz_record_new (sz_kind_by_name ("class_group"), NULL);
    sz_record_set_id (*class_group, "school", &school->id);
    sz_record_set_integer (*class_group, "school_year", sz_school_year_of (from));
    sz_record_set_text (*class_group, "grade", grade);
    sz_cell_to_text (import, name, *class_group, "name");
    sz_cell_to_text (import, P_GROUP, *class_group, "administrative_group");
    return true;
}

static bool
read_period (SzImport *import, SzRecord *enrolment)
{
    SzDate from, until;

    if (!sz_cell_needed (import, P_FROM) || !sz_cell_date (import, P_FROM, &from) ||
        !sz_cell_date (import, P_UNTIL, &until))
        return false;
    if (until != SZ_DATE_NONE && until < from)
        return sz_import_reject (import, P_UNTIL,
                                 g_strdup (_ ("The last day comes before the first.")));
    sz_record_set_date (enrolment, "valid_from", from);
    if (until != SZ_DATE_NONE)
        sz_record_set_date (enrolment, "valid_until", until);
    sz_cell_to_text (import, P_REASON, enrolment, "leave_reason");
    return true;
}

/* Where the pupil's records go, when another centre has the file. Whoever goes to a school of this centre by now takes the
 * file along; an enrolment of next year does not: it comes again with a later file. */
static bool
settle (SzImport *import, const SzRecord *pupil, const SzRecord *enrolment, char **scope)
{
    SzDate from = sz_record_date (enrolment, "valid_from");
    SzDate until = sz_record_date (enrolment, "valid_until");
    g_autofree char *asked = *scope;
    bool now = from <= import->today && (until == SZ_DATE_NONE || until >= import->today);

    if (import->sink->settle == NULL)
        *scope = g_steal_pointer (&asked);
    else if (!import->sink->settle (import->sink->data, asked, pupil, now ? from : SZ_DATE_NONE,
                                    scope, &import->error))
        *scope = NULL;
    return *scope != NULL;
}

static bool
import_pupil (SzImport *import)
{
    static const SzPupilColumns columns = { P_NUMBER, P_FIRST, P_LAST,   P_SEX,  P_BIRTH, P_STREET,
                                            P_HOUSE,  P_BOX,   P_POSTAL, P_CITY, -1 };
    g_autoptr (SzRecord) pupil = NULL;
    g_autoptr (SzRecord) class_group = NULL;
    g_autoptr (SzRecord) enrolment = sz_record_new (sz_kind_by_name ("enrolment"), NULL);
    g_autofree char *scope = NULL;
    const SzSchool *school = NULL;
    SzId class_id;

    /* All that can be wrong comes before anything is kept. */
    if (!sz_import_read_pupil (import, &columns, &pupil) ||
        !sz_lookup_school (import, P_SCHOOL, &school) ||
        !sz_lookup_scope (import, school, P_SCHOOL, &scope) || !read_period (import, enrolment) ||
        !find_site (import, school, enrolment) ||
        !read_class (import, school, sz_record_date (enrolment, "valid_from"), &class_group))
        return false;

    if (!settle (import, pupil, enrolment, &scope) ||
        !sz_import_save (import, scope, pupil, SZ_SAVE_UPDATE))
        return false;
    sz_record_set_id (enrolment, "pupil", &pupil->id);
    sz_record_set_id (enrolment, "school", &school->id);
    if (class_group != NULL) {
        if (sz_record_reference (enrolment, "site") != NULL)
            sz_record_set_id (class_group, "site", sz_record_reference (enrolment, "site"));
        if (!sz_lookup_class (import, scope, class_group, &class_id))
            return false;
        sz_record_set_id (enrolment, "class_group", &class_id);
    }
    return sz_import_save (import, scope, enrolment, SZ_SAVE_UPDATE);
}

const SzImportLayout sz_layout_pupils = {
    .kind = "pupils",
    .columns = pupil_columns,
    .n_required = 7,
    .row = import_pupil,
};
