/* SPDX-License-Identifier: EUPL-1.2 */
/* A pupil goes to a school of another centre, and the file goes along: the pupil's record and all that names it as its root
 * (catalogue.h), in one line of the change index of either scope (PROTOCOL.md section 5). Open and decided reviews about
 * these records follow.
 *
 * What a centre counts as its own work stays counted there and only there: a record with a field `origin` leaves a copy
 * without personal data behind, and itself names the centre it came from. A record of the old centre that the file refers
 * to (a class, a colleague) gets such a copy, a stand-in, in the new one. Should the file ever come back, the stand-ins
 * make room for what they stood for. */
#pragma once

#include "server/core.h"

G_BEGIN_DECLS

/* `to`: "centre:115". Nothing when the pupil is there already. Inside a transaction that has given out no numbers ahead
 * (sz_numbers_give_back). SZ_DB_ERROR_NOT_FOUND: no such pupil or centre; SZ_WIRE_ERROR_VALUE: the centre has a pupil with
 * the same national number already. */
bool sz_transfer (SzCore *core, const SzId *pupil, const char *to, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Whether the file of this pupil has left the scope. */
bool sz_transfer_has_left (SzCore *core,
                           int64_t scope,
                           const SzId *pupil,
                           bool *left,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Of a file that has left: `kind,"id",…` of its records that a desk may still hold as another pupil's, or nobody's; "" when
 * there are none. */
char *sz_transfer_others (SzCore *core, int64_t scope, const SzId *pupil, GError **error);

/* The name of the centre whose scope this is. */
char *sz_transfer_centre_name (SzCore *core, int64_t scope, GError **error);

G_END_DECLS
