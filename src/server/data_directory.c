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
#include <sys/file.h>
#include <unistd.h>

static void
set_file_error (GError **error, const char *what, const char *path, int number)
{
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "%s: %s (%s)", path, what,
                 g_strerror (number));
}

/* Whether it is there; -1 with an error when that cannot be seen. */
static int
is_there (const char *path, GError **error)
{
    if (g_access (path, F_OK) == 0)
        return 1;
    if (errno == ENOENT || errno == ENOTDIR)
        return 0;
    set_file_error (error, _ ("you may not read it; become the user that the server runs as"), path,
                    errno);
    return -1;
}

/* Never over an existing file; on the disk when it returns. */
static bool
write_secret (const char *path, const void *data, size_t n, GError **error)
{
    int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        set_file_error (error, _ ("cannot be made"), path, errno);
        return false;
    }
    bool written = write (fd, data, n) == (ssize_t) n && fsync (fd) == 0;
    int number = errno;
    if (close (fd) == 0 && written)
        return true;
    set_file_error (error, _ ("cannot be written"), path, number);
    g_unlink (path);
    return false;
}

/* The content of a file of the directory; NULL with a sentence for people. */
static char *
read_whole (const char *path, size_t *n, GError **error)
{
    g_autoptr (GError) local = NULL;
    char *text = NULL;
    if (!g_file_get_contents (path, &text, n, &local))
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path,
                     g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_ACCES)
                         ? _ ("you may not read it; become the user that the server runs as")
                         : _ ("cannot be read"));
    return text;
}

static bool
take_key (SzDataDirectory *directory, const char *path, GError **error)
{
    size_t n = 0;
    g_autofree char *text = read_whole (path, &n, error);
    if (text == NULL)
        return false;
    bool good = n == SZ_DATABASE_KEY;
    if (good)
        memcpy (directory->key, text, SZ_DATABASE_KEY);
    else
        g_set_error (error, SZ_DB_ERROR, SZ_DB_ERROR_KEY, _ ("%s is no key of this program."),
                     path);
    sodium_memzero (text, n);
    return good;
}

static bool
read_key (SzDataDirectory *directory, const char *path, bool create, GError **error)
{
    int has_key = is_there (path, error);
    if (has_key != 0)
        return has_key > 0 && take_key (directory, path, error);
    if (g_file_test (directory->database, G_FILE_TEST_EXISTS)) {
        g_set_error (error, SZ_DB_ERROR, SZ_DB_ERROR_KEY,
                     _ ("The database is there but its key %s is not: put it back."), path);
        return false;
    }
    if (!create) {
        g_set_error (
            error, SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND,
            _ ("No server has its data in %s. Look at --data; the first “schoolzichtd user add” or “serve” makes a server."),
            directory->path);
        return false;
    }
    randombytes_buf (directory->key, SZ_DATABASE_KEY);
    return write_secret (path, directory->key, SZ_DATABASE_KEY, error);
}

/* Every command writes: the database keeps its journal beside it. */
static bool
check_writable (const SzDataDirectory *directory, GError **error)
{
    const char *paths[] = { directory->path, directory->database };
    if (sz_core_is_url (directory->database))
        return true;
    for (size_t i = 0; i < G_N_ELEMENTS (paths); i++) {
        if (g_access (paths[i], R_OK | W_OK) == 0 || errno == ENOENT)
            continue;
        set_file_error (error,
                        _ ("you may not write to it; become the user that the server runs as"),
                        paths[i], errno);
        return false;
    }
    return true;
}

/* Said as a GError when others may read the file. */
static bool
is_private (const char *path, GError **error)
{
    GStatBuf info;
    if (g_stat (path, &info) != 0 || (info.st_mode & 077) == 0)
        return true;
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                 _ ("Others may read %s, which can hold a password: chmod 600 it."), path);
    return false;
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
    text = is_private (path, error) ? read_whole (path, NULL, error) : NULL;
    if (text == NULL)
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

bool
sz_data_directory_set_place (SzDataDirectory *directory, const char *url, GError **error)
{
    g_autofree char *path = g_build_filename (directory->path, "database", NULL);
    g_autofree char *line = g_strconcat (url, "\n", NULL);
    if (!write_secret (path, line, strlen (line), error))
        return false;
    g_free (directory->database);
    directory->database = g_strdup (url);
    return true;
}

SzDataDirectory *
sz_data_directory_open (const char *path, const char *database, bool create, GError **error)
{
    g_autoptr (SzDataDirectory) directory = g_new0 (SzDataDirectory, 1);
    g_autofree char *key = g_build_filename (path, "server.key", NULL);
    directory->path = g_strdup (path);
    directory->lock = -1;
    directory->database = g_build_filename (path, SZ_DATABASE_FILE, NULL);
    if (create && g_mkdir_with_parents (path, 0700) != 0) {
        set_file_error (error, _ ("cannot be made"), path, errno);
        return NULL;
    }
    if (!read_key (directory, key, create, error))
        return NULL;
    if (database != NULL) {
        g_free (directory->database);
        directory->database = g_strdup (database);
    } else if (!read_place (directory, error)) {
        return NULL;
    }
    if (!check_writable (directory, error))
        return NULL;
    return g_steal_pointer (&directory);
}

bool
sz_data_directory_lock (SzDataDirectory *directory, GError **error)
{
    g_autofree char *path = g_build_filename (directory->path, "serve.lock", NULL);
    char holder[16] = "";
    directory->lock = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (directory->lock < 0) {
        set_file_error (error, _ ("cannot be made"), path, errno);
        return false;
    }
    if (flock (directory->lock, LOCK_EX | LOCK_NB) != 0) {
        ssize_t n = read (directory->lock, holder, sizeof holder - 1);
        g_set_error (
            error, G_IO_ERROR, G_IO_ERROR_BUSY,
            _ ("Another schoolzichtd serves the data in %s already: process %s. Stop it first, or look at --data."),
            directory->path, n > 0 ? g_strchomp (holder) : "?");
        return false;
    }
    int n = g_snprintf (holder, sizeof holder, "%d\n", (int) getpid ());
    if (ftruncate (directory->lock, 0) == 0 && pwrite (directory->lock, holder, (size_t) n, 0) == n)
        return true;
    set_file_error (error, _ ("cannot be written"), path, errno);
    return false;
}

void
sz_data_directory_free (SzDataDirectory *directory)
{
    if (directory == NULL)
        return;
    sodium_memzero (directory->key, SZ_DATABASE_KEY);
    if (directory->lock >= 0)
        close (directory->lock);
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
    GTlsCertificate *pair = g_tls_certificate_new_from_files (certificate, key, NULL);
    if (pair == NULL)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                     _ ("%s and %s are no certificate and its key that this program can read."),
                     certificate, key);
    return pair;
}

char *
sz_certificate_fingerprint (GTlsCertificate *certificate)
{
    g_autoptr (GByteArray) der = NULL;
    g_object_get (certificate, "certificate", &der, NULL);
    return g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
}
