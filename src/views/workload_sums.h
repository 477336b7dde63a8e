/* SPDX-License-Identifier: EUPL-1.2 */
/* The report workload_week, summed by one of its columns: by week, by function, by staff member. */
#pragma once

#include "views/sheet.h"

G_BEGIN_DECLS

typedef enum {
    SZ_BY_WEEK,
    SZ_BY_FUNCTION,
    SZ_BY_STAFF_MEMBER
} SzWorkloadBy;

/* In the order in which they first come in `table`; the load is that of the sums. Transfer full. */
SzSheet *sz_workload_sums (const SzTable *table, SzWorkloadBy by);

G_END_DECLS
