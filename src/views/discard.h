/* SPDX-License-Identifier: EUPL-1.2 */
/* The question before what was filled in is thrown away. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks over `window`, and destroys it when the answer is yes. */
void sz_ask_discard (GtkWindow *window);

G_END_DECLS
