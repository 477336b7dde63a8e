/* SPDX-License-Identifier: EUPL-1.2 */
/* The view of vaccination coverage (vaccination_view.h, ui/vaccination_view.ui). */
#define G_LOG_DOMAIN "sz-vaccination-view"

#include "config.h"

#include "views/vaccination_view.h"

#include "views/option.h"
#include "views/period.h"
#include "views/rule_text.h"
#include "views/sheet.h"
#include "widgets/bar_chart.h"
#include "widgets/format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Which step of the way down one is at. */
typedef enum {
    LEVEL_SCHOOLS,
    LEVEL_CLASSES,
    LEVEL_PUPILS
} Level;

struct _SzVaccinationView {
    SzReportView parent_instance;

    /* template children */
    SzStatePage *state;
    GtkDropDown *vaccine;
    GtkDropDown *school_year;
    GtkLabel *place;
    GtkLabel *headline;
    GtkLabel *definition;
    GtkStack *twin;
    GtkWidget *switcher;
    SzBarChart *chart;
    SzDataTable *table;
    GtkLabel *totals;

    Level level;
    SzId school;       /* from LEVEL_CLASSES on */
    SzId class_group;  /* at LEVEL_PUPILS */
    char *school_name; /* (owned) (nullable) */
    char *class_name;  /* (owned) (nullable) */
    SzSheet *sheet;    /* (owned) (nullable): the rows on screen */
    GPtrArray *ids;    /* (owned) (element-type utf8): of the school, class or pupil of each row */
    gboolean filling;
};

G_DEFINE_FINAL_TYPE (SzVaccinationView, sz_vaccination_view, SZ_TYPE_REPORT_VIEW)

static const char *
grade_word (const char *code)
{
    return sz_choice_label (sz_kind_field (sz_kind_by_name ("class_group"), "grade"), code);
}

static const SzSheetColumn school_columns[] = {
    { "school_name", TRUE, NULL }, { "numerator", FALSE, NULL }, { "denominator", FALSE, NULL },
    { "rate", FALSE, NULL },       { "target", FALSE, NULL },
};
static const SzSheetColumn class_columns[] = {
    { "class_name", TRUE, NULL },   { "grade", FALSE, grade_word }, { "numerator", FALSE, NULL },
    { "denominator", FALSE, NULL }, { "rate", FALSE, NULL },        { "target", FALSE, NULL },
};
static const SzSheetColumn pupil_columns[] = {
    { "last_name", TRUE, NULL }, { "first_name", TRUE, NULL }, { "birth_date", FALSE, NULL },
    { "given", FALSE, NULL },    { "needed", FALSE, NULL },    { "last_given", FALSE, NULL },
};

static const struct {
    const char *report;
    const char *id; /* the column that leads on */
    const SzSheetColumn *columns;
    guint n_columns;
} levels[] = {
    [LEVEL_SCHOOLS] = { "coverage_school", "school", school_columns,
                        G_N_ELEMENTS (school_columns) },
    [LEVEL_CLASSES] = { "coverage_class", "class_group", class_columns,
                        G_N_ELEMENTS (class_columns) },
    [LEVEL_PUPILS] = { "coverage_pupils", "pupil", pupil_columns, G_N_ELEMENTS (pupil_columns) },
};

/*
 * Choices
 */

/* The vaccines that the schedule asks of pupils: no other has a coverage. */
static GListStore *
vaccine_options (SzStore *store)
{
    GListStore *options = sz_options_new (NULL);
    SzValue schedule = { .type = SZ_VALUE_TEXT, .text = (char *) "schedule" };
    g_autoptr (GPtrArray) rules =
        sz_store_list (store, sz_kind_by_name ("rule"), "rule_table", &schedule, NULL);
    g_autoptr (GPtrArray) vaccines =
        sz_store_list (store, sz_kind_by_name ("vaccine"), NULL, NULL, NULL);
    g_autoptr (GHashTable) asked = g_hash_table_new (g_str_hash, g_str_equal);

    for (guint i = 0; rules != NULL && i < rules->len; i++)
        g_hash_table_add (asked,
                          (char *) sz_record_text (g_ptr_array_index (rules, i), "rule_key"));
    for (guint i = 0; vaccines != NULL && i < vaccines->len; i++) {
        const SzRecord *vaccine = g_ptr_array_index (vaccines, i);
        const char *code = sz_record_text (vaccine, "code");

        if (code != NULL && g_hash_table_contains (asked, code))
            sz_options_add (options, code, sz_record_text (vaccine, "name"));
    }
    return options;
}

static GListStore *
year_options (const SzTable *periods)
{
    GListStore *options = sz_options_new (NULL);

    for (guint i = periods->rows->len; i > 0; i--) {
        g_autofree char *value = NULL, *label = NULL;

        if (!g_str_equal (sz_table_value (periods, i - 1, "kind")->text, "class_group"))
            continue;
        value = sz_value_to_text (sz_table_value (periods, i - 1, "school_year"));
        label =
            sz_school_year_label ((int) sz_table_value (periods, i - 1, "school_year")->integer);
        sz_options_add (options, value, label);
    }
    return options;
}

static void
prepare (SzReportView *view, const SzTable *periods)
{
    SzVaccinationView *self = SZ_VACCINATION_VIEW (view);

    self->filling = TRUE;
    sz_option_drop_down_refill (self->vaccine, vaccine_options (sz_report_view_get_store (view)));
    sz_option_drop_down_refill (self->school_year, year_options (periods));
    self->filling = FALSE;
}

static SzDate
reference_day (SzVaccinationView *self)
{
    const char *year = sz_option_drop_down_get_value (self->school_year);
    const SzTable *periods = sz_report_view_get_periods (SZ_REPORT_VIEW (self));

    return year != NULL ? sz_period_last_known (periods, (int) g_ascii_strtoll (year, NULL, 10))
                        : sz_date_today ();
}

static void
set_id (GHashTable *params, const char *name, const SzId *id)
{
    g_autofree char *text = sz_id_to_string (id);

    sz_params_set (params, name, text);
}

static void
ask (SzReportView *view)
{
    SzVaccinationView *self = SZ_VACCINATION_VIEW (view);
    GHashTable *params = sz_report_view_new_params (view);

    sz_params_set (params, "vaccine",
                   sz_option_drop_down_get_value (self->vaccine) != NULL
                       ? sz_option_drop_down_get_value (self->vaccine)
                       : "-");
    sz_params_set (params, "school_year",
                   sz_option_drop_down_get_value (self->school_year) != NULL
                       ? sz_option_drop_down_get_value (self->school_year)
                       : "0");
    sz_params_set_date (params, "on", reference_day (self));
    if (self->level >= LEVEL_CLASSES)
        set_id (params, "school", &self->school);
    if (self->level == LEVEL_PUPILS)
        set_id (params, "class_group", &self->class_group);
    sz_report_view_ask (view, levels[self->level].report, params);
}

/*
 * Showing
 */

static void
fill_chart (SzVaccinationView *self, const SzTable *table)
{
    g_autofree SzBar *bars = g_new0 (SzBar, table->rows->len + 1);
    g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
    const char *label = self->level == LEVEL_SCHOOLS ? "school_name" : "class_name";

    for (guint i = 0; i < table->rows->len; i++) {
        const SzValue *target = sz_table_value (table, i, "target");
        double rate = sz_value_number (sz_table_value (table, i, "rate")) / 100;
        g_autofree char *percent = sz_format_percent (rate);
        const SzValue *name = sz_table_value (table, i, label);
        char *text = g_strdup_printf (_ ("%s (%d of %d)"), percent,
                                      (int) sz_table_value (table, i, "numerator")->integer,
                                      (int) sz_table_value (table, i, "denominator")->integer);

        g_ptr_array_add (texts, text);
        bars[i] = (SzBar){ name->type == SZ_VALUE_TEXT ? name->text : "", text, rate,
                           target->type != SZ_VALUE_NULL ? sz_value_number (target) / 100 : -1 };
    }
    sz_bar_chart_set (self->chart, bars, table->rows->len);
}

static void
show_headline (SzVaccinationView *self, const SzTable *table)
{
    int complete = (int) sz_table_total (table, "numerator");
    int pupils = (int) sz_table_total (table, "denominator");
    g_autofree char *day = sz_format_long_date (reference_day (self));
    g_autofree char *percent = sz_format_percent ((double) complete / MAX (pupils, 1));
    g_autofree char *done = sz_format_count (complete), *all = sz_format_count (pupils);
    const SzValue *target = sz_table_value (table, 0, "target"),
                  *rule = sz_table_value (table, 0, "rule");
    g_autofree char *aim = target->type != SZ_VALUE_NULL
                               ? sz_format_percent (sz_value_number (target) / 100)
                               : g_strdup ("–");
    const char *source = rule->type == SZ_VALUE_TEXT ? rule->text : "";
    g_autofree char *sentence = sz_rule_sentence (source);
    g_autofree char *text = g_strdup_printf (_ ("%s vaccinated in full: %s of %s pupils on %s"),
                                             percent, done, all, day);
    g_autofree char *definition = g_strdup_printf (
        _ ("Line: target of %s. In full: at least the doses that the schedule asks up to this grade. %s"),
        aim, sentence);

    gtk_label_set_label (self->headline, text);
    gtk_label_set_label (self->definition, definition);
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->definition), *source != '\0' ? source : NULL);
}

static void
show_pupil_headline (SzVaccinationView *self, const SzTable *table)
{
    int complete = (int) sz_table_total (table, "complete");
    g_autofree char *text =
        g_strdup_printf (_ ("%d of %u pupils vaccinated in full"), complete, table->rows->len);

    gtk_label_set_label (self->headline, text);
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->definition), NULL);
    gtk_label_set_label (self->definition, _ ("Open a pupil with a double click or Enter."));
}

static void
show_place (SzVaccinationView *self)
{
    g_autofree char *text =
        self->level == LEVEL_PUPILS
            ? g_strdup_printf ("%s › %s", self->school_name, self->class_name)
            : g_strdup (self->level == LEVEL_CLASSES ? self->school_name : _ ("All schools"));

    gtk_label_set_label (self->place, text);
}

static void
show_nothing (SzVaccinationView *self)
{
    if (sz_option_drop_down_get_value (self->school_year) == NULL)
        sz_state_page_show_empty (
            self->state, "security-high-symbolic", _ ("No classes yet"),
            _ ("Coverage is counted over the pupils of a class. It appears here as soon as "
               "classes have been fetched from the server."),
            NULL, NULL);
    else if (sz_option_drop_down_get_value (self->vaccine) == NULL)
        sz_state_page_show_empty (
            self->state, "security-high-symbolic", _ ("No vaccination schedule yet"),
            _ ("Without a schedule there is nothing to be complete for. Ask your administrator "
               "to load the rules on the server."),
            NULL, NULL);
    else
        sz_state_page_show_empty (
            self->state, "security-high-symbolic", _ ("Nobody to count"),
            _ ("In this school year no pupil is in a grade that this vaccine is asked for. "
               "Choose another vaccine or school year."),
            NULL, NULL);
}

static int
compare_rates (const void *a, const void *b, void *column)
{
    size_t at = GPOINTER_TO_SIZE (column);
    double x = sz_value_number (&(*(SzValue *const *) a)[at]);
    double y = sz_value_number (&(*(SzValue *const *) b)[at]);

    return x < y ? -1 : x > y;
}

/* Lowest coverage first: what a visit is for. Rows of one rate keep their order. */
static void
sort_by_rate (const SzTable *table)
{
    for (guint i = 0; i < table->report->columns->len; i++) {
        const SzReportField *field = g_ptr_array_index (table->report->columns, i);

        if (g_str_equal (field->name, "rate"))
            g_ptr_array_sort_with_data (table->rows, compare_rates, GSIZE_TO_POINTER (i));
    }
}

static void
show (SzReportView *view, SzTable *const *answers)
{
    SzVaccinationView *self = SZ_VACCINATION_VIEW (view);
    const SzTable *table = answers[0];
    g_autofree char *totals = NULL;

    g_clear_pointer (&self->sheet, sz_sheet_free);
    sort_by_rate (table);
    self->sheet =
        sz_sheet_of_table (table, levels[self->level].columns, levels[self->level].n_columns);
    g_ptr_array_set_size (self->ids, 0);
    for (guint i = 0; i < table->rows->len; i++)
        g_ptr_array_add (self->ids,
                         sz_value_to_text (sz_table_value (table, i, levels[self->level].id)));
    if (table->rows->len == 0 && self->level == LEVEL_SCHOOLS) {
        show_nothing (self);
        return;
    }
    show_place (self);
    sz_sheet_show (self->sheet, self->table);
    totals = sz_sheet_totals (self->sheet);
    gtk_label_set_label (self->totals, totals);
    gtk_widget_set_visible (self->switcher, self->level != LEVEL_PUPILS);
    if (self->level == LEVEL_PUPILS) {
        gtk_stack_set_visible_child_name (self->twin, "table");
        show_pupil_headline (self, table);
    } else if (table->rows->len > 0) {
        fill_chart (self, table);
        show_headline (self, table);
    }
}

/*
 * The way down and back
 */

static void
go_down (SzVaccinationView *self, guint row)
{
    const SzValue *name = sz_sheet_value (self->sheet, row, 0);
    const char *text = name->type == SZ_VALUE_TEXT ? name->text : "";
    const char *id = g_ptr_array_index (self->ids, row);

    if (self->level == LEVEL_PUPILS) {
        gtk_widget_activate_action (GTK_WIDGET (self), "win.open-pupil", "s", id);
        return;
    }
    if (self->level == LEVEL_SCHOOLS && sz_id_parse (id, &self->school)) {
        g_free (self->school_name);
        self->school_name = g_strdup (text);
        self->level = LEVEL_CLASSES;
    } else if (self->level == LEVEL_CLASSES && sz_id_parse (id, &self->class_group)) {
        g_free (self->class_name);
        self->class_name = g_strdup (text);
        self->level = LEVEL_PUPILS;
    }
    sz_report_view_reload (SZ_REPORT_VIEW (self));
    sz_view_navigated (SZ_VIEW (self));
}

static void
row_activated_cb (SzVaccinationView *self, guint row)
{
    if (self->sheet != NULL && row < sz_sheet_n_rows (self->sheet))
        go_down (self, row);
}

static void
choice_changed_cb (SzVaccinationView *self)
{
    if (self->filling)
        return;
    self->level = LEVEL_SCHOOLS;
    sz_report_view_reload (SZ_REPORT_VIEW (self));
    sz_view_navigated (SZ_VIEW (self));
}

static gboolean
can_go_back (SzReportView *view)
{
    return SZ_VACCINATION_VIEW (view)->level != LEVEL_SCHOOLS;
}

static void
go_back (SzReportView *view)
{
    SzVaccinationView *self = SZ_VACCINATION_VIEW (view);

    self->level = self->level == LEVEL_PUPILS ? LEVEL_CLASSES : LEVEL_SCHOOLS;
    sz_report_view_reload (view);
    sz_view_navigated (SZ_VIEW (view));
}

static const char *export(SzReportView *view, SzCsv *csv)
{
    SzVaccinationView *self = SZ_VACCINATION_VIEW (view);

    if (self->sheet != NULL)
        sz_sheet_add_csv (self->sheet, csv);
    return _ ("vaccination");
}

static void
sz_vaccination_view_dispose (GObject *object)
{
    SzVaccinationView *self = SZ_VACCINATION_VIEW (object);

    g_clear_pointer (&self->sheet, sz_sheet_free);
    g_clear_pointer (&self->ids, g_ptr_array_unref);
    g_clear_pointer (&self->school_name, g_free);
    g_clear_pointer (&self->class_name, g_free);
    gtk_widget_dispose_template (GTK_WIDGET (self), SZ_TYPE_VACCINATION_VIEW);
    G_OBJECT_CLASS (sz_vaccination_view_parent_class)->dispose (object);
}

static void
sz_vaccination_view_class_init (SzVaccinationViewClass *klass)
{
    static const char *const kinds[] = { "rule",  "vaccine",   "school",      "class_group",
                                         "pupil", "enrolment", "vaccination", NULL };
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
    SzReportViewClass *view_class = SZ_REPORT_VIEW_CLASS (klass);

    G_OBJECT_CLASS (klass)->dispose = sz_vaccination_view_dispose;
    view_class->kinds = kinds;
    view_class->prepare = prepare;
    view_class->ask = ask;
    view_class->show = show;
    view_class->export = export;
    view_class->can_go_back = can_go_back;
    view_class->go_back = go_back;
    g_type_ensure (SZ_TYPE_OPTION);
    g_type_ensure (SZ_TYPE_STATE_PAGE);
    g_type_ensure (SZ_TYPE_BAR_CHART);
    g_type_ensure (SZ_TYPE_DATA_TABLE);
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 SZ_RESOURCES "/ui/vaccination_view.ui");
    gtk_widget_class_bind_template_child (widget_class, SzVaccinationView, state);
    gtk_widget_class_bind_template_child (widget_class, SzVaccinationView, vaccine);
    gtk_widget_class_bind_template_child (widget_class, SzVaccinationView, school_year);
    gtk_widget_class_bind_template_child (widget_class, SzVaccinationView, place);
    gtk_widget_class_bind_template_child (widget_class, SzVaccinationView, headline);
    gtk_widget_class_bind_template_child (widget_class, SzVaccinationView, definition);
    gtk_widget_class_bind_template_child (widget_class, SzVaccinationView, twin);
    gtk_widget_class_bind_template_child (widget_class, SzVaccinationView, switcher);
    gtk_widget_class_bind_template_child (widget_class, SzVaccinationView, chart);
    gtk_widget_class_bind_template_child (widget_class, SzVaccinationView, table);
    gtk_widget_class_bind_template_child (widget_class, SzVaccinationView, totals);
    gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
    gtk_widget_class_bind_template_callback (widget_class, choice_changed_cb);
}

static void
sz_vaccination_view_init (SzVaccinationView *self)
{
    self->ids = g_ptr_array_new_with_free_func (g_free);
    gtk_widget_init_template (GTK_WIDGET (self));
    sz_report_view_set_state (SZ_REPORT_VIEW (self), self->state);
}
