/* SPDX-License-Identifier: EUPL-1.2 */
/* A modal window to register a case, with its contacts out of the class list, in one go. */
#pragma once

#include "store/store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* `school` (nullable): the id of the school to begin with. */
void sz_register_window_present (GtkWidget *parent, SzStore *store, const char *school);

G_END_DECLS
