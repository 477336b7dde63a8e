/* SPDX-License-Identifier: EUPL-1.2 */
/* schoolzichtd copy: moves a server from its SQLite file to PostgreSQL; moving.c does it. */
#define G_LOG_DOMAIN "sz-copy-command"

#include "config.h"

#include "server/command.h"
#include "server/moving.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
    char *from;
    char *to;
} Options;

static void
options_clear (Options *options)
{
    g_free (options->from);
    g_free (options->to);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static bool
parse (int argc, char **argv, Options *options)
{
    const GOptionEntry entries[] = {
        { "from", 0, 0, G_OPTION_ARG_FILENAME, &options->from,
          N_ ("Where the server keeps its data now"), N_ ("DIR") },
        { "to", 0, 0, G_OPTION_ARG_STRING, &options->to,
          N_ ("An empty PostgreSQL database (default: what the file database in DIR says)"),
          N_ ("URL") },
        { NULL },
    };
    if (!sz_command_parse (
            &argc, &argv, NULL, NULL,
            _ ("Moves a server from the file in its directory to an empty PostgreSQL database. The server must stand still; its desks go on with the new database as if nothing had happened."),
            entries))
        return false;
    if (options->from == NULL) {
        g_printerr ("%s\n", _ ("Say with --from where the server keeps its data."));
        return false;
    }
    /* Not repeated on the screen: it may hold a password. */
    if (options->to != NULL && !sz_core_is_url (options->to)) {
        g_printerr ("%s\n", _ ("--to takes an address that begins with postgresql://."));
        return false;
    }
    return true;
}

/* Where to: --to, or what the directory says; they may not differ, as the directory's word is what the server will follow. */
static const char *
find_url (const SzDataDirectory *directory, const Options *options)
{
    const char *place = sz_core_is_url (directory->database) ? directory->database : NULL;
    if (options->to == NULL && place == NULL)
        g_printerr ("%s\n", _ ("Say with --to which PostgreSQL database takes the data."));
    else if (options->to != NULL && place != NULL && strcmp (options->to, place) != 0)
        g_printerr (_ ("The file database in %s names another database than --to.\n"),
                    options->from);
    else
        return options->to != NULL ? options->to : place;
    return NULL;
}

static void
print_tables (GPtrArray *tables, int64_t us)
{
    int64_t rows = 0;
    for (unsigned i = 0; i < tables->len; i++) {
        const SzCopiedTable *table = tables->pdata[i];
        rows += table->rows;
        g_print ("%s\t%" G_GINT64_FORMAT "\t%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x\n",
                 table->name, table->rows, table->sum[0], table->sum[1]);
    }
    g_print (
        "\n%s\t%" G_GINT64_FORMAT "\t%.1f s\n%s\n", _ ("Rows"), rows, (double) us / 1e6,
        _ ("Every row was read back: counts and checksums of all tables are the same on both sides."));
}

static void
print_advice (const char *data)
{
    g_print (
        _ ("The server is in PostgreSQL now, and the file database in %s says so: start it as before.\n"),
        data);
    g_print (
        _ ("For a server on another machine, copy certificate.pem, certificate.key and database from %s to its directory.\n"),
        data);
    g_print (
        _ ("%s/schoolzicht.db is kept, is marked as moved, and serves nobody any more: remove it and its copies when you trust the new place.\n"),
        data);
}

int
sz_command_copy (int argc, char **argv)
{
    g_auto (Options) options = { 0 };
    g_autoptr (GError) error = NULL;
    if (!parse (argc, argv, &options))
        return SZ_EXIT_USAGE;
    g_autoptr (SzDataDirectory) directory =
        sz_data_directory_open (options.from, NULL, false, &error);
    if (directory == NULL || !sz_data_directory_lock (directory, &error)) {
        sz_command_explain (error);
        return SZ_EXIT_FAILED;
    }
    const char *url = find_url (directory, &options);
    if (url == NULL)
        return SZ_EXIT_USAGE;
    g_autofree char *file = g_build_filename (options.from, SZ_DATABASE_FILE, NULL);
    int64_t start = g_get_monotonic_time ();
    g_autoptr (GPtrArray) tables = sz_move (file, directory->key, url, sz_env_default (), &error);
    if (tables == NULL) {
        sz_command_explain (error);
        return SZ_EXIT_FAILED;
    }
    print_tables (tables, g_get_monotonic_time () - start);
    if (!sz_core_is_url (directory->database) &&
        !sz_data_directory_set_place (directory, url, &error)) {
        sz_command_explain (error);
        return SZ_EXIT_FAILED;
    }
    print_advice (options.from);
    return SZ_EXIT_DONE;
}
