/* SPDX-License-Identifier: EUPL-1.2 */
/* A record in memory: a kind, an id, a version and the values of some or all of its fields. Not
 * thread-safe; hand it over whole. */
#pragma once

#include "base/date.h"
#include "base/id.h"
#include "record/catalogue.h"

G_BEGIN_DECLS

typedef enum {
    SZ_VALUE_NULL,
    SZ_VALUE_INTEGER, /* integers, booleans, times */
    SZ_VALUE_REAL,
    SZ_VALUE_TEXT, /* text, dates, choices */
    SZ_VALUE_ID,   /* references */
} SzValueType;

typedef struct {
    SzValueType type;
    union {
        int64_t integer;
        double real;
        char *text; /* (owned), valid UTF-8 */
        SzId id;
    };
} SzValue;

void sz_value_clear (SzValue *value);
void sz_value_copy (const SzValue *from, SzValue *to); /* `to` is overwritten, not cleared first */
bool sz_value_equal (const SzValue *a, const SzValue *b);

typedef struct {
    const SzKind *kind;
    SzId id;
    int64_t rev;      /* 0: never seen by the server */
    uint64_t present; /* bit i: values[i] counts (it may still be NULL) */
    SzValue *values;  /* kind->n_fields of them */
} SzRecord;

SzRecord *sz_record_new (const SzKind *kind, const SzId *id);
SzRecord *sz_record_copy (const SzRecord *record);
void sz_record_free (SzRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzRecord, sz_record_free)

/* The id that follows from the values of its key fields: the same on every server. For reference data. */
SzId sz_record_id_from_key (const SzRecord *record);

bool sz_record_has (const SzRecord *record, const char *field);

/* Setters mark the field present. A field the kind does not have is a programmer's mistake. An
 * empty or NULL text is stored as NULL. */
void sz_record_set_null (SzRecord *record, const char *field);
void sz_record_set_text (SzRecord *record, const char *field, const char *text);
void sz_record_set_integer (SzRecord *record, const char *field, int64_t value);
void sz_record_set_real (SzRecord *record, const char *field, double value);
void sz_record_set_id (SzRecord *record, const char *field, const SzId *id);
void sz_record_set_date (SzRecord *record, const char *field, SzDate date);
void sz_record_set_value (SzRecord *record, size_t index, const SzValue *value);

/* Getters: NULL, 0, or SZ_DATE_NONE for a field that is absent or NULL. Text is borrowed. */
const SzValue *sz_record_value (const SzRecord *record, const char *field);
const char *sz_record_text (const SzRecord *record, const char *field);
int64_t sz_record_integer (const SzRecord *record, const char *field);
double sz_record_real (const SzRecord *record, const char *field);
const SzId *sz_record_reference (const SzRecord *record, const char *field);
SzDate sz_record_date (const SzRecord *record, const char *field);

/* Sets a field from what a person or a file wrote: dates in the usual forms, numbers with point or
 * comma, a choice's code, an id in text. "" is NULL. SZ_WIRE_ERROR_VALUE or _UNKNOWN; nothing set then. */
bool sz_record_set_from_text (SzRecord *record, const char *field, const char *text, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* The value in the form that set_from_text takes; "" for NULL. Free with g_free. */
char *sz_value_to_text (const SzValue *value);

/* Checks types, required fields (when `whole`), choices, dates, and the national number (the test
 * range only when allowed). SZ_WIRE_ERROR_VALUE with the field's name in the message. */
bool sz_record_check (const SzRecord *record, bool whole, bool allow_test_numbers, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
