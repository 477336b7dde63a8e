/* SPDX-License-Identifier: EUPL-1.2 */
/* libsoup brings Debian's own SQLite into the process. Both must stay what they are: ours with its cipher, libsoup's
 * without our symbols. Linked with libsoup first, as the worst case. */
#include "db/db.h"
#include "support/scratch.h"

#include <dlfcn.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <string.h>

static void
assert_first_bytes (const char *path, bool clear)
{
    g_autofree char *data = NULL;
    size_t n;

    g_assert_true (g_file_get_contents (path, &data, &n, NULL));
    g_assert_cmpuint (n, >=, 16);
    g_assert_cmpint (memcmp (data, "SQLite format 3", 16) == 0, ==, clear);
}

static void
test_both (void)
{
    g_autoptr (Scratch) folder = scratch_new ();
    g_autofree char *cookies = scratch_path (folder, "cookies.sqlite");
    g_autofree char *path = scratch_path (folder, "cache.db");
    g_autoptr (SoupCookieJar) jar = soup_cookie_jar_db_new (cookies, FALSE);
    g_autoptr (GError) error = NULL;
    g_autoptr (SzDb) db = sz_db_open_sqlite (path, scratch_key (1), SZ_DB_CREATE, &error);

    g_assert_no_error (error);
    soup_cookie_jar_add_cookie (jar, soup_cookie_new ("a", "b", "example.org", "/", 86400));
    assert_first_bytes (cookies, true);
    assert_first_bytes (path, false);
}

/* What a plug-in or a library finds under these names is Debian's library, not the copy inside this program; nor the
 * OpenSSL that our copy stands on. */
static void
test_hidden (void)
{
    Dl_info info = { 0 };
    void *symbol = dlsym (RTLD_DEFAULT, "sqlite3_open_v2");

    g_assert_nonnull (symbol);
    g_assert_true (dladdr (symbol, &info));
    g_assert_nonnull (strstr (info.dli_fname, "libsqlite3.so"));
    g_assert_null (dlsym (RTLD_DEFAULT, "sqlite3_key"));
    symbol = dlsym (RTLD_DEFAULT, "EVP_CIPHER_CTX_new");
    if (symbol != NULL) {
        g_assert_true (dladdr (symbol, &info));
        g_assert_nonnull (strstr (info.dli_fname, "libcrypto.so"));
    }
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/db/clash/both", test_both);
    g_test_add_func ("/db/clash/hidden", test_hidden);
    return g_test_run ();
}
