/* SPDX-License-Identifier: EUPL-1.2 */
/* How a server notices that it was put back from a copy. Each run of it has a random name and notes from which number of each
 * scope on it gives them out. A desk shows with every pull what it has seen: a number that this database says another run
 * gave out, or will give out, was lost with what came after the copy. Then a new history begins (PROTOCOL.md section 4). */
#pragma once

#include "server/core.h"

G_BEGIN_DECLS

/* A new run, for the core that will write. */
bool sz_lineage_begin (SzCore *core, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the database stands on what it stood on when the present run began. Otherwise it may have lost what was committed in it,
 * and a new run begins, unless another connection has begun it already: that needs a core that writes. */
bool sz_lineage_on_same_ground (SzCore *core, bool *same, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool sz_lineage_follow (SzCore *core, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The run that gave out `seq` of a scope. */
bool sz_lineage_at (SzCore *core, int64_t scope, int64_t seq, int64_t *run, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* "scope had come to seq" in words that only this server writes; begins with 16 characters for the run. Free with g_free. */
char *sz_witness_new (SzCore *core, const char *scope, int64_t seq, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* `seen`: witnesses with commas. SZ_SERVER_ERROR_EPOCH when this database has lost what one of them saw; those of another
 * history or of no server at all say nothing. */
bool sz_witness_check (SzCore *core, const char *scope, const char *seen, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
