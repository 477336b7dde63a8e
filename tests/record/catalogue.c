/* SPDX-License-Identifier: EUPL-1.2 */
/* The catalogue agrees with itself, and its names can be those of tables and columns in both engines. */
#define G_LOG_DOMAIN "test-catalogue"

#include "config.h"

#include "record/catalogue.h"

#include <string.h>

typedef void (*Visit) (const SzKind *kind, const SzField *field);

static void
each_kind (void (*visit) (const SzKind *kind))
{
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    g_assert_cmpuint (n, >=, 21);
    for (size_t i = 0; i < n; i++)
        visit (kinds[i]);
}

static void
each_field (Visit visit)
{
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < kinds[i]->n_fields; k++)
            visit (kinds[i], &kinds[i]->fields[k]);
}

static bool
is_identifier (const char *name)
{
    return g_ascii_islower (*name) &&
           strspn (name, "abcdefghijklmnopqrstuvwxyz_0123456789") == strlen (name) &&
           strlen (name) < 48;
}

/* All keywords of SQLite, and of PostgreSQL those that cannot name a table or a column. */
static bool
is_reserved (const char *name)
{
    static const char words[] =
        " abort action add after all alter always analyse analyze and any array as asc asymmetric attach "
        "authorization autoincrement before begin between binary both by cascade case cast check collate collation "
        "column commit concurrently conflict constraint create cross current current_catalog current_date current_role "
        "current_schema current_time current_timestamp current_user database default deferrable deferred delete desc "
        "detach distinct do drop each else end escape except exclude exclusive exists explain fail false fetch filter "
        "first following for foreign freeze from full generated glob grant group groups having if ignore ilike "
        "immediate in index indexed initially inner insert instead intersect into is isnull join key last lateral "
        "leading left like limit localtime localtimestamp match materialized natural no not nothing notnull null nulls "
        "of offset on only or order others outer over overlaps partition placing plan pragma preceding primary query "
        "raise range recursive references regexp reindex release rename replace restrict returning right rollback row "
        "rows savepoint select session_user set similar some symmetric system_user table tablesample temp temporary "
        "then ties to trailing transaction trigger true unbounded union unique update user using vacuum values "
        "variadic verbose view virtual when where window with without ";
    g_autofree char *word = g_strdup_printf (" %s ", name);

    return strstr (words, word) != NULL;
}

static void
check_kind (const SzKind *kind)
{
    g_assert_true (is_identifier (kind->name));
    g_assert_false (is_reserved (kind->name));
    g_assert_true (sz_kind_by_name (kind->name) == kind);
    g_assert_true (sz_kind_by_number (kind->number) == kind);
    g_assert_cmpint (kind->number, >, 0);
    g_assert_cmpuint (kind->n_fields, >, 0);
    g_assert_cmpuint (kind->n_fields, <=, SZ_FIELDS_MAX);
    g_assert_cmpuint (strlen (kind->label), >, 0);
    g_assert_cmpuint (strlen (kind->plural), >, 0);
    g_assert_cmpuint (kind->readers, !=, 0);
    /* Who writes a kind may read it. */
    g_assert_cmpuint (kind->writers & ~kind->readers, ==, 0);
}

static void
test_kinds (void)
{
    g_assert_true (is_reserved ("case") && is_reserved ("abort") && is_reserved ("without"));
    each_kind (check_kind);
    g_assert_null (sz_kind_by_name ("case"));
    g_assert_null (sz_kind_by_name (NULL));
    g_assert_null (sz_kind_by_number (0));
    g_assert_cmpint (sz_catalogue_generation (), >=, 1);
}

static void
check_field (const SzKind *kind, const SzField *field)
{
    g_test_message ("%s.%s", kind->name, field->name);
    g_assert_true (is_identifier (field->name));
    g_assert_false (is_reserved (field->name));
    g_assert_true (sz_kind_field (kind, field->name) == field);
    g_assert_cmpuint (strlen (field->label), >, 0);
    g_assert_true ((field->type == SZ_TYPE_CHOICE) == (field->choices != NULL));
    g_assert_true ((field->type == SZ_TYPE_REFERENCE) == (field->refers_to != NULL));
    g_assert_true (field->refers_to == NULL || sz_kind_by_name (field->refers_to) != NULL);
    /* The columns that every table has beside the kind's own. */
    g_assert_false (g_str_equal (field->name, "id") || g_str_equal (field->name, "rev") ||
                    g_str_equal (field->name, "scope"));
}

static void
check_choices (const SzKind *kind, const SzField *field)
{
    for (const SzChoice *choice = field->choices; choice != NULL && choice->code != NULL;
         choice++) {
        g_assert_cmpuint (strlen (choice->code), >, 0);
        g_assert_cmpuint (strlen (choice->label), >, 0);
        for (const SzChoice *other = field->choices; other != choice; other++)
            g_assert_cmpstr (other->code, !=, choice->code);
    }
}

/* A unit with a name of its own has several members, and that name is no other field's. */
static void
check_unit (const SzKind *kind, const SzField *field)
{
    unsigned members = 0;

    if (field->unit == NULL) {
        g_assert_cmpstr (sz_field_unit (field), ==, field->name);
        return;
    }
    g_assert_cmpstr (sz_field_unit (field), ==, field->unit);
    for (size_t i = 0; i < kind->n_fields; i++) {
        members += g_strcmp0 (kind->fields[i].unit, field->unit) == 0;
        g_assert_cmpstr (kind->fields[i].name, !=, field->unit);
    }
    g_assert_cmpuint (members, >, 1);
}

static void
test_fields (void)
{
    each_field (check_field);
    each_field (check_choices);
    each_field (check_unit);
    g_assert_cmpint (sz_kind_field_index (sz_kind_by_name ("pupil"), "nonsense"), ==, -1);
    g_assert_null (sz_kind_field (sz_kind_by_name ("pupil"), "nonsense"));
}

/* A column of the kind's own, or one that every table has. */
static bool
has_column (const SzKind *kind, const char *name)
{
    return sz_kind_field_index (kind, name) >= 0 || g_str_equal (name, "scope");
}

static void
check_indexes (const SzKind *kind)
{
    for (const char *const *list = kind->indexes; list != NULL && *list != NULL; list++) {
        g_auto (GStrv) columns = g_strsplit (*list, ", ", -1);

        for (char **column = columns; *column != NULL; column++)
            g_assert_true (has_column (kind, *column));
    }
}

static void
check_root (const SzKind *kind)
{
    const SzField *root = kind->root != NULL ? sz_kind_field (kind, kind->root) : NULL;

    g_assert_true (kind->root == NULL ||
                   (root != NULL && g_strcmp0 (root->refers_to, "pupil") == 0));
}

static void
check_supersedes (const SzKind *kind)
{
    const SzField *field = sz_kind_field (kind, "supersedes");

    g_assert_true (kind->append_only == (field != NULL));
    g_assert_true (field == NULL || g_strcmp0 (field->refers_to, kind->name) == 0);
}

static void
test_structure (void)
{
    each_kind (check_indexes);
    each_kind (check_root);
    each_kind (check_supersedes);
}

/* Nothing about a person is ever everybody's, and reference data points at reference data only. */
static void
check_scope (const SzKind *kind, const SzField *field)
{
    if (kind->scope != SZ_SCOPE_REFERENCE)
        return;
    g_assert_cmpuint (field->flags & (SZ_FIELD_PERSONAL | SZ_FIELD_MEDICAL), ==, 0);
    if (field->refers_to != NULL)
        g_assert_cmpint (sz_kind_by_name (field->refers_to)->scope, ==, SZ_SCOPE_REFERENCE);
}

/* A reference to a pupil says who it is about. */
static void
check_personal (const SzKind *kind, const SzField *field)
{
    if (g_strcmp0 (field->refers_to, "pupil") == 0)
        g_assert_cmpuint (field->flags & SZ_FIELD_PERSONAL, !=, 0);
}

static void
check_rights (const SzKind *kind)
{
    bool reference = kind->scope == SZ_SCOPE_REFERENCE;

    g_assert_false (sz_kind_readable (kind, SZ_ROLE_ADMINISTRATOR));
    g_assert_false (sz_kind_writable (kind, SZ_ROLE_ADMINISTRATOR));
    g_assert_true (sz_kind_readable (kind, SZ_ROLE_POPULATION_MANAGER) == reference);
    g_assert_false (sz_kind_writable (kind, SZ_ROLE_POPULATION_MANAGER));
    g_assert_true (sz_kind_readable (kind, SZ_ROLE_WORKER));
    g_assert_true (sz_kind_writable (kind, SZ_ROLE_WORKER) != reference);
    g_assert_true (sz_kind_writable (kind, SZ_ROLE_SERVER));
}

static void
test_privacy (void)
{
    each_field (check_scope);
    each_field (check_personal);
    each_kind (check_rights);
}

static void
test_labels (void)
{
    const SzKind *infection = sz_kind_by_name ("infection");
    const SzField *status = sz_kind_field (infection, "status");

    g_assert_cmpstr (sz_kind_label (infection), ==, "Case");
    g_assert_cmpstr (sz_kind_plural (infection), ==, "Cases");
    g_assert_cmpstr (sz_field_label (status), ==, "Status");
    g_assert_cmpstr (sz_choice_label (status, "confirmed"), ==, "Confirmed");
    g_assert_cmpstr (sz_choice_label (status, "unheard"), ==, "unheard");
    g_assert_cmpstr (sz_choice_label (status, NULL), ==, "");
}

static void
test_roles (void)
{
    for (unsigned bit = 0; bit < 6; bit++) {
        SzRole role = (SzRole) (1u << bit);

        g_assert_nonnull (sz_role_name (role));
        g_assert_cmpint (sz_role_parse (sz_role_name (role)), ==, (int) role);
        g_assert_cmpuint (strlen (sz_role_label (role)), >, 0);
    }
    g_assert_cmpint (sz_role_parse ("king"), ==, 0);
    g_assert_cmpint (sz_role_parse (NULL), ==, 0);
    g_assert_null (sz_role_name ((SzRole) 0));
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/catalogue/kinds", test_kinds);
    g_test_add_func ("/catalogue/fields", test_fields);
    g_test_add_func ("/catalogue/structure", test_structure);
    g_test_add_func ("/catalogue/privacy", test_privacy);
    g_test_add_func ("/catalogue/labels", test_labels);
    g_test_add_func ("/catalogue/roles", test_roles);
    return g_test_run ();
}
