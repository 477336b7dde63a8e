/* SPDX-License-Identifier: EUPL-1.2 */
/* Reports as a person at a terminal asks for them (report.h). */
#define G_LOG_DOMAIN "sz-report-words"

#include "config.h"

#include "db/report.h"

#include <glib/gi18n-lib.h>
#include <string.h>

char *
sz_reports_describe (void)
{
    GString *text = g_string_new (NULL);

    for (const char *const *name = sz_report_names (); *name != NULL; name++) {
        const SzReport *report = sz_report_find (*name);

        g_string_append_printf (text, "%s\t%s\n", *name, _ (report->title));
        for (unsigned i = 0; i < report->params->len; i++) {
            const SzReportField *param = report->params->pdata[i];

            g_string_append_printf (text, "    %s=%s\t%s%s\n", param->name, param->type,
                                    _ (param->label), param->required ? _ (" (required)") : "");
        }
    }
    return g_string_free (text, FALSE);
}

GHashTable *
sz_report_params (char **words)
{
    g_autoptr (GHashTable) params = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

    for (char **word = words; word != NULL && *word != NULL; word++) {
        const char *equals = strchr (*word, '=');

        if (equals == NULL)
            return NULL;
        g_hash_table_replace (params, g_strndup (*word, (size_t) (equals - *word)),
                              g_strdup (equals + 1));
    }
    return g_steal_pointer (&params);
}
