/* SPDX-License-Identifier: EUPL-1.2 */
/* CSV of what a view shows (csv_file.h): made in memory, saved where the person says. */
#define G_LOG_DOMAIN "sz-csv-file"

#include "config.h"

#include "views/csv_file.h"

#include "exchange/csv_writer.h"
#include "views/main_window.h"

#include <glib/gi18n-lib.h>

struct SzCsv {
    GOutputStream *stream; /* (owned): in memory */
    SzCsvWriter *writer;   /* (owned) */
    GError *error;         /* (owned) (nullable): the first */
};

SzCsv *
sz_csv_new (void)
{
    SzCsv *csv = g_new0 (SzCsv, 1);

    csv->stream = g_memory_output_stream_new_resizable ();
    csv->writer = sz_csv_writer_new (csv->stream, ';', SZ_CSV_BOM);
    return csv;
}

void
sz_csv_free (SzCsv *csv)
{
    g_clear_pointer (&csv->writer, sz_csv_writer_free);
    g_clear_object (&csv->stream);
    g_clear_error (&csv->error);
    g_free (csv);
}

void
sz_csv_add (SzCsv *csv, const char *const *cells)
{
    for (; *cells != NULL; cells++)
        sz_csv_writer_cell (csv->writer, *cells);
    if (csv->error == NULL && !sz_csv_writer_end_row (csv->writer, &csv->error))
        return;
}

GBytes *
sz_csv_finish (SzCsv *csv, GError **error)
{
    GBytes *bytes = NULL;

    if (csv->error == NULL && sz_csv_writer_finish (csv->writer, &csv->error) &&
        g_output_stream_close (csv->stream, NULL, &csv->error))
        bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (csv->stream));
    if (csv->error != NULL)
        g_propagate_error (error, g_steal_pointer (&csv->error));
    sz_csv_free (csv);
    return bytes;
}

typedef struct {
    GtkWindow *window;             /* (owned) */
    GBytes *csv;                   /* (owned) */
    GtkFileChooserNative *chooser; /* (owned) */
} Saving;

static void
saving_free (Saving *saving)
{
    g_object_unref (saving->window);
    g_bytes_unref (saving->csv);
    g_object_unref (saving->chooser);
    g_free (saving);
}

static void
written_cb (GObject *source, GAsyncResult *result, void *data)
{
    Saving *saving = data;
    g_autoptr (GError) error = NULL;
    g_autofree char *name = g_file_get_basename (G_FILE (source));
    g_autofree char *text = g_strdup_printf (_ ("Saved as %s"), name);

    if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
        sz_toast (GTK_WIDGET (saving->window), text, NULL, NULL);
    else
        sz_toast_error (GTK_WIDGET (saving->window), error);
    saving_free (saving);
}

static void
answered_cb (GtkNativeDialog *dialog, int response, void *data)
{
    Saving *saving = data;
    g_autoptr (GFile) file = NULL;

    if (response != GTK_RESPONSE_ACCEPT) {
        saving_free (saving);
        return;
    }
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
    g_file_replace_contents_bytes_async (file, saving->csv, NULL, FALSE, G_FILE_CREATE_PRIVATE,
                                         NULL, written_cb, saving);
}

void
sz_csv_file_save (GtkWindow *window, const char *name, GBytes *csv)
{
    Saving *saving = g_new0 (Saving, 1);
    g_autofree char *file_name = g_strconcat (name, ".csv", NULL);

    saving->window = g_object_ref (window);
    saving->csv = g_bytes_ref (csv);
    saving->chooser =
        gtk_file_chooser_native_new (_ ("Save as CSV"), window, GTK_FILE_CHOOSER_ACTION_SAVE,
                                     _ ("_Save"), _ ("_Cancel"));
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (saving->chooser), file_name);
    g_signal_connect (saving->chooser, "response", G_CALLBACK (answered_cb), saving);
    gtk_native_dialog_show (GTK_NATIVE_DIALOG (saving->chooser));
}
