/* SPDX-License-Identifier: EUPL-1.2 */
/* schoolzichtd tidy: what a serving server does once a day. */
#define G_LOG_DOMAIN "sz-tidy-command"

#include "config.h"

#include "server/command.h"
#include "server/tidy.h"

#include <glib/gi18n-lib.h>

#define DAY_MS (INT64_C (24) * 3600 * 1000)
#define DAYS_MAX 36500

int
sz_command_tidy (int argc, char **argv)
{
    g_auto (SzWhere) where = { 0 };
    g_autoptr (GError) error = NULL;
    g_autoptr (SzDataDirectory) directory = NULL;
    int days = SZ_TIDY_KEEP_MS / DAY_MS;
    const GOptionEntry entries[] = {
        { "days", 0, 0, G_OPTION_ARG_INT, &days, N_ ("How long they are kept (default: 400)"),
          N_ ("DAYS") },
        { NULL },
    };
    if (!sz_command_parse (
            &argc, &argv, &where, NULL,
            _ ("Lets go of old deletions and departures. A desk that has not heard of them by then fetches everything anew."),
            entries))
        return SZ_EXIT_USAGE;
    if (days < 0 || days > DAYS_MAX) {
        g_printerr ("%s\n", _ ("--days takes a number from 0 to 36500."));
        return SZ_EXIT_USAGE;
    }
    int status;
    g_autoptr (SzCore) core = sz_command_open (&where, false, &directory, &status);
    if (core == NULL)
        return status;
    int64_t removed;
    if (!sz_tidy (core, days * DAY_MS, &removed, &error)) {
        sz_command_explain (error);
        return SZ_EXIT_FAILED;
    }
    g_print ("%s\t%" G_GINT64_FORMAT "\n", _ ("Deletions and departures let go"), removed);
    return SZ_EXIT_DONE;
}
