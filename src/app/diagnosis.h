/* SPDX-License-Identifier: EUPL-1.2 */
/* The facts an administrator asks for when something does not go well, to read and to copy; nothing of anybody's. */
#pragma once

#include "app/desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* `desk` NULL: what can be told without one. */
void sz_diagnosis_present (GtkWindow *parent, SzDesk *desk);

G_END_DECLS
