/* SPDX-License-Identifier: EUPL-1.2 */
/* schoolzichtd check: says whether the database is whole, and what it holds. */
#define G_LOG_DOMAIN "sz-check-command"

#include "config.h"

#include "server/check.h"
#include "server/command.h"

#include "db/records.h"

#include <glib/gi18n-lib.h>

static bool
print_counts (SzCore *core, GError **error)
{
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);
    for (size_t i = 0; i < n; i++) {
        int64_t records = sz_records_count (core->db, kinds[i], error);
        if (records < 0)
            return false;
        if (records > 0)
            g_print ("%s\t%" G_GINT64_FORMAT "\n", kinds[i]->name, records);
    }
    return true;
}

int
sz_command_check (int argc, char **argv)
{
    g_auto (SzWhere) where = { 0 };
    g_autoptr (GError) error = NULL;
    g_autoptr (SzDataDirectory) directory = NULL;
    if (!sz_command_parse (
            &argc, &argv, &where, NULL,
            _ ("Checks that the database is whole and says what it holds. Exit status 1 when it is not."),
            NULL))
        return SZ_EXIT_USAGE;
    int status;
    g_autoptr (SzCore) core = sz_command_open (&where, false, &directory, &status);
    if (core == NULL)
        return status;
    g_autoptr (SzCheck) check = sz_check_run (core, &error);
    if (check == NULL || !print_counts (core, &error)) {
        sz_command_explain (error);
        return SZ_EXIT_FAILED;
    }
    g_print ("\n%s\t%" G_GINT64_FORMAT "\n", _ ("Records"), check->records);
    g_print ("%s\t%" G_GINT64_FORMAT "\n", _ ("Changes"), check->changes);
    g_print ("%s\t%" G_GINT64_FORMAT "\n", _ ("Deleted"), check->deleted);
    for (unsigned i = 0; i < check->faults->len; i++)
        g_print ("! %s\n", (char *) check->faults->pdata[i]);
    g_print ("%s\n", check->faults->len == 0 ? _ ("The database is whole.")
                                             : _ ("The database is not whole."));
    return check->faults->len == 0 ? SZ_EXIT_DONE : SZ_EXIT_FAILED;
}
