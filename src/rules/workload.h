/* SPDX-License-Identifier: EUPL-1.2 */
/* What tracing costs in time (rule table "workload", keys minutes_contact_tracing, minutes_high_risk_contact and
 * hours_fte_year; domain.md section 8 and R7, from isc-2020). The report workload.sql does the same sum over records, day by
 * day; this is the sum for counts alone. Pure. */
#pragma once

#include "rules/rule_table.h"

G_BEGIN_DECLS

typedef struct {
    double hours;
    double fte_years; /* full-timers for a year */
} SzEffort;

typedef struct {
    SzEffort tracing;  /* talks with who is ill */
    SzEffort contacts; /* calls to high-risk contacts */
    SzEffort total;
} SzWorkload;

/* By the rules in force on the day. False, and nothing set, when one of the three is missing or a year has no hours. */
bool sz_workload_find (const SzRuleTable *rules,
                       SzDate on,
                       int64_t tracings,
                       int64_t high_risk_contacts,
                       SzWorkload *workload);

G_END_DECLS
