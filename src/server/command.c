/* SPDX-License-Identifier: EUPL-1.2 */
/* What the commands of schoolzichtd share; see command.h. */
#define G_LOG_DOMAIN "sz-command"

#include "config.h"

#include "server/command.h"

#include "base/errors.h"
#include "server/reference.h"

#include <glib/gi18n-lib.h>

void
sz_where_clear (SzWhere *where)
{
    g_free (where->data);
    g_free (where->database);
}

bool
sz_command_parse (int *argc,
                  char ***argv,
                  SzWhere *where,
                  const char *arguments,
                  const char *summary,
                  const GOptionEntry *entries)
{
    const GOptionEntry places[] = {
        { "data", 0, 0, G_OPTION_ARG_FILENAME, where != NULL ? &where->data : NULL,
          N_ ("Where the server keeps its data"), N_ ("DIR") },
        { "database", 0, 0, G_OPTION_ARG_STRING, where != NULL ? &where->database : NULL,
          N_ ("Its PostgreSQL database (default: what the file database in DIR says)"),
          N_ ("URL") },
        { NULL },
    };
    g_autoptr (GError) error = NULL;
    g_autoptr (GOptionContext) context = g_option_context_new (arguments);
    g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
    g_option_context_set_summary (context, summary);
    if (where != NULL)
        g_option_context_add_main_entries (context, places, GETTEXT_PACKAGE);
    if (entries != NULL)
        g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
    if (!g_option_context_parse (context, argc, argv, &error)) {
        g_printerr ("%s\n", error->message);
        return false;
    }
    /* Not repeated on the screen: it may hold a password. */
    if (where != NULL && where->database != NULL && !sz_core_is_url (where->database)) {
        g_printerr ("%s\n", _ ("--database takes an address that begins with postgresql://."));
        return false;
    }
    return true;
}

static const char *
sentence_of (const GError *error)
{
    if (error->domain != SZ_DB_ERROR)
        return NULL;
    switch ((SzDbError) error->code) {
    case SZ_DB_ERROR_BUSY:
        return _ ("Another program is writing to the database. Try again in a moment.");
    case SZ_DB_ERROR_FULL:
        return _ ("There is no room left on the disk. Nothing was written.");
    case SZ_DB_ERROR_CORRUPT:
        return _ ("The database is damaged. Put back a copy.");
    case SZ_DB_ERROR_KEY:
        return _ (
            "The key does not open the database. Put back the file server.key that belongs to it.");
    case SZ_DB_ERROR_NEWER:
        return _ ("The database was made by a newer schoolzichtd. Install that version.");
    case SZ_DB_ERROR_CONSTRAINT:
    case SZ_DB_ERROR_NOT_FOUND:
    case SZ_DB_ERROR_FAILED:
    default:
        return NULL;
    }
}

void
sz_command_explain (const GError *error)
{
    const char *sentence = sentence_of (error);
    if (sentence != NULL)
        g_printerr ("%s\n", sentence);
    /* What a person can do something about is marked for translation where it is said. */
    g_printerr ("%s\n", _ (error->message));
}

SzCore *
sz_command_open (const SzWhere *where, bool create, SzDataDirectory **directory, int *status)
{
    g_autoptr (GError) error = NULL;
    *status = SZ_EXIT_USAGE;
    if (where->data == NULL) {
        g_printerr ("%s\n", _ ("Say with --data where the server keeps its data."));
        return NULL;
    }
    *status = SZ_EXIT_FAILED;
    g_autoptr (SzDataDirectory) opened =
        sz_data_directory_open (where->data, where->database, create, &error);
    g_autoptr (SzCore) core =
        opened != NULL ? sz_core_open (opened->database, opened->key, sz_env_default (), &error)
                       : NULL;
    if (core == NULL || (create && !sz_reference_ensure (core, &error))) {
        sz_command_explain (error);
        return NULL;
    }
    if (core->is_new)
        g_printerr (_ ("A new server was made in %s.\n"), where->data);
    *directory = g_steal_pointer (&opened);
    return g_steal_pointer (&core);
}

char *
sz_command_time (int64_t ms)
{
    g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (ms / 1000);
    return ms == 0 ? g_strdup ("-") : g_date_time_format (time, "%Y-%m-%d %H:%M");
}
