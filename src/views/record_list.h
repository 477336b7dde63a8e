/* SPDX-License-Identifier: EUPL-1.2 */
/* The records of one kind that belong to one other record, as a titled list of rows: the vaccinations of a pupil. A
 * click opens one, a button in the title adds one. What a row shows is made from the catalogue. */
#pragma once

#include "store/store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SZ_TYPE_RECORD_LIST (sz_record_list_get_type ())
G_DECLARE_FINAL_TYPE (SzRecordList, sz_record_list, SZ, RECORD_LIST, GtkWidget)

/* `owner` is the field that points to the owner, `title` the field in a row's first line, `date` the one that orders them,
 * newest first; the other fields that are filled in make the second line. `add_title` is what the window that adds one is called; NULL when
 * people do not add this kind here. All are static. */
SzRecordList *sz_record_list_new (const SzKind *kind,
                                  const char *owner,
                                  const char *title,
                                  const char *date,
                                  const char *add_title);

/* Values that a new record begins with. Takes nothing: `defaults` is copied; NULL for none. */
void sz_record_list_set_defaults (SzRecordList *self, const SzRecord *defaults);

/* Shows those of this owner. */
void sz_record_list_show (SzRecordList *self, SzStore *store, const SzId *owner);

/* The add button's doing, for a shortcut. */
void sz_record_list_add (SzRecordList *self);

/* What is shown: titles of the fields and a row each, for a spreadsheet. (element-type GStrv) */
GPtrArray *sz_record_list_dup_rows (SzRecordList *self);

G_END_DECLS
