/* SPDX-License-Identifier: EUPL-1.2 */
/* Every widget and view is made, shown and taken away; what they work out by themselves is right. */
#include "views/case_window.h"
#include "views/cluster_list.h"
#include "views/contact_list.h"
#include "views/infections_view.h"
#include "views/period.h"
#include "views/pupil_page.h"
#include "views/pupil_table.h"
#include "views/pupils_view.h"
#include "views/vaccination_view.h"
#include "views/window.h"
#include "views/workload_view.h"
#include "widgets/bar_chart.h"
#include "widgets/bar_track.h"
#include "widgets/column_chart.h"
#include "widgets/column_plot.h"
#include "widgets/data_table.h"
#include "widgets/date_row.h"
#include "widgets/format.h"
#include "widgets/state_page.h"
#include "widgets/two_columns.h"
#include "widgets/wrap_label.h"

static void
settle (void)
{
    for (int i = 0; i < 20; i++)
        g_main_context_iteration (NULL, FALSE);
}

static void
show (GtkWidget *child)
{
    GtkWidget *window = gtk_window_new ();

    gtk_window_set_child (GTK_WINDOW (window), child);
    gtk_window_present (GTK_WINDOW (window));
    settle ();
    gtk_window_destroy (GTK_WINDOW (window));
    settle ();
}

/* Each is shown empty: as it stands before it has a store. */
static void
test_instances (void)
{
    GType types[] = {
        SZ_TYPE_BAR_CHART,        SZ_TYPE_BAR_TRACK,     SZ_TYPE_COLUMN_CHART,
        SZ_TYPE_COLUMN_PLOT,      SZ_TYPE_DATA_TABLE,    SZ_TYPE_DATE_ROW,
        SZ_TYPE_STATE_PAGE,       SZ_TYPE_CLUSTER_LIST,  SZ_TYPE_CONTACT_LIST,
        SZ_TYPE_PUPIL_PAGE,       SZ_TYPE_PUPIL_TABLE,   SZ_TYPE_PUPILS_VIEW,
        SZ_TYPE_STATUS_LINE,      SZ_TYPE_SIGN_IN_PAGE,  SZ_TYPE_INFECTIONS_VIEW,
        SZ_TYPE_VACCINATION_VIEW, SZ_TYPE_WORKLOAD_VIEW,
    };

    for (gsize i = 0; i < G_N_ELEMENTS (types); i++) {
        g_test_message ("%s", g_type_name (types[i]));
        show (g_object_new (types[i], NULL));
    }
}

static void
test_window (void)
{
    g_autoptr (AdwApplication) application =
        adw_application_new ("be.schoolzicht.Test", G_APPLICATION_NON_UNIQUE);
    SzWindow *window;

    g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
    window = sz_window_new (GTK_APPLICATION (application));
    gtk_window_present (GTK_WINDOW (window));
    g_assert_true (sz_window_show_view (window, "workload"));
    g_assert_false (sz_window_show_view (window, "nothing"));
    g_assert_false (sz_window_is_filled (window));
    settle ();
    gtk_window_destroy (GTK_WINDOW (window));
    settle ();
}

static void
test_steps (void)
{
    g_assert_cmpfloat (sz_column_plot_step (4, 4), ==, 1);
    g_assert_cmpfloat (sz_column_plot_step (78, 4), ==, 20);
    g_assert_cmpfloat (sz_column_plot_step (1531, 4), ==, 500);
    g_assert_cmpfloat (sz_column_plot_step (0, 4), ==, 1);
}

static void
test_dates (void)
{
    static const struct {
        const char *typed;
        const char *date; /* NULL: not a date */
    } cases[] = {
        { "5/10/2020", "2020-10-05" },
        { "5-10-2020", "2020-10-05" },
        { "05102020", "2020-10-05" },
        { "2020-10-05", "2020-10-05" },
        { " 5/10/2020 ", "2020-10-05" },
        { "31/2/2020", NULL },
        { "gisteren", NULL },
        { "0510202", NULL },
    };
    GtkWidget *row = g_object_ref_sink (sz_date_row_new ("Day"));

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
        SzDate date;
        char text[SZ_DATE_TEXT];

        gtk_editable_set_text (GTK_EDITABLE (row), cases[i].typed);
        date = sz_date_row_get_date (SZ_DATE_ROW (row));
        g_test_message ("%s", cases[i].typed);
        g_assert_true (sz_date_row_is_valid (SZ_DATE_ROW (row)) == (cases[i].date != NULL));
        g_assert_true (gtk_widget_has_css_class (row, "error") == (cases[i].date == NULL));
        if (cases[i].date == NULL)
            continue;
        sz_date_format (date, text);
        g_assert_cmpstr (text, ==, cases[i].date);
    }
    gtk_editable_set_text (GTK_EDITABLE (row), "");
    g_assert_true (sz_date_row_is_valid (SZ_DATE_ROW (row)));
    g_assert_true (sz_date_row_get_date (SZ_DATE_ROW (row)) == SZ_DATE_NONE);
    g_object_unref (row);
}

/* One word of any length asks for no more room than a short one. */
static void
test_wrap_label (void)
{
    g_autofree char *word = g_strnfill (10000, 'x');
    GtkWidget *label = g_object_ref_sink (sz_wrap_label_new (word));
    int least, natural;

    gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, &least, &natural, NULL, NULL);
    g_assert_cmpint (least, <, 100);
    g_assert_cmpint (natural, <, 600);
    gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, 300, &least, &natural, NULL, NULL);
    g_assert_cmpint (natural, <, 300);
    g_object_unref (label);
}

static void
assert_text (char *text, const char *wanted)
{
    g_assert_cmpstr (text, ==, wanted);
    g_free (text);
}

static void
test_numbers (void)
{
    assert_text (sz_format_count (0), "0");
    assert_text (sz_format_count (999), "999");
    assert_text (sz_format_count (1234567), "1,234,567");
    assert_text (sz_format_count (-1234), "−1,234");
    assert_text (sz_format_real (-0.04, 1), "0.0");
    assert_text (sz_format_real (1234.55, 1), "1,234.5");
    assert_text (sz_format_percent (0.873), "87.3%");
    assert_text (sz_format_date (SZ_DATE_NONE), "");
    assert_text (sz_format_day (sz_date_new (2020, 5, 1)), "1 May");
}

/* Rows are sorted by value, not as texts; the row that is told is the one that was given. */
static void
test_table (void)
{
    static const SzDataColumn columns[] = { { "Name", FALSE, TRUE, FALSE },
                                            { "Cases", TRUE, FALSE, FALSE } };
    static const char *const cells[] = { "Émile", "10", "Adam", "9", "Zoë", "100" };
    static const double order[] = { 0, 10, 0, 9, 0, 100 };
    GtkWidget *table = sz_data_table_new ();
    GtkWidget *window = gtk_window_new ();

    gtk_window_set_child (GTK_WINDOW (window), table);
    gtk_window_present (GTK_WINDOW (window));
    sz_data_table_sort_first (SZ_DATA_TABLE (table), 1, TRUE);
    sz_data_table_set (SZ_DATA_TABLE (table), columns, 2, cells, order, 3);
    settle ();
    g_assert_cmpuint (sz_data_table_get_selected (SZ_DATA_TABLE (table)), ==, 2);
    sz_data_table_set (SZ_DATA_TABLE (table), columns, 2, NULL, NULL, 0);
    settle ();
    g_assert_cmpuint (sz_data_table_get_selected (SZ_DATA_TABLE (table)), ==,
                      GTK_INVALID_LIST_POSITION);
    gtk_window_destroy (GTK_WINDOW (window));
    settle ();
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    adw_init ();
    g_test_add_func ("/widgets/instances", test_instances);
    g_test_add_func ("/widgets/window", test_window);
    g_test_add_func ("/widgets/steps", test_steps);
    g_test_add_func ("/widgets/dates", test_dates);
    g_test_add_func ("/widgets/numbers", test_numbers);
    g_test_add_func ("/widgets/table", test_table);
    g_test_add_func ("/widgets/wrap-label", test_wrap_label);
    return g_test_run ();
}
