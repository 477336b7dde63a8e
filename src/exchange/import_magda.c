/* SPDX-License-Identifier: EUPL-1.2 */
/* Pupils as the MAGDA simulator of the Flemish government has them: test persons, and their enrolments. */
#define G_LOG_DOMAIN "sz-import-magda"

#include "config.h"

#include "exchange/import_row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* --- Test persons ---------------------------------------------------------------------------- */

enum {
    T_FILE,
    T_NUMBER,
    T_FIRST,
    T_LAST,
    T_SEX,
    T_BIRTH,
    T_STREET,
    T_HOUSE,
    T_BOX,
    T_POSTAL,
    T_CITY,
    T_NIS,
};

static const char *const person_columns[] = {
    "bestand",       "insz",   "voornamen",  "achternaam", "geslacht_code",
    "geboortedatum", "straat", "huisnummer", "bus",        "postcode",
    "gemeente",      "nis",    NULL,
};

/* The simulator keeps each person in a file named by the number: another number inside is wrong. */
static bool
check_file_name (SzImport *import)
{
    const char *file = sz_cell (import, T_FILE);
    size_t n = strspn (file, "0123456789");

    if (n != 11 || !g_str_equal (file + n, ".xml") ||
        strncmp (file, sz_cell (import, T_NUMBER), n) == 0)
        return true;
    return sz_import_reject (import, T_NUMBER,
                             g_strdup (_ ("The number is not the one that its file is named by.")));
}

static bool
import_person (SzImport *import)
{
    static const SzPupilColumns columns = { T_NUMBER, T_FIRST, T_LAST,   T_SEX,  T_BIRTH, T_STREET,
                                            T_HOUSE,  T_BOX,   T_POSTAL, T_CITY, T_NIS };
    g_autoptr (SzRecord) pupil = NULL;
    g_autofree char *scope = NULL;

    return check_file_name (import) && sz_import_read_pupil (import, &columns, &pupil) &&
           sz_lookup_scope (import, NULL, SZ_WHOLE_ROW, &scope) &&
           sz_import_save (import, scope, pupil, SZ_SAVE_UPDATE);
}

const SzImportLayout sz_layout_magda_persons = {
    .kind = "pupils",
    .columns = person_columns,
    .n_required = 6,
    .needs_centre = true,
    .row = import_person,
};

/* --- Enrolments ------------------------------------------------------------------------------ */

enum {
    E_NUMBER,
    E_SCHOOL,
    E_FROM,
    E_UNTIL,
    E_GROUP,
    E_LEVEL,
    E_SITE,
    E_STREET,
    E_HOUSE,
    E_POSTAL,
    E_CITY,
    E_REASON,
};

static const char *const enrolment_columns[] = {
    "insz_bestand",
    "instellingsnummer",
    "ag_begin",
    "ag_einde",
    "ag_naam",
    "niveau",
    "locatie_nr",
    "locatie_straat",
    "locatie_huisnummer",
    "locatie_postcode",
    "locatie_gemeente",
    "uitschrijving",
    NULL,
};

static bool
save_site (SzImport *import, const SzSchool *school, SzId *id)
{
    g_autoptr (SzRecord) site = sz_record_new (sz_kind_by_name ("site"), NULL);

    sz_record_set_id (site, "school", &school->id);
    sz_cell_to_text (import, E_SITE, site, "sequence");
    sz_cell_to_text (import, E_STREET, site, "street");
    sz_cell_to_text (import, E_HOUSE, site, "house_number");
    sz_cell_to_text (import, E_POSTAL, site, "postal_code");
    sz_cell_to_text (import, E_CITY, site, "city");
    if (!sz_lookup_set_municipality (import, site, -1, E_CITY) ||
        !sz_import_save (import, SZ_REFERENCE_SCOPE, site, SZ_SAVE_NEW))
        return false;
    *id = site->id;
    return true;
}

/* Administrative groups are all that these files know of a class. */
static bool
save_class (SzImport *import, const char *scope, const SzSchool *school, SzDate from, SzId *id)
{
    g_autoptr (SzRecord) class_group = sz_record_new (sz_kind_by_name ("class_group"), NULL);
    const char *level =
        strstr (sz_cell (import, E_LEVEL), "Secundair") != NULL ? "secondary" : "primary";
    const char *grade = sz_word_grade (sz_cell (import, E_GROUP), level);

    sz_record_set_id (class_group, "school", &school->id);
    sz_record_set_integer (class_group, "school_year", sz_school_year_of (from));
    sz_record_set_text (class_group, "grade", grade ? grade : "other");
    sz_cell_to_text (import, E_GROUP, class_group, "name");
    sz_cell_to_text (import, E_GROUP, class_group, "administrative_group");
    return sz_lookup_class (import, scope, class_group, id);
}

static bool
read_period (SzImport *import, SzDate *from, SzDate *until)
{
    if (!sz_cell_needed (import, E_FROM) || !sz_cell_date (import, E_FROM, from) ||
        !sz_cell_date (import, E_UNTIL, until))
        return false;
    return *until == SZ_DATE_NONE || *until >= *from ||
           sz_import_reject (import, E_UNTIL,
                             g_strdup (_ ("The last day comes before the first.")));
}

static bool
import_enrolment (SzImport *import)
{
    g_autoptr (SzRecord) pupil = NULL;
    g_autoptr (SzRecord) enrolment = sz_record_new (sz_kind_by_name ("enrolment"), NULL);
    g_autofree char *scope = NULL;
    const SzSchool *school = NULL;
    SzDate from, until;
    SzId id;

    if (!sz_lookup_school (import, E_SCHOOL, &school) ||
        !sz_lookup_scope (import, school, E_SCHOOL, &scope) ||
        !sz_lookup_pupil (import, scope, E_NUMBER, &pupil) ||
        !read_period (import, &from, &until) || !sz_cell_needed (import, E_GROUP))
        return false;

    sz_record_set_id (enrolment, "pupil", &pupil->id);
    sz_record_set_id (enrolment, "school", &school->id);
    sz_record_set_date (enrolment, "valid_from", from);
    if (until != SZ_DATE_NONE)
        sz_record_set_date (enrolment, "valid_until", until);
    sz_cell_to_text (import, E_REASON, enrolment, "leave_reason");
    if (*sz_cell (import, E_SITE) != '\0') {
        if (!save_site (import, school, &id))
            return false;
        sz_record_set_id (enrolment, "site", &id);
    }
    if (!save_class (import, scope, school, from, &id))
        return false;
    sz_record_set_id (enrolment, "class_group", &id);
    return sz_import_save (import, scope, enrolment, SZ_SAVE_UPDATE);
}

const SzImportLayout sz_layout_magda_enrolments = {
    .kind = "pupils",
    .columns = enrolment_columns,
    .n_required = 6,
    .row = import_enrolment,
};
