/* SPDX-License-Identifier: EUPL-1.2 */
/* A change that the server could not take over, in words: why, and what it would have changed. */
#pragma once

#include "store/store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Why, as a sentence; `reason` is the review's detail (PROTOCOL.md section 8). NULL for one that is not known here. */
const char *sz_review_reason (const char *reason);

/* Whether the same change can be taken over later, without anything being altered first. */
gboolean sz_review_may_succeed (const char *reason);

/* The fields of each part with their values before and after; NULL when the change cannot be read here. Floating. */
GtkWidget *sz_review_parts_new (SzStore *store, const SzRecord *review);

/* The pupil that a review is about; false for none that is here. */
gboolean sz_review_pupil (SzStore *store, const SzRecord *review, SzId *pupil);

G_END_DECLS
