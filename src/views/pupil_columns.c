/* SPDX-License-Identifier: EUPL-1.2 */
/* The columns of the list of pupils (pupil_columns.h). */
#define G_LOG_DOMAIN "sz-pupil-columns"

#include "config.h"

#include "views/pupil_columns.h"

#include "widgets/format.h"

#include <glib/gi18n-lib.h>

const SzPupilColumn sz_pupil_columns[SZ_PUPIL_COLUMNS] = {
    [SZ_PUPIL_BY_NAME] = { "name", N_ ("Name"), 0, 18, 32 },
    [SZ_PUPIL_BY_BIRTH_DATE] = { "birth-date", N_ ("Date of birth"), 120, 0, 0 },
    [SZ_PUPIL_BY_SCHOOL] = { "school", N_ ("School"), 0, 10, 28 },
    [SZ_PUPIL_BY_CLASS] = { "class-name", N_ ("Class"), 90, 0, 0 },
    [SZ_PUPIL_BY_MUNICIPALITY] = { "municipality", N_ ("Municipality"), 0, 6, 16 },
};


int
sz_pupil_column_find (const char *name)
{
    for (int i = 0; i < SZ_PUPIL_COLUMNS; i++) {
        if (g_str_equal (sz_pupil_columns[i].name, name))
            return i;
    }
    return -1;
}

char *
sz_pupil_cell_text (SzPupilRow *row, int column)
{
    g_autofree char *text = NULL;
    SzDate date;

    g_object_get (row, sz_pupil_columns[column].name, &text, NULL);
    if (column == SZ_PUPIL_BY_BIRTH_DATE && text != NULL && sz_date_parse (text, &date))
        return sz_format_date (date);
    return g_steal_pointer (&text);
}
