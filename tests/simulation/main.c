/* SPDX-License-Identifier: EUPL-1.2 */
/* simulation [--mutant NAME] [--from SEED] [--seeds N]: runs seeds; says the first that breaks a rule and how to
 * see it again. With a mutant, one rule of the protocol is switched off and seeds must fail. README.md. */
#include "world.h"

#include "base/mutant.h"

#include <glib/gstdio.h>
#include <string.h>

#define STEPS 90

static const char *the_mutant;

bool
sz_mutant (const char *name)
{
    return the_mutant != NULL && strcmp (the_mutant, name) == 0;
}

static void
step (World *world)
{
    unsigned desk = world_below (world, world->n_desks);
    unsigned what = world_below (world, 100);

    if (what < 40)
        save_something (world, desk);
    else if (what < 82)
        (void) exchange (world, desk);
    else if (what < 88)
        deliver_late (world);
    else if (what < 93) {
        desk_kill (world, desk);
        desk_start (world, desk);
    } else if (what < 94) {
        desk_copy (world, desk);
    } else if (what < 95) {
        desk_put_back (world, desk);
    } else if (what < 97)
        server_copy (world);
    else {
        server_kill (world);
        server_start (world);
    }
    if (world->desks[desk].cache != NULL)
        judge_view (world, desk);
}

static World *
run (uint64_t seed, const char *folder, const char *templates)
{
    World *world = world_new (seed, folder, templates);
    unsigned lost_at = world_below (world, 2 * STEPS);

    for (unsigned i = 0; i < STEPS && world->failure == NULL; i++) {
        if (i == lost_at)
            server_put_back (world);
        step (world);
    }
    if (world->failure == NULL)
        judge (world);
    return world;
}

static unsigned
run_many (uint64_t from, unsigned seeds, unsigned enough, const char *folder, const char *templates)
{
    unsigned failed = 0, saves = 0, restores = 0;

    for (uint64_t seed = from; seed < from + seeds && failed < enough; seed++) {
        g_autoptr (World) world = run (seed, folder, templates);

        saves += world->saves->len;
        restores += world->restores;
        if (world->failure == NULL)
            continue;
        if (failed++ < 3)
            g_print ("# seed %" G_GUINT64_FORMAT ": %s: %s\n", seed, world->failure, world->detail);
    }
    g_print ("# %s%s: %u of %u seeds failed; %u saves, %u restores\n",
             the_mutant != NULL ? "without " : "all rules", the_mutant != NULL ? the_mutant : "",
             failed, seeds, saves, restores);
    return failed;
}

/* In memory, where there is such a place: nothing has to outlive this program. */
static char *
make_folder (void)
{
    char *shared = g_strdup ("/dev/shm/simulation.XXXXXX");

    if (g_mkdtemp (shared) != NULL)
        return shared;
    g_free (shared);
    return g_dir_make_tmp ("simulation.XXXXXX", NULL);
}

static void
remove_all (const char *folder)
{
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_unlink (path);
    }
    g_rmdir (folder);
}

int
main (int argc, char **argv)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *mutant = NULL;
    int64_t from = 1;
    int seeds = 300;
    const GOptionEntry entries[] = {
        { "mutant", 0, 0, G_OPTION_ARG_STRING, &mutant, "Switch this rule off", "NAME" },
        { "from", 0, 0, G_OPTION_ARG_INT64, &from, "The first seed", "SEED" },
        { "seeds", 0, 0, G_OPTION_ARG_INT, &seeds, "How many", "N" },
        { NULL },
    };
    g_autoptr (GOptionContext) context = g_option_context_new (NULL);
    g_autofree char *base = make_folder ();
    g_autofree char *templates = g_build_filename (base, "empty", NULL);
    unsigned failed;

    g_option_context_add_main_entries (context, entries, NULL);
    if (!g_option_context_parse (context, &argc, &argv, &error)) {
        g_printerr ("%s\n", error->message);
        return 2;
    }
    g_mkdir (templates, 0700);
    world_make_templates (templates);
    the_mutant = mutant;
    failed = run_many ((uint64_t) from, (unsigned) seeds, mutant != NULL ? 1 : 10, base, templates);
    remove_all (templates);
    remove_all (base);
    /* A rule that can be switched off unnoticed is not tested. */
    return (failed > 0) == (mutant != NULL) ? 0 : 1;
}
