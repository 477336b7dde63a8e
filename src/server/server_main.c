/* SPDX-License-Identifier: EUPL-1.2 */
/* schoolzichtd: the central server. Finds the command (command_*.c) and makes the process safe first. */
#define G_LOG_DOMAIN "schoolzichtd"

#include "config.h"

#include "server/command.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <sodium.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

typedef struct {
    const char *name;
    const char *summary;
    int (*run) (int argc, char **argv);
} Command;

static const Command commands[] = {
    { "serve", N_ ("answer the desks"), sz_command_serve },
    { "user", N_ ("the people who may sign in, and their passwords"), sz_command_user },
    { "session", N_ ("list and revoke sessions"), sz_command_session },
    { "device", N_ ("list devices, and have one wiped"), sz_command_device },
    { "import", N_ ("take in an official file"), sz_command_import },
    { "demo", N_ ("make a server with the demonstration centre"), sz_command_demo },
    { "report", N_ ("run a report"), sz_command_report },
    { "check", N_ ("check that the database is whole"), sz_command_check },
    { "tidy", N_ ("let go of what no desk needs to be told any more"), sz_command_tidy },
#ifdef SZ_POSTGRESQL
    { "copy", N_ ("move a server to PostgreSQL"), sz_command_copy },
#endif
};

/* No copy of health data or keys may reach a disk in clear. */
static void
lock_process (void)
{
    const struct rlimit none = { 0, 0 };
    setrlimit (RLIMIT_CORE, &none);
    prctl (PR_SET_DUMPABLE, 0);
    umask (077);
}

static void
print_help (void)
{
    g_print ("%s\n\n", _ ("Usage: schoolzichtd COMMAND [OPTION…]"));
    for (size_t i = 0; i < G_N_ELEMENTS (commands); i++)
        g_print ("  %-10s %s\n", commands[i].name, _ (commands[i].summary));
    g_print ("\n%s\n", _ ("Each command explains itself with --help."));
    g_print (
        "%s\n",
        _ ("Exit status: 0 done, 1 nothing done, 2 the command line is wrong, 3 done but for rejected rows."));
}

static int
run_command (int argc, char **argv)
{
    for (size_t i = 0; i < G_N_ELEMENTS (commands); i++) {
        if (strcmp (commands[i].name, argv[1]) != 0)
            continue;
        g_autofree char *name = g_strdup_printf ("schoolzichtd %s", commands[i].name);
        g_set_prgname (name);
        argv[1] = name;
        return commands[i].run (argc - 1, argv + 1);
    }
    g_printerr (_ ("There is no command %s. See schoolzichtd --help.\n"), argv[1]);
    return SZ_EXIT_USAGE;
}

int
main (int argc, char **argv)
{
    const char *locale_dir = g_getenv ("SCHOOLZICHT_LOCALE_DIR");

    /* Read by GnuTLS at the first connection: TLS 1.0 and 1.1 are accepted without it. */
    g_setenv ("G_TLS_GNUTLS_PRIORITY", "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2", TRUE);
    lock_process ();
    setlocale (LC_ALL, "");
    bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : SZ_LOCALE_DIR);
    bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
    if (sodium_init () < 0)
        return SZ_EXIT_FAILED;
    if (argc < 2 || strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0) {
        print_help ();
        return argc < 2 ? SZ_EXIT_USAGE : SZ_EXIT_DONE;
    }
    if (strcmp (argv[1], "--version") == 0) {
        g_print ("schoolzichtd %s\n", SZ_VERSION);
        return SZ_EXIT_DONE;
    }
    return run_command (argc, argv);
}
