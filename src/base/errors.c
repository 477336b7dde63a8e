/* SPDX-License-Identifier: EUPL-1.2 */
/* The quarks of the four error domains declared in base/errors.h. */
#define G_LOG_DOMAIN "sz-errors"

#include "base/errors.h"

G_DEFINE_QUARK (SzDbError, sz_db_error)
G_DEFINE_QUARK (SzWireError, sz_wire_error)
G_DEFINE_QUARK (SzSyncError, sz_sync_error)
G_DEFINE_QUARK (SzServerError, sz_server_error)
