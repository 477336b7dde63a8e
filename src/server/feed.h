/* SPDX-License-Identifier: EUPL-1.2 */
/* The changes of a scope in their order, each with the row of its record. The records of a portion are asked for with one
 * statement a kind, not one a record: a database that is another process answers a few thousand rows as fast as one. */
#pragma once

#include "server/changes.h"

G_BEGIN_DECLS

/* Kinds have a bit each in a mask. */
#define SZ_FEED_KINDS 63

typedef struct SzFeed SzFeed;

typedef struct {
    int64_t seq;
    const SzKind *kind; /* (borrowed) */
    SzId id;
    SzChangeType type;
    SzStatement *
        row; /* (borrowed) (nullable): seq, rev, then the fields in catalogue order; of a put only */
} SzChange;

/* The changes after `from` and up to `to` of the kinds in the mask. Within one snapshot; nobody else reads changes on this
 * connection meanwhile. Takes nothing. */
SzFeed *sz_feed_new (SzCore *core, int64_t scope, int64_t from, int64_t to, int64_t kinds);

/* The next change, valid until the one after it. */
SzStep sz_feed_next (SzFeed *self, SzChange *change, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void sz_feed_free (SzFeed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzFeed, sz_feed_free)

G_END_DECLS
