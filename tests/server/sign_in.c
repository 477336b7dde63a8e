/* SPDX-License-Identifier: EUPL-1.2 */
/* Who gets in, and for how long (PROTOCOL.md 3). */
#include "desk.h"

#include "base/errors.h"
#include "server/account.h"

#include <string.h>

#define PASSWORD "een lang woord"

static void
add_account (World *world, const char *name)
{
    g_autoptr (GError) error = NULL;
    const SzAccount account = {
        .name = (char *) name,
        .display_name = (char *) name,
        .role = SZ_ROLE_WORKER,
        .centre = (char *) "114",
    };
    g_assert_true (sz_account_add (world->core, &account, PASSWORD, &error));
    g_assert_no_error (error);
}

/* The token; NULL when the password is wrong. */
static char *
sign_in (World *world, const char *name, const char *password, const char *address, GError **error)
{
    SzSignIn try;
    if (!sz_sign_in_begin (world->core, name, address, &try, error) ||
        !sz_sign_in_verify (&try, password))
        return NULL;
    return sz_sign_in_finish (world->core, &try, &world->an.device, "desk", "0.1.0", error);
}

static void
test_session (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (GError) error = NULL;
    add_account (world, "an.peeters");
    g_assert_null (sign_in (world, "an.peeters", "fout", "::1", &error));
    g_assert_no_error (error);
    g_assert_null (sign_in (world, "niemand", PASSWORD, "::1", &error));
    g_assert_no_error (error);
    g_autofree char *token = sign_in (world, "an.peeters", PASSWORD, "::1", &error);
    g_assert_cmpuint (strlen (token), ==, 43);
    g_autoptr (SzSession) session = sz_session_find (world->core, token, &error);
    g_assert_cmpstr (session->centre, ==, "114");
    g_assert_true (sz_session_may_have (session, "centre:114"));
    g_assert_false (sz_session_may_have (session, "centre:115"));
    token[5] = token[5] == 'x' ? 'y' : 'x';
    g_assert_null (sz_session_find (world->core, token, &error));
    g_assert_error (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_UNAUTHORIZED);
}

static void
test_end (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (GError) error = NULL;
    add_account (world, "an.peeters");
    g_autofree char *first = sign_in (world, "an.peeters", PASSWORD, "::1", &error);
    g_autofree char *second = sign_in (world, "an.peeters", PASSWORD, "::1", &error);
    g_autoptr (SzSession) session = sz_session_find (world->core, first, &error);
    g_assert_true (sz_session_end (world->core, &session->id, &error));
    g_assert_null (sz_session_find (world->core, first, NULL));
    g_autoptr (SzSession) other = sz_session_find (world->core, second, &error);
    g_assert_nonnull (other);
    g_assert_true (sz_account_disable (world->core, "an.peeters", &error));
    g_assert_null (sz_session_find (world->core, second, NULL));
    g_assert_null (sign_in (world, "an.peeters", PASSWORD, "::1", &error));
    g_assert_no_error (error);
}

static void
test_too_many (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (GError) error = NULL;
    SzSignIn try;
    add_account (world, "an.peeters");
    for (int i = 0; i < 10; i++) {
        g_autofree char *address = g_strdup_printf ("10.0.0.%d", i);
        g_assert_true (sz_sign_in_begin (world->core, "an.peeters", address, &try, &error));
    }
    g_assert_false (sz_sign_in_begin (world->core, "an.peeters", "10.0.1.1", &try, &error));
    g_assert_error (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_TOO_MANY);
    g_clear_error (&error);
    /* Ten names from one address are as many. */
    for (int i = 0; i < 10; i++) {
        g_autofree char *name = g_strdup_printf ("naam%d", i);
        g_assert_true (sz_sign_in_begin (world->core, name, "10.0.2.2", &try, &error));
    }
    g_assert_false (sz_sign_in_begin (world->core, "bert", "10.0.2.2", &try, &error));
    g_assert_error (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_TOO_MANY);
}

static void
assert_no_account (World *world, const SzAccount *account, const char *password)
{
    g_autoptr (GError) error = NULL;
    g_assert_false (sz_account_add (world->core, account, password, &error));
    g_assert_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_VALUE);
}

static void
test_accounts (void)
{
    g_autoptr (World) world = world_new ();
    SzAccount account = { .name = (char *) "an",
                          .display_name = (char *) "An",
                          .role = SZ_ROLE_WORKER };
    assert_no_account (world, &account, PASSWORD);
    account.centre = (char *) "114'; --";
    assert_no_account (world, &account, PASSWORD);
    account.centre = (char *) "114";
    assert_no_account (world, &account, "kort");
    account.name = (char *) "An Peeters";
    assert_no_account (world, &account, PASSWORD);
    account.name = (char *) "an";
    account.role = SZ_ROLE_ADMINISTRATOR;
    assert_no_account (world, &account, PASSWORD);
    account.centre = NULL;
    account.role = SZ_ROLE_POPULATION_MANAGER;
    assert_no_account (world, &account, PASSWORD);
    account.role = SZ_ROLE_SERVER;
    assert_no_account (world, &account, PASSWORD);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/sign-in/session", test_session);
    g_test_add_func ("/sign-in/end", test_end);
    g_test_add_func ("/sign-in/too-many", test_too_many);
    g_test_add_func ("/sign-in/accounts", test_accounts);
    return g_test_run ();
}
