/* SPDX-License-Identifier: EUPL-1.2 */
/* Municipalities: Statbel's table of all NIS codes with their validity, and the list of a year's mergers. */
#define G_LOG_DOMAIN "sz-import-municipalities"

#include "config.h"

#include "exchange/import_row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* --- TU_COM_REFNIS --------------------------------------------------------------------------- */

enum {
    R_LEVEL,
    R_CODE,
    R_PARENT,
    R_DUTCH,
    R_START,
    R_END,
    R_FRENCH
};

static const char *const refnis_columns[] = {
    "LVL_REFNIS",    "CD_REFNIS",   "CD_SUP_REFNIS", "TX_REFNIS_NL",
    "DT_VLDT_START", "DT_VLDT_END", "TX_REFNIS_FR",  NULL,
};

#define LEVEL_PROVINCE 2
#define LEVEL_DISTRICT 3
#define LEVEL_MUNICIPALITY 4

static const char *
without_prefix (const char *name)
{
    static const char *const PREFIXES[] = { "Provincie ", "Arrondissement " };

    for (size_t i = 0; i < G_N_ELEMENTS (PREFIXES); i++) {
        if (g_str_has_prefix (name, PREFIXES[i]))
            return name + strlen (PREFIXES[i]);
    }
    return name;
}

static void
set_places (SzImport *import, SzRecord *record, SzDate day)
{
    const SzPlaceName *district = sz_lookup_place (import, sz_cell (import, R_PARENT), day);

    if (district == NULL)
        return;
    sz_record_set_text (record, "arrondissement", without_prefix (district->name));
    const SzPlaceName *province = sz_lookup_place (import, district->parent, day);
    if (province != NULL && province->level == LEVEL_PROVINCE)
        sz_record_set_text (record, "province", without_prefix (province->name));
}

/* A code that has several rows (a new spelling of the name) keeps what the row of the latest period says. */
static bool
is_older_row (SzImport *import, SzDate until)
{
    const SzPlaceName *seen = sz_lookup_place (import, sz_cell (import, R_CODE), SZ_DATE_NONE);

    return seen != NULL && seen->until >= until;
}

static bool
import_refnis (SzImport *import)
{
    g_autoptr (SzRecord) record = sz_record_new (sz_kind_by_name ("municipality"), NULL);
    SzDate from = SZ_DATE_NONE;
    SzDate until = INT32_MAX;
    int64_t level = 0;

    if (!sz_cell_integer (import, R_LEVEL, 1, LEVEL_MUNICIPALITY, &level) ||
        !sz_cell_needed (import, R_CODE) || !sz_cell_needed (import, R_DUTCH))
        return false;
    if (!sz_cell_date (import, R_START, &from))
        return false;
    /* The end of time, as Statbel writes it, is no date of ours. */
    if (!g_str_has_suffix (sz_cell (import, R_END), "9999") &&
        !sz_cell_date (import, R_END, &until))
        return false;

    bool older = is_older_row (import, until);
    sz_lookup_add_place (import, &(SzPlaceName){ .level = (int) level,
                                                 .code = (char *) sz_cell (import, R_CODE),
                                                 .parent = (char *) sz_cell (import, R_PARENT),
                                                 .name = (char *) sz_cell (import, R_DUTCH),
                                                 .from = from,
                                                 .until = until });
    if (level != LEVEL_MUNICIPALITY || older)
        return true;

    sz_cell_to_text (import, R_CODE, record, "nis");
    sz_cell_to_text (import, R_DUTCH, record, "name");
    sz_cell_to_text (import, R_FRENCH, record, "name_fr");
    set_places (import, record, until);
    if (from != SZ_DATE_NONE)
        sz_record_set_date (record, "valid_from", from);
    if (until != INT32_MAX)
        sz_record_set_date (record, "valid_until", until);
    return sz_import_save (import, SZ_REFERENCE_SCOPE, record, SZ_SAVE_UPDATE);
}

const SzImportLayout sz_layout_refnis = {
    .kind = "municipalities",
    .columns = refnis_columns,
    .n_required = 6,
    .row = import_refnis,
};

/* --- Mergers: "Galmaarden (23023) + Gooik (23024)", "Pajottegem (23106)" ------------------------- */

enum {
    F_OLD,
    F_NEW
};

static const char *const merger_columns[] = { "Fuserende gemeenten", "Nieuwe gemeenten", NULL };

typedef struct {
    char *name; /* (owned) */
    char *nis;  /* (owned) */
} Named;

static void
named_free (void *data)
{
    Named *named = data;

    g_free (named->name);
    g_free (named->nis);
    g_free (named);
}

/* Names with their code; a second pair of brackets is a remark ("voorlopige naam"). */
static GPtrArray *
read_names (const char *text)
{
    g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (named_free);
    g_autoptr (GRegex) pattern =
        g_regex_new ("^\\s*([^()]+?)\\s*(?:\\([^()0-9]*\\)\\s*)?\\(([0-9]{5})\\)\\s*$", 0, 0, NULL);
    g_auto (GStrv) parts = g_strsplit (text, " + ", -1);

    for (char **part = parts; *part != NULL; part++) {
        g_autoptr (GMatchInfo) match = NULL;

        if (!g_regex_match (pattern, *part, 0, &match))
            return NULL;
        Named *named = g_new0 (Named, 1);
        named->name = g_match_info_fetch (match, 1);
        named->nis = g_match_info_fetch (match, 2);
        g_ptr_array_add (all, named);
    }
    return all->len > 0 ? g_steal_pointer (&all) : NULL;
}

/* The first of January of the year in the file's name (fusies-2025.csv), or the day that was given. */
static bool
merger_day (SzImport *import, SzDate *day)
{
    g_autoptr (GRegex) pattern = g_regex_new ("(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])", 0, 0, NULL);
    g_autoptr (GMatchInfo) match = NULL;

    *day = import->options->day;
    if (*day != SZ_DATE_NONE)
        return true;
    if (import->options->file_name != NULL &&
        g_regex_match (pattern, import->options->file_name, 0, &match)) {
        g_autofree char *year = g_match_info_fetch (match, 1);
        *day = sz_date_new ((int) g_ascii_strtoll (year, NULL, 10), 1, 1);
        return true;
    }
    return sz_import_reject (
        import, SZ_WHOLE_ROW,
        g_strdup (
            _ ("Neither the name of the file nor a given date says when this merger began.")));
}

static bool
find_by_nis (SzImport *import, const char *nis, SzRecord **found)
{
    g_autoptr (SzRecord) key = sz_record_new (sz_kind_by_name ("municipality"), NULL);

    sz_record_set_text (key, "nis", nis);
    return sz_import_find (import, SZ_REFERENCE_SCOPE, key, found);
}

static bool
end_municipality (SzImport *import, const char *nis, SzDate day, const SzId *merged)
{
    g_autoptr (SzRecord) record = sz_record_new (sz_kind_by_name ("municipality"), NULL);

    sz_record_set_text (record, "nis", nis);
    sz_record_set_date (record, "valid_until", day - 1);
    sz_record_set_id (record, "merged_into", merged);
    return sz_import_save (import, SZ_REFERENCE_SCOPE, record, SZ_SAVE_UPDATE);
}

/* All of the old ones have to be there; `first` gets the first one. */
static bool
check_old (SzImport *import, GPtrArray *old, SzRecord **first)
{
    for (unsigned i = 0; i < old->len; i++) {
        const Named *named = old->pdata[i];
        g_autoptr (SzRecord) found = NULL;

        if (!find_by_nis (import, named->nis, &found))
            return false;
        if (found == NULL)
            return sz_import_reject (
                import, F_OLD,
                g_strdup_printf (_ ("There is no municipality with NIS code %s."), named->nis));
        if (i == 0)
            *first = g_steal_pointer (&found);
    }
    return true;
}

static bool
import_merger (SzImport *import)
{
    g_autoptr (GPtrArray) old = read_names (sz_cell (import, F_OLD));
    g_autoptr (GPtrArray) new = read_names (sz_cell (import, F_NEW));
    g_autoptr (SzRecord) record = sz_record_new (sz_kind_by_name ("municipality"), NULL);
    g_autoptr (SzRecord) first = NULL;
    SzDate day = SZ_DATE_NONE;

    if (old == NULL)
        return sz_import_reject (import, F_OLD,
                                 g_strdup (_ ("These are no names with a NIS code in brackets.")));
    if (new == NULL || new->len != 1)
        return sz_import_reject (import, F_NEW,
                                 g_strdup (_ ("This is no name with a NIS code in brackets.")));
    if (!merger_day (import, &day) || !check_old (import, old, &first))
        return false;

    const Named *named = new->pdata[0];
    g_autoptr (SzRecord) present = NULL;
    if (!find_by_nis (import, named->nis, &present))
        return false;
    sz_record_set_text (record, "nis", named->nis);
    if (present == NULL) {
        sz_record_set_text (record, "name", named->name);
        sz_record_set_text (record, "province", sz_record_text (first, "province"));
        sz_record_set_text (record, "arrondissement", sz_record_text (first, "arrondissement"));
        sz_record_set_date (record, "valid_from", day);
    }
    if (!sz_import_save (import, SZ_REFERENCE_SCOPE, record, SZ_SAVE_NEW))
        return false;
    for (unsigned i = 0; i < old->len; i++) {
        const Named *gone = old->pdata[i];

        if (!g_str_equal (gone->nis, named->nis) &&
            !end_municipality (import, gone->nis, day, &record->id))
            return false;
    }
    return true;
}

const SzImportLayout sz_layout_mergers = {
    .kind = "municipalities",
    .columns = merger_columns,
    .n_required = 2,
    .row = import_merger,
};
