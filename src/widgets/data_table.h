/* SPDX-License-Identifier: EUPL-1.2 */
/* A read-only table of texts: the twin of every chart, and the list behind it. Sorted by a click on a title
 * (numbers by value, texts in the order of the language). Signal "activated" (guint row, as given to set).
 * For up to some ten thousand rows; the lists of pupils are lazy and elsewhere. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SZ_TYPE_DATA_TABLE (sz_data_table_get_type ())
G_DECLARE_FINAL_TYPE (SzDataTable, sz_data_table, SZ, DATA_TABLE, GtkWidget)

typedef struct {
    const char *title;
    gboolean number; /* right-aligned, sorted by value */
    gboolean expand; /* takes the room that is left */
    gboolean left;   /* a number under its title all the same: a date */
} SzDataColumn;

GtkWidget *sz_data_table_new (void);

/* `cells` holds rows × columns texts, row by row (NULL is an empty cell); `order` holds rows × columns sort values
 * for number columns or is NULL (then texts are compared). Everything is copied. Columns that have the same
 * titles as before keep their widths and sorting. */
void sz_data_table_set (SzDataTable *self,
                        const SzDataColumn *columns,
                        guint n_columns,
                        const char *const *cells,
                        const double *order,
                        guint n_rows);

/* By which column (as given to set) the table is sorted until a person chooses another. Before the first set. */
void sz_data_table_sort_first (SzDataTable *self, guint column, gboolean descending);

/* The row (as given to set) that is selected, or GTK_INVALID_LIST_POSITION. */
guint sz_data_table_get_selected (SzDataTable *self);

G_END_DECLS
