/* SPDX-License-Identifier: EUPL-1.2 */
/* What engine.c and engine_listen.c share; of nobody else's business. */
#pragma once

#include "sync/backoff.h"
#include "sync/engine.h"
#include "sync/http.h"

G_BEGIN_DECLS

struct _SzEngine {
    GObject parent_instance;

    /* borrowed */
    SzProfile *profile;

    /* owned */
    SzStore *store;
    SzHttp *http;
    GCancellable *cancellable; /* of all that runs; NULL when stopped */
    GCancellable *listening;   /* (nullable) */
    GHashTable *behind;        /* (element-type utf8): scopes an event spoke of */
    GPtrArray *waiting;        /* (element-type GTask): for the next cycle's end */
    GPtrArray *waiting_now;    /* (element-type GTask): for this cycle's end */
    GError *error;             /* (nullable): of the last cycle */

    /* plain */
    SzStateKind kind;
    SzBackoff backoff;
    int64_t rows_done, rows_total, verified_ms;
    int64_t listened_since_ms;
    unsigned quick_ends;
    unsigned timer;
    unsigned lease_timer;
    bool running; /* a cycle is under way */
    bool again;   /* another one is wanted after it */
    bool need_session;
    bool new_history; /* the server had one, and we have asked again */
    bool live;        /* started: goes on by itself */
};

void sz_engine_set_kind (SzEngine *self, SzStateKind kind);

/* An exchange, now or after this one; after so many ms when the engine goes on by itself. */
void sz_engine_run (SzEngine *self);
void sz_engine_run_in (SzEngine *self, unsigned ms);

void sz_engine_listen (SzEngine *self);
void sz_engine_stop_listening (SzEngine *self);

G_END_DECLS
