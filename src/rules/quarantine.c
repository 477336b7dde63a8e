/* SPDX-License-Identifier: EUPL-1.2 */
/* Quarantine by the rule in force (quarantine.h). */
#define G_LOG_DOMAIN "sz-quarantine"

#include "config.h"

#include "rules/quarantine.h"

bool
sz_quarantine_find (const SzRuleTable *rules, SzDate last_contact, SzQuarantine *quarantine)
{
    const SzRecord *rule = sz_rule_table_find (rules, "quarantine", "high_risk_days", last_contact);
    double days, test;

    if (rule == NULL ||
        !sz_rule_table_number (rules, "quarantine", "high_risk_days", last_contact, &days))
        return false;
    *quarantine = (SzQuarantine){ .from = last_contact + 1,
                                  .until = last_contact + (SzDate) days,
                                  .test = SZ_DATE_NONE,
                                  .source = g_strdup (sz_record_text (rule, "source")) };
    if (sz_rule_table_number (rules, "quarantine", "high_risk_test_day", last_contact, &test))
        quarantine->test = last_contact + (SzDate) test;
    return true;
}

void
sz_quarantine_clear (SzQuarantine *quarantine)
{
    g_clear_pointer (&quarantine->source, g_free);
}
