/* SPDX-License-Identifier: EUPL-1.2 */
/* A desk and its files (world.h). */
#include "world.h"

#include <glib/gstdio.h>

SzDb *
desk_db (World *world, unsigned desk)
{
    return sz_writer_db (world->desks[desk].cache);
}

/* What a desk keeps beside its database, which is no database. */
void
desk_remove_beside (const char *path)
{
    static const char *const suffixes[] = { "", ".open", ".reserve", ".lock" };

    for (size_t i = 0; i < G_N_ELEMENTS (suffixes); i++) {
        g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

        g_unlink (name);
    }
}

void
desk_start (World *world, unsigned desk)
{
    Desk *self = &world->desks[desk];
    GError *error = NULL;

    clock_use (&self->clock);
    if (self->cache == NULL)
        self->cache = sz_writer_open (self->path, world_key (world), &error);
    world_must (world, "a desk does not start", error);
}

void
desk_stop (World *world, unsigned desk)
{
    g_clear_pointer (&world->desks[desk].cache, sz_writer_close);
}

void
desk_kill (World *world, unsigned desk)
{
    world_crash (world, world->desks[desk].path);
    desk_stop (world, desk);
    disk_after_crash (world->desks[desk].path);
}

bool
desk_is_idle (World *world, unsigned desk)
{
    SzStatement *statement = sz_db_statement (desk_db (world, desk), "simulation/waiting", NULL);
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

void
desk_init (World *world, unsigned i, const char *template)
{
    static const char *const centres[] = { "114", "215" };
    Desk *desk = &world->desks[i];
    const char *centre = centres[world->n_desks > 2 ? i % G_N_ELEMENTS (centres) : 0];

    clock_start (&desk->clock, world->seed * 16 + i + 1);
    desk->path = g_strdup_printf ("%s/desk%u.db", world->folder, i);
    desk->scope = g_strconcat ("centre:", centre, NULL);
    disk_copy (template, desk->path);
    desk->device = sz_id_new (&desk->clock.env);
    desk->who = (SzSession){ .id = sz_id_new (&desk->clock.env),
                             .account = sz_id_new (&desk->clock.env),
                             .device = desk->device,
                             .name = (char *) "somebody",
                             .display_name = (char *) "Somebody",
                             .role = SZ_ROLE_COORDINATOR,
                             .centre = (char *) centre,
                             .grants = 1,
                             .generation = sz_catalogue_generation () };
    desk_start (world, i);
}

void
desk_end (World *world, unsigned i)
{
    Desk *desk = &world->desks[i];

    desk_stop (world, i);
    disk_remove (desk->path);
    desk_remove_beside (desk->path);
    clock_end (&desk->clock);
    g_free (desk->path);
    g_free (desk->scope);
}
