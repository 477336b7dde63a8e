/* SPDX-License-Identifier: EUPL-1.2 */
/* Finds the key of a cache (keys.h): key.wrap when there is one, else the Secret Service. One look-up
 * at a time, with a time limit: the portal behind it has been seen to hang. */
#define G_LOG_DOMAIN "sz-keys"

#include "config.h"

#include "sync/keys.h"

#include "base/errors.h"
#include "base/worker.h"
#include "sync/key_wrap.h"

#include <libsecret/secret.h>
#include <sodium.h>
#include <string.h>

#define LOOKUP_SECONDS 5

static const char lease_purpose[] = "lease";

static const SecretSchema schema = {
    SZ_APP_ID ".Key",
    SECRET_SCHEMA_NONE,
    { { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "store", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 } },
};

typedef struct {
    char *wrap_path;  /* (owned) */
    char *cache_path; /* (owned) */
    char *account;    /* (owned): tells the desks of one person apart */
    char *passphrase; /* (owned) (nullable) */
    char *token;      /* (owned) (nullable) */
    uint8_t key[SZ_KEY_BYTES];
    bool only_token;
    GMainContext *context; /* (owned): the caller's, where a time limit can run */
} Job;

static void
job_free (void *data)
{
    Job *job = data;

    sodium_memzero (job->key, sizeof job->key);
    if (job->passphrase != NULL)
        sodium_memzero (job->passphrase, strlen (job->passphrase));
    g_free (job->passphrase);
    g_free (job->wrap_path);
    g_free (job->cache_path);
    g_free (job->account);
    g_free (job->token);
    g_main_context_unref (job->context);
    g_free (job);
}

static bool
locked (GError **error, const char *why)
{
    g_set_error_literal (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_KEY_LOCKED, why);
    return false;
}

static gboolean
give_up_cb (void *data)
{
    g_cancellable_cancel (data);
    return G_SOURCE_REMOVE;
}

static char *
look_up (const Job *job, const char *store, GError **error)
{
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GSource) limit = g_timeout_source_new_seconds (LOOKUP_SECONDS);
    char *found;

    g_source_set_callback (limit, give_up_cb, cancellable, NULL);
    g_source_attach (limit, job->context);
    found = secret_password_lookup_sync (&schema, cancellable, error, "account", job->account,
                                         "store", store, NULL);
    g_source_destroy (limit);
    return found;
}

static bool
store_secret (const Job *job, const char *store, const char *value, GError **error)
{
    g_autoptr (GError) local = NULL;

    if (secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, "Schoolzicht", value, NULL,
                                    &local, "account", job->account, "store", store, NULL))
        return true;
    return locked (error, "no key store takes the key");
}

static bool
has_cache (const Job *job)
{
    return g_file_test (job->cache_path, G_FILE_TEST_EXISTS);
}

static bool
open_with_service (Job *job, GError **error)
{
    g_autoptr (GError) local = NULL;
    char *hex = look_up (job, "key", &local);
    char made[2 * SZ_KEY_BYTES + 1];
    size_t n = 0;

    if (hex != NULL) {
        bool ok = sodium_hex2bin (job->key, SZ_KEY_BYTES, hex, strlen (hex), NULL, &n, NULL) == 0 &&
                  n == SZ_KEY_BYTES;
        char *token = ok ? look_up (job, "token", NULL) : NULL;

        job->token = g_strdup (token);
        secret_password_free (hex);
        secret_password_free (token);
        return ok || locked (error, "the key store holds something that is no key");
    }
    /* A locked collection answers like an empty one: with a cache here, no new key. */
    if (has_cache (job))
        return locked (error, "a cache is here, its key is not to be had");
    if (local != NULL)
        return locked (error, "no key store answers");
    randombytes_buf (job->key, SZ_KEY_BYTES);
    sodium_bin2hex (made, sizeof made, job->key, SZ_KEY_BYTES);
    return store_secret (job, "key", made, error);
}

static bool
open_key (Job *job, GError **error)
{
    if (g_file_test (job->wrap_path, G_FILE_TEST_EXISTS)) {
        if (job->passphrase == NULL)
            return locked (error, "a passphrase is needed");
        return sz_key_unwrap (job->wrap_path, job->passphrase, job->key, &job->token, error);
    }
    if (job->passphrase != NULL && !has_cache (job)) {
        randombytes_buf (job->key, SZ_KEY_BYTES);
        return sz_key_wrap (job->wrap_path, job->passphrase, job->key, NULL, error);
    }
    return open_with_service (job, error);
}

static bool
store_token (Job *job, GError **error)
{
    g_autofree char *old = NULL;

    if (!g_file_test (job->wrap_path, G_FILE_TEST_EXISTS))
        return store_secret (job, "token", job->token != NULL ? job->token : "", error);
    if (job->passphrase == NULL)
        return locked (error, "a passphrase is needed");
    return sz_key_unwrap (job->wrap_path, job->passphrase, job->key, &old, error) &&
           sz_key_wrap (job->wrap_path, job->passphrase, job->key, job->token, error);
}

static void
job_cb (GTask *task, void *source, void *task_data, GCancellable *cancellable)
{
    Job *job = task_data;
    GError *error = NULL;
    bool ok;

    if (sodium_init () < 0)
        ok = locked (&error, "no randomness");
    else
        ok = job->only_token ? store_token (job, &error) : open_key (job, &error);
    if (ok)
        g_task_return_boolean (task, TRUE);
    else
        g_task_return_error (task, error);
}

static Job *
job_new (const SzProfile *profile, const char *passphrase)
{
    Job *job = g_new0 (Job, 1);

    job->wrap_path = g_build_filename (profile->directory, "key.wrap", NULL);
    job->cache_path = sz_profile_cache_path (profile);
    job->account = g_strdup_printf ("%s %s", profile->server != NULL ? profile->server : "",
                                    profile->directory);
    job->passphrase = g_strdup (passphrase);
    job->context = g_main_context_ref_thread_default ();
    return job;
}

/* A thread for this one piece of work, ended when its task is let go. */
static void
run (SzProfile *profile,
     Job *job,
     GCancellable *cancellable,
     GAsyncReadyCallback callback,
     void *data)
{
    g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
    SzWorker *worker = sz_worker_new ("sz-keys");

    g_task_set_task_data (task, job, job_free);
    g_object_set_data_full (G_OBJECT (task), "worker", worker, NULL);
    sz_worker_queue (worker, SZ_PRIORITY_URGENT, task, job_cb);
}

/* Back on the caller's thread: the worker has nothing left to do. */
static gboolean
finish (GAsyncResult *result, GError **error)
{
    SzWorker *worker = g_object_steal_data (G_OBJECT (result), "worker");

    g_clear_object (&worker);
    return g_task_propagate_boolean (G_TASK (result), error);
}

void
sz_keys_open_async (SzProfile *profile,
                    const char *passphrase,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    void *data)
{
    run (profile, job_new (profile, passphrase), cancellable, callback, data);
}

gboolean
sz_keys_open_finish (SzProfile *profile,
                     GAsyncResult *result,
                     uint8_t key[SZ_KEY_BYTES],
                     GError **error)
{
    Job *job = g_task_get_task_data (G_TASK (result));

    if (!finish (result, error))
        return FALSE;
    memcpy (key, job->key, SZ_KEY_BYTES);
    crypto_generichash (profile->lease_key, sizeof profile->lease_key,
                        (const uint8_t *) lease_purpose, sizeof lease_purpose, key, SZ_KEY_BYTES);
    profile->has_lease_key = true;
    g_free (profile->token);
    profile->token = job->token != NULL && *job->token != '\0' ? g_strdup (job->token) : NULL;
    return TRUE;
}

void
sz_keys_store_token_async (SzProfile *profile,
                           const char *passphrase,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           void *data)
{
    Job *job = job_new (profile, passphrase);

    job->only_token = true;
    job->token = g_strdup (profile->token);
    run (profile, job, cancellable, callback, data);
}

gboolean
sz_keys_store_token_finish (SzProfile *profile, GAsyncResult *result, GError **error)
{
    return finish (result, error);
}

bool
sz_keys_are_wrapped (const SzProfile *profile)
{
    g_autofree char *path = g_build_filename (profile->directory, "key.wrap", NULL);

    return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* The token too: it stands under the same account. */
static bool
clear_service (const Job *job, GMainContext *context, GError **error)
{
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GSource) limit = g_timeout_source_new_seconds (LOOKUP_SECONDS);
    g_autoptr (GError) local = NULL;

    g_source_set_callback (limit, give_up_cb, cancellable, NULL);
    g_source_attach (limit, context);
    secret_password_clear_sync (&schema, cancellable, &local, "account", job->account, NULL);
    g_source_destroy (limit);
    return local == NULL || locked (error, "the key store does not let go of the key");
}

bool
sz_keys_forget (const SzProfile *profile, bool from_service, GMainContext *context, GError **error)
{
    Job *job = job_new (profile, NULL);
    bool done = sz_key_wrap_remove (job->wrap_path, error) &&
                (!from_service || clear_service (job, context, error));

    job_free (job);
    return done;
}
