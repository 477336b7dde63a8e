/* SPDX-License-Identifier: EUPL-1.2 */
/* Lays out children side by side in columns of equal width where there is room for each's minimum, else under one another. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SZ_TYPE_TWO_COLUMNS (sz_two_columns_get_type ())
G_DECLARE_FINAL_TYPE (SzTwoColumns, sz_two_columns, SZ, TWO_COLUMNS, GtkLayoutManager)

GtkLayoutManager *sz_two_columns_new (void);

G_END_DECLS
