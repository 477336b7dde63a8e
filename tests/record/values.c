/* SPDX-License-Identifier: EUPL-1.2 */
/* Values of records: what people write, what is refused, and what comes back. */
#define G_LOG_DOMAIN "test-values"

#include "config.h"

#include "base/errors.h"
#include "base/national_number.h"
#include "record/record.h"
#include "support/random_record.h"

#include <string.h>

static SzRecord *
new_of (const char *kind)
{
    SzId id = sz_id_from_name ("test", kind);

    return sz_record_new (sz_kind_by_name (kind), &id);
}

typedef struct {
    const char *kind;
    const char *field;
    const char *text;
    const char *becomes; /* NULL: refused */
} Case;

static const Case cases[] = {
    { "pupil", "first_name", "  Lotte ", "Lotte" },
    { "pupil", "first_name", "", "" },
    { "pupil", "first_name", "   ", "" },
    { "pupil", "first_name", NULL, "" },
    { "pupil", "first_name",
      "a\x01"
      "b",
      NULL },
    { "pupil", "first_name", "\xff", NULL },
    { "pupil", "sex", "F", "F" },
    { "pupil", "sex", "f", NULL },
    { "pupil", "sex", "Girl", NULL },
    { "pupil", "birth_date", "2012-02-29", "2012-02-29" },
    { "pupil", "birth_date", "29/02/2012", "2012-02-29" },
    { "pupil", "birth_date", "1-9-2012", "2012-09-01" },
    { "pupil", "birth_date", "20120901", "2012-09-01" },
    { "pupil", "birth_date", "29/02/2011", NULL },
    { "pupil", "birth_date", "yesterday", NULL },
    { "pupil", "municipality", "018F0000-0000-7000-8000-0000000000AB",
      "018f0000-0000-7000-8000-0000000000ab" },
    { "pupil", "municipality", "Mechelen", NULL },
    { "activity", "minutes", " 45 ", "45" },
    { "activity", "minutes", "-3", "-3" },
    { "activity", "minutes", "4.5", NULL },
    { "activity", "minutes", "9223372036854775808", NULL },
    { "activity", "minutes", "0x10", NULL },
    { "capacity", "fte", "0,8", "0.8" },
    { "capacity", "fte", "0.8", "0.8" },
    { "capacity", "fte", "1", "1" },
    { "capacity", "fte", "1,000.5", NULL },
    { "capacity", "fte", "0x10", NULL },
    { "capacity", "fte", "nan", NULL },
    { "capacity", "fte", "inf", NULL },
    { "capacity", "fte", "1e999", NULL },
    { "staff_member", "active", "ja", "1" },
    { "staff_member", "active", "Nee", "0" },
    { "staff_member", "active", "1", "1" },
    { "staff_member", "active", "2", NULL },
};

static void
test_from_text (void)
{
    for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
        const Case *c = &cases[i];
        g_autoptr (SzRecord) record = new_of (c->kind);
        g_autoptr (GError) error = NULL;
        g_autofree char *text = NULL;
        bool ok = sz_record_set_from_text (record, c->field, c->text, &error);

        g_test_message ("%s.%s, case %zu", c->kind, c->field, i);
        if (c->becomes == NULL) {
            g_assert_false (ok);
            g_assert_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_VALUE);
            g_assert_nonnull (strstr (error->message, c->field));
            g_assert_false (sz_record_has (record, c->field));
            continue;
        }
        g_assert_no_error (error);
        g_assert_true (ok && sz_record_has (record, c->field));
        text = sz_value_to_text (sz_record_value (record, c->field));
        g_assert_cmpstr (text, ==, c->becomes);
    }
}

static void
test_unknown_field (void)
{
    g_autoptr (SzRecord) record = new_of ("pupil");
    g_autoptr (GError) error = NULL;

    g_assert_false (sz_record_set_from_text (record, "shoe_size", "38", &error));
    g_assert_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_UNKNOWN);
}

/* What value_to_text writes, set_from_text reads. */
static void
test_text_round_trip (void)
{
    g_autofree SzEnv *env = sz_env_new_seeded (7, 1600000000000);
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t i = 0; i < n * 20; i++) {
        const SzKind *kind = kinds[i % n];
        g_autoptr (SzRecord) record = random_record (kind, env);
        g_autoptr (SzRecord) back = sz_record_new (kind, &record->id);

        for (size_t k = 0; k < kind->n_fields; k++) {
            g_autofree char *text = sz_value_to_text (&record->values[k]);
            g_autofree char *trimmed = g_strstrip (g_strdup (text));
            g_autoptr (GError) error = NULL;

            g_assert_true (sz_record_set_from_text (back, kind->fields[k].name, text, &error));
            g_assert_no_error (error);
            if (g_str_equal (text, trimmed))
                g_assert_true (sz_value_equal (&record->values[k], &back->values[k]));
        }
    }
}

static void
test_get_and_set (void)
{
    g_autoptr (SzRecord) record = new_of ("pupil");
    SzId place = sz_id_from_name ("municipality", "12025");
    SzValue empty = { .type = SZ_VALUE_TEXT, .text = (char *) "" };

    g_assert_false (sz_record_has (record, "phone"));
    g_assert_null (sz_record_text (record, "phone"));
    g_assert_cmpint (sz_record_date (record, "birth_date"), ==, SZ_DATE_NONE);
    sz_record_set_text (record, "phone", "015 12 34 56");
    sz_record_set_text (record, "phone", sz_record_text (record, "phone"));
    g_assert_cmpstr (sz_record_text (record, "phone"), ==, "015 12 34 56");
    sz_record_set_value (record, (size_t) sz_kind_field_index (record->kind, "phone"), &empty);
    g_assert_true (sz_record_has (record, "phone"));
    g_assert_cmpint (sz_record_value (record, "phone")->type, ==, SZ_VALUE_NULL);
    sz_record_set_id (record, "municipality", &place);
    g_assert_true (sz_id_equal (sz_record_reference (record, "municipality"), &place));
    sz_record_set_id (record, "municipality", NULL);
    g_assert_null (sz_record_reference (record, "municipality"));
    sz_record_set_date (record, "birth_date", sz_date_new (2010, 3, 1));
    g_assert_cmpstr (sz_record_text (record, "birth_date"), ==, "2010-03-01");
    sz_record_set_date (record, "birth_date", SZ_DATE_NONE);
    g_assert_null (sz_record_text (record, "birth_date"));
}

static void
test_copy (void)
{
    g_autofree SzEnv *env = sz_env_new_seeded (8, 1600000000000);
    g_autoptr (SzRecord) record = random_record (sz_kind_by_name ("pupil"), env);
    g_autoptr (SzRecord) copy = sz_record_copy (record);

    g_assert_true (same_record (record, copy));
    g_assert_cmpint (record->rev, ==, copy->rev);
    sz_record_set_text (copy, "first_name", "Iemand anders");
    g_assert_false (same_record (record, copy));
    sz_record_free (NULL);
}

static SzRecord *
new_pupil (void)
{
    SzRecord *pupil = new_of ("pupil");

    sz_record_set_text (pupil, "first_name", "Lotte");
    sz_record_set_text (pupil, "last_name", "Peeters");
    sz_record_set_text (pupil, "birth_date", "2012-05-14");
    return pupil;
}

static void
assert_refused (const SzRecord *record, bool whole, const char *field)
{
    g_autoptr (GError) error = NULL;

    g_assert_false (sz_record_check (record, whole, true, &error));
    g_assert_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_VALUE);
    g_assert_nonnull (strstr (error->message, field));
}

static void
assert_accepted (const SzRecord *record, bool whole)
{
    g_autoptr (GError) error = NULL;

    g_assert_true (sz_record_check (record, whole, true, &error));
    g_assert_no_error (error);
}

static void
test_check_required (void)
{
    g_autoptr (SzRecord) pupil = new_pupil ();
    g_autoptr (SzRecord) part = new_of ("pupil");

    assert_accepted (pupil, true);
    sz_record_set_null (pupil, "last_name");
    assert_refused (pupil, true, "last_name");
    assert_refused (pupil, false, "last_name");
    sz_record_set_text (part, "phone", "015 12 34 56");
    assert_accepted (part, false);
    assert_refused (part, true, "first_name");
}

static void
test_check_values (void)
{
    g_autoptr (SzRecord) pupil = new_pupil ();
    g_autoptr (SzRecord) staff = new_of ("staff_member");
    g_autoptr (SzRecord) capacity = new_of ("capacity");

    sz_record_set_text (pupil, "sex", "unknown");
    assert_refused (pupil, true, "sex");
    sz_record_set_integer (pupil, "sex", 1);
    assert_refused (pupil, true, "sex");
    sz_record_set_text (pupil, "sex", "X");
    sz_record_set_text (pupil, "birth_date", "2012-02-30");
    assert_refused (pupil, true, "birth_date");
    sz_record_set_text (pupil, "birth_date", "14/05/2012");
    assert_refused (pupil, true, "birth_date");
    sz_record_set_text (pupil, "birth_date", "2012-05-14");
    sz_record_set_text (pupil, "street", "a\x07");
    assert_refused (pupil, true, "street");
    sz_record_set_integer (staff, "active", 2);
    assert_refused (staff, false, "active");
    sz_record_set_real (capacity, "fte", 0.0 / 1.0);
    assert_accepted (capacity, false);
    sz_record_set_integer (capacity, "fte", 1);
    assert_accepted (capacity, false);
    sz_record_set_real (capacity, "fte", G_MAXDOUBLE * 10);
    assert_refused (capacity, false, "fte");
}

/* What no person means to say. */
static void
test_check_limits (void)
{
    g_autoptr (SzRecord) pupil = new_pupil ();
    g_autoptr (SzRecord) activity = new_of ("activity");
    g_autofree char *longest = g_strnfill (500, 'x');
    g_autofree char *longer = g_strnfill (501, 'x');

    sz_record_set_integer (activity, "minutes", 0);
    assert_refused (activity, false, "minutes");
    sz_record_set_integer (activity, "minutes", 1441);
    assert_refused (activity, false, "minutes");
    sz_record_set_integer (activity, "minutes", 1440);
    assert_accepted (activity, false);
    sz_record_set_date (activity, "performed_on", sz_date_today () + 2);
    assert_refused (activity, false, "performed_on");
    sz_record_set_date (activity, "performed_on", sz_date_today ());
    sz_record_set_text (activity, "remark", longer);
    assert_accepted (activity, false);
    sz_record_set_text (pupil, "birth_date", "1800-01-01");
    assert_refused (pupil, true, "birth_date");
    sz_record_set_text (pupil, "birth_date", "2012-05-14");
    sz_record_set_text (pupil, "city", longest);
    assert_accepted (pupil, true);
    sz_record_set_text (pupil, "city", longer);
    assert_refused (pupil, true, "city");
}

static void
test_check_number (void)
{
    g_autoptr (SzRecord) pupil = new_pupil ();
    g_autoptr (GError) error = NULL;
    char digits[12];

    sz_record_set_text (pupil, "national_number", "93051822361");
    assert_refused (pupil, true, "birth_date");
    sz_record_set_text (pupil, "birth_date", "1993-05-18");
    g_assert_true (sz_record_check (pupil, true, false, NULL));
    sz_record_set_text (pupil, "national_number", "93.05.18-223.61");
    assert_refused (pupil, true, "national_number");
    sz_record_set_text (pupil, "national_number", "93051822362");
    assert_refused (pupil, true, "national_number");
    sz_national_number_make_test (sz_date_new (2012, 5, 14), 17, digits);
    sz_record_set_text (pupil, "national_number", digits);
    sz_record_set_text (pupil, "birth_date", "2012-05-14");
    assert_accepted (pupil, true);
    g_assert_false (sz_record_check (pupil, true, false, &error));
    g_assert_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_VALUE);
    /* Messages go to logs: never with the number in them. */
    g_assert_null (strstr (error->message, digits));
}

static void
test_check_all_kinds (void)
{
    g_autofree SzEnv *env = sz_env_new_seeded (9, 1600000000000);
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t i = 0; i < n * 20; i++) {
        g_autoptr (SzRecord) record = random_record (kinds[i % n], env);

        assert_accepted (record, true);
    }
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/values/from-text", test_from_text);
    g_test_add_func ("/values/unknown-field", test_unknown_field);
    g_test_add_func ("/values/text-round-trip", test_text_round_trip);
    g_test_add_func ("/values/get-and-set", test_get_and_set);
    g_test_add_func ("/values/copy", test_copy);
    g_test_add_func ("/values/check/required", test_check_required);
    g_test_add_func ("/values/check/values", test_check_values);
    g_test_add_func ("/values/check/limits", test_check_limits);
    g_test_add_func ("/values/check/national-number", test_check_number);
    g_test_add_func ("/values/check/all-kinds", test_check_all_kinds);
    return g_test_run ();
}
