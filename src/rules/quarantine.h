/* SPDX-License-Identifier: EUPL-1.2 */
/* How long a contact stays at home (rule table "quarantine"; domain.md R4). The rules changed by the month, for one disease: a
 * day without a rule has no quarantine here, and a person decides. Pure. */
#pragma once

#include "rules/rule_table.h"

G_BEGIN_DECLS

#define SZ_QUARANTINE_TESTS 2

typedef struct {
    SzDate from;        /* the day after the last contact */
    SzDate until;       /* the last day at home */
    SzDate early_until; /* the last day for who tests negative; SZ_DATE_NONE: no earlier end */
    SzDate tests[SZ_QUARANTINE_TESTS]; /* the first `n_tests` count */
    size_t n_tests;
    bool confirmed; /* false: the rule itself is still to be confirmed */
    char *note;   /* (owned) (nullable): exceptions for a person to weigh, as the rule words them */
    char *source; /* (owned) (nullable): of the rule */
} SzQuarantine;

/* By the rule in force on the day of the last contact, whose days count from that day. `disease` is a code of kind disease,
 * `risk` one of field contact.risk; the keys are <disease>/<risk>/days, early_end, test_1 and test_2, the last three optional.
 * False, and nothing set, when there is no such rule, or one of zero days. Free with sz_quarantine_clear. */
bool sz_quarantine_find (const SzRuleTable *rules,
                         const char *disease,
                         const char *risk,
                         SzDate last_contact,
                         SzQuarantine *quarantine);
void sz_quarantine_clear (SzQuarantine *quarantine);

G_END_DECLS
