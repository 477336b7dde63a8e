/* SPDX-License-Identifier: EUPL-1.2 */
/* Vaccinatie: coverage of a vaccine in a school year, by school; a click leads to the classes of a school, and to the
 * pupils behind a class. A chart, and the same as a table. */
#pragma once

#include "views/report_view.h"

G_BEGIN_DECLS

#define SZ_TYPE_VACCINATION_VIEW (sz_vaccination_view_get_type ())
G_DECLARE_FINAL_TYPE (SzVaccinationView, sz_vaccination_view, SZ, VACCINATION_VIEW, SzReportView)

G_END_DECLS
