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
    return sz_command_parse (argc, argv, &options->where, _ ("list | wipe DEVICE"),
                             _ ("Lists the devices that people signed in on, or has one wiped."),
                             entries);
}

int
sz_command_device (int argc, char **argv)
{
    g_auto (Options) options = { 0 };
    g_autoptr (GError) error = NULL;
    g_autoptr (SzDataDirectory) directory = NULL;
    SzId id;
    int status;
    if (!parse (&argc, &argv, &options))
        return SZ_EXIT_USAGE;
    const char *verb = argc > 1 ? argv[1] : "";
    int how = options.after_upload + options.now + options.cancel;
    bool lists = strcmp (verb, "list") == 0 && argc == 2 && how == 0;
    bool wipes = strcmp (verb, "wipe") == 0 && argc == 3 && how == 1;
    if (!lists && !wipes) {
        g_printerr (
            "%s\n",
            _ ("Say list, or wipe with --after-upload, --now or --cancel and a device. See --help."));
        return SZ_EXIT_USAGE;
    }
    if (wipes && !sz_id_parse (argv[2], &id)) {
        g_printerr ("%s\n",
                    _ ("A device is the first column of what schoolzichtd device list says."));
        return SZ_EXIT_USAGE;
    }
    g_autoptr (SzCore) core = sz_command_open (&options.where, false, &directory, &status);
    if (core == NULL)
        return status;
    SzWipe wipe = options.now            ? SZ_WIPE_NOW
                  : options.after_upload ? SZ_WIPE_AFTER_UPLOAD
                                         : SZ_WIPE_NONE;
    if (lists ? list (core, &error) : sz_device_wipe (core, &id, wipe, &error))
        return SZ_EXIT_DONE;
    sz_command_explain (error);
    return SZ_EXIT_FAILED;
}
