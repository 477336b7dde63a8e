/* SPDX-License-Identifier: EUPL-1.2 */
/* simulation [--mutant NAME] [--pinned FILE] [--from SEED] [--seeds N] [--jobs N] [--tell]: runs seeds; says the first that breaks a rule and how to
 * see it again. With a mutant, one rule of the protocol is switched off and seeds must fail. README.md. */
#include "world.h"

#include "base/mutant.h"
#include "disk.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define STEPS 90
#define TWINS 100
#define PROGRESS 5000

static const char *the_mutant;

bool
sz_mutant (const char *name)
{
    return the_mutant != NULL && strcmp (the_mutant, name) == 0;
}

static void
restart (World *world, unsigned desk, bool at_server)
{
    if (at_server) {
        server_kill (world);
        server_start (world);
    } else {
        desk_kill (world, desk);
        desk_start (world, desk);
    }
}

/* While somebody works a disk begins to fail, fills up, or is the last thing that the program saw. */
static void
trouble (World *world, unsigned desk)
{
    bool at_server = world_below (world, 3) == 0;
    DiskFault fault = world_below (world, 3);

    unsigned after = world_below (world, 80);
    g_autofree char *words = g_strdup_printf ("%s, fault %d at write %u",
                                              at_server ? "server" : "desk", (int) fault, after);

    world_note (world, words);
    disk_break (at_server ? world->path : world->desks[desk].path, fault, after);
    world->troubled = true;
    if (world_below (world, 3) == 0)
        save_something (world, desk);
    else
        (void) exchange (world, desk);
    if (disk_heal () && (fault == DISK_DEAD || world_below (world, 2) == 0)) {
        world_note (world, "restart");
        restart (world, desk, at_server);
    }
    world->troubled = false;
}

static void
step (World *world)
{
    unsigned desk = world_below (world, world->n_desks);
    unsigned what = world_below (world, 100);
    g_autofree char *words = g_strdup_printf ("desk %u, die %u", desk, what);

    world_note (world, words);
    if (world_moves (world) && world_below (world, 8) == 0)
        server_transfer (world);
    if (world_moves (world) && world_below (world, 25) == 0)
        server_assign (world, desk);
    if (world_verifies (world) && world_below (world, 8) == 0)
        desk_verify (world, desk);
    if (world_tidies (world) && world_below (world, 8) == 0)
        server_tidy (world);
    if (what < 33)
        save_something (world, desk);
    else if (what < 36)
        decide_something (world, desk);
    else if (what < 38)
        take_something_back (world, desk);
    else if (what < 41)
        server_import (world);
    else if (what < 80)
        (void) exchange (world, desk);
    else if (what < 85)
        deliver_late (world);
    else if (what < 89)
        trouble (world, desk);
    else if (what < 91)
        restart (world, desk, false);
    else if (what < 94)
        desk_copy (world, desk);
    else if (what < 96)
        desk_put_back (world, desk);
    else if (what < 97)
        server_copy (world);
    else if (what < 98)
        clock_jump (world, &world->desks[desk].clock);
    else
        restart (world, desk, true);
    if (world->failure == NULL)
        judge_view (world, desk);
}

static World *
run (uint64_t seed, const char *folder, const char *templates)
{
    World *world = world_new (seed, folder, templates);
    unsigned lost_at = world_below (world, 2 * STEPS);

    for (unsigned i = 0; i < STEPS && world->failure == NULL; i++) {
        if (i == lost_at) {
            server_put_back (world);
            world_rush (world);
        }
        step (world);
    }
    if (world->failure == NULL)
        judge (world);
    return world;
}

typedef struct {
    unsigned seeds, failed, saves, restores;
} Sum;

typedef struct {
    uint64_t from;
    unsigned seeds;
    uint64_t *pinned; /* (nullable): these instead, `seeds` of them */
    unsigned enough;  /* failures */
    unsigned jobs;
    char *folder;    /* (owned) */
    char *templates; /* (owned) */
} Plan;

/* The same seed once more: whatever differs came from outside the seed, and could not be replayed. */
static void
compare_with_twin (World *world, const Plan *plan, const char *folder)
{
    g_autofree char *other = g_strconcat (folder, "-twin", NULL);
    World *twin;

    g_mkdir (other, 0700);
    twin = run (world->seed, other, plan->templates);
    if (twin->trace != world->trace)
        world_fail (world, "not the same twice", "%u and %u saves", world->saves->len,
                    twin->saves->len);
    world_free (twin);
    g_rmdir (other);
}

static void
run_one (uint64_t seed, const Plan *plan, const char *folder, Sum *sum)
{
    g_autoptr (World) world = run (seed, folder, plan->templates);

    if (seed % TWINS == 0)
        compare_with_twin (world, plan, folder);
    sum->seeds++;
    sum->saves += world->saves->len;
    sum->restores += world->restores;
    if (sum->seeds % PROGRESS == 0)
        g_print ("# %u seeds, %u failed, %u saves\n", sum->seeds, sum->failed, sum->saves);
    if (world->failure != NULL && sum->failed++ < 10)
        g_print ("# seed %" G_GUINT64_FORMAT ": %s: %s\n", seed, world->failure, world->detail);
}

/* Every seed of the plan that is this job's. */
static Sum
run_share (const Plan *plan, unsigned job)
{
    g_autofree char *folder = g_strdup_printf ("%s/%u", plan->folder, job);
    Sum sum = { 0 };

    g_mkdir (folder, 0700);
    for (unsigned i = job; i < plan->seeds && sum.failed < plan->enough; i += plan->jobs)
        run_one (plan->pinned != NULL ? plan->pinned[i] : plan->from + i, plan, folder, &sum);
    g_rmdir (folder);
    return sum;
}

/* A process each; what they found comes through a pipe. One that ended badly has failed. */
static Sum
run_jobs (const Plan *plan)
{
    Sum all = { 0 }, sum;
    int ends[2];

    if (plan->jobs == 1)
        return run_share (plan, 0);
    if (pipe (ends) != 0)
        g_error ("no pipe");
    for (unsigned job = 0; job < plan->jobs; job++) {
        if (fork () != 0)
            continue;
        sum = run_share (plan, job);
        _exit (write (ends[1], &sum, sizeof sum) == sizeof sum ? 0 : 1);
    }
    close (ends[1]);
    for (unsigned job = 0; job < plan->jobs; job++) {
        bool came = read (ends[0], &sum, sizeof sum) == sizeof sum;

        all.failed += came ? sum.failed : 1;
        all.seeds += came ? sum.seeds : 0;
        all.saves += came ? sum.saves : 0;
        all.restores += came ? sum.restores : 0;
    }
    close (ends[0]);
    while (wait (NULL) > 0)
        ;
    return all;
}

/* Ours and our children's. */
static double
processor_minutes (void)
{
    static const int whose[] = { RUSAGE_SELF, RUSAGE_CHILDREN };
    double seconds = 0;

    for (size_t i = 0; i < G_N_ELEMENTS (whose); i++) {
        struct rusage usage;

        if (getrusage (whose[i], &usage) == 0)
            seconds += (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                       (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    }
    return seconds / 60;
}

static Sum
run_plan (const Plan *plan)
{
    int64_t start = g_get_monotonic_time ();
    Sum sum = run_jobs (plan);
    double minutes = (double) (g_get_monotonic_time () - start) / 60e6;
    double busy = processor_minutes ();

    g_print ("# %s%s: %u of %u seeds failed; %u saves, %u restores; %.0f seeds a minute, "
             "%.0f a minute of processor\n",
             the_mutant != NULL ? "without " : "all rules", the_mutant != NULL ? the_mutant : "",
             sum.failed, sum.seeds, sum.saves, sum.restores, sum.seeds / minutes, sum.seeds / busy);
    return sum;
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

/* Seeds that failed once, a line each; what follows the number says how. */
static void
read_pinned (Plan *plan, const char *path)
{
    g_autofree char *text = NULL;
    g_auto (GStrv) lines = NULL;
    g_autoptr (GError) error = NULL;

    if (!g_file_get_contents (path, &text, NULL, &error))
        g_error ("%s", error->message);
    lines = g_strsplit (text, "\n", -1);
    plan->pinned = g_new0 (uint64_t, g_strv_length (lines) + 1);
    plan->seeds = 0;
    for (unsigned i = 0; lines[i] != NULL; i++)
        if (g_ascii_isdigit (*lines[i]))
            plan->pinned[plan->seeds++] = g_ascii_strtoull (lines[i], NULL, 10);
}

int
main (int argc, char **argv)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *mutant = NULL;
    g_autofree char *pinned = NULL;
    int64_t from = 1;
    int seeds = 300;
    int jobs = 1;
    int tell = FALSE;
    const GOptionEntry entries[] = {
        { "mutant", 0, 0, G_OPTION_ARG_STRING, &mutant, "Switch this rule off", "NAME" },
        { "from", 0, 0, G_OPTION_ARG_INT64, &from, "The first seed", "SEED" },
        { "seeds", 0, 0, G_OPTION_ARG_INT, &seeds, "How many", "N" },
        { "pinned", 0, 0, G_OPTION_ARG_FILENAME, &pinned, "The seeds of this file", "FILE" },
        { "tell", 0, 0, G_OPTION_ARG_NONE, &tell, "Say what happens", NULL },
        { "jobs", 0, 0, G_OPTION_ARG_INT, &jobs, "Processes", "N" },
        { NULL },
    };
    g_autoptr (GOptionContext) context = g_option_context_new (NULL);
    Plan plan;
    Sum sum;

    g_option_context_add_main_entries (context, entries, NULL);
    if (!g_option_context_parse (context, &argc, &argv, &error)) {
        g_printerr ("%s\n", error->message);
        return 2;
    }
    disk_install ();
    the_mutant = mutant;
    world_tell (tell);
    plan = (Plan){ .from = (uint64_t) from,
                   .seeds = (unsigned) seeds,
                   .enough = mutant != NULL ? 1 : 10,
                   .jobs = (unsigned) MAX (1, jobs),
                   .folder = make_folder () };
    if (pinned != NULL)
        read_pinned (&plan, pinned);
    plan.templates = g_build_filename (plan.folder, "empty", NULL);
    g_mkdir (plan.templates, 0700);
    world_make_templates (plan.templates);
    sum = run_plan (&plan);
    remove_all (plan.templates);
    remove_all (plan.folder);
    g_free (plan.pinned);
    g_free (plan.templates);
    g_free (plan.folder);
    /* A rule that can be switched off unnoticed is not tested. */
    return (sum.failed > 0) == (mutant != NULL) ? 0 : 1;
}
