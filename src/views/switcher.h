/* SPDX-License-Identifier: EUPL-1.2 */
/* The views of the window: a row each in the sidebar, a page each in the stack, made when it is first shown. Signal
 * "changed": another view is on screen, it has gone to another page, or its records have changed. */
#pragma once

#include "views/view.h"

G_BEGIN_DECLS

#define SZ_TYPE_SWITCHER (sz_switcher_get_type ())
G_DECLARE_FINAL_TYPE (SzSwitcher, sz_switcher, SZ, SWITCHER, GObject)

/* Fills the sidebar; borrows both, which must outlive it. */
SzSwitcher *sz_switcher_new (GtkListBox *sidebar, GtkStack *stack);

/* NULL takes all views away. Shows the one that was asked for last. */
void sz_switcher_set_store (SzSwitcher *self, SzStore *store);
SzStore *sz_switcher_get_store (SzSwitcher *self);

/* "pupils", "infections", "vaccination", "workload"; FALSE when there is no such view. Without a store it is shown later. */
gboolean sz_switcher_show (SzSwitcher *self, const char *name);

/* The view on screen; NULL without a store. */
SzView *sz_switcher_get_view (SzSwitcher *self);

/* Its title; NULL without a store. */
const char *sz_switcher_get_title (SzSwitcher *self);

/* Puts the keyboard into the view on screen. */
void sz_switcher_focus (SzSwitcher *self);

/* The names of the views, "pupils, infections, …". Free with g_free. */
char *sz_switcher_dup_names (void);

/* Whether there is a view of that name. */
gboolean sz_switcher_has (const char *name);

G_END_DECLS
