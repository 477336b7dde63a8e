/* SPDX-License-Identifier: EUPL-1.2 */
/* Keeps what devices are told; session.c tells it to them. See device.h. */
#define G_LOG_DOMAIN "sz-device"

#include "config.h"

#include "server/device.h"

#include "base/errors.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const names[] = {
    [SZ_WIPE_NONE] = "none",
    [SZ_WIPE_AFTER_UPLOAD] = "after-upload",
    [SZ_WIPE_NOW] = "now",
};

static void
row_free (void *data)
{
    SzDeviceRow *row = data;
    g_free (row->name);
    g_free (row->device_name);
    g_free (row->version);
    g_free (row);
}

const char *
sz_wipe_name (SzWipe wipe)
{
    return names[wipe];
}

SzWipe
sz_wipe_of_row (SzStatement *statement, int column)
{
    const char *name = sz_column_text (statement, column);
    if (!sz_column_is_null (statement, column + 1))
        return SZ_WIPE_NOW;
    for (size_t i = 0; name != NULL && i < G_N_ELEMENTS (names); i++)
        if (strcmp (names[i], name) == 0)
            return (SzWipe) i;
    return SZ_WIPE_NONE;
}

bool
sz_device_wipe (SzCore *core, const SzId *device, SzWipe wipe, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/device_wipe", error);
    if (statement == NULL)
        return false;
    sz_bind_id (statement, "device", device);
    sz_bind_text (statement, "wipe", sz_wipe_name (wipe));
    sz_bind_integer (statement, "at", sz_env_now_ms (core->env));
    if (!sz_run (statement, error))
        return false;
    if (sz_db_changes (core->db) > 0)
        return true;
    g_set_error_literal (error, SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND,
                         N_ ("no such device has signed in, or it has been wiped already"));
    return false;
}

bool
sz_device_follow (SzCore *core, const SzId *before, const SzId *device, GError **error)
{
    SzStatement *statement;
    if (sz_id_equal (before, device))
        return true;
    statement = sz_db_statement (core->db, "server/device_follow", error);
    if (statement == NULL)
        return false;
    sz_bind_id (statement, "before", before);
    sz_bind_id (statement, "device", device);
    return sz_run (statement, error);
}

bool
sz_device_wiped (SzCore *core, const uint8_t token[SZ_TOKEN_HASH], GError **error)
{
    int64_t now = sz_env_now_ms (core->env);
    SzStatement *statement = sz_db_statement (core->db, "server/device_wiped", error);
    if (statement == NULL)
        return false;
    sz_bind_blob (statement, "token", token, SZ_TOKEN_HASH);
    sz_bind_integer (statement, "at", now);
    if (!sz_run (statement, error))
        return false;
    if (sz_db_changes (core->db) == 0) {
        g_set_error_literal (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_NOT_FOUND,
                             "no device that was told to wipe itself");
        return false;
    }
    statement = sz_db_statement (core->db, "server/device_end", error);
    if (statement == NULL)
        return false;
    sz_bind_blob (statement, "token", token, SZ_TOKEN_HASH);
    sz_bind_integer (statement, "at", now);
    return sz_run (statement, error);
}

GPtrArray *
sz_device_list (SzCore *core, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/device_list", error);
    if (statement == NULL)
        return NULL;
    g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);
    SzStep step;
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        SzDeviceRow *row = g_new0 (SzDeviceRow, 1);
        sz_column_id (statement, 0, &row->id);
        row->name = g_strdup (sz_column_text (statement, 1));
        row->device_name = g_strdup (sz_column_text (statement, 2));
        row->version = g_strdup (sz_column_text (statement, 3));
        row->last_used_ms = sz_column_integer (statement, 4);
        row->wipe = sz_wipe_of_row (statement, 5);
        row->wiped_ms = sz_column_integer (statement, 6);
        g_ptr_array_add (rows, row);
    }
    return step == SZ_STEP_DONE ? g_steal_pointer (&rows) : NULL;
}

bool
sz_device_lease (SzCore *core, int *days, GError **error)
{
    g_autoptr (GError) problem = NULL;
    g_autofree char *text = sz_core_fact (core, "lease-days", &problem);
    if (problem != NULL) {
        g_propagate_error (error, g_steal_pointer (&problem));
        return false;
    }
    *days = text != NULL ? (int) g_ascii_strtoll (text, NULL, 10) : SZ_LEASE_DAYS;
    return true;
}

bool
sz_device_set_lease (SzCore *core, int days, GError **error)
{
    g_autofree char *text = g_strdup_printf ("%d", days);
    return sz_core_set_fact (core, "lease-days", text, error);
}
