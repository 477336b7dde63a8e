/* SPDX-License-Identifier: EUPL-1.2 */
/* A view that shows the answers of reports: loads when it is shown, again when the person chooses otherwise or records
 * have changed, and says what is wrong when it cannot. Its kinds of view say what to ask and show the answers. */
#pragma once

#include "views/csv_file.h"
#include "views/view.h"
#include "widgets/state_page.h"

G_BEGIN_DECLS

#define SZ_TYPE_REPORT_VIEW (sz_report_view_get_type ())
G_DECLARE_DERIVABLE_TYPE (SzReportView, sz_report_view, SZ, REPORT_VIEW, GtkWidget)

#define SZ_QUESTIONS_MAX 6

struct _SzReportViewClass {
    GtkWidgetClass parent_class;

    /* Names of the kinds that the answers are made of, NULL-closed. */
    const char *const *kinds;

    /* Fills the drop-downs and keeps what was chosen. `periods` is the answer of that report. */
    void (*prepare) (SzReportView *self, const SzTable *periods);

    /* Calls sz_report_view_ask once for each report it wants. */
    void (*ask) (SzReportView *self);

    /* Shows the answers, in the order in which they were asked. */
    void (*show) (SzReportView *self, SzTable *const *answers);

    /* Adds what is on screen; returns the name of the file. */
    const char *(*export) (SzReportView *self, SzCsv *csv);

    /* For a view with pages on top of its beginning; NULL for one without. */
    gboolean (*can_go_back) (SzReportView *self);
    void (*go_back) (SzReportView *self);
};

/* Where loading and faults are shown; once, before anything else. */
void sz_report_view_set_state (SzReportView *self, SzStatePage *state);

/* NULL while there is none. */
SzStore *sz_report_view_get_store (SzReportView *self);

/* Only in `ask`. Takes `params`. */
void sz_report_view_ask (SzReportView *self, const char *report, GHashTable *params);

/* Asks everything anew with what is chosen now. */
void sz_report_view_reload (SzReportView *self);

/* The periods as last answered; NULL before. */
const SzTable *sz_report_view_get_periods (SzReportView *self);

/* For `ask`: parameters that already hold the centre of this desk. Transfer full. */
GHashTable *sz_report_view_new_params (SzReportView *self);

/* Adds a parameter; `value` is copied; NULL or "" adds nothing. */
void sz_params_set (GHashTable *params, const char *name, const char *value);
void sz_params_set_date (GHashTable *params, const char *name, SzDate value);

G_END_DECLS
