/* SPDX-License-Identifier: EUPL-1.2 */
/* The list of clusters (cluster_list.h). */
#define G_LOG_DOMAIN "sz-cluster-list"

#include "config.h"

#include "views/cluster_list.h"

#include "rules/cluster.h"
#include "views/case_window.h"
#include "widgets/format.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* A case as it is shown; all owned. */
typedef struct {
    SzId id;
    char *name;
    char *status;
    char *day;
    char *school;
    char *class_name;
    char *disease;
} Case;

struct _SzClusterList {
    GtkWidget parent_instance;

    GtkWidget *list;     /* child */
    GtkWidget *nothing;  /* child: in its place when there is none */
    GPtrArray *cases;    /* (owned) (element-type Case): by row of the report */
    GPtrArray *clusters; /* (owned) (nullable) (element-type SzFoundCluster) */
    SzStore *store;      /* (owned) (nullable) */
    char *rule;          /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (SzClusterList, sz_cluster_list, GTK_TYPE_WIDGET)

static void
case_free (void *data)
{
    Case *one = data;

    g_free (one->name);
    g_free (one->status);
    g_free (one->day);
    g_free (one->school);
    g_free (one->class_name);
    g_free (one->disease);
    g_free (one);
}

static char *
cell (const SzTable *table, guint row, const char *column)
{
    return sz_value_to_text (sz_table_value (table, row, column));
}

static char *
day_text (const SzTable *table, guint row)
{
    g_autofree char *text = cell (table, row, "day");
    SzDate day;

    return sz_format_date (sz_date_parse (text, &day) ? day : SZ_DATE_NONE);
}

static Case *
read_case (const SzTable *table, guint row)
{
    const SzKind *kind = sz_kind_by_name ("infection");
    g_autofree char *status = cell (table, row, "status"), *person = cell (table, row, "person");
    Case *one = g_new0 (Case, 1);

    one->id = sz_table_value (table, row, "infection")->id;
    one->name = cell (table, row, "pupil_name");
    if (*one->name == '\0') {
        g_free (one->name);
        one->name = g_strdup (sz_choice_label (sz_kind_field (kind, "person"), person));
    }
    one->status = g_strdup (sz_choice_label (sz_kind_field (kind, "status"), status));
    one->day = day_text (table, row);
    one->school = cell (table, row, "school_name");
    one->class_name = cell (table, row, "class_name");
    one->disease = cell (table, row, "disease_name");
    return one;
}

/* Cases with a class that are not refuted: what the rule is about. */
static GArray *
rule_cases (const SzTable *table)
{
    GArray *cases = g_array_new (FALSE, FALSE, sizeof (SzClusterCase));

    for (guint i = 0; i < table->rows->len; i++) {
        const SzValue *class_group = sz_table_value (table, i, "class_group");
        const SzValue *pupil = sz_table_value (table, i, "pupil");
        g_autofree char *status = cell (table, i, "status"), *day = cell (table, i, "day");
        SzClusterCase one = { .place = i };

        if (class_group->type != SZ_VALUE_ID || g_str_equal (status, "refuted") ||
            !sz_date_parse (day, &one.day))
            continue;
        one.class_group = class_group->id;
        one.disease = sz_table_value (table, i, "disease")->id;
        if (pupil->type == SZ_VALUE_ID)
            one.pupil = pupil->id;
        g_array_append_val (cases, one);
    }
    return cases;
}

static void
write_rule (SzClusterList *self, const SzRuleTable *rules)
{
    SzDate today = sz_date_today ();
    double least, days;

    g_free (self->rule);
    if (sz_rule_table_number (rules, "cluster", "minimum_cases", today, &least) &&
        sz_rule_table_number (rules, "cluster", "window_days", today, &days))
        self->rule = g_strdup_printf (
            _ ("Clusters: %u. A cluster is %d or more cases of one disease in one class within %d days."),
            self->clusters->len, (int) least, (int) days);
    else
        self->rule = g_strdup (
            _ ("No rule for clusters is in force: ask your administrator to load the rules."));
}

static void
find_clusters (SzClusterList *self, const SzTable *table)
{
    const SzValue set = { .type = SZ_VALUE_TEXT, .text = (char *) "cluster" };
    g_autoptr (GPtrArray) records =
        sz_store_list (self->store, sz_kind_by_name ("rule"), "rule_table", &set, NULL);
    g_autoptr (GArray) cases = rule_cases (table);
    g_autoptr (SzRuleTable) rules = NULL;

    if (records == NULL)
        records = g_ptr_array_new ();
    rules = sz_rule_table_new (records);
    g_clear_pointer (&self->clusters, g_ptr_array_unref);
    self->clusters = sz_clusters_find ((SzClusterCase *) (void *) cases->data, cases->len, rules);
    write_rule (self, rules);
}

static const Case *
case_of (SzClusterList *self, const SzFoundCluster *cluster, guint i)
{
    return g_ptr_array_index (self->cases, g_array_index (cluster->places, unsigned, i));
}

static void
case_activated_cb (SzClusterList *self, GtkWidget *row)
{
    const Case *one = g_object_get_data (G_OBJECT (row), "case");

    sz_case_window_present (GTK_WIDGET (self), self->store, &one->id);
}

static void
add_case_row (SzClusterList *self, AdwExpanderRow *expander, const Case *one)
{
    GtkWidget *row = adw_action_row_new ();
    g_autofree char *subtitle = g_strdup_printf ("%s · %s", one->day, one->status);

    adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), one->name);
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
    g_object_set_data (G_OBJECT (row), "case", (void *) one);
    g_signal_connect_object (row, "activated", G_CALLBACK (case_activated_cb), self,
                             G_CONNECT_SWAPPED);
    adw_expander_row_add_row (expander, row);
}

/* The rows of its cases are made when a cluster is opened. */
static void
expanded_cb (SzClusterList *self, GParamSpec *pspec, AdwExpanderRow *expander)
{
    const SzFoundCluster *cluster = g_object_steal_data (G_OBJECT (expander), "cluster");

    for (guint i = 0; cluster != NULL && i < cluster->places->len; i++)
        add_case_row (self, expander, case_of (self, cluster, i));
}

static void
add_cluster (SzClusterList *self, SzFoundCluster *cluster)
{
    const Case *one = case_of (self, cluster, 0);
    GtkWidget *expander = adw_expander_row_new ();
    g_autofree char *title = g_strdup_printf ("%s – %s", one->class_name, one->school);
    g_autofree char *first = sz_format_date (cluster->first),
                    *last = sz_format_date (cluster->last);
    g_autofree char *subtitle =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u case, %s – %s · %s",
                                      "%u cases, %s – %s · %s", cluster->places->len),
                         cluster->places->len, first, last, one->disease);

    adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (expander), FALSE);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), title);
    adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (expander), subtitle);
    g_object_set_data (G_OBJECT (expander), "cluster", cluster);
    g_signal_connect_object (expander, "notify::expanded", G_CALLBACK (expanded_cb), self,
                             G_CONNECT_SWAPPED);
    gtk_list_box_append (GTK_LIST_BOX (self->list), expander);
}

static void
clear_list (SzClusterList *self)
{
    GtkWidget *row;

    while ((row = gtk_widget_get_first_child (self->list)) != NULL)
        gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
}

void
sz_cluster_list_show (SzClusterList *self, SzStore *store, const SzTable *cases)
{
    g_return_if_fail (SZ_IS_CLUSTER_LIST (self));
    clear_list (self);
    g_set_object (&self->store, store);
    g_ptr_array_set_size (self->cases, 0);
    for (guint i = 0; i < cases->rows->len; i++)
        g_ptr_array_add (self->cases, read_case (cases, i));
    find_clusters (self, cases);
    for (guint i = 0; i < self->clusters->len; i++)
        add_cluster (self, g_ptr_array_index (self->clusters, i));
    gtk_widget_set_visible (self->list, self->clusters->len > 0);
    gtk_widget_set_visible (self->nothing, self->clusters->len == 0);
}

const char *
sz_cluster_list_get_rule (SzClusterList *self)
{
    return self->rule != NULL ? self->rule : "";
}

void
sz_cluster_list_add_csv (SzClusterList *self, SzCsv *csv)
{
    const char *const titles[] = { _ ("Cluster"), _ ("School"), _ ("Class"),  _ ("Disease"),
                                   _ ("Day"),     _ ("Name"),   _ ("Status"), NULL };

    sz_csv_add (csv, titles);
    for (guint i = 0; self->clusters != NULL && i < self->clusters->len; i++) {
        const SzFoundCluster *cluster = g_ptr_array_index (self->clusters, i);
        g_autofree char *number = g_strdup_printf ("%u", i + 1);

        for (guint j = 0; j < cluster->places->len; j++) {
            const Case *one = case_of (self, cluster, j);
            const char *const cells[] = { number,   one->school, one->class_name, one->disease,
                                          one->day, one->name,   one->status,     NULL };

            sz_csv_add (csv, cells);
        }
    }
}

static void
sz_cluster_list_dispose (GObject *object)
{
    SzClusterList *self = SZ_CLUSTER_LIST (object);

    g_clear_pointer (&self->list, gtk_widget_unparent);
    g_clear_pointer (&self->nothing, gtk_widget_unparent);
    g_clear_pointer (&self->cases, g_ptr_array_unref);
    g_clear_pointer (&self->clusters, g_ptr_array_unref);
    g_clear_object (&self->store);
    g_clear_pointer (&self->rule, g_free);
    G_OBJECT_CLASS (sz_cluster_list_parent_class)->dispose (object);
}

static void
sz_cluster_list_class_init (SzClusterListClass *klass)
{
    G_OBJECT_CLASS (klass)->dispose = sz_cluster_list_dispose;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
sz_cluster_list_init (SzClusterList *self)
{
    self->cases = g_ptr_array_new_with_free_func (case_free);
    self->list = gtk_list_box_new ();
    gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
    gtk_widget_add_css_class (self->list, "boxed-list");
    gtk_widget_set_valign (self->list, GTK_ALIGN_START);
    gtk_widget_set_margin_end (self->list, 12);
    gtk_widget_set_parent (self->list, GTK_WIDGET (self));
    self->nothing = gtk_label_new (_ ("No clusters in this period"));
    gtk_label_set_wrap (GTK_LABEL (self->nothing), TRUE);
    gtk_widget_add_css_class (self->nothing, "title-3");
    gtk_widget_add_css_class (self->nothing, "dim-label");
    gtk_widget_set_visible (self->nothing, FALSE);
    gtk_widget_set_parent (self->nothing, GTK_WIDGET (self));
}
