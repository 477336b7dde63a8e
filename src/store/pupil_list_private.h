/* SPDX-License-Identifier: EUPL-1.2 */
/* Between pupil_list.c and pupil_row.c. */
#pragma once

#include "db/db.h"
#include "store/pupil_list.h"

G_BEGIN_DECLS

/* The texts of a row, as pupil_row.sql gives them after the id. */
enum {
    TEXT_NAME,
    TEXT_BIRTH_DATE,
    TEXT_NATIONAL_NUMBER,
    TEXT_SCHOOL,
    TEXT_CLASS_NAME,
    TEXT_MUNICIPALITY,
    N_TEXTS,
};

SzPupilRow *sz_pupil_row_load (SzDb *db, int64_t rank);

/* Takes over what `from` shows, which is empty then. */
void sz_pupil_row_take (SzPupilRow *self, SzPupilRow *from);

G_END_DECLS
