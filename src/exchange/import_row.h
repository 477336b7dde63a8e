/* SPDX-License-Identifier: EUPL-1.2 */
/* What the layouts of official files (import_*.c) are made with; for them and import.c alone. A function that
 * returns bool returns false when the row is rejected or the run has failed: the caller returns false as well. */
#pragma once

#include "base/national_number.h"
#include "exchange/csv_reader.h"
#include "exchange/csv_writer.h"
#include "exchange/import_types.h"

G_BEGIN_DECLS

#define SZ_REFERENCE_SCOPE "reference"

typedef struct SzImport SzImport;
typedef struct SzImportLookup SzImportLookup;

/* One layout of a file. */
typedef struct {
    const char *kind;
    const char *const
        *columns;      /* names in the header, NULL-closed; case and accents do not matter */
    size_t n_required; /* the first so many have to be there */
    bool needs_centre;
    bool (*row) (SzImport *import);
} SzImportLayout;

typedef enum {
    SZ_OUTCOME_UNCHANGED,
    SZ_OUTCOME_CHANGED,
    SZ_OUTCOME_CREATED,
} SzImportOutcome;

struct SzImport {
    const SzImportLayout *layout;   /* (borrowed) */
    const SzImportOptions *options; /* (borrowed) */
    const SzImportSink *sink;       /* (borrowed) */
    SzImportLookup *lookup;         /* (owned): import_lookup.c */
    SzImportCounts *counts;         /* (borrowed) */
    SzDate today;

    /* Header. */
    GArray *
        positions; /* (owned) (element-type int): of each column of the layout; -1 when not there */
    size_t n_header;

    /* The row. */
    SzCsvRow row;
    GString *cells;  /* (owned): the layout's columns, trimmed, NUL-closed */
    GArray *offsets; /* (owned) (element-type size_t): into cells */
    SzImportOutcome outcome;
    char *reason;  /* (owned) (nullable): why the row is rejected */
    size_t column; /* of the file, from 1; 0: the row as a whole */
    GError *error; /* (owned) (nullable): the run has failed */
};

/* Cells; `column` is a position in layout->columns. The cell "" when the file has no such column. */
const char *sz_cell (SzImport *import, int column);
bool sz_cell_needed (SzImport *import, int column);
bool sz_cell_date (SzImport *import, int column, SzDate *date); /* SZ_DATE_NONE when empty */
bool sz_cell_integer (SzImport *import,
                      int column,
                      int64_t low,
                      int64_t high,
                      int64_t *value); /* not empty */
bool sz_cell_national_number (SzImport *import,
                              int column,
                              char digits[static 12],
                              SzNationalNumber *number);
bool
sz_cell_school_number (SzImport *import, int column, char **number); /* without leading zeros */

/* Sets the field when the cell is not empty. */
void sz_cell_to_text (SzImport *import, int column, SzRecord *record, const char *field);

/* Rejects the row; always false. `reason` is translated and taken. */
bool sz_import_reject (SzImport *import, int column, char *reason);

#define SZ_WHOLE_ROW (-1)

typedef enum {
    SZ_SAVE_NEW, /* makes it when it is not there; never changes it */
    SZ_SAVE_UPDATE, /* the first row of the file that speaks of a record may change it; a later one that
                     * contradicts is rejected */
} SzSavePolicy;

/* Finds `record` by its key fields, makes it, changes it, or leaves it. Its id is then the stored one. */
bool sz_import_save (SzImport *import, const char *scope, SzRecord *record, SzSavePolicy policy);

/* Keeps a record that has its id and no key, unless it is there already. */
bool sz_import_create_once (SzImport *import, const char *scope, SzRecord *record);

/* The stored record with these key fields; `*found` NULL without a reject when there is none. */
bool sz_import_find (SzImport *import, const char *scope, const SzRecord *key, SzRecord **found);

/* Lookups: import_lookup.c. */
SzImportLookup *sz_import_lookup_new (void);
void sz_import_lookup_free (SzImportLookup *lookup);

typedef struct {
    SzId id;
    SzDate valid_from;
    SzDate valid_until;
    bool has_merged;
    SzId merged_into;
} SzMunicipality;

/* `*found` NULL when there is no such code. */
bool sz_lookup_municipality (SzImport *import, const char *nis, const SzMunicipality **found);

/* Sets `municipality` to the one the code or, without one, the name stands for today; nothing when unknown. */
bool
sz_lookup_set_municipality (SzImport *import, SzRecord *record, int nis_column, int name_column);

/* Provinces, districts and municipalities as a file of them goes by. */
typedef struct {
    int level;
    char *code;   /* (owned once added) */
    char *parent; /* (owned once added) */
    char *name;   /* (owned once added) */
    SzDate from;
    SzDate until;
} SzPlaceName;

/* Copies the texts. */
void sz_lookup_add_place (SzImport *import, const SzPlaceName *place);

/* As it was on `day`; the latest for SZ_DATE_NONE. NULL when there is none. */
const SzPlaceName *sz_lookup_place (SzImport *import, const char *code, SzDate day);

/* A staff member by folded code or name: false without a reject when there is none. */
bool sz_lookup_staff (SzImport *import, const char *scope, const char *folded, SzId *id);
void sz_lookup_add_staff (SzImport *import, const char *folded, const SzId *id);

typedef struct {
    SzId id;
    char *level;  /* (owned) (nullable) */
    char *centre; /* (owned) (nullable): number */
} SzSchool;

/* Rejects a row whose school is not there. */
bool sz_lookup_school (SzImport *import, int column, const SzSchool **school);

/* "centre:114": of the options, else of the school (nullable). Rejects when neither says. */
bool sz_lookup_scope (SzImport *import, const SzSchool *school, int column, char **scope);

/* The pupil with this number in the scope; rejects when there is none. */
bool sz_lookup_pupil (SzImport *import, const char *scope, int column, SzRecord **pupil);

/* By SNOMED code or any of its names; rejects an unknown one and a name that several have. */
bool sz_lookup_vaccine (SzImport *import, int column, SzId *id);

/* A centre by number or name, made when it is not there. */
bool sz_lookup_centre (SzImport *import, int column, SzId *id);

/* A class, made when it is not there; `grade` a code of the catalogue. */
bool sz_lookup_class (SzImport *import, const char *scope, SzRecord *class_group, SzId *id);

/* Words of files: import_words.c. NULL when unknown. */
const char *sz_word_sex (const char *word);
const char *sz_word_grade (const char *word, const char *school_level);
const char *sz_word_function (const char *word);
const char *sz_word_domain (const char *word);
const char *sz_word_client (const char *word);

/* A pupil's data in the cells; shared by two layouts. */
typedef struct {
    int number, first_name, last_name, sex, birth_date;
    int street, house_number, box, postal_code, city, nis; /* nis -1: none */
} SzPupilColumns;

bool sz_import_read_pupil (SzImport *import, const SzPupilColumns *columns, SzRecord **pupil);

/* The layouts. */
extern const SzImportLayout sz_layout_agodi;
extern const SzImportLayout sz_layout_magda_schools;
extern const SzImportLayout sz_layout_refnis;
extern const SzImportLayout sz_layout_mergers;
extern const SzImportLayout sz_layout_holidays;
extern const SzImportLayout sz_layout_vaccines;
extern const SzImportLayout sz_layout_pupils;
extern const SzImportLayout sz_layout_magda_persons;
extern const SzImportLayout sz_layout_magda_enrolments;
extern const SzImportLayout sz_layout_vaccinations;
extern const SzImportLayout sz_layout_activities;
extern const SzImportLayout sz_layout_incidence_daily;
extern const SzImportLayout sz_layout_incidence_cumulative;

G_END_DECLS
