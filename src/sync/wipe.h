/* SPDX-License-Identifier: EUPL-1.2 */
/* Wiping a desk because the server says so (PROTOCOL.md section 3): the key first, so that whatever is left when this is cut is
 * unreadable; then the cache and all beside it, the profile last. It is noted in wipe.json before it begins, carried on from there at
 * the next start, and told to the server when it is done. */
#pragma once

#include "sync/profile.h"

G_BEGIN_DECLS

/* Notes that this desk must wipe itself, and what the server will know it by. */
bool sz_wipe_begin (const SzProfile *profile, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a wipe was begun that is not done, or not told yet. */
bool sz_wipe_is_due (const SzProfile *profile);

/* Does what is left to do. The cache must be closed. *wiped: something was to be wiped, and the profile is now that of a new device
 * that has never signed in; without it only the receipt was due. A server that does not answer is no error: told next time. */
void sz_wipe_async (SzProfile *profile,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    void *data);
gboolean sz_wipe_finish (SzProfile *profile, GAsyncResult *result, bool *wiped, GError **error);

G_END_DECLS
