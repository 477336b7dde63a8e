/* SPDX-License-Identifier: EUPL-1.2 */
/* Records and values in memory. What people and files write becomes a value in value_text.c. */
#define G_LOG_DOMAIN "sz-record"

#include "config.h"

#include "record/record.h"

#include <string.h>

void
sz_value_clear (SzValue *value)
{
    if (value->type == SZ_VALUE_TEXT)
        g_free (value->text);
    *value = (SzValue){ .type = SZ_VALUE_NULL };
}

void
sz_value_copy (const SzValue *from, SzValue *to)
{
    *to = *from;
    if (from->type == SZ_VALUE_TEXT)
        to->text = g_strdup (from->text);
}

bool
sz_value_equal (const SzValue *a, const SzValue *b)
{
    if (a->type != b->type)
        return false;
    switch (a->type) {
    case SZ_VALUE_NULL:
        return true;
    case SZ_VALUE_INTEGER:
        return a->integer == b->integer;
    case SZ_VALUE_REAL:
        return a->real == b->real;
    case SZ_VALUE_TEXT:
        return strcmp (a->text, b->text) == 0;
    case SZ_VALUE_ID:
        return sz_id_equal (&a->id, &b->id);
    default:
        g_assert_not_reached ();
    }
}

SzRecord *
sz_record_new (const SzKind *kind, const SzId *id)
{
    SzRecord *record = g_new0 (SzRecord, 1);

    g_assert (kind != NULL && kind->n_fields <= SZ_FIELDS_MAX);
    record->kind = kind;
    if (id != NULL)
        record->id = *id;
    record->values = g_new0 (SzValue, kind->n_fields);
    return record;
}

SzRecord *
sz_record_copy (const SzRecord *record)
{
    SzRecord *copy = sz_record_new (record->kind, &record->id);

    copy->rev = record->rev;
    copy->present = record->present;
    for (size_t i = 0; i < record->kind->n_fields; i++)
        sz_value_copy (&record->values[i], &copy->values[i]);
    return copy;
}

void
sz_record_free (SzRecord *record)
{
    if (record == NULL)
        return;
    for (size_t i = 0; i < record->kind->n_fields; i++)
        sz_value_clear (&record->values[i]);
    g_free (record->values);
    g_free (record);
}

static size_t
index_of (const SzRecord *record, const char *field)
{
    int index = sz_kind_field_index (record->kind, field);

    if (index < 0)
        g_error ("%s has no field %s", record->kind->name, field);
    return (size_t) index;
}

/* The slot of a field that is about to get a value: emptied and marked present. */
static SzValue *
take_slot (SzRecord *record, size_t index)
{
    record->present |= UINT64_C (1) << index;
    sz_value_clear (&record->values[index]);
    return &record->values[index];
}

bool
sz_record_has (const SzRecord *record, const char *field)
{
    return (record->present >> index_of (record, field)) & 1;
}

void
sz_record_set_null (SzRecord *record, const char *field)
{
    take_slot (record, index_of (record, field));
}

void
sz_record_set_text (SzRecord *record, const char *field, const char *text)
{
    g_autofree char *copy = text != NULL && *text != '\0' ? g_strdup (text) : NULL;
    SzValue *slot = take_slot (record, index_of (record, field));

    if (copy != NULL)
        *slot = (SzValue){ .type = SZ_VALUE_TEXT, .text = g_steal_pointer (&copy) };
}

void
sz_record_set_integer (SzRecord *record, const char *field, int64_t value)
{
    *take_slot (record, index_of (record, field)) =
        (SzValue){ .type = SZ_VALUE_INTEGER, .integer = value };
}

void
sz_record_set_real (SzRecord *record, const char *field, double value)
{
    *take_slot (record, index_of (record, field)) =
        (SzValue){ .type = SZ_VALUE_REAL, .real = value };
}

void
sz_record_set_id (SzRecord *record, const char *field, const SzId *id)
{
    SzValue *slot = take_slot (record, index_of (record, field));

    if (id != NULL)
        *slot = (SzValue){ .type = SZ_VALUE_ID, .id = *id };
}

void
sz_record_set_date (SzRecord *record, const char *field, SzDate date)
{
    char text[SZ_DATE_TEXT];

    if (date == SZ_DATE_NONE) {
        sz_record_set_null (record, field);
        return;
    }
    sz_date_format (date, text);
    sz_record_set_text (record, field, text);
}

void
sz_record_set_value (SzRecord *record, size_t index, const SzValue *value)
{
    SzValue copy;

    g_return_if_fail (index < record->kind->n_fields);
    if (value->type == SZ_VALUE_TEXT && *value->text == '\0')
        copy = (SzValue){ .type = SZ_VALUE_NULL };
    else
        sz_value_copy (value, &copy);
    *take_slot (record, index) = copy;
}

const SzValue *
sz_record_value (const SzRecord *record, const char *field)
{
    return &record->values[index_of (record, field)];
}

const char *
sz_record_text (const SzRecord *record, const char *field)
{
    const SzValue *value = sz_record_value (record, field);

    return value->type == SZ_VALUE_TEXT ? value->text : NULL;
}

int64_t
sz_record_integer (const SzRecord *record, const char *field)
{
    const SzValue *value = sz_record_value (record, field);

    return value->type == SZ_VALUE_INTEGER ? value->integer : 0;
}

double
sz_record_real (const SzRecord *record, const char *field)
{
    const SzValue *value = sz_record_value (record, field);

    if (value->type == SZ_VALUE_INTEGER)
        return (double) value->integer;
    return value->type == SZ_VALUE_REAL ? value->real : 0;
}

const SzId *
sz_record_reference (const SzRecord *record, const char *field)
{
    const SzValue *value = sz_record_value (record, field);

    return value->type == SZ_VALUE_ID ? &value->id : NULL;
}

SzDate
sz_record_date (const SzRecord *record, const char *field)
{
    const char *text = sz_record_text (record, field);
    SzDate date;

    return text != NULL && sz_date_parse (text, &date) ? date : SZ_DATE_NONE;
}
