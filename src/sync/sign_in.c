/* SPDX-License-Identifier: EUPL-1.2 */
/* Signing in (PROTOCOL.md section 3, engine.h). */
#define G_LOG_DOMAIN "sz-sign-in"

#include "config.h"

#include "sync/engine.h"

#include "base/errors.h"
#include "record/control.h"
#include "record/line.h"
#include "sync/http.h"

static char *
body_of (const SzProfile *profile, const char *password)
{
    g_autofree char *device = sz_id_to_string (&profile->device);
    GString *body = g_string_new ("{\"name\":");

    sz_line_append_text (body, profile->user);
    g_string_append (body, ",\"password\":");
    sz_line_append_text (body, password);
    g_string_append (body, ",\"device\":");
    sz_line_append_text (body, device);
    g_string_append (body, ",\"device_name\":");
    sz_line_append_text (body, g_get_host_name ());
    g_string_append (body, ",\"version\":\"" SZ_VERSION "\"}");
    return g_string_free (body, FALSE);
}

typedef struct {
    SzProfile *profile; /* (borrowed) */
    SzHttp *http;       /* (owned) */
    char *token;        /* (owned) (nullable) */
} SignIn;

static void
sign_in_free (void *data)
{
    SignIn *sign_in = data;

    g_clear_object (&sign_in->http);
    g_free (sign_in->token);
    g_free (sign_in);
}

static void
answered_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    SignIn *sign_in = g_task_get_task_data (task);
    GError *error = NULL;
    g_autofree char *answer = sz_http_send_finish (SZ_HTTP (source), result, &error);
    g_autoptr (SzControl) control = answer != NULL ? sz_control_parse (answer, -1, &error) : NULL;

    if (control != NULL)
        sign_in->token = g_strdup (sz_control_text (control, "token"));
    if (error == NULL && sign_in->token == NULL)
        error = g_error_new_literal (SZ_SYNC_ERROR, SZ_SYNC_ERROR_NOT_A_SERVER,
                                     "an answer without a token");
    if (error != NULL)
        g_task_return_error (task, sz_http_translate (SZ_HTTP (source), error));
    else
        g_task_return_boolean (task, TRUE);
}

void
sz_sign_in_async (SzProfile *profile,
                  const char *password,
                  const char *accept,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  void *data)
{
    g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
    SignIn *sign_in = g_new0 (SignIn, 1);
    g_autofree char *body = body_of (profile, password);
    g_autoptr (SoupMessage) message = NULL;
    GError *error = NULL;

    sign_in->profile = profile;
    sign_in->http = sz_http_new (profile);
    g_task_set_name (task, "sz-sign-in");
    g_task_set_task_data (task, sign_in, sign_in_free);
    g_clear_pointer (&profile->token, g_free);
    sz_http_accept (sign_in->http, accept);
    message = sz_http_message (sign_in->http, "POST", "/v1/sign-in", &error);
    if (message == NULL) {
        g_task_return_error (task, error);
        return;
    }
    sz_http_set_json (message, body);
    sz_http_send_async (sign_in->http, message, cancellable, answered_cb, g_steal_pointer (&task));
}

gboolean
sz_sign_in_finish (SzProfile *profile, GAsyncResult *result, char **fingerprint, GError **error)
{
    SignIn *sign_in = g_task_get_task_data (G_TASK (result));

    if (fingerprint != NULL)
        *fingerprint = g_strdup (sz_http_presented (sign_in->http));
    if (!g_task_propagate_boolean (G_TASK (result), error))
        return FALSE;
    profile->token = g_steal_pointer (&sign_in->token);
    if (profile->certificate == NULL)
        profile->certificate = g_strdup (sz_http_presented (sign_in->http));
    return TRUE;
}
