/* SPDX-License-Identifier: EUPL-1.2 */
/* Rule rows and days for the tests of src/rules. */
#pragma once

#include "rules/rule_table.h"

typedef struct {
    const char *set, *key, *from, *until, *number;
} RuleRow;

/* A table of the rows; "" for an end that is open and for no number. */
SzRuleTable *rule_rows_table (const RuleRow *rows, size_t n);

/* A table of all that ships. */
SzRuleTable *rule_rows_shipped (void);

/* A day that exists. */
SzDate rule_rows_day (const char *text);
