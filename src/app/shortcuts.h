/* SPDX-License-Identifier: EUPL-1.2 */
/* The keys of the application: installed and shown from one table. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void sz_shortcuts_install (GtkApplication *application);
void sz_shortcuts_present (GtkWindow *parent);

G_END_DECLS
