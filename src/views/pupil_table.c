/* SPDX-License-Identifier: EUPL-1.2 */
/* The table of pupils (pupil_table.h). It keeps the row objects on screen when the list is asked anew (pupil_list.h):
 * twenty times as fast as making all cells again. */
#define G_LOG_DOMAIN "sz-pupil-table"

#include "config.h"

#include "views/pupil_table.h"

#include "views/pupil_columns.h"

#include <glib/gi18n-lib.h>

struct _SzPupilTable {
    GtkWidget parent_instance;

    /* owned */
    GtkWidget *scroller;
    GtkColumnView *view;
    SzPupilList *list;             /* (nullable) */
    GtkSingleSelection *selection; /* (nullable) */
    GHashTable *bound;             /* set of GtkListItem with a row */
    GSettings *settings;
    GMenu *menu;
    GSimpleActionGroup *actions;
    GListModel *columns;
    char *search;

    SzId school;
    SzId class_group;
    gboolean by_school;
    gboolean by_class;
    int order;
    gboolean descending;
    int probed; /* the column the sorter asked first */
};

static unsigned activated_signal;
static unsigned counted_signal;

G_DEFINE_FINAL_TYPE (SzPupilTable, sz_pupil_table, GTK_TYPE_WIDGET)

/*
 * Cells
 */

static int
item_column (GtkListItem *item)
{
    return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (item), "column"));
}

static void
fill_cell (GtkListItem *item)
{
    SzPupilRow *row = gtk_list_item_get_item (item);
    g_autofree char *text = row != NULL ? sz_pupil_cell_text (row, item_column (item)) : NULL;

    gtk_inscription_set_text (GTK_INSCRIPTION (gtk_list_item_get_child (item)), text);
}

static void
cell_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, void *column)
{
    GtkWidget *cell = gtk_inscription_new (NULL);
    int which = GPOINTER_TO_INT (column);

    gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell),
                                       GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
    if (sz_pupil_columns[which].width == 0) {
        gtk_inscription_set_min_chars (GTK_INSCRIPTION (cell), sz_pupil_columns[which].least);
        gtk_inscription_set_nat_chars (GTK_INSCRIPTION (cell), sz_pupil_columns[which].natural);
    } else {
        gtk_inscription_set_min_chars (GTK_INSCRIPTION (cell), 3);
    }
    gtk_inscription_set_nat_lines (GTK_INSCRIPTION (cell), 1);
    gtk_list_item_set_child (item, cell);
    g_object_set_data (G_OBJECT (item), "column", column);
}

static void
cell_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, void *column)
{
    SzPupilTable *self = g_object_get_data (G_OBJECT (factory), "table");

    fill_cell (item);
    if (self->bound != NULL)
        g_hash_table_add (self->bound, item);
}

static void
cell_unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, void *column)
{
    SzPupilTable *self = g_object_get_data (G_OBJECT (factory), "table");

    if (self->bound != NULL)
        g_hash_table_remove (self->bound, item);
}

/*
 * The list
 */

static void
list_refilled_cb (SzPupilTable *self, SzPupilList *list)
{
    GHashTableIter iter;
    void *item;

    g_hash_table_iter_init (&iter, self->bound);
    while (g_hash_table_iter_next (&iter, &item, NULL)) {
        SzPupilRow *row = gtk_list_item_get_item (item);

        if (row != NULL)
            sz_pupil_list_keep (list, gtk_list_item_get_position (item), row);
    }
    if (gtk_single_selection_get_selected_item (self->selection) != NULL)
        sz_pupil_list_keep (list, gtk_single_selection_get_selected (self->selection),
                            gtk_single_selection_get_selected_item (self->selection));
    g_hash_table_iter_init (&iter, self->bound);
    while (g_hash_table_iter_next (&iter, &item, NULL))
        fill_cell (item);
}

static void
query (SzPupilTable *self)
{
    const SzPupilQuery asked = {
        .search = self->search,
        .school = self->by_school ? &self->school : NULL,
        .class_group = self->by_class ? &self->class_group : NULL,
        .order = (SzPupilOrder) self->order,
        .descending = self->descending,
    };

    if (self->list == NULL)
        return;
    sz_pupil_list_query (self->list, &asked);
    g_signal_emit (self, counted_signal, 0);
}

static void
counted_cb (SzPupilTable *self)
{
    g_signal_emit (self, counted_signal, 0);
}

static void
row_activated_cb (SzPupilTable *self, unsigned position)
{
    g_autoptr (SzPupilRow) row = g_list_model_get_item (G_LIST_MODEL (self->list), position);

    if (row != NULL)
        g_signal_emit (self, activated_signal, 0, row);
}

/*
 * Sorting: GTK 4.8 does not say which column is sorted by. The view's sorter is asked to compare two objects, and each
 * column's own sorter notes that it was asked.
 */

typedef struct {
    SzPupilTable *table; /* (borrowed) */
    int column;
} Probe;

static int
probe (const void *a, const void *b, void *data)
{
    Probe *asked = data;

    if (asked->table->probed < 0)
        asked->table->probed = asked->column;
    return GTK_ORDERING_SMALLER;
}

static void
sorter_changed_cb (SzPupilTable *self, GtkSorterChange change, GtkSorter *sorter)
{
    g_autoptr (GObject) a = g_object_new (G_TYPE_OBJECT, NULL);
    g_autoptr (GObject) b = g_object_new (G_TYPE_OBJECT, NULL);
    GtkOrdering answer;

    self->probed = -1;
    answer = gtk_sorter_compare (sorter, a, b);
    if (self->probed < 0)
        return;
    self->order = self->probed;
    self->descending = answer == GTK_ORDERING_LARGER;
    g_settings_set_string (self->settings, "pupils-sorted-by", sz_pupil_columns[self->order].name);
    g_settings_set_boolean (self->settings, "pupils-descending", self->descending);
    query (self);
}

/*
 * Columns
 */

static void
remember_columns (SzPupilTable *self)
{
    g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
    g_auto (GStrv) chosen = NULL;

    for (unsigned i = 0; i < g_list_model_get_n_items (self->columns); i++) {
        g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (self->columns, i);
        int which = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (column), "which"));

        if (gtk_column_view_column_get_visible (column))
            g_strv_builder_add (names, sz_pupil_columns[which].name);
    }
    chosen = g_strv_builder_end (names);
    g_settings_set_strv (self->settings, "pupils-columns", (const char *const *) chosen);
}

static GtkColumnViewColumn *
make_column (SzPupilTable *self, int which)
{
    GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
    GtkColumnViewColumn *column =
        gtk_column_view_column_new (_ (sz_pupil_columns[which].title), factory);
    g_autoptr (GtkCustomSorter) sorter = NULL;
    Probe *asked = g_new (Probe, 1);

    g_object_set_data (G_OBJECT (factory), "table", self);
    g_signal_connect (factory, "setup", G_CALLBACK (cell_setup_cb), GINT_TO_POINTER (which));
    g_signal_connect (factory, "bind", G_CALLBACK (cell_bind_cb), NULL);
    g_signal_connect (factory, "unbind", G_CALLBACK (cell_unbind_cb), NULL);
    *asked = (Probe){ self, which };
    sorter = gtk_custom_sorter_new (probe, asked, g_free);
    gtk_column_view_column_set_sorter (column, GTK_SORTER (sorter));
    gtk_column_view_column_set_resizable (column, TRUE);
    if (sz_pupil_columns[which].width != 0)
        gtk_column_view_column_set_fixed_width (column, sz_pupil_columns[which].width);
    gtk_column_view_column_set_expand (column, which == SZ_PUPIL_BY_NAME);
    g_object_set_data (G_OBJECT (column), "which", GINT_TO_POINTER (which));
    return column;
}

static void
add_column (SzPupilTable *self, int which, gboolean visible)
{
    g_autoptr (GtkColumnViewColumn) column = make_column (self, which);
    g_autoptr (GPropertyAction) action = NULL;

    gtk_column_view_column_set_visible (column, visible);
    gtk_column_view_append_column (self->view, column);
    action = g_property_action_new (sz_pupil_columns[which].name, column, "visible");
    g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
    g_signal_connect_object (column, "notify::visible", G_CALLBACK (remember_columns), self,
                             G_CONNECT_SWAPPED);
    if (which == self->order)
        gtk_column_view_sort_by_column (self->view, column,
                                        self->descending ? GTK_SORT_DESCENDING
                                                         : GTK_SORT_ASCENDING);
}

/* The chosen ones in their order, then the others, hidden. */
static void
add_columns (SzPupilTable *self)
{
    g_auto (GStrv) chosen = g_settings_get_strv (self->settings, "pupils-columns");
    g_autofree char *sorted_by = g_settings_get_string (self->settings, "pupils-sorted-by");
    gboolean added[SZ_PUPIL_COLUMNS] = { FALSE };

    self->order = MAX (sz_pupil_column_find (sorted_by), 0);
    self->descending = g_settings_get_boolean (self->settings, "pupils-descending");
    for (char **name = chosen; *name != NULL; name++) {
        int which = sz_pupil_column_find (*name);

        if (which >= 0 && !added[which])
            add_column (self, which, TRUE);
        if (which >= 0)
            added[which] = TRUE;
    }
    for (int i = 0; i < SZ_PUPIL_COLUMNS; i++) {
        g_autofree char *action = g_strdup_printf ("columns.%s", sz_pupil_columns[i].name);

        if (!added[i])
            add_column (self, i, FALSE);
        if (i != SZ_PUPIL_BY_NAME)
            g_menu_append (self->menu, _ (sz_pupil_columns[i].title), action);
    }
}

/*
 * The object
 */

static void
forget_list (SzPupilTable *self)
{
    gtk_column_view_set_model (self->view, NULL);
    if (self->list != NULL)
        g_signal_handlers_disconnect_by_data (self->list, self);
    g_clear_object (&self->selection);
    g_clear_object (&self->list);
}

static void
sz_pupil_table_dispose (GObject *object)
{
    SzPupilTable *self = SZ_PUPIL_TABLE (object);

    if (self->view != NULL) {
        /* The view emits "changed" while it takes its columns apart. */
        g_signal_handlers_disconnect_by_data (gtk_column_view_get_sorter (self->view), self);
        g_signal_handlers_disconnect_by_data (self->columns, self);
        forget_list (self);
    }
    g_clear_object (&self->view);
    g_clear_pointer (&self->scroller, gtk_widget_unparent);
    g_clear_object (&self->columns);
    g_clear_object (&self->menu);
    g_clear_object (&self->actions);
    g_clear_object (&self->settings);
    g_clear_pointer (&self->bound, g_hash_table_unref);
    g_clear_pointer (&self->search, g_free);
    G_OBJECT_CLASS (sz_pupil_table_parent_class)->dispose (object);
}

static void
sz_pupil_table_class_init (SzPupilTableClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = sz_pupil_table_dispose;
    activated_signal = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, SZ_TYPE_PUPIL_ROW);
    counted_signal = g_signal_new ("counted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
sz_pupil_table_init (SzPupilTable *self)
{
    self->settings = g_settings_new (SZ_APP_ID);
    self->bound = g_hash_table_new (NULL, NULL);
    self->menu = g_menu_new ();
    self->actions = g_simple_action_group_new ();
    self->view = g_object_ref_sink (GTK_COLUMN_VIEW (gtk_column_view_new (NULL)));
    self->columns = g_object_ref (gtk_column_view_get_columns (self->view));
    gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ ("Pupils"), -1);
    add_columns (self);
    self->scroller = gtk_scrolled_window_new ();
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->view));
    gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
    g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                             G_CALLBACK (sorter_changed_cb), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (self->columns, "items-changed", G_CALLBACK (remember_columns), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->view, "activate", G_CALLBACK (row_activated_cb), self,
                             G_CONNECT_SWAPPED);
}

void
sz_pupil_table_set_store (SzPupilTable *self, SzStore *store)
{
    g_return_if_fail (SZ_IS_PUPIL_TABLE (self));
    forget_list (self);
    if (store == NULL)
        return;
    self->list = sz_pupil_list_new (store);
    g_signal_connect_object (self->list, "refill", G_CALLBACK (list_refilled_cb), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->list, "completed", G_CALLBACK (counted_cb), self,
                             G_CONNECT_SWAPPED);
    self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
    query (self);
    gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

void
sz_pupil_table_filter (SzPupilTable *self,
                       const char *search,
                       const SzId *school,
                       const SzId *class_group)
{
    g_return_if_fail (SZ_IS_PUPIL_TABLE (self));
    g_free (self->search);
    self->search = g_strdup (search);
    self->by_school = school != NULL;
    if (school != NULL)
        self->school = *school;
    self->by_class = class_group != NULL;
    if (class_group != NULL)
        self->class_group = *class_group;
    query (self);
    if (sz_pupil_table_get_count (self) > 0)
        sz_pupil_table_select (self, 0);
}

void
sz_pupil_table_refresh (SzPupilTable *self)
{
    g_return_if_fail (SZ_IS_PUPIL_TABLE (self));
    if (self->list == NULL)
        return;
    sz_pupil_list_refresh (self->list);
    g_signal_emit (self, counted_signal, 0);
}

unsigned
sz_pupil_table_get_count (SzPupilTable *self)
{
    return self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
}

GListModel *
sz_pupil_table_get_list (SzPupilTable *self)
{
    return self->list != NULL ? G_LIST_MODEL (self->list) : NULL;
}

int
sz_pupil_table_find (SzPupilTable *self, const SzId *id)
{
    return self->list != NULL ? sz_pupil_list_find (self->list, id) : -1;
}

void
sz_pupil_table_select (SzPupilTable *self, unsigned position)
{
    g_return_if_fail (SZ_IS_PUPIL_TABLE (self));
    if (self->selection == NULL)
        return;
    gtk_single_selection_set_selected (self->selection, position);
    gtk_widget_activate_action (gtk_widget_get_last_child (GTK_WIDGET (self->view)),
                                "list.scroll-to-item", "u", position);
}

char **
sz_pupil_table_dup_titles (SzPupilTable *self)
{
    g_autoptr (GStrvBuilder) titles = g_strv_builder_new ();

    for (unsigned i = 0; i < g_list_model_get_n_items (self->columns); i++) {
        g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (self->columns, i);

        if (gtk_column_view_column_get_visible (column))
            g_strv_builder_add (titles, gtk_column_view_column_get_title (column));
    }
    return g_strv_builder_end (titles);
}

char **
sz_pupil_table_dup_cells (SzPupilTable *self, SzPupilRow *row)
{
    g_autoptr (GStrvBuilder) cells = g_strv_builder_new ();

    for (unsigned i = 0; i < g_list_model_get_n_items (self->columns); i++) {
        g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (self->columns, i);
        int which = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (column), "which"));

        if (gtk_column_view_column_get_visible (column)) {
            g_autofree char *text = sz_pupil_cell_text (row, which);

            g_strv_builder_add (cells, text != NULL ? text : "");
        }
    }
    return g_strv_builder_end (cells);
}

GActionGroup *
sz_pupil_table_get_columns (SzPupilTable *self)
{
    return G_ACTION_GROUP (self->actions);
}

GMenuModel *
sz_pupil_table_get_columns_menu (SzPupilTable *self)
{
    return G_MENU_MODEL (self->menu);
}
