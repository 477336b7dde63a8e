/* SPDX-License-Identifier: EUPL-1.2 */
/* A sink of imports that keeps records in memory, for tests. */
#pragma once

#include "exchange/import.h"

G_BEGIN_DECLS

typedef struct {
    SzImportSink sink;
    GHashTable *by_id;  /* (owned) (element-type SzId SzRecord) */
    GHashTable *by_key; /* (owned) (element-type utf8 SzRecord): scope, kind and key fields */
    GHashTable *marks;  /* (owned) (element-type SzId size_t): cleared by each run */
} MemorySink;

MemorySink *memory_sink_new (void);
void memory_sink_free (MemorySink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MemorySink, memory_sink_free)

/* How many records of the kind there are. */
size_t memory_sink_count (MemorySink *self, const char *kind);

/* The record whose text field has this value, NULL when none; borrowed. */
const SzRecord *
memory_sink_find (MemorySink *self, const char *kind, const char *field, const char *value);

/* The record that a reference of `record` points to; borrowed. */
const SzRecord *memory_sink_follow (MemorySink *self, const SzRecord *record, const char *field);

/* Imports bytes; `rejects` (nullable) gets the text of the rejects file. The counts as "rows created changed
 * unchanged rejected". */
char *memory_sink_import (MemorySink *self,
                          const char *kind,
                          const char *text,
                          size_t length,
                          SzImportOptions *options,
                          char **rejects);

/* The same from a file of the open data beside the sources; skips the test when it is not there. NULL then. */
char *memory_sink_import_file (MemorySink *self,
                               const char *kind,
                               const char *name,
                               SzImportOptions *options,
                               char **rejects);

/* Options with nothing set but today, 2026-11-23. */
SzImportOptions import_options (void);

G_END_DECLS
