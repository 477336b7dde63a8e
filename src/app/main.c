/* SPDX-License-Identifier: EUPL-1.2 */
/* schoolzicht: the desk. */
#define G_LOG_DOMAIN "sz-main"

#include "config.h"

#include "app/application.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <sys/resource.h>

int
main (int argc, char *argv[])
{
    const char *locale_dir = g_getenv ("SCHOOLZICHT_LOCALE_DIR");
    const struct rlimit none = { 0, 0 };
    g_autoptr (SzApplication) application = NULL;
    int status;

    /* Before the first TLS use: 1.2 and up. */
    g_setenv ("G_TLS_GNUTLS_PRIORITY", "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2", TRUE);
    /* A crash leaves no picture of the memory behind. */
    setrlimit (RLIMIT_CORE, &none);
    setlocale (LC_ALL, "");
    bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : SZ_LOCALE_DIR);
    bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
    textdomain (GETTEXT_PACKAGE);
    g_set_application_name ("Schoolzicht");
    if (argc == 2 && g_str_equal (argv[1], "--version")) {
        g_print ("schoolzicht %s\n", SZ_VERSION);
        return 0;
    }
    application = sz_application_new ();
    status = g_application_run (G_APPLICATION (application), argc, argv);
    if (sz_application_get_fault (application) != NULL)
        g_printerr ("%s\n", sz_application_get_fault (application));
    return status != 0 ? status : sz_application_get_status (application);
}
