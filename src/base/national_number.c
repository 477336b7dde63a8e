/* SPDX-License-Identifier: EUPL-1.2 */
/* National register and BIS numbers: the rules of national_number.h. */
#define G_LOG_DOMAIN "sz-national-number"

#include "base/national_number.h"

#include <string.h>

#define LENGTH 11

/* Takes out what people put between the digits; false when anything else is there or the count is
 * wrong. */
static bool
take_digits (const char *text, char digits[static 12])
{
    size_t n = 0;

    for (; text != NULL && *text != '\0'; text++) {
        if (strchr (" .-/", *text) != NULL)
            continue;
        if (!g_ascii_isdigit (*text) || n == LENGTH)
            return false;
        digits[n++] = *text;
    }
    digits[n] = '\0';
    return n == LENGTH;
}

static int
number_at (const char *digits, int from, int count)
{
    int value = 0;

    for (int i = from; i < from + count; i++)
        value = value * 10 + (digits[i] - '0');
    return value;
}

/* The check digits fit one century only: 2,000,000,000 mod 97 is not 0. */
static int
century_of (const char *digits)
{
    int64_t body = number_at (digits, 0, 9);
    int check = number_at (digits, 9, 2);

    if (check == 97 - (int) (body % 97))
        return 1900;
    if (check == 97 - (int) ((INT64_C (2000000000) + body) % 97))
        return 2000;
    return 0;
}

/* Month as written: +20 BIS with sex unknown, +40 BIS with sex known, +60 the test range. */
static bool
read_month (SzNationalNumber *number, int written, bool *sex_known)
{
    *sex_known = true;
    if (written >= 60) {
        number->test = true;
        written -= 60;
    } else if (written >= 40) {
        number->bis = true;
        written -= 40;
    } else if (written >= 20) {
        number->bis = true;
        *sex_known = false;
        written -= 20;
    }
    number->month = written;
    return written <= 12;
}

static bool
read_date (SzNationalNumber *number)
{
    number->birth = SZ_DATE_NONE;
    if (number->day > 31)
        return false;
    if (number->month == 0 || number->day == 0)
        return true;
    number->birth = sz_date_new (number->year, number->month, number->day);
    return number->birth != SZ_DATE_NONE;
}

SzNumberFault
sz_national_number_parse (const char *text,
                          bool allow_test,
                          char digits[static 12],
                          SzNationalNumber *number)
{
    SzNationalNumber found = { 0 };
    int sequence;
    bool sex_known;

    if (!take_digits (text, digits))
        return SZ_NUMBER_LENGTH;
    found.century = century_of (digits);
    if (found.century == 0)
        return SZ_NUMBER_CHECK;
    found.year = found.century + number_at (digits, 0, 2);
    found.day = number_at (digits, 4, 2);
    if (!read_month (&found, number_at (digits, 2, 2), &sex_known) || !read_date (&found))
        return SZ_NUMBER_DATE;
    sequence = number_at (digits, 6, 3);
    if (sequence < 1 || sequence > 998)
        return SZ_NUMBER_SEQUENCE;
    if (sex_known)
        found.sex = sequence % 2 == 1 ? 'M' : 'F';
    if (number != NULL)
        *number = found;
    return found.test && !allow_test ? SZ_NUMBER_TEST : SZ_NUMBER_OK;
}

void
sz_national_number_make_test (SzDate birth, int sequence, char digits[static 12])
{
    int year, month, day;
    int64_t body;
    char text[64];

    g_assert (sequence >= 1 && sequence <= 998);
    sz_date_split (birth, &year, &month, &day);
    body = ((year % 100 * INT64_C (100) + month + 60) * 100 + day) * 1000 + sequence;
    g_snprintf (text, sizeof text, "%09" G_GINT64_FORMAT "%02d", body,
                97 - (int) (((year >= 2000 ? INT64_C (2000000000) : 0) + body) % 97));
    memcpy (digits, text, LENGTH);
    digits[LENGTH] = '\0';
}

static bool
is_bare (const char *digits)
{
    return strlen (digits) == LENGTH && strspn (digits, "0123456789") == LENGTH;
}

char *
sz_national_number_pretty (const char *digits)
{
    if (digits == NULL || !is_bare (digits))
        return g_strdup (digits);
    return g_strdup_printf ("%.2s.%.2s.%.2s-%.3s.%.2s", digits, digits + 2, digits + 4, digits + 6,
                            digits + 9);
}

char *
sz_national_number_masked (const char *digits)
{
    if (digits == NULL || !is_bare (digits))
        return g_strdup ("");
    return g_strdup_printf ("%.2s.%.2s.••-•••.••", digits, digits + 2);
}
