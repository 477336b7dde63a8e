/* SPDX-License-Identifier: EUPL-1.2 */
/* The socket in the file system that a proxy on this machine talks to. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* A socket that listens at `path`. One that a server left behind there is replaced; anything else there is an error with a
 * sentence for people. */
GSocket *sz_unix_socket_listen (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
