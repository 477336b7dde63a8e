/* SPDX-License-Identifier: EUPL-1.2 */
/* Waiting times between tries (backoff.h). */
#define G_LOG_DOMAIN "sz-backoff"

#include "config.h"

#include "sync/backoff.h"

#define FIRST_MS 1000
#define LONGEST_MS 300000

unsigned
sz_backoff_next (SzBackoff *backoff, const SzEnv *env)
{
    unsigned ceiling = FIRST_MS;

    for (unsigned i = 0; i < backoff->failures && ceiling < LONGEST_MS; i++)
        ceiling *= 2;
    backoff->failures++;
    return 1 + (unsigned) sz_env_below (env, MIN (ceiling, LONGEST_MS));
}

void
sz_backoff_reset (SzBackoff *backoff)
{
    backoff->failures = 0;
}
