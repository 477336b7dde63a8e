/* SPDX-License-Identifier: EUPL-1.2 */
/* The logic of the desk's cache on one database connection, without threads, sockets or a clock of
 * its own: saving, the outbox, the server's rows (PROTOCOL.md section 12). SzStore runs it on its
 * worker; a simulation can run it anywhere. */
#pragma once

#include "db/records.h"
#include "record/line.h"
#include "record/operation.h"

G_BEGIN_DECLS

/* What a transaction changed, so that lists and screens can follow. */
typedef struct {
    uint64_t kinds;     /* bit n: the n-th kind of the catalogue */
    GHashTable *pupils; /* (owned): set of SzId */
    bool everybody;     /* a name that many show has changed: make the lists anew */
    bool forget;        /* a file has left: no trace of it may stay in the cache */
    bool bulk;          /* a first sync: collects kinds only, the lists are made at its end */
} SzTouched;

void sz_touched_init (SzTouched *touched);
void sz_touched_clear (SzTouched *touched);

/* A record is, was, or both; either may be NULL. */
void sz_touched_add (SzTouched *touched, const SzRecord *before, const SzRecord *after);

/* Within a transaction of the caller: records (set of SzId) have left this desk for good. Accepted operations that name them
 * are sealed, those still on their way stay. */
bool sz_cache_forget (SzDb *db, GHashTable *gone, SzTouched *touched, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* The same for all scopes but those named (NULL-closed): this person has no right to them any more. Nothing is done while
 * something has not been sent yet. */
bool sz_cache_keep_scopes (SzDb *db, const char *const *scopes, SzTouched *touched, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* An accepted operation of the journal, by its n, into words that only the server can read (seal.h). */
bool sz_cache_seal_accepted (SzDb *db, int64_t n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The first column of a resource without parameters. (element-type utf8) */
GPtrArray *
sz_cache_list_texts (SzDb *db, const char *resource, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The scopes that were ever fetched. (element-type utf8) */
GPtrArray *sz_cache_scopes (SzDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Facts. NULL and "" when unknown. */
char *sz_cache_fact (SzDb *db, const char *name);
bool sz_cache_set_fact (SzDb *db, const char *name, const char *value, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Within a transaction of the caller: gives the op its n, writes what the user sees, keeps the server's
 * values, queues the op. `undoable`: remember it for undo. */
bool sz_cache_save (SzDb *db, SzOperation *op, bool undoable, SzTouched *touched, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* For undo: an operation saved as not undoable, or several saves as one. */
bool sz_cache_remember (SzDb *db, const SzOperation *op, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The oldest operations without a receipt, as JSON lines; at most `limit`, together at most `bytes` (but one at least). */
GPtrArray *
sz_cache_unsent (SzDb *db, int limit, size_t bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The operation as it is sent: one that the server had accepted before it lost some of its history goes with its proof
 * (nullable). Free with g_free. */
char *sz_cache_with_proof (const char *body, const char *proof);

/* The server's answer to an operation. */
typedef struct {
    SzId op;
    const char *outcome;
    const char *scope;
    int64_t seq;
    const char
        *proof; /* (nullable): JSON that goes with the operation should it ever be sent again */
    const char *witness; /* (nullable): how far the server was */
} SzKept;

bool sz_cache_receipt (SzDb *db, const SzKept *kept, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The witnesses of receipts in a scope that no pull has confirmed yet, with commas; "" when there are none. */
char *sz_cache_witnesses (SzDb *db, const char *scope, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Lets operations go whose effect has come back (cursor of `scope` at `seq`), and shows the server's values again. */
bool sz_cache_prune (SzDb *db,
                     const char *scope,
                     int64_t seq,
                     int64_t now_ms,
                     SzTouched *touched,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One operation of the outbox goes into the journal, and what it touched is shown anew. */
bool sz_cache_finish (SzDb *db, int64_t n, int64_t now_ms, SzTouched *touched, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* A new device id: the unsent operations are counted anew from 1 (412 device-fork). */
bool sz_cache_renumber (SzDb *db, const SzId *device, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The epoch of the server for operations not yet sent and those to come. *is_new: the server has begun a new history since;
 * what it had accepted waits to be sent again, and every scope must be fetched from the start. */
bool sz_cache_set_epoch (SzDb *db,
                         const char *epoch,
                         SzTouched *touched,
                         bool *is_new,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The server's time at the last session. The journal goes by it: a machine whose clock is set wrong must not empty it. */
int64_t sz_cache_server_ms (SzDb *db);
bool sz_cache_set_server_ms (SzDb *db, int64_t ms, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Lets accepted operations go that are too old to be given back to a server; now_ms is the server's. */
bool sz_cache_trim_journal (SzDb *db, int64_t now_ms, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For cache.c and history.c: the next n of this device, counted on; an operation into the outbox. */
bool sz_cache_take_n (SzDb *db, int64_t *n, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool sz_cache_queue (SzDb *db, const SzOperation *op, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A count from a resource without parameters; -1 on error. */
int64_t sz_cache_count (SzDb *db, const char *resource, GError **error);

/* overlay.c: */

/* Keeps what the server has of a record before the first operation on its way touches it. */
bool sz_overlay_keep_base (SzDb *db, const SzKind *kind, const SzId *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* The server's newer values of a record with operations on their way; `record` NULL: deleted there. */
bool sz_overlay_new_base (SzDb *db,
                          const SzKind *kind,
                          const SzId *id,
                          const SzRecord *record,
                          const SzPlace *place,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Shows base plus the operations on their way; without any, base alone, and forgets it. */
bool sz_overlay_replay (SzDb *db,
                        const SzKind *kind,
                        const SzId *id,
                        SzTouched *touched,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The whole record a part leaves behind; NULL for a deletion. `current` may be NULL. */
SzRecord *sz_overlay_after (const SzPart *part, const SzRecord *current);

G_END_DECLS
