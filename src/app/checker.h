/* SPDX-License-Identifier: EUPL-1.2 */
/* Has a desk compare what it has stored with the server (sync/verify.h): by itself once a week, when everything is sent and fetched, and
 * when a person asks. Main thread. */
#pragma once

#include "sync/engine.h"

G_BEGIN_DECLS

#define SZ_TYPE_CHECKER (sz_checker_get_type ())
G_DECLARE_FINAL_TYPE (SzChecker, sz_checker, SZ, CHECKER, GObject)

/* Signal: "changed": it has begun, or is done. Borrows the profile, which must outlive it. */
SzChecker *sz_checker_new (SzEngine *engine, SzProfile *profile, SzStore *store);

/* Now; nothing when it is under way. */
void sz_checker_run (SzChecker *self);
gboolean sz_checker_is_running (SzChecker *self);

/* One line for a person: under way, what went wrong, or when it was done last. Free with g_free. */
char *sz_checker_to_text (SzChecker *self);

/* What was put right last, and when; NULL when nothing ever was. Free with g_free. */
char *sz_checker_dup_mended (SzStore *store);

/* Lets go of what is under way; before the engine and the cache are closed. */
void sz_checker_stop (SzChecker *self);

G_END_DECLS
