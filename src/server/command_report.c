/* SPDX-License-Identifier: EUPL-1.2 */
/* schoolzichtd report: the reports of data/reports/ on the whole server. */
#define G_LOG_DOMAIN "sz-report-command"

#include "config.h"

#include "base/errors.h"
#include "db/report.h"
#include "server/command.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static int
run (SzCore *core, const SzReport *report, GHashTable *params, SzTableFormat format)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (SzTable) table = sz_report_check (core->db, report, params, &error)
                                    ? sz_report_run (core->db, report, params, &error)
                                    : NULL;
    if (table == NULL) {
        sz_command_explain (error);
        return error->domain == SZ_WIRE_ERROR ? SZ_EXIT_USAGE : SZ_EXIT_FAILED;
    }
    g_autofree char *text = sz_table_to_string (table, format);
    g_print ("%s", text);
    return SZ_EXIT_DONE;
}

int
sz_command_report (int argc, char **argv)
{
    g_auto (SzWhere) where = { 0 };
    g_autofree char *format_name = NULL;
    g_auto (GStrv) sets = NULL;
    SzTableFormat format = SZ_TABLE_TEXT;
    int status;
    g_autoptr (SzDataDirectory) directory = NULL;
    const GOptionEntry entries[] = {
        { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &sets, N_ ("A parameter of the report"),
          N_ ("NAME=VALUE") },
        { "format", 0, 0, G_OPTION_ARG_STRING, &format_name, N_ ("csv, json or text (default)"),
          N_ ("FORMAT") },
        { NULL },
    };
    if (!sz_command_parse (&argc, &argv, &where, _ ("[NAME]"),
                           _ ("Runs a report; without a name it lists them."), entries))
        return SZ_EXIT_USAGE;
    if (argc == 1) {
        g_autofree char *list = sz_reports_describe ();
        g_print ("%s", list);
        return SZ_EXIT_DONE;
    }
    if (argc > 2) {
        g_printerr (_ ("%s is one argument too many.\n"), argv[2]);
        return SZ_EXIT_USAGE;
    }
    const SzReport *report = sz_report_find (argv[1]);
    g_autoptr (GHashTable) params = sz_report_params (sets);
    if (params == NULL)
        g_printerr ("%s\n", _ ("--set takes a name and a value: --set school_year=2020."));
    if (report == NULL)
        g_printerr (_ ("There is no report %s. See schoolzichtd report.\n"), argv[1]);
    if (format_name != NULL && !sz_table_format_parse (format_name, &format)) {
        g_printerr ("%s\n", _ ("A report is written as csv, json or text."));
        return SZ_EXIT_USAGE;
    }
    if (report == NULL || params == NULL)
        return SZ_EXIT_USAGE;
    g_autoptr (SzCore) core = sz_command_open (&where, false, &directory, &status);
    return core != NULL ? run (core, report, params, format) : status;
}
