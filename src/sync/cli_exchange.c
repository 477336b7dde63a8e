/* SPDX-License-Identifier: EUPL-1.2 */
/* schoolzicht-cli: the server, reports, and what waits for a person. */
#define G_LOG_DOMAIN "sz-cli-exchange"

#include "config.h"

#include "sync/cli.h"

#include "base/errors.h"
#include "record/line.h"
#include "store/review.h"
#include "store/writer.h"
#include "sync/keys.h"
#include "sync/verify.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* The password from standard input: never from the command line, which others can read. */
static char *
read_password (void)
{
    g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
    g_autoptr (GDataInputStream) data = g_data_input_stream_new (input);

    return g_data_input_stream_read_line_utf8 (data, NULL, NULL, NULL);
}

/* "21f4 d4ce ..." to compare by eye. */
static void
print_fingerprint (const char *fingerprint)
{
    GString *grouped = g_string_new (NULL);

    for (size_t i = 0; fingerprint[i] != '\0'; i++) {
        if (i > 0 && i % 4 == 0)
            g_string_append_c (grouped, ' ');
        g_string_append_c (grouped, fingerprint[i]);
    }
    g_printerr ("%s\n", grouped->str);
    g_string_free (grouped, TRUE);
}

static bool
sign_in_once (Cli *cli,
              const char *password,
              const char *accept,
              char **fingerprint,
              GError **error)
{
    GAsyncResult *done = NULL;
    g_autoptr (GAsyncResult) result = NULL;

    sz_sign_in_async (cli->profile, password, accept, NULL, cli_done_cb, &done);
    result = cli_wait (&done);
    return sz_sign_in_finish (cli->profile, result, fingerprint, error);
}

/* Profile first, then the key with the token: a cut in between leaves a profile that asks to sign in. */
static bool
keep_sign_in (Cli *cli, GError **error)
{
    GAsyncResult *done = NULL;
    g_autoptr (GAsyncResult) opened = NULL;
    g_autoptr (GAsyncResult) stored = NULL;
    g_autofree char *token = g_strdup (cli->profile->token);
    uint8_t key[SZ_KEY_BYTES];

    if (!sz_profile_save (cli->profile, error))
        return false;
    sz_keys_open_async (cli->profile, cli->passphrase, NULL, cli_done_cb, &done);
    opened = cli_wait (&done);
    if (!sz_keys_open_finish (cli->profile, opened, key, error))
        return false;
    explicit_bzero (key, sizeof key);
    g_free (cli->profile->token);
    cli->profile->token = g_steal_pointer (&token);
    sz_keys_store_token_async (cli->profile, cli->passphrase, NULL, cli_done_cb, &done);
    stored = cli_wait (&done);
    return sz_keys_store_token_finish (cli->profile, stored, error);
}

int
cli_sign_in (Cli *cli, int argc, char **argv)
{
    g_autofree char *server = NULL;
    g_autofree char *user = NULL;
    g_autofree char *certificate = NULL;
    gboolean from_stdin = FALSE, accept_any = FALSE;
    const GOptionEntry entries[] = {
        { "server", 0, 0, G_OPTION_ARG_STRING, &server, N_ ("The server's address"),
          "https://HOST:PORT" },
        { "user", 0, 0, G_OPTION_ARG_STRING, &user, N_ ("Your sign-in name"), N_ ("NAME") },
        { "password-stdin", 0, 0, G_OPTION_ARG_NONE, &from_stdin,
          N_ ("Read the password from standard input (always so)"), NULL },
        { "accept-certificate", 0, 0, G_OPTION_ARG_NONE, &accept_any,
          N_ ("Take and keep the certificate the server shows now"), NULL },
        { "certificate", 0, 0, G_OPTION_ARG_STRING, &certificate,
          N_ ("The fingerprint (SHA-256) it must have"), "HEX" },
        { NULL },
    };
    g_autofree char *password = NULL;
    g_autofree char *shown = NULL;
    g_autoptr (GError) error = NULL;
    bool ok;

    if (!cli_options (&argc, &argv, NULL, entries))
        return CLI_USAGE;
    if (server == NULL || user == NULL) {
        g_printerr (
            "%s\n",
            _ ("Usage: schoolzicht-cli sign-in --server https://HOST:PORT --user NAME <FILE-WITH-PASSWORD"));
        return CLI_USAGE;
    }
    if (!cli_load_profile (cli))
        return CLI_FAILED;
    password = read_password ();
    g_free (cli->profile->server);
    cli->profile->server = g_steal_pointer (&server);
    g_free (cli->profile->user);
    cli->profile->user = g_steal_pointer (&user);
    ok = sign_in_once (cli, password != NULL ? password : "", certificate, &shown, &error);
    if (!ok && accept_any && g_error_matches (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_UNTRUSTED)) {
        g_autofree char *again = NULL;

        g_clear_error (&error);
        ok = sign_in_once (cli, password, shown, &again, &error);
    }
    if (ok)
        ok = keep_sign_in (cli, &error);
    if (ok)
        return CLI_DONE;
    if (g_error_matches (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_UNTRUSTED) && shown != NULL)
        print_fingerprint (shown);
    return cli_explain (error);
}

int
cli_sync (Cli *cli, int argc, char **argv)
{
    return cli_open (cli) ? cli_exchange (cli) : CLI_FAILED;
}

static void
print_verified (const Cli *cli, const SzVerified *verified)
{
    g_autofree char *rows = g_strdup_printf ("%" G_GINT64_FORMAT, verified->rows);

    if (cli->json)
        g_print ("{\"rows\":%s,\"buckets\":%u,\"mended\":%u,\"anew\":%s,\"unlike\":%s}\n", rows,
                 verified->buckets, verified->mended, verified->anew ? "true" : "false",
                 verified->unlike ? "true" : "false");
    else if (verified->unlike)
        g_print ("%s\n", _ ("Server and program are of different versions: nothing was compared."));
    else if (verified->anew)
        g_print ("%s\n", _ ("Too much was not as the server has it: everything was fetched anew."));
    else if (verified->mended > 0)
        g_print (g_dngettext (GETTEXT_PACKAGE,
                              "%u record was not as the server has it, and was put right.\n",
                              "%u records were not as the server has them, and were put right.\n",
                              verified->mended),
                 verified->mended);
    else
        g_print (_ ("All %s records are as the server has them.\n"), rows);
}

int
cli_verify (Cli *cli, int argc, char **argv)
{
    GAsyncResult *done = NULL;
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;
    SzVerified verified;

    if (!cli_open (cli))
        return CLI_FAILED;
    sz_verify_async (cli->engine, cli->profile, cli->store, NULL, cli_done_cb, &done);
    result = cli_wait (&done);
    /* As after every exchange. */
    if (!sz_verify_finish (cli->engine, result, &verified, &error) ||
        !sz_profile_save (cli->profile, &error))
        return cli_explain (error);
    print_verified (cli, &verified);
    return CLI_DONE;
}

int
cli_status (Cli *cli, int argc, char **argv)
{
    const char *verified;

    if (!cli_open (cli))
        return CLI_FAILED;
    verified = sz_store_fact (cli->store, "last-verified");
    if (cli->json) {
        g_autoptr (GString) line = g_string_new (NULL);

        g_string_append_printf (line, "{\"waiting\":%u,\"reviews\":%u,\"last_verified\":",
                                sz_store_waiting (cli->store), sz_store_reviews (cli->store));
        sz_line_append_text (line, verified);
        g_string_append (line, ",\"epoch\":");
        sz_line_append_text (line, sz_store_fact (cli->store, "epoch"));
        g_print ("%s}\n", line->str);
        return CLI_DONE;
    }
    g_print (g_dngettext (GETTEXT_PACKAGE, "%u change waits to be sent.\n",
                          "%u changes wait to be sent.\n", sz_store_waiting (cli->store)),
             sz_store_waiting (cli->store));
    g_print (g_dngettext (GETTEXT_PACKAGE, "%u item to review.\n", "%u items to review.\n",
                          sz_store_reviews (cli->store)),
             sz_store_reviews (cli->store));
    g_print (_ ("Last complete exchange: %s\n"), verified != NULL ? verified : _ ("never"));
    return CLI_DONE;
}

static bool
is_report (int argc, char **argv)
{
    if (argc > 2)
        g_printerr (_ ("%s is one argument too many.\n"), argv[2]);
    else if (sz_report_find (argv[1]) == NULL)
        g_printerr (_ ("There is no report %s. See schoolzicht-cli report.\n"), argv[1]);
    else
        return true;
    return false;
}

static bool
is_set (GHashTable *params)
{
    if (params == NULL)
        g_printerr ("%s\n", _ ("--set takes a name and a value: --set school_year=2020."));
    return params != NULL;
}

static bool
is_format (const Cli *cli, const char *name, SzTableFormat *format)
{
    if (sz_table_format_parse (name != NULL ? name : cli->json ? "json" : "text", format))
        return true;
    g_printerr ("%s\n", _ ("A report is written as csv, json or text."));
    return false;
}

int
cli_report (Cli *cli, int argc, char **argv)
{
    g_auto (GStrv) sets = NULL;
    g_autofree char *format_name = NULL;
    const GOptionEntry entries[] = {
        { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &sets, N_ ("A parameter of the report"),
          "KEY=VALUE" },
        { "format", 0, 0, G_OPTION_ARG_STRING, &format_name, N_ ("csv, json or text (default)"),
          N_ ("FORMAT") },
        { NULL },
    };
    g_autoptr (GHashTable) params = NULL;
    SzTableFormat format = SZ_TABLE_TEXT;
    GAsyncResult *done = NULL;
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (SzTable) table = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;

    if (!cli_options (&argc, &argv, _ ("[NAME]"), entries))
        return CLI_USAGE;
    if (argc < 2) {
        text = sz_reports_describe ();
        g_print ("%s", text);
        return CLI_DONE;
    }
    params = sz_report_params (sets);
    if (!is_report (argc, argv) || !is_set (params) || !is_format (cli, format_name, &format))
        return CLI_USAGE;
    if (!cli_open (cli))
        return CLI_FAILED;
    if (!sz_report_check (sz_store_reader (cli->store), sz_report_find (argv[1]), params, &error)) {
        cli_explain (error);
        return CLI_USAGE;
    }
    sz_store_report_async (cli->store, argv[1], params, NULL, cli_done_cb, &done);
    result = cli_wait (&done);
    table = sz_store_report_finish (cli->store, result, &error);
    if (table == NULL)
        return cli_explain (error);
    text = sz_table_to_string (table, format);
    g_print ("%s", text);
    return CLI_DONE;
}

int
cli_conflicts (Cli *cli, int argc, char **argv)
{
    g_autoptr (GPtrArray) reviews = NULL;
    g_autoptr (GError) error = NULL;

    if (!cli_open (cli))
        return CLI_FAILED;
    reviews = sz_store_open_reviews (cli->store, &error);
    if (reviews == NULL)
        return cli_explain (error);
    for (unsigned i = 0; i < reviews->len; i++)
        cli_print (cli, g_ptr_array_index (reviews, i));
    return CLI_DONE;
}

int
cli_resolve (Cli *cli, int argc, char **argv)
{
    GAsyncResult *done = NULL;
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;
    bool mine = argc == 3 && g_str_equal (argv[2], "mine");
    SzId id;

    if (argc != 3 || (!mine && !g_str_equal (argv[2], "theirs"))) {
        g_printerr ("%s\n", _ ("Usage: schoolzicht-cli resolve REVIEW mine|theirs"));
        return CLI_USAGE;
    }
    if (!cli_id (argv[1], &id) || !cli_open (cli))
        return CLI_FAILED;
    sz_store_resolve_async (cli->store, &id, mine ? SZ_RESOLVE_MINE : SZ_RESOLVE_THEIRS, NULL,
                            cli_done_cb, &done);
    result = cli_wait (&done);
    if (!sz_store_resolve_finish (cli->store, result, &error))
        return cli_explain (error);
    return cli->sync ? cli_exchange (cli) : CLI_DONE;
}
