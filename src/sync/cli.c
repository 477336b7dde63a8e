/* SPDX-License-Identifier: EUPL-1.2 */
/* What the commands of schoolzicht-cli share (cli.h): opening the profile, waiting, explaining. */
#define G_LOG_DOMAIN "sz-cli"

#include "config.h"

#include "sync/cli.h"

#include "base/error_text.h"
#include "base/errors.h"
#include "record/json.h"
#include "store/writer.h"
#include "sync/keys.h"
#include "sync/lease.h"
#include "sync/wipe.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
cli_done_cb (GObject *source, GAsyncResult *result, void *data)
{
    GAsyncResult **done = data;

    *done = g_object_ref (result);
}

GAsyncResult *
cli_wait (GAsyncResult **result)
{
    while (*result == NULL)
        g_main_context_iteration (NULL, TRUE);
    return g_steal_pointer (result);
}

int
cli_explain (const GError *error)
{
    bool told = error->domain == SZ_SYNC_ERROR || error->domain == SZ_DB_ERROR;

    g_printerr ("%s\n", told ? sz_error_text (error) : error->message);
    return g_error_matches (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_OFFLINE) ? CLI_OFFLINE : CLI_FAILED;
}

static bool
read_passphrase (Cli *cli, GError **error)
{
    if (cli->passphrase_file == NULL)
        return true;
    if (!g_file_get_contents (cli->passphrase_file, &cli->passphrase, NULL, error))
        return false;
    g_strchomp (cli->passphrase);
    return true;
}

static void
close_store (Cli *cli)
{
    if (cli->engine != NULL)
        sz_engine_stop (cli->engine);
    g_clear_object (&cli->engine);
    if (cli->store != NULL)
        sz_store_close (cli->store);
    g_clear_object (&cli->store);
}

static bool
wipe (Cli *cli, GError **error)
{
    GAsyncResult *done = NULL;
    g_autoptr (GAsyncResult) result = NULL;

    close_store (cli);
    sz_wipe_async (cli->profile, NULL, cli_done_cb, &done);
    result = cli_wait (&done);
    return sz_wipe_finish (cli->profile, result, &cli->wiped, error);
}

bool
cli_load_profile (Cli *cli)
{
    g_autoptr (GError) error = NULL;

    if (read_passphrase (cli, &error))
        cli->profile = sz_profile_load (cli->profile_dir, &error);
    if (cli->profile != NULL && sz_wipe_is_due (cli->profile) && !wipe (cli, &error))
        g_clear_pointer (&cli->profile, sz_profile_free);
    if (cli->profile == NULL)
        cli_explain (error);
    return cli->profile != NULL;
}

/* The device id stands in the profile and in the cache: the profile's is the one that counts. */
static bool
device_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    g_autofree char *device = sz_id_to_string (data);

    return sz_cache_set_fact (db, "device", device, error);
}

static bool
device_work (SzWriter *writer, void *data, GError **error)
{
    return sz_writer_commit (writer, device_change, data, error);
}

static bool
open_cache (Cli *cli, const uint8_t *key, GError **error)
{
    g_autofree char *path = sz_profile_cache_path (cli->profile);
    GAsyncResult *done = NULL;
    g_autoptr (GAsyncResult) opened = NULL;
    bool recovered = false;

    sz_store_open_async (path, key, NULL, cli_done_cb, &done);
    opened = cli_wait (&done);
    cli->store = sz_store_open_finish (opened, &recovered, error);
    if (recovered)
        g_printerr (
            "%s\n",
            _ ("The data on this machine were damaged and were set aside. They will be fetched again; what had not been sent was kept where it "
               "could be read."));
    return cli->store != NULL;
}

/* For as long as the lease says; after that the server is asked first. */
static bool
open_leased (Cli *cli, const uint8_t *key, GError **error)
{
    GAsyncResult *done = NULL;
    g_autoptr (GAsyncResult) asked = NULL;
    g_autoptr (GError) over = NULL;

    if (sz_lease_check (cli->profile, &over)) {
        if (!open_cache (cli, key, error))
            return false;
        if (sz_lease_settle (cli->profile, sz_store_fact (cli->store, "lease"), &over))
            return true;
        close_store (cli);
    }
    sz_lease_ask_async (cli->profile, NULL, cli_done_cb, &done);
    asked = cli_wait (&done);
    return sz_lease_ask_finish (cli->profile, asked, error) && open_cache (cli, key, error);
}

static bool
open_store (Cli *cli, GError **error)
{
    uint8_t key[SZ_KEY_BYTES];
    GAsyncResult *done = NULL;
    g_autoptr (GAsyncResult) keys = NULL;
    g_autoptr (GAsyncResult) worked = NULL;
    bool opened;

    sz_keys_open_async (cli->profile, cli->passphrase, NULL, cli_done_cb, &done);
    keys = cli_wait (&done);
    if (!sz_keys_open_finish (cli->profile, keys, key, error))
        return false;
    opened = open_leased (cli, key, error);
    explicit_bzero (key, sizeof key);
    if (!opened)
        return false;
    sz_store_work_async (cli->store, SZ_PRIORITY_NORMAL, device_work, &cli->profile->device, NULL,
                         cli_done_cb, &done);
    worked = cli_wait (&done);
    return sz_store_work_finish (cli->store, worked, error);
}

bool
cli_open (Cli *cli)
{
    g_autoptr (GError) error = NULL;

    if (cli->profile == NULL && !cli_load_profile (cli))
        return false;
    if (cli->wiped) {
        g_set_error_literal (&error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_WIPED, "wiped");
        cli_explain (error);
        return false;
    }
    if (cli->profile->server == NULL) {
        g_printerr ("%s\n", _ ("This profile has not signed in yet: schoolzicht-cli sign-in."));
        return false;
    }
    if (!open_store (cli, &error)) {
        g_autoptr (GError) problem = NULL;

        if (g_error_matches (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_WIPED) && !wipe (cli, &problem))
            cli_explain (problem);
        else
            cli_explain (error);
        return false;
    }
    cli->engine = sz_engine_new (cli->profile, cli->store);
    return true;
}

void
cli_clear (Cli *cli)
{
    close_store (cli);
    g_clear_pointer (&cli->profile, sz_profile_free);
    if (cli->passphrase != NULL)
        explicit_bzero (cli->passphrase, strlen (cli->passphrase));
    g_free (cli->passphrase);
    g_free (cli->passphrase_file);
    g_free (cli->profile_dir);
}

int
cli_exchange (Cli *cli)
{
    GAsyncResult *done = NULL;
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;

    sz_engine_sync_async (cli->engine, NULL, cli_done_cb, &done);
    result = cli_wait (&done);
    if (!sz_engine_sync_finish (cli->engine, result, &error)) {
        g_autoptr (GError) problem = NULL;

        if (g_error_matches (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_WIPED) && !wipe (cli, &problem))
            return cli_explain (problem);
        return cli_explain (error);
    }
    /* A fork made a new device id: the profile keeps it. */
    if (!sz_profile_save (cli->profile, &error))
        return cli_explain (error);
    return sz_cache_count (sz_store_reader (cli->store), "store/review_count", NULL) > 0
               ? CLI_CONFLICTS
               : CLI_DONE;
}

int
cli_save (Cli *cli, SzOperation *op)
{
    GAsyncResult *done = NULL;
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;

    sz_store_save_async (cli->store, op, NULL, cli_done_cb, &done);
    result = cli_wait (&done);
    if (!sz_store_save_finish (cli->store, result, &error))
        return cli_explain (error);
    return cli->sync ? cli_exchange (cli) : CLI_DONE;
}

void
cli_print (const Cli *cli, const SzRecord *record)
{
    g_autofree char *json = cli->json ? sz_record_to_json (record) : NULL;
    g_autofree char *id = sz_id_to_string (&record->id);

    if (json != NULL) {
        g_print ("%s\n", json);
        return;
    }
    g_print ("%s %s\n", record->kind->name, id);
    for (size_t i = 0; i < record->kind->n_fields; i++) {
        g_autofree char *text = sz_value_to_text (&record->values[i]);

        if (*text != '\0')
            g_print ("  %s: %s\n", record->kind->fields[i].name, text);
    }
}

const SzKind *
cli_kind (const char *name)
{
    const SzKind *kind = sz_kind_by_name (name);

    if (kind == NULL)
        g_printerr (_ ("There is no kind “%s”.\n"), name);
    return kind;
}

bool
cli_id (const char *text, SzId *id)
{
    if (sz_id_parse (text, id))
        return true;
    g_printerr (_ ("“%s” is no id.\n"), text);
    return false;
}

bool
cli_options (int *argc, char ***argv, const char *arguments, const GOptionEntry *entries)
{
    g_autoptr (GOptionContext) context = g_option_context_new (arguments);
    g_autoptr (GError) error = NULL;

    if (entries != NULL)
        g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
    if (g_option_context_parse (context, argc, argv, &error))
        return true;
    g_printerr ("%s\n", error->message);
    return false;
}
