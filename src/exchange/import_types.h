/* SPDX-License-Identifier: EUPL-1.2 */
/* What an intake is given, where it keeps its records, and what it counts. */
#pragma once

#include "record/record.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where records are found and kept. Everything runs in one transaction of the caller, who rolls it back on a
 * dry run or when sz_import fails. Each function: false with an error when storage fails. `scope` is
 * "reference" or "centre:114". */
typedef struct {
    void *data;
    const SzEnv *env;

    /* The whole stored record whose key fields equal those of `key`; `*found` (owned by the caller) is NULL when
     * there is none. */
    bool (*find) (void *data,
                  const char *scope,
                  const SzRecord *key,
                  SzRecord **found,
                  GError **error);

    /* (nullable): a row puts the pupil whom the key fields of `key` name in a school of `scope` from the day `from` on (SZ_DATE_NONE: not
     * now). *home (owned by the caller) is where the pupil's records go: `scope`, to which the file of another centre comes
     * when it knows of no later enrolment, or else the scope that has the file. */
    bool (*settle) (void *data,
                    const char *scope,
                    const SzRecord *key,
                    SzDate from,
                    char **home,
                    GError **error);

    /* The same by id. */
    bool (*get) (void *data, const SzKind *kind, const SzId *id, SzRecord **found, GError **error);

    /* All records of a kind in a scope: asked only of short lists (municipalities, centres, vaccines, staff).
     * (element-type SzRecord) */
    GPtrArray *(*list) (void *data, const char *scope, const SzKind *kind, GError **error);

    /* Keeps `after`, a whole checked record; `before` is what is stored, NULL when it is new. */
    bool (*put) (void *data,
                 const char *scope,
                 const SzRecord *before,
                 const SzRecord *after,
                 GError **error);

    /* Notes that this run saw the record on `line`, if it is the first time; `*first` is the line of the first time. */
    bool (*mark) (void *data, const SzId *id, size_t line, size_t *first, GError **error);
} SzImportSink;

typedef struct {
    size_t rows; /* = created + changed + unchanged + rejected */
    size_t created;
    size_t changed;
    size_t unchanged;
    size_t rejected;
} SzImportCounts;

typedef struct {
    const char *file_name; /* (nullable): holds the day of some files */
    const char
        *centre; /* (nullable): number of the centre that gets the records; else the school's own */
    SzDate day;  /* of a file whose name does not say it; SZ_DATE_NONE */
    SzDate today; /* SZ_DATE_NONE: by the clock */
    bool allow_test_numbers;
    GOutputStream
        *rejects; /* (nullable): line;column;reason and then the row itself, UTF-8 with BOM */

    /* (nullable): each 65,536 rows and at the end. */
    void (*progress) (int64_t bytes, const SzImportCounts *counts, void *data);
    void *progress_data;

    /* (nullable): each row that is not taken, with a sentence for people. */
    void (*reject) (size_t line, const char *reason, void *data);
    void *reject_data;
} SzImportOptions;

G_END_DECLS
