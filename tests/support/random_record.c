/* SPDX-License-Identifier: EUPL-1.2 */
/* Records of any kind filled from a seeded environment; see random_record.h. */
#define G_LOG_DOMAIN "test-random-record"

#include "support/random_record.h"

#include "base/national_number.h"

static int64_t
random_integer (const SzEnv *env)
{
    static const int64_t edges[] = { 0, 1, -1, INT64_MAX, INT64_MIN, INT32_MAX, 1600000000000 };

    if (sz_env_below (env, 2) == 0)
        return edges[sz_env_below (env, G_N_ELEMENTS (edges))];
    return (int64_t) sz_env_below (env, 100000);
}

static double
random_real (const SzEnv *env)
{
    static const double edges[] = { 0, 0.1, -1, 1e-300, 1e300, 5e-324, 1.0 / 3, 123456789.125 };

    if (sz_env_below (env, 2) == 0)
        return edges[sz_env_below (env, G_N_ELEMENTS (edges))];
    return (sz_env_unit (env) - 0.5) * 1e6;
}

char *
random_text (const SzEnv *env)
{
    static const char *const pieces[] = {
        "\"",
        "\\",
        "/",
        "\n",
        "\t",
        "a",
        " ",
        "ë",
        "D'Hôndt",
        "\xf0\x9f\x98\x80",
        "\\u0041",
        "[",
        "]",
        ",",
        "null",
        "0",
        "\xe2\x80\xa8",
        "{\"a\":",
        "Z",
    };
    GString *text = g_string_new ("x");

    for (size_t n = sz_env_below (env, 12); n > 0; n--)
        g_string_append (text, pieces[sz_env_below (env, G_N_ELEMENTS (pieces))]);
    return g_string_free (text, FALSE);
}

static const char *
random_choice (const SzField *field, const SzEnv *env)
{
    size_t n = 0;

    while (field->choices[n].code != NULL)
        n++;
    return field->choices[sz_env_below (env, n)].code;
}

static void
set_text (SzRecord *record, const SzField *field, const SzEnv *env)
{
    char digits[12];
    g_autofree char *text = random_text (env);
    SzDate birth = sz_date_new (2005, 1, 1) + (SzDate) sz_env_below (env, 5000);

    sz_national_number_make_test (birth, 1 + (int) sz_env_below (env, 998), digits);
    sz_record_set_text (record, field->name,
                        g_str_equal (field->name, "national_number") ? digits : text);
}

static int64_t
within (const SzField *field, const SzEnv *env)
{
    return (int64_t) field->min +
           (int64_t) sz_env_below (env, (uint64_t) (field->max - field->min) + 1);
}

static void
set_value (SzRecord *record, const SzField *field, const SzEnv *env)
{
    SzId id = sz_id_new (env);

    switch (field->type) {
    case SZ_TYPE_TEXT:
        set_text (record, field, env);
        break;
    case SZ_TYPE_INTEGER:
    case SZ_TYPE_TIME:
        sz_record_set_integer (record, field->name,
                               field->max > 0 ? within (field, env) : random_integer (env));
        break;
    case SZ_TYPE_BOOLEAN:
        sz_record_set_integer (record, field->name, (int64_t) sz_env_below (env, 2));
        break;
    case SZ_TYPE_REAL:
        sz_record_set_real (record, field->name,
                            field->max > 0 ? (double) within (field, env) : random_real (env));
        break;
    case SZ_TYPE_DATE:
        sz_record_set_date (record, field->name,
                            sz_date_new (1900, 1, 1) +
                                (SzDate) sz_env_below (env, field->flags & SZ_FIELD_PAST ? 40000
                                                                                         : 90000));
        break;
    case SZ_TYPE_CHOICE:
        sz_record_set_text (record, field->name, random_choice (field, env));
        break;
    case SZ_TYPE_REFERENCE:
    case SZ_TYPE_ANY_ID:
        sz_record_set_id (record, field->name, &id);
        break;
    default:
        g_assert_not_reached ();
    }
}

void
random_set (SzRecord *record, size_t index, const SzEnv *env)
{
    const SzField *field = &record->kind->fields[index];

    if ((field->flags & SZ_FIELD_REQUIRED) == 0 && sz_env_below (env, 4) == 0)
        sz_record_set_null (record, field->name);
    else
        set_value (record, field, env);
}

/* The day that the number carries. */
static void
fit_birth (SzRecord *record)
{
    const char *text = sz_record_text (record, "national_number");
    SzNationalNumber number;
    char digits[12];

    if (text != NULL && sz_national_number_parse (text, true, digits, &number) == SZ_NUMBER_OK)
        sz_record_set_date (record, "birth_date", number.birth);
}

SzRecord *
random_record (const SzKind *kind, const SzEnv *env)
{
    SzId id = sz_id_new (env);
    SzRecord *record = sz_record_new (kind, &id);

    record->rev = (int64_t) sz_env_below (env, 100);
    for (size_t i = 0; i < kind->n_fields; i++)
        random_set (record, i, env);
    if (sz_kind_field (kind, "birth_date") != NULL)
        fit_birth (record);
    return record;
}

bool
same_record (const SzRecord *a, const SzRecord *b)
{
    if (a->kind != b->kind || !sz_id_equal (&a->id, &b->id) || a->present != b->present)
        return false;
    for (size_t i = 0; i < a->kind->n_fields; i++)
        if (!sz_value_equal (&a->values[i], &b->values[i]))
            return false;
    return true;
}
