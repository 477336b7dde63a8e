/* SPDX-License-Identifier: EUPL-1.2 */
/* Finds the records that rows refer to by a number or a name. Short lists are read once; schools and classes are
 * kept as they are met, up to a bound, so that memory stays flat. */
#define G_LOG_DOMAIN "sz-import-lookup"

#include "config.h"

#include "exchange/import_row.h"

#include "base/text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KEPT_MAX 8192

struct SzImportLookup {
    GHashTable
        *municipalities; /* (owned) (nullable) (element-type utf8 SzMunicipality): by NIS code */
    GHashTable *names;   /* (owned) (nullable) (element-type utf8 utf8): folded name to NIS code */
    GHashTable *schools; /* (owned) (element-type utf8 SzSchool): by number */
    GHashTable *classes; /* (owned) (element-type utf8 SzId): by key */
    GHashTable
        *vaccines; /* (owned) (nullable) (element-type utf8 SzId): by code or folded name; null id:
                                 * several have it */
    GHashTable *staff;   /* (owned) (nullable) (element-type utf8 SzId): by folded code or name */
    GHashTable *places;  /* (owned) (element-type utf8 GPtrArray of SzPlaceName): by code */
    GHashTable *centres; /* (owned) (nullable) (element-type utf8 SzId): by number or folded name */
};

static void
school_free (void *data)
{
    SzSchool *school = data;

    g_free (school->level);
    g_free (school->centre);
    g_free (school);
}

static GHashTable *
new_table (void)
{
    return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

SzImportLookup *
sz_import_lookup_new (void)
{
    SzImportLookup *self = g_new0 (SzImportLookup, 1);

    self->schools = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, school_free);
    self->classes = new_table ();
    self->places =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
    return self;
}

void
sz_import_lookup_free (SzImportLookup *self)
{
    g_clear_pointer (&self->municipalities, g_hash_table_unref);
    g_clear_pointer (&self->names, g_hash_table_unref);
    g_clear_pointer (&self->vaccines, g_hash_table_unref);
    g_clear_pointer (&self->centres, g_hash_table_unref);
    g_clear_pointer (&self->staff, g_hash_table_unref);
    g_hash_table_unref (self->places);
    g_hash_table_unref (self->schools);
    g_hash_table_unref (self->classes);
    g_free (self);
}

static GPtrArray *
list (SzImport *import, const char *scope, const char *kind)
{
    return import->sink->list (import->sink->data, scope, sz_kind_by_name (kind), &import->error);
}

static void
keep (GHashTable *table, char *key, void *value)
{
    if (g_hash_table_size (table) >= KEPT_MAX)
        g_hash_table_remove_all (table);
    g_hash_table_replace (table, key, value);
}

/* --- Municipalities ------------------------------------------------------------------------- */

static bool
load_municipalities (SzImport *import)
{
    SzImportLookup *self = import->lookup;

    if (self->municipalities != NULL)
        return true;

    g_autoptr (GPtrArray) records = list (import, SZ_REFERENCE_SCOPE, "municipality");
    if (records == NULL)
        return false;

    self->municipalities = new_table ();
    self->names = new_table ();
    for (unsigned i = 0; i < records->len; i++) {
        const SzRecord *record = records->pdata[i];
        SzMunicipality *one = g_new0 (SzMunicipality, 1);
        const SzId *merged = sz_record_reference (record, "merged_into");

        one->id = record->id;
        one->valid_from = sz_record_date (record, "valid_from");
        one->valid_until = sz_record_date (record, "valid_until");
        one->has_merged = merged != NULL;
        if (merged != NULL)
            one->merged_into = *merged;
        if (one->has_merged || one->valid_until == SZ_DATE_NONE)
            g_hash_table_replace (self->names, sz_text_fold (sz_record_text (record, "name")),
                                  g_strdup (sz_record_text (record, "nis")));
        g_hash_table_replace (self->municipalities, g_strdup (sz_record_text (record, "nis")), one);
    }
    return true;
}

bool
sz_lookup_municipality (SzImport *import, const char *nis, const SzMunicipality **found)
{
    if (!load_municipalities (import))
        return false;
    *found = g_hash_table_lookup (import->lookup->municipalities, nis);
    return true;
}

bool
sz_lookup_set_municipality (SzImport *import, SzRecord *record, int nis_column, int name_column)
{
    const char *nis = sz_cell (import, nis_column);

    if (!load_municipalities (import))
        return false;
    if (*nis == '\0') {
        g_autofree char *name = sz_text_fold (sz_cell (import, name_column));
        nis = g_hash_table_lookup (import->lookup->names, name);
    }

    const SzMunicipality *found =
        nis ? g_hash_table_lookup (import->lookup->municipalities, nis) : NULL;
    if (found == NULL)
        return true;
    bool gone = found->has_merged && found->valid_until < import->today;
    sz_record_set_id (record, "municipality", gone ? &found->merged_into : &found->id);
    return true;
}

static void
place_free (void *data)
{
    SzPlaceName *place = data;

    g_free (place->code);
    g_free (place->parent);
    g_free (place->name);
    g_free (place);
}

void
sz_lookup_add_place (SzImport *import, const SzPlaceName *place)
{
    GHashTable *places = import->lookup->places;
    GPtrArray *all = g_hash_table_lookup (places, place->code);
    SzPlaceName *copy = g_new (SzPlaceName, 1);

    *copy = *place;
    copy->code = g_strdup (place->code);
    copy->parent = g_strdup (place->parent);
    copy->name = g_strdup (place->name);
    if (all == NULL) {
        all = g_ptr_array_new_with_free_func (place_free);
        keep (places, g_strdup (place->code), all);
    }
    g_ptr_array_add (all, copy);
}

const SzPlaceName *
sz_lookup_place (SzImport *import, const char *code, SzDate day)
{
    GPtrArray *all = g_hash_table_lookup (import->lookup->places, code);
    const SzPlaceName *best = NULL;

    for (unsigned i = 0; all != NULL && i < all->len; i++) {
        const SzPlaceName *place = all->pdata[i];

        if (day != SZ_DATE_NONE && (place->from > day || place->until < day))
            continue;
        if (best == NULL || place->until > best->until)
            best = place;
    }
    return best;
}

/* --- Schools and centres -------------------------------------------------------------------- */

static bool
read_centre_number (SzImport *import, const SzRecord *school, char **number)
{
    const SzId *id = sz_record_reference (school, "centre");
    g_autoptr (SzRecord) centre = NULL;

    *number = NULL;
    if (id == NULL)
        return true;
    if (!import->sink->get (import->sink->data, sz_kind_by_name ("centre"), id, &centre,
                            &import->error))
        return false;
    *number = centre ? g_strdup (sz_record_text (centre, "number")) : NULL;
    return true;
}

bool
sz_lookup_school (SzImport *import, int column, const SzSchool **school)
{
    g_autofree char *number = NULL;
    g_autofree char *centre = NULL;
    g_autoptr (SzRecord) key = sz_record_new (sz_kind_by_name ("school"), NULL);
    g_autoptr (SzRecord) record = NULL;

    if (!sz_cell_school_number (import, column, &number))
        return false;
    *school = g_hash_table_lookup (import->lookup->schools, number);
    if (*school != NULL)
        return true;

    sz_record_set_text (key, "number", number);
    if (!sz_import_find (import, SZ_REFERENCE_SCOPE, key, &record))
        return false;
    if (record == NULL)
        return sz_import_reject (import, column,
                                 g_strdup (_ ("There is no school with this number.")));
    if (!read_centre_number (import, record, &centre))
        return false;

    SzSchool *found = g_new0 (SzSchool, 1);
    found->id = record->id;
    found->level = g_strdup (sz_record_text (record, "level"));
    found->centre = g_steal_pointer (&centre);
    keep (import->lookup->schools, g_steal_pointer (&number), found);
    *school = found;
    return true;
}

bool
sz_lookup_scope (SzImport *import, const SzSchool *school, int column, char **scope)
{
    const char *centre = import->options->centre;

    if (centre == NULL && school != NULL)
        centre = school->centre;
    if (centre == NULL)
        return sz_import_reject (
            import, column,
            g_strdup (_ ("The school has no centre, and none was given for this file.")));
    *scope = g_strconcat ("centre:", centre, NULL);
    return true;
}

static bool
load_centres (SzImport *import)
{
    if (import->lookup->centres != NULL)
        return true;

    g_autoptr (GPtrArray) records = list (import, SZ_REFERENCE_SCOPE, "centre");
    if (records == NULL)
        return false;

    import->lookup->centres = new_table ();
    for (unsigned i = 0; i < records->len; i++) {
        const SzRecord *record = records->pdata[i];

        g_hash_table_replace (import->lookup->centres,
                              sz_text_fold (sz_record_text (record, "name")),
                              g_memdup2 (&record->id, sizeof record->id));
        g_hash_table_replace (import->lookup->centres,
                              sz_text_fold (sz_record_text (record, "number")),
                              g_memdup2 (&record->id, sizeof record->id));
    }
    return true;
}

/* A file names a centre by number, by name, or by name with its number somewhere: "Vrij CLB Gent (114512)". */
static SzRecord *
new_centre (const char *text, const char *folded)
{
    SzRecord *record = sz_record_new (sz_kind_by_name ("centre"), NULL);
    g_autoptr (GRegex) digits = g_regex_new ("[0-9]{3,}", 0, 0, NULL);
    g_autoptr (GMatchInfo) match = NULL;
    g_autofree char *number = NULL;

    if (g_regex_match (digits, text, 0, &match))
        number = g_match_info_fetch (match, 0);
    else
        number = g_strdelimit (g_strdup (folded), " ", '-');
    sz_record_set_text (record, "number", number);

    bool only_digits = text[strspn (text, "0123456789")] == '\0';
    g_autofree char *name = only_digits ? g_strconcat ("CLB ", text, NULL) : g_strdup (text);
    sz_record_set_text (record, "name", name);
    return record;
}

bool
sz_lookup_centre (SzImport *import, int column, SzId *id)
{
    const char *text = sz_cell (import, column);
    g_autofree char *folded = sz_text_fold (text);

    if (!load_centres (import))
        return false;
    if (*folded == '\0')
        return sz_import_reject (import, column,
                                 g_strdup (_ ("This is no name or number of a centre.")));

    const SzId *found = g_hash_table_lookup (import->lookup->centres, folded);
    if (found == NULL) {
        g_autoptr (SzRecord) record = new_centre (text, folded);
        if (!sz_import_save (import, SZ_REFERENCE_SCOPE, record, SZ_SAVE_NEW))
            return false;
        found = g_memdup2 (&record->id, sizeof record->id);
        keep (import->lookup->centres, g_steal_pointer (&folded), (void *) found);
    }
    *id = *found;
    return true;
}

/* --- Classes -------------------------------------------------------------------------------- */

bool
sz_lookup_class (SzImport *import, const char *scope, SzRecord *record, SzId *id)
{
    g_autofree char *school = sz_id_to_string (sz_record_reference (record, "school"));
    g_autofree char *key =
        g_strdup_printf ("%s/%s/%d/%s/%s", scope, school,
                         (int) sz_record_integer (record, "school_year"),
                         sz_record_text (record, "grade"), sz_record_text (record, "name"));
    const SzId *found = g_hash_table_lookup (import->lookup->classes, key);

    if (found == NULL) {
        if (!sz_import_save (import, scope, record, SZ_SAVE_NEW))
            return false;
        found = g_memdup2 (&record->id, sizeof record->id);
        keep (import->lookup->classes, g_steal_pointer (&key), (void *) found);
    }
    *id = *found;
    return true;
}

/* --- Pupils and vaccines -------------------------------------------------------------------- */

bool
sz_lookup_pupil (SzImport *import, const char *scope, int column, SzRecord **pupil)
{
    char digits[12];
    g_autoptr (SzRecord) key = sz_record_new (sz_kind_by_name ("pupil"), NULL);

    if (!sz_cell_national_number (import, column, digits, NULL))
        return false;
    sz_record_set_text (key, "national_number", digits);
    if (!sz_import_find (import, scope, key, pupil))
        return false;
    return *pupil != NULL ||
           sz_import_reject (import, column, g_strdup (_ ("There is no pupil with this number.")));
}

static void
add_vaccine_name (GHashTable *table, const char *name, const SzId *id)
{
    static const SzId several = { 0 };

    if (name == NULL)
        return;

    g_autofree char *folded = sz_text_fold (name);
    const SzId *other = g_hash_table_lookup (table, folded);
    const SzId *value = other == NULL || sz_id_equal (other, id) ? id : &several;
    g_hash_table_replace (table, g_steal_pointer (&folded), g_memdup2 (value, sizeof *value));
}

static bool
load_vaccines (SzImport *import)
{
    if (import->lookup->vaccines != NULL)
        return true;

    g_autoptr (GPtrArray) records = list (import, SZ_REFERENCE_SCOPE, "vaccine");
    if (records == NULL)
        return false;

    GHashTable *table = import->lookup->vaccines = new_table ();
    for (unsigned i = 0; i < records->len; i++) {
        const SzRecord *record = records->pdata[i];

        add_vaccine_name (table, sz_record_text (record, "code"), &record->id);
        add_vaccine_name (table, sz_record_text (record, "name"), &record->id);
        add_vaccine_name (table, sz_record_text (record, "name_en"), &record->id);
        add_vaccine_name (table, sz_record_text (record, "name_fr"), &record->id);
    }
    return true;
}

bool
sz_lookup_vaccine (SzImport *import, int column, SzId *id)
{
    g_autofree char *folded = sz_text_fold (sz_cell (import, column));

    if (!sz_cell_needed (import, column) || !load_vaccines (import))
        return false;

    const SzId *found = g_hash_table_lookup (import->lookup->vaccines, folded);
    if (found == NULL)
        return sz_import_reject (import, column,
                                 g_strdup (_ ("There is no vaccine with this code or name.")));
    if (sz_id_is_null (found))
        return sz_import_reject (import, column,
                                 g_strdup (
                                     _ ("Several vaccines have this name: give the SNOMED code.")));
    *id = *found;
    return true;
}

/* --- Staff ---------------------------------------------------------------------------------- */

static void
add_staff_member (GHashTable *table, const SzRecord *record)
{
    const char *first = sz_record_text (record, "first_name");
    const char *last = sz_record_text (record, "last_name");
    g_autofree char *forward = g_strconcat (first ? first : "", " ", last, NULL);
    g_autofree char *backward = g_strconcat (last, " ", first ? first : "", NULL);
    const char *const names[] = { forward, backward, sz_record_text (record, "code") };

    for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
        g_hash_table_replace (table, sz_text_fold (names[i]),
                              g_memdup2 (&record->id, sizeof record->id));
}

bool
sz_lookup_staff (SzImport *import, const char *scope, const char *folded, SzId *id)
{
    SzImportLookup *self = import->lookup;

    if (self->staff == NULL) {
        g_autoptr (GPtrArray) records = list (import, scope, "staff_member");
        if (records == NULL)
            return false;
        self->staff = new_table ();
        for (unsigned i = 0; i < records->len; i++)
            add_staff_member (self->staff, records->pdata[i]);
    }

    const SzId *found = g_hash_table_lookup (self->staff, folded);
    if (found != NULL)
        *id = *found;
    return found != NULL;
}

void
sz_lookup_add_staff (SzImport *import, const char *folded, const SzId *id)
{
    g_hash_table_replace (import->lookup->staff, g_strdup (folded), g_memdup2 (id, sizeof *id));
}
