/* SPDX-License-Identifier: EUPL-1.2 */
/* The pupils in the order of their names with what lists show of them, and the words that find them:
 * derived from the records, kept in step with them in the same transaction. */
#pragma once

#include "store/cache.h"

G_BEGIN_DECLS

/* After changes, before the commit: the touched pupils get their place and words anew. When everybody
 * is touched, or too many, all of it is made anew. */
bool sz_pupil_index_update (SzDb *db, const SzTouched *touched, SzDate today, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Everything anew: after a first sync. */
bool sz_pupil_index_rebuild (SzDb *db, SzDate today, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* At start, when the day has changed since: pupils whose enrolment began or ended in between. */
bool sz_pupil_index_new_day (SzDb *db, SzDate today, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What is typed as a query of the search table: every word a prefix. NULL when there is no word in it. */
char *sz_pupil_index_match (const char *typed);

G_END_DECLS
