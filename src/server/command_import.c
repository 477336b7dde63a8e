/* SPDX-License-Identifier: EUPL-1.2 */
/* schoolzichtd import: an official file into the database, all or nothing on a fault, row by row on a bad row. */
#define G_LOG_DOMAIN "sz-import-command"

#include "config.h"

#include "server/command.h"
#include "server/import_sink.h"

#include <glib/gi18n-lib.h>

#define REJECTS_TOLD 5

typedef struct {
    SzWhere where;
    char *rejects;
    char *centre;
    char *day;
    gboolean dry_run;
    gboolean allow_test_numbers;
} Options;

static void
options_clear (Options *options)
{
    sz_where_clear (&options->where);
    g_free (options->rejects);
    g_free (options->centre);
    g_free (options->day);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
show_progress (int64_t bytes, const SzImportCounts *counts, void *data)
{
    g_printerr (_ ("%zu rows read ...\n"), counts->rows);
}

static void
show_counts (const SzImportCounts *counts, bool dry_run)
{
    g_printerr (_ ("%zu rows: %zu new, %zu changed, %zu as they were, %zu rejected.\n"),
                counts->rows, counts->created, counts->changed, counts->unchanged,
                counts->rejected);
    if (dry_run)
        g_printerr ("%s\n", _ ("Nothing was written: this was a dry run."));
}

/* Rejects are written over rejects of before, never over anything else (the file that is read, say). */
static bool
may_write (const char *path)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;

    if (!g_file_get_contents (path, &text, NULL, &error))
        return g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
    return *text == '\0' || sz_import_is_rejects (text);
}

/* Without a file for them, the first few are told here. */
static void
show_reject (size_t line, const char *reason, void *data)
{
    unsigned *told = data;

    if (++*told <= REJECTS_TOLD)
        g_printerr (_ ("Line %zu: %s\n"), line, reason);
}

static GOutputStream *
open_rejects (const char *path, GError **error)
{
    g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);

    if (!may_write (path)) {
        g_set_error_literal (
            error, G_IO_ERROR, G_IO_ERROR_EXISTS,
            N_ ("--rejects names a file that is there and holds something else: name a new one"));
        return NULL;
    }
    g_autoptr (GFileOutputStream) stream =
        g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, error);

    return stream != NULL ? g_buffered_output_stream_new (G_OUTPUT_STREAM (stream)) : NULL;
}

/* The whole file through the importer, and the transaction to its end. */
static bool
run (SzCore *core,
     const char *kind,
     GInputStream *stream,
     const SzImportOptions *options,
     bool dry_run,
     SzImportCounts *counts,
     GError **error)
{
    g_autoptr (SzIntake) intake = sz_intake_new (core, error);
    g_autofree SzImportSink *sink =
        intake != NULL ? sz_import_sink_new (core, intake, error) : NULL;

    if (sink == NULL || !sz_import (kind, stream, options, sink, counts, NULL, error))
        return false;
    if (options->rejects != NULL && !g_output_stream_close (options->rejects, NULL, error))
        return false;
    return dry_run || sz_intake_commit (intake, kind, (int64_t) counts->rejected, error);
}

static int
import_file (SzCore *core, const Options *options, const char *kind, const char *path)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
    g_autofree char *name = g_file_get_basename (file);
    g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &error);
    g_autoptr (GOutputStream) rejects = NULL;
    SzImportCounts counts = { 0 };
    unsigned told = 0;
    SzImportOptions import = { .file_name = name,
                               .centre = options->centre,
                               .day = SZ_DATE_NONE,
                               .today = SZ_DATE_NONE,
                               .allow_test_numbers = core->allow_test_numbers,
                               .progress = show_progress,
                               .reject = options->rejects == NULL ? show_reject : NULL,
                               .reject_data = &told };

    if (options->day != NULL && !sz_date_parse_loose (options->day, &import.day)) {
        g_printerr ("%s\n", _ ("--day takes a date: --day 2020-11-03."));
        return SZ_EXIT_USAGE;
    }
    if (stream != NULL && options->rejects != NULL)
        import.rejects = rejects = open_rejects (options->rejects, &error);
    if (error != NULL ||
        !run (core, kind, G_INPUT_STREAM (stream), &import, options->dry_run, &counts, &error)) {
        sz_command_explain (error);
        return SZ_EXIT_FAILED;
    }
    show_counts (&counts, options->dry_run);
    if (told > 0)
        g_printerr ("%s\n",
                    _ ("With --rejects FILE all of them are written to a file, with the reason."));
    return counts.rejected > 0 ? SZ_EXIT_REJECTED : SZ_EXIT_DONE;
}

int
sz_command_import (int argc, char **argv)
{
    g_auto (Options) options = { 0 };
    g_autoptr (SzDataDirectory) directory = NULL;
    g_autoptr (SzCore) core = NULL;
    int status;
    const GOptionEntry entries[] = {
        { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
          N_ ("Read and check everything, write nothing"), NULL },
        { "rejects", 0, 0, G_OPTION_ARG_FILENAME, &options.rejects,
          N_ ("Where to write the rows that are not taken"), N_ ("FILE") },
        { "centre", 0, 0, G_OPTION_ARG_STRING, &options.centre,
          N_ ("The centre that gets the records, by number"), N_ ("NUMBER") },
        { "day", 0, 0, G_OPTION_ARG_STRING, &options.day,
          N_ ("The day of a file that does not say it"), N_ ("DATE") },
        { "allow-test-numbers", 0, 0, G_OPTION_ARG_NONE, &options.allow_test_numbers,
          N_ ("Take national numbers of the test range, too"), NULL },
        { NULL },
    };

    if (!sz_command_parse (&argc, &argv, &options.where, _ ("KIND FILE"),
                           _ ("Takes in an official file."), entries))
        return SZ_EXIT_USAGE;
    if (argc != 3 || !g_strv_contains (sz_import_kinds (), argv[1])) {
        g_autofree char *kinds = g_strjoinv (", ", (char **) sz_import_kinds ());

        g_printerr (
            _ ("Say which kind of file and which file: schoolzichtd import KIND FILE. Kinds: %s.\n"),
            kinds);
        return SZ_EXIT_USAGE;
    }
    core = sz_command_open (&options.where, true, &directory, &status);
    if (core == NULL)
        return status;
    core->allow_test_numbers = options.allow_test_numbers;
    return import_file (core, &options, argv[1], argv[2]);
}
