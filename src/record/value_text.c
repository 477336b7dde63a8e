/* SPDX-License-Identifier: EUPL-1.2 */
/* Values from and to what people and files write, and the checks a record must pass (record.h). */
#define G_LOG_DOMAIN "sz-value-text"

#include "config.h"

#include "record/record.h"

#include "base/errors.h"
#include "base/national_number.h"
#include "base/text.h"
#include "record/line.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Nobody in a file was born, tested or vaccinated before. */
#define FIRST_YEAR 1900

static bool
fail (const SzField *field, const char *what, GError **error)
{
    g_set_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_VALUE, "%s: %s", field->name, _ (what));
    return false;
}

static bool
set_integer (SzRecord *record, const SzField *field, const char *text, GError **error)
{
    int64_t value;

    if (!g_ascii_string_to_signed (text, 10, INT64_MIN, INT64_MAX, &value, NULL))
        return fail (field, N_ ("not a whole number"), error);
    if (field->type == SZ_TYPE_BOOLEAN && value != 0 && value != 1)
        return fail (field, N_ ("neither 0 nor 1"), error);
    sz_record_set_integer (record, field->name, value);
    return true;
}

static bool
set_boolean (SzRecord *record, const SzField *field, const char *text, GError **error)
{
    static const char *const yes[] = { "true", "yes", "ja", "waar" };
    static const char *const no[] = { "false", "no", "nee", "onwaar" };

    for (size_t i = 0; i < G_N_ELEMENTS (yes); i++) {
        bool is_yes = g_ascii_strcasecmp (text, yes[i]) == 0;

        if (is_yes || g_ascii_strcasecmp (text, no[i]) == 0) {
            sz_record_set_integer (record, field->name, is_yes);
            return true;
        }
    }
    return set_integer (record, field, text, error);
}

static bool
set_real (SzRecord *record, const SzField *field, const char *text, GError **error)
{
    g_autofree char *point = g_strdelimit (g_strdup (text), ",", '.');
    char *end;
    double value = g_ascii_strtod (point, &end);

    /* strtod also reads hexadecimal. */
    if (end == point || *end != '\0' || strpbrk (point, "xX") != NULL || !isfinite (value))
        return fail (field, N_ ("not a number"), error);
    sz_record_set_real (record, field->name, value);
    return true;
}

static bool
set_date (SzRecord *record, const SzField *field, const char *text, GError **error)
{
    SzDate date;

    if (!sz_date_parse_loose (text, &date))
        return fail (field, N_ ("not a date"), error);
    sz_record_set_date (record, field->name, date);
    return true;
}

static bool
is_choice (const SzField *field, const char *code)
{
    for (const SzChoice *choice = field->choices; choice->code != NULL; choice++) {
        if (g_str_equal (choice->code, code))
            return true;
    }
    return false;
}

static bool
set_text (SzRecord *record, const SzField *field, const char *text, GError **error)
{
    if (field->type == SZ_TYPE_CHOICE && !is_choice (field, text))
        return fail (field, N_ ("not one of the choices"), error);
    if (!sz_text_is_clean (text))
        return fail (field, N_ ("not plain text"), error);
    sz_record_set_text (record, field->name, text);
    return true;
}

static bool
set_id (SzRecord *record, const SzField *field, const char *text, GError **error)
{
    SzId id;

    if (!sz_id_parse (text, &id))
        return fail (field, N_ ("not an id"), error);
    sz_record_set_id (record, field->name, &id);
    return true;
}

bool
sz_record_set_from_text (SzRecord *record, const char *name, const char *text, GError **error)
{
    const SzField *field = sz_kind_field (record->kind, name);
    g_autofree char *trimmed = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

    if (field == NULL) {
        g_set_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_UNKNOWN, "%s has no field of that name",
                     record->kind->name);
        return false;
    }
    if (trimmed == NULL || *trimmed == '\0') {
        sz_record_set_null (record, name);
        return true;
    }
    switch (field->type) {
    case SZ_TYPE_TEXT:
    case SZ_TYPE_CHOICE:
        return set_text (record, field, trimmed, error);
    case SZ_TYPE_INTEGER:
    case SZ_TYPE_TIME:
        return set_integer (record, field, trimmed, error);
    case SZ_TYPE_BOOLEAN:
        return set_boolean (record, field, trimmed, error);
    case SZ_TYPE_REAL:
        return set_real (record, field, trimmed, error);
    case SZ_TYPE_DATE:
        return set_date (record, field, trimmed, error);
    case SZ_TYPE_REFERENCE:
    case SZ_TYPE_ANY_ID:
        return set_id (record, field, trimmed, error);
    default:
        g_assert_not_reached ();
    }
}

char *
sz_value_to_text (const SzValue *value)
{
    char real[G_ASCII_DTOSTR_BUF_SIZE];

    switch (value->type) {
    case SZ_VALUE_NULL:
        return g_strdup ("");
    case SZ_VALUE_INTEGER:
        return g_strdup_printf ("%" G_GINT64_FORMAT, value->integer);
    case SZ_VALUE_REAL:
        sz_real_format (value->real, real);
        return g_strdup (real);
    case SZ_VALUE_TEXT:
        return g_strdup (value->text);
    case SZ_VALUE_ID:
        return sz_id_to_string (&value->id);
    default:
        g_assert_not_reached ();
    }
}

static SzValueType
expected_type (SzFieldType type)
{
    switch (type) {
    case SZ_TYPE_TEXT:
    case SZ_TYPE_DATE:
    case SZ_TYPE_CHOICE:
        return SZ_VALUE_TEXT;
    case SZ_TYPE_INTEGER:
    case SZ_TYPE_BOOLEAN:
    case SZ_TYPE_TIME:
        return SZ_VALUE_INTEGER;
    case SZ_TYPE_REAL:
        return SZ_VALUE_REAL;
    case SZ_TYPE_REFERENCE:
    case SZ_TYPE_ANY_ID:
        return SZ_VALUE_ID;
    default:
        g_assert_not_reached ();
    }
}

static bool
check_number (const SzField *field, const char *text, bool allow_test, GError **error)
{
    char digits[12];

    switch (sz_national_number_parse (text, allow_test, digits, NULL)) {
    case SZ_NUMBER_OK:
        return strcmp (text, digits) == 0 || fail (field, N_ ("not the bare eleven digits"), error);
    case SZ_NUMBER_LENGTH:
        return fail (field, N_ ("a national number has eleven digits"), error);
    case SZ_NUMBER_CHECK:
        return fail (field, N_ ("the check digits of the national number do not fit"), error);
    case SZ_NUMBER_DATE:
        return fail (field, N_ ("the national number holds no possible date"), error);
    case SZ_NUMBER_SEQUENCE:
        return fail (field, N_ ("the national number holds no possible sequence"), error);
    case SZ_NUMBER_TEST:
        return fail (field, N_ ("a test number, which this server does not take"), error);
    default:
        g_assert_not_reached ();
    }
}

static bool
check_range (const SzField *field, const SzValue *value, GError **error)
{
    double number = value->type == SZ_VALUE_REAL ? value->real : (double) value->integer;

    if (field->min == 0 && field->max == 0)
        return true;
    return (number >= field->min && number <= field->max) ||
           fail (field, N_ ("out of range"), error);
}

/* A day of slack: a desk may be a time zone ahead. */
static bool
check_day (const SzField *field, const char *text, GError **error)
{
    SzDate date;

    if (!sz_date_parse (text, &date))
        return fail (field, N_ ("not a date"), error);
    if (!(field->flags & SZ_FIELD_PAST))
        return true;
    if (date > sz_date_today () + 1)
        return fail (field, N_ ("a day that has yet to come"), error);
    return date >= sz_date_new (FIRST_YEAR, 1, 1) || fail (field, N_ ("too long ago"), error);
}

static bool
check_value (const SzField *field, const SzValue *value, bool allow_test, GError **error)
{
    if (value->type != expected_type (field->type) &&
        !(field->type == SZ_TYPE_REAL && value->type == SZ_VALUE_INTEGER))
        return fail (field, N_ ("a value of another type"), error);
    if (value->type == SZ_VALUE_TEXT && !sz_text_is_clean (value->text))
        return fail (field, N_ ("not plain text"), error);
    if (field->type == SZ_TYPE_TEXT &&
        (size_t) g_utf8_strlen (value->text, -1) > sz_field_longest (field))
        return fail (field, N_ ("too long"), error);
    if (field->type == SZ_TYPE_BOOLEAN && value->integer != 0 && value->integer != 1)
        return fail (field, N_ ("neither 0 nor 1"), error);
    if (field->type == SZ_TYPE_CHOICE && !is_choice (field, value->text))
        return fail (field, N_ ("not one of the choices"), error);
    if (field->type == SZ_TYPE_DATE && !check_day (field, value->text, error))
        return false;
    if (field->type == SZ_TYPE_REAL && value->type == SZ_VALUE_REAL && !isfinite (value->real))
        return fail (field, N_ ("not a number"), error);
    if ((field->type == SZ_TYPE_INTEGER || field->type == SZ_TYPE_REAL) &&
        !check_range (field, value, error))
        return false;
    if (g_str_equal (field->name, "national_number"))
        return check_number (field, value->text, allow_test, error);
    return true;
}

/* A number that carries a day of birth and the date beside it name the same day. */
static bool
check_birth (const SzRecord *record, GError **error)
{
    const SzField *field = sz_kind_field (record->kind, "birth_date");
    SzNationalNumber number;
    char digits[12];
    const char *text;
    SzDate birth;

    if (field == NULL || !sz_record_has (record, "national_number") ||
        !sz_record_has (record, "birth_date"))
        return true;
    text = sz_record_text (record, "national_number");
    birth = sz_record_date (record, "birth_date");
    if (text == NULL || birth == SZ_DATE_NONE ||
        sz_national_number_parse (text, true, digits, &number) != SZ_NUMBER_OK ||
        number.birth == SZ_DATE_NONE || number.birth == birth)
        return true;
    return fail (field, N_ ("not the day in the national number"), error);
}

bool
sz_record_check (const SzRecord *record, bool whole, bool allow_test_numbers, GError **error)
{
    for (size_t i = 0; i < record->kind->n_fields; i++) {
        const SzField *field = &record->kind->fields[i];
        bool present = (record->present >> i) & 1;
        const SzValue *value = &record->values[i];

        if ((present || whole) && value->type == SZ_VALUE_NULL) {
            if ((field->flags & SZ_FIELD_REQUIRED) != 0)
                return fail (field, N_ ("required"), error);
            continue;
        }
        if (present && !check_value (field, value, allow_test_numbers, error))
            return false;
    }
    return check_birth (record, error);
}

SzId
sz_record_id_from_key (const SzRecord *record)
{
    g_autoptr (GString) name = g_string_new (NULL);

    for (size_t i = 0; i < record->kind->n_fields; i++) {
        g_autofree char *text = NULL;

        if ((record->kind->fields[i].flags & SZ_FIELD_KEY) == 0)
            continue;
        text = sz_value_to_text (&record->values[i]);
        g_string_append_printf (name, "%s%s", name->len > 0 ? "/" : "", text);
    }
    return sz_id_from_name (record->kind->name, name->str);
}
