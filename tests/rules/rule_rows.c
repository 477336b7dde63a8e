/* SPDX-License-Identifier: EUPL-1.2 */
/* Rule rows for tests (rule_rows.h). */
#include "rule_rows.h"

#include "rules/rule_data.h"

static void
set (SzRecord *record, const char *field, const char *text)
{
    g_autoptr (GError) error = NULL;
    bool done = sz_record_set_from_text (record, field, text, &error);

    g_assert_no_error (error);
    g_assert_true (done);
}

SzRuleTable *
rule_rows_table (const RuleRow *rows, size_t n)
{
    g_autoptr (GPtrArray) records =
        g_ptr_array_new_with_free_func ((GDestroyNotify) sz_record_free);

    for (size_t i = 0; i < n; i++) {
        SzId none = { 0 };
        SzRecord *record = sz_record_new (sz_kind_by_name ("rule"), &none);

        set (record, "rule_table", rows[i].set);
        set (record, "rule_key", rows[i].key);
        set (record, "valid_from", rows[i].from);
        set (record, "valid_until", rows[i].until);
        set (record, "number", rows[i].number);
        set (record, "source", rows[i].from);
        g_ptr_array_add (records, record);
    }
    return sz_rule_table_new (records);
}

SzRuleTable *
rule_rows_shipped (void)
{
    g_autoptr (GPtrArray) records = sz_rule_data_records ();

    return sz_rule_table_new (records);
}

SzDate
rule_rows_day (const char *text)
{
    SzDate day = SZ_DATE_NONE;

    g_assert_true (sz_date_parse (text, &day));
    return day;
}
