/* SPDX-License-Identifier: EUPL-1.2 */
/* Rules in force on a day (rule_table.h). */
#define G_LOG_DOMAIN "sz-rule-table"

#include "config.h"

#include "rules/rule_table.h"

struct SzRuleTable {
    GPtrArray *rows; /* (owned) (element-type SzRecord) */
};

SzRuleTable *
sz_rule_table_new (const GPtrArray *records)
{
    SzRuleTable *table = g_new0 (SzRuleTable, 1);

    table->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) sz_record_free);
    for (unsigned i = 0; i < records->len; i++) {
        const SzRecord *record = g_ptr_array_index (records, i);

        if (g_str_equal (record->kind->name, "rule"))
            g_ptr_array_add (table->rows, sz_record_copy (record));
    }
    return table;
}

void
sz_rule_table_free (SzRuleTable *table)
{
    g_ptr_array_unref (table->rows);
    g_free (table);
}

/* SZ_DATE_NONE is before every day: a row without a beginning. */
static bool
holds_on (const SzRecord *row, SzDate on)
{
    SzDate until = sz_record_date (row, "valid_until");

    return sz_record_date (row, "valid_from") <= on && (until == SZ_DATE_NONE || on <= until);
}

const SzRecord *
sz_rule_table_find (const SzRuleTable *table, const char *set, const char *key, SzDate on)
{
    const SzRecord *best = NULL;

    for (unsigned i = 0; i < table->rows->len; i++) {
        const SzRecord *row = g_ptr_array_index (table->rows, i);

        if (g_strcmp0 (sz_record_text (row, "rule_table"), set) != 0 ||
            g_strcmp0 (sz_record_text (row, "rule_key"), key) != 0 || !holds_on (row, on))
            continue;
        if (best == NULL ||
            sz_record_date (row, "valid_from") > sz_record_date (best, "valid_from"))
            best = row;
    }
    return best;
}

bool
sz_rule_table_number (const SzRuleTable *table,
                      const char *set,
                      const char *key,
                      SzDate on,
                      double *number)
{
    const SzRecord *row = sz_rule_table_find (table, set, key, on);

    if (row == NULL || sz_record_value (row, "number")->type == SZ_VALUE_NULL)
        return false;
    *number = sz_record_real (row, "number");
    return true;
}
