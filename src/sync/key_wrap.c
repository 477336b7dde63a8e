/* SPDX-License-Identifier: EUPL-1.2 */
/* key.wrap (key_wrap.h): parameters in the clear but authenticated, key and token sealed. */
#define G_LOG_DOMAIN "sz-key-wrap"

#include "config.h"

#include "sync/key_wrap.h"

#include "base/errors.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define MAGIC "SZKEY001"

/* A person's passphrase is stretched: about two thirds of a second here. One of 40 characters or more
 * was made by a machine and has nothing to stretch. */
#define SLOW_OPS 3
#define SLOW_MEMORY (UINT64_C (256) << 20)
#define MACHINE_LENGTH 40
#define OPS_MAX 10
#define MEMORY_MAX (UINT64_C (1) << 30)

typedef struct {
    char magic[8];
    uint32_t ops;
    uint32_t reserved;
    uint64_t memory;
    uint8_t salt[crypto_pwhash_SALTBYTES];
    uint8_t nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];
} Head;

typedef struct {
    uint8_t key[SZ_KEY_BYTES];
    char token[SZ_TOKEN_MAX];
} Inside;

typedef struct {
    Head head;
    uint8_t sealed[sizeof (Inside) + crypto_aead_xchacha20poly1305_ietf_ABYTES];
} Wrapped;

static bool
derive (const Head *head, const char *passphrase, uint8_t key[static 32])
{
    return head->ops >= crypto_pwhash_OPSLIMIT_MIN && head->ops <= OPS_MAX &&
           head->memory >= crypto_pwhash_MEMLIMIT_MIN && head->memory <= MEMORY_MAX &&
           crypto_pwhash (key, 32, passphrase, strlen (passphrase), head->salt, head->ops,
                          head->memory, crypto_pwhash_ALG_ARGON2ID13) == 0;
}

static void
make_head (Head *head, const char *passphrase)
{
    bool machine = strlen (passphrase) >= MACHINE_LENGTH;

    *head = (Head){ .ops = machine ? crypto_pwhash_OPSLIMIT_MIN : SLOW_OPS,
                    .memory = machine ? crypto_pwhash_MEMLIMIT_MIN : SLOW_MEMORY };
    memcpy (head->magic, MAGIC, sizeof head->magic);
    randombytes_buf (head->salt, sizeof head->salt);
    randombytes_buf (head->nonce, sizeof head->nonce);
}

bool
sz_key_wrap (const char *path,
             const char *passphrase,
             const uint8_t key[SZ_KEY_BYTES],
             const char *token,
             GError **error)
{
    Wrapped wrapped = { 0 };
    Inside inside = { 0 };
    uint8_t outer[32];

    if (sodium_init () < 0 || (token != NULL && strlen (token) >= SZ_TOKEN_MAX)) {
        g_set_error_literal (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_PROTOCOL,
                             "a token too long to keep");
        return false;
    }
    make_head (&wrapped.head, passphrase);
    if (!derive (&wrapped.head, passphrase, outer)) {
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                             "not enough memory to protect the key");
        return false;
    }
    memcpy (inside.key, key, SZ_KEY_BYTES);
    if (token != NULL)
        memcpy (inside.token, token, strlen (token));
    crypto_aead_xchacha20poly1305_ietf_encrypt (wrapped.sealed, NULL, (uint8_t *) &inside,
                                                sizeof inside, (uint8_t *) &wrapped.head,
                                                sizeof wrapped.head, NULL, wrapped.head.nonce,
                                                outer);
    sodium_memzero (&inside, sizeof inside);
    sodium_memzero (outer, sizeof outer);
    return g_file_set_contents_full (path, (const char *) &wrapped, sizeof wrapped,
                                     G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                     0600, error);
}

static bool
open_sealed (const Wrapped *wrapped, const char *passphrase, Inside *inside)
{
    uint8_t outer[32];
    bool ok = memcmp (wrapped->head.magic, MAGIC, sizeof wrapped->head.magic) == 0 &&
              derive (&wrapped->head, passphrase, outer) &&
              crypto_aead_xchacha20poly1305_ietf_decrypt ((uint8_t *) inside, NULL, NULL,
                                                          wrapped->sealed, sizeof wrapped->sealed,
                                                          (const uint8_t *) &wrapped->head,
                                                          sizeof wrapped->head, wrapped->head.nonce,
                                                          outer) == 0;

    sodium_memzero (outer, sizeof outer);
    return ok;
}

bool
sz_key_unwrap (const char *path,
               const char *passphrase,
               uint8_t key[SZ_KEY_BYTES],
               char **token,
               GError **error)
{
    g_autofree char *bytes = NULL;
    size_t n;
    Wrapped wrapped;
    Inside inside;

    if (!g_file_get_contents (path, &bytes, &n, error))
        return false;
    if (n == sizeof wrapped)
        memcpy (&wrapped, bytes, n);
    if (sodium_init () < 0 || n != sizeof wrapped || !open_sealed (&wrapped, passphrase, &inside)) {
        g_set_error_literal (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_WRONG_PASSPHRASE,
                             "wrong passphrase, or a damaged key file");
        return false;
    }
    memcpy (key, inside.key, SZ_KEY_BYTES);
    *token = *inside.token != '\0' ? g_strndup (inside.token, SZ_TOKEN_MAX - 1) : NULL;
    sodium_memzero (&inside, sizeof inside);
    return true;
}

/* A file system that writes elsewhere still has the old bytes: without the passphrase they say nothing. */
static bool
write_over (int file)
{
    static const Wrapped nothing;

    return pwrite (file, &nothing, sizeof nothing, 0) == (ssize_t) sizeof nothing &&
           fsync (file) == 0;
}

bool
sz_key_wrap_remove (const char *path, GError **error)
{
    int file = g_open (path, O_WRONLY | O_CLOEXEC, 0);
    bool written;

    if (file < 0 && errno == ENOENT)
        return true;
    written = file >= 0 && write_over (file);
    if (file >= 0)
        g_close (file, NULL);
    if (!written)
        g_info ("the key file is removed as it is");
    if (g_unlink (path) == 0 || errno == ENOENT)
        return true;
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "cannot remove the key: %s",
                 g_strerror (errno));
    return false;
}
