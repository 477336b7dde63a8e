/* SPDX-License-Identifier: EUPL-1.2 */
/* Keeps imported records in tables in memory, and runs imports into them (memory_sink.h). */
#define G_LOG_DOMAIN "test-memory-sink"

#include "memory_sink.h"

static char *
key_of (const char *scope, const SzRecord *record)
{
    GString *key = g_string_new (NULL);

    g_string_printf (key, "%s|%s", scope, record->kind->name);
    for (size_t i = 0; i < record->kind->n_fields; i++) {
        if ((record->kind->fields[i].flags & SZ_FIELD_KEY) == 0)
            continue;
        g_autofree char *value = sz_value_to_text (&record->values[i]);
        g_string_append_printf (key, "|%s", value);
    }
    return g_string_free (key, FALSE);
}

static bool
find (void *data, const char *scope, const SzRecord *key, SzRecord **found, GError **error)
{
    MemorySink *self = data;
    g_autofree char *text = key_of (scope, key);
    const SzRecord *record = g_hash_table_lookup (self->by_key, text);

    *found = record ? sz_record_copy (record) : NULL;
    return true;
}

static bool
get (void *data, const SzKind *kind, const SzId *id, SzRecord **found, GError **error)
{
    MemorySink *self = data;
    const SzRecord *record = g_hash_table_lookup (self->by_id, id);

    *found = record ? sz_record_copy (record) : NULL;
    return true;
}

static GPtrArray *
list (void *data, const char *scope, const SzKind *kind, GError **error)
{
    MemorySink *self = data;
    GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) sz_record_free);
    GHashTableIter iter;
    void *record = NULL;

    g_hash_table_iter_init (&iter, self->by_id);
    while (g_hash_table_iter_next (&iter, NULL, &record)) {
        if (((SzRecord *) record)->kind == kind)
            g_ptr_array_add (all, sz_record_copy (record));
    }
    return all;
}

static bool
put (void *data, const char *scope, const SzRecord *before, const SzRecord *after, GError **error)
{
    MemorySink *self = data;
    SzRecord *copy = sz_record_copy (after);
    g_autofree char *key = key_of (scope, copy);

    g_assert_cmpint (before != NULL, ==, g_hash_table_contains (self->by_id, &after->id));
    g_hash_table_replace (self->by_key, g_steal_pointer (&key), copy);
    g_hash_table_replace (self->by_id, &copy->id, copy);
    return true;
}

static bool
mark (void *data, const SzId *id, size_t line, size_t *first, GError **error)
{
    MemorySink *self = data;
    void *seen = g_hash_table_lookup (self->marks, id);

    *first = seen ? GPOINTER_TO_SIZE (seen) : line;
    if (seen == NULL)
        g_hash_table_insert (self->marks, g_memdup2 (id, sizeof *id), GSIZE_TO_POINTER (line));
    return true;
}

MemorySink *
memory_sink_new (void)
{
    MemorySink *self = g_new0 (MemorySink, 1);

    self->sink =
        (SzImportSink){ self, sz_env_new_seeded (7, 1606000000000), find, get, list, put, mark };
    self->by_id =
        g_hash_table_new_full (sz_id_hash, sz_id_hash_equal, NULL, (GDestroyNotify) sz_record_free);
    self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    self->marks = g_hash_table_new_full (sz_id_hash, sz_id_hash_equal, g_free, NULL);
    return self;
}

void
memory_sink_free (MemorySink *self)
{
    g_hash_table_unref (self->by_key);
    g_hash_table_unref (self->by_id);
    g_hash_table_unref (self->marks);
    g_free ((void *) self->sink.env);
    g_free (self);
}

size_t
memory_sink_count (MemorySink *self, const char *kind)
{
    g_autoptr (GPtrArray) all = list (self, NULL, sz_kind_by_name (kind), NULL);
    return all->len;
}

const SzRecord *
memory_sink_find (MemorySink *self, const char *kind, const char *field, const char *value)
{
    GHashTableIter iter;
    void *record = NULL;

    g_hash_table_iter_init (&iter, self->by_id);
    while (g_hash_table_iter_next (&iter, NULL, &record)) {
        if (((SzRecord *) record)->kind == sz_kind_by_name (kind) &&
            g_strcmp0 (sz_record_text (record, field), value) == 0)
            return record;
    }
    return NULL;
}

const SzRecord *
memory_sink_follow (MemorySink *self, const SzRecord *record, const char *field)
{
    const SzId *id = sz_record_reference (record, field);

    return id ? g_hash_table_lookup (self->by_id, id) : NULL;
}

SzImportOptions
import_options (void)
{
    return (SzImportOptions){ .day = SZ_DATE_NONE, .today = sz_date_new (2026, 11, 23) };
}

char *
memory_sink_import (MemorySink *self,
                    const char *kind,
                    const char *text,
                    size_t length,
                    SzImportOptions *options,
                    char **rejects)
{
    g_autoptr (GInputStream) stream =
        g_memory_input_stream_new_from_data (text, (gssize) length, NULL);
    g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
    g_autoptr (GError) error = NULL;
    SzImportCounts counts = { 0 };

    options->rejects = out;
    g_hash_table_remove_all (self->marks);
    bool done = sz_import (kind, stream, options, &self->sink, &counts, NULL, &error);
    g_assert_no_error (error);
    g_assert_true (done);
    g_assert_cmpuint (counts.rows, ==,
                      counts.created + counts.changed + counts.unchanged + counts.rejected);
    if (rejects != NULL) {
        GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM (out);
        *rejects = g_strndup (g_memory_output_stream_get_data (memory),
                              g_memory_output_stream_get_data_size (memory));
    }
    return g_strdup_printf ("%zu %zu %zu %zu %zu", counts.rows, counts.created, counts.changed,
                            counts.unchanged, counts.rejected);
}

char *
memory_sink_import_file (MemorySink *self,
                         const char *kind,
                         const char *name,
                         SzImportOptions *options,
                         char **rejects)
{
    g_autofree char *path =
        g_build_filename (g_getenv ("SCHOOLZICHT_SOURCE"), "..", "shared", "data", name, NULL);
    g_autofree char *base = g_path_get_basename (name);
    g_autofree char *text = NULL;
    g_autoptr (GError) error = NULL;
    size_t length = 0;

    if (!g_file_get_contents (path, &text, &length, &error)) {
        g_test_skip ("the open data files are not beside these sources");
        return NULL;
    }
    options->file_name = base;
    char *counts = memory_sink_import (self, kind, text, length, options, rejects);
    options->file_name = NULL;
    return counts;
}
