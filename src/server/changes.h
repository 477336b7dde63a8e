/* SPDX-License-Identifier: EUPL-1.2 */
/* The records that one transaction changes. They are read and changed in memory; writing takes the
 * numbers from the clocks as late as can be, in the order of the scopes, and moves each record's line
 * of the change index. The caller begins and commits. */
#pragma once

#include "server/core.h"

G_BEGIN_DECLS

/* What a line of the change index says. */
typedef enum {
    SZ_CHANGE_DELETE = 0,
    SZ_CHANGE_PUT = 1,
    SZ_CHANGE_ENTER = 2, /* a pupil with the whole file (transfer.h) */
    SZ_CHANGE_LEAVE = 3,
} SzChangeType;

typedef struct {
    const SzKind *kind;
    SzId id;
    SzRecord *record; /* (owned) (nullable): NULL when it is not there, or deleted */
    int64_t scope;    /* -1: never seen */
    int64_t seq;      /* of its last change; 0: none */
    int64_t rev;
    bool buried; /* it has a tombstone */
    bool changed;
} SzEntry;

typedef struct SzChanges SzChanges;

SzChanges *sz_changes_new (SzCore *core);
void sz_changes_free (SzChanges *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzChanges, sz_changes_free)

/* As it stands now, changes of this transaction included; borrowed. NULL on a database error. */
SzEntry *sz_changes_get (SzChanges *self, const SzKind *kind, const SzId *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Takes the record as the new state; `scope` counts for one that was never seen. NULL deletes. */
void sz_changes_set (SzChanges *self, SzEntry *entry, SzRecord *record, int64_t scope);

bool sz_changes_is_empty (SzChanges *self);

/* All entries in the order they were asked for; borrowed. (element-type SzEntry) */
GPtrArray *sz_changes_entries (SzChanges *self);

/* Writes what changed. The records then carry their new revisions, the entries their new seq. */
bool sz_changes_write (SzChanges *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Numbers of a scope for bulk work: taken 1,000 at a time, what is left goes back before the commit. */
typedef struct {
    int64_t scope;
    int64_t next;
    int64_t last;
} SzNumbers;

bool sz_numbers_take (SzCore *core, SzNumbers *numbers, int64_t *seq, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
bool
sz_numbers_give_back (SzCore *core, SzNumbers *numbers, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The first of `count` new numbers of a scope; a negative count gives back. */
bool sz_clock_advance (SzCore *core, int64_t scope, int64_t count, int64_t *first, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* One change at a number that was taken: the record and its line of the change index. */
bool sz_change_write (SzCore *core, SzEntry *entry, int64_t seq, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* A record's own line away from the change index. */
bool sz_change_remove (SzCore *core, int64_t scope, int64_t seq, const SzId *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* A record into another scope, as its record stands in `entry`, without a line of its own: the one at `seq` speaks for it. */
bool sz_change_move (SzCore *core, SzEntry *entry, int64_t scope, int64_t seq, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* The same with a line of its own, once the changes are written. */
bool sz_change_leave (SzCore *core, SzEntry *entry, int64_t scope, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
