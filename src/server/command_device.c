/* SPDX-License-Identifier: EUPL-1.2 */
/* schoolzichtd device: which machines people signed in on, and having one wiped that was lost or is handed in. */
#define G_LOG_DOMAIN "sz-device-command"

#include "config.h"

#include "base/errors.h"
#include "server/command.h"
#include "server/device.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
    SzWhere where;
    gboolean after_upload;
    gboolean now;
    gboolean cancel;
} Options;

static void
options_clear (Options *options)
{
    sz_where_clear (&options->where);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* "wiped 2026-09-01 08:00" once it is done. Free with g_free. */
static char *
state_of (const SzDeviceRow *row)
{
    g_autofree char *wiped = sz_command_time (row->wiped_ms);
    if (row->wiped_ms != 0)
        return g_strdup_printf (_ ("wiped %s"), wiped);
    switch (row->wipe) {
    case SZ_WIPE_AFTER_UPLOAD:
        return g_strdup (_ ("to be wiped after upload"));
    case SZ_WIPE_NOW:
        return g_strdup (_ ("to be wiped now"));
    case SZ_WIPE_NONE:
        break;
    }
    return g_strdup ("-");
}

static bool
list (SzCore *core, GError **error)
{
    g_autoptr (GPtrArray) rows = sz_device_list (core, error);
    if (rows == NULL)
        return false;
    for (unsigned i = 0; i < rows->len; i++) {
        const SzDeviceRow *row = rows->pdata[i];
        g_autofree char *id = sz_id_to_string (&row->id);
        g_autofree char *used = sz_command_time (row->last_used_ms);
        g_autofree char *state = state_of (row);
        g_print ("%s\t%s\t%s\t%s\t%s\t%s\n", id, row->name, used, state,
                 row->version != NULL ? row->version : "-",
                 row->device_name != NULL ? row->device_name : "-");
    }
    return true;
}

static bool
parse (int *argc, char ***argv, Options *options)
{
    const GOptionEntry entries[] = {
        { "after-upload", 0, 0, G_OPTION_ARG_NONE, &options->after_upload,
          N_ ("Wipe it once everything saved there has come in"), NULL },
        { "now", 0, 0, G_OPTION_ARG_NONE, &options->now,
          N_ ("Answer it nothing more and wipe it when it next connects; what was not sent is lost"),
          NULL },
        { "cancel", 0, 0, G_OPTION_ARG_NONE, &options->cancel,
          N_ ("Do not wipe it after all, if it has not been done"), NULL },
        { NULL },
    };
    return sz_command_parse (
        argc, argv, &options->where, _ ("list | wipe DEVICE | lease DAYS"),
        _ ("Lists the devices that people signed in on, has one wiped, or says for how long they may be read without the server."),
        entries);
}

/* What is asked; 0 days: no lease. */
typedef struct {
    bool lists;
    bool wipes;
    SzWipe wipe;
    SzId device;
    int days;
} Wish;

static bool
read_wish (int argc, char **argv, const Options *options, Wish *wish)
{
    const char *verb = argc > 1 ? argv[1] : "";
    int how = options->after_upload + options->now + options->cancel;
    wish->lists = strcmp (verb, "list") == 0 && argc == 2 && how == 0;
    wish->wipes = strcmp (verb, "wipe") == 0 && argc == 3 && how == 1;
    if (strcmp (verb, "lease") == 0 && argc == 3 && how == 0) {
        uint64_t days;
        if (g_ascii_string_to_unsigned (argv[2], 10, 1, SZ_LEASE_DAYS_MAX, &days, NULL))
            wish->days = (int) days;
        else
            g_printerr (_ ("A lease lasts 1 to %d days.\n"), SZ_LEASE_DAYS_MAX);
        return wish->days > 0;
    }
    if (!wish->lists && !wish->wipes)
        g_printerr (
            "%s\n",
            _ ("Say list, wipe with --after-upload, --now or --cancel and a device, or lease and a number of days. See --help."));
    else if (wish->wipes && !sz_id_parse (argv[2], &wish->device))
        g_printerr ("%s\n",
                    _ ("A device is the first column of what schoolzichtd device list says."));
    else
        return true;
    return false;
}

static bool
fulfil (SzCore *core, const Wish *wish, GError **error)
{
    if (wish->lists)
        return list (core, error);
    if (wish->wipes)
        return sz_device_wipe (core, &wish->device, wish->wipe, error);
    return sz_device_set_lease (core, wish->days, error);
}

int
sz_command_device (int argc, char **argv)
{
    g_auto (Options) options = { 0 };
    g_autoptr (GError) error = NULL;
    g_autoptr (SzDataDirectory) directory = NULL;
    Wish wish = { 0 };
    int status;
    if (!parse (&argc, &argv, &options) || !read_wish (argc, argv, &options, &wish))
        return SZ_EXIT_USAGE;
    if (options.now)
        wish.wipe = SZ_WIPE_NOW;
    else if (options.after_upload)
        wish.wipe = SZ_WIPE_AFTER_UPLOAD;
    g_autoptr (SzCore) core = sz_command_open (&options.where, false, &directory, &status);
    if (core == NULL)
        return status;
    if (fulfil (core, &wish, &error))
        return SZ_EXIT_DONE;
    sz_command_explain (error);
    return SZ_EXIT_FAILED;
}
