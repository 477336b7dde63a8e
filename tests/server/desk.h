/* SPDX-License-Identifier: EUPL-1.2 */
/* A server core and a few people at it, for the tests of the core: no network, a clock and randomness that
 * repeat. */
#pragma once

#include "record/operation.h"
#include "server/core.h"
#include "server/session.h"

G_BEGIN_DECLS

typedef struct {
    char *folder; /* (owned) */
    SzEnv *env;   /* (owned) */
    SzCore *core; /* (owned) */
    SzSession an; /* two workers of centre 114 */
    SzSession bert;
    SzSession chris; /* one of centre 115 */
    int64_t n;       /* numbers given to operations so far, by device */
} World;

World *world_new (void);
void world_free (World *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/* A whole new pupil; `number` may be NULL. */
SzRecord *world_pupil (World *world, const char *last_name, const char *number);

/* Sends an operation (taken) and gives the receipt as text. */
char *world_send (World *world, const SzSession *who, SzOperation *op);

/* Sends one part only. */
char *world_create (World *world, const SzSession *who, const SzRecord *record);
char *world_edit (World *world,
                  const SzSession *who,
                  const SzRecord *seen,
                  const char *field,
                  const char *text);
char *world_delete (World *world, const SzSession *who, const SzRecord *seen);

/* The record as the server has it; NULL when it does not. */
SzRecord *world_get (World *world, const char *kind, const SzId *id);

/* The whole stream of a scope from a cursor (NULL: the start). */
char *world_pull (World *world, const SzSession *who, const char *scope, const char *cursor);

/* A member of a receipt: text, or the digits of a number. */
char *receipt_get (const char *receipt, const char *member);

/* No check finds a fault. */
void world_check (World *world);

/* Writes a record of the reference scope. */
void world_reference (World *world, const SzRecord *record);

G_END_DECLS
