/* SPDX-License-Identifier: EUPL-1.2 */
/* Writes the server's rows into the cache (PROTOCOL.md section 5): the caller opens the transaction,
 * declares kinds as the stream does, hands over rows as tokens, and closes with the cursor that covers
 * them. On one thread, without a clock. */
#pragma once

#include "store/cache.h"

G_BEGIN_DECLS

typedef struct SzApply SzApply;

/* For one scope on one connection. `touched` (borrowed) collects. */
SzApply *sz_apply_new (SzDb *db, const char *scope, SzTouched *touched, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void sz_apply_free (SzApply *apply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzApply, sz_apply_free)

/* Again at the start of each transaction: which records have operations on their way. */
bool sz_apply_begin (SzApply *apply, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A kind's declaration: fields in the order of the values to come. A kind or field that this program
 * does not have is passed over. */
void sz_apply_declare (SzApply *apply,
                       int number,
                       const char *name,
                       const char *const *fields,
                       size_t n);

/* One row. SZ_WIRE_ERROR_* when it is not what was declared. */
bool sz_apply_row (SzApply *apply, const SzToken *tokens, size_t n, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* The cursor that covers the rows since begin; `complete` at an end line. Before the commit. */
bool sz_apply_cursor (SzApply *apply,
                      const char *cursor,
                      int64_t seq,
                      bool complete,
                      int64_t now_ms,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
