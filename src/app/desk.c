/* SPDX-License-Identifier: EUPL-1.2 */
/* Opening a desk and signing in, step by step (desk.h). */
#define G_LOG_DOMAIN "sz-desk"

#include "config.h"

#include "app/desk.h"

#include "store/writer.h"
#include "sync/keys.h"
#include "sync/lease.h"
#include "sync/wipe.h"

#include <string.h>

struct _SzDesk {
    GObject parent_instance;

    SzProfile *profile; /* (owned) */
    char *passphrase;   /* (owned) (nullable) */
    SzStore *store;     /* (owned) (nullable) */
    SzEngine *engine;   /* (owned) (nullable) */
    SzChecker *checker; /* (owned) (nullable) */
    char *token;        /* (owned) (nullable): from signing in, not kept yet */
};

G_DEFINE_FINAL_TYPE (SzDesk, sz_desk, G_TYPE_OBJECT)

static void
forget (char **secret)
{
    if (*secret != NULL)
        explicit_bzero (*secret, strlen (*secret));
    g_clear_pointer (secret, g_free);
}

static void
sz_desk_dispose (GObject *object)
{
    sz_desk_close (SZ_DESK (object));
    G_OBJECT_CLASS (sz_desk_parent_class)->dispose (object);
}

static void
sz_desk_finalize (GObject *object)
{
    SzDesk *self = SZ_DESK (object);

    g_clear_pointer (&self->profile, sz_profile_free);
    forget (&self->passphrase);
    forget (&self->token);
    G_OBJECT_CLASS (sz_desk_parent_class)->finalize (object);
}

static void
sz_desk_class_init (SzDeskClass *klass)
{
    G_OBJECT_CLASS (klass)->dispose = sz_desk_dispose;
    G_OBJECT_CLASS (klass)->finalize = sz_desk_finalize;
}

static void
sz_desk_init (SzDesk *self)
{
}

SzDesk *
sz_desk_new (const char *directory, GError **error)
{
    g_autoptr (SzProfile) profile = sz_profile_load (directory, error);
    SzDesk *self;

    if (profile == NULL)
        return NULL;
    self = g_object_new (SZ_TYPE_DESK, NULL);
    self->profile = g_steal_pointer (&profile);
    return self;
}

gboolean
sz_desk_is_new (SzDesk *self)
{
    return self->profile->server == NULL;
}

const char *
sz_desk_get_server (SzDesk *self)
{
    return self->profile->server;
}

const char *
sz_desk_get_user (SzDesk *self)
{
    return self->profile->user;
}

void
sz_desk_set_passphrase (SzDesk *self, const char *passphrase)
{
    g_return_if_fail (SZ_IS_DESK (self));
    forget (&self->passphrase);
    self->passphrase = g_strdup (passphrase);
}

gboolean
sz_desk_has_passphrase (SzDesk *self)
{
    g_autofree char *path = g_build_filename (self->profile->directory, "key.wrap", NULL);

    return g_file_test (path, G_FILE_TEST_EXISTS);
}

SzStore *
sz_desk_get_store (SzDesk *self)
{
    return self->store;
}

SzEngine *
sz_desk_get_engine (SzDesk *self)
{
    return self->engine;
}

SzChecker *
sz_desk_get_checker (SzDesk *self)
{
    return self->checker;
}

/*
 * Opening: key, lease, cache, device, engine
 */

typedef struct {
    uint8_t key[SZ_KEY_BYTES];
    bool recovered;
} Opening;

static void
opening_free (void *data)
{
    explicit_bzero (data, sizeof (Opening));
    g_free (data);
}

static void open_cache (GTask *task);

static bool
device_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    g_autofree char *device = sz_id_to_string (data);

    return sz_cache_set_fact (db, "device", device, error);
}

/* The device id stands in the profile and in the cache: the profile's is the one that counts. */
static bool
device_work (SzWriter *writer, void *data, GError **error)
{
    return sz_writer_commit (writer, device_change, data, error);
}

/* A fork made a new device id: the profile keeps it. */
static void
state_changed_cb (SzDesk *self)
{
    g_autoptr (GError) error = NULL;

    if (sz_engine_get_state (self->engine).kind == SZ_STATE_SAVED &&
        !sz_profile_save (self->profile, &error))
        g_warning ("profile: %s", error->message);
}

static void
device_set_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    SzDesk *self = g_task_get_source_object (task);
    GError *error = NULL;

    if (!sz_store_work_finish (SZ_STORE (source), result, &error)) {
        g_task_return_error (task, error);
        return;
    }
    self->engine = sz_engine_new (self->profile, self->store);
    self->checker = sz_checker_new (self->engine, self->profile, self->store);
    g_signal_connect_object (self->engine, "state-changed", G_CALLBACK (state_changed_cb), self,
                             G_CONNECT_SWAPPED);
    g_task_return_boolean (task, TRUE);
}

static void
lease_asked_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    SzDesk *self = g_task_get_source_object (task);
    GError *error = NULL;

    if (sz_lease_ask_finish (self->profile, result, &error))
        open_cache (g_steal_pointer (&task));
    else
        g_task_return_error (task, error);
}

/* Takes the task. */
static void
ask_lease (GTask *task)
{
    SzDesk *self = g_task_get_source_object (task);

    sz_lease_ask_async (self->profile, g_task_get_cancellable (task), lease_asked_cb, task);
}

static void
store_opened_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    SzDesk *self = g_task_get_source_object (task);
    Opening *opening = g_task_get_task_data (task);
    bool recovered = false;
    GError *error = NULL;

    self->store = sz_store_open_finish (result, &recovered, &error);
    if (self->store == NULL) {
        g_task_return_error (task, error);
        return;
    }
    opening->recovered = opening->recovered || recovered;
    if (!sz_lease_settle (self->profile, sz_store_fact (self->store, "lease"), NULL)) {
        sz_desk_close (self);
        ask_lease (g_steal_pointer (&task));
        return;
    }
    sz_store_work_async (self->store, SZ_PRIORITY_NORMAL, device_work, &self->profile->device,
                         g_task_get_cancellable (task), device_set_cb, g_object_ref (task));
}

/* Takes the task. */
static void
open_cache (GTask *task)
{
    SzDesk *self = g_task_get_source_object (task);
    Opening *opening = g_task_get_task_data (task);
    g_autofree char *path = sz_profile_cache_path (self->profile);

    sz_store_open_async (path, opening->key, g_task_get_cancellable (task), store_opened_cb, task);
}

/* For as long as the lease says; after that the server is asked first. */
static void
key_opened_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    SzDesk *self = g_task_get_source_object (task);
    Opening *opening = g_task_get_task_data (task);
    GError *error = NULL;

    if (!sz_keys_open_finish (self->profile, result, opening->key, &error))
        g_task_return_error (task, error);
    else if (sz_lease_check (self->profile, NULL))
        open_cache (g_steal_pointer (&task));
    else
        ask_lease (g_steal_pointer (&task));
}

void
sz_desk_open_async (SzDesk *self,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    void *data)
{
    g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

    g_return_if_fail (SZ_IS_DESK (self) && self->store == NULL);
    g_task_set_name (task, "open a desk");
    g_task_set_task_data (task, g_new0 (Opening, 1), opening_free);
    sz_keys_open_async (self->profile, self->passphrase, cancellable, key_opened_cb,
                        g_object_ref (task));
}

gboolean
sz_desk_open_finish (SzDesk *self, GAsyncResult *result, gboolean *recovered, GError **error)
{
    const Opening *opening = g_task_get_task_data (G_TASK (result));

    g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
    *recovered = opening->recovered;
    return g_task_propagate_boolean (G_TASK (result), error);
}

/*
 * Signing in
 */

typedef struct {
    char *fingerprint; /* (owned) (nullable) */
} SignIn;

static void
sign_in_free (void *data)
{
    SignIn *sign_in = data;

    g_free (sign_in->fingerprint);
    g_free (sign_in);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    SzDesk *self = g_task_get_source_object (task);
    SignIn *sign_in = g_task_get_task_data (task);
    GError *error = NULL;

    if (!sz_sign_in_finish (self->profile, result, &sign_in->fingerprint, &error)) {
        g_task_return_error (task, error);
        return;
    }
    forget (&self->token);
    self->token = g_strdup (self->profile->token);
    g_task_return_boolean (task, TRUE);
}

void
sz_desk_sign_in_async (SzDesk *self,
                       const char *server,
                       const char *user,
                       const char *password,
                       const char *accept,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       void *data)
{
    g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

    g_return_if_fail (SZ_IS_DESK (self));
    g_task_set_name (task, "sign in");
    g_task_set_task_data (task, g_new0 (SignIn, 1), sign_in_free);
    if (g_strcmp0 (self->profile->server, server) != 0)
        g_clear_pointer (&self->profile->certificate, g_free);
    g_free (self->profile->server);
    self->profile->server = g_strdup (server);
    g_free (self->profile->user);
    self->profile->user = g_strdup (user);
    sz_sign_in_async (self->profile, password, accept, cancellable, signed_in_cb,
                      g_object_ref (task));
}

gboolean
sz_desk_sign_in_finish (SzDesk *self, GAsyncResult *result, char **fingerprint, GError **error)
{
    SignIn *sign_in;

    g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
    sign_in = g_task_get_task_data (G_TASK (result));
    *fingerprint = g_steal_pointer (&sign_in->fingerprint);
    return g_task_propagate_boolean (G_TASK (result), error);
}

static void
token_kept_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    SzDesk *self = g_task_get_source_object (task);
    GError *error = NULL;

    if (!sz_keys_store_token_finish (self->profile, result, &error)) {
        g_task_return_error (task, error);
        return;
    }
    forget (&self->token);
    g_task_return_boolean (task, TRUE);
}

/* Opening the key filled the profile with the token of before: the new one takes its place. */
static void
key_made_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    SzDesk *self = g_task_get_source_object (task);
    uint8_t key[SZ_KEY_BYTES];
    GError *error = NULL;

    if (!sz_keys_open_finish (self->profile, result, key, &error)) {
        g_task_return_error (task, error);
        return;
    }
    explicit_bzero (key, sizeof key);
    g_free (self->profile->token);
    self->profile->token = g_strdup (self->token);
    sz_keys_store_token_async (self->profile, self->passphrase, g_task_get_cancellable (task),
                               token_kept_cb, g_object_ref (task));
}

/* Profile first, then the key with the token: a cut in between leaves a profile that asks to sign in. */
void
sz_desk_keep_async (SzDesk *self,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    void *data)
{
    g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
    GError *error = NULL;

    g_return_if_fail (SZ_IS_DESK (self));
    g_task_set_name (task, "keep a sign-in");
    if (!sz_profile_save (self->profile, &error)) {
        g_task_return_error (task, error);
        return;
    }
    sz_keys_open_async (self->profile, self->passphrase, cancellable, key_made_cb,
                        g_object_ref (task));
}

gboolean
sz_desk_keep_finish (SzDesk *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
    return g_task_propagate_boolean (G_TASK (result), error);
}

/*
 * Wiping
 */

gboolean
sz_desk_must_wipe (SzDesk *self)
{
    return sz_wipe_is_due (self->profile);
}

static void
wiped_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    SzDesk *self = g_task_get_source_object (task);
    bool wiped = false;
    GError *error = NULL;

    if (sz_wipe_finish (self->profile, result, &wiped, &error))
        g_task_return_int (task, wiped);
    else
        g_task_return_error (task, error);
}

void
sz_desk_wipe_async (SzDesk *self,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    void *data)
{
    g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

    g_return_if_fail (SZ_IS_DESK (self));
    g_task_set_name (task, "wipe a desk");
    sz_desk_close (self);
    sz_wipe_async (self->profile, cancellable, wiped_cb, g_object_ref (task));
}

gboolean
sz_desk_wipe_finish (SzDesk *self, GAsyncResult *result, gboolean *wiped, GError **error)
{
    gssize value;

    g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
    value = g_task_propagate_int (G_TASK (result), error);
    *wiped = value > 0;
    return value >= 0;
}

void
sz_desk_close (SzDesk *self)
{
    g_return_if_fail (SZ_IS_DESK (self));
    if (self->checker != NULL)
        sz_checker_stop (self->checker);
    g_clear_object (&self->checker);
    if (self->engine != NULL)
        sz_engine_stop (self->engine);
    g_clear_object (&self->engine);
    if (self->store != NULL)
        sz_store_close (self->store);
    g_clear_object (&self->store);
}
