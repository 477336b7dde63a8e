/* SPDX-License-Identifier: EUPL-1.2 */
/* The directory of one server: its encrypted database, the key of that, and the certificate it shows. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

#define SZ_DATABASE_KEY 32

#define SZ_DATABASE_FILE "schoolzicht.db"

typedef struct {
    char *path;
    char *database; /* schoolzicht.db, or the URL of a PostgreSQL database */
    uint8_t key[SZ_DATABASE_KEY];
    int lock; /* held by the server that answers the desks; -1 */
} SzDataDirectory;

/* `database`: the URL to use in place of what the directory says, or NULL.
 * `create`: make what is missing (the directory 0700, files 0600). A database without its key file is
 * an error: no new key is ever made beside it. */
SzDataDirectory *sz_data_directory_open (const char *path,
                                         const char *database,
                                         bool create,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sz_data_directory_free (SzDataDirectory *directory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzDataDirectory, sz_data_directory_free)

/* Only one server answers from a directory: taken until the directory is freed. SZ_DB_ERROR_FAILED says which process has it. */
bool sz_data_directory_lock (SzDataDirectory *directory, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* From now on the database is at this URL: written to the directory, which did not say anything else. */
bool sz_data_directory_set_place (SzDataDirectory *directory,
                                  const char *url,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The certificate in these files; both NULL: the directory's own, made at the first call. */
GTlsCertificate *sz_data_directory_certificate (SzDataDirectory *directory,
                                                const char *certificate,
                                                const char *key,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* SHA-256 of the DER form, in lower-case hex: what a desk pins. */
char *sz_certificate_fingerprint (GTlsCertificate *certificate);

/* certificate.c: a new self-signed certificate (P-256, ten years) and its key, as PEM. */
bool sz_certificate_make (char **certificate_pem,
                          char **key_pem,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
