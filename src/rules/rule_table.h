/* SPDX-License-Identifier: EUPL-1.2 */
/* The dated rule rows (records of kind rule) and which of them is in force on a day. */
#pragma once

#include "record/record.h"

G_BEGIN_DECLS

typedef struct SzRuleTable SzRuleTable;

/* Copies the records of kind rule among `records` (element-type SzRecord). */
SzRuleTable *sz_rule_table_new (const GPtrArray *records);
void sz_rule_table_free (SzRuleTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzRuleTable, sz_rule_table_free)

/* The row of rule_table `set` and `key` that is in force on the day: its dates hold the day (an open end holds for ever),
 * and none that does began later. NULL when there is none; borrowed. */
const SzRecord *
sz_rule_table_find (const SzRuleTable *table, const char *set, const char *key, SzDate on);

/* The number of that row. False, and nothing set, when there is no such row or it has none. */
bool sz_rule_table_number (const SzRuleTable *table,
                           const char *set,
                           const char *key,
                           SzDate on,
                           double *number);

G_END_DECLS
