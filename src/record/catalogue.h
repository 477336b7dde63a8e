/* SPDX-License-Identifier: EUPL-1.2 */
/* The catalogue: every kind of record and every field, defined once. The database schema of both
 * engines, the JSON and line forms, the merge, the forms on screen and the rights follow from it.
 * Adding a field is one line in catalogue_*.c (and its Dutch label in po/nl.po). All of it is
 * static and read-only: usable from any thread, nothing to free. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

G_BEGIN_DECLS

typedef enum {
    SZ_TYPE_TEXT,
    SZ_TYPE_INTEGER,
    SZ_TYPE_REAL,
    SZ_TYPE_BOOLEAN,   /* integer 0 or 1 */
    SZ_TYPE_DATE,      /* ISO text */
    SZ_TYPE_TIME,      /* integer, ms since 1970 UTC, by the server's clock */
    SZ_TYPE_CHOICE,    /* text, one of choices' codes */
    SZ_TYPE_REFERENCE, /* 16-byte id of a record of kind `refers_to` */
    SZ_TYPE_ANY_ID,    /* 16-byte id of a record of any kind */
} SzFieldType;

typedef enum {
    SZ_FIELD_PLAIN = 0,
    SZ_FIELD_REQUIRED = 1 << 0,
    SZ_FIELD_KEY = 1 << 1,      /* with the other key fields it names the record within its scope */
    SZ_FIELD_PERSONAL = 1 << 2, /* never in a log, never outside the centre's scope */
    SZ_FIELD_MEDICAL = 1 << 3,  /* health data */
    SZ_FIELD_SEARCHABLE = 1 << 4, /* a word of it finds the record */
    SZ_FIELD_LONG = 1 << 5,       /* several lines on screen */
    SZ_FIELD_HIDDEN = 1 << 6,     /* not on the generated forms */
    SZ_FIELD_PAST = 1 << 7,       /* a day that has come, since 1900 */
} SzFieldFlags;

typedef struct {
    const char *code;  /* stored and sent */
    const char *label; /* untranslated; show with sz_choice_label */
} SzChoice;

typedef struct {
    const char *name;  /* column, JSON key, parameter of schoolzicht-cli */
    const char *label; /* untranslated; show with sz_field_label */
    SzFieldType type;
    SzFieldFlags flags;
    const char *unit;        /* merge unit (PROTOCOL.md section 8); NULL: the field alone */
    const char *refers_to;   /* name of a kind, for references */
    const SzChoice *choices; /* closed by a NULL code, for choices */
    double min, max;         /* of a number; both 0: any */
} SzField;

typedef enum {
    SZ_ROLE_WORKER = 1 << 0,
    SZ_ROLE_COORDINATOR = 1 << 1,
    SZ_ROLE_DIRECTOR = 1 << 2,
    SZ_ROLE_POPULATION_MANAGER = 1 << 3,
    SZ_ROLE_ADMINISTRATOR = 1 << 4,
    SZ_ROLE_SERVER = 1 << 5, /* imports and derivations */
} SzRole;

#define SZ_ROLES_CENTRE (SZ_ROLE_WORKER | SZ_ROLE_COORDINATOR | SZ_ROLE_DIRECTOR)

typedef enum {
    SZ_SCOPE_REFERENCE, /* everybody's */
    SZ_SCOPE_CENTRE,    /* of one centre */
} SzScopeKind;

/* The most fields a kind can have: presence is kept in one 64-bit mask. */
#define SZ_FIELDS_MAX 64

typedef struct {
    const char *name;   /* table, JSON name */
    int number;         /* on the wire and in the change index; never reused */
    const char *label;  /* untranslated, singular */
    const char *plural; /* untranslated */
    SzScopeKind scope;
    const char *root; /* the field that holds the pupil to whose file it belongs; NULL for none */
    bool append_only; /* a correction is a new record that supersedes; edits are refused */
    unsigned readers; /* SzRole bits */
    unsigned writers; /* SzRole bits */
    const SzField *fields;
    size_t n_fields;
    const char *const *indexes; /* column lists, NULL-closed; may be NULL */
} SzKind;

/* All kinds in the order of their numbers; references point to earlier kinds only where possible. */
const SzKind *const *sz_catalogue_kinds (size_t *n);

/* NULL when unknown. */
const SzKind *sz_kind_by_name (const char *name);
const SzKind *sz_kind_by_number (int number);

/* Rises by one with every release that adds a kind or a field; sent in every session. */
int sz_catalogue_generation (void);

/* -1 when the kind has no such field. */
int sz_kind_field_index (const SzKind *kind, const char *name);
const SzField *sz_kind_field (const SzKind *kind, const char *name);

/* The most characters a text of this field may have. */
size_t sz_field_longest (const SzField *field);

/* The name of the merge unit a field belongs to. */
const char *sz_field_unit (const SzField *field);

/* Translated, in the language of the process; not to be freed. */
const char *sz_kind_label (const SzKind *kind);
const char *sz_kind_plural (const SzKind *kind);
const char *sz_field_label (const SzField *field);

/* Translated label of a choice's code; the code itself when unknown, "" for NULL. */
const char *sz_choice_label (const SzField *field, const char *code);

bool sz_kind_readable (const SzKind *kind, SzRole role);
bool sz_kind_writable (const SzKind *kind, SzRole role);

/* "worker" and so on; 0 / NULL when unknown. */
SzRole sz_role_parse (const char *name);
const char *sz_role_name (SzRole role);
const char *sz_role_label (SzRole role);

G_END_DECLS
