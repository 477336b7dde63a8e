/* SPDX-License-Identifier: EUPL-1.2 */
/* Reports: one .sql file each in data/reports/, with a header of comment lines, the same on a desk and
 * on the server:
 *
 *   -- title: _("Workload by week")
 *   -- param: from date required; _("First day")
 *   -- param: centre id; _("Centre")
 *   -- column: week text; _("ISO week")
 *   -- column: minutes integer total; _("Minutes registered")
 *
 * Texts are marked as in C, so that xgettext finds them; show them with gettext.
 * Types: text integer real date id percent hours. `total` marks a column whose sum is shown below, and
 * is then the sum of the rows shown. Rows hold no more than the statement gives: a figure that is not
 * in the SQL does not exist. */
#pragma once

#include "db/db.h"

G_BEGIN_DECLS

typedef struct {
    char *name;
    char *type;
    char *label; /* untranslated */
    bool required;
    bool total;
} SzReportField;

typedef struct {
    char *name;
    char *title;        /* untranslated */
    GPtrArray *params;  /* (element-type SzReportField) */
    GPtrArray *columns; /* (element-type SzReportField) */
} SzReport;

typedef struct {
    const SzReport *report; /* (borrowed): static */
    size_t n_columns;
    GPtrArray *rows; /* (element-type SzValue*): n_columns values each */
} SzTable;

/* Names of all reports, sorted, NULL-closed; static. */
const char *const *sz_report_names (void);

/* Static; NULL when there is none of that name. */
const SzReport *sz_report_find (const char *name);

/* All reports and their parameters, for a terminal. Free with g_free. */
char *sz_reports_describe (void) G_GNUC_WARN_UNUSED_RESULT;

/* The parameters in words like "school_year=2020" (NULL-terminated, nullable); NULL when one is no such word. */
GHashTable *sz_report_params (char **words) G_GNUC_WARN_UNUSED_RESULT;

/* Whether parameters that somebody typed mean something: a range that does not end before it begins, codes and numbers that
 * are here. Else SZ_WIRE_ERROR_VALUE with a sentence for people. */
bool sz_report_check (SzDb *db, const SzReport *report, GHashTable *params, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Runs it with parameters by name (element-type utf8 -> utf8, as sz_record_set_from_text reads them).
 * A missing required or an unknown parameter: SZ_WIRE_ERROR_VALUE with a sentence for people. */
SzTable *sz_report_run (SzDb *db, const SzReport *report, GHashTable *params, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

const SzValue *sz_table_value (const SzTable *table, size_t row, const char *column);

/* Sum of a column over the rows shown. */
double sz_table_total (const SzTable *table, const char *column);

typedef enum {
    SZ_TABLE_CSV,  /* RFC 4180 with the names of the columns, no totals */
    SZ_TABLE_JSON, /* {"report":...,"rows":[{...}],"totals":{...}} */
    SZ_TABLE_TEXT, /* for a terminal: columns in line, totals below */
} SzTableFormat;

/* "csv", "json", "text". False when it is none of them. */
bool sz_table_format_parse (const char *name, SzTableFormat *format);

/* The whole table, with a newline at the end. Free with g_free. */
char *sz_table_to_string (const SzTable *table, SzTableFormat format);

void sz_table_free (SzTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzTable, sz_table_free)

G_END_DECLS
