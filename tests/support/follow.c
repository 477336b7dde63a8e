/* SPDX-License-Identifier: EUPL-1.2 */
/* A signed-in desk that stays and follows its server, as the window does; prints "here" when it is up to date, and the id of
 * each pupil as it comes or changes, until stdin ends. usage: follow PROFILE PASSPHRASE-FILE */
#include "sync/cli.h"

#include <gio/gunixinputstream.h>
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

static void
changed_cb (SzStore *store, uint64_t kinds, void *data)
{
    GPtrArray *known = data;
    g_autoptr (GPtrArray) pupils =
        sz_store_list (store, sz_kind_by_name ("pupil"), NULL, NULL, NULL);
    for (unsigned i = 0; i < pupils->len; i++) {
        const SzRecord *pupil = pupils->pdata[i];
        char *id = sz_id_to_string (&pupil->id);
        g_autofree char *line = g_strdup_printf ("%s %d", id, (int) pupil->rev);
        g_free (id);
        if (g_ptr_array_find_with_equal_func (known, line, g_str_equal, NULL))
            continue;
        g_print ("%s\n", line);
        g_ptr_array_add (known, g_steal_pointer (&line));
    }
}

static void
state_cb (SzEngine *engine, void *data)
{
    SzState state = sz_engine_get_state (engine);
    bool *here = data;
    if (state.kind == SZ_STATE_SAVED && !*here)
        g_print ("here\n");
    *here = *here || state.kind == SZ_STATE_SAVED;
}

static void
ended_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_main_loop_quit (data);
}

int
main (int argc, char **argv)
{
    g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
    g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
    g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func (g_free);
    Cli cli = { 0 };
    bool here = false;
    char byte;
    setlocale (LC_ALL, "");
    g_return_val_if_fail (argc == 3, 2);
    setvbuf (stdout, NULL, _IOLBF, 0);
    cli.profile_dir = g_strdup (argv[1]);
    cli.passphrase_file = g_strdup (argv[2]);
    if (!cli_open (&cli))
        return 1;
    g_signal_connect (cli.store, "changed", G_CALLBACK (changed_cb), known);
    g_signal_connect (cli.engine, "state-changed", G_CALLBACK (state_cb), &here);
    sz_engine_start (cli.engine);
    g_input_stream_read_async (input, &byte, 1, G_PRIORITY_DEFAULT, NULL, ended_cb, loop);
    g_main_loop_run (loop);
    sz_engine_stop (cli.engine);
    cli_clear (&cli);
    return 0;
}
