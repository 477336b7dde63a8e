/* SPDX-License-Identifier: EUPL-1.2 */
/* schoolzichtd session: who is signed in where, and ending that. */
#define G_LOG_DOMAIN "sz-session-command"

#include "config.h"

#include "base/errors.h"
#include "server/command.h"
#include "server/session.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static bool
list (SzCore *core, GError **error)
{
    g_autoptr (GPtrArray) rows = sz_session_list (core, error);
    if (rows == NULL)
        return false;
    for (unsigned i = 0; i < rows->len; i++) {
        const SzSessionRow *row = rows->pdata[i];
        g_autofree char *id = sz_id_to_string (&row->id);
        g_autofree char *created = sz_command_time (row->created_ms);
        g_autofree char *used = sz_command_time (row->last_used_ms);
        g_print ("%s\t%s\t%s\t%s\t%s\t%s\n", id, row->name, created, used,
                 row->version != NULL ? row->version : "-",
                 row->device_name != NULL ? row->device_name : "-");
    }
    return true;
}

/* One session by its id, or all of one person. */
static bool
end_sessions (SzCore *core, const char *what, GError **error)
{
    SzId id;
    if (!(sz_id_parse (what, &id) ? sz_session_end (core, &id, error)
                                  : sz_session_end_all (core, what, error)))
        return false;
    int64_t n = sz_db_changes (core->db);
    if (n == 0)
        g_set_error (error, SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND,
                     _ ("%s is no open session, and nobody of that name has one."), what);
    else
        g_printerr (g_dngettext (GETTEXT_PACKAGE, "%d session was ended.\n",
                                 "%d sessions were ended.\n", (unsigned long) n),
                    (int) n);
    return n > 0;
}

int
sz_command_session (int argc, char **argv)
{
    g_auto (SzWhere) where = { 0 };
    g_autoptr (GError) error = NULL;
    g_autoptr (SzDataDirectory) directory = NULL;
    if (!sz_command_parse (&argc, &argv, &where, _ ("list | revoke ID-OR-NAME"),
                           _ ("Lists the open sessions, or ends one of them or all of one person."),
                           NULL))
        return SZ_EXIT_USAGE;
    const char *verb = argc > 1 ? argv[1] : "";
    bool lists = strcmp (verb, "list") == 0 && argc == 2;
    if (!lists && (strcmp (verb, "revoke") != 0 || argc != 3)) {
        g_printerr ("%s\n", _ ("Say list, or revoke with an id or a name. See --help."));
        return SZ_EXIT_USAGE;
    }
    int status;
    g_autoptr (SzCore) core = sz_command_open (&where, false, &directory, &status);
    if (core == NULL)
        return status;
    if (lists ? list (core, &error) : end_sessions (core, argv[2], &error))
        return SZ_EXIT_DONE;
    sz_command_explain (error);
    return SZ_EXIT_FAILED;
}
