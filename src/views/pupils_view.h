/* SPDX-License-Identifier: EUPL-1.2 */
/* Leerlingen: the list of pupils with its filters, and the page of the one that was opened. */
#pragma once

#include "views/view.h"

G_BEGIN_DECLS

#define SZ_TYPE_PUPILS_VIEW (sz_pupils_view_get_type ())
G_DECLARE_FINAL_TYPE (SzPupilsView, sz_pupils_view, SZ, PUPILS_VIEW, GtkWidget)

/* Shows the list of those that what was typed finds. */
void sz_pupils_view_search (SzPupilsView *self, const char *typed);

/* Opens the first of the list. */
void sz_pupils_view_open_first (SzPupilsView *self);

/* Opens the page of this pupil. */
void sz_pupils_view_open (SzPupilsView *self, const SzId *id);

G_END_DECLS
