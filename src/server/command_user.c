/* SPDX-License-Identifier: EUPL-1.2 */
/* schoolzichtd user: who may sign in. Passwords come from stdin or are asked at the terminal, never from
 * the command line, which every user of the machine can read. */
#define G_LOG_DOMAIN "sz-user"

#include "config.h"

#include "base/errors.h"
#include "server/account.h"
#include "server/command.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

typedef struct {
    SzWhere where;
    char *role;
    char *centre;
    char *zone;
    char *display_name;
    gboolean from_stdin;
} Options;

static void
options_clear (Options *options)
{
    sz_where_clear (&options->where);
    g_free (options->role);
    g_free (options->centre);
    g_free (options->zone);
    g_free (options->display_name);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* One line of stdin; NULL when there is none. */
static char *
read_line (void)
{
    char line[512];
    if (fgets (line, sizeof line, stdin) == NULL)
        return NULL;
    line[strcspn (line, "\r\n")] = '\0';
    char *text = g_strdup (line);
    sodium_memzero (line, sizeof line);
    return text;
}

static char *
read_password (bool from_stdin)
{
    struct termios old;
    if (from_stdin || tcgetattr (STDIN_FILENO, &old) != 0)
        return read_line ();
    struct termios quiet = old;
    quiet.c_lflag &= ~(tcflag_t) ECHO;
    g_printerr ("%s ", _ ("Password:"));
    tcsetattr (STDIN_FILENO, TCSAFLUSH, &quiet);
    char *password = read_line ();
    tcsetattr (STDIN_FILENO, TCSAFLUSH, &old);
    g_printerr ("\n");
    return password;
}

static bool
set_password (SzCore *core, const Options *options, const char *name, GError **error)
{
    g_autofree char *password = read_password (options->from_stdin);
    bool set = sz_account_set_password (core, name, password != NULL ? password : "", error);
    if (password != NULL)
        sodium_memzero (password, strlen (password));
    return set;
}

/* population_manager is as good as population-manager. */
static SzRole
read_role (const char *text)
{
    g_autofree char *name = g_strdelimit (g_strdup (text), "_", '-');
    return name != NULL ? sz_role_parse (name) : 0;
}

static bool
add (SzCore *core, const Options *options, const char *name, GError **error)
{
    g_autofree char *password = read_password (options->from_stdin);
    const SzAccount account = {
        .name = (char *) name,
        .display_name = options->display_name != NULL ? options->display_name : (char *) name,
        .role = read_role (options->role),
        .centre = options->centre,
        .zone = options->zone,
    };
    bool added = sz_account_add (core, &account, password != NULL ? password : "", error);
    if (password != NULL)
        sodium_memzero (password, strlen (password));
    return added;
}

static bool
assign (SzCore *core, const Options *options, const char *name, GError **error)
{
    const SzAccount account = { .name = (char *) name,
                                .role = read_role (options->role),
                                .centre = options->centre,
                                .zone = options->zone };
    return sz_account_assign (core, &account, error);
}

static bool
list (SzCore *core, GError **error)
{
    g_autoptr (GPtrArray) accounts = sz_account_list (core, error);
    if (accounts == NULL)
        return false;
    for (unsigned i = 0; i < accounts->len; i++) {
        const SzAccount *account = accounts->pdata[i];
        const char *place = account->centre != NULL ? account->centre : account->zone;
        g_autofree char *used = sz_command_time (account->last_used_ms);
        g_print ("%s\t%s\t%s\t%s\t%s\t%s\n", account->name, sz_role_name (account->role),
                 place != NULL ? place : "-",
                 account->disabled_ms == 0 ? _ ("welcome") : _ ("disabled"), used,
                 account->display_name);
    }
    return true;
}

static bool
parse (int *argc, char ***argv, Options *options)
{
    const GOptionEntry entries[] = {
        { "role", 0, 0, G_OPTION_ARG_STRING, &options->role,
          N_ ("worker, coordinator, director, population-manager or administrator"), N_ ("ROLE") },
        { "centre", 0, 0, G_OPTION_ARG_STRING, &options->centre,
          N_ ("Number of the person's centre"), N_ ("NUMBER") },
        { "zone", 0, 0, G_OPTION_ARG_STRING, &options->zone, N_ ("Zone of a population manager"),
          N_ ("CODE") },
        { "display-name", 0, 0, G_OPTION_ARG_STRING, &options->display_name,
          N_ ("How colleagues see the person"), N_ ("NAME") },
        { "password-stdin", 0, 0, G_OPTION_ARG_NONE, &options->from_stdin,
          N_ ("Read the password from standard input"), NULL },
        { NULL },
    };
    return sz_command_parse (
        argc, argv, &options->where,
        _ ("add NAME | list | assign NAME | password NAME | disable NAME | enable NAME"),
        _ ("Adds, lists and disables people who may sign in, or gives them another role or centre."),
        entries);
}

static bool
change (SzCore *core, const Options *options, const char *verb, const char *name, GError **error)
{
    if (strcmp (verb, "add") == 0)
        return add (core, options, name, error);
    if (strcmp (verb, "assign") == 0)
        return assign (core, options, name, error);
    if (strcmp (verb, "password") == 0)
        return set_password (core, options, name, error);
    if (strcmp (verb, "enable") == 0)
        return sz_account_enable (core, name, error);
    return sz_account_disable (core, name, error);
}

int
sz_command_user (int argc, char **argv)
{
    g_auto (Options) options = { 0 };
    g_autoptr (GError) error = NULL;
    g_autoptr (SzDataDirectory) directory = NULL;
    int status;
    if (!parse (&argc, &argv, &options))
        return SZ_EXIT_USAGE;
    const char *verb = argc > 1 ? argv[1] : "";
    static const char *const verbs[] = { "add", "assign", "password", "disable", "enable", NULL };
    bool lists = strcmp (verb, "list") == 0 && argc == 2;
    bool adds = strcmp (verb, "add") == 0;
    bool needs_role = adds || strcmp (verb, "assign") == 0;
    if (!lists && (argc != 3 || !g_strv_contains (verbs, verb))) {
        g_printerr (
            "%s\n",
            _ ("Say add NAME, list, assign NAME, password NAME, disable NAME or enable NAME. See --help."));
        return SZ_EXIT_USAGE;
    }
    if (needs_role && read_role (options.role) == 0) {
        g_printerr (
            "%s\n",
            _ ("Give one of these with --role: worker, coordinator, director, population-manager, administrator."));
        return SZ_EXIT_USAGE;
    }
    g_autoptr (SzCore) core = sz_command_open (&options.where, adds, &directory, &status);
    if (core == NULL)
        return status;
    if (lists ? list (core, &error) : change (core, &options, verb, argv[2], &error))
        return SZ_EXIT_DONE;
    if (error->domain == SZ_DB_ERROR && error->code == SZ_DB_ERROR_CONSTRAINT)
        g_printerr (_ ("Somebody is called %s already.\n"), argv[2]);
    else
        sz_command_explain (error);
    return error->domain == SZ_WIRE_ERROR ? SZ_EXIT_USAGE : SZ_EXIT_FAILED;
}
