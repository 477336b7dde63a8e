/* SPDX-License-Identifier: EUPL-1.2 */
/* Small control documents read by name: absent, null and wrongly typed members alike. */
#define G_LOG_DOMAIN "test-control"

#include "config.h"

#include "base/errors.h"
#include "record/control.h"

#include <string.h>

#define DOCUMENT                                                                                   \
    "{\"token\":\"abc\",\"n\":42,\"ok\":true,\"none\":null,\"real\":1.5,"                          \
    "\"user\":{\"name\":\"an\"},\"scopes\":[{\"name\":\"reference\"},{\"name\":\"centre:114\"}],"  \
    "\"reviews\":[\"a\",\"b\",7]}"

static void
test_members (void)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (SzControl) control = sz_control_parse (DOCUMENT, -1, &error);

    g_assert_no_error (error);
    g_assert_true (sz_control_has (control, "none"));
    g_assert_false (sz_control_has (control, "nothing"));
    g_assert_cmpstr (sz_control_text (control, "token"), ==, "abc");
    g_assert_null (sz_control_text (control, "n"));
    g_assert_null (sz_control_text (control, "none"));
    g_assert_null (sz_control_text (control, "nothing"));
    g_assert_cmpint (sz_control_integer (control, "n", -1), ==, 42);
    g_assert_cmpint (sz_control_integer (control, "real", -1), ==, -1);
    g_assert_cmpint (sz_control_integer (control, "token", -1), ==, -1);
    g_assert_true (sz_control_boolean (control, "ok", false));
    g_assert_true (sz_control_boolean (control, "n", true));
    g_assert_cmpstr (sz_control_text (sz_control_object (control, "user"), "name"), ==, "an");
    g_assert_null (sz_control_object (control, "scopes"));
}

static void
test_arrays (void)
{
    g_autoptr (SzControl) control = sz_control_parse (DOCUMENT, (gssize) strlen (DOCUMENT), NULL);

    g_assert_cmpuint (sz_control_count (control, "scopes"), ==, 2);
    g_assert_cmpuint (sz_control_count (control, "user"), ==, 0);
    g_assert_cmpuint (sz_control_count (control, "nothing"), ==, 0);
    g_assert_cmpstr (sz_control_text (sz_control_item (control, "scopes", 1), "name"), ==,
                     "centre:114");
    g_assert_null (sz_control_item (control, "scopes", 2));
    g_assert_null (sz_control_item (control, "reviews", 0));
    g_assert_cmpstr (sz_control_item_text (control, "reviews", 1), ==, "b");
    g_assert_null (sz_control_item_text (control, "reviews", 2));
    g_assert_null (sz_control_item_text (control, "reviews", 99));
}

static void
test_bad (void)
{
    static const char *const bad[] = {
        "", "[]", "7", "null", "{", "{\"a\":}", "{\"a\":\"\xff\"}", "{\"a\":1}}"
    };

    for (size_t i = 0; i < G_N_ELEMENTS (bad); i++) {
        g_autoptr (GError) error = NULL;

        g_test_message ("bad document %zu", i);
        g_assert_null (sz_control_parse (bad[i], -1, &error));
        g_assert_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_SYNTAX);
    }
}

static void
test_empty (void)
{
    g_autoptr (GError) error = NULL;

    g_assert_null (sz_control_parse (NULL, 0, &error));
    g_assert_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_SYNTAX);
}

/* A parser's message quotes what it read; ours may hold a password. */
static void
test_message_is_mute (void)
{
    g_autoptr (GError) error = NULL;

    g_assert_null (sz_control_parse ("{\"password\":\"geheim\" oops}", -1, &error));
    g_assert_null (strstr (error->message, "geheim"));
    g_assert_null (strstr (error->message, "oops"));
}

static void
test_depth (void)
{
    g_autofree char *deep = g_strnfill (100000, '[');
    g_autoptr (GError) error = NULL;

    g_assert_true (sz_json_is_shallow ("[[[[\"[[[[[[[[[[[[[[[[[[[[[[[[[\"]]]]", 36));
    g_assert_true (sz_json_is_shallow ("\"\\\"[[[[[[[[[[[[[[[[[[[[[[\"", 26));
    g_assert_false (sz_json_is_shallow (deep, 100000));
    g_assert_null (sz_control_parse (deep, 100000, &error));
    g_assert_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_SYNTAX);
}

static void
test_cut (void)
{
    static const char whole[] = "{\"a\":[1,{\"b\":\"}]\\\"\"}],\"c\":{}}";

    for (size_t n = 0; n < strlen (whole); n++)
        g_assert_true (sz_json_is_cut (whole, n));
    g_assert_false (sz_json_is_cut (whole, strlen (whole)));
    /* Gone wrong, and whole. */
    g_assert_false (sz_json_is_cut ("{\"a\":}", 6));
    g_assert_false (sz_json_is_cut ("<html>", 6));
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/control/members", test_members);
    g_test_add_func ("/control/arrays", test_arrays);
    g_test_add_func ("/control/bad", test_bad);
    g_test_add_func ("/control/empty", test_empty);
    g_test_add_func ("/control/message-is-mute", test_message_is_mute);
    g_test_add_func ("/control/depth", test_depth);
    g_test_add_func ("/control/cut", test_cut);
    return g_test_run ();
}
