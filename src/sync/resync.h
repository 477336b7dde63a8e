/* SPDX-License-Identifier: EUPL-1.2 */
/* Fetching a scope from the start while it stays in use (PROTOCOL.md section 4): mark, pull, sweep. On the store's thread;
 * a simulation runs it anywhere. */
#pragma once

#include "store/writer.h"

G_BEGIN_DECLS

/* The cursor to send for a scope; NULL without error: from the start. */
char *sz_resync_cursor (SzWriter *writer, const char *scope, GError **error);

/* Marks all that the scope holds and forgets its cursor. Until the sweep sz_resync_is_due holds, over restarts too. */
bool sz_resync_mark (SzWriter *writer, const char *scope, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same within a transaction of the caller. */
bool sz_resync_mark_within (SzDb *db, const char *scope, GError **error) G_GNUC_WARN_UNUSED_RESULT;

bool sz_resync_is_due (SzWriter *writer, const char *scope);

/* What the server calls its history now, within a transaction of the caller. When it is another than before, accepted
 * operations go out again and every scope is marked, all in one: what one scope forgets another may still name. */
bool sz_resync_epoch (SzDb *db, const char *epoch, SzTouched *touched, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* After a pull from the start has reached its end line: what it did not name goes. */
bool
sz_resync_sweep (SzWriter *writer, const char *scope, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
