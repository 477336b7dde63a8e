/* SPDX-License-Identifier: EUPL-1.2 */
/* The real environment and the seeded one behind base/env.h. */
#define G_LOG_DOMAIN "sz-env"

#include "base/env.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

static int64_t
real_now_ms (void *data)
{
    return g_get_real_time () / 1000;
}

static int64_t
real_monotonic_ms (void *data)
{
    return g_get_monotonic_time () / 1000;
}

static void
real_random (void *data, void *bytes, size_t n)
{
    uint8_t *at = bytes;

    while (n > 0) {
        ssize_t got = getrandom (at, n, 0);

        if (got < 0 && errno != EINTR)
            g_error ("no randomness from the system: %s", g_strerror (errno));
        if (got > 0) {
            at += got;
            n -= (size_t) got;
        }
    }
}

#ifdef SZ_MUTANTS
static const SzEnv *standing_in;

void
sz_env_stand_in (const SzEnv *env)
{
    standing_in = env;
}
#endif

const SzEnv *
sz_env_default (void)
{
    static const SzEnv env = {
        .now_ms = real_now_ms,
        .monotonic_ms = real_monotonic_ms,
        .random = real_random,
    };

#ifdef SZ_MUTANTS
    if (standing_in != NULL)
        return standing_in;
#endif
    return &env;
}

/* One allocation, so that g_free of the SzEnv frees it all. */
typedef struct {
    SzEnv env; /* first: the caller holds a pointer to it */
    SzIdClock ids;
    int64_t clock_ms;
    uint64_t state;
} Seeded;

static int64_t
seeded_clock (void *data)
{
    Seeded *self = data;

    return self->clock_ms++;
}

/* SplitMix64 (Steele, Lea, Flood 2014): every seed is good, and one word of state. */
static uint64_t
seeded_next (Seeded *self)
{
    uint64_t z = (self->state += UINT64_C (0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C (0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static void
seeded_random (void *data, void *bytes, size_t n)
{
    uint8_t *at = bytes;

    while (n > 0) {
        /* Little-endian, so that a seed gives the same bytes on every machine. */
        uint64_t word = GUINT64_TO_LE (seeded_next (data));
        size_t part = MIN (n, sizeof word);

        memcpy (at, &word, part);
        at += part;
        n -= part;
    }
}

SzEnv *
sz_env_new_seeded (uint64_t seed, int64_t start_ms)
{
    Seeded *self = g_new0 (Seeded, 1);

    self->clock_ms = start_ms;
    self->state = seed;
    self->env.now_ms = seeded_clock;
    self->env.monotonic_ms = seeded_clock;
    self->env.random = seeded_random;
    self->env.data = self;
    self->env.ids = &self->ids;
    return &self->env;
}

int64_t
sz_env_now_ms (const SzEnv *env)
{
    return env->now_ms (env->data);
}

int64_t
sz_env_monotonic_ms (const SzEnv *env)
{
    return env->monotonic_ms (env->data);
}

void
sz_env_random (const SzEnv *env, void *bytes, size_t n)
{
    env->random (env->data, bytes, n);
}

static uint64_t
random_word (const SzEnv *env)
{
    uint64_t word;

    sz_env_random (env, &word, sizeof word);
    return GUINT64_FROM_LE (word);
}

uint64_t
sz_env_below (const SzEnv *env, uint64_t bound)
{
    uint64_t uneven, word;

    g_return_val_if_fail (bound > 0, 0);

    /* The first 2^64 mod bound words would make small results likelier: draw again. */
    uneven = -bound % bound;
    do
        word = random_word (env);
    while (word < uneven);
    return word % bound;
}

double
sz_env_unit (const SzEnv *env)
{
    return (double) (random_word (env) >> 11) * 0x1.0p-53;
}
