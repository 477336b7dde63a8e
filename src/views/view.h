/* SPDX-License-Identifier: EUPL-1.2 */
/* What the window asks of each of its views. A view gets the store once, loads when it is first shown, and again when
 * records of kinds it shows have changed. */
#pragma once

#include "store/store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SZ_TYPE_VIEW (sz_view_get_type ())
G_DECLARE_INTERFACE (SzView, sz_view, SZ, VIEW, GtkWidget)

/* Hands over a finished CSV, or an error; takes neither. `name` is a file name without the ending. */
typedef void (*SzCsvFunc) (const char *name, GBytes *csv, const GError *error, void *data);

struct _SzViewInterface {
    GTypeInterface parent;

    void (*set_store) (SzView *self, SzStore *store);
    void (*load) (SzView *self);
    void (*records_changed) (SzView *self, uint64_t kinds);
    gboolean (*is_filled) (SzView *self);
    void (*focus) (SzView *self);
    gboolean (*can_go_back) (SzView *self);
    void (*go_back) (SzView *self);
    void (*export_csv) (SzView *self, SzCsvFunc done, void *data);
};

/* Borrowed by the window, kept by the view; NULL takes it away. */
void sz_view_set_store (SzView *self, SzStore *store);

/* The view is shown now: asks for what it shows when it has not yet. */
void sz_view_load (SzView *self);

/* `kinds` as in SzStore::changed. A view that is not shown asks again when it is shown next. */
void sz_view_records_changed (SzView *self, uint64_t kinds);

/* Nothing is under way: what is on screen is the whole answer. */
gboolean sz_view_is_filled (SzView *self);

/* Puts the keyboard where one begins to work. */
void sz_view_focus (SzView *self);

/* Whether a page is open on top of the view's beginning. Signal "navigated" when that changes. */
gboolean sz_view_can_go_back (SzView *self);

/* From a page back to the list it came from. */
void sz_view_go_back (SzView *self);

/* Everything the view shows now, as text for a spreadsheet. `done` is called once, now or later, unless the view dies first. */
void sz_view_export_csv (SzView *self, SzCsvFunc done, void *data);

/* For a view: emits "navigated". */
void sz_view_navigated (SzView *self);

/* Bit of a kind in `kinds`. */
uint64_t sz_view_kind_bit (const char *kind);

G_END_DECLS
