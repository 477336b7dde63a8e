/* SPDX-License-Identifier: EUPL-1.2 */
/* The merge of PROTOCOL.md section 8, as a table, and what holds for random edits of every kind. */
#define G_LOG_DOMAIN "test-merge"

#include "config.h"

#include "record/operation.h"
#include "support/random_record.h"

#include <string.h>

/* The pupil as the author saw it: Lotte Peeters, Kerkstraat 1, telephone 015. */
static SzRecord *
new_pupil (void)
{
    SzId id = sz_id_from_name ("test", "pupil");
    SzRecord *pupil = sz_record_new (sz_kind_by_name ("pupil"), &id);

    for (size_t i = 0; i < pupil->kind->n_fields; i++)
        sz_record_set_null (pupil, pupil->kind->fields[i].name);
    sz_record_set_text (pupil, "first_name", "Lotte");
    sz_record_set_text (pupil, "last_name", "Peeters");
    sz_record_set_text (pupil, "street", "Kerkstraat");
    sz_record_set_text (pupil, "house_number", "1");
    sz_record_set_text (pupil, "phone", "015");
    return pupil;
}

/* Writes "street=Dorp phone=" over a record. */
static void
write_over (SzRecord *record, const char *changes)
{
    g_auto (GStrv) words = g_strsplit (changes, " ", -1);

    for (char **word = words; *word != NULL; word++) {
        g_auto (GStrv) pair = g_strsplit (*word, "=", 2);

        if (**word != '\0')
            sz_record_set_text (record, pair[0], pair[1]);
    }
}

/* What is left to write, in the order of the fields: "street=Dorp phone=". */
static char *
describe (const SzRecord *record)
{
    g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

    for (size_t i = 0; i < record->kind->n_fields; i++) {
        g_autofree char *value = sz_value_to_text (&record->values[i]);

        if ((record->present >> i) & 1)
            g_ptr_array_add (words, g_strconcat (record->kind->fields[i].name, "=", value, NULL));
    }
    g_ptr_array_add (words, NULL);
    return g_strjoinv (" ", (char **) words->pdata);
}

static const struct {
    const char *mine;
    const char *theirs;
    const char *apply;
    const char *conflicts;
} table[] = {
    /* Nobody else changed anything. */
    { "phone=016", "", "phone=016", "" },
    { "phone=", "", "phone=", "" },
    { "phone=016 street=Dorp", "", "street=Dorp phone=016", "" },
    /* Someone changed another unit. */
    { "phone=016", "street=Dorp", "phone=016", "" },
    { "phone=016", "email=a@b.be sex=F", "phone=016", "" },
    /* Someone made the same change. */
    { "phone=016", "phone=016", "", "" },
    { "phone=", "phone=", "", "" },
    { "street=Dorp house_number=7", "street=Dorp house_number=7", "", "" },
    /* Someone changed the same unit otherwise. */
    { "phone=016", "phone=017", "", "phone" },
    { "phone=", "phone=017", "", "phone" },
    { "phone=016", "phone=", "", "phone" },
    /* An address is one unit: street and house number of two people never mix. */
    { "street=Dorp", "house_number=7", "", "address" },
    { "street=Dorp", "street=Dorp house_number=7", "", "address" },
    { "street=Dorp house_number=7", "street=Dorp", "", "address" },
    { "first_name=Lot", "last_name=Pieters", "", "name" },
    /* One unit conflicts, the other does not. */
    { "phone=016 street=Dorp", "street=Plein", "phone=016", "address" },
    { "phone=016 street=Dorp", "phone=017 street=Plein", "", "address phone" },
    { "phone=016 street=Dorp", "phone=016 street=Plein", "", "address" },
};

static void
test_table (void)
{
    for (size_t i = 0; i < G_N_ELEMENTS (table); i++) {
        g_autoptr (SzRecord) before = new_pupil (), after = new_pupil (), current = new_pupil ();
        g_autoptr (SzOperation) op = sz_operation_new (NULL);
        g_autoptr (SzMerge) merge = NULL;
        g_autofree char *apply = NULL, *conflicts = NULL;

        write_over (after, table[i].mine);
        write_over (current, table[i].theirs);
        /* Values are compared, never revisions. */
        before->rev = 9;
        current->rev = (int64_t) i;
        g_assert_true (sz_operation_edit (op, before, after));
        merge = sz_merge (op->parts->pdata[0], current);
        apply = describe (merge->apply);
        g_ptr_array_add (merge->conflicts, NULL);
        conflicts = g_strjoinv (" ", (char **) merge->conflicts->pdata);
        g_test_message ("row %zu", i);
        g_assert_cmpstr (apply, ==, table[i].apply);
        g_assert_cmpstr (conflicts, ==, table[i].conflicts);
        g_assert_true (merge->apply->kind == current->kind);
        g_assert_true (sz_id_equal (&merge->apply->id, &current->id));
    }
}

static SzRecord *
apply_over (const SzRecord *record, const SzRecord *changes)
{
    SzRecord *result = sz_record_copy (record);

    for (size_t i = 0; i < changes->kind->n_fields; i++)
        if ((changes->present >> i) & 1)
            sz_record_set_value (result, i, &changes->values[i]);
    return result;
}

static SzRecord *
change_some (const SzRecord *record, const SzEnv *env)
{
    SzRecord *changed = sz_record_copy (record);

    for (size_t n = sz_env_below (env, 4); n > 0; n--)
        random_set (changed, sz_env_below (env, record->kind->n_fields), env);
    return changed;
}

/* Each unit is the author's or the colleague's as a whole, and which of the two is as the rule says. */
static void
check_unit (const SzMerge *merge,
            const SzRecord *base,
            const SzRecord *mine,
            const SzRecord *theirs,
            const SzRecord *result,
            const char *unit)
{
    bool mine_same = true, theirs_same = true, both_same = true, is_mine = true, is_theirs = true;

    for (size_t i = 0; i < base->kind->n_fields; i++) {
        if (!g_str_equal (sz_field_unit (&base->kind->fields[i]), unit))
            continue;
        mine_same = mine_same && sz_value_equal (&mine->values[i], &base->values[i]);
        theirs_same = theirs_same && sz_value_equal (&theirs->values[i], &base->values[i]);
        both_same = both_same && sz_value_equal (&mine->values[i], &theirs->values[i]);
        is_mine = is_mine && sz_value_equal (&mine->values[i], &result->values[i]);
        is_theirs = is_theirs && sz_value_equal (&theirs->values[i], &result->values[i]);
    }
    g_assert_true (mine_same || !theirs_same ? is_theirs : is_mine);
    g_assert_true (g_ptr_array_find_with_equal_func (merge->conflicts, unit, g_str_equal, NULL) ==
                   (!mine_same && !theirs_same && !both_same));
}

static void
test_random (void)
{
    g_autofree SzEnv *env = sz_env_new_seeded (5, 1600000000000);
    size_t n, merged = 0, in_conflict = 0;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t i = 0; i < n * 100; i++) {
        g_autoptr (SzRecord) base = random_record (kinds[i % n], env);
        g_autoptr (SzRecord) mine = change_some (base, env), theirs = change_some (base, env);
        g_autoptr (SzOperation) op = sz_operation_new (NULL);
        g_autoptr (SzMerge) merge = NULL;
        g_autoptr (SzRecord) result = NULL;

        if (!sz_operation_edit (op, base, mine))
            continue;
        merge = sz_merge (op->parts->pdata[0], theirs);
        result = apply_over (theirs, merge->apply);
        for (size_t k = 0; k < base->kind->n_fields; k++)
            check_unit (merge, base, mine, theirs, result, sz_field_unit (&base->kind->fields[k]));
        merged++;
        in_conflict += merge->conflicts->len > 0;
    }
    /* The seed really meets both. */
    g_assert_cmpuint (in_conflict, >, 20);
    g_assert_cmpuint (merged, >, in_conflict + 20);
}

/* The same operation twice is the same as once. */
static void
test_again (void)
{
    g_autofree SzEnv *env = sz_env_new_seeded (6, 1600000000000);
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t i = 0; i < n * 20; i++) {
        g_autoptr (SzRecord) base = random_record (kinds[i % n], env),
                             mine = change_some (base, env);
        g_autoptr (SzOperation) op = sz_operation_new (NULL);
        g_autoptr (SzMerge) merge = NULL;

        if (!sz_operation_edit (op, base, mine))
            continue;
        merge = sz_merge (op->parts->pdata[0], mine);
        g_assert_cmpuint (merge->apply->present, ==, 0);
        g_assert_cmpuint (merge->conflicts->len, ==, 0);
    }
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/merge/table", test_table);
    g_test_add_func ("/merge/random", test_random);
    g_test_add_func ("/merge/again", test_again);
    return g_test_run ();
}
