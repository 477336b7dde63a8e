/* SPDX-License-Identifier: EUPL-1.2 */
/* The rows that ship (rule_data.h): {"kind": "rule", "records": [{"rule_table": "cluster", ...}]}, all values as texts. */
#define G_LOG_DOMAIN "sz-rule-data"

#include "config.h"

#include "rules/rule_data.h"

#include "record/control.h"

#include <gio/gio.h>

#define FOLDER SZ_RESOURCES "/rules/"

static SzRecord *
read_record (SzControl *item, const SzKind *kind, const char *file)
{
    SzId none = { 0 };
    SzRecord *record = sz_record_new (kind, &none);
    g_autoptr (GError) error = NULL;

    for (size_t i = 0; i < kind->n_fields; i++) {
        const char *text = sz_control_text (item, kind->fields[i].name);

        if (!sz_record_set_from_text (record, kind->fields[i].name, text != NULL ? text : "",
                                      &error))
            g_error ("%s: %s", file, error->message);
    }
    if (!sz_record_check (record, true, false, &error))
        g_error ("%s: %s", file, error->message);
    record->id = sz_record_id_from_key (record);
    return record;
}

static void
read_file (const char *file, GPtrArray *records)
{
    g_autofree char *path = g_strconcat (FOLDER, file, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, &error);
    g_autoptr (SzControl) document = NULL;
    const SzKind *kind;

    if (bytes != NULL)
        document = sz_control_parse (g_bytes_get_data (bytes, NULL),
                                     (gssize) g_bytes_get_size (bytes), &error);
    if (document == NULL)
        g_error ("%s: %s", file, error->message);
    kind = sz_kind_by_name (sz_control_text (document, "kind"));
    for (size_t i = 0; i < sz_control_count (document, "records"); i++)
        g_ptr_array_add (records,
                         read_record (sz_control_item (document, "records", i), kind, file));
}

GPtrArray *
sz_rule_data_records (void)
{
    GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) sz_record_free);
    g_auto (GStrv) files = g_resources_enumerate_children (FOLDER, 0, NULL);

    for (char **file = files; file != NULL && *file != NULL; file++)
        read_file (*file, records);
    return records;
}
