/* SPDX-License-Identifier: EUPL-1.2 */
/* What the lists show of pupils, read from the records (pupil_facts.sql) with the keys they are ordered by and the words
 * they are found by. Schools, classes and towns are shared between the pupils of a batch. */
#pragma once

#include "store/cache.h"

G_BEGIN_DECLS

/* A school, class or town as the lists know it. */
typedef struct {
    SzId id;
    char *name;   /* (owned) (nullable) */
    char *key;    /* (owned): what lists are ordered by */
    char *folded; /* (owned): the words that find it */
} SzShown;

/* All texts are the batch's. */
typedef struct {
    SzId pupil;
    const char *name;            /* "Peeters, Lotte" */
    const char *key;             /* what names are ordered by */
    const char *folded;          /* the words of the name */
    const char *birth_date;      /* (nullable) */
    const char *national_number; /* (nullable) */
    const SzShown *school;       /* (nullable), as are these */
    const SzShown *class_group;
    const SzShown *town;
} SzPupilFacts;

typedef struct SzPupilBatch SzPupilBatch;

/* Of the pupils whose ids lie between `from` and `to`, by id; both included. NULL on error. */
SzPupilBatch *sz_pupil_batch_load (SzDb *db,
                                   const SzId *from,
                                   const SzId *to,
                                   const char *today,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sz_pupil_batch_free (SzPupilBatch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzPupilBatch, sz_pupil_batch_free)

unsigned sz_pupil_batch_count (SzPupilBatch *batch);
const SzPupilFacts *sz_pupil_batch_get (SzPupilBatch *batch, unsigned i);

/* By name; equal names by id. */
void sz_pupil_batch_sort (SzPupilBatch *batch);

G_END_DECLS
