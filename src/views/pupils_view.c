/* SPDX-License-Identifier: EUPL-1.2 */
/* The view of pupils (pupils_view.h, ui/pupils_view.ui). */
#define G_LOG_DOMAIN "sz-pupils-view"

#include "config.h"

#include "views/pupils_view.h"

#include "views/csv_file.h"
#include "views/option.h"
#include "views/pupil_page.h"
#include "views/pupil_table.h"
#include "widgets/format.h"
#include "widgets/state_page.h"

#include <glib/gi18n-lib.h>

/* So many rows of a CSV are made between two frames. */
#define CSV_SLICE 500

struct _SzPupilsView {
    GtkWidget parent_instance;

    /* template children */
    GtkStack *stack;
    GtkDropDown *school;
    GtkDropDown *class_group;
    GtkLabel *count;
    GtkMenuButton *columns;
    SzStatePage *state;
    SzPupilTable *table;
    SzPupilPage *page;

    SzStore *store;              /* (owned) (nullable) */
    char *search;                /* (owned) (nullable) */
    GSimpleActionGroup *actions; /* (owned) */
    unsigned exporting;          /* source id of a CSV being made */
    gboolean filling;            /* the drop-downs are being filled: not a choice of the person */
};

static void view_init (SzViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SzPupilsView,
                               sz_pupils_view,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (SZ_TYPE_VIEW, view_init))

/*
 * The list
 */

static gboolean
is_filtered (SzPupilsView *self)
{
    return (self->search != NULL && *self->search != '\0') ||
           gtk_drop_down_get_selected (self->school) > 0;
}

static void
show_count (SzPupilsView *self)
{
    unsigned n = sz_pupil_table_get_count (self->table);
    g_autofree char *number = sz_format_count (n);
    g_autofree char *text =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s pupil", "%s pupils", n), number);

    gtk_label_set_label (self->count, text);
    if (n > 0)
        sz_state_page_show_content (self->state);
    else if (is_filtered (self))
        sz_state_page_show_empty (self->state, "system-search-symbolic", _ ("Nobody found"),
                                  _ ("Type fewer letters, or look in all schools."),
                                  _ ("Show all pupils"), "pupil.clear");
    else
        sz_state_page_show_empty (
            self->state, "system-users-symbolic", _ ("No pupils yet"),
            _ ("They appear here as soon as they are on the server and have been fetched."), NULL,
            NULL);
}

static void
apply_filter (SzPupilsView *self)
{
    SzId school, class_group;
    gboolean by_school = sz_option_get_id (sz_option_drop_down_get (self->school), &school);
    gboolean by_class =
        sz_option_get_id (sz_option_drop_down_get (self->class_group), &class_group);

    sz_pupil_table_filter (self->table, self->search, by_school ? &school : NULL,
                           by_class ? &class_group : NULL);
}

/* The classes of the chosen school, those of the last school year first of all. */
static void
fill_classes (SzPupilsView *self)
{
    GListStore *options = sz_options_new (_ ("All classes"));
    SzValue school = { .type = SZ_VALUE_ID };

    if (sz_option_get_id (sz_option_drop_down_get (self->school), &school.id))
        sz_options_add_records (options, self->store, sz_kind_by_name ("class_group"), "school",
                                &school);
    gtk_widget_set_sensitive (GTK_WIDGET (self->class_group),
                              g_list_model_get_n_items (G_LIST_MODEL (options)) > 1);
    sz_option_drop_down_set_options (self->class_group, options);
}

static void
fill_schools (SzPupilsView *self)
{
    self->filling = TRUE;
    sz_option_drop_down_refill (self->school,
                                sz_options_new_schools (self->store, _ ("All schools")));
    fill_classes (self);
    self->filling = FALSE;
}

static void
school_chosen_cb (SzPupilsView *self)
{
    if (self->filling || self->store == NULL)
        return;
    self->filling = TRUE;
    fill_classes (self);
    self->filling = FALSE;
    apply_filter (self);
}

static void
class_chosen_cb (SzPupilsView *self)
{
    if (!self->filling && self->store != NULL)
        apply_filter (self);
}

/*
 * The page
 */

static void
update_place (SzPupilsView *self)
{
    const SzId *id = sz_pupil_page_get_id (self->page);
    int at = id != NULL ? sz_pupil_table_find (self->table, id) : -1;
    unsigned n = sz_pupil_table_get_count (self->table);

    sz_pupil_page_set_place (self->page, at >= 0 ? (unsigned) at : G_MAXUINT, n);
    g_simple_action_set_enabled (G_SIMPLE_ACTION (
                                     g_action_map_lookup_action (G_ACTION_MAP (self->actions),
                                                                 "previous")),
                                 at > 0);
    g_simple_action_set_enabled (G_SIMPLE_ACTION (
                                     g_action_map_lookup_action (G_ACTION_MAP (self->actions),
                                                                 "next")),
                                 at >= 0 && (unsigned) at + 1 < n);
}

static void
step (SzPupilsView *self, int by)
{
    const SzId *id = sz_pupil_page_get_id (self->page);
    int at = id != NULL ? sz_pupil_table_find (self->table, id) : -1;
    g_autoptr (SzPupilRow) row = NULL;

    if (at < 0 || at + by < 0)
        return;
    row = g_list_model_get_item (sz_pupil_table_get_list (self->table), (unsigned) (at + by));
    if (row == NULL)
        return;
    sz_pupil_table_select (self->table, (unsigned) (at + by));
    sz_pupil_page_show (self->page, self->store, sz_pupil_row_get_id (row));
    update_place (self);
}

static void
previous_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    step (data, -1);
}

static void
next_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    step (data, 1);
}

static void
clear_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    SzPupilsView *self = data;

    g_clear_pointer (&self->search, g_free);
    gtk_drop_down_set_selected (self->school, 0);
    apply_filter (self);
}

static void
row_activated_cb (SzPupilsView *self, SzPupilRow *row)
{
    sz_pupils_view_open (self, sz_pupil_row_get_id (row));
}

static void
counted_cb (SzPupilsView *self)
{
    show_count (self);
    update_place (self);
}

/*
 * CSV
 */

typedef struct {
    SzPupilsView *view; /* (borrowed): the source dies with it */
    SzCsv *csv;         /* (owned) */
    SzCsvFunc done;
    void *data;
    unsigned next;
} Export;

static void
export_free (void *data)
{
    Export *export = data;

    g_clear_pointer (&export->csv, sz_csv_free);
    g_free (export);
}

static void
export_finish (Export *export, const char *name)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = sz_csv_finish (g_steal_pointer (&export->csv), &error);

    export->done (name, bytes, error, export->data);
}

/* A hundred thousand rows take their time: in slices, so that the window goes on. */
static gboolean
export_slice_cb (void *data)
{
    Export *export = data;
    SzPupilTable *table = export->view->table;
    GListModel *list = sz_pupil_table_get_list (table);
    unsigned n = list != NULL ? g_list_model_get_n_items (list) : 0;
    unsigned until = MIN (export->next + CSV_SLICE, n);

    for (; export->next < until; export->next++) {
        g_autoptr (SzPupilRow) row = g_list_model_get_item (list, export->next);
        g_auto (GStrv) cells = sz_pupil_table_dup_cells (table, row);

        sz_csv_add (export->csv, (const char *const *) cells);
    }
    if (export->next < n)
        return G_SOURCE_CONTINUE;
    export->view->exporting = 0;
    export_finish (export, _ ("pupils"));
    return G_SOURCE_REMOVE;
}

static void
export_page (SzPupilsView *self, SzCsvFunc done, void *data)
{
    g_autoptr (GPtrArray) rows = sz_pupil_page_dup_rows (self->page);
    Export export = { .view = self, .csv = sz_csv_new (), .done = done, .data = data };

    for (unsigned i = 0; i < rows->len; i++)
        sz_csv_add (export.csv, g_ptr_array_index (rows, i));
    export_finish (&export, _ ("pupil"));
}

static void
sz_pupils_view_export_csv (SzView *view, SzCsvFunc done, void *data)
{
    SzPupilsView *self = SZ_PUPILS_VIEW (view);
    g_auto (GStrv) titles = sz_pupil_table_dup_titles (self->table);
    Export *export;

    if (sz_view_can_go_back (view)) {
        export_page (self, done, data);
        return;
    }
    if (self->exporting != 0)
        return;
    export = g_new0 (Export, 1);
    export->view = self;
    export->csv = sz_csv_new ();
    export->done = done;
    export->data = data;
    sz_csv_add (export->csv, (const char *const *) titles);
    self->exporting =
        g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, export_slice_cb, export, export_free);
}

/*
 * The view
 */

static void
sz_pupils_view_set_store (SzView *view, SzStore *store)
{
    SzPupilsView *self = SZ_PUPILS_VIEW (view);

    g_clear_handle_id (&self->exporting, g_source_remove);
    g_set_object (&self->store, store);
    if (store != NULL)
        fill_schools (self);
    sz_pupil_table_set_store (self->table, store);
}

static void
sz_pupils_view_focus (SzView *view)
{
    SzPupilsView *self = SZ_PUPILS_VIEW (view);

    if (sz_view_can_go_back (view))
        gtk_widget_child_focus (GTK_WIDGET (self->page), GTK_DIR_TAB_FORWARD);
    else
        gtk_widget_child_focus (GTK_WIDGET (self->table), GTK_DIR_TAB_FORWARD);
}

static void
sz_pupils_view_records_changed (SzView *view, uint64_t kinds)
{
    SzPupilsView *self = SZ_PUPILS_VIEW (view);
    uint64_t listed = sz_view_kind_bit ("pupil") | sz_view_kind_bit ("enrolment") |
                      sz_view_kind_bit ("class_group") | sz_view_kind_bit ("school");

    if ((kinds & (sz_view_kind_bit ("school") | sz_view_kind_bit ("class_group"))) != 0)
        fill_schools (self);
    if ((kinds & listed) != 0)
        sz_pupil_table_refresh (self->table);
    if (sz_view_can_go_back (view))
        sz_pupil_page_refresh (self->page);
}

static gboolean
sz_pupils_view_is_filled (SzView *view)
{
    return sz_pupil_table_get_list (SZ_PUPILS_VIEW (view)->table) != NULL;
}

static gboolean
sz_pupils_view_can_go_back (SzView *view)
{
    SzPupilsView *self = SZ_PUPILS_VIEW (view);

    return gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->page);
}

static void
sz_pupils_view_go_back (SzView *view)
{
    SzPupilsView *self = SZ_PUPILS_VIEW (view);

    gtk_stack_set_visible_child_name (self->stack, "list");
    gtk_widget_child_focus (GTK_WIDGET (self->table), GTK_DIR_TAB_FORWARD);
    sz_view_navigated (view);
}

static void
view_init (SzViewInterface *iface)
{
    iface->set_store = sz_pupils_view_set_store;
    iface->records_changed = sz_pupils_view_records_changed;
    iface->is_filled = sz_pupils_view_is_filled;
    iface->focus = sz_pupils_view_focus;
    iface->can_go_back = sz_pupils_view_can_go_back;
    iface->go_back = sz_pupils_view_go_back;
    iface->export_csv = sz_pupils_view_export_csv;
}

static void
sz_pupils_view_dispose (GObject *object)
{
    SzPupilsView *self = SZ_PUPILS_VIEW (object);

    g_clear_handle_id (&self->exporting, g_source_remove);
    g_clear_object (&self->store);
    g_clear_object (&self->actions);
    g_clear_pointer (&self->search, g_free);
    gtk_widget_dispose_template (GTK_WIDGET (self), SZ_TYPE_PUPILS_VIEW);
    G_OBJECT_CLASS (sz_pupils_view_parent_class)->dispose (object);
}

static void
sz_pupils_view_class_init (SzPupilsViewClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->dispose = sz_pupils_view_dispose;
    g_type_ensure (SZ_TYPE_PUPIL_TABLE);
    g_type_ensure (SZ_TYPE_PUPIL_PAGE);
    g_type_ensure (SZ_TYPE_STATE_PAGE);
    gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
    gtk_widget_class_set_template_from_resource (widget_class, SZ_RESOURCES "/ui/pupils_view.ui");
    gtk_widget_class_bind_template_child (widget_class, SzPupilsView, stack);
    gtk_widget_class_bind_template_child (widget_class, SzPupilsView, school);
    gtk_widget_class_bind_template_child (widget_class, SzPupilsView, class_group);
    gtk_widget_class_bind_template_child (widget_class, SzPupilsView, count);
    gtk_widget_class_bind_template_child (widget_class, SzPupilsView, columns);
    gtk_widget_class_bind_template_child (widget_class, SzPupilsView, state);
    gtk_widget_class_bind_template_child (widget_class, SzPupilsView, table);
    gtk_widget_class_bind_template_child (widget_class, SzPupilsView, page);
    gtk_widget_class_bind_template_callback (widget_class, school_chosen_cb);
    gtk_widget_class_bind_template_callback (widget_class, class_chosen_cb);
    gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
    gtk_widget_class_bind_template_callback (widget_class, counted_cb);
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "pupil.previous",
                                         NULL);
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "pupil.next",
                                         NULL);
}

static void
sz_pupils_view_init (SzPupilsView *self)
{
    static const GActionEntry entries[] = {
        { "previous", previous_activated_cb, NULL, NULL, NULL, { 0 } },
        { "next", next_activated_cb, NULL, NULL, NULL, { 0 } },
        { "clear", clear_activated_cb, NULL, NULL, NULL, { 0 } },
    };

    self->actions = g_simple_action_group_new ();
    g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                     self);
    gtk_widget_init_template (GTK_WIDGET (self));
    gtk_widget_insert_action_group (GTK_WIDGET (self), "pupil", G_ACTION_GROUP (self->actions));
    gtk_menu_button_set_menu_model (self->columns, sz_pupil_table_get_columns_menu (self->table));
    gtk_widget_insert_action_group (GTK_WIDGET (self), "columns",
                                    sz_pupil_table_get_columns (self->table));
}

void
sz_pupils_view_search (SzPupilsView *self, const char *typed)
{
    g_return_if_fail (SZ_IS_PUPILS_VIEW (self));
    g_free (self->search);
    self->search = g_strdup (typed);
    if (sz_view_can_go_back (SZ_VIEW (self))) {
        gtk_stack_set_visible_child_name (self->stack, "list");
        sz_view_navigated (SZ_VIEW (self));
    }
    apply_filter (self);
}

void
sz_pupils_view_open_first (SzPupilsView *self)
{
    GListModel *list = sz_pupil_table_get_list (self->table);
    g_autoptr (SzPupilRow) row = list != NULL ? g_list_model_get_item (list, 0) : NULL;

    if (row != NULL)
        sz_pupils_view_open (self, sz_pupil_row_get_id (row));
}

void
sz_pupils_view_open (SzPupilsView *self, const SzId *id)
{
    g_return_if_fail (SZ_IS_PUPILS_VIEW (self));
    if (self->store == NULL || !sz_pupil_page_show (self->page, self->store, id))
        return;
    gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->page));
    update_place (self);
    gtk_widget_child_focus (GTK_WIDGET (self->page), GTK_DIR_TAB_FORWARD);
    sz_view_navigated (SZ_VIEW (self));
}
