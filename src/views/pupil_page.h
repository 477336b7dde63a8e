/* SPDX-License-Identifier: EUPL-1.2 */
/* One pupil: who it is, where it goes to school, what it was given, what was done. Everything is made from the
 * catalogue: a field added there appears here. The only place where the whole national number is shown. */
#pragma once

#include "store/store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SZ_TYPE_PUPIL_PAGE (sz_pupil_page_get_type ())
G_DECLARE_FINAL_TYPE (SzPupilPage, sz_pupil_page, SZ, PUPIL_PAGE, GtkWidget)

/* Shows this pupil; FALSE when it is not here. */
gboolean sz_pupil_page_show (SzPupilPage *self, SzStore *store, const SzId *id);

/* Records of some kinds have changed. */
void sz_pupil_page_refresh (SzPupilPage *self);

const SzId *sz_pupil_page_get_id (SzPupilPage *self);

/* Whether there is one before and one after it in the list it came from; actions "pupil.previous" and "pupil.next" are the
 * view's. */
void sz_pupil_page_set_place (SzPupilPage *self, unsigned position, unsigned count);

/* The page as rows for a spreadsheet. (element-type GStrv) */
GPtrArray *sz_pupil_page_dup_rows (SzPupilPage *self);

G_END_DECLS
