/* SPDX-License-Identifier: EUPL-1.2 */
/* Te bekijken: what waits for a person, each with both versions side by side and one click to decide (sync.md 3.7). */
#pragma once

#include "store/store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void sz_review_window_present (GtkWindow *parent, SzStore *store);

G_END_DECLS
