/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads a session's answer (session.h). */
#define G_LOG_DOMAIN "sz-session"

#include "config.h"

#include "sync/session.h"

#include "base/env.h"
#include "base/errors.h"
#include "record/catalogue.h"
#include "record/control.h"
#include "sync/lease.h"
#include "sync/versions.h"

#include <string.h>

static void
scope_free (void *data)
{
    SzSessionScope *scope = data;

    g_free (scope->name);
    g_free (scope);
}

void
sz_session_free (SzSession *session)
{
    if (session == NULL)
        return;
    g_free (session->epoch);
    g_free (session->user_name);
    g_free (session->display_name);
    g_free (session->role);
    g_free (session->centre);
    g_free (session->seal);
    g_ptr_array_unref (session->scopes);
    g_free (session);
}

static void
read_user (SzSession *session, SzControl *user)
{
    session->user_name = g_strdup (sz_control_text (user, "name"));
    session->display_name = g_strdup (sz_control_text (user, "display_name"));
    session->role = g_strdup (sz_control_text (user, "role"));
    session->centre = g_strdup (sz_control_text (user, "centre"));
}

static void
read_time (SzSession *session, const char *text)
{
    g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

    if (time != NULL)
        session->offset_ms = g_date_time_to_unix (time) * 1000 - sz_env_now_ms (sz_env_default ());
}

/* One that this program does not know is for a newer one. */
static void
read_directives (SzSession *session, SzControl *control)
{
    for (size_t i = 0; i < sz_control_count (control, "directives"); i++) {
        SzControl *item = sz_control_item (control, "directives", i);
        const char *wipe = item != NULL ? sz_control_text (item, "wipe") : NULL;

        session->wipe = session->wipe || g_strcmp0 (wipe, "after-upload") == 0;
    }
}

static SzSession *
read_session (const char *answer, GError **error)
{
    g_autoptr (SzSession) session = g_new0 (SzSession, 1);
    g_autoptr (SzControl) control = NULL;
    SzControl *user;

    session->scopes = g_ptr_array_new_with_free_func (scope_free);
    if (sz_json_is_cut (answer, strlen (answer))) {
        g_set_error_literal (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_TRUNCATED,
                             "the session's answer was cut");
        return NULL;
    }
    control = sz_control_parse (answer, -1, error);
    if (control == NULL)
        return NULL;
    if (sz_control_integer (control, "protocol", 0) != SZ_PROTOCOL_VERSION) {
        g_set_error (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_VERSION,
                     "the server speaks protocol %d, this program %d",
                     (int) sz_control_integer (control, "protocol", 0), SZ_PROTOCOL_VERSION);
        return NULL;
    }
    session->epoch = g_strdup (sz_control_text (control, "epoch"));
    session->seal = g_strdup (sz_control_text (control, "seal"));
    session->allow_test_numbers = sz_control_boolean (control, "allow_test_numbers", false);
    session->lease_seconds = sz_control_integer (control, "lease", SZ_LEASE_SECONDS);
    read_time (session, sz_control_text (control, "time"));
    read_directives (session, control);
    user = sz_control_object (control, "user");
    if (user != NULL)
        read_user (session, user);
    for (size_t i = 0; i < sz_control_count (control, "scopes"); i++) {
        SzControl *item = sz_control_item (control, "scopes", i);
        SzSessionScope *scope = g_new0 (SzSessionScope, 1);

        g_ptr_array_add (session->scopes, scope);
        scope->name = g_strdup (item != NULL ? sz_control_text (item, "name") : NULL);
        scope->seq = item != NULL ? sz_control_integer (item, "seq", 0) : 0;
        if (scope->name == NULL)
            g_ptr_array_remove (session->scopes, scope);
    }
    if (session->epoch == NULL || session->user_name == NULL) {
        g_set_error_literal (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_PROTOCOL,
                             "a session without epoch or user");
        return NULL;
    }
    return g_steal_pointer (&session);
}

static void
answered_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    GError *error = NULL;
    g_autofree char *answer = sz_http_send_finish (SZ_HTTP (source), result, &error);
    SzSession *session = answer != NULL ? read_session (answer, &error) : NULL;

    if (session != NULL)
        g_task_return_pointer (task, session, (GDestroyNotify) sz_session_free);
    else
        g_task_return_error (task, sz_http_translate (SZ_HTTP (source), error));
}

void
sz_session_async (SzHttp *http,
                  const SzId *device,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  void *data)
{
    g_autoptr (GTask) task = g_task_new (http, cancellable, callback, data);
    g_autofree char *id = sz_id_to_string (device);
    g_autofree char *body = g_strdup_printf (
        "{\"device\":\"%s\",\"protocol\":%d,\"generation\":%d,\"version\":\"" SZ_VERSION "\"}", id,
        SZ_PROTOCOL_VERSION, sz_catalogue_generation ());
    g_autoptr (SoupMessage) message = NULL;
    GError *error = NULL;

    g_task_set_name (task, "sz-session");
    message = sz_http_message (http, "POST", "/v1/session", &error);
    if (message == NULL) {
        g_task_return_error (task, error);
        return;
    }
    sz_http_set_json (message, body);
    sz_http_send_async (http, message, cancellable, answered_cb, g_steal_pointer (&task));
}

SzSession *
sz_session_finish (SzHttp *http, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}
