/* SPDX-License-Identifier: EUPL-1.2 */
/* One thing that waits for a person: what happened in words, the values side by side, and what one can do about it. */
#pragma once

#include "store/review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SZ_TYPE_REVIEW_CARD (sz_review_card_get_type ())
G_DECLARE_FINAL_TYPE (SzReviewCard, sz_review_card, SZ, REVIEW_CARD, GtkBox)

/* Signals:
 *   "decided" (string): it is saved; what to tell, as a sentence.
 *   "failed" (string): it could not be saved; the same.
 *   "open-pupil" (string): the id of the pupil to show. */
GtkWidget *sz_review_card_new (SzStore *store, const SzRecord *review);

const SzId *sz_review_card_get_id (SzReviewCard *self);

/* Values of one's own are being filled in and not saved yet. */
gboolean sz_review_card_is_changed (SzReviewCard *self);

G_END_DECLS
