/* SPDX-License-Identifier: EUPL-1.2 */
/* The columns that the list of pupils can have. */
#pragma once

#include "store/pupil_list.h"

G_BEGIN_DECLS

typedef struct {
    const char *name;  /* property of SzPupilRow, key of the settings */
    const char *title; /* untranslated */
    int width;         /* in pixels; 0: by what stands in it */
    int least;         /* in characters, where there is no width */
    int natural;       /* in characters, where there is no width */
} SzPupilColumn;

#define SZ_PUPIL_COLUMNS 5

/* By SzPupilOrder. */
extern const SzPupilColumn sz_pupil_columns[SZ_PUPIL_COLUMNS];

/* -1 when there is none of that name. */
int sz_pupil_column_find (const char *name);

/* What stands in a cell. Free with g_free. */
char *sz_pupil_cell_text (SzPupilRow *row, int column);

G_END_DECLS
