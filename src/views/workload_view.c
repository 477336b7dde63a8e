/* SPDX-License-Identifier: EUPL-1.2 */
/* The view of the workload (workload_view.h, ui/workload_view.ui). */
#define G_LOG_DOMAIN "sz-workload-view"

#include "config.h"

#include "views/workload_view.h"

#include "views/period.h"
#include "views/rule_text.h"
#include "views/workload_sums.h"
#include "widgets/column_chart.h"
#include "widgets/format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define KIND "activity"

/* The pages below the chart, in the order of the switcher. */
enum {
    BY_SOURCE,
    BY_WEEK,
    BY_FUNCTION,
    BY_STAFF,
    N_PAGES
};

struct _SzWorkloadView {
    SzReportView parent_instance;

    /* template children */
    SzStatePage *state;
    GtkDropDown *period;
    GtkLabel *headline;
    GtkLabel *to_confirm;
    SzColumnChart *chart;
    GtkStack *pages;
    SzDataTable *source_table;
    SzDataTable *week_table;
    SzDataTable *function_table;
    SzDataTable *staff_table;
    GtkLabel *totals;

    SzSheet *sheets[N_PAGES]; /* (owned) (nullable) */
    SzDate from, until;
    gboolean filling;
};

G_DEFINE_FINAL_TYPE (SzWorkloadView, sz_workload_view, SZ_TYPE_REPORT_VIEW)

static const char *const page_names[N_PAGES] = { "source", "week", "function", "staff" };

static const char *
source_word (const char *code)
{
    static const SzChoice words[] = {
        { "contact_tracing", N_ ("Contact tracing") },
        { "high_risk_contact", N_ ("High-risk contacts") },
        { "activity", N_ ("Registered activities") },
    };

    for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
        if (g_str_equal (words[i].code, code))
            return _ (words[i].label);
    }
    return code;
}

static const char *
person_word (const char *code)
{
    return sz_choice_label (sz_kind_field (sz_kind_by_name ("infection"), "person"), code);
}

static const SzSheetColumn source_columns[] = {
    { "source", TRUE, source_word }, { "person", TRUE, person_word }, { "count", FALSE, NULL },
    { "minutes_each", FALSE, NULL }, { "hours", FALSE, NULL },        { "fte_years", FALSE, NULL },
    { "fte_period", FALSE, NULL },   { "rule", TRUE, sz_rule_text },
};

static void
prepare (SzReportView *view, const SzTable *periods)
{
    SzWorkloadView *self = SZ_WORKLOAD_VIEW (view);

    self->filling = TRUE;
    sz_option_drop_down_refill (self->period, sz_period_options (periods, KIND));
    self->filling = FALSE;
}

static GHashTable *
params (SzWorkloadView *self)
{
    GHashTable *set = sz_report_view_new_params (SZ_REPORT_VIEW (self));

    sz_params_set_date (set, "from", self->from);
    sz_params_set_date (set, "until", self->until);
    return set;
}

static void
ask (SzReportView *view)
{
    SzWorkloadView *self = SZ_WORKLOAD_VIEW (view);

    sz_period_find (sz_report_view_get_periods (view), KIND,
                    sz_option_drop_down_get_value (self->period), &self->from, &self->until);
    sz_report_view_ask (view, "workload", params (self));
    sz_report_view_ask (view, "workload_week", params (self));
}

/*
 * Showing
 */

/* The functions that worked in the period: at most as many as the chart has colours; further ones are one. */
static GPtrArray *
chart_functions (const SzTable *table)
{
    const SzField *field = sz_kind_field (sz_kind_by_name ("activity"), "function");
    GPtrArray *codes = g_ptr_array_new ();

    for (const SzChoice *choice = field->choices; choice->code != NULL; choice++) {
        for (guint i = 0; i < table->rows->len; i++) {
            const SzValue *code = sz_table_value (table, i, "function");

            if (code->type == SZ_VALUE_TEXT && g_str_equal (code->text, choice->code) &&
                sz_value_number (sz_table_value (table, i, "minutes")) > 0) {
                g_ptr_array_add (codes, (char *) choice->code);
                break;
            }
        }
    }
    return codes;
}

static guint
series_of (const GPtrArray *codes, guint n_series, const SzValue *function)
{
    for (guint i = 0; i + 1 < n_series; i++) {
        if (function->type == SZ_VALUE_TEXT &&
            g_str_equal (g_ptr_array_index (codes, i), function->text))
            return i;
    }
    return n_series - 1;
}

static void
fill_chart (SzWorkloadView *self, const SzTable *table)
{
    const SzSheet *weeks = self->sheets[BY_WEEK];
    const SzField *field = sz_kind_field (sz_kind_by_name ("activity"), "function");
    g_autoptr (GPtrArray) codes = chart_functions (table);
    guint n_weeks = sz_sheet_n_rows (weeks);
    guint n_series = CLAMP (codes->len, 1, SZ_COLUMN_CHART_SERIES_MAX);
    g_autofree const char **series = g_new0 (const char *, n_series + 1);
    g_auto (GStrv) labels = g_new0 (char *, n_weeks + 1);
    g_autofree double *values = g_new0 (double, n_weeks *n_series + 1);
    g_autofree double *line = g_new0 (double, n_weeks + 1);

    for (guint i = 0; i < n_series; i++)
        series[i] =
            codes->len == 0 ? _ ("Hours") : sz_choice_label (field, g_ptr_array_index (codes, i));
    if (codes->len > n_series)
        series[n_series - 1] = _ ("Other functions");
    for (guint i = 0; i < n_weeks; i++) {
        const SzValue *week = sz_sheet_value (weeks, i, 0);
        SzDate monday = SZ_DATE_NONE;

        line[i] = sz_value_number (sz_sheet_value (weeks, i, 4));
        if (sz_date_parse (sz_sheet_value (weeks, i, 1)->text, &monday))
            labels[i] = sz_format_week (monday);
        for (guint row = 0; row < table->rows->len; row++) {
            if (sz_value_equal (sz_table_value (table, row, "week"), week))
                values[i * n_series +
                       series_of (codes, n_series, sz_table_value (table, row, "function"))] +=
                    sz_value_number (sz_table_value (table, row, "hours"));
        }
    }
    sz_column_chart_set (self->chart, _ ("Hours worked by week and function"), _ ("hours"),
                         (const char *const *) labels, series, values, _ ("Available"), line);
}

static void
show_headline (SzWorkloadView *self)
{
    double done = sz_sheet_sum (self->sheets[BY_WEEK], 2),
           available = sz_sheet_sum (self->sheets[BY_WEEK], 4);
    g_autofree char *period = sz_period_text (self->from, self->until);
    g_autofree char *hours = sz_format_real (done, 0), *room = sz_format_real (available, 0);
    g_autofree char *load = sz_format_percent (available > 0 ? done / available : NAN);
    g_autofree char *text =
        available > 0 ? g_strdup_printf (_ ("%s: %s hours registered of %s available (%s)"), period,
                                         hours, room, load)
                      : g_strdup_printf (_ ("%s: %s hours registered"), period, hours);

    gtk_label_set_label (self->headline, text);
}

/* What the figures rest on that nobody has confirmed yet: it stands beside them. */
static void
show_to_confirm (SzWorkloadView *self)
{
    const SzValue set = { .type = SZ_VALUE_TEXT, .text = (char *) "workload" };
    SzStore *store = sz_report_view_get_store (SZ_REPORT_VIEW (self));
    g_autoptr (GPtrArray) rules =
        sz_store_list (store, sz_kind_by_name ("rule"), "rule_table", &set, NULL);
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint i = 0; rules != NULL && i < rules->len; i++) {
        const SzRecord *rule = g_ptr_array_index (rules, i);
        const char *source = sz_record_text (rule, "source");
        g_autofree char *sentence = sz_rule_sentence (source != NULL ? source : "");
        g_autofree char *number = sz_format_real (sz_record_real (rule, "number"), 0);

        if (g_strcmp0 (sz_record_text (rule, "status"), "to_confirm") != 0)
            continue;
        if (text->len > 0)
            g_string_append_c (text, '\n');
        if (g_strcmp0 (sz_record_text (rule, "rule_key"), "hours_fte_year") == 0)
            g_string_append_printf (text,
                                    _ ("To be confirmed: a full-timer works %s hours a year. %s"),
                                    number, sentence);
        else
            g_string_append_printf (text, _ ("To be confirmed: %s"), sentence);
    }
    gtk_label_set_label (self->to_confirm, text->str);
    gtk_widget_set_visible (GTK_WIDGET (self->to_confirm), text->len > 0);
}

static const SzSheet *
shown_sheet (SzWorkloadView *self)
{
    const char *name = gtk_stack_get_visible_child_name (self->pages);

    for (guint i = 0; i < N_PAGES; i++) {
        if (g_strcmp0 (page_names[i], name) == 0)
            return self->sheets[i];
    }
    return NULL;
}

static void
page_changed_cb (SzWorkloadView *self)
{
    const SzSheet *sheet = shown_sheet (self);
    g_autofree char *totals = sheet != NULL ? sz_sheet_totals (sheet) : NULL;

    if (self->totals != NULL)
        gtk_label_set_label (self->totals, totals != NULL ? totals : "");
}

static void
forget_sheets (SzWorkloadView *self)
{
    for (guint i = 0; i < N_PAGES; i++)
        g_clear_pointer (&self->sheets[i], sz_sheet_free);
}

static void
show (SzReportView *view, SzTable *const *answers)
{
    SzWorkloadView *self = SZ_WORKLOAD_VIEW (view);
    SzDataTable *tables[N_PAGES] = { self->source_table, self->week_table, self->function_table,
                                     self->staff_table };

    forget_sheets (self);
    self->sheets[BY_SOURCE] =
        sz_sheet_of_table (answers[0], source_columns, G_N_ELEMENTS (source_columns));
    self->sheets[BY_WEEK] = sz_workload_sums (answers[1], SZ_BY_WEEK);
    self->sheets[BY_FUNCTION] = sz_workload_sums (answers[1], SZ_BY_FUNCTION);
    self->sheets[BY_STAFF] = sz_workload_sums (answers[1], SZ_BY_STAFF_MEMBER);
    if (answers[0]->rows->len == 0 && answers[1]->rows->len == 0) {
        sz_state_page_show_empty (
            self->state, "document-open-recent-symbolic", _ ("No work registered"),
            _ ("Nothing was registered in this period. Choose another one, or register an "
               "activity on the page of a pupil."),
            NULL, NULL);
        return;
    }
    for (guint i = 0; i < N_PAGES; i++)
        sz_sheet_show (self->sheets[i], tables[i]);
    fill_chart (self, answers[1]);
    show_headline (self);
    show_to_confirm (self);
    page_changed_cb (self);
}

static void
choice_changed_cb (SzWorkloadView *self)
{
    if (!self->filling)
        sz_report_view_reload (SZ_REPORT_VIEW (self));
}

static const char *export(SzReportView *view, SzCsv *csv)
{
    const SzSheet *sheet = shown_sheet (SZ_WORKLOAD_VIEW (view));

    if (sheet != NULL)
        sz_sheet_add_csv (sheet, csv);
    return _ ("workload");
}

static void
sz_workload_view_dispose (GObject *object)
{
    SzWorkloadView *self = SZ_WORKLOAD_VIEW (object);

    forget_sheets (self);
    gtk_widget_dispose_template (GTK_WIDGET (self), SZ_TYPE_WORKLOAD_VIEW);
    G_OBJECT_CLASS (sz_workload_view_parent_class)->dispose (object);
}

static void
sz_workload_view_class_init (SzWorkloadViewClass *klass)
{
    static const char *const kinds[] = { "activity",  "capacity", "staff_member",
                                         "infection", "contact",  "rule",
                                         NULL };
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
    SzReportViewClass *view_class = SZ_REPORT_VIEW_CLASS (klass);

    G_OBJECT_CLASS (klass)->dispose = sz_workload_view_dispose;
    view_class->kinds = kinds;
    view_class->prepare = prepare;
    view_class->ask = ask;
    view_class->show = show;
    view_class->export = export;
    g_type_ensure (SZ_TYPE_OPTION);
    g_type_ensure (SZ_TYPE_STATE_PAGE);
    g_type_ensure (SZ_TYPE_COLUMN_CHART);
    g_type_ensure (SZ_TYPE_DATA_TABLE);
    gtk_widget_class_set_template_from_resource (widget_class, SZ_RESOURCES "/ui/workload_view.ui");
    gtk_widget_class_bind_template_child (widget_class, SzWorkloadView, state);
    gtk_widget_class_bind_template_child (widget_class, SzWorkloadView, period);
    gtk_widget_class_bind_template_child (widget_class, SzWorkloadView, headline);
    gtk_widget_class_bind_template_child (widget_class, SzWorkloadView, to_confirm);
    gtk_widget_class_bind_template_child (widget_class, SzWorkloadView, chart);
    gtk_widget_class_bind_template_child (widget_class, SzWorkloadView, pages);
    gtk_widget_class_bind_template_child (widget_class, SzWorkloadView, source_table);
    gtk_widget_class_bind_template_child (widget_class, SzWorkloadView, week_table);
    gtk_widget_class_bind_template_child (widget_class, SzWorkloadView, function_table);
    gtk_widget_class_bind_template_child (widget_class, SzWorkloadView, staff_table);
    gtk_widget_class_bind_template_child (widget_class, SzWorkloadView, totals);
    gtk_widget_class_bind_template_callback (widget_class, choice_changed_cb);
    gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
}

static void
sz_workload_view_init (SzWorkloadView *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
    sz_report_view_set_state (SZ_REPORT_VIEW (self), self->state);
}
