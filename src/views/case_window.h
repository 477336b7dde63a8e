/* SPDX-License-Identifier: EUPL-1.2 */
/* A window with one case: what is known of it, and its contacts with their quarantine. */
#pragma once

#include "store/store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void sz_case_window_present (GtkWidget *parent, SzStore *store, const SzId *id);

G_END_DECLS
