/* SPDX-License-Identifier: EUPL-1.2 */
/* schoolzichtd demo: a new server with the demonstration centre and a user who may sign in to it. */
#define G_LOG_DOMAIN "sz-demo-command"

#include "config.h"

#include "base/errors.h"
#include "server/account.h"
#include "server/command.h"
#include "server/demo.h"
#include "server/intake.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define USER "demo"
#define PASSWORD_FILE "demo-password"
#define PASSWORD_BYTES 15
#define PUPILS_MAX 2000000

static bool
put (void *data, const SzRecord *record, const char *scope, GError **error)
{
    return sz_intake_add (data, record, scope, error);
}

static bool
find (void *data, const SzRecord *key, SzId *id, GError **error)
{
    return sz_intake_find (data, key, "reference", id, error);
}

static void
show_progress (void *data, int64_t done, int64_t of)
{
    g_printerr (_ ("%d of %d pupils ...\n"), (int) done, (int) of);
}

static bool
fill (SzCore *core, int64_t pupils, int64_t seed, GError **error)
{
    g_autoptr (SzIntake) intake = sz_intake_new (core, error);
    const SzDemo demo = { .pupils = pupils,
                          .seed = (uint64_t) seed,
                          .put = put,
                          .find = find,
                          .progress = show_progress,
                          .data = intake };

    return intake != NULL && sz_demo_generate (&demo, error) &&
           sz_intake_commit (intake, "demo", 0, error);
}

/* A password of its own for each demonstration, for the owner of the directory alone. */
static bool
add_user (SzCore *core, const SzDataDirectory *directory, GError **error)
{
    g_autofree char *path = g_build_filename (directory->path, PASSWORD_FILE, NULL);
    uint8_t bytes[PASSWORD_BYTES];
    g_autofree char *password = NULL, *line = NULL;
    const SzAccount account = { .name = (char *) USER,
                                .display_name = (char *) "Demo De Brug",
                                .role = SZ_ROLE_COORDINATOR,
                                .centre = (char *) SZ_DEMO_CENTRE };

    sz_env_random (core->env, bytes, sizeof bytes);
    password = g_base64_encode (bytes, sizeof bytes);
    line = g_strconcat (password, "\n", NULL);
    return g_file_set_contents_full (path, line, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error) &&
           sz_account_add (core, &account, password, error);
}

int
sz_command_demo (int argc, char **argv)
{
    g_auto (SzWhere) where = { 0 };
    int64_t pupils = 12000, seed = 1;
    int status;
    g_autoptr (SzDataDirectory) directory = NULL;
    g_autoptr (SzCore) core = NULL;
    g_autoptr (GError) error = NULL;
    const GOptionEntry entries[] = {
        { "pupils", 0, 0, G_OPTION_ARG_INT64, &pupils, N_ ("How many pupils (default 12000)"),
          "N" },
        { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, N_ ("The same seed gives the same centre"),
          "N" },
        { NULL },
    };

    if (!sz_command_parse (&argc, &argv, &where, NULL,
                           _ ("Makes a new server with the demonstration centre."), entries))
        return SZ_EXIT_USAGE;
    if (argc > 1 || pupils < 100 || pupils > PUPILS_MAX) {
        g_printerr ("%s\n", _ ("A demonstration has 100 to 2000000 pupils: --pupils 12000."));
        return SZ_EXIT_USAGE;
    }
    core = sz_command_open (&where, true, &directory, &status);
    if (core == NULL)
        return status;
    if (!core->is_new) {
        g_printerr (
            "%s\n",
            _ ("That directory holds a server already. Give the demonstration one of its own."));
        return SZ_EXIT_FAILED;
    }
    core->allow_test_numbers = true;
    if (!fill (core, pupils, seed, &error) || !add_user (core, directory, &error)) {
        sz_command_explain (error);
        return SZ_EXIT_FAILED;
    }
    g_print (_ ("The demonstration centre is ready: sign in as %s with the password in %s.\n"),
             USER, PASSWORD_FILE);
    return SZ_EXIT_DONE;
}
