/* SPDX-License-Identifier: EUPL-1.2 */
/* Waiting times between tries (backoff.h). */
#define G_LOG_DOMAIN "sz-backoff"

#include "config.h"

#include "sync/backoff.h"

#include "base/env.h"

#define FIRST_MS 1000
#define LONGEST_MS 300000

unsigned
sz_backoff_next (SzBackoff *backoff, unsigned asked_ms)
{
    unsigned ceiling = FIRST_MS;

    for (unsigned i = 0; i < backoff->failures && ceiling < LONGEST_MS; i++)
        ceiling *= 2;
    backoff->failures++;
    /* Not all desks at the same moment. */
    if (asked_ms > 0)
        return asked_ms + (unsigned) sz_env_below (sz_env_default (), asked_ms / 4 + FIRST_MS);
    return 1 + (unsigned) sz_env_below (sz_env_default (), MIN (ceiling, LONGEST_MS));
}

void
sz_backoff_reset (SzBackoff *backoff)
{
    backoff->failures = 0;
}
