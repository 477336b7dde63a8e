/* SPDX-License-Identifier: EUPL-1.2 */
/* Values and records in words (field_text.h). */
#define G_LOG_DOMAIN "sz-field-text"

#include "config.h"

#include "views/field_text.h"

#include "base/national_number.h"
#include "widgets/format.h"

#include <glib/gi18n-lib.h>

/* The care locations of the vaccination register; others stand as they were typed. */
static const char *
place_word (const char *text)
{
    static const SzChoice places[] = {
        { "school", N_ ("School") },
        { "school-health-serv", N_ ("School guidance centre") },
        { "kind-gezin", N_ ("Child health clinic") },
    };

    for (size_t i = 0; i < G_N_ELEMENTS (places); i++) {
        if (g_str_equal (places[i].code, text))
            return _ (places[i].label);
    }
    return text;
}

char *
sz_field_text (SzStore *store, const SzRecord *record, const SzField *field)
{
    const char *text = sz_record_text (record, field->name);

    switch (field->type) {
    case SZ_TYPE_DATE:
        return sz_format_date (sz_record_date (record, field->name));
    case SZ_TYPE_CHOICE:
        return g_strdup (sz_choice_label (field, text));
    case SZ_TYPE_REFERENCE:
        return sz_reference_title (store, field->refers_to,
                                   sz_record_reference (record, field->name));
    case SZ_TYPE_BOOLEAN:
        return g_strdup (sz_record_integer (record, field->name) != 0 ? _ ("Yes") : _ ("No"));
    case SZ_TYPE_INTEGER:
        /* The one unit in the catalogue so far. */
        if (g_str_equal (field->name, "minutes"))
            return g_strdup_printf (_ ("%d min"), (int) sz_record_integer (record, field->name));
        break;
    case SZ_TYPE_TEXT:
        if (g_str_equal (field->name, "national_number") && text != NULL)
            return sz_national_number_masked (text);
        if (g_str_equal (field->name, "place") && text != NULL)
            return g_strdup (place_word (text));
        break;
    case SZ_TYPE_REAL:
    case SZ_TYPE_TIME:
    case SZ_TYPE_ANY_ID:
        break;
    }
    return sz_value_to_text (sz_record_value (record, field->name));
}

static char *
join (const char *first, const char *second)
{
    if (first == NULL || second == NULL)
        return g_strdup (first != NULL ? first : second);
    return g_strdup_printf ("%s %s", first, second);
}

char *
sz_record_title (SzStore *store, const SzRecord *record)
{
    const SzKind *kind = record->kind;
    char *title = NULL;

    if (sz_kind_field (kind, "last_name") != NULL)
        title = join (sz_record_text (record, "last_name"), sz_record_text (record, "first_name"));
    else if (sz_kind_field (kind, "name") != NULL && sz_record_text (record, "name") != NULL)
        title = g_strdup (sz_record_text (record, "name"));
    else if (sz_kind_field (kind, "street") != NULL)
        title = join (sz_record_text (record, "street"), sz_record_text (record, "house_number"));
    else if (sz_kind_field (kind, "disease") != NULL)
        title = sz_reference_title (store, "disease", sz_record_reference (record, "disease"));
    return title != NULL ? title : g_strdup (sz_kind_label (kind));
}

char *
sz_reference_title (SzStore *store, const char *kind, const SzId *id)
{
    g_autoptr (SzRecord) record = NULL;

    if (id == NULL)
        return g_strdup ("");
    record = sz_store_get (store, sz_kind_by_name (kind), id, NULL);
    return record != NULL ? sz_record_title (store, record) : g_strdup ("");
}
