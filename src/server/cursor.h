/* SPDX-License-Identifier: EUPL-1.2 */
/* Cursors (PROTOCOL.md section 4): how far a desk is in one scope, in a text that only this server can
 * write. */
#pragma once

#include "server/session.h"

G_BEGIN_DECLS

/* Rises when the same rows would be sent otherwise to the same rights. */
#define SZ_PROJECTION 1

/* A number of a scope, and the run of the server that gave it out (lineage.h). Within a pull from the start a desk also knows
 * `since`, beyond seq: where the clock stood when it began; the run is then that of `since`. 0 otherwise. */
typedef struct {
    int64_t seq;
    int64_t run;
    int64_t since;
} SzSpot;

/* "every change up to and including seq of this scope is with the desk". */
char *sz_cursor_new (SzCore *core, const SzSession *session, const char *scope, const SzSpot *spot);

/* SZ_SERVER_ERROR_RESYNC for any text that is not of this server, scope, history, or of the same
 * rights and catalogue. */
bool sz_cursor_read (SzCore *core,
                     const SzSession *session,
                     const char *scope,
                     const char *text,
                     SzSpot *spot,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
