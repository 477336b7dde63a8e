/* SPDX-License-Identifier: EUPL-1.2 */
/* The server without a network: one connection to the database, the clock and randomness it was given,
 * and what every request needs to know. No threads, no sockets: http_*.c drives it from workers, a
 * simulation drives it by itself. One thread at a time per core. */
#pragma once

#include "db/db.h"

G_BEGIN_DECLS

#define SZ_EPOCH_TEXT 33 /* with the closing NUL */
#define SZ_CURSOR_KEY 32
#define SZ_PROTOCOL 1

typedef struct {
    SzDb *db;         /* (owned) */
    const SzEnv *env; /* (borrowed) */
    bool allow_test_numbers;
    bool is_new; /* the database was made by this opening and holds nothing yet */
    char epoch[SZ_EPOCH_TEXT];
    uint8_t cursor_key[SZ_CURSOR_KEY];
    char *url; /* (owned) (nullable): of a PostgreSQL database, to open it anew */
    SzDbFlags flags;
    int64_t run; /* of the database when this connection was made (lineage.h) */
} SzCore;

/* Whether a database is one of PostgreSQL, not a file. */
bool sz_core_is_url (const char *path);

/* `path` is a file, or the URL of a PostgreSQL database; that has no key of ours.
 * The writer: makes or upgrades the tables, and gives a new database its epoch. */
SzCore *sz_core_open (const char *path, const uint8_t *key, const SzEnv *env, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* One more connection that writes, in the same run; another that only reads. */
SzCore *sz_core_open_writer (const char *path, const uint8_t *key, const SzEnv *env, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
SzCore *sz_core_open_reader (const char *path, const uint8_t *key, const SzEnv *env, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* For a core of which the connection is lost (sz_db_is_lost): makes another. Before it can be used, what another run of the database
 * server may have lost is told from what this one gives out (sz_lineage_follow). On failure it stays as it is. */
bool sz_core_reopen (SzCore *core, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void sz_core_close (SzCore *core);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzCore, sz_core_close)

/* The fact that says where the data went (moving.h): a database that has it is not opened. */
#define SZ_FACT_MOVED "moved"

void sz_core_refuse_moved (const char *place, GError **error);

/* One fact about this server; NULL without error when it was never noted. Writing: inside a transaction. */
char *sz_core_fact (SzCore *core, const char *name, GError **error);
bool sz_core_set_fact (SzCore *core, const char *name, const char *value, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* At the start of a request: another connection may have begun a new history. */
bool sz_core_refresh (SzCore *core, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What `epoch` named has been lost: a new history begins, unless one has begun already. */
bool
sz_core_leave_epoch (SzCore *core, const char *epoch, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Begins a new history: every desk pulls from the start. Inside a transaction. */
bool sz_core_new_epoch (SzCore *core, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* scope.id of a scope that exists; -1 without error when there is none. */
int64_t sz_core_scope (SzCore *core, const char *name, GError **error);

/* The clock of a scope; both 0 for one that has none yet. */
bool sz_core_clock (SzCore *core, int64_t scope, int64_t *seq, int64_t *min_seq, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Every scope that has a clock: (element-type SzClock), by name. */
typedef struct {
    char *scope;
    int64_t seq;
} SzClock;

GPtrArray *sz_core_clocks (SzCore *core, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
