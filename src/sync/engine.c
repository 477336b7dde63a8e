/* SPDX-License-Identifier: EUPL-1.2 */
/* Decides when to exchange and says how things stand (engine.h); the exchange itself is cycle.c, listening engine_listen.c. */
#define G_LOG_DOMAIN "sz-engine"

#include "config.h"

#include "sync/engine_private.h"

#include "base/errors.h"
#include "sync/cycle.h"
#include "sync/lease.h"
#include "sync/wipe.h"

#define LEASE_SECONDS 3600 /* between two looks at it */

static unsigned state_changed_signal;

G_DEFINE_FINAL_TYPE (SzEngine, sz_engine, G_TYPE_OBJECT)

void
sz_engine_set_kind (SzEngine *self, SzStateKind kind)
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
    sz_engine_run (self);
    return G_SOURCE_REMOVE;
}

void
sz_engine_run_in (SzEngine *self, unsigned ms)
{
    g_clear_handle_id (&self->timer, g_source_remove);
    if (self->live)
        self->timer = g_timeout_add (ms, timer_cb, self);
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
    sz_engine_set_kind (self, SZ_STATE_SAVED);
    sz_engine_listen (self);
}

/* Noted before anybody is told: it goes on at the next start, should this program end here. Whoever has the profile does it. */
static void
begin_wipe (SzEngine *self)
{
    g_autoptr (GError) error = NULL;

    if (!sz_wipe_begin (self->profile, &error))
        g_message ("the wipe could not be noted: %s", error->message);
    sz_engine_set_kind (self, SZ_STATE_ACTION);
}

/* When that is so nothing else matters: who has the cache open must close it. */
static void
look_at_lease (SzEngine *self)
{
    g_autoptr (GError) over = NULL;

    if (g_error_matches (self->error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_WIPED) ||
        sz_lease_check (self->profile, &over))
        return;
    g_clear_error (&self->error);
    self->error = g_steal_pointer (&over);
}

/* Whether trying again by itself can help, and what to say meanwhile. */
static void
fail (SzEngine *self)
{
    bool retry = true;

    self->need_session = true;
    sz_engine_stop_listening (self);
    look_at_lease (self);
    if (g_error_matches (self->error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_SIGN_IN)) {
        sz_engine_set_kind (self, SZ_STATE_SIGNED_OUT);
        retry = false;
    } else if (g_error_matches (self->error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_OFFLINE) ||
               g_error_matches (self->error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_TOO_MANY) ||
               (self->error->domain == SZ_SYNC_ERROR &&
                self->error->code == SZ_SYNC_ERROR_PROTOCOL && self->backoff.failures < 2)) {
        sz_engine_set_kind (self, SZ_STATE_OFFLINE);
    } else if (g_error_matches (self->error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_WIPED)) {
        begin_wipe (self);
        retry = false;
    } else {
        sz_engine_set_kind (self, SZ_STATE_ACTION);
        retry = !g_error_matches (self->error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_CERTIFICATE);
    }
    if (retry)
        sz_engine_run_in (self, sz_backoff_next (&self->backoff, sz_http_asked (self->http)));
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
    sz_engine_run (self);
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
        sz_engine_run (self);
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
            sz_engine_set_kind (self, SZ_STATE_CONNECTING);
        break;
    case SZ_CYCLE_PUSH:
        if (sz_store_waiting (self->store) > 0)
            sz_engine_set_kind (self, SZ_STATE_PUSHING);
        break;
    case SZ_CYCLE_PULL:
        /* A few rows of a colleague are no news for the status line. */
        if (rows > 1000)
            sz_engine_set_kind (self, SZ_STATE_PULLING);
        break;
    default:
        break;
    }
}

void
sz_engine_run (SzEngine *self)
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

/* Who hears the server for days without asking needs a new lease too; who does not hear it, and does not try, must not stay open. */
static gboolean
lease_cb (void *data)
{
    SzEngine *self = data;

    if (self->kind == SZ_STATE_SAVED) {
        self->need_session = true;
        sz_engine_run (self);
    } else if (!self->running) {
        look_at_lease (self);
        if (g_error_matches (self->error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_LEASE))
            sz_engine_set_kind (self, SZ_STATE_ACTION);
    }
    return G_SOURCE_CONTINUE;
}

static void
outbox_changed_cb (SzEngine *self)
{
    g_signal_emit (self, state_changed_signal, 0);
    if (self->live && sz_store_waiting (self->store) > 0 && self->kind != SZ_STATE_SIGNED_OUT &&
        self->kind != SZ_STATE_OFFLINE && self->kind != SZ_STATE_ACTION)
        sz_engine_run (self);
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
    if (self->lease_timer == 0)
        self->lease_timer = g_timeout_add_seconds (LEASE_SECONDS, lease_cb, self);
    if (self->profile->token == NULL) {
        sz_engine_set_kind (self, SZ_STATE_SIGNED_OUT);
        return;
    }
    self->need_session = true;
    sz_engine_run (self);
}

void
sz_engine_stop (SzEngine *self)
{
    g_return_if_fail (SZ_IS_ENGINE (self));
    self->live = false;
    g_clear_handle_id (&self->timer, g_source_remove);
    g_clear_handle_id (&self->lease_timer, g_source_remove);
    sz_engine_stop_listening (self);
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
    sz_engine_run (self);
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
    sz_engine_run (self);
}

gboolean
sz_engine_sync_finish (SzEngine *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}
