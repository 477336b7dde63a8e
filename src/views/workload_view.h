/* SPDX-License-Identifier: EUPL-1.2 */
/* Werklast: the hours worked in each week by function against the hours there are, and the same by source, week,
 * function and staff member. */
#pragma once

#include "views/report_view.h"

G_BEGIN_DECLS

#define SZ_TYPE_WORKLOAD_VIEW (sz_workload_view_get_type ())
G_DECLARE_FINAL_TYPE (SzWorkloadView, sz_workload_view, SZ, WORKLOAD_VIEW, SzReportView)

G_END_DECLS
