/* SPDX-License-Identifier: EUPL-1.2 */
/* An entry row for a date: typed as "5/10/2020", "5-10-2020", "05102020" or "2020-10-05", or chosen in a calendar
 * that opens from a button; "." or "today" ("vandaag") is today. An AdwEntryRow with CSS class "error" and a
 * sentence in its tooltip while what is typed is no date. GtkEditable's "changed" tells of every change. */
#pragma once

#include "base/date.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SZ_TYPE_DATE_ROW (sz_date_row_get_type ())
G_DECLARE_FINAL_TYPE (SzDateRow, sz_date_row, SZ, DATE_ROW, AdwEntryRow)

GtkWidget *sz_date_row_new (const char *title);

/* SZ_DATE_NONE empties the row. */
void sz_date_row_set_date (SzDateRow *self, SzDate date);

/* SZ_DATE_NONE while empty or wrong. */
SzDate sz_date_row_get_date (SzDateRow *self);

/* FALSE while something is typed that is no date. Empty is valid. */
gboolean sz_date_row_is_valid (SzDateRow *self);

/* Why what is typed is no date and how one is written; NULL when all is well. Free with g_free. */
char *sz_date_row_dup_fault (SzDateRow *self);

G_END_DECLS
