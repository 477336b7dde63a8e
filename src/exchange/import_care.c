/* SPDX-License-Identifier: EUPL-1.2 */
/* What was done for pupils: vaccinations and activities. */
#define G_LOG_DOMAIN "sz-import-care"

#include "config.h"

#include "exchange/import_row.h"

#include "base/text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* --- Vaccinations ---------------------------------------------------------------------------- */

enum {
    V_NUMBER,
    V_VACCINE,
    V_DATE,
    V_LOT,
    V_VACCINATOR,
    V_PLACE
};

static const char *const vaccination_columns[] = { "insz",      "vaccin", "datum", "lot",
                                                   "toediener", "plaats", NULL };

/* A day that can be, for something that has been done; `birth` may be none. */
static bool
past_day (SzImport *import, int column, SzDate birth, SzDate *day)
{
    if (!sz_cell_needed (import, column) || !sz_cell_date (import, column, day))
        return false;
    if (*day > import->today)
        return sz_import_reject (import, column, g_strdup (_ ("This day has yet to come.")));
    if (birth != SZ_DATE_NONE && *day < birth)
        return sz_import_reject (import, column,
                                 g_strdup (_ ("This day comes before the pupil's birth.")));
    return true;
}

/* Vaccinations are never changed, only corrected by a person: a row that contradicts one is rejected. */
static bool
save_vaccination (SzImport *import, const char *scope, SzRecord *said)
{
    static const char *const DETAILS[] = { "lot", "vaccinator", "place" };
    g_autoptr (SzRecord) stored = NULL;

    if (!sz_import_find (import, scope, said, &stored))
        return false;
    for (size_t i = 0; stored != NULL && i < G_N_ELEMENTS (DETAILS); i++) {
        if (sz_record_has (said, DETAILS[i]) &&
            g_strcmp0 (sz_record_text (said, DETAILS[i]), sz_record_text (stored, DETAILS[i])) != 0)
            return sz_import_reject (
                import, SZ_WHOLE_ROW,
                g_strdup (_ (
                    "This vaccination is there already with another lot, vaccinator or place.")));
    }
    return stored != NULL || sz_import_save (import, scope, said, SZ_SAVE_NEW);
}

static bool
import_vaccination (SzImport *import)
{
    g_autoptr (SzRecord) vaccination = sz_record_new (sz_kind_by_name ("vaccination"), NULL);
    g_autoptr (SzRecord) pupil = NULL;
    g_autofree char *scope = NULL;
    SzDate day = SZ_DATE_NONE;
    SzId vaccine;

    if (!sz_lookup_scope (import, NULL, SZ_WHOLE_ROW, &scope) ||
        !sz_lookup_pupil (import, scope, V_NUMBER, &pupil) ||
        !sz_lookup_vaccine (import, V_VACCINE, &vaccine) ||
        !past_day (import, V_DATE, sz_record_date (pupil, "birth_date"), &day))
        return false;
    sz_record_set_id (vaccination, "pupil", &pupil->id);
    sz_record_set_id (vaccination, "vaccine", &vaccine);
    sz_record_set_date (vaccination, "given_on", day);
    sz_cell_to_text (import, V_LOT, vaccination, "lot");
    sz_cell_to_text (import, V_VACCINATOR, vaccination, "vaccinator");
    sz_cell_to_text (import, V_PLACE, vaccination, "place");
    return save_vaccination (import, scope, vaccination);
}

const SzImportLayout sz_layout_vaccinations = {
    .kind = "vaccinations",
    .columns = vaccination_columns,
    .n_required = 3,
    .needs_centre = true,
    .row = import_vaccination,
};

/* --- Activities ------------------------------------------------------------------------------ */

enum {
    A_STAFF,
    A_DATE,
    A_SUBJECT,
    A_MINUTES,
    A_FUNCTION,
    A_DOMAIN,
    A_CLIENT,
    A_NUMBER
};

static const char *const activity_columns[] = {
    "medewerker", "datum", "onderwerp", "minuten", "functie", "domein", "type_client", "insz", NULL,
};

#define MINUTES_A_DAY (24 * 60)

/* "An Peeters" or "Peeters, An"; a single word is a code and stands for the name as well. */
static SzRecord *
new_staff_member (const char *text, const char *folded, const char *function)
{
    SzRecord *record = sz_record_new (sz_kind_by_name ("staff_member"), NULL);
    const char *comma = strchr (text, ',');
    const char *blank = strchr (text, ' ');
    g_autofree char *before = NULL;
    g_autofree char *after = NULL;
    g_autofree char *code = blank ? g_strdelimit (g_strdup (folded), " ", '-') : g_strdup (text);

    sz_record_set_text (record, "code", code);
    if (comma != NULL) {
        before = g_strstrip (g_strndup (text, (size_t) (comma - text)));
        after = g_strstrip (g_strdup (comma + 1));
        sz_record_set_text (record, "last_name", before);
        sz_record_set_text (record, "first_name", after);
    } else if (blank != NULL) {
        before = g_strndup (text, (size_t) (blank - text));
        sz_record_set_text (record, "first_name", before);
        sz_record_set_text (record, "last_name", blank + 1);
    } else {
        sz_record_set_text (record, "last_name", text);
    }
    if (function != NULL)
        sz_record_set_text (record, "function", function);
    sz_record_set_integer (record, "active", 1);
    return record;
}

static bool
find_staff_member (SzImport *import, const char *scope, const char *function, SzId *id)
{
    const char *text = sz_cell (import, A_STAFF);
    g_autofree char *folded = sz_text_fold (text);
    g_autoptr (SzRecord) record = NULL;

    if (sz_lookup_staff (import, scope, folded, id))
        return true;
    if (import->error != NULL)
        return false;
    record = new_staff_member (text, folded, function);
    if (!sz_import_save (import, scope, record, SZ_SAVE_NEW))
        return false;
    sz_lookup_add_staff (import, folded, &record->id);
    *id = record->id;
    return true;
}

/* A cell with a word of the catalogue: `*code` NULL when it is empty. */
static bool
read_word (SzImport *import, int column, const char *(*find) (const char *), const char **code)
{
    const char *text = sz_cell (import, column);

    *code = *text != '\0' ? find (text) : NULL;
    return *text == '\0' || *code != NULL ||
           sz_import_reject (import, column,
                             g_strdup (_ ("This word is not one that is used here.")));
}

static bool
read_activity (SzImport *import, const char *scope, SzRecord *activity)
{
    g_autoptr (SzRecord) pupil = NULL;
    const char *function, *domain, *client;
    int64_t minutes = 0;
    SzDate day = SZ_DATE_NONE;

    if (!sz_cell_needed (import, A_STAFF) || !sz_cell_needed (import, A_SUBJECT) ||
        !past_day (import, A_DATE, SZ_DATE_NONE, &day) ||
        !sz_cell_integer (import, A_MINUTES, 1, MINUTES_A_DAY, &minutes) ||
        !read_word (import, A_FUNCTION, sz_word_function, &function) ||
        !read_word (import, A_DOMAIN, sz_word_domain, &domain) ||
        !read_word (import, A_CLIENT, sz_word_client, &client))
        return false;
    if (*sz_cell (import, A_NUMBER) != '\0' && !sz_lookup_pupil (import, scope, A_NUMBER, &pupil))
        return false;
    sz_record_set_date (activity, "performed_on", day);
    sz_record_set_integer (activity, "minutes", minutes);
    sz_cell_to_text (import, A_SUBJECT, activity, "subject");
    if (function != NULL)
        sz_record_set_text (activity, "function", function);
    if (domain != NULL)
        sz_record_set_text (activity, "domain", domain);
    if (client != NULL)
        sz_record_set_text (activity, "client_type", client);
    if (pupil != NULL)
        sz_record_set_id (activity, "pupil", &pupil->id);
    return true;
}

/* Nothing names an activity but all that is said of it: its id follows from that, so that the same row twice is
 * one activity. */
static SzId
activity_id (const char *scope, const SzRecord *activity)
{
    g_autoptr (GString) name = g_string_new (scope);

    for (size_t i = 0; i < activity->kind->n_fields; i++) {
        g_autofree char *value = sz_value_to_text (&activity->values[i]);
        g_string_append_printf (name, "\n%s", value);
    }
    return sz_id_from_name ("activity", name->str);
}

static bool
import_activity (SzImport *import)
{
    g_autoptr (SzRecord) activity = sz_record_new (sz_kind_by_name ("activity"), NULL);
    g_autofree char *scope = NULL;
    SzId staff;

    if (!sz_lookup_scope (import, NULL, SZ_WHOLE_ROW, &scope) ||
        !read_activity (import, scope, activity) ||
        !find_staff_member (import, scope, sz_record_text (activity, "function"), &staff))
        return false;
    sz_record_set_id (activity, "staff_member", &staff);
    activity->id = activity_id (scope, activity);
    return sz_import_create_once (import, scope, activity);
}

const SzImportLayout sz_layout_activities = {
    .kind = "activities",
    .columns = activity_columns,
    .n_required = 4,
    .needs_centre = true,
    .row = import_activity,
};
