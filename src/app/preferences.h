/* SPDX-License-Identifier: EUPL-1.2 */
/* How a person likes to see it: light or dark. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Takes over what is set, now and whenever it changes. */
void sz_preferences_apply (void);

void sz_preferences_present (GtkWindow *parent);

G_END_DECLS
