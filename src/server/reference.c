/* SPDX-License-Identifier: EUPL-1.2 */
/* The reference data that ships (reference.h): the official files go through the importers, like those of a person. */
#define G_LOG_DOMAIN "sz-reference"

#include "config.h"

#include "server/reference.h"

#include "base/errors.h"
#include "db/records.h"
#include "rules/rule_data.h"
#include "server/import_sink.h"

#define SCOPE "reference"

/* In this order: municipalities before what merges them. */
static const struct {
    const char *kind;
    const char *file;
} files[] = {
    { "municipalities", "municipalities.txt" },
    { "municipalities", "mergers-2025.csv" },
    { "holidays", "holidays-school.csv" },
    { "holidays", "holidays-public.csv" },
    { "vaccines", "vaccines.csv" },
};

static bool
load_file (SzCore *core, SzIntake *intake, const char *kind, const char *file, GError **error)
{
    g_autofree char *path = g_strdup_printf (SZ_RESOURCES "/reference/%s", file);
    g_autofree SzImportSink *sink = sz_import_sink_new (core, intake, error);
    g_autoptr (GInputStream) stream =
        sink != NULL ? g_resources_open_stream (path, 0, error) : NULL;
    const SzImportOptions options = { .file_name = file,
                                      .day = SZ_DATE_NONE,
                                      .today = SZ_DATE_NONE };
    SzImportCounts counts;

    return stream != NULL && sz_import (kind, stream, &options, sink, &counts, NULL, error);
}

static bool
load_rules (SzIntake *intake, GError **error)
{
    g_autoptr (GPtrArray) records = sz_rule_data_records ();
    SzIntakeResult result;

    for (unsigned i = 0; i < records->len; i++) {
        if (!sz_intake_put (intake, g_ptr_array_index (records, i), SCOPE, &result, error))
            return false;
    }
    return true;
}

static bool
load (SzCore *core, GError **error)
{
    g_autoptr (SzIntake) intake = sz_intake_new (core, error);

    if (intake == NULL || !load_rules (intake, error))
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS (files); i++) {
        if (!load_file (core, intake, files[i].kind, files[i].file, error))
            return false;
    }
    return sz_intake_commit (intake, "reference", 0, error);
}

bool
sz_reference_ensure (SzCore *core, GError **error)
{
    int64_t rules = sz_records_count (core->db, sz_kind_by_name ("rule"), error);

    return rules > 0 || (rules == 0 && load (core, error));
}
