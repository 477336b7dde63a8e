/* SPDX-License-Identifier: EUPL-1.2 */
/* What is on a screen as a file for a spreadsheet. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct SzCsv SzCsv;

/* With the delimiter and the mark that spreadsheets here expect. */
SzCsv *sz_csv_new (void);
void sz_csv_free (SzCsv *csv);

/* One row, NULL-terminated. A fault is kept until finish. */
void sz_csv_add (SzCsv *csv, const char *const *cells);

/* The whole text; frees `csv`. */
GBytes *sz_csv_finish (SzCsv *csv, GError **error);

/* Asks where, writes it there, and says in a toast of the window how that went. */
void sz_csv_file_save (GtkWindow *window, const char *name, GBytes *csv);

G_END_DECLS
