/* SPDX-License-Identifier: EUPL-1.2 */
/* The part of the engine that hears of news between exchanges (engine.h). */
#define G_LOG_DOMAIN "sz-engine"

#include "config.h"

#include "sync/engine_private.h"

#include "sync/listener.h"
#include "sync/news.h"

#define POLL_SECONDS 60
#define QUICK_END_SECONDS 60
#define QUICK_ENDS 3

static unsigned
poll_ms (void)
{
    unsigned spread = POLL_SECONDS * 400;

    return POLL_SECONDS * 800 + (unsigned) sz_env_below (sz_env_default (), spread);
}

/*
 * Listening
 */

typedef struct {
    SzEngine *engine; /* (owned) */
    char *scope;      /* (owned) */
} Heard;

static void
news_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autofree Heard *heard = data;
    g_autoptr (SzEngine) self = heard->engine;
    g_autofree char *scope = heard->scope;
    g_autoptr (GError) error = NULL;

    self->running = false;
    if (sz_news_finish (SZ_STORE (source), result, &error)) {
        self->verified_ms = sz_env_now_ms (sz_env_default ());
        sz_engine_set_kind (self, self->kind);
    } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
        if (error != NULL)
            g_info ("the rows of an event were of no use: %s", error->message);
        g_hash_table_add (self->behind, g_steal_pointer (&scope));
        self->again = true;
    }
    if (self->again) {
        self->again = false;
        sz_engine_run (self);
    }
}

/* No exchange is under way, and none begins until these rows are in. */
static void
take_news (SzEngine *self, const SzNews *news)
{
    Heard *heard = g_new (Heard, 1);

    heard->engine = g_object_ref (self);
    heard->scope = g_strdup (news->scope);
    self->running = true;
    sz_news_async (self->store, news, self->cancellable, news_cb, heard);
}

static void
heard_cb (const SzNews *news, void *data)
{
    SzEngine *self = data;

    if (news != NULL && news->rows != NULL && !self->running && self->cancellable != NULL &&
        sz_store_waiting (self->store) == 0) {
        take_news (self, news);
        return;
    }
    if (news != NULL) {
        g_hash_table_add (self->behind, g_strdup (news->scope));
        sz_engine_run (self);
        return;
    }
    g_clear_object (&self->listening);
    if (sz_env_monotonic_ms (sz_env_default ()) - self->listened_since_ms <
        QUICK_END_SECONDS * 1000)
        self->quick_ends++;
    else
        self->quick_ends = 0;
    /* What was missed meanwhile comes with a session; should that fail, we are offline and say so. */
    self->need_session = true;
    sz_engine_run (self);
}

void
sz_engine_listen (SzEngine *self)
{
    if (!self->live || self->listening != NULL)
        return;
    if (self->quick_ends >= QUICK_ENDS) {
        self->need_session = true;
        sz_engine_run_in (self, poll_ms ());
        return;
    }
    self->listening = g_cancellable_new ();
    self->listened_since_ms = sz_env_monotonic_ms (sz_env_default ());
    sz_listen (self->http, self->listening, heard_cb, self);
}

void
sz_engine_stop_listening (SzEngine *self)
{
    if (self->listening != NULL)
        g_cancellable_cancel (self->listening);
    g_clear_object (&self->listening);
}
