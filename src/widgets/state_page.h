/* SPDX-License-Identifier: EUPL-1.2 */
/* The four faces of a screen: its content, loading, nothing there, failed. Loading shows a spinner only after a quarter of a
 * second, so that quick answers do not flash. Nothing there and failed say in a sentence what to do and may offer
 * one button, an action by name. A GtkWidget with one child. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SZ_TYPE_STATE_PAGE (sz_state_page_get_type ())
G_DECLARE_FINAL_TYPE (SzStatePage, sz_state_page, SZ, STATE_PAGE, GtkWidget)

GtkWidget *sz_state_page_new (void);

/* The content (property "child"; in .ui files the one child). */
void sz_state_page_set_child (SzStatePage *self, GtkWidget *child);

void sz_state_page_show_content (SzStatePage *self);
void sz_state_page_show_loading (SzStatePage *self, const char *title);

/* `icon_name`, `button` and `action_name` (detailed, "view.clear-filters") may be NULL. */
void sz_state_page_show_empty (SzStatePage *self,
                               const char *icon_name,
                               const char *title,
                               const char *description,
                               const char *button,
                               const char *action_name);
void sz_state_page_show_failed (SzStatePage *self,
                                const char *title,
                                const char *description,
                                const char *button,
                                const char *action_name);

G_END_DECLS
