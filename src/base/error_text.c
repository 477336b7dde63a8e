/* SPDX-License-Identifier: EUPL-1.2 */
/* Sentences for people, by error domain and code (base/errors.h). */
#define G_LOG_DOMAIN "sz-error-text"

#include "config.h"

#include "base/error_text.h"

#include "base/errors.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

typedef struct {
    int code;
    const char *sentence; /* untranslated */
} Sentence;

static const Sentence sync_sentences[] = {
    { SZ_SYNC_ERROR_OFFLINE,
      N_ ("The server cannot be reached now. What you changed is kept and will be sent later.") },
    { SZ_SYNC_ERROR_SIGN_IN,
      N_ ("You are not signed in. Sign in first; what you changed is kept.") },
    { SZ_SYNC_ERROR_PASSWORD, N_ ("Wrong name or password.") },
    { SZ_SYNC_ERROR_CERTIFICATE,
      N_ ("The server shows another certificate than before. Nothing was sent. Ask your administrator.") },
    { SZ_SYNC_ERROR_UNTRUSTED,
      N_ ("The server's certificate is not known yet. Compare it with what your administrator gave you.") },
    { SZ_SYNC_ERROR_PROTOCOL,
      N_ ("The server's answer could not be understood. Try again; if it goes on, tell your administrator.") },
    { SZ_SYNC_ERROR_HISTORY,
      N_ ("The server was put back from a copy. What you changed is kept; everything will be fetched again.") },
    { SZ_SYNC_ERROR_VERSION,
      N_ ("The server is newer or older than this program can follow. What you changed is kept. Update Schoolzicht.") },
    { SZ_SYNC_ERROR_REVOKED, N_ ("You may no longer have these data. Ask your coordinator.") },
    { SZ_SYNC_ERROR_NOT_A_SERVER,
      N_ ("There is no Schoolzicht server at that address. Check the address and the network.") },
    { SZ_SYNC_ERROR_TOO_MANY, N_ ("Too many tries. Wait a quarter of an hour.") },
    { SZ_SYNC_ERROR_KEY_LOCKED,
      N_ ("The key of the data on this machine is not to be had. Unlock your key ring, or give the passphrase.") },
    { SZ_SYNC_ERROR_WRONG_PASSPHRASE, N_ ("The passphrase is wrong.") },
    { SZ_SYNC_ERROR_LEASE,
      N_ ("This device has been without the server for too long. Connect it to the network: your data open again then, and what you changed is kept.") },
    { SZ_SYNC_ERROR_WIPED,
      N_ ("This device was wiped at the request of your centre. Nothing is kept on it any more. To work on it again, ask your administrator and sign in anew.") },
};

static const Sentence db_sentences[] = {
    { SZ_DB_ERROR_BUSY, N_ ("Schoolzicht is open already with these data. Close it first.") },
    { SZ_DB_ERROR_FULL, N_ ("The disk is full. Nothing was saved. Make room and try again.") },
    { SZ_DB_ERROR_CORRUPT,
      N_ ("The data on this machine are damaged. Close Schoolzicht and open it again: they will be fetched anew.") },
    { SZ_DB_ERROR_KEY,
      N_ ("The key does not open the data on this machine. Ask your administrator.") },
    { SZ_DB_ERROR_NEWER,
      N_ ("The data on this machine were made by a newer Schoolzicht. Update this one; nothing was touched.") },
    { SZ_DB_ERROR_CONSTRAINT, N_ ("This cannot be saved like this. Check what is filled in.") },
    { SZ_DB_ERROR_NOT_FOUND, N_ ("This is no longer here. Somebody may have removed it.") },
};

static const char *
find_sentence (const Sentence *sentences, size_t n, int code)
{
    for (size_t i = 0; i < n; i++) {
        if (sentences[i].code == code)
            return _ (sentences[i].sentence);
    }
    return NULL;
}

const char *
sz_error_text (const GError *error)
{
    const char *sentence = NULL;

    g_return_val_if_fail (error != NULL, "");
    if (error->domain == SZ_SYNC_ERROR)
        sentence = find_sentence (sync_sentences, G_N_ELEMENTS (sync_sentences), error->code);
    else if (error->domain == SZ_DB_ERROR)
        sentence = find_sentence (db_sentences, G_N_ELEMENTS (db_sentences), error->code);
    else if (error->domain == SZ_WIRE_ERROR)
        sentence = _ ("This cannot be saved like this. Check what is filled in.");
    else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
        sentence = _ ("The disk is full. Nothing was saved. Make room and try again.");
    else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
        sentence = _ ("You may not write there. Choose another folder.");
    return sentence != NULL
               ? sentence
               : _ ("Something went wrong. Try again; if it goes on, tell your administrator.");
}
