/* SPDX-License-Identifier: EUPL-1.2 */
/* The JSON forms of records and operations: there and back, and what is refused. */
#define G_LOG_DOMAIN "test-documents"

#include "config.h"

#include "base/errors.h"
#include "record/json.h"
#include "support/random_record.h"

#include <string.h>

#define ID "018f0000-0000-7000-8000-000000000001"

/* Some fields of a random record. */
static SzRecord *
random_part (const SzKind *kind, const SzEnv *env)
{
    g_autoptr (SzRecord) whole = random_record (kind, env);
    SzRecord *part = sz_record_new (kind, &whole->id);

    part->rev = whole->rev;
    for (size_t i = 0; i < kind->n_fields; i++)
        if (sz_env_below (env, 2) == 0)
            sz_record_set_value (part, i, &whole->values[i]);
    return part;
}

static void
test_record_round_trip (void)
{
    g_autofree SzEnv *env = sz_env_new_seeded (3, 1600000000000);
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t i = 0; i < n * 50; i++) {
        g_autoptr (SzRecord) record = random_part (kinds[i % n], env);
        g_autofree char *text = sz_record_to_json (record);
        g_autoptr (GError) error = NULL;
        g_autoptr (SzRecord) back = sz_record_from_json (text, &error);

        g_assert_no_error (error);
        g_assert_true (same_record (record, back));
        g_assert_cmpint (record->rev, ==, back->rev);
        g_assert_null (strchr (text, '\n'));
    }
}

static void
test_form (void)
{
    g_autoptr (SzRecord) pupil = NULL;
    g_autofree char *text = NULL, *fields = NULL;
    SzId id;

    g_assert_true (sz_id_parse (ID, &id));
    pupil = sz_record_new (sz_kind_by_name ("pupil"), &id);
    pupil->rev = 3;
    sz_record_set_text (pupil, "first_name", "Lotte");
    sz_record_set_null (pupil, "phone");
    sz_record_set_id (pupil, "municipality", &id);
    text = sz_record_to_json (pupil);
    g_assert_cmpstr (text, ==,
                     "{\"kind\":\"pupil\",\"id\":\"" ID
                     "\",\"rev\":3,\"fields\":{\"first_name\":\"Lotte\","
                     "\"municipality\":\"" ID "\",\"phone\":null}}");
    fields = sz_record_fields_to_json (pupil);
    g_assert_cmpstr (fields, ==,
                     "{\"first_name\":\"Lotte\",\"municipality\":\"" ID "\",\"phone\":null}");
}

typedef struct {
    const char *text;
    SzWireError code;
} Bad;

#define PUPIL(fields) "{\"kind\":\"pupil\",\"id\":\"" ID "\",\"rev\":1,\"fields\":" fields "}"
#define CAPACITY(fields) "{\"kind\":\"capacity\",\"id\":\"" ID "\",\"rev\":1,\"fields\":" fields "}"

static const Bad bad_records[] = {
    { "", SZ_WIRE_ERROR_SYNTAX },
    { "[]", SZ_WIRE_ERROR_SYNTAX },
    { "{", SZ_WIRE_ERROR_SYNTAX },
    { "{}", SZ_WIRE_ERROR_UNKNOWN },
    { "{\"kind\":\"dragon\",\"id\":\"" ID "\",\"fields\":{}}", SZ_WIRE_ERROR_UNKNOWN },
    { "{\"kind\":7,\"id\":\"" ID "\",\"fields\":{}}", SZ_WIRE_ERROR_UNKNOWN },
    { "{\"kind\":\"pupil\",\"fields\":{}}", SZ_WIRE_ERROR_VALUE },
    { "{\"kind\":\"pupil\",\"id\":\"7\",\"fields\":{}}", SZ_WIRE_ERROR_VALUE },
    { "{\"kind\":\"pupil\",\"id\":\"" ID "\"}", SZ_WIRE_ERROR_SYNTAX },
    { PUPIL ("[]"), SZ_WIRE_ERROR_SYNTAX },
    { PUPIL ("{\"shoe_size\":38}"), SZ_WIRE_ERROR_UNKNOWN },
    { PUPIL ("{\"first_name\":7}"), SZ_WIRE_ERROR_VALUE },
    { PUPIL ("{\"first_name\":{}}"), SZ_WIRE_ERROR_VALUE },
    { PUPIL ("{\"first_name\":[\"a\"]}"), SZ_WIRE_ERROR_VALUE },
    { PUPIL ("{\"first_name\":true}"), SZ_WIRE_ERROR_VALUE },
    { PUPIL ("{\"municipality\":\"Mechelen\"}"), SZ_WIRE_ERROR_VALUE },
    { PUPIL ("{\"municipality\":\"\"}"), SZ_WIRE_ERROR_VALUE },
    { PUPIL ("{\"first_name\":\"\xff\"}"), SZ_WIRE_ERROR_SYNTAX },
    { CAPACITY ("{\"fte\":\"1\"}"), SZ_WIRE_ERROR_VALUE },
    { "{\"kind\":\"activity\",\"id\":\"" ID "\",\"fields\":{\"minutes\":1.5}}",
      SZ_WIRE_ERROR_VALUE },
    { "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]}", SZ_WIRE_ERROR_SYNTAX },
};

static void
test_bad_records (void)
{
    for (size_t i = 0; i < G_N_ELEMENTS (bad_records); i++) {
        g_autoptr (GError) error = NULL;
        g_autoptr (SzRecord) record = sz_record_from_json (bad_records[i].text, &error);

        g_test_message ("bad record %zu", i);
        g_assert_null (record);
        g_assert_error (error, SZ_WIRE_ERROR, (int) bad_records[i].code);
    }
}

/* Numbers that are whole are reals where the field is one; an empty text is NULL. */
static void
test_lenient (void)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (SzRecord) capacity = sz_record_from_json (CAPACITY ("{\"fte\":1}"), &error);
    g_autoptr (SzRecord) pupil = sz_record_from_json (PUPIL ("{\"phone\":\"\"}"), &error);

    g_assert_no_error (error);
    g_assert_cmpint (sz_record_value (capacity, "fte")->type, ==, SZ_VALUE_REAL);
    g_assert_true (sz_record_real (capacity, "fte") == 1);
    g_assert_true (sz_record_has (pupil, "phone"));
    g_assert_cmpint (sz_record_value (pupil, "phone")->type, ==, SZ_VALUE_NULL);
    g_assert_true (sz_record_fields_from_json (pupil, "{\"phone\":\"015\",\"city\":null}", &error));
    g_assert_no_error (error);
    g_assert_cmpstr (sz_record_text (pupil, "phone"), ==, "015");
    g_assert_true (sz_record_has (pupil, "city"));
}

static SzOperation *
random_operation (const SzKind *kind, const SzEnv *env)
{
    SzOperation *op = sz_operation_new (env);
    g_autoptr (SzRecord) before = random_record (kind, env), after = sz_record_copy (before);

    for (size_t i = 0; i < 3; i++)
        random_set (after, sz_env_below (env, kind->n_fields), env);
    op->device = sz_id_new (env);
    op->n = 1 + (int64_t) sz_env_below (env, 1000);
    op->epoch = sz_env_below (env, 2) == 0 ? g_strdup ("0123456789abcdef0123456789abcdef") : NULL;
    op->reason = sz_env_below (env, 2) == 0 ? random_text (env) : NULL;
    sz_operation_create (op, random_record (kind, env));
    sz_operation_edit (op, before, after);
    sz_operation_delete (op, before);
    return op;
}

static void
assert_same_part (const SzPart *a, const SzPart *b)
{
    g_assert_cmpint (a->verb, ==, b->verb);
    g_assert_true (same_record (a->set, b->set));
    g_assert_true ((a->base == NULL) == (b->base == NULL));
    if (a->base != NULL) {
        g_assert_true (same_record (a->base, b->base));
        g_assert_cmpint (a->base->rev, ==, b->base->rev);
    }
}

static void
assert_same_operation (const SzOperation *a, const SzOperation *b)
{
    g_assert_true (sz_id_equal (&a->op_id, &b->op_id));
    g_assert_true (sz_id_equal (&a->device, &b->device));
    g_assert_cmpint (a->n, ==, b->n);
    g_assert_cmpint (a->generation, ==, b->generation);
    g_assert_cmpint (a->at_ms, ==, b->at_ms);
    g_assert_cmpstr (a->epoch, ==, b->epoch);
    g_assert_cmpstr (a->reason, ==, b->reason);
    g_assert_cmpuint (a->parts->len, ==, b->parts->len);
    for (unsigned i = 0; i < a->parts->len; i++)
        assert_same_part (a->parts->pdata[i], b->parts->pdata[i]);
}

static void
test_operation_round_trip (void)
{
    g_autofree SzEnv *env = sz_env_new_seeded (4, 1600000000000);
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t i = 0; i < n * 20; i++) {
        g_autoptr (SzOperation) op = random_operation (kinds[i % n], env);
        g_autofree char *text = sz_operation_to_json (op);
        g_autoptr (GError) error = NULL;
        g_autoptr (SzOperation) back = sz_operation_from_json (text, &error);
        g_autoptr (SzOperation) copy = sz_operation_copy (op);

        g_assert_no_error (error);
        g_assert_null (strchr (text, '\n'));
        assert_same_operation (op, back);
        assert_same_operation (op, copy);
    }
}

#define OP(parts)                                                                                  \
    "{\"op\":\"" ID "\",\"device\":\"" ID                                                          \
    "\",\"n\":1,\"epoch\":null,\"generation\":1,\"at\":0,\"reason\":null,\"parts\":" parts "}"
#define ABOUT "\"kind\":\"pupil\",\"id\":\"" ID "\""

static const Bad bad_operations[] = {
    { "{}", SZ_WIRE_ERROR_SYNTAX },
    { "{\"op\":\"" ID "\"}", SZ_WIRE_ERROR_SYNTAX },
    { OP ("null"), SZ_WIRE_ERROR_SYNTAX },
    { OP ("[]"), SZ_WIRE_ERROR_SYNTAX },
    { OP ("[7]"), SZ_WIRE_ERROR_SYNTAX },
    { OP ("[{" ABOUT "}]"), SZ_WIRE_ERROR_SYNTAX },
    { OP ("[{\"verb\":\"explode\"," ABOUT ",\"set\":{}}]"), SZ_WIRE_ERROR_SYNTAX },
    { OP ("[{\"verb\":\"create\"," ABOUT "}]"), SZ_WIRE_ERROR_SYNTAX },
    { OP ("[{\"verb\":\"create\",\"kind\":\"dragon\",\"id\":\"" ID "\",\"set\":{}}]"),
      SZ_WIRE_ERROR_UNKNOWN },
    { OP ("[{\"verb\":\"edit\"," ABOUT ",\"set\":{\"phone\":\"1\"}}]"), SZ_WIRE_ERROR_SYNTAX },
    { OP ("[{\"verb\":\"edit\"," ABOUT ",\"base\":{\"phone\":null}}]"), SZ_WIRE_ERROR_SYNTAX },
    { OP ("[{\"verb\":\"delete\"," ABOUT "}]"), SZ_WIRE_ERROR_SYNTAX },
    /* The name is one unit: a base of half of it cannot be compared. */
    { OP ("[{\"verb\":\"edit\"," ABOUT
          ",\"base\":{\"first_name\":\"A\"},\"set\":{\"first_name\":\"B\"}}]"),
      SZ_WIRE_ERROR_VALUE },
};

static void
test_bad_operations (void)
{
    for (size_t i = 0; i < G_N_ELEMENTS (bad_operations); i++) {
        g_autoptr (GError) error = NULL;
        g_autoptr (SzOperation) op = sz_operation_from_json (bad_operations[i].text, &error);

        g_test_message ("bad operation %zu", i);
        g_assert_null (op);
        g_assert_error (error, SZ_WIRE_ERROR, (int) bad_operations[i].code);
    }
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/documents/form", test_form);
    g_test_add_func ("/documents/record/round-trip", test_record_round_trip);
    g_test_add_func ("/documents/record/bad", test_bad_records);
    g_test_add_func ("/documents/record/lenient", test_lenient);
    g_test_add_func ("/documents/operation/round-trip", test_operation_round_trip);
    g_test_add_func ("/documents/operation/bad", test_bad_operations);
    return g_test_run ();
}
