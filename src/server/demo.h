/* SPDX-License-Identifier: EUPL-1.2 */
/* The demonstration centre: plausible people in real schools, the same for the same size and seed.
 * Every national number is in the test range, so that no made-up pupil bears a real person's number.
 * What is real and what is not stands in data/demo/README.md. */
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

/* Writes everything through demo->put, a pupil's records one after the other. */
bool sz_demo_generate (const SzDemo *demo, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The number of the (first) demonstration centre. */
#define SZ_DEMO_CENTRE "99001"
#define SZ_DEMO_CENTRE_NUMBER 99001

G_END_DECLS
