/* SPDX-License-Identifier: EUPL-1.2 */
/* The actions of the window, each reachable by key, by menu and over D-Bus: view(s), back, find, undo, export, reviews,
 * open-pupil(s: id). */
#pragma once

#include "views/switcher.h"

G_BEGIN_DECLS

/* Adds them to the window; all are borrowed and must live as long. */
void sz_window_actions_add (GtkApplicationWindow *window, SzSwitcher *switcher, GtkWidget *search);

G_END_DECLS
