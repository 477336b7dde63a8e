/* SPDX-License-Identifier: EUPL-1.2 */
/* Keeps and reads lease.json (lease.h). */
#define G_LOG_DOMAIN "sz-lease"

#include "config.h"

#include "sync/lease.h"

#include "base/env.h"
#include "base/errors.h"
#include "record/control.h"
#include "sync/session.h"
#include "sync/wipe.h"

#include <sodium.h>
#include <string.h>
#include <time.h>

#define NOTE "lease.json"
#define BOOT_ID "/proc/sys/kernel/random/boot_id"
#define MAC_BYTES 32
#define MAC_TEXT (2 * MAC_BYTES + 1)

static void
read_clock (SzLeaseClock *clock)
{
    g_autofree char *id = NULL;
    struct timespec boot;

    memset (clock, 0, sizeof *clock);
    if (g_file_get_contents (BOOT_ID, &id, NULL, NULL))
        g_strlcpy (clock->boot, g_strchomp (id), sizeof clock->boot);
    if (clock_gettime (CLOCK_BOOTTIME, &boot) == 0)
        clock->boot_ms = (int64_t) boot.tv_sec * 1000 + boot.tv_nsec / 1000000;
    clock->wall_ms = sz_env_now_ms (sz_env_default ());
}

void
sz_lease_advance (SzLease *lease, const SzLeaseClock *now)
{
    int64_t passed;

    if (strcmp (lease->clock.boot, now->boot) == 0)
        passed = now->boot_ms - lease->clock.boot_ms;
    else
        passed = MAX (now->wall_ms - lease->clock.wall_ms, now->boot_ms);
    lease->seen_ms += MAX (0, passed);
    g_strlcpy (lease->clock.boot, now->boot, sizeof lease->clock.boot);
    lease->clock.boot_ms = now->boot_ms;
    lease->clock.wall_ms = MAX (lease->clock.wall_ms, now->wall_ms);
}

/*
 * The file
 */

static char *
note_path (const SzProfile *profile)
{
    return g_build_filename (profile->directory, NOTE, NULL);
}

static bool
has_note (const SzProfile *profile)
{
    g_autofree char *path = note_path (profile);

    return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
make_mac (const SzProfile *profile, const SzLease *lease, char hex[static MAC_TEXT])
{
    g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT
                                             " %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                                             lease->until_ms, lease->seen_ms, lease->clock.boot,
                                             lease->clock.boot_ms, lease->clock.wall_ms);
    uint8_t mac[MAC_BYTES];

    crypto_generichash (mac, sizeof mac, (const uint8_t *) text, strlen (text), profile->lease_key,
                        sizeof profile->lease_key);
    sodium_bin2hex (hex, MAC_TEXT, mac, sizeof mac);
}

static bool
write_lease (const SzProfile *profile, const SzLease *lease, GError **error)
{
    g_autofree char *path = note_path (profile);
    char mac[MAC_TEXT];
    g_autofree char *text = NULL;

    make_mac (profile, lease, mac);
    text = g_strdup_printf ("{\n  \"until\": %" G_GINT64_FORMAT ",\n  \"seen\": %" G_GINT64_FORMAT
                            ",\n  \"boot\": \"%s\",\n  \"boot_ms\": %" G_GINT64_FORMAT
                            ",\n  \"wall_ms\": %" G_GINT64_FORMAT ",\n  \"mac\": \"%s\"\n}\n",
                            lease->until_ms, lease->seen_ms, lease->clock.boot,
                            lease->clock.boot_ms, lease->clock.wall_ms, mac);
    return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

/* Of another cache, or changed by whoever has no key: as good as none. */
static bool
read_lease (const SzProfile *profile, SzLease *lease)
{
    g_autofree char *path = note_path (profile);
    g_autofree char *text = NULL;
    g_autoptr (SzControl) control = NULL;
    const char *boot, *mac;
    char wanted[MAC_TEXT];

    if (g_file_get_contents (path, &text, NULL, NULL))
        control = sz_control_parse (text, -1, NULL);
    if (control == NULL)
        return false;
    memset (lease, 0, sizeof *lease);
    boot = sz_control_text (control, "boot");
    mac = sz_control_text (control, "mac");
    lease->until_ms = sz_control_integer (control, "until", 0);
    lease->seen_ms = sz_control_integer (control, "seen", 0);
    g_strlcpy (lease->clock.boot, boot != NULL ? boot : "", sizeof lease->clock.boot);
    lease->clock.boot_ms = sz_control_integer (control, "boot_ms", 0);
    lease->clock.wall_ms = sz_control_integer (control, "wall_ms", 0);
    make_mac (profile, lease, wanted);
    return mac != NULL && strlen (mac) == MAC_TEXT - 1 &&
           sodium_memcmp (mac, wanted, MAC_TEXT) == 0;
}

/* A time that cannot be kept counts from the one before: it is only counted later. */
static void
keep (const SzProfile *profile, const SzLease *lease)
{
    g_autoptr (GError) error = NULL;

    if (!write_lease (profile, lease, &error))
        g_info ("the lease is not kept: %s", error->message);
}

static bool
refuse (GError **error, const char *why)
{
    g_set_error_literal (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_LEASE, why);
    return false;
}

bool
sz_lease_check (const SzProfile *profile, GError **error)
{
    SzLeaseClock now;
    SzLease lease;

    if (!profile->has_lease_key || !has_note (profile))
        return true;
    if (!read_lease (profile, &lease))
        return refuse (error, "the lease is not what was written");
    read_clock (&now);
    sz_lease_advance (&lease, &now);
    keep (profile, &lease);
    return lease.seen_ms <= lease.until_ms || refuse (error, "the lease is over");
}

bool
sz_lease_settle (const SzProfile *profile, const char *fact, GError **error)
{
    if (!profile->has_lease_key || has_note (profile))
        return true;
    if (g_strcmp0 (fact, "1") == 0)
        return refuse (error, "the lease was taken away");
    sz_lease_renew (profile, sz_env_now_ms (sz_env_default ()), SZ_LEASE_SECONDS);
    return true;
}

void
sz_lease_renew (const SzProfile *profile, int64_t server_ms, int64_t seconds)
{
    SzLease lease = { .until_ms = server_ms + seconds * 1000, .seen_ms = server_ms };

    if (!profile->has_lease_key)
        return;
    read_clock (&lease.clock);
    keep (profile, &lease);
}

/*
 * Asking
 */

typedef struct {
    SzProfile *profile; /* (borrowed) */
    SzHttp *http;       /* (owned) */
} Ask;

static void
ask_free (void *data)
{
    Ask *ask = data;

    g_object_unref (ask->http);
    g_free (ask);
}

/* Whatever else keeps the server away: what a person can do is connect. */
static GError *
say_lease (const SzProfile *profile, GError *error)
{
    g_autoptr (GError) owned = error;
    g_autoptr (GError) problem = NULL;

    if (g_error_matches (owned, SZ_SYNC_ERROR, SZ_SYNC_ERROR_WIPED) &&
        !sz_wipe_begin (profile, &problem))
        g_message ("the wipe could not be noted: %s", problem->message);
    if (g_error_matches (owned, SZ_SYNC_ERROR, SZ_SYNC_ERROR_WIPED) ||
        g_error_matches (owned, SZ_SYNC_ERROR, SZ_SYNC_ERROR_SIGN_IN) ||
        g_error_matches (owned, SZ_SYNC_ERROR, SZ_SYNC_ERROR_CERTIFICATE) ||
        g_error_matches (owned, SZ_SYNC_ERROR, SZ_SYNC_ERROR_VERSION) ||
        g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return g_steal_pointer (&owned);
    return g_error_new (SZ_SYNC_ERROR, SZ_SYNC_ERROR_LEASE, "the lease is over: %s",
                        owned->message);
}

static void
answered_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Ask *ask = g_task_get_task_data (task);
    GError *error = NULL;
    g_autoptr (SzSession) session = sz_session_finish (SZ_HTTP (source), result, &error);

    if (session == NULL) {
        g_task_return_error (task, say_lease (ask->profile, error));
        return;
    }
    sz_lease_renew (ask->profile, sz_env_now_ms (sz_env_default ()) + session->offset_ms,
                    session->lease_seconds);
    g_task_return_boolean (task, TRUE);
}

void
sz_lease_ask_async (SzProfile *profile,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    void *data)
{
    g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
    Ask *ask = g_new0 (Ask, 1);

    ask->profile = profile;
    ask->http = sz_http_new (profile);
    g_task_set_name (task, "sz-lease-ask");
    g_task_set_task_data (task, ask, ask_free);
    if (profile->token == NULL)
        g_task_return_new_error (task, SZ_SYNC_ERROR, SZ_SYNC_ERROR_SIGN_IN, "not signed in");
    else
        sz_session_async (ask->http, &profile->device, cancellable, answered_cb,
                          g_steal_pointer (&task));
}

gboolean
sz_lease_ask_finish (SzProfile *profile, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}
