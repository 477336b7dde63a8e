/* SPDX-License-Identifier: EUPL-1.2 */
/* Quarantine by the rule in force (quarantine.h). */
#define G_LOG_DOMAIN "sz-quarantine"

#include "config.h"

#include "rules/quarantine.h"

/* What a lookup is about: the key's first part and the day. */
typedef struct {
    const SzRuleTable *rules;
    const char *disease;
    const char *risk;
    SzDate last_contact;
} Question;

static const SzRecord *
find_row (const Question *question, const char *what)
{
    g_autofree char *key = g_strjoin ("/", question->disease, question->risk, what, NULL);

    return sz_rule_table_find (question->rules, "quarantine", key, question->last_contact);
}

/* The day that a row names by counting from the last contact; SZ_DATE_NONE without a row or a number. */
static SzDate
find_day (const Question *question, const char *what)
{
    const SzRecord *row = find_row (question, what);

    if (row == NULL || sz_record_value (row, "number")->type == SZ_VALUE_NULL)
        return SZ_DATE_NONE;
    return question->last_contact + (SzDate) sz_record_real (row, "number");
}

bool
sz_quarantine_find (const SzRuleTable *rules,
                    const char *disease,
                    const char *risk,
                    SzDate last_contact,
                    SzQuarantine *quarantine)
{
    static const char *const tests[SZ_QUARANTINE_TESTS] = { "test_1", "test_2" };
    const Question question = { rules, disease, risk, last_contact };
    SzDate until = find_day (&question, "days");
    const SzRecord *row;

    /* SZ_DATE_NONE is before every day. */
    if (until <= last_contact)
        return false;
    row = find_row (&question, "days");
    *quarantine = (SzQuarantine){
        .from = last_contact + 1,
        .until = until,
        .early_until = find_day (&question, "early_end"),
        .confirmed = g_strcmp0 (sz_record_text (row, "status"), "confirmed") == 0,
        .note = g_strdup (sz_record_text (row, "text")),
        .source = g_strdup (sz_record_text (row, "source")),
    };
    for (size_t i = 0; i < G_N_ELEMENTS (tests); i++) {
        SzDate day = find_day (&question, tests[i]);

        if (day != SZ_DATE_NONE)
            quarantine->tests[quarantine->n_tests++] = day;
    }
    return true;
}

void
sz_quarantine_clear (SzQuarantine *quarantine)
{
    g_clear_pointer (&quarantine->note, g_free);
    g_clear_pointer (&quarantine->source, g_free);
}
