/* SPDX-License-Identifier: EUPL-1.2 */
/* Every statement of every room, and every report, prepares on the tables it is meant for. */
#include "db/engine.h"
#include "db/report.h"
#include "db/schema.h"
#include "support/scratch.h"

#include <gio/gio.h>
#include <string.h>

#define SQL "/be/schoolzicht/Schoolzicht/sql/"

/* Templates that name an index or a field are run by the tests of the schema and the records. */
static bool
is_part (const char *text)
{
    return strstr (text, "@index") != NULL || strstr (text, "@field@") != NULL ||
           strstr (text, "@column_definition") != NULL || strstr (text, "@column@") != NULL;
}

static void
prepare (SzDb *db, const char *resource)
{
    g_autofree char *text = sz_db_resource_text (resource);
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);
    g_autoptr (GError) error = NULL;

    if (is_part (text))
        return;
    g_test_message ("%s", resource);
    if (strchr (text, '@') == NULL)
        g_assert_nonnull (sz_db_statement (db, resource, &error));
    else
        for (size_t i = 0; i < n; i++)
            g_assert_nonnull (sz_db_statement_for_kind (db, resource, kinds[i], &error));
    g_assert_no_error (error);
}

static bool
is_script (const char *name)
{
    return g_str_has_prefix (name, "schema-") || g_str_has_prefix (name, "script-") ||
           g_str_has_prefix (name, "open") || g_str_has_prefix (name, "begin");
}

/* The engine in use has its folder; another engine's is not for it. */
static bool
is_foreign (const char *folder)
{
    bool postgres = g_getenv ("SCHOOLZICHT_POSTGRESQL") != NULL;

    return g_str_equal (folder, postgres ? "db/sqlite" : "db/postgresql");
}

/* Statements prepared; folders are an engine's own. */
static unsigned
prepare_folder (SzDb *db, const char *folder)
{
    g_autofree char *path = g_strconcat (SQL, folder, "/", NULL);
    g_auto (GStrv) names =
        g_resources_enumerate_children (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    unsigned n = 0;

    for (char **name = names; name != NULL && *name != NULL; name++) {
        g_autofree char *resource = g_strconcat (folder, "/", *name, NULL);

        if (g_str_has_suffix (resource, "/")) {
            resource[strlen (resource) - 1] = '\0';
            n += is_foreign (resource) ? 0 : prepare_folder (db, resource);
        } else if (!is_script (*name)) {
            resource[strlen (resource) - strlen (".sql")] = '\0';
            prepare (db, resource);
            n++;
        }
    }
    return n;
}

static void
test_room (const void *data)
{
    const char *room = data;
    g_autoptr (Scratch) folder = scratch_new ();
    g_autoptr (SzDb) db = scratch_database (folder, room);

    prepare_folder (db, room);
    g_assert_cmpuint (prepare_folder (db, "db"), >, 15);
    g_assert_cmpuint (prepare_folder (db, "reports"), >=, 9);
}

/* The kinds in the report that counts records are written out: none may be forgotten. */
static void
test_counts (void)
{
    g_autofree char *text = sz_db_resource_text ("reports/counts");
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t i = 0; i < n; i++) {
        g_autofree char *wanted = g_strdup_printf ("FROM %s t ", kinds[i]->name);

        g_test_message ("%s", kinds[i]->name);
        g_assert_nonnull (strstr (text, wanted));
    }
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    /* A desk has no PostgreSQL. */
    if (g_getenv ("SCHOOLZICHT_POSTGRESQL") == NULL)
        g_test_add_data_func ("/db/statements/store", "store", test_room);
    g_test_add_data_func ("/db/statements/server", "server", test_room);
    g_test_add_func ("/db/statements/counts", test_counts);
    return g_test_run ();
}
