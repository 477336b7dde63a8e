/* SPDX-License-Identifier: EUPL-1.2 */
/* Sign-in, session, sign-out and health (PROTOCOL.md section 3). */
#define G_LOG_DOMAIN "sz-http-session"

#include "base/errors.h"
#include "record/control.h"
#include "server/account.h"
#include "server/hex.h"
#include "server/http_private.h"

#include <sodium.h>
#include <string.h>

/* More passwords than this on their way: come back later. */
#define HASHES_MAX 32
#define TEXT_MAX 200

typedef struct {
    char *name;
    char *password;
    char *address;
    char *device_name;
    char *version;
    SzId device;
    SzSignIn sign_in;
    bool right;
} Visit;

static void
visit_free (void *data)
{
    Visit *visit = data;
    if (visit->password != NULL)
        sodium_memzero (visit->password, strlen (visit->password));
    g_free (visit->name);
    g_free (visit->password);
    g_free (visit->address);
    g_free (visit->device_name);
    g_free (visit->version);
    sodium_memzero (&visit->sign_in, sizeof visit->sign_in);
    g_free (visit);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Visit, visit_free)

static SzControl *
read_body (SzRequest *request)
{
    g_autoptr (GBytes) body = sz_request_body (request);
    size_t n;
    const char *text = g_bytes_get_data (body, &n);
    return n == 0 ? NULL : sz_control_parse (text, (gssize) n, NULL);
}

/* At most TEXT_MAX bytes, cut between characters. */
static char *
short_text (SzControl *control, const char *member)
{
    const char *text = sz_control_text (control, member);
    if (text == NULL)
        return NULL;
    return g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), TEXT_MAX));
}

static void
answer_result (SzJob *job)
{
    if (job->error != NULL)
        sz_request_answer_error (job->request, job->error);
    else
        sz_request_answer_json (job->request, 200, g_steal_pointer (&job->text));
}

void
sz_handle_health (SzRequest *request)
{
    sz_request_answer_json (request, 200,
                            g_strdup_printf ("{\"ok\":true,\"protocol\":%d}", SZ_PROTOCOL));
}

/* Third step: the session. */
static void
finish_sign_in (SzJob *job, SzCore *core)
{
    Visit *visit = job->data;
    g_autofree char *token = sz_sign_in_finish (core, &visit->sign_in, &visit->device,
                                                visit->device_name, visit->version, &job->error);
    if (token == NULL)
        return;
    g_autoptr (SzSession) session = sz_session_begun (core, token, &job->error);
    if (session != NULL)
        job->text = sz_session_describe_sign_in (session, token);
}

/* Second step: is it the password? */
static void
verify_password (SzJob *job, SzCore *core)
{
    Visit *visit = job->data;
    visit->right = sz_sign_in_verify (&visit->sign_in, visit->password);
}

static void
password_verified (SzJob *job)
{
    Visit *visit = job->data;
    if (!visit->right)
        sz_request_answer_problem (job->request, "password");
    else
        sz_job_write (job->request, finish_sign_in, answer_result, sz_job_steal_data (job),
                      visit_free);
}

static void
hash_counted_free (void *data)
{
    SzHttpServer *http = data;
    http->hashing--;
}

/* First step: may this name try, and what is its hash? */
static void
begin_sign_in (SzJob *job, SzCore *core)
{
    Visit *visit = job->data;
    (void) !sz_sign_in_begin (core, visit->name, visit->address, &visit->sign_in, &job->error);
}

static void
sign_in_begun (SzJob *job)
{
    if (job->error != NULL)
        sz_request_answer_error (job->request, job->error);
    else
        sz_job_hash (job->request, verify_password, password_verified, sz_job_steal_data (job),
                     visit_free);
}

static Visit *
read_visit (SzRequest *request)
{
    g_autoptr (SzControl) control = read_body (request);
    g_autoptr (Visit) visit = g_new0 (Visit, 1);
    const char *device = control != NULL ? sz_control_text (control, "device") : NULL;
    if (device == NULL || !sz_id_parse (device, &visit->device))
        return NULL;
    visit->name = short_text (control, "name");
    visit->password = g_strdup (sz_control_text (control, "password"));
    visit->device_name = short_text (control, "device_name");
    visit->version = short_text (control, "version");
    visit->address = g_strdup (request->address != NULL ? request->address : "?");
    if (visit->name == NULL || visit->password == NULL)
        return NULL;
    return g_steal_pointer (&visit);
}

void
sz_handle_sign_in (SzRequest *request)
{
    g_autoptr (Visit) visit = read_visit (request);
    if (visit == NULL) {
        sz_request_answer_problem (request, "bad-request");
        return;
    }
    if (request->http->hashing >= HASHES_MAX) {
        sz_request_answer_problem (request, "too-many");
        return;
    }
    request->http->hashing++;
    g_object_set_data_full (G_OBJECT (request->message), "sz-hashing", request->http,
                            hash_counted_free);
    sz_request_pause (request);
    sz_job_write (request, begin_sign_in, sign_in_begun, g_steal_pointer (&visit), visit_free);
}

typedef struct {
    SzSession *session; /* (borrowed): of the request, which nobody changes meanwhile */
    SzId device;
    int generation;
    char *version;
} Renewal;

static void
renewal_free (void *data)
{
    Renewal *renewal = data;
    g_free (renewal->version);
    g_free (renewal);
}

static void
describe_session (SzJob *job, SzCore *core)
{
    job->text = sz_session_describe (core, job->request->session, &job->error);
}

static void
renew_session (SzJob *job, SzCore *core)
{
    Renewal *renewal = job->data;
    if (!sz_device_follow (core, &renewal->session->device, &renewal->device, &job->error))
        return;
    renewal->session->device = renewal->device;
    renewal->session->generation = renewal->generation;
    if (sz_session_touch (core, renewal->session, renewal->version, &job->error))
        describe_session (job, core);
}

/* A poll that changes nothing must not write. */
static bool
is_same (SzRequest *request, const Renewal *renewal)
{
    return sz_id_equal (&renewal->device, &request->session->device) &&
           renewal->generation == request->session->generation &&
           !sz_session_is_stale (sz_env_default (), request->session);
}

void
sz_handle_session (SzRequest *request)
{
    g_autoptr (SzControl) control = read_body (request);
    const char *device = control != NULL ? sz_control_text (control, "device") : NULL;
    SzId id;
    if (device == NULL || !sz_id_parse (device, &id)) {
        sz_request_answer_problem (request, "bad-request");
        return;
    }
    if (sz_control_integer (control, "protocol", 0) != SZ_PROTOCOL) {
        sz_request_answer_problem (request, "version");
        return;
    }
    Renewal *renewal = g_new0 (Renewal, 1);
    renewal->session = request->session;
    renewal->device = id;
    renewal->generation = (int) CLAMP (sz_control_integer (control, "generation", 1), 1, INT32_MAX);
    renewal->version = short_text (control, "version");
    sz_request_pause (request);
    if (is_same (request, renewal))
        sz_job_read (request, describe_session, answer_result, renewal, renewal_free);
    else
        sz_job_write (request, renew_session, answer_result, renewal, renewal_free);
}

static void
end_session (SzJob *job, SzCore *core)
{
    if (sz_session_end (core, &job->request->session->id, &job->error))
        job->text = g_strdup ("{\"ok\":true}");
}

void
sz_handle_sign_out (SzRequest *request)
{
    sz_request_pause (request);
    sz_job_write (request, end_session, answer_result, NULL, NULL);
}

static void
note_wiped (SzJob *job, SzCore *core)
{
    if (sz_device_wiped (core, job->data, &job->error))
        job->text = g_strdup ("{\"ok\":true}");
}

/* Whoever wiped a device has no token any more, only its hash. */
void
sz_handle_wiped (SzRequest *request)
{
    g_autoptr (SzControl) control = read_body (request);
    const char *proof = control != NULL ? sz_control_text (control, "proof") : NULL;
    g_autofree uint8_t *token = g_malloc (SZ_TOKEN_HASH);
    if (proof == NULL || !sz_hex_decode (proof, token, SZ_TOKEN_HASH)) {
        sz_request_answer_problem (request, "bad-request");
        return;
    }
    sz_request_pause (request);
    sz_job_write (request, note_wiped, answer_result, g_steal_pointer (&token), g_free);
}
