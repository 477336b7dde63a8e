/* SPDX-License-Identifier: EUPL-1.2 */
/* What the demonstration centre is asked for, and where its records go. */
#pragma once

#include "record/record.h"

G_BEGIN_DECLS

typedef struct {
    int64_t pupils; /* in all; up to 100,000 make one centre, more are spread over 61 */
    uint64_t seed;

    /* Writes one record into a scope ("reference" or "centre:<number>"); borrowed. */
    bool (*put) (void *data, const SzRecord *record, const char *scope, GError **error);

    /* The id of the reference record with the key fields of `key`; false without error when there is none. */
    bool (*find) (void *data, const SzRecord *key, SzId *id, GError **error);

    /* Pupils made so far; may be NULL. */
    void (*progress) (void *data, int64_t done, int64_t of);

    void *data;
} SzDemo;

/* The number of the (first) demonstration centre. */
#define SZ_DEMO_CENTRE "99001"
#define SZ_DEMO_CENTRE_NUMBER 99001

G_END_DECLS
