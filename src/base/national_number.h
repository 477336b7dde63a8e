/* SPDX-License-Identifier: EUPL-1.2 */
/* The 11-digit INSZ: national register number or BIS number. Rules and sources: the domain notes,
 * section 5 (YYMMDD + sequence 001-998 + 97 - (first nine digits mod 97), with a 2 in front for
 * births from 2000 on; BIS month +20 sex unknown, +40 sex known; month or day 00 when unknown).
 * Month +60 is the test range of the Flemish government: never a person's number. */
#pragma once

#include "base/date.h"

G_BEGIN_DECLS

typedef enum {
    SZ_NUMBER_OK,
    SZ_NUMBER_LENGTH,   /* not eleven digits */
    SZ_NUMBER_CHECK,    /* the check digits fit neither century */
    SZ_NUMBER_DATE,     /* no such month or day */
    SZ_NUMBER_SEQUENCE, /* 000 or 999 */
    SZ_NUMBER_TEST,     /* valid in the test range, which is not allowed here */
} SzNumberFault;

typedef struct {
    int century; /* 1900 or 2000 */
    int year;    /* full */
    int month;   /* 0 unknown */
    int day;     /* 0 unknown */
    char sex;    /* 'M', 'F', or 0 when the number does not say */
    bool bis;
    bool test;    /* month +60 */
    SzDate birth; /* SZ_DATE_NONE when month or day is unknown */
} SzNationalNumber;

/* Punctuation (93.05.18-223.61, spaces) is taken out into digits[12] first. `number` is filled on
 * SZ_NUMBER_OK and SZ_NUMBER_TEST only; may be NULL. */
SzNumberFault sz_national_number_parse (const char *text,
                                        bool allow_test,
                                        char digits[static 12],
                                        SzNationalNumber *number);

/* Makes the number of one person of the test range, for demonstration and tests: sequence 1..998,
 * odd is male. */
void sz_national_number_make_test (SzDate birth, int sequence, char digits[static 12]);

/* "93.05.18-223.61"; the text itself when it is not eleven digits. Free with g_free. */
char *sz_national_number_pretty (const char *digits);

/* "93.05.••-•••.••": what every screen but the pupil's own page shows. Free with g_free. */
char *sz_national_number_masked (const char *digits);

G_END_DECLS
