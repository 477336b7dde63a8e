/* SPDX-License-Identifier: EUPL-1.2 */
/* Operations: what an edit holds, and that taking one back and back again is the operation itself. */
#define G_LOG_DOMAIN "test-operations"

#include "config.h"

#include "record/operation.h"
#include "support/random_record.h"

/* The effect of one part on the record it is about; NULL: there is none. */
static SzRecord *
run_part (const SzPart *part, const SzRecord *record)
{
    SzRecord *result;

    if (part->verb == SZ_VERB_DELETE)
        return NULL;
    if (part->verb == SZ_VERB_CREATE)
        return sz_record_copy (part->set);
    result = sz_record_copy (record);
    for (size_t i = 0; i < result->kind->n_fields; i++)
        if ((part->set->present >> i) & 1)
            sz_record_set_value (result, i, &part->set->values[i]);
    return result;
}

static void
assert_same (const SzRecord *a, const SzRecord *b)
{
    g_assert_true ((a == NULL) == (b == NULL));
    g_assert_true (a == NULL || same_record (a, b));
}

/* before -> op -> after -> inverse -> before -> inverse of the inverse -> after */
static void
check_inverse (const SzOperation *op, const SzRecord *before, const SzEnv *env)
{
    g_autoptr (SzOperation) inverse = sz_operation_invert (op, env);
    g_autoptr (SzOperation) again = sz_operation_invert (inverse, env);
    g_autoptr (SzRecord) after = run_part (op->parts->pdata[0], before);
    g_autoptr (SzRecord) undone = run_part (inverse->parts->pdata[0], after);
    g_autoptr (SzRecord) redone = run_part (again->parts->pdata[0], undone);

    assert_same (undone, before);
    assert_same (redone, after);
    g_assert_false (sz_id_equal (&op->op_id, &inverse->op_id));
    g_assert_false (sz_id_equal (&op->op_id, &again->op_id));
}

static void
test_invert (void)
{
    g_autofree SzEnv *env = sz_env_new_seeded (10, 1600000000000);
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t i = 0; i < n * 20; i++) {
        g_autoptr (SzRecord) before = random_record (kinds[i % n], env),
                             after = sz_record_copy (before);
        g_autoptr (SzOperation) created = sz_operation_new (env), edited = sz_operation_new (env),
                                deleted = sz_operation_new (env);

        for (size_t k = 0; k < 3; k++)
            random_set (after, sz_env_below (env, before->kind->n_fields), env);
        sz_operation_create (created, sz_record_copy (before));
        check_inverse (created, NULL, env);
        sz_operation_delete (deleted, before);
        check_inverse (deleted, before, env);
        if (sz_operation_edit (edited, before, after))
            check_inverse (edited, before, env);
    }
}

/* Last part first. */
static void
test_invert_order (void)
{
    g_autofree SzEnv *env = sz_env_new_seeded (11, 1600000000000);
    g_autoptr (SzRecord) old = random_record (sz_kind_by_name ("pupil"), env);
    g_autoptr (SzOperation) op = sz_operation_new (env), inverse = NULL;

    sz_operation_delete (op, old);
    sz_operation_create (op, random_record (sz_kind_by_name ("infection"), env));
    inverse = sz_operation_invert (op, env);
    g_assert_cmpuint (inverse->parts->len, ==, 2);
    g_assert_cmpint (((SzPart *) inverse->parts->pdata[0])->verb, ==, SZ_VERB_DELETE);
    g_assert_cmpint (((SzPart *) inverse->parts->pdata[1])->verb, ==, SZ_VERB_CREATE);
    g_assert_cmpint (inverse->n, ==, 0);
}

/* An edit sets the fields that differ alone; its base holds every field of each unit it touches. */
static void
test_edit (void)
{
    g_autofree SzEnv *env = sz_env_new_seeded (12, 1600000000000);
    g_autoptr (SzRecord) before = random_record (sz_kind_by_name ("pupil"), env), after = NULL;
    g_autoptr (SzOperation) op = sz_operation_new (env);
    const SzPart *part;

    before->rev = 7;
    sz_record_set_text (before, "street", "Kerkstraat");
    sz_record_set_text (before, "phone", "015");
    after = sz_record_copy (before);
    g_assert_false (sz_operation_edit (op, before, after));
    g_assert_cmpuint (op->parts->len, ==, 0);
    sz_record_set_text (after, "street", "Dorp");
    sz_record_set_null (after, "phone");
    g_assert_true (sz_operation_edit (op, before, after));
    part = op->parts->pdata[0];
    g_assert_cmpint (part->verb, ==, SZ_VERB_EDIT);
    g_assert_cmpint (part->base->rev, ==, 7);
    g_assert_cmpint (__builtin_popcountll (part->set->present), ==, 2);
    g_assert_cmpstr (sz_record_text (part->set, "street"), ==, "Dorp");
    g_assert_true (sz_record_has (part->set, "phone"));
    /* Street, house number, box, postal code, city, municipality; telephone. */
    g_assert_cmpint (__builtin_popcountll (part->base->present), ==, 7);
    g_assert_cmpstr (sz_record_text (part->base, "street"), ==, "Kerkstraat");
    g_assert_false (sz_record_has (part->base, "first_name"));
    g_assert_true (sz_id_equal (&part->set->id, &before->id));
}

/* A field that the form did not show is no change. */
static void
test_edit_absent (void)
{
    g_autofree SzEnv *env = sz_env_new_seeded (13, 1600000000000);
    g_autoptr (SzRecord) before = random_record (sz_kind_by_name ("pupil"), env);
    g_autoptr (SzRecord) after = sz_record_new (before->kind, &before->id);
    g_autoptr (SzOperation) op = sz_operation_new (env);

    g_assert_false (sz_operation_edit (op, before, after));
    sz_record_set_text (after, "email", "lotte@example.be");
    g_assert_true (sz_operation_edit (op, before, after));
    g_assert_cmpint (__builtin_popcountll (((SzPart *) op->parts->pdata[0])->set->present), ==, 1);
}

static void
test_delete (void)
{
    g_autofree SzEnv *env = sz_env_new_seeded (14, 1600000000000);
    g_autoptr (SzRecord) before = random_record (sz_kind_by_name ("contact"), env);
    g_autoptr (SzOperation) op = sz_operation_new (env);
    const SzPart *part;

    sz_operation_delete (op, before);
    part = op->parts->pdata[0];
    g_assert_cmpint (part->verb, ==, SZ_VERB_DELETE);
    g_assert_true (same_record (part->base, before));
    g_assert_cmpuint (part->set->present, ==, 0);
    g_assert_true (sz_id_equal (&part->set->id, &before->id));
}

static void
test_new (void)
{
    g_autofree SzEnv *env = sz_env_new_seeded (15, 1600000000000);
    g_autoptr (SzOperation) one = sz_operation_new (env), two = sz_operation_new (env);

    g_assert_false (sz_id_equal (&one->op_id, &two->op_id));
    g_assert_cmpint (one->generation, ==, sz_catalogue_generation ());
    g_assert_cmpint (one->at_ms, >=, 1600000000000);
    g_assert_cmpint (one->n, ==, 0);
    sz_operation_free (NULL);
    sz_merge_free (NULL);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/operations/new", test_new);
    g_test_add_func ("/operations/edit", test_edit);
    g_test_add_func ("/operations/edit-absent", test_edit_absent);
    g_test_add_func ("/operations/delete", test_delete);
    g_test_add_func ("/operations/invert", test_invert);
    g_test_add_func ("/operations/invert-order", test_invert_order);
    return g_test_run ();
}
