/* SPDX-License-Identifier: EUPL-1.2 */
/* Lays out a sidebar (the first child) beside the content (the last); in a narrow window the sidebar is not shown and the
 * content has all of it. Property "folded" (read): for whoever shows in the content what the sidebar then does not. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SZ_TYPE_FOLD (sz_fold_get_type ())
G_DECLARE_FINAL_TYPE (SzFold, sz_fold, SZ, FOLD, GtkLayoutManager)

gboolean sz_fold_is_folded (SzFold *self);

G_END_DECLS
