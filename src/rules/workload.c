/* SPDX-License-Identifier: EUPL-1.2 */
/* Counts times minutes (workload.h). Nothing is rounded: views round what they show. */
#define G_LOG_DOMAIN "sz-workload"

#include "config.h"

#include "rules/workload.h"

static SzEffort
effort (double minutes, double hours_fte_year)
{
    return (SzEffort){ .hours = minutes / 60, .fte_years = minutes / 60 / hours_fte_year };
}

bool
sz_workload_find (const SzRuleTable *rules,
                  SzDate on,
                  int64_t tracings,
                  int64_t high_risk_contacts,
                  SzWorkload *workload)
{
    double tracing, contact, year;

    if (!sz_rule_table_number (rules, "workload", "minutes_contact_tracing", on, &tracing) ||
        !sz_rule_table_number (rules, "workload", "minutes_high_risk_contact", on, &contact) ||
        !sz_rule_table_number (rules, "workload", "hours_fte_year", on, &year) || year <= 0)
        return false;
    tracing *= (double) tracings;
    contact *= (double) high_risk_contacts;
    *workload = (SzWorkload){ .tracing = effort (tracing, year),
                              .contacts = effort (contact, year),
                              .total = effort (tracing + contact, year) };
    return true;
}
