/* SPDX-License-Identifier: EUPL-1.2 */
/* Records and their values as people read them. */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

/* A field's value: a date in the reader's form, a choice's label, the title of the record it points to. "" for nothing. A national
 * number is masked (base/national_number.h). Free with g_free. */
char *sz_field_text (SzStore *store, const SzRecord *record, const SzField *field);

/* How people call a record: a school's name, a class's, "Surname First name". Free with g_free. */
char *sz_record_title (SzStore *store, const SzRecord *record);

/* The title of the record that a reference points to; "" when it is not here. Free with g_free. */
char *sz_reference_title (SzStore *store, const char *kind, const SzId *id);

G_END_DECLS
