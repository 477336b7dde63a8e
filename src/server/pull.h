/* SPDX-License-Identifier: EUPL-1.2 */
/* The stream of PROTOCOL.md section 5, produced piece by piece as the reader takes it. It keeps one
 * snapshot of the database from its first line to its last. */
#pragma once

#include "server/session.h"

G_BEGIN_DECLS

typedef struct SzPull SzPull;

/* `cursor` NULL: from the start. `seen` (nullable): witnesses of the desk (lineage.h). Takes nothing; core and session must
 * outlive it. Errors: SZ_SERVER_ERROR_FORBIDDEN, _RESYNC, _UNAVAILABLE (a cursor from the future), _EPOCH (this database
 * has lost what the desk has seen: a new history must begin), SZ_DB_ERROR_*. */
SzPull *sz_pull_new (SzCore *core,
                     const SzSession *session,
                     const char *scope,
                     const char *cursor,
                     const char *seen,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Appends whole lines, `most` bytes or a little more. After the end line nothing is appended and
 * sz_pull_is_done holds; the snapshot is given back with that line. */
bool
sz_pull_next (SzPull *self, GString *out, size_t most, GError **error) G_GNUC_WARN_UNUSED_RESULT;

bool sz_pull_is_done (const SzPull *self);

/* Rows in all that remained when it began: a measure of how long it will take. */
int64_t sz_pull_rows (const SzPull *self);

/* The clock of the snapshot: what the end line says. */
int64_t sz_pull_to (const SzPull *self);

void sz_pull_free (SzPull *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzPull, sz_pull_free)

G_END_DECLS
