/* SPDX-License-Identifier: EUPL-1.2 */
/* What an event carries (PROTOCOL.md section 10): the rows themselves where they are few, made once for all who follow a scope
 * from the same number with the same rights. Main thread only. */
#pragma once

#include "server/http_private.h"

G_BEGIN_DECLS

typedef struct SzLive SzLive;

typedef struct {
    GBytes *text; /* (owned): a whole event */
    int64_t to;   /* whom it was sent to has this number */
} SzLiveEvent;

/* `ready` is called when an event that was not there at once is. */
SzLive *sz_live_new (SzHttpServer *http, void (*ready) (const char *scope, void *data), void *data);

/* For who has `from` of a scope when its clock says `to`; NULL: it is being made. Valid until the next call. */
const SzLiveEvent *
sz_live_event (SzLive *live, SzRequest *request, const char *scope, int64_t from, int64_t to);

/* What was made is not given out any more. */
void sz_live_forget (SzLive *live);

/* Nothing may be under way any more. */
void sz_live_free (SzLive *live);

G_END_DECLS
