/* SPDX-License-Identifier: EUPL-1.2 */
/* How long a high-risk contact stays at home (rule table "quarantine", keys high_risk_days and high_risk_test_day; domain.md
 * R4). Rules changed by the month: a day without a rule has no quarantine here, and a person decides. Pure. */
#pragma once

#include "rules/rule_table.h"

G_BEGIN_DECLS

typedef struct {
    SzDate from;  /* the day after the last contact */
    SzDate until; /* the last day at home */
    SzDate test;  /* SZ_DATE_NONE when the rule asks for no test */
    char *source; /* (owned) (nullable): of the rule */
} SzQuarantine;

/* False when no rule is in force on the day of the last contact; nothing set then. Free with sz_quarantine_clear. */
bool sz_quarantine_find (const SzRuleTable *rules, SzDate last_contact, SzQuarantine *quarantine);
void sz_quarantine_clear (SzQuarantine *quarantine);

G_END_DECLS
