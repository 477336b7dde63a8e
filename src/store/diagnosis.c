/* SPDX-License-Identifier: EUPL-1.2 */
/* Facts about the cache (diagnosis.h). */
#define G_LOG_DOMAIN "sz-diagnosis"

#include "config.h"

#include "store/diagnosis.h"

#include "store/store_private.h"

#include <glib/gstdio.h>

static void
scope_free (void *data)
{
    SzScopeState *scope = data;

    g_free (scope->name);
    g_free (scope);
}

GPtrArray *
sz_store_scopes (SzStore *self, GError **error)
{
    g_autoptr (GPtrArray) scopes = g_ptr_array_new_with_free_func (scope_free);
    SzStatement *statement = sz_db_statement (self->reader, "store/cursor_list", error);
    SzStep step;

    if (statement == NULL)
        return NULL;
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        SzScopeState *scope = g_new0 (SzScopeState, 1);

        scope->name = g_strdup (sz_column_text (statement, 0));
        scope->seq = sz_column_integer (statement, 1);
        scope->complete = sz_column_integer (statement, 2) != 0;
        g_ptr_array_add (scopes, scope);
    }
    return step == SZ_STEP_DONE ? g_steal_pointer (&scopes) : NULL;
}

int64_t
sz_store_size (SzStore *self)
{
    static const char *const endings[] = { "", "-wal", "-shm" };
    int64_t size = -1;

    for (size_t i = 0; i < G_N_ELEMENTS (endings); i++) {
        g_autofree char *path = g_strconcat (self->path, endings[i], NULL);
        GStatBuf info;

        if (g_stat (path, &info) == 0)
            size = MAX (size, 0) + info.st_size;
    }
    return size;
}

int64_t
sz_store_free_space (SzStore *self)
{
    g_autoptr (GFile) file = g_file_new_for_path (self->path);
    g_autoptr (GFileInfo) info =
        g_file_query_filesystem_info (file, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, NULL, NULL);

    if (info == NULL || !g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE))
        return -1;
    return (int64_t) g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE);
}

char *
sz_store_cipher_version (SzStore *self)
{
    return sz_db_cipher_version (self->reader);
}
