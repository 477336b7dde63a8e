/* SPDX-License-Identifier: EUPL-1.2 */
/* The view of infections (infections_view.h, ui/infections_view.ui). */
#define G_LOG_DOMAIN "sz-infections-view"

#include "config.h"

#include "views/infections_view.h"

#include "views/case_window.h"
#include "views/cluster_list.h"
#include "views/curve.h"
#include "views/period.h"
#include "views/register_window.h"
#include "widgets/format.h"

#include <glib/gi18n-lib.h>

#define KIND "infection"

/* The pages below the curve, in the order of the switcher; clusters are no sheet. */
enum {
    PAGE_CLASSES,
    PAGE_CASES,
    PAGE_CURVE,
    N_PAGES
};

struct _SzInfectionsView {
    SzReportView parent_instance;

    /* template children */
    SzStatePage *state;
    GtkDropDown *period;
    GtkDropDown *school;
    GtkDropDown *disease;
    GtkLabel *headline;
    SzColumnChart *chart;
    GtkStack *pages;
    SzClusterList *clusters;
    SzDataTable *class_table;
    SzDataTable *case_table;
    SzDataTable *curve_table;
    GtkLabel *totals;

    SzSheet *sheets[N_PAGES]; /* (owned) (nullable) */
    GPtrArray *cases;         /* (owned) (element-type utf8): id of each row of the cases */
    SzDate from, until;
    gboolean filling;
};

G_DEFINE_FINAL_TYPE (SzInfectionsView, sz_infections_view, SZ_TYPE_REPORT_VIEW)

static const char *const page_names[N_PAGES] = { "classes", "cases", "curve" };

static const char *
status_word (const char *code)
{
    return sz_choice_label (sz_kind_field (sz_kind_by_name (KIND), "status"), code);
}

static const char *
person_word (const char *code)
{
    return sz_choice_label (sz_kind_field (sz_kind_by_name (KIND), "person"), code);
}

static const SzSheetColumn class_columns[] = {
    { "school_name", TRUE, NULL }, { "class_name", FALSE, NULL }, { "cases", FALSE, NULL },
    { "first_day", FALSE, NULL },  { "last_day", FALSE, NULL },   { "high_risk", FALSE, NULL },
    { "low_risk", FALSE, NULL },   { "pupils", FALSE, NULL },     { "others", FALSE, NULL },
};
static const SzSheetColumn case_columns[] = {
    { "reported_on", FALSE, NULL },   { "pupil_name", TRUE, NULL },
    { "person", FALSE, person_word }, { "school_name", TRUE, NULL },
    { "class_name", FALSE, NULL },    { "disease_name", FALSE, NULL },
    { "status", FALSE, status_word }, { "onset", FALSE, NULL },
    { "traced_on", FALSE, NULL },     { "contacts", FALSE, NULL },
};

/*
 * Choices
 */

static GListStore *
disease_options (SzStore *store)
{
    GListStore *options = sz_options_new (_ ("All diseases"));
    g_autoptr (GPtrArray) diseases =
        sz_store_list (store, sz_kind_by_name ("disease"), NULL, NULL, NULL);

    for (guint i = 0; diseases != NULL && i < diseases->len; i++) {
        const SzRecord *disease = g_ptr_array_index (diseases, i);

        sz_options_add (options, sz_record_text (disease, "code"),
                        sz_record_text (disease, "name"));
    }
    return options;
}

static void
prepare (SzReportView *view, const SzTable *periods)
{
    SzInfectionsView *self = SZ_INFECTIONS_VIEW (view);
    SzStore *store = sz_report_view_get_store (view);

    self->filling = TRUE;
    sz_option_drop_down_refill (self->period, sz_period_options (periods, KIND));
    sz_option_drop_down_refill (self->school, sz_options_new_schools (store, _ ("All schools")));
    sz_option_drop_down_refill (self->disease, disease_options (store));
    self->filling = FALSE;
}

static GHashTable *
params (SzInfectionsView *self)
{
    GHashTable *set = sz_report_view_new_params (SZ_REPORT_VIEW (self));

    sz_params_set_date (set, "from", self->from);
    sz_params_set_date (set, "until", self->until);
    sz_params_set (set, "school", sz_option_drop_down_get_value (self->school));
    sz_params_set (set, "disease", sz_option_drop_down_get_value (self->disease));
    return set;
}

static void
ask (SzReportView *view)
{
    SzInfectionsView *self = SZ_INFECTIONS_VIEW (view);

    sz_period_find (sz_report_view_get_periods (view), KIND,
                    sz_option_drop_down_get_value (self->period), &self->from, &self->until);
    sz_report_view_ask (view, "infections_school", params (self));
    sz_report_view_ask (view, "infections_list", params (self));
    sz_report_view_ask (view, "infections_curve", params (self));
}

/*
 * Showing
 */

/* "1 class", "2 classes": each noun goes with its own number. */
typedef enum {
    CASES,
    CLASSES,
    CONTACTS,
} Counted;

static const char *
noun (unsigned n, Counted what)
{
    switch (what) {
    case CASES:
        return g_dngettext (GETTEXT_PACKAGE, "%s case", "%s cases", n);
    case CLASSES:
        return g_dngettext (GETTEXT_PACKAGE, "%s class", "%s classes", n);
    case CONTACTS:
        return g_dngettext (GETTEXT_PACKAGE, "%s high-risk contact", "%s high-risk contacts", n);
    }
    g_return_val_if_reached ("%s");
}

static char *
count_text (double n, Counted what)
{
    g_autofree char *count = sz_format_count ((int64_t) n);
    g_auto (GStrv) words = g_strsplit (noun ((unsigned) n, what), "%s", 2);

    return g_strjoinv (count, words);
}

static void
show_headline (SzInfectionsView *self)
{
    const SzSheet *sheet = self->sheets[PAGE_CLASSES];
    g_autofree char *n = count_text (sz_sheet_sum (sheet, 2), CASES);
    g_autofree char *classes = count_text (sz_sheet_n_rows (sheet), CLASSES);
    g_autofree char *contacts = count_text (sz_sheet_sum (sheet, 5), CONTACTS);
    g_autofree char *period = sz_period_text (self->from, self->until);
    g_autofree char *text = g_strdup_printf (_ ("%s: %s in %s, %s"), period, n, classes, contacts);

    gtk_label_set_label (self->headline, text);
}

static const SzSheet *
shown_sheet (SzInfectionsView *self)
{
    const char *name = gtk_stack_get_visible_child_name (self->pages);

    for (guint i = 0; i < N_PAGES; i++) {
        if (g_strcmp0 (page_names[i], name) == 0)
            return self->sheets[i];
    }
    return NULL;
}

static void
page_changed_cb (SzInfectionsView *self)
{
    const SzSheet *sheet;
    g_autofree char *totals = NULL;

    if (self->totals == NULL || self->clusters == NULL)
        return;
    sheet = shown_sheet (self);
    totals = sheet != NULL ? sz_sheet_totals (sheet)
                           : g_strdup (sz_cluster_list_get_rule (self->clusters));
    gtk_label_set_label (self->totals, totals);
}

static void
forget_sheets (SzInfectionsView *self)
{
    for (guint i = 0; i < N_PAGES; i++)
        g_clear_pointer (&self->sheets[i], sz_sheet_free);
}

static void
show (SzReportView *view, SzTable *const *answers)
{
    SzInfectionsView *self = SZ_INFECTIONS_VIEW (view);

    forget_sheets (self);
    self->sheets[PAGE_CLASSES] =
        sz_sheet_of_table (answers[0], class_columns, G_N_ELEMENTS (class_columns));
    self->sheets[PAGE_CASES] =
        sz_sheet_of_table (answers[1], case_columns, G_N_ELEMENTS (case_columns));
    self->sheets[PAGE_CURVE] = sz_curve_new (answers[2], self->from, self->until);
    g_ptr_array_set_size (self->cases, 0);
    for (guint i = 0; i < answers[1]->rows->len; i++)
        g_ptr_array_add (self->cases,
                         sz_value_to_text (sz_table_value (answers[1], i, "infection")));
    if (answers[1]->rows->len == 0) {
        sz_state_page_show_empty (
            self->state, "dialog-warning-symbolic", _ ("No cases in this period"),
            _ ("Choose another period or school, or register the first case."),
            _ ("Register a case"), "infections.register");
        return;
    }
    sz_sheet_show (self->sheets[PAGE_CLASSES], self->class_table);
    sz_sheet_show (self->sheets[PAGE_CASES], self->case_table);
    sz_sheet_show (self->sheets[PAGE_CURVE], self->curve_table);
    sz_cluster_list_show (self->clusters, sz_report_view_get_store (view), answers[1]);
    sz_curve_draw (self->sheets[PAGE_CURVE], self->chart);
    show_headline (self);
    page_changed_cb (self);
}

static void
choice_changed_cb (SzInfectionsView *self)
{
    if (!self->filling)
        sz_report_view_reload (SZ_REPORT_VIEW (self));
}

static void
row_activated_cb (SzInfectionsView *self, guint row)
{
    SzId id;

    if (row < self->cases->len && sz_id_parse (g_ptr_array_index (self->cases, row), &id))
        sz_case_window_present (GTK_WIDGET (self), sz_report_view_get_store (SZ_REPORT_VIEW (self)),
                                &id);
}

static void
register_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    SzInfectionsView *self = data;
    SzStore *store = sz_report_view_get_store (SZ_REPORT_VIEW (self));

    if (store != NULL)
        sz_register_window_present (GTK_WIDGET (self), store,
                                    sz_option_drop_down_get_value (self->school));
}

static const char *export(SzReportView *view, SzCsv *csv)
{
    SzInfectionsView *self = SZ_INFECTIONS_VIEW (view);
    const SzSheet *sheet = shown_sheet (self);

    if (sheet != NULL)
        sz_sheet_add_csv (sheet, csv);
    else
        sz_cluster_list_add_csv (self->clusters, csv);
    return _ ("infections");
}

static void
sz_infections_view_dispose (GObject *object)
{
    SzInfectionsView *self = SZ_INFECTIONS_VIEW (object);

    forget_sheets (self);
    g_clear_pointer (&self->cases, g_ptr_array_unref);
    gtk_widget_dispose_template (GTK_WIDGET (self), SZ_TYPE_INFECTIONS_VIEW);
    G_OBJECT_CLASS (sz_infections_view_parent_class)->dispose (object);
}

static void
sz_infections_view_class_init (SzInfectionsViewClass *klass)
{
    static const char *const kinds[] = { "infection", "contact", "cluster", "school", "class_group",
                                         "pupil",     "disease", "rule",    NULL };
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
    SzReportViewClass *view_class = SZ_REPORT_VIEW_CLASS (klass);

    G_OBJECT_CLASS (klass)->dispose = sz_infections_view_dispose;
    view_class->kinds = kinds;
    view_class->prepare = prepare;
    view_class->ask = ask;
    view_class->show = show;
    view_class->export = export;
    g_type_ensure (SZ_TYPE_OPTION);
    g_type_ensure (SZ_TYPE_STATE_PAGE);
    g_type_ensure (SZ_TYPE_COLUMN_CHART);
    g_type_ensure (SZ_TYPE_DATA_TABLE);
    g_type_ensure (SZ_TYPE_CLUSTER_LIST);
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 SZ_RESOURCES "/ui/infections_view.ui");
    gtk_widget_class_bind_template_child (widget_class, SzInfectionsView, state);
    gtk_widget_class_bind_template_child (widget_class, SzInfectionsView, period);
    gtk_widget_class_bind_template_child (widget_class, SzInfectionsView, school);
    gtk_widget_class_bind_template_child (widget_class, SzInfectionsView, disease);
    gtk_widget_class_bind_template_child (widget_class, SzInfectionsView, headline);
    gtk_widget_class_bind_template_child (widget_class, SzInfectionsView, chart);
    gtk_widget_class_bind_template_child (widget_class, SzInfectionsView, pages);
    gtk_widget_class_bind_template_child (widget_class, SzInfectionsView, clusters);
    gtk_widget_class_bind_template_child (widget_class, SzInfectionsView, class_table);
    gtk_widget_class_bind_template_child (widget_class, SzInfectionsView, case_table);
    gtk_widget_class_bind_template_child (widget_class, SzInfectionsView, curve_table);
    gtk_widget_class_bind_template_child (widget_class, SzInfectionsView, totals);
    gtk_widget_class_bind_template_callback (widget_class, choice_changed_cb);
    gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
    gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK,
                                         "infections.register", NULL);
}

static void
sz_infections_view_init (SzInfectionsView *self)
{
    static const GActionEntry entries[] = {
        { "register", register_activated_cb, NULL, NULL, NULL, { 0 } },
    };
    g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

    self->cases = g_ptr_array_new_with_free_func (g_free);
    g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
    gtk_widget_insert_action_group (GTK_WIDGET (self), "infections", G_ACTION_GROUP (actions));
    gtk_widget_init_template (GTK_WIDGET (self));
    /* The day of the report, newest first. */
    sz_data_table_sort_first (self->case_table, 0, TRUE);
    sz_report_view_set_state (SZ_REPORT_VIEW (self), self->state);
}
