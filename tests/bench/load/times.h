/* SPDX-License-Identifier: EUPL-1.2 */
/* How long things took, to the millisecond, in memory that processes can share. */
#pragma once

#include <glib.h>

#define TIMES_MAX 20000 /* milliseconds; what takes longer counts as that */

typedef struct {
    unsigned n;
    unsigned longest;
    unsigned buckets[TIMES_MAX];
} Times;

/* From a monotonic time until now. */
void times_add (Times *times, gint64 since_us);
void times_add_all (Times *to, const Times *times);
unsigned times_percentile (const Times *times, unsigned of);
