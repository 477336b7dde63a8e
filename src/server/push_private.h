/* SPDX-License-Identifier: EUPL-1.2 */
/* What push.c (the operation) and push_part.c (its parts) share. Private to these two. */
#pragma once

#include "record/control.h"
#include "record/operation.h"
#include "server/changes.h"
#include "server/receipt.h"
#include "server/session.h"

G_BEGIN_DECLS

/* A unit that waits for a person. The texts are JSON of fields. */
typedef struct {
    const SzKind *kind;
    SzId id;
    const char *unit;   /* NULL: the whole record, which was to be deleted */
    const char *detail; /* (nullable) */
    char *base;
    char *theirs;
    char *mine;
} SzConflict;

/* What becomes of one record, for the history. */
typedef struct {
    SzEntry *entry; /* (borrowed): of the changes */
    const char *verb;
    char *old; /* (nullable) */
    char *new; /* (nullable) */
} SzTrace;

typedef struct {
    SzCore *core;             /* (borrowed) */
    const SzSession *session; /* (borrowed) */
    SzChanges *changes;       /* (owned) */
    GPtrArray *conflicts;     /* (owned) (element-type SzConflict) */
    GPtrArray *traces;        /* (owned) (element-type SzTrace) */
    int64_t home;             /* scope.id of the centre */
    int64_t reference;        /* scope.id */
    bool proven;              /* accepted before, in a history that is lost */
    bool left;                /* its author works at another centre by now */
    bool merged;              /* someone else changed other units meanwhile */
    const char *parked;       /* the reason, once a part cannot be */
    SzId missing;             /* of the reason unknown-record */
    int64_t elsewhere;        /* of the reason moved: the scope that has the file now */
} SzPush;

/* push.c */
void sz_push_clear (SzPush *push);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SzPush, sz_push_clear)

/* A whole operation, written; outcome and reviews of the receipt are filled in. False: push->parked says why not and nothing
 * was written, or else `error` is set. */
bool sz_push_take (SzPush *push, const char *line, SzReceipt *receipt, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* For a review that nobody has decided yet; taken. The author is the session's person. */
SzRecord *sz_push_new_review (SzPush *push, const char *reason, const char *detail);

/* The same id for the same operation: should the server lose both and get the operation again, what a person decided finds
 * its review. */
void sz_push_name_review (SzRecord *review, const SzId *op);
bool sz_push_add_review (SzPush *push,
                         SzRecord *review,
                         int64_t scope,
                         const SzId *op,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The review of a whole operation that waits for a person, as it came. */
SzRecord *
sz_push_new_parked (SzPush *push, const char *reason, SzControl *control, const char *line);

/* push_moved.c: an operation on a pupil whose file has gone to push->elsewhere. *moved: it is about that file and nothing else,
 * so that its centre may see it. Then it waits there for a person, and its author is told so here, without what it says. */
bool sz_moved_find (SzPush *push, const char *line, bool *moved, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
bool sz_moved_raise (SzPush *push,
                     SzControl *control,
                     const char *line,
                     SzReceipt *receipt,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* push_waiting.c: an operation that was parked because push->missing is not there, and those that waited for what this push
 * has just written. */
bool sz_waiting_add (SzPush *push, const char *line, const SzReceipt *receipt, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
bool sz_waiting_replay (SzPush *push, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* push_part.c. False: push->parked says why not, or else `error` is set. */
bool sz_push_part (SzPush *push, const SzPart *part, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* After all parts: nothing that remains may refer to what was deleted. False as above. */
bool sz_push_check_deleted (SzPush *push, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
