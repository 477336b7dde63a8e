/* SPDX-License-Identifier: EUPL-1.2 */
/* schoolzichtd serve: runs until SIGINT or SIGTERM. */
#define G_LOG_DOMAIN "sz-serve"

#include "config.h"

#include "server/command.h"
#include "server/http_server.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    SzWhere where;
    char *listen;
    char *listen_unix;
    char *certificate;
    char *key;
    gboolean share_port;
    gboolean allow_test_numbers;
} Options;

static void
options_clear (Options *options)
{
    sz_where_clear (&options->where);
    g_free (options->listen);
    g_free (options->listen_unix);
    g_free (options->certificate);
    g_free (options->key);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
asked_to_stop_cb (void *data)
{
    g_main_loop_quit (data);
    return G_SOURCE_CONTINUE;
}

static bool
parse (int argc, char **argv, Options *options)
{
    const GOptionEntry entries[] = {
        { "listen", 0, 0, G_OPTION_ARG_STRING, &options->listen,
          N_ ("Where to listen with HTTPS; port 0 takes a free one (default: 127.0.0.1:8443)"),
          N_ ("ADDRESS:PORT") },
        { "listen-unix", 0, 0, G_OPTION_ARG_FILENAME, &options->listen_unix,
          N_ ("A socket for a proxy on this machine, in place of HTTPS"), N_ ("PATH") },
        { "share-port", 0, 0, G_OPTION_ARG_NONE, &options->share_port,
          N_ ("Let other servers of the same database, which say so too, listen there as well"),
          NULL },
        { "tls-certificate", 0, 0, G_OPTION_ARG_FILENAME, &options->certificate,
          N_ ("Certificate to show (default: one of its own)"), N_ ("FILE") },
        { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &options->key, N_ ("Its key"), N_ ("FILE") },
        { "allow-test-numbers", 0, 0, G_OPTION_ARG_NONE, &options->allow_test_numbers,
          N_ ("Accept national numbers of the test range"), NULL },
        { NULL },
    };
    if (!sz_command_parse (&argc, &argv, &options->where, NULL,
                           _ ("Answers the desks until it is stopped."), entries))
        return false;
    if (argc > 1) {
        g_printerr (_ ("%s is one argument too many.\n"), argv[1]);
        return false;
    }
    if ((options->certificate == NULL) != (options->key == NULL)) {
        g_printerr ("%s\n", _ ("--tls-certificate and --tls-key go together."));
        return false;
    }
    if (options->listen != NULL && options->listen_unix != NULL) {
        g_printerr ("%s\n", _ ("Listen on an address or on a socket, not on both."));
        return false;
    }
    return true;
}

/* The line that a starting program waits for. */
static bool
listen_and_say (SzHttpServer *server,
                const Options *options,
                GTlsCertificate *certificate,
                GError **error)
{
    const char *address = options->listen != NULL ? options->listen : "127.0.0.1:8443";
    unsigned port;
    if (options->listen_unix != NULL) {
        if (!sz_http_server_listen_unix (server, options->listen_unix, error))
            return false;
        printf ("listening on unix:%s\n", options->listen_unix);
        return fflush (stdout) == 0;
    }
    if (!sz_http_server_listen (server, address, options->share_port, &port, error))
        return false;
    g_autofree char *fingerprint = sz_certificate_fingerprint (certificate);
    g_autofree char *host = g_strndup (address, (size_t) (strrchr (address, ':') - address));
    printf ("listening on https://%s:%u certificate sha256 %s\n", host, port, fingerprint);
    return fflush (stdout) == 0;
}

static bool
serve (SzDataDirectory *directory, const Options *options, GError **error)
{
    g_autoptr (GTlsCertificate) certificate = NULL;
    if (options->share_port && !sz_core_is_url (directory->database)) {
        g_set_error_literal (
            error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
            N_ ("Servers share a port when they share a PostgreSQL database; this one has a database of its own."));
        return false;
    }
    if (options->listen_unix == NULL) {
        certificate =
            sz_data_directory_certificate (directory, options->certificate, options->key, error);
        if (certificate == NULL)
            return false;
    }
    g_autoptr (SzHttpServer) server =
        sz_http_server_new (directory->database, directory->key, options->allow_test_numbers,
                            certificate, error);
    if (server == NULL || !listen_and_say (server, options, certificate, error))
        return false;
    g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
    unsigned term = g_unix_signal_add (SIGTERM, asked_to_stop_cb, loop);
    unsigned interrupt = g_unix_signal_add (SIGINT, asked_to_stop_cb, loop);
    g_main_loop_run (loop);
    g_source_remove (term);
    g_source_remove (interrupt);
    return true;
}

int
sz_command_serve (int argc, char **argv)
{
    g_auto (Options) options = { 0 };
    g_autoptr (GError) error = NULL;
    g_autoptr (SzDataDirectory) directory = NULL;
    if (!parse (argc, argv, &options))
        return SZ_EXIT_USAGE;
    /* A new database gets its reference data before anybody can ask for it. */
    int status;
    SzCore *core = sz_command_open (&options.where, true, &directory, &status);
    if (core == NULL)
        return status;
    sz_core_close (core);
    if (sz_data_directory_lock (directory, &error) && serve (directory, &options, &error))
        return SZ_EXIT_DONE;
    sz_command_explain (error);
    return SZ_EXIT_FAILED;
}
