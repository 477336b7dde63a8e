/* SPDX-License-Identifier: EUPL-1.2 */
/* Listens on a path without harming what is there already (unix_socket.h). */
#define G_LOG_DOMAIN "sz-unix-socket"

#include "config.h"

#include "server/unix_socket.h"

#include <errno.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

static GSocket *
new_socket (GError **error)
{
    return g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT,
                         error);
}

/* Only a refused connection tells for certain that nobody listens there any more. */
static bool
is_left_behind (GSocketAddress *address)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GSocket) socket = new_socket (NULL);

    return socket != NULL && !g_socket_connect (socket, address, NULL, &error) &&
           g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

/* Nothing is at `path` when it returns true. */
static bool
make_free (const char *path, GSocketAddress *address, GError **error)
{
    GStatBuf there;

    if (g_lstat (path, &there) != 0)
        return true;
    if (!S_ISSOCK (there.st_mode)) {
        g_set_error (
            error, G_IO_ERROR, G_IO_ERROR_EXISTS,
            _ ("%s is there already and is no socket. It was left as it is; listen elsewhere."),
            path);
        return false;
    }
    if (!is_left_behind (address)) {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _ ("Another program listens on %s."),
                     path);
        return false;
    }
    return g_unlink (path) == 0 || errno == ENOENT;
}

GSocket *
sz_unix_socket_listen (const char *path, GError **error)
{
    g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
    g_autoptr (GSocket) socket = new_socket (error);
    g_autoptr (GError) local = NULL;

    if (socket == NULL || !make_free (path, address, &local) ||
        !g_socket_bind (socket, address, FALSE, &local)) {
        if (local != NULL && local->code == G_IO_ERROR_EXISTS)
            g_propagate_error (error, g_steal_pointer (&local));
        else if (socket != NULL)
            g_set_error (
                error, G_IO_ERROR, G_IO_ERROR_FAILED,
                _ ("There can be no socket at %s. Does the folder exist, may you write there, and is the path short?"),
                path);
        return NULL;
    }
    if (g_chmod (path, 0660) == 0 && g_socket_listen (socket, error))
        return g_steal_pointer (&socket);
    if (error != NULL && *error == NULL)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("Nobody may use the socket %s."),
                     path);
    g_unlink (path);
    return NULL;
}
