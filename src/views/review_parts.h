/* SPDX-License-Identifier: EUPL-1.2 */
/* The values that a review is about, side by side. */
#pragma once

#include "store/store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What two people changed: as it was, the colleague's, the author's. NULL when it cannot be read here. Floating. */
GtkWidget *sz_review_versions_new (SzStore *store, const SzRecord *review);

/* A save that could not be taken over: the fields of each part with their values before and after; NULL when it cannot be
 * read here. Floating. */
GtkWidget *sz_review_parts_new (SzStore *store, const SzRecord *review);

/* What there is to adjust: the whole record with the author's values; `fields` (free with g_hash_table_unref; set of static names)
 * are those that may be changed. NULL when nothing can be. */
SzRecord *sz_review_adjustable (SzStore *store, const SzRecord *review, GHashTable **fields);

G_END_DECLS
