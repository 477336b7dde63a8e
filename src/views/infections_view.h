/* SPDX-License-Identifier: EUPL-1.2 */
/* Besmettingen: the epidemic curve of a period, the clusters found by the rule in force, cases by school and class, and
 * the cases themselves; registers a case. */
#pragma once

#include "views/report_view.h"

G_BEGIN_DECLS

#define SZ_TYPE_INFECTIONS_VIEW (sz_infections_view_get_type ())
G_DECLARE_FINAL_TYPE (SzInfectionsView, sz_infections_view, SZ, INFECTIONS_VIEW, SzReportView)

G_END_DECLS
