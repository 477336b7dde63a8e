/* SPDX-License-Identifier: EUPL-1.2 */
/* An operation: what one save changes, in one or more records, atomically. */
#pragma once

#include "record/record.h"

G_BEGIN_DECLS

typedef enum {
    SZ_VERB_CREATE,
    SZ_VERB_EDIT,
    SZ_VERB_DELETE,
} SzVerb;

typedef struct {
    SzVerb verb;
    SzRecord *
        base; /* (owned) (nullable for create): the values the author saw of every field of each touched unit; rev = base revision */
    SzRecord *set; /* (owned): id, kind, and the fields that change; for delete the id alone */
} SzPart;

typedef struct {
    SzId op_id;
    SzId device;
    int64_t n;        /* dense counter of the device, from 1; 0 until queued */
    char *scope;      /* (owned) (nullable): where its author worked; NULL before it is saved */
    char *epoch;      /* (owned) (nullable): the server history it was made against */
    int generation;   /* catalogue generation of the author */
    int64_t at_ms;    /* the author's clock: advisory */
    char *reason;     /* (owned) (nullable) */
    GPtrArray *parts; /* (owned) (element-type SzPart) */
    char *sealed;     /* (owned) (nullable): in place of parts, what only the server can read */
} SzOperation;

SzOperation *sz_operation_new (const SzEnv *env);
SzOperation *sz_operation_copy (const SzOperation *op);
void sz_operation_free (SzOperation *op);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzOperation, sz_operation_free)

/* Takes `record` (whole new record). */
void sz_operation_create (SzOperation *op, SzRecord *record);

/* Adds an edit from `before` (all fields, borrowed) to `after` (borrowed): only fields that differ
 * are set, base holds every field of each touched unit. False when nothing differs: nothing added. */
bool sz_operation_edit (SzOperation *op, const SzRecord *before, const SzRecord *after);

/* Adds a deletion; base holds everything of `before` (borrowed). */
void sz_operation_delete (SzOperation *op, const SzRecord *before);

/* A new operation that takes this one back (create <-> delete, edit with base and set exchanged). */
SzOperation *sz_operation_invert (const SzOperation *op, const SzEnv *env);

/* The outcome of merging one edit with the present record. */
typedef struct {
    SzRecord *apply; /* (owned): the fields to write; none present when nothing is left to do */
    GPtrArray *conflicts; /* (owned) (element-type utf8, static): names of units in conflict */
} SzMerge;

/* Three-way merge by unit on base values (PROTOCOL.md section 8): current = base, take mine;
 * current = mine, nothing to do; else the unit conflicts and current stays. Pure. */
SzMerge *sz_merge (const SzPart *edit, const SzRecord *current);
void sz_merge_free (SzMerge *merge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzMerge, sz_merge_free)

G_END_DECLS
