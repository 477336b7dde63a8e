/* SPDX-License-Identifier: EUPL-1.2 */
/* schoolzicht-cli: finds the command and runs it. */
#define G_LOG_DOMAIN "sz-cli"

#include "config.h"

#include "sync/cli.h"

#include <glib/gi18n-lib.h>
#include <libintl.h>
#include <locale.h>
#include <sys/prctl.h>
#include <sys/resource.h>

static const struct {
    const char *name;
    int (*run) (Cli *cli, int argc, char **argv);
    const char *help;
} commands[] = {
    { "sign-in", cli_sign_in, N_ ("sign in to a server") },
    { "sync", cli_sync, N_ ("send what waits and fetch what is new") },
    { "verify", cli_verify,
      N_ ("compare what is kept here with the server, and put right what differs") },
    { "status", cli_status, N_ ("how things stand") },
    { "list", cli_list, N_ ("the records of a kind") },
    { "get", cli_get, N_ ("one record") },
    { "set", cli_set, N_ ("change a record") },
    { "add", cli_add, N_ ("make a record") },
    { "delete", cli_delete, N_ ("delete a record") },
    { "undo", cli_undo, N_ ("take back the last change made here") },
    { "search", cli_search, N_ ("find pupils by words") },
    { "report", cli_report, N_ ("run a report") },
    { "conflicts", cli_conflicts, N_ ("what waits for a person") },
    { "resolve", cli_resolve, N_ ("decide one of them: mine or theirs") },
};

static void
protect (void)
{
    struct rlimit none = { 0, 0 };

    setrlimit (RLIMIT_CORE, &none);
    prctl (PR_SET_DUMPABLE, 0);
}

static char *
summary (void)
{
    GString *text = g_string_new (_ ("Commands:"));

    for (size_t i = 0; i < G_N_ELEMENTS (commands); i++)
        g_string_append_printf (text, "\n  %-10s %s", commands[i].name, _ (commands[i].help));
    g_string_append_printf (
        text, "\n\n%s",
        _ ("Exit status: 0 done, 1 nothing done, 2 the command line is wrong, 4 kept here but the server could not be "
           "reached, 5 done but something waits for a person."));
    return g_string_free (text, FALSE);
}

/* The options before the command's name. */
static bool
read_options (Cli *cli, int *argc, char ***argv)
{
    const GOptionEntry entries[] = {
        { "profile", 0, 0, G_OPTION_ARG_FILENAME, &cli->profile_dir, N_ ("The profile's folder"),
          N_ ("DIR") },
        { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &cli->passphrase_file,
          N_ ("A file with the passphrase"), N_ ("FILE") },
        { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, N_ ("Answer in JSON"), NULL },
        { "sync", 0, 0, G_OPTION_ARG_NONE, &cli->sync, N_ ("Exchange at once after a change"),
          NULL },
        { NULL },
    };
    g_autoptr (GOptionContext) context = g_option_context_new (_ ("COMMAND [ARGUMENT…]"));
    g_autofree char *text = summary ();
    g_autoptr (GError) error = NULL;

    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
    g_option_context_set_summary (context, text);
    g_option_context_set_strict_posix (context, TRUE);
    if (g_option_context_parse (context, argc, argv, &error))
        return true;
    g_printerr ("%s\n", error->message);
    return false;
}

static int
run (Cli *cli, int argc, char **argv)
{
    for (size_t i = 0; argc > 0 && i < G_N_ELEMENTS (commands); i++) {
        if (g_str_equal (argv[0], commands[i].name))
            return commands[i].run (cli, argc, argv);
    }
    g_printerr ("%s\n", _ ("No such command; schoolzicht-cli --help names them."));
    return CLI_USAGE;
}

int
main (int argc, char *argv[])
{
    Cli cli = { 0 };
    const char *locale_dir = g_getenv ("SCHOOLZICHT_LOCALE_DIR");
    int status = CLI_USAGE;

    /* Before the first TLS use: 1.2 and up. */
    g_setenv ("G_TLS_GNUTLS_PRIORITY", "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2", TRUE);
    protect ();
    setlocale (LC_ALL, "");
    bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : SZ_LOCALE_DIR);
    bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
    textdomain (GETTEXT_PACKAGE);
    if (argc == 2 && g_str_equal (argv[1], "--version")) {
        g_print ("schoolzicht-cli %s\n", SZ_VERSION);
        status = CLI_DONE;
    } else if (read_options (&cli, &argc, &argv))
        status = run (&cli, argc - 1, argv + 1);
    cli_clear (&cli);
    return status;
}
