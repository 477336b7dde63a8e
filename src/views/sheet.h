/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows of a report as a screen shows them: some of its columns, codes as words, numbers as people write them, and
 * the sums below. What is on screen, in the CSV and in the sums comes from the same rows. */
#pragma once

#include "store/store.h"
#include "views/csv_file.h"
#include "widgets/data_table.h"

G_BEGIN_DECLS

typedef struct SzSheet SzSheet;

/* The word for a code; borrowed, never NULL. */
typedef const char *(*SzWordFunc) (const char *code);

typedef struct {
    const char *name; /* of a column of the report, which gives title and type */
    gboolean expand;  /* takes the room that is left */
    SzWordFunc word;  /* NULL: shown as it is */
} SzSheetColumn;

/* `columns` are static. */
SzSheet *sz_sheet_new (const SzReport *report, const SzSheetColumn *columns, guint n_columns);
void sz_sheet_free (SzSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzSheet, sz_sheet_free)

/* All rows of an answer. */
SzSheet *sz_sheet_of_table (const SzTable *table, const SzSheetColumn *columns, guint n_columns);

/* One row; the values are copied. */
void sz_sheet_add (SzSheet *sheet, const SzValue *const *values);

guint sz_sheet_n_rows (const SzSheet *sheet);
const SzValue *sz_sheet_value (const SzSheet *sheet, guint row, guint column);

/* A value as the column shows it. Free with g_free. */
char *sz_sheet_text (const SzSheet *sheet, guint row, guint column);

/* Sum of a column over the rows. */
double sz_sheet_sum (const SzSheet *sheet, guint column);

void sz_sheet_show (const SzSheet *sheet, SzDataTable *table);

/* "Total: Cases 12 · Contacts 34": sums of the rows; "" without a column to sum. Free with g_free. */
char *sz_sheet_totals (const SzSheet *sheet);

/* Titles and rows. */
void sz_sheet_add_csv (const SzSheet *sheet, SzCsv *csv);

/* Numbers of a report's value; 0 for NULL. */
double sz_value_number (const SzValue *value);

G_END_DECLS
