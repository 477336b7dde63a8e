/* SPDX-License-Identifier: EUPL-1.2 */
/* The window about the program: version, licence, where its data come from. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void sz_about_present (GtkWindow *parent);

G_END_DECLS
