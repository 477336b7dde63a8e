/* SPDX-License-Identifier: EUPL-1.2 */
/* One row of a form for one field of the catalogue: made from its type, filled from a value, read back as the text that
 * sz_record_set_from_text takes. */
#pragma once

#include "store/store.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SZ_TYPE_FIELD_ROW (sz_field_row_get_type ())
G_DECLARE_FINAL_TYPE (SzFieldRow, sz_field_row, SZ, FIELD_ROW, GObject)

/* Signal "changed": the person changed the value. The store gives the records a reference may point to. */
SzFieldRow *sz_field_row_new (SzStore *store, const SzKind *kind, const SzField *field);

/* The row to put in a list. */
GtkWidget *sz_field_row_get_widget (SzFieldRow *self);

const SzField *sz_field_row_get_field (SzFieldRow *self);

/* As sz_value_to_text gives it; "" for nothing. */
void sz_field_row_set_text (SzFieldRow *self, const char *text);
char *sz_field_row_dup_text (SzFieldRow *self);

/* What stands in the row, even when it cannot be read. Free with g_free. */
char *sz_field_row_dup_input (SzFieldRow *self);

/* Other options for a reference: the classes of the school that was chosen. Takes `options`. */
void sz_field_row_set_options (SzFieldRow *self, GListStore *options);

/* Puts the keyboard in the row, at the end of what stands there: nothing is selected that one key would wipe. */
void sz_field_row_focus (SzFieldRow *self);

/* Marks the row as what has to be looked at; NULL takes the mark away. */
void sz_field_row_set_fault (SzFieldRow *self, const char *sentence);

/* Why what is typed cannot be read as what it should be; NULL when it can. Free with g_free. */
char *sz_field_row_dup_fault (SzFieldRow *self);

G_END_DECLS
