/* SPDX-License-Identifier: EUPL-1.2 */
/* decrypt PROFILE PASSPHRASE-FILE STATEMENTS: runs them in a desk's cache, behind its program's back. Without statements: writes every page of a desk's cache and of its write-ahead log in clear to standard output,
 * free pages and old versions too, for a test that looks for what may not be there any more. */
#include "base/env.h"
#include "db/engine.h"
#include "sync/keys.h"
#include "sync/profile.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

/* As src/db/sql/sqlite/open_cipher.sql sets them. */
#define PAGE 4096
#define RESERVED 48 /* 16 of the initialisation vector, 32 of the HMAC */
#define SALT 16
#define LOG_HEADER 32
#define FRAME_HEADER 24

static void
done_cb (GObject *source, GAsyncResult *result, void *data)
{
    *(GAsyncResult **) data = g_object_ref (result);
}

static void
read_key (const char *directory, const char *passphrase_file, char **path, uint8_t *key)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (SzProfile) profile = sz_profile_load (directory, &error);
    g_autoptr (GAsyncResult) result = NULL;
    g_autofree char *passphrase = NULL;

    g_assert_no_error (error);
    g_assert_true (g_file_get_contents (passphrase_file, &passphrase, NULL, &error));
    sz_keys_open_async (profile, g_strchomp (passphrase), NULL, done_cb, &result);
    while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
    g_assert_true (sz_keys_open_finish (profile, result, key, &error));
    g_assert_no_error (error);
    *path = sz_profile_cache_path (profile);
}

static void
write_page (const uint8_t *page, size_t skip, const uint8_t *key)
{
    uint8_t clear[PAGE];
    int n = 0;
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new ();

    g_assert_true (
        EVP_DecryptInit_ex (cipher, EVP_aes_256_cbc (), NULL, key, page + PAGE - RESERVED) == 1);
    EVP_CIPHER_CTX_set_padding (cipher, 0);
    g_assert_true (
        EVP_DecryptUpdate (cipher, clear, &n, page + skip, (int) (PAGE - RESERVED - skip)) == 1);
    EVP_CIPHER_CTX_free (cipher);
    fwrite (clear, 1, (size_t) n, stdout);
}

static void
write_pages (const char *path, size_t start, size_t before_page, bool has_salt, const uint8_t *key)
{
    g_autofree char *bytes = NULL;
    size_t length = 0;

    if (!g_file_get_contents (path, &bytes, &length, NULL))
        return;
    for (size_t at = start; at + before_page + PAGE <= length; at += before_page + PAGE) {
        const uint8_t *page = (const uint8_t *) bytes + at + before_page;
        uint32_t number;

        memcpy (&number, bytes + at, sizeof number);
        bool first = has_salt ? at == 0 : GUINT32_FROM_BE (number) == 1;
        write_page (page, first ? SALT : 0, key);
    }
}

static void
run_statements (const char *path, const uint8_t *key, const char *statements)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (SzDb) db = sz_db_open_sqlite (path, key, 0, &error);

    g_assert_no_error (error);
    if (!db->engine->script (db, "statements", statements, &error))
        g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
    uint8_t key[SZ_KEY_BYTES];
    g_autofree char *path = NULL;
    g_autofree char *log = NULL;

    g_assert_cmpint (argc, >=, 3);
    read_key (argv[1], argv[2], &path, key);
    if (argc > 3) {
        run_statements (path, key, argv[3]);
        return 0;
    }
    log = g_strconcat (path, "-wal", NULL);
    write_pages (path, 0, 0, true, key);
    write_pages (log, LOG_HEADER, FRAME_HEADER, false, key);
    return 0;
}
