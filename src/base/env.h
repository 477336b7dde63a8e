/* SPDX-License-Identifier: EUPL-1.2 */
/* The seam through which the sync core and the server core see the world. Production code gets
 * sz_env_default(); a simulation passes its own clock and randomness and so replays exactly. */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

G_BEGIN_DECLS

/* How far the ids of one environment have come (base/id.h). */
typedef struct {
    int64_t ms;
    unsigned counter; /* within the ms */
} SzIdClock;

typedef struct {
    int64_t (*now_ms) (void *data);       /* wall clock, ms since 1970 UTC: display and ids only */
    int64_t (*monotonic_ms) (void *data); /* never goes back: timers and leases */
    void (*random) (void *data, void *bytes, size_t n);
    void *data;
    SzIdClock *ids; /* (nullable): the calling thread's own; a replay needs one per environment */
} SzEnv;

/* The real clock and the system's randomness; static, thread-safe. */
const SzEnv *sz_env_default (void);

#ifdef SZ_MUTANTS
/* For the simulation: what sz_env_default gives until it is told otherwise (NULL: the real one). */
void sz_env_stand_in (const SzEnv *env);
#endif

/* A deterministic environment: the clock starts at start_ms and advances 1 ms per call, the
 * randomness follows from the seed. For the demonstration centre and tests. One thread. Free
 * with g_free. */
SzEnv *sz_env_new_seeded (uint64_t seed, int64_t start_ms);

int64_t sz_env_now_ms (const SzEnv *env);
int64_t sz_env_monotonic_ms (const SzEnv *env);
void sz_env_random (const SzEnv *env, void *bytes, size_t n);

/* Uniform in [0, bound), bound > 0. */
uint64_t sz_env_below (const SzEnv *env, uint64_t bound);

/* Uniform in [0, 1). */
double sz_env_unit (const SzEnv *env);

G_END_DECLS
