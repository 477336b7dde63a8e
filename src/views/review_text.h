/* SPDX-License-Identifier: EUPL-1.2 */
/* A review in words: who, what, when and why. Free all results with g_free, unless said otherwise. */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

gboolean sz_review_is_parked (const SzRecord *review);

/* A deletion that a colleague's change stopped. */
gboolean sz_review_is_deletion (const SzRecord *review);

/* It only tells the author that a save waits at another centre; what it says is not here. */
gboolean sz_review_is_notice (const SzRecord *review);

/* A parked save as it was made; NULL for another review, or when this program cannot read it. */
SzOperation *sz_review_operation (const SzRecord *review);

/* The kind of what it is about; NULL when this program does not know it. Static. */
const SzKind *sz_review_kind (const SzRecord *review);

/* The pupil that a review is about; false for none that is here. */
gboolean sz_review_pupil (SzStore *store, const SzRecord *review, SzId *pupil);

/* "Peeters Lotte", "Peeters Lotte · Contact person" */
char *sz_review_title (SzStore *store, const SzRecord *review);

/* What happened, by whom and when, and what stands now. */
char *sz_review_sentence (SzStore *store, const SzRecord *review);

/* Why it was not taken over. NULL when nothing more can be said. Static. */
const char *sz_review_reason (const SzRecord *review);

/* Whether the same save can be taken over later, without anything being altered first. */
gboolean sz_review_may_succeed (const SzRecord *review);

/* Whose values stand, and whose wait: "An Claes" or "Colleague"; "You" or "Bert Maes". */
char *sz_review_theirs (const SzRecord *review);
char *sz_review_mine (SzStore *store, const SzRecord *review);

/* What the buttons say. */
char *sz_review_keep_label (const SzRecord *review);
char *sz_review_take_label (SzStore *store, const SzRecord *review);

G_END_DECLS
