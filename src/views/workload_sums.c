/* SPDX-License-Identifier: EUPL-1.2 */
/* Sums of the workload by week (workload_sums.h). */
#define G_LOG_DOMAIN "sz-workload-sums"

#include "config.h"

#include "views/workload_sums.h"

static const char *
function_word (const char *code)
{
    return sz_choice_label (sz_kind_field (sz_kind_by_name ("activity"), "function"), code);
}

static const SzSheetColumn week_columns[] = {
    { "week", TRUE, NULL }, { "week_start", FALSE, NULL },      { "hours", FALSE, NULL },
    { "fte", FALSE, NULL }, { "available_hours", FALSE, NULL }, { "load", FALSE, NULL },
};
static const SzSheetColumn function_columns[] = {
    { "function", TRUE, function_word }, { "minutes", FALSE, NULL }, { "hours", FALSE, NULL },
    { "available_hours", FALSE, NULL },  { "load", FALSE, NULL },
};
static const SzSheetColumn staff_columns[] = {
    { "staff_name", TRUE, NULL },       { "minutes", FALSE, NULL }, { "hours", FALSE, NULL },
    { "available_hours", FALSE, NULL }, { "load", FALSE, NULL },
};

static const struct {
    const char *key;
    const SzSheetColumn *columns;
    guint n_columns;
} groups[] = {
    [SZ_BY_WEEK] = { "week", week_columns, G_N_ELEMENTS (week_columns) },
    [SZ_BY_FUNCTION] = { "function", function_columns, G_N_ELEMENTS (function_columns) },
    [SZ_BY_STAFF_MEMBER] = { "staff_member", staff_columns, G_N_ELEMENTS (staff_columns) },
};

/* The sums of one group. */
typedef struct {
    guint row; /* its first in the table */
    double minutes, hours, available, fte;
} Sum;

static GPtrArray *
sum_up (const SzTable *table, const char *key)
{
    GPtrArray *sums = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < table->rows->len; i++) {
        g_autofree char *text = sz_value_to_text (sz_table_value (table, i, key));
        Sum *sum = g_hash_table_lookup (known, text);

        if (sum == NULL) {
            sum = g_new0 (Sum, 1);
            sum->row = i;
            g_ptr_array_add (sums, sum);
            g_hash_table_insert (known, g_steal_pointer (&text), sum);
        }
        sum->minutes += sz_value_number (sz_table_value (table, i, "minutes"));
        sum->hours += sz_value_number (sz_table_value (table, i, "hours"));
        sum->available += sz_value_number (sz_table_value (table, i, "available_hours"));
        sum->fte += sz_value_number (sz_table_value (table, i, "fte"));
    }
    return sums;
}

static void
add_sum (SzSheet *sheet, const SzTable *table, const Sum *sum, SzWorkloadBy by)
{
    const SzValue minutes = { .type = SZ_VALUE_INTEGER, .integer = (int64_t) sum->minutes };
    const SzValue hours = { .type = SZ_VALUE_REAL, .real = sum->hours };
    const SzValue available = { .type = SZ_VALUE_REAL, .real = sum->available };
    const SzValue fte = { .type = SZ_VALUE_REAL, .real = sum->fte };
    const SzValue load = { .type = sum->available > 0 ? SZ_VALUE_REAL : SZ_VALUE_NULL,
                           .real = sum->available > 0 ? 100 * sum->hours / sum->available : 0 };
    const SzValue *row[G_N_ELEMENTS (week_columns)];

    for (guint i = 0; i < groups[by].n_columns; i++) {
        const char *name = groups[by].columns[i].name;

        row[i] = g_str_equal (name, "minutes")           ? &minutes
                 : g_str_equal (name, "hours")           ? &hours
                 : g_str_equal (name, "available_hours") ? &available
                 : g_str_equal (name, "fte")             ? &fte
                 : g_str_equal (name, "load")            ? &load
                                                         : sz_table_value (table, sum->row, name);
    }
    sz_sheet_add (sheet, row);
}

SzSheet *
sz_workload_sums (const SzTable *table, SzWorkloadBy by)
{
    SzSheet *sheet = sz_sheet_new (table->report, groups[by].columns, groups[by].n_columns);
    g_autoptr (GPtrArray) sums = sum_up (table, groups[by].key);

    for (guint i = 0; i < sums->len; i++)
        add_sum (sheet, table, g_ptr_array_index (sums, i), by);
    return sheet;
}
