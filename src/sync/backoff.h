/* SPDX-License-Identifier: EUPL-1.2 */
/* How long to wait before trying again: doubling from a second to five minutes, full jitter. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
    unsigned failures;
} SzBackoff;

/* Counts a failure and gives the ms to wait: what the server asked for (0: nothing), and a little more, or our own measure. */
unsigned sz_backoff_next (SzBackoff *backoff, unsigned asked_ms);

/* After a success, a click, or a network that came back. */
void sz_backoff_reset (SzBackoff *backoff);

G_END_DECLS
