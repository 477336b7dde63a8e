/* SPDX-License-Identifier: EUPL-1.2 */
/* The server, the desks and their files (world.h). */
#include "world.h"

#include "base/errors.h"
#include "disk.h"

#include <glib/gstdio.h>
#include <stdarg.h>
#include <string.h>

#define START_MS INT64_C (1600000000000)

#define CIPHERED 16

static const uint8_t KEY[32] = "thirty-two bytes, secret to none";

/* The cipher takes a fifth of the time and has no part in the protocol: it is there in one world of some. */
static const uint8_t *
key_of (const World *world)
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
}

static void
must (World *world, const char *what, GError *error)
{
    if (error != NULL)
        world_fail (world, what, "%s", error->message);
    g_clear_error (&error);
}

static unsigned
dice_below (void *data, unsigned bound)
{
    return world_below (data, bound);
}

/* The program dies with everything that is in memory only; one time in two with its machine. */
static void
crash (World *world, const char *path)
{
    const DiskDice dice = { dice_below, world };

    disk_crash (path, world_below (world, 2) == 0 ? &dice : NULL);
}

/* What a desk keeps beside its database, which is no database. */
static void
remove_beside (const char *path)
{
    static const char *const suffixes[] = { "", ".open", ".reserve", ".lock" };

    for (size_t i = 0; i < G_N_ELEMENTS (suffixes); i++) {
        g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

        g_unlink (name);
    }
}

void
server_start (World *world)
{
    GError *error = NULL;

    world->core = sz_core_open (world->path, key_of (world), world->env, &error);
    must (world, "the server does not start", error);
}

void
server_stop (World *world)
{
    g_clear_pointer (&world->core, sz_core_close);
}

void
server_kill (World *world)
{
    crash (world, world->path);
    server_stop (world);
    disk_after_crash (world->path);
}

void
server_copy (World *world)
{
    g_autofree char *copy = g_strconcat (world->path, ".copy", NULL);

    server_stop (world);
    disk_copy (world->path, copy);
    world->has_copy = true;
    server_start (world);
}

void
server_put_back (World *world)
{
    g_autofree char *copy = g_strconcat (world->path, ".copy", NULL);

    if (!world->has_copy)
        return;
    server_stop (world);
    disk_copy (copy, world->path);
    world->restores++;
    server_start (world);
}

void
desk_start (World *world, unsigned desk)
{
    Desk *self = &world->desks[desk];
    GError *error = NULL;

    if (self->cache == NULL)
        self->cache = sz_writer_open (self->path, key_of (world), &error);
    must (world, "a desk does not start", error);
}

void
desk_stop (World *world, unsigned desk)
{
    g_clear_pointer (&world->desks[desk].cache, sz_writer_close);
}

void
desk_kill (World *world, unsigned desk)
{
    crash (world, world->desks[desk].path);
    desk_stop (world, desk);
    disk_after_crash (world->desks[desk].path);
}

bool
desk_is_idle (World *world, unsigned desk)
{
    SzStatement *statement =
        sz_db_statement (sz_writer_db (world->desks[desk].cache), "simulation/waiting", NULL);
    bool idle = sz_step (statement, NULL) == SZ_STEP_ROW && sz_column_integer (statement, 0) == 0;

    sz_reset (statement);
    return idle;
}

void
desk_copy (World *world, unsigned desk)
{
    Desk *self = &world->desks[desk];
    g_autofree char *copy = g_strconcat (self->path, ".copy", NULL);

    if (self->made == 0 || !desk_is_idle (world, desk))
        return;
    desk_stop (world, desk);
    disk_copy (self->path, copy);
    self->copied_at = world->saves->len;
    desk_start (world, desk);
}

void
desk_put_back (World *world, unsigned desk)
{
    Desk *self = &world->desks[desk];
    g_autofree char *copy = g_strconcat (self->path, ".copy", NULL);

    if (self->copied_at == 0 || !desk_is_idle (world, desk))
        return;
    desk_stop (world, desk);
    disk_copy (copy, self->path);
    for (unsigned i = self->copied_at; i < world->saves->len; i++) {
        Save *save = &g_array_index (world->saves, Save, i);

        save->forgotten = save->forgotten || save->desk == desk;
    }
    desk_start (world, desk);
}

static char *
template_of (const World *world, const char *templates, const char *name)
{
    return g_strdup_printf ("%s/%s%s.db", templates, key_of (world) != NULL ? "ciphered-" : "",
                            name);
}

static void
init_desk (World *world, unsigned i, const char *templates)
{
    Desk *desk = &world->desks[i];
    g_autofree char *empty = template_of (world, templates, "desk");

    desk->env = sz_env_new_seeded (world->seed * 16 + i + 1, START_MS);
    desk->path = g_strdup_printf ("%s/desk%u.db", world->folder, i);
    disk_copy (empty, desk->path);
    desk->device = sz_id_new (desk->env);
    desk->who = (SzSession){ .id = sz_id_new (desk->env),
                             .account = sz_id_new (desk->env),
                             .device = desk->device,
                             .name = (char *) "somebody",
                             .display_name = (char *) "Somebody",
                             .role = SZ_ROLE_COORDINATOR,
                             .centre = (char *) "114",
                             .grants = 1,
                             .generation = sz_catalogue_generation () };
    desk_start (world, i);
}

World *
world_new (uint64_t seed, const char *folder, const char *templates)
{
    World *world = g_new0 (World, 1);
    g_autofree char *empty = NULL;

    world->seed = world->state = seed;
    world->folder = g_strdup (folder);
    world->env = sz_env_new_seeded (seed * 16, START_MS);
    world->path = g_build_filename (folder, "server.db", NULL);
    world->saves = g_array_new (FALSE, TRUE, sizeof (Save));
    world->late = g_array_new (FALSE, TRUE, sizeof (Late));
    empty = template_of (world, templates, "server");
    disk_copy (empty, world->path);
    server_start (world);
    world->n_desks = 2 + world_below (world, DESKS_MAX - 1);
    for (unsigned i = 0; i < world->n_desks; i++)
        init_desk (world, i, templates);
    return world;
}

void
world_free (World *world)
{
    for (unsigned i = 0; i < world->n_desks; i++) {
        desk_stop (world, i);
        disk_remove (world->desks[i].path);
        remove_beside (world->desks[i].path);
        g_free (world->desks[i].path);
        g_free (world->desks[i].env);
    }
    for (unsigned i = 0; i < world->late->len; i++)
        g_free (g_array_index (world->late, Late, i).body);
    server_stop (world);
    disk_remove (world->path);
    g_array_unref (world->saves);
    g_array_unref (world->late);
    g_free (world->env);
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
        g_autofree SzEnv *env = sz_env_new_seeded (1, START_MS);
        g_autoptr (GError) error = NULL;

        sz_core_close (sz_core_open (server, key_of (&world), env, &error));
        g_assert_no_error (error);
        sz_writer_close (sz_writer_open (desk, key_of (&world), &error));
        g_assert_no_error (error);
        remove_beside (desk);
    }
}
