/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests to one server with a pinned certificate (PROTOCOL.md section 2). Main thread. */
#pragma once

#include "sync/profile.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define SZ_TYPE_HTTP (sz_http_get_type ())
G_DECLARE_FINAL_TYPE (SzHttp, sz_http, SZ, HTTP, GObject)

/* Borrows the profile, which must outlive it: server, token and pin are read at each request. */
SzHttp *sz_http_new (SzProfile *profile);

/* For the first use: a certificate with this fingerprint is taken though the system does not trust it. */
void sz_http_accept (SzHttp *self, const char *fingerprint);

/* The SHA-256 of the certificate the server showed last, in hex; NULL before. */
const char *sz_http_presented (SzHttp *self);

/* NULL with an error when the server's address is no https address. `path` begins with a slash. */
SoupMessage *sz_http_message (SzHttp *self, const char *method, const char *path, GError **error);

/* A JSON body. */
void sz_http_set_json (SoupMessage *message, const char *json);

/* A whole answer, at most 4 MiB: a longer one is cut while it comes in. Errors: SZ_SYNC_ERROR_*, made from transport, certificate, status and problem type. */
void sz_http_send_async (SzHttp *self,
                         SoupMessage *message,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         void *data);
char *sz_http_send_finish (SzHttp *self, GAsyncResult *result, GError **error);

/* An answer to be read bit by bit; the status has been looked at. */
void sz_http_stream_async (SzHttp *self,
                           SoupMessage *message,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           void *data);
GInputStream *sz_http_stream_finish (SzHttp *self, GAsyncResult *result, GError **error);

/* The problem name ("epoch", "resync", "device-fork", ...) that the last error of this message carried; NULL for none. */
const char *sz_http_problem (SoupMessage *message);

/* How long the last answer asked to wait (Retry-After); 0 when it did not, at most a quarter of an hour. */
unsigned sz_http_asked (SzHttp *self);

/* Any error on the way (GIO, TLS, resolver, an answer that is none) as one of SZ_SYNC_ERROR; takes `error`. */
GError *sz_http_translate (SzHttp *self, GError *error);

G_END_DECLS
