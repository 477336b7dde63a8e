/* SPDX-License-Identifier: EUPL-1.2 */
/* Decides when to exchange and says how things stand (engine.h); the exchange itself is cycle.c. */
#define G_LOG_DOMAIN "sz-engine"

#include "config.h"

#include "sync/engine.h"

#include "base/errors.h"
#include "sync/backoff.h"
#include "sync/cycle.h"
#include "sync/http.h"
#include "sync/listener.h"
#include "sync/news.h"

#define POLL_SECONDS 60
#define QUICK_END_SECONDS 60
#define QUICK_ENDS 3

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
    bool running; /* a cycle is under way */
    bool again;   /* another one is wanted after it */
    bool need_session;
    bool new_history; /* the server had one, and we have asked again */
    bool live;        /* started: goes on by itself */
};

static unsigned state_changed_signal;

G_DEFINE_FINAL_TYPE (SzEngine, sz_engine, G_TYPE_OBJECT)

static void run (SzEngine *self);

static void
set_kind (SzEngine *self, SzStateKind kind)
{
    self->kind = kind;
    g_signal_emit (self, state_changed_signal, 0);
}

/*
 * Timers
 */

static gboolean
timer_cb (void *data)
{
    SzEngine *self = data;

    self->timer = 0;
    run (self);
    return G_SOURCE_REMOVE;
}

static void
run_in (SzEngine *self, unsigned ms)
{
    g_clear_handle_id (&self->timer, g_source_remove);
    if (self->live)
        self->timer = g_timeout_add (ms, timer_cb, self);
}

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
        set_kind (self, self->kind);
    } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
        if (error != NULL)
            g_info ("the rows of an event were of no use: %s", error->message);
        g_hash_table_add (self->behind, g_steal_pointer (&scope));
        self->again = true;
    }
    if (self->again) {
        self->again = false;
        run (self);
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
        run (self);
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
    run (self);
}

static void
listen (SzEngine *self)
{
    if (!self->live || self->listening != NULL)
        return;
    if (self->quick_ends >= QUICK_ENDS) {
        self->need_session = true;
        run_in (self, poll_ms ());
        return;
    }
    self->listening = g_cancellable_new ();
    self->listened_since_ms = sz_env_monotonic_ms (sz_env_default ());
    sz_listen (self->http, self->listening, heard_cb, self);
}

static void
stop_listening (SzEngine *self)
{
    if (self->listening != NULL)
        g_cancellable_cancel (self->listening);
    g_clear_object (&self->listening);
}

/*
 * Cycles
 */

static void
answer_waiting (SzEngine *self)
{
    g_autoptr (GPtrArray) tasks = g_steal_pointer (&self->waiting_now);

    self->waiting_now = g_ptr_array_new_with_free_func (g_object_unref);
    for (unsigned i = 0; i < tasks->len; i++) {
        GTask *task = g_ptr_array_index (tasks, i);

        if (self->error != NULL)
            g_task_return_error (task, g_error_copy (self->error));
        else
            g_task_return_boolean (task, TRUE);
    }
}

static void
succeed (SzEngine *self)
{
    sz_backoff_reset (&self->backoff);
    self->need_session = false;
    self->verified_ms = sz_env_now_ms (sz_env_default ());
    set_kind (self, SZ_STATE_SAVED);
    listen (self);
}

/* Whether trying again by itself can help, and what to say meanwhile. */
static void
fail (SzEngine *self)
{
    bool retry = true;

    self->need_session = true;
    stop_listening (self);
    if (g_error_matches (self->error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_SIGN_IN)) {
        set_kind (self, SZ_STATE_SIGNED_OUT);
        retry = false;
    } else if (g_error_matches (self->error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_OFFLINE) ||
               g_error_matches (self->error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_TOO_MANY) ||
               (self->error->domain == SZ_SYNC_ERROR &&
                self->error->code == SZ_SYNC_ERROR_PROTOCOL && self->backoff.failures < 2)) {
        set_kind (self, SZ_STATE_OFFLINE);
    } else {
        set_kind (self, SZ_STATE_ACTION);
        retry = !g_error_matches (self->error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_CERTIFICATE);
    }
    if (retry)
        run_in (self, sz_backoff_next (&self->backoff, sz_http_asked (self->http)));
}

/* The server lost something: what it is called now, and then everything, once. */
static void
begin_again (SzEngine *self)
{
    /* Who waited for this exchange waits for the next one. */
    for (unsigned i = 0; i < self->waiting_now->len; i++)
        g_ptr_array_add (self->waiting, g_object_ref (self->waiting_now->pdata[i]));
    g_ptr_array_set_size (self->waiting_now, 0);
    self->new_history = true;
    self->need_session = true;
    self->again = false;
    run (self);
}

static void
cycle_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (SzEngine) self = data;

    g_clear_error (&self->error);
    self->running = false;
    if (sz_cycle_finish (SZ_HTTP (source), result, &self->error)) {
        self->new_history = false;
        if (!self->again)
            succeed (self);
    } else if (g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
        self->again = false;
    } else if (g_error_matches (self->error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_HISTORY) &&
               !self->new_history) {
        begin_again (self);
        return;
    } else {
        g_info ("exchange failed: %s", self->error->message);
        self->again = self->again && self->waiting->len > 0;
        if (!self->again)
            fail (self);
    }
    answer_waiting (self);
    if (self->again) {
        self->again = false;
        run (self);
    }
}

static void
step_cb (SzCycleStep step, int64_t done, int64_t rows, void *data)
{
    SzEngine *self = data;

    self->rows_done = done;
    self->rows_total = rows;
    switch (step) {
    case SZ_CYCLE_SESSION:
        if (self->kind != SZ_STATE_OFFLINE && self->kind != SZ_STATE_ACTION)
            set_kind (self, SZ_STATE_CONNECTING);
        break;
    case SZ_CYCLE_PUSH:
        if (sz_store_waiting (self->store) > 0)
            set_kind (self, SZ_STATE_PUSHING);
        break;
    case SZ_CYCLE_PULL:
        /* A few rows of a colleague are no news for the status line. */
        if (rows > 1000)
            set_kind (self, SZ_STATE_PULLING);
        break;
    default:
        break;
    }
}

static void
run (SzEngine *self)
{
    SzCycleWish wish = { .session = self->need_session };
    GPtrArray *now;

    if (self->cancellable == NULL)
        return;
    if (self->running) {
        self->again = true;
        return;
    }
    g_clear_handle_id (&self->timer, g_source_remove);
    self->running = true;
    wish.scopes = g_steal_pointer (&self->behind);
    self->behind = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    now = self->waiting_now;
    self->waiting_now = self->waiting;
    self->waiting = now;
    sz_cycle_async (self->http, self->store, self->profile, wish, step_cb, self, self->cancellable,
                    cycle_cb, g_object_ref (self));
}

static void
outbox_changed_cb (SzEngine *self)
{
    g_signal_emit (self, state_changed_signal, 0);
    if (self->live && sz_store_waiting (self->store) > 0 && self->kind != SZ_STATE_SIGNED_OUT &&
        self->kind != SZ_STATE_OFFLINE && self->kind != SZ_STATE_ACTION)
        run (self);
}

static void
network_changed_cb (SzEngine *self, gboolean available)
{
    if (available && self->live && self->kind == SZ_STATE_OFFLINE)
        sz_engine_kick (self);
}

/*
 * Object
 */

static void
sz_engine_dispose (GObject *object)
{
    SzEngine *self = SZ_ENGINE (object);

    sz_engine_stop (self);
    g_clear_object (&self->http);
    g_clear_object (&self->store);
    G_OBJECT_CLASS (sz_engine_parent_class)->dispose (object);
}

static void
sz_engine_finalize (GObject *object)
{
    SzEngine *self = SZ_ENGINE (object);

    g_hash_table_unref (self->behind);
    g_ptr_array_unref (self->waiting);
    g_ptr_array_unref (self->waiting_now);
    g_clear_error (&self->error);
    G_OBJECT_CLASS (sz_engine_parent_class)->finalize (object);
}

static void
sz_engine_class_init (SzEngineClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = sz_engine_dispose;
    object_class->finalize = sz_engine_finalize;
    state_changed_signal = g_signal_new ("state-changed", SZ_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sz_engine_init (SzEngine *self)
{
    self->behind = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
    self->waiting_now = g_ptr_array_new_with_free_func (g_object_unref);
    self->need_session = true;
    self->kind = SZ_STATE_CONNECTING;
}

SzEngine *
sz_engine_new (SzProfile *profile, SzStore *store)
{
    SzEngine *self = g_object_new (SZ_TYPE_ENGINE, NULL);

    self->profile = profile;
    self->store = g_object_ref (store);
    self->http = sz_http_new (profile);
    if (profile->token == NULL)
        self->kind = SZ_STATE_SIGNED_OUT;
    g_signal_connect_object (store, "outbox-changed", G_CALLBACK (outbox_changed_cb), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                             G_CALLBACK (network_changed_cb), self, G_CONNECT_SWAPPED);
    return self;
}

/* Something was saved meanwhile: then not everything is sent, whatever the last exchange said. */
SzState
sz_engine_get_state (SzEngine *self)
{
    SzState state = {
        .kind = self->kind,
        .waiting = sz_store_waiting (self->store),
        .reviews = sz_store_reviews (self->store),
        .rows_done = self->rows_done,
        .rows_total = self->rows_total,
        .verified_ms = self->verified_ms,
        .error = self->error,
    };

    if (state.kind == SZ_STATE_SAVED && state.waiting > 0)
        state.kind = SZ_STATE_PUSHING;
    return state;
}

void
sz_engine_start (SzEngine *self)
{
    g_return_if_fail (SZ_IS_ENGINE (self));
    self->live = true;
    if (self->cancellable == NULL)
        self->cancellable = g_cancellable_new ();
    if (self->profile->token == NULL) {
        set_kind (self, SZ_STATE_SIGNED_OUT);
        return;
    }
    self->need_session = true;
    run (self);
}

void
sz_engine_stop (SzEngine *self)
{
    g_return_if_fail (SZ_IS_ENGINE (self));
    self->live = false;
    g_clear_handle_id (&self->timer, g_source_remove);
    stop_listening (self);
    if (self->cancellable != NULL)
        g_cancellable_cancel (self->cancellable);
    g_clear_object (&self->cancellable);
}

void
sz_engine_kick (SzEngine *self)
{
    g_return_if_fail (SZ_IS_ENGINE (self));
    sz_backoff_reset (&self->backoff);
    self->quick_ends = 0;
    if (self->profile->token == NULL)
        return;
    if (self->cancellable == NULL)
        self->cancellable = g_cancellable_new ();
    self->need_session = self->need_session || self->kind != SZ_STATE_SAVED;
    run (self);
}

void
sz_engine_sync_async (SzEngine *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      void *data)
{
    GTask *task = g_task_new (self, cancellable, callback, data);

    g_task_set_name (task, "sz-engine-sync");
    if (self->profile->token == NULL) {
        g_task_return_new_error (task, SZ_SYNC_ERROR, SZ_SYNC_ERROR_SIGN_IN, "not signed in");
        g_object_unref (task);
        return;
    }
    g_ptr_array_add (self->waiting, task);
    self->need_session = true;
    if (self->cancellable == NULL)
        self->cancellable = g_cancellable_new ();
    run (self);
}

gboolean
sz_engine_sync_finish (SzEngine *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}
