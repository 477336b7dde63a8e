/* SPDX-License-Identifier: EUPL-1.2 */
/* Moves a server from its SQLite file to an empty PostgreSQL database. It stays the same server: its people, sessions, receipts,
 * keys and history go along, and desks do not notice. The file is then marked and opened no more (sz_core_open), as two
 * databases that go on with one history would give out the same numbers twice. */
#pragma once

#include "db/copy.h"
#include "server/core.h"

G_BEGIN_DECLS

/* Nobody serves `file` meanwhile. What failed has changed nothing, but for a connection that was lost at the very end, which the
 * error says. A file that was moved is taken again only to the same place, should nothing have arrived there.
 * (element-type SzCopiedTable): what was copied, and found the same. */
GPtrArray *sz_move (const char *file,
                    const uint8_t *key,
                    const char *url,
                    const SzEnv *env,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
