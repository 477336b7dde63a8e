/* SPDX-License-Identifier: EUPL-1.2 */
/* A world's beginning, end, dice and accidents (world.h). */
#include "world.h"

#include <stdarg.h>
#include <string.h>

#define CIPHERED 16

static const uint8_t KEY[32] = "thirty-two bytes, secret to none";

/* The cipher takes a fifth of the time and has no part in the protocol: it is there in one world of some. */
const uint8_t *
world_key (const World *world)
{
    return world->seed % CIPHERED == 0 ? KEY : NULL;
}

unsigned
world_below (World *world, unsigned bound)
{
    /* splitmix64 */
    uint64_t z = world->state += UINT64_C (0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C (0x94d049bb133111eb);
    return (unsigned) ((z ^ (z >> 31)) % bound);
}

bool
world_happens (World *world, unsigned percent)
{
    return !world->calm && world_below (world, 100) < percent;
}

static bool is_told;

void
world_tell (bool told)
{
    is_told = told;
}

/* FNV-1a. */
void
world_note (World *world, const char *text)
{
    if (is_told)
        g_print ("# %s\n", text);
    for (; *text != '\0'; text++)
        world->trace = (world->trace ^ (uint8_t) *text) * UINT64_C (0x100000001b3);
}

void
world_fail (World *world, const char *rule, const char *format, ...)
{
    va_list words;

    if (world->failure != NULL)
        return;
    va_start (words, format);
    world->failure = rule;
    world->detail = g_strdup_vprintf (format, words);
    va_end (words);
    world_note (world, world->detail);
}

void
world_must (World *world, const char *what, GError *error)
{
    if (error != NULL && !world->troubled)
        world_fail (world, what, "%s", error->message);
    g_clear_error (&error);
}

static unsigned
dice_below (void *data, unsigned bound)
{
    return world_below (data, bound);
}

void
world_crash (World *world, const char *path)
{
    const DiskDice dice = { dice_below, world };

    disk_heal ();
    disk_crash (path, world_below (world, 2) == 0 ? &dice : NULL);
}

static char *
template_of (const World *world, const char *templates, const char *name)
{
    return g_strdup_printf ("%s/%s%s.db", templates, world_key (world) != NULL ? "ciphered-" : "",
                            name);
}

World *
world_new (uint64_t seed, const char *folder, const char *templates)
{
    World *world = g_new0 (World, 1);
    g_autofree char *server = NULL, *desk = NULL;

    world->seed = world->state = seed;
    world->folder = g_strdup (folder);
    clock_start (&world->clock, seed * 16);
    world->path = g_build_filename (folder, "server.db", NULL);
    world->saves = g_array_new (FALSE, TRUE, sizeof (Save));
    world->late = g_array_new (FALSE, TRUE, sizeof (Late));
    world->imports = g_ptr_array_new_with_free_func (g_free);
    server = template_of (world, templates, "server");
    desk = template_of (world, templates, "desk");
    disk_copy (server, world->path);
    world->n_nodes = 1 + world_below (world, 4) / 3;
    server_start (world);
    world->n_desks = 2 + world_below (world, DESKS_MAX - 1);
    server_found_centres (world);
    for (unsigned i = 0; i < world->n_desks; i++)
        desk_init (world, i, desk);
    return world;
}

void
world_free (World *world)
{
    for (unsigned i = 0; i < world->n_desks; i++)
        desk_end (world, i);
    for (unsigned i = 0; i < world->late->len; i++)
        g_free (g_array_index (world->late, Late, i).body);
    server_stop (world);
    disk_remove (world->path);
    clock_end (&world->clock);
    g_array_unref (world->saves);
    g_array_unref (world->late);
    g_ptr_array_unref (world->imports);
    g_free (world->path);
    g_free (world->folder);
    g_free (world->detail);
    g_free (world);
}

void
world_make_templates (const char *folder)
{
    for (uint64_t seed = 0; seed < 2; seed++) {
        const World world = { .seed = seed };
        g_autofree char *server = template_of (&world, folder, "server");
        g_autofree char *desk = template_of (&world, folder, "desk");
        g_autofree SzEnv *env = sz_env_new_seeded (1, 0);
        g_autoptr (GError) error = NULL;

        sz_core_close (sz_core_open (server, world_key (&world), env, &error));
        g_assert_no_error (error);
        sz_writer_close (sz_writer_open (desk, world_key (&world), &error));
        g_assert_no_error (error);
        desk_remove_beside (desk);
    }
}
