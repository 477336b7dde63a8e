/* SPDX-License-Identifier: EUPL-1.2 */
/* The open end of one GET /v1/events. The connection is taken out of SoupServer, which looks at each message that it holds each time
 * anything happens: thousands of quiet ones would be all it does. A quiet listener costs its memory and nothing else. Main thread. */
#pragma once

#include "server/http_private.h"

G_BEGIN_DECLS

typedef struct SzListener SzListener;
typedef void (*SzListenerEnded) (SzListener *listener, void *data);

struct SzListener {
    int references;
    SzRequest *request;         /* (borrowed): kept by message */
    SoupServerMessage *message; /* (owned) */
    GIOStream *stream;          /* (owned) (nullable): NULL once it has ended */
    GBytes *writing;            /* (owned) (nullable): on its way */
    SzListenerEnded ended;
    void *data;
    char **scopes;      /* (owned) */
    int64_t *sent;      /* (owned): the last seq sent of each; 0: none yet */
    int64_t sent_ms;    /* when anything was last sent */
    int64_t told_ms;    /* when a clock was last sent */
    int64_t checked_ms; /* when the session was last found good */
};

/* Takes the connection and answers. `ended` is called once, however it ends; the first reference is given up with that. */
SzListener *sz_listener_new (SzRequest *request, SzListenerEnded ended, void *data);
SzListener *sz_listener_ref (SzListener *listener);
void sz_listener_unref (SzListener *listener);

/* Whether what was sent has gone. */
bool sz_listener_is_idle (const SzListener *listener);

/* To an idle one. */
void sz_listener_send (SzListener *listener, GBytes *bytes);

void sz_listener_end (SzListener *listener);

G_END_DECLS
