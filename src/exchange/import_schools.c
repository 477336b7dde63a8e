/* SPDX-License-Identifier: EUPL-1.2 */
/* Schools: AGODI's list of sites, and the institutions of the MAGDA simulator. */
#define G_LOG_DOMAIN "sz-import-schools"

#include "config.h"

#include "exchange/import_row.h"

#include "base/text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *
find_level (const char *folded)
{
    bool nursery = strstr (folded, "kleuter") != NULL;
    bool primary = strstr (folded, "lager") != NULL;

    if (strstr (folded, "basis") != NULL || (nursery && primary))
        return "basic";
    if (nursery)
        return "nursery";
    if (primary)
        return "primary";
    return strstr (folded, "secundair") != NULL ? "secondary" : "other";
}

/* --- AGODI: one row a site ------------------------------------------------------------------- */

enum {
    A_NUMBER,
    A_NAME,
    A_SEQUENCE,
    A_NETWORK,
    A_IS_HEAD,
    A_STREET,
    A_HOUSE,
    A_BOX,
    A_POSTAL,
    A_CITY,
    A_NIS,
    A_PHONE,
    A_EMAIL,
    A_WEBSITE,
    A_BOARD,
    A_SORT,
    A_LEVEL,
    A_TYPE,
    A_FROM,
    A_UNTIL,
    A_CENTRE,
    A_TITLE,
};

static const char *const agodi_columns[] = {
    "schoolnummer",
    "naam",
    "intern_vplnummer",
    "net",
    "hoofdzetel",
    "straat",
    "huisnummer",
    "busnummer",
    "postcode",
    "gemeente",
    "niscode",
    "telefoon",
    "e-mail",
    "website",
    "beheerder(s)",
    "soort instelling",
    "onderwijsniveau",
    "instellingstype",
    "begindatum",
    "einddatum",
    "clb",
    "bestuur",
    NULL,
};

static bool
set_agodi_place (SzImport *import, SzRecord *record)
{
    sz_cell_to_text (import, A_STREET, record, "street");
    sz_cell_to_text (import, A_HOUSE, record, "house_number");
    sz_cell_to_text (import, A_BOX, record, "box");
    sz_cell_to_text (import, A_POSTAL, record, "postal_code");
    sz_cell_to_text (import, A_CITY, record, "city");
    return sz_lookup_set_municipality (import, record, A_NIS, A_CITY);
}

static bool
set_dates (SzImport *import, SzRecord *record)
{
    SzDate from, until;

    if (!sz_cell_date (import, A_FROM, &from) || !sz_cell_date (import, A_UNTIL, &until))
        return false;
    if (from != SZ_DATE_NONE)
        sz_record_set_date (record, "valid_from", from);
    if (until != SZ_DATE_NONE)
        sz_record_set_date (record, "valid_until", until);
    return true;
}

static void
set_kind_of_school (SzImport *import, SzRecord *school)
{
    g_autofree char *words = g_strjoin (" ", sz_cell (import, A_SORT), sz_cell (import, A_LEVEL),
                                        sz_cell (import, A_TYPE), NULL);
    g_autofree char *folded = sz_text_fold (words);

    if (*folded == '\0')
        return;
    sz_record_set_text (school, "level", find_level (folded));
    sz_record_set_text (school, "education",
                        strstr (folded, "buitengewoon") ? "special" : "ordinary");
}

static bool
is_head (SzImport *import)
{
    const char *text = sz_cell (import, A_IS_HEAD);

    return g_ascii_strcasecmp (text, "true") == 0 || g_ascii_strcasecmp (text, "ja") == 0 ||
           g_str_equal (text, "1");
}

static bool
read_agodi_school (SzImport *import, SzRecord *school)
{
    g_autofree char *number = NULL;
    SzId centre;

    if (!sz_cell_school_number (import, A_NUMBER, &number) || !sz_cell_needed (import, A_NAME))
        return false;
    sz_record_set_text (school, "number", number);
    sz_cell_to_text (import, A_NAME, school, "name");
    sz_cell_to_text (import, A_NETWORK, school, "network");
    sz_cell_to_text (import, A_PHONE, school, "phone");
    sz_cell_to_text (import, A_EMAIL, school, "email");
    sz_cell_to_text (import, A_WEBSITE, school, "website");
    sz_cell_to_text (import, A_TITLE, school, "board");
    sz_cell_to_text (import, A_BOARD, school, "board");
    set_kind_of_school (import, school);
    if (!set_dates (import, school) || !set_agodi_place (import, school))
        return false;
    if (*sz_cell (import, A_CENTRE) == '\0')
        return true;
    if (!sz_lookup_centre (import, A_CENTRE, &centre))
        return false;
    sz_record_set_id (school, "centre", &centre);
    return true;
}

static bool
import_agodi (SzImport *import)
{
    g_autoptr (SzRecord) school = sz_record_new (sz_kind_by_name ("school"), NULL);
    g_autoptr (SzRecord) site = sz_record_new (sz_kind_by_name ("site"), NULL);
    /* Another site's row makes the school when it is not there yet, but has no say in it. */
    SzSavePolicy policy = is_head (import) ? SZ_SAVE_UPDATE : SZ_SAVE_NEW;

    if (!read_agodi_school (import, school))
        return false;
    if (!sz_import_save (import, SZ_REFERENCE_SCOPE, school, policy))
        return false;
    if (*sz_cell (import, A_SEQUENCE) == '\0')
        return true;
    sz_record_set_id (site, "school", &school->id);
    sz_cell_to_text (import, A_SEQUENCE, site, "sequence");
    return set_agodi_place (import, site) &&
           sz_import_save (import, SZ_REFERENCE_SCOPE, site, SZ_SAVE_UPDATE);
}

const SzImportLayout sz_layout_agodi = {
    .kind = "schools",
    .columns = agodi_columns,
    .n_required = 2,
    .row = import_agodi,
};

/* --- MAGDA: one row an institution ------------------------------------------------------------ */

enum {
    M_NUMBER,
    M_NAME,
    M_INSTANCE,
    M_STREET,
    M_HOUSE,
    M_POSTAL,
    M_CITY,
    M_NIS,
    M_PHONE,
    M_EMAIL,
    M_WEBSITE,
};

static const char *const magda_columns[] = {
    "instellingsnummer", "officiele_naam", "instantie", "straat",
    "huisnummer",        "postcode",       "gemeente",  "nis",
    "telefoon",          "email",          "website",   NULL,
};

static bool
import_magda (SzImport *import)
{
    g_autoptr (SzRecord) school = sz_record_new (sz_kind_by_name ("school"), NULL);
    g_autofree char *number = NULL;
    g_autofree char *folded = sz_text_fold (sz_cell (import, M_INSTANCE));

    if (!sz_cell_school_number (import, M_NUMBER, &number) || !sz_cell_needed (import, M_NAME))
        return false;
    sz_record_set_text (school, "number", number);
    sz_cell_to_text (import, M_NAME, school, "name");
    sz_record_set_text (school, "level", find_level (folded));
    sz_cell_to_text (import, M_STREET, school, "street");
    sz_cell_to_text (import, M_HOUSE, school, "house_number");
    sz_cell_to_text (import, M_POSTAL, school, "postal_code");
    sz_cell_to_text (import, M_CITY, school, "city");
    sz_cell_to_text (import, M_PHONE, school, "phone");
    sz_cell_to_text (import, M_EMAIL, school, "email");
    sz_cell_to_text (import, M_WEBSITE, school, "website");
    return sz_lookup_set_municipality (import, school, M_NIS, M_CITY) &&
           sz_import_save (import, SZ_REFERENCE_SCOPE, school, SZ_SAVE_UPDATE);
}

const SzImportLayout sz_layout_magda_schools = {
    .kind = "schools",
    .columns = magda_columns,
    .n_required = 3,
    .row = import_magda,
};
