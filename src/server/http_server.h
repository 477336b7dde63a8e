/* SPDX-License-Identifier: EUPL-1.2 */
/* The server on the network: PROTOCOL.md over HTTPS. Lives in the main context of the thread that made
 * it; all database work is on workers. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

typedef struct SzHttpServer SzHttpServer;

/* The database must exist already. `certificate` may be NULL for a server on a Unix socket only. */
SzHttpServer *sz_http_server_new (const char *database,
                                  const uint8_t *key,
                                  bool allow_test_numbers,
                                  GTlsCertificate *certificate,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "127.0.0.1:8443", "[::1]:0"; port 0 takes a free one, which comes back. `shared`: other servers that say so listen there, too. */
bool sz_http_server_listen (SzHttpServer *self,
                            const char *address,
                            bool shared,
                            unsigned *port,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Plain HTTP for a proxy on the same machine, which must set X-Forwarded-For. */
bool sz_http_server_listen_unix (SzHttpServer *self,
                                 const char *path,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Stops listening, ends what runs, closes the database. */
void sz_http_server_free (SzHttpServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzHttpServer, sz_http_server_free)

G_END_DECLS
