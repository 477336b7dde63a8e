/* SPDX-License-Identifier: EUPL-1.2 */
/* The window: a sidebar of views, one search for pupils, the status line, toasts; and in their place the page for signing
 * in, or one that says why there is nothing to show yet. Knows no network: the application connects it.
 * Actions of the window: view(s), back, find, undo, export, reviews, open-pupil(s: id). */
#pragma once

#include "store/store.h"
#include "views/sign_in_page.h"
#include "views/status_line.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SZ_TYPE_WINDOW (sz_window_get_type ())
G_DECLARE_FINAL_TYPE (SzWindow, sz_window, SZ, WINDOW, AdwApplicationWindow)

SzWindow *sz_window_new (GtkApplication *application);

/* Shows the views over this store. NULL: no views any more. */
void sz_window_set_store (SzWindow *self, SzStore *store);
SzStore *sz_window_get_store (SzWindow *self);

void sz_window_set_status (SzWindow *self, const SzStatus *status);

/* The page for signing in; borrowed. */
SzSignInPage *sz_window_get_sign_in (SzWindow *self);

/* The page for signing in in place of the views, and back to them. */
void sz_window_show_sign_in (SzWindow *self);
void sz_window_show_views (SzWindow *self);

/* Opening, or what went wrong with it. */
void sz_window_show_loading (SzWindow *self, const char *title);
void sz_window_show_failed (SzWindow *self,
                            const char *title,
                            const char *description,
                            const char *button,
                            const char *action_name);

/* "pupils", "infections", "vaccination", "workload"; FALSE when there is no such view. */
gboolean sz_window_show_view (SzWindow *self, const char *name);

/* The view on screen has its whole answer. */
gboolean sz_window_is_filled (SzWindow *self);

G_END_DECLS
