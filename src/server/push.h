/* SPDX-License-Identifier: EUPL-1.2 */
/* One operation in, one receipt out, in one transaction (PROTOCOL.md sections 7 to 9). */
#pragma once

#include "server/session.h"

G_BEGIN_DECLS

/* `line`: one operation as JSON. The receipt as one line without a newline; everything is on disk when it
 * returns. NULL: nothing was done. Errors: SZ_SERVER_ERROR_BAD_REQUEST (no operation at all), _FORBIDDEN
 * (this person writes no records), _EPOCH, _FORK, SZ_DB_ERROR_*. */
char *sz_push (SzCore *core,
               const SzSession *session,
               const char *line,
               size_t length,
               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
