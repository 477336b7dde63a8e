/* SPDX-License-Identifier: EUPL-1.2 */
/* National numbers against known ones and against every rule of the domain notes, section 5. */
#include "base/national_number.h"

#include <string.h>

typedef struct {
    const char *text;
    SzNumberFault fault; /* with the test range allowed */
    char sex;
    const char *birth; /* "" unknown */
    bool bis;
} Case;

static const Case cases[] = {
    { "93051822361", SZ_NUMBER_OK, 'M', "1993-05-18", false },
    { "93.05.18-223.61", SZ_NUMBER_OK, 'M', "1993-05-18", false },
    { "00012556777", SZ_NUMBER_OK, 'M', "2000-01-25", false },
    { "93051822362", SZ_NUMBER_CHECK, 0, "", false },
    { "9305182236", SZ_NUMBER_LENGTH, 0, "", false },
    { "930518223611", SZ_NUMBER_LENGTH, 0, "", false },
    { "93O51822361", SZ_NUMBER_LENGTH, 0, "", false },
    { "", SZ_NUMBER_LENGTH, 0, "", false },
    { "00630299891", SZ_NUMBER_TEST, 'F', "2000-03-02", false },
    { "00600099536", SZ_NUMBER_TEST, 'M', "", false },
};

static void
test_known (void)
{
    for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
        const Case *c = &cases[i];
        char digits[12], birth[SZ_DATE_TEXT] = "";
        SzNationalNumber number = { 0 };
        SzNumberFault fault = sz_national_number_parse (c->text, false, digits, &number);

        g_assert_cmpint (fault, ==, c->fault);
        if (fault != SZ_NUMBER_OK && fault != SZ_NUMBER_TEST)
            continue;
        if (number.birth != SZ_DATE_NONE)
            sz_date_format (number.birth, birth);
        g_assert_cmpstr (birth, ==, c->birth);
        g_assert_cmpint (number.sex, ==, c->sex);
        g_assert_cmpint (number.bis, ==, c->bis);
        g_assert_cmpint (strlen (digits), ==, 11);
    }
}

/* A number with right check digits for any first nine. */
static void
close_number (int64_t body, bool after_2000, char text[static 16])
{
    g_snprintf (text, 16, "%09" G_GINT64_FORMAT "%02d", body,
                97 - (int) (((after_2000 ? INT64_C (2000000000) : 0) + body) % 97));
}

static void
test_bis (void)
{
    char text[16], digits[12];
    SzNationalNumber number;

    close_number (852518101, false, text); /* month 5 + 20: sex unknown */
    g_assert_cmpint (sz_national_number_parse (text, false, digits, &number), ==, SZ_NUMBER_OK);
    g_assert_true (number.bis);
    g_assert_cmpint (number.sex, ==, 0);
    g_assert_cmpint (number.month, ==, 5);
    close_number (854518102, false, text); /* month 5 + 40: sex known */
    g_assert_cmpint (sz_national_number_parse (text, false, digits, &number), ==, SZ_NUMBER_OK);
    g_assert_true (number.bis);
    g_assert_cmpint (number.sex, ==, 'F');
    close_number (850000101, false, text); /* refugee: month and day unknown */
    g_assert_cmpint (sz_national_number_parse (text, false, digits, &number), ==, SZ_NUMBER_OK);
    g_assert_cmpint (number.birth, ==, SZ_DATE_NONE);
}

static void
test_impossible (void)
{
    static const struct {
        int64_t body;
        SzNumberFault fault;
    } wrong[] = {
        { 851318101, SZ_NUMBER_DATE },     { 853318101, SZ_NUMBER_DATE },
        { 850231101, SZ_NUMBER_DATE },     { 850132101, SZ_NUMBER_DATE },
        { 850518000, SZ_NUMBER_SEQUENCE }, { 850518999, SZ_NUMBER_SEQUENCE },
        { 857318101, SZ_NUMBER_DATE },
    };

    for (size_t i = 0; i < G_N_ELEMENTS (wrong); i++) {
        char text[16], digits[12];

        close_number (wrong[i].body, false, text);
        g_assert_cmpint (sz_national_number_parse (text, true, digits, NULL), ==, wrong[i].fault);
    }
}

static void
test_made (void)
{
    for (int year = 1999; year <= 2018; year++) {
        char digits[12], again[12];
        SzNationalNumber number;
        SzDate birth = sz_date_new (year, 2, 28);

        sz_national_number_make_test (birth, 7, digits);
        g_assert_cmpint (sz_national_number_parse (digits, true, again, &number), ==, SZ_NUMBER_OK);
        g_assert_cmpint (sz_national_number_parse (digits, false, again, NULL), ==, SZ_NUMBER_TEST);
        g_assert_true (number.test);
        g_assert_cmpint (number.birth, ==, birth);
        g_assert_cmpint (number.sex, ==, 'M');
    }
}

static void
test_shown (void)
{
    g_autofree char *pretty = sz_national_number_pretty ("93051822361");
    g_autofree char *masked = sz_national_number_masked ("93051822361");
    g_autofree char *other = sz_national_number_pretty ("123");

    g_assert_cmpstr (pretty, ==, "93.05.18-223.61");
    g_assert_cmpstr (masked, ==, "93.05.••-•••.••");
    g_assert_cmpstr (other, ==, "123");
}

int
main (int argc, char *argv[])
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/national-number/known", test_known);
    g_test_add_func ("/national-number/bis", test_bis);
    g_test_add_func ("/national-number/impossible", test_impossible);
    g_test_add_func ("/national-number/made", test_made);
    g_test_add_func ("/national-number/shown", test_shown);
    return g_test_run ();
}
