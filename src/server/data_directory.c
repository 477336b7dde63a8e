/* SPDX-License-Identifier: EUPL-1.2 */
/* Opens or makes a server's directory; certificate.c makes the certificate in it. */
#define G_LOG_DOMAIN "sz-data-directory"

#include "config.h"

#include "server/data_directory.h"

#include "base/errors.h"
#include "server/core.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

static void
set_file_error (GError **error, const char *what, const char *path, int number)
{
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "%s %s: %s", what, path,
                 g_strerror (number));
}

/* Never over an existing file; on the disk when it returns. */
static bool
write_secret (const char *path, const void *data, size_t n, GError **error)
{
    int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        set_file_error (error, "cannot make", path, errno);
        return false;
    }
    bool written = write (fd, data, n) == (ssize_t) n && fsync (fd) == 0;
    int number = errno;
    if (close (fd) == 0 && written)
        return true;
    set_file_error (error, "cannot write", path, number);
    g_unlink (path);
    return false;
}

static bool
read_key (SzDataDirectory *directory, const char *path, bool create, GError **error)
{
    g_autofree char *text = NULL;
    size_t n = 0;
    if (g_file_test (path, G_FILE_TEST_EXISTS)) {
        if (!g_file_get_contents (path, &text, &n, error))
            return false;
        bool good = n == SZ_DATABASE_KEY;
        if (good)
            memcpy (directory->key, text, SZ_DATABASE_KEY);
        else
            g_set_error (error, SZ_DB_ERROR, SZ_DB_ERROR_KEY, "%s is no key of this program", path);
        sodium_memzero (text, n);
        return good;
    }
    if (g_file_test (directory->database, G_FILE_TEST_EXISTS)) {
        g_set_error (error, SZ_DB_ERROR, SZ_DB_ERROR_KEY,
                     "the database is there but its key %s is not", path);
        return false;
    }
    if (!create) {
        g_set_error_literal (error, SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND,
                             N_ ("no server has its data in that directory: look at --data"));
        return false;
    }
    randombytes_buf (directory->key, SZ_DATABASE_KEY);
    return write_secret (path, directory->key, SZ_DATABASE_KEY, error);
}

/* Where the database is, if not in the directory itself: one line in the file "database", written by an administrator
 * (it may hold a password, which a command line would show to everybody). */
static bool
read_place (SzDataDirectory *directory, GError **error)
{
    g_autofree char *path = g_build_filename (directory->path, "database", NULL);
    g_autofree char *text = NULL;
    if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return true;
    if (!g_file_get_contents (path, &text, NULL, error))
        return false;
    g_strstrip (text);
    if (!sz_core_is_url (text)) {
        g_set_error_literal (
            error, SZ_DB_ERROR, SZ_DB_ERROR_FAILED,
            N_ ("the file database must hold one line that begins with postgresql://"));
        return false;
    }
    g_free (directory->database);
    directory->database = g_steal_pointer (&text);
    return true;
}

SzDataDirectory *
sz_data_directory_open (const char *path, bool create, GError **error)
{
    g_autoptr (SzDataDirectory) directory = g_new0 (SzDataDirectory, 1);
    g_autofree char *key = g_build_filename (path, "server.key", NULL);
    directory->path = g_strdup (path);
    directory->database = g_build_filename (path, "schoolzicht.db", NULL);
    if (create && g_mkdir_with_parents (path, 0700) != 0) {
        set_file_error (error, "cannot make", path, errno);
        return NULL;
    }
    if (!read_key (directory, key, create, error) || !read_place (directory, error))
        return NULL;
    return g_steal_pointer (&directory);
}

void
sz_data_directory_free (SzDataDirectory *directory)
{
    if (directory == NULL)
        return;
    sodium_memzero (directory->key, SZ_DATABASE_KEY);
    g_free (directory->path);
    g_free (directory->database);
    g_free (directory);
}

static bool
make_certificate (const char *certificate, const char *key, GError **error)
{
    g_autofree char *certificate_pem = NULL;
    g_autofree char *key_pem = NULL;
    if (!sz_certificate_make (&certificate_pem, &key_pem, error))
        return false;
    bool written = write_secret (key, key_pem, strlen (key_pem), error) &&
                   write_secret (certificate, certificate_pem, strlen (certificate_pem), error);
    sodium_memzero (key_pem, strlen (key_pem));
    return written;
}

GTlsCertificate *
sz_data_directory_certificate (SzDataDirectory *directory,
                               const char *certificate,
                               const char *key,
                               GError **error)
{
    g_autofree char *own_certificate = g_build_filename (directory->path, "certificate.pem", NULL);
    g_autofree char *own_key = g_build_filename (directory->path, "certificate.key", NULL);
    if (certificate == NULL) {
        certificate = own_certificate;
        key = own_key;
        if (!g_file_test (certificate, G_FILE_TEST_EXISTS)) {
            /* A key alone is left from a start that was cut off: nobody has seen its certificate. */
            g_unlink (key);
            if (!make_certificate (certificate, key, error))
                return NULL;
        }
    }
    return g_tls_certificate_new_from_files (certificate, key, error);
}

char *
sz_certificate_fingerprint (GTlsCertificate *certificate)
{
    g_autoptr (GByteArray) der = NULL;
    g_object_get (certificate, "certificate", &der, NULL);
    return g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
}
