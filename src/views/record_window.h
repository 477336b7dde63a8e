/* SPDX-License-Identifier: EUPL-1.2 */
/* A modal window to make a record, to change one, or to correct one that may only be added to (its kind says so): the
 * form, Save and Cancel, and Delete for one that exists. What is saved can be taken back. */
#pragma once

#include "store/store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A new record of `record`'s kind with the values it has. Takes `record`. Fields named in `hidden` are not shown. */
void sz_record_window_add (GtkWidget *parent,
                           SzStore *store,
                           SzRecord *record,
                           const char *title,
                           const char *const *hidden);

/* An existing one. */
void sz_record_window_edit (GtkWidget *parent,
                            SzStore *store,
                            const SzKind *kind,
                            const SzId *id,
                            const char *title,
                            const char *const *hidden);

G_END_DECLS
