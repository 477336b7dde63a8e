/* SPDX-License-Identifier: EUPL-1.2 */
/* The time of one machine, which may be set wrong (world.h). */
#include "world.h"

#define START_MS INT64_C (1600000000000)
#define HOUR_MS INT64_C (3600000)

static int64_t
now_ms (void *data)
{
    const Clock *clock = data;

    return sz_env_now_ms (clock->seeded) + clock->ahead_ms;
}

static int64_t
monotonic_ms (void *data)
{
    const Clock *clock = data;

    return sz_env_monotonic_ms (clock->seeded);
}

static void
random_bytes (void *data, void *bytes, size_t n)
{
    const Clock *clock = data;

    sz_env_random (clock->seeded, bytes, n);
}

void
clock_start (Clock *clock, uint64_t seed)
{
    clock->seeded = sz_env_new_seeded (seed, START_MS);
    clock->env = (SzEnv){ .now_ms = now_ms,
                          .monotonic_ms = monotonic_ms,
                          .random = random_bytes,
                          .data = clock,
                          .ids = clock->seeded->ids };
}

void
clock_end (Clock *clock)
{
    sz_env_stand_in (NULL);
    g_clear_pointer (&clock->seeded, g_free);
}

void
clock_use (const Clock *clock)
{
    sz_env_stand_in (&clock->env);
}

/* Some hours or some years, either way; or right again. */
void
clock_jump (World *world, Clock *clock)
{
    int64_t hours = 1 + world_below (world, world_below (world, 2) == 0 ? 24 : 40000);

    clock->ahead_ms = world_below (world, 4) == 0 ? 0 : hours * HOUR_MS;
    if (world_below (world, 2) == 0)
        clock->ahead_ms = -clock->ahead_ms;
}
