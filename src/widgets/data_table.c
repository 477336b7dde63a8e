/* SPDX-License-Identifier: EUPL-1.2 */
/* A table of texts (data_table.h): a column view over row numbers; the texts lie in one array. */
#define G_LOG_DOMAIN "sz-data-table"

#include "config.h"

#include "widgets/data_table.h"

#include "base/text.h"

#include <string.h>

#define WIDTH_MIN 6
#define WIDTH_MAX 36
/* What a column is never narrower than, in characters; numbers and dates always have their whole width. */
#define LEAST_FIRST 24 /* what a row is about */
#define LEAST_EXPAND 14
#define LEAST 10
#define TOOLTIP_FROM 12

#define SZ_TYPE_DATA_ROW (sz_data_row_get_type ())
G_DECLARE_FINAL_TYPE (SzDataRow, sz_data_row, SZ, DATA_ROW, GObject)

struct _SzDataRow {
    GObject parent_instance;

    guint index; /* as given to set */
};

G_DEFINE_FINAL_TYPE (SzDataRow, sz_data_row, G_TYPE_OBJECT)

static void
sz_data_row_class_init (SzDataRowClass *klass)
{
}

static void
sz_data_row_init (SzDataRow *self)
{
}

struct _SzDataTable {
    GtkWidget parent_instance;

    GtkWidget *scroller;           /* the only child */
    GtkColumnView *view;           /* (borrowed) */
    GListStore *rows;              /* (owned) (element-type SzDataRow) */
    GtkSingleSelection *selection; /* (owned) */
    GPtrArray *titles;             /* (owned) (element-type utf8) */
    GPtrArray *cells;              /* (owned) (element-type utf8): rows x columns */
    GPtrArray
        *keys; /* (owned) (element-type utf8) (nullable elements): to sort by, made when asked */
    double *order; /* (owned) (nullable) */
    guint first;   /* the column to sort by at first; GTK_INVALID_LIST_POSITION: none */
    gboolean descending;
};

static unsigned activated_signal;

G_DEFINE_FINAL_TYPE (SzDataTable, sz_data_table, GTK_TYPE_WIDGET)

/* What a column's factory and sorter need; both die with the column, which dies with the view. */
typedef struct {
    SzDataTable *table; /* (borrowed) */
    guint index;
    gboolean number;
    gboolean right;
    int width; /* in characters */
    int least; /* in characters */
} Column;

static guint
place (const Column *column, SzDataRow *row)
{
    return row->index * column->table->titles->len + column->index;
}

static const char *
sort_key (const Column *column, SzDataRow *row)
{
    guint at = place (column, row);
    char **key = (char **) &g_ptr_array_index (column->table->keys, at);

    if (*key == NULL)
        *key = sz_text_sort_key (g_ptr_array_index (column->table->cells, at));
    return *key;
}

static int
compare_cells (const void *a, const void *b, void *data)
{
    const Column *column = data;
    SzDataRow *x = SZ_DATA_ROW ((void *) a), *y = SZ_DATA_ROW ((void *) b);
    int by_text;

    if (column->table->titles->len <= column->index)
        return GTK_ORDERING_EQUAL;
    if (column->number && column->table->order != NULL) {
        double first = column->table->order[place (column, x)];
        double second = column->table->order[place (column, y)];

        return first < second   ? GTK_ORDERING_SMALLER
               : first > second ? GTK_ORDERING_LARGER
                                : GTK_ORDERING_EQUAL;
    }
    by_text = strcmp (sort_key (column, x), sort_key (column, y));
    return gtk_ordering_from_cmpfunc (by_text);
}

static void
cell_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, void *data)
{
    const Column *column = data;
    GtkWidget *cell = gtk_inscription_new (NULL);

    gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell),
                                       GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
    gtk_inscription_set_min_chars (GTK_INSCRIPTION (cell), column->least);
    gtk_inscription_set_nat_chars (GTK_INSCRIPTION (cell), column->width);
    gtk_inscription_set_nat_lines (GTK_INSCRIPTION (cell), 1);
    if (column->right)
        gtk_inscription_set_xalign (GTK_INSCRIPTION (cell), 1);
    if (column->number)
        gtk_widget_add_css_class (cell, "numeric");
    gtk_list_item_set_child (item, cell);
}

static void
cell_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, void *data)
{
    const Column *column = data;
    SzDataRow *row = gtk_list_item_get_item (item);

    const char *text = g_ptr_array_index (column->table->cells, place (column, row));
    GtkWidget *cell = gtk_list_item_get_child (item);

    gtk_inscription_set_text (GTK_INSCRIPTION (cell), text);
    gtk_widget_set_tooltip_text (cell, g_utf8_strlen (text, -1) > TOOLTIP_FROM ? text : NULL);
}

static void
row_activated_cb (SzDataTable *self, guint position)
{
    g_autoptr (SzDataRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

    if (row != NULL)
        g_signal_emit (self, activated_signal, 0, row->index);
}

static void
free_column (void *column, GClosure *closure)
{
    g_free (column);
}

static void
add_column (SzDataTable *self, const SzDataColumn *given, guint i, int width)
{
    GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
    g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (given->title, factory);
    g_autoptr (GtkSorter) sorter = NULL;
    Column *own = g_new (Column, 1), *sorted = g_new (Column, 1);

    *own = (Column){ self, i, given->number, given->number && !given->left, width, width };
    if (!given->number)
        own->least = MIN (width, i == 0 ? LEAST_FIRST : given->expand ? LEAST_EXPAND : LEAST);
    *sorted = *own;
    g_signal_connect (factory, "setup", G_CALLBACK (cell_setup_cb), own);
    g_signal_connect_data (factory, "bind", G_CALLBACK (cell_bind_cb), own, free_column, 0);
    sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cells, sorted, g_free));
    gtk_column_view_column_set_sorter (column, sorter);
    gtk_column_view_column_set_resizable (column, TRUE);
    gtk_column_view_column_set_expand (column, given->expand);
    gtk_column_view_append_column (self->view, column);
}

static void
sz_data_table_dispose (GObject *object)
{
    SzDataTable *self = SZ_DATA_TABLE (object);

    if (self->view != NULL)
        gtk_column_view_set_model (self->view, NULL);
    self->view = NULL;
    g_clear_pointer (&self->scroller, gtk_widget_unparent);
    g_clear_object (&self->selection);
    g_clear_object (&self->rows);
    g_clear_pointer (&self->titles, g_ptr_array_unref);
    g_clear_pointer (&self->cells, g_ptr_array_unref);
    g_clear_pointer (&self->keys, g_ptr_array_unref);
    g_clear_pointer (&self->order, g_free);
    G_OBJECT_CLASS (sz_data_table_parent_class)->dispose (object);
}

static void
sz_data_table_class_init (SzDataTableClass *klass)
{
    G_OBJECT_CLASS (klass)->dispose = sz_data_table_dispose;
    activated_signal = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
sz_data_table_init (SzDataTable *self)
{
    GtkSortListModel *sorted;

    self->first = GTK_INVALID_LIST_POSITION;
    self->titles = g_ptr_array_new_with_free_func (g_free);
    self->cells = g_ptr_array_new_with_free_func (g_free);
    self->keys = g_ptr_array_new_with_free_func (g_free);
    self->rows = g_list_store_new (SZ_TYPE_DATA_ROW);
    self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
    gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
    sorted = gtk_sort_list_model_new (G_LIST_MODEL (g_object_ref (self->rows)),
                                      g_object_ref (gtk_column_view_get_sorter (self->view)));
    self->selection = gtk_single_selection_new (G_LIST_MODEL (sorted));
    gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
    g_signal_connect_object (self->view, "activate", G_CALLBACK (row_activated_cb), self,
                             G_CONNECT_SWAPPED);
    self->scroller = gtk_scrolled_window_new ();
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->view));
    gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
sz_data_table_new (void)
{
    return g_object_new (SZ_TYPE_DATA_TABLE, NULL);
}

static gboolean
same_columns (SzDataTable *self, const SzDataColumn *columns, guint n_columns)
{
    if (self->titles->len != n_columns)
        return FALSE;
    for (guint i = 0; i < n_columns; i++) {
        if (!g_str_equal (g_ptr_array_index (self->titles, i), columns[i].title))
            return FALSE;
    }
    return TRUE;
}

/* The longest text of a column, within reason. */
static int
find_width (const char *const *cells, guint column, guint n_columns, guint n_rows)
{
    glong width = WIDTH_MIN;

    for (guint row = 0; row < n_rows; row++) {
        const char *text = cells[(gsize) row * n_columns + column];

        if (text != NULL)
            width = MAX (width, g_utf8_strlen (text, -1));
    }
    return (int) MIN (width, WIDTH_MAX);
}

static void
sort_first (SzDataTable *self)
{
    g_autoptr (GtkColumnViewColumn) column =
        g_list_model_get_item (gtk_column_view_get_columns (self->view), self->first);

    if (column != NULL)
        gtk_column_view_sort_by_column (self->view, column,
                                        self->descending ? GTK_SORT_DESCENDING
                                                         : GTK_SORT_ASCENDING);
}

static void
replace_columns (SzDataTable *self,
                 const SzDataColumn *columns,
                 guint n_columns,
                 const char *const *cells,
                 guint n_rows)
{
    GListModel *old = gtk_column_view_get_columns (self->view);

    while (g_list_model_get_n_items (old) > 0) {
        g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (old, 0);

        gtk_column_view_remove_column (self->view, column);
    }
    g_ptr_array_set_size (self->titles, 0);
    for (guint i = 0; i < n_columns; i++) {
        g_ptr_array_add (self->titles, g_strdup (columns[i].title));
        add_column (self, &columns[i], i, find_width (cells, i, n_columns, n_rows));
    }
    sort_first (self);
}

void
sz_data_table_set (SzDataTable *self,
                   const SzDataColumn *columns,
                   guint n_columns,
                   const char *const *cells,
                   const double *order,
                   guint n_rows)
{
    g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
    gsize n = (gsize) n_rows * n_columns;

    g_return_if_fail (SZ_IS_DATA_TABLE (self));
    g_list_store_remove_all (self->rows);
    if (!same_columns (self, columns, n_columns))
        replace_columns (self, columns, n_columns, cells, n_rows);
    g_ptr_array_set_size (self->cells, 0);
    g_ptr_array_set_size (self->keys, 0);
    g_ptr_array_set_size (self->keys, (int) n);
    for (gsize i = 0; i < n; i++)
        g_ptr_array_add (self->cells, g_strdup (cells[i] != NULL ? cells[i] : ""));
    g_free (self->order);
    self->order = order != NULL && n > 0 ? g_memdup2 (order, n * sizeof *order) : NULL;
    for (guint i = 0; i < n_rows; i++) {
        SzDataRow *row = g_object_new (SZ_TYPE_DATA_ROW, NULL);

        row->index = i;
        g_ptr_array_add (rows, row);
    }
    g_list_store_splice (self->rows, 0, 0, rows->pdata, rows->len);
}

void
sz_data_table_sort_first (SzDataTable *self, guint column, gboolean descending)
{
    g_return_if_fail (SZ_IS_DATA_TABLE (self));
    self->first = column;
    self->descending = descending;
}

guint
sz_data_table_get_selected (SzDataTable *self)
{
    SzDataRow *row;

    g_return_val_if_fail (SZ_IS_DATA_TABLE (self), GTK_INVALID_LIST_POSITION);
    row = gtk_single_selection_get_selected_item (self->selection);
    return row != NULL ? row->index : GTK_INVALID_LIST_POSITION;
}
