/* SPDX-License-Identifier: EUPL-1.2 */
/* A form made from the catalogue: one row for each field that people fill in. */
#pragma once

#include "views/field_row.h"

G_BEGIN_DECLS

#define SZ_TYPE_RECORD_FORM (sz_record_form_get_type ())
G_DECLARE_FINAL_TYPE (SzRecordForm, sz_record_form, SZ, RECORD_FORM, GtkWidget)

/* Shows the record's values; fields named in `hidden` (nullable, NULL-terminated) and HIDDEN ones get no row. Signal "changed". */
SzRecordForm *
sz_record_form_new (SzStore *store, const SzRecord *record, const char *const *hidden);

/* NULL when the form has no row for it. */
SzFieldRow *sz_record_form_find (SzRecordForm *self, const char *field);

/* Writes the rows into the record. NULL when all is well; else a sentence, and the rows it is about are marked. Free with g_free. */
char *sz_record_form_read (SzRecordForm *self, SzRecord *record, gboolean allow_test_numbers);

/* Puts the keyboard in the first row. */
void sz_record_form_focus (SzRecordForm *self);

/* From now on the form is unchanged: as it is first shown, or as it was saved. */
void sz_record_form_remember (SzRecordForm *self);

/* Whether a row holds something else than when it was last remembered. */
gboolean sz_record_form_is_changed (SzRecordForm *self);

G_END_DECLS
