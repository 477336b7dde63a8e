/* SPDX-License-Identifier: EUPL-1.2 */
/* Wipes a desk, from wherever it was cut before (wipe.h). */
#define G_LOG_DOMAIN "sz-wipe"

#include "config.h"

#include "sync/wipe.h"

#include "base/errors.h"
#include "base/worker.h"
#include "record/control.h"
#include "record/line.h"
#include "sync/http.h"
#include "sync/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define NOTE "wipe.json"
#define PROFILE "profile.json"

typedef struct {
    SzProfile *profile;    /* (borrowed) */
    SzProfile *gone;       /* (owned): of the device that is wiped, without its token */
    char *proof;           /* (owned) (nullable): the hash of its token, in hex */
    bool from_service;     /* the key was in the Secret Service */
    bool wiped;            /* not the receipt alone */
    GMainContext *context; /* (owned): the caller's */
    SzWorker *worker;      /* (owned) (nullable) */
    SzHttp *http;          /* (owned) (nullable) */
    SoupMessage *message;  /* (owned) (nullable) */
} Wipe;

static void
wipe_free (void *data)
{
    Wipe *wipe = data;

    g_clear_object (&wipe->message);
    g_clear_object (&wipe->http);
    g_clear_pointer (&wipe->gone, sz_profile_free);
    g_free (wipe->proof);
    g_main_context_unref (wipe->context);
    g_free (wipe);
}

static char *
note_path (const SzProfile *profile)
{
    return g_build_filename (profile->directory, NOTE, NULL);
}

/*
 * The note
 */

/* As the server keeps the token: it proves whose device this was and opens nothing. */
static char *
proof_of (const char *token)
{
    uint8_t hash[crypto_generichash_BYTES];
    char hex[2 * sizeof hash + 1];

    crypto_generichash (hash, sizeof hash, (const uint8_t *) token, strlen (token), NULL, 0);
    return g_strdup (sodium_bin2hex (hex, sizeof hex, hash, sizeof hash));
}

static void
append_member (GString *text, const char *name, const char *value)
{
    g_string_append_printf (text, "%s\n  \"%s\": ", text->len > 1 ? "," : "", name);
    sz_line_append_text (text, value);
}

bool
sz_wipe_is_due (const SzProfile *profile)
{
    g_autofree char *path = note_path (profile);

    return g_file_test (path, G_FILE_TEST_EXISTS);
}

bool
sz_wipe_begin (const SzProfile *profile, GError **error)
{
    g_autofree char *path = note_path (profile);
    g_autofree char *device = sz_id_to_string (&profile->device);
    g_autofree char *proof = profile->token != NULL ? proof_of (profile->token) : NULL;
    g_autoptr (GString) text = g_string_new ("{");

    if (sz_wipe_is_due (profile))
        return true;
    append_member (text, "server", profile->server);
    append_member (text, "certificate", profile->certificate);
    append_member (text, "device", device);
    append_member (text, "proof", proof);
    append_member (text, "key", sz_keys_are_wrapped (profile) ? "file" : "service");
    g_string_append (text, "\n}\n");
    return g_file_set_contents_full (path, text->str, (gssize) text->len,
                                     G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                     0600, error);
}

/* Without a note, or with one that cannot be read, everything must go all the same. */
static void
use_profile (Wipe *wipe)
{
    const SzProfile *profile = wipe->profile;

    wipe->gone->server = g_strdup (profile->server);
    wipe->gone->certificate = g_strdup (profile->certificate);
    wipe->gone->device = profile->device;
    wipe->proof = profile->token != NULL ? proof_of (profile->token) : NULL;
    wipe->from_service = !sz_keys_are_wrapped (profile);
}

static void
read_note (Wipe *wipe)
{
    g_autofree char *path = note_path (wipe->profile);
    g_autofree char *text = NULL;
    g_autoptr (SzControl) control = NULL;
    const char *device;

    if (g_file_get_contents (path, &text, NULL, NULL))
        control = sz_control_parse (text, -1, NULL);
    wipe->gone->directory = g_strdup (wipe->profile->directory);
    device = control != NULL ? sz_control_text (control, "device") : NULL;
    if (device == NULL || !sz_id_parse (device, &wipe->gone->device)) {
        use_profile (wipe);
        return;
    }
    wipe->gone->server = g_strdup (sz_control_text (control, "server"));
    wipe->gone->certificate = g_strdup (sz_control_text (control, "certificate"));
    wipe->proof = g_strdup (sz_control_text (control, "proof"));
    wipe->from_service = g_strcmp0 (sz_control_text (control, "key"), "service") == 0;
}

/* Who has signed in since is another device: what is here now is that one's. */
static bool
is_gone (const Wipe *wipe)
{
    g_autofree char *path = g_build_filename (wipe->profile->directory, PROFILE, NULL);

    return g_file_test (path, G_FILE_TEST_EXISTS) &&
           !sz_id_equal (&wipe->profile->device, &wipe->gone->device);
}

static void
forget_note (const Wipe *wipe)
{
    g_autofree char *path = note_path (wipe->profile);

    if (g_unlink (path) != 0 && errno != ENOENT)
        g_message ("the note of the wipe stays: %s", g_strerror (errno));
}

/*
 * Wiping, on a thread of its own
 */

/* Also what a writing that was cut left under such a name. Nothing else: the folder may be somebody's own. */
static bool
is_ours (const char *name)
{
    static const char *const beginnings[] = { "key.wrap", "cache.db", "lease", PROFILE ".",
                                              NOTE "." };

    for (size_t i = 0; i < G_N_ELEMENTS (beginnings); i++)
        if (g_str_has_prefix (name, beginnings[i]))
            return true;
    return false;
}

static bool
remove_file (const char *directory, const char *name, GError **error)
{
    g_autofree char *path = g_build_filename (directory, name, NULL);

    if (g_unlink (path) == 0 || errno == ENOENT)
        return true;
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "cannot remove %s: %s", name,
                 g_strerror (errno));
    return false;
}

static bool
remove_files (const char *directory, GError **error)
{
    g_autoptr (GDir) dir = g_dir_open (directory, 0, error);
    const char *name;

    if (dir == NULL)
        return false;
    while ((name = g_dir_read_name (dir)) != NULL)
        if (is_ours (name) && !remove_file (directory, name, error))
            return false;
    return true;
}

/* So that what was removed does not come back with the power. */
static void
sync_directory (const char *directory)
{
    int file = g_open (directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

    if (file >= 0) {
        fsync (file);
        g_close (file, NULL);
    }
}

/* A key store that keeps the key to itself is asked again next time; the files go all the same. */
static void
remove_cb (GTask *task, void *source, void *task_data, GCancellable *cancellable)
{
    Wipe *wipe = task_data;
    const char *directory = wipe->gone->directory;
    g_autoptr (GError) key_error = NULL;
    GError *error = NULL;
    bool forgotten = sz_keys_forget (wipe->gone, wipe->from_service, wipe->context, &key_error);
    bool removed;

    sync_directory (directory);
    removed = remove_files (directory, &error);
    if (removed && !forgotten)
        error = g_steal_pointer (&key_error);
    removed = removed && forgotten && remove_file (directory, PROFILE, &error);
    sync_directory (directory);
    if (removed)
        g_task_return_boolean (task, TRUE);
    else
        g_task_return_error (task, error);
}

/*
 * Main thread
 */

/* An answer that says no says so for good: the server was put back from a copy made before. */
static void
told_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Wipe *wipe = g_task_get_task_data (task);
    g_autoptr (GError) error = NULL;
    g_autofree char *answer = sz_http_send_finish (SZ_HTTP (source), result, &error);

    if (answer != NULL || g_strcmp0 (sz_http_problem (wipe->message), "not-found") == 0)
        forget_note (wipe);
    else
        g_info ("the server does not know of the wipe yet: %s", error->message);
    g_task_return_boolean (task, TRUE);
}

static void
tell_server (GTask *task)
{
    g_autoptr (GTask) owned = task;
    Wipe *wipe = g_task_get_task_data (task);
    g_autofree char *body = g_strdup_printf ("{\"proof\":\"%s\"}", wipe->proof);

    wipe->http = sz_http_new (wipe->gone);
    wipe->message =
        wipe->proof != NULL ? sz_http_message (wipe->http, "POST", "/v1/wiped", NULL) : NULL;
    if (wipe->message == NULL) {
        forget_note (wipe);
        g_task_return_boolean (task, TRUE);
        return;
    }
    sz_http_set_json (wipe->message, body);
    sz_http_send_async (wipe->http, wipe->message, g_task_get_cancellable (task), told_cb,
                        g_steal_pointer (&owned));
}

/* As one that was never used. */
static void
begin_anew (SzProfile *profile)
{
    profile->device = sz_id_new (sz_env_default ());
    g_clear_pointer (&profile->server, g_free);
    g_clear_pointer (&profile->user, g_free);
    g_clear_pointer (&profile->certificate, g_free);
    g_clear_pointer (&profile->token, g_free);
    explicit_bzero (profile->lease_key, sizeof profile->lease_key);
    profile->has_lease_key = false;
}

static void
removed_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Wipe *wipe = g_task_get_task_data (task);
    GError *error = NULL;

    g_clear_object (&wipe->worker);
    if (!g_task_propagate_boolean (G_TASK (result), &error)) {
        g_task_return_error (task, error);
        return;
    }
    wipe->wiped = true;
    begin_anew (wipe->profile);
    tell_server (g_steal_pointer (&task));
}

void
sz_wipe_async (SzProfile *profile,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               void *data)
{
    g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
    g_autoptr (GTask) removal = NULL;
    Wipe *wipe = g_new0 (Wipe, 1);

    g_task_set_name (task, "sz-wipe");
    g_task_set_task_data (task, wipe, wipe_free);
    wipe->profile = profile;
    wipe->gone = g_new0 (SzProfile, 1);
    wipe->context = g_main_context_ref_thread_default ();
    read_note (wipe);
    if (is_gone (wipe)) {
        tell_server (g_steal_pointer (&task));
        return;
    }
    wipe->worker = sz_worker_new ("sz-wipe");
    removal = g_task_new (NULL, NULL, removed_cb, g_steal_pointer (&task));
    g_task_set_task_data (removal, wipe, NULL);
    sz_worker_queue (wipe->worker, SZ_PRIORITY_URGENT, removal, remove_cb);
}

gboolean
sz_wipe_finish (SzProfile *profile, GAsyncResult *result, bool *wiped, GError **error)
{
    const Wipe *wipe = g_task_get_task_data (G_TASK (result));

    *wiped = wipe->wiped;
    return g_task_propagate_boolean (G_TASK (result), error);
}
