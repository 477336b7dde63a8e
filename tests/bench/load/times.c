/* SPDX-License-Identifier: EUPL-1.2 */
/* See times.h. */
#include "times.h"

void
times_add (Times *times, gint64 since_us)
{
    gint64 ms = CLAMP ((g_get_monotonic_time () - since_us) / 1000, 0, TIMES_MAX - 1);
    times->buckets[ms]++;
    times->longest = MAX (times->longest, (unsigned) ms);
    times->n++;
}

void
times_add_all (Times *to, const Times *times)
{
    to->n += times->n;
    to->longest = MAX (to->longest, times->longest);
    for (unsigned ms = 0; ms < TIMES_MAX; ms++)
        to->buckets[ms] += times->buckets[ms];
}

unsigned
times_percentile (const Times *times, unsigned of)
{
    guint64 wanted = (guint64) times->n * of / 100, seen = 0;
    for (unsigned ms = 0; ms < TIMES_MAX; ms++)
        if ((seen += times->buckets[ms]) > wanted)
            return ms;
    return times->longest;
}
