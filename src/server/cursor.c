/* SPDX-License-Identifier: EUPL-1.2 */
/* A cursor is the seq and a MAC over the seq and everything that must still be the same; see cursor.h. */
#define G_LOG_DOMAIN "sz-cursor"

#include "server/cursor.h"

#include "base/errors.h"

#include <sodium.h>
#include <string.h>

#define VERSION 2
#define MAC_BYTES 16

/* Packed: version, seq and run (big endian), MAC; within a pull from the start also where that began. */
typedef struct {
    uint8_t version;
    uint8_t seq[8];
    uint8_t run[8]; /* of the server, that gave out seq */
    uint8_t mac[MAC_BYTES];
    uint8_t since[8];
} Cursor;

#define SHORT (1 + 8 + 8 + MAC_BYTES)
G_STATIC_ASSERT (sizeof (Cursor) == SHORT + 8);

#define CURSOR_TEXT                                                                                \
    (sodium_base64_ENCODED_LEN (sizeof (Cursor), sodium_base64_VARIANT_URLSAFE_NO_PADDING))

/* What the desk's catalogue and ours have in common: an upgrade on either side brings the rest. */
static int
common_generation (const SzSession *session)
{
    return MIN (session->generation, sz_catalogue_generation ());
}

static void
sign (SzCore *core, const SzSession *session, const char *scope, Cursor *cursor)
{
    g_autofree char *rest = g_strdup_printf ("%s|%s|%d|%d|%d|%" G_GINT64_FORMAT, scope, core->epoch,
                                             common_generation (session), SZ_PROJECTION,
                                             (int) session->role, session->grants);
    crypto_generichash_state state;
    crypto_generichash_init (&state, core->cursor_key, SZ_CURSOR_KEY, MAC_BYTES);
    crypto_generichash_update (&state, &cursor->version, 1);
    crypto_generichash_update (&state, cursor->seq, sizeof cursor->seq);
    crypto_generichash_update (&state, cursor->run, sizeof cursor->run);
    crypto_generichash_update (&state, cursor->since, sizeof cursor->since);
    crypto_generichash_update (&state, (const uint8_t *) rest, strlen (rest));
    crypto_generichash_final (&state, cursor->mac, MAC_BYTES);
}

static void
put_number (uint8_t bytes[8], int64_t number)
{
    uint64_t big = GUINT64_TO_BE ((uint64_t) number);
    memcpy (bytes, &big, sizeof big);
}

static int64_t
get_number (const uint8_t bytes[8])
{
    uint64_t big;
    memcpy (&big, bytes, sizeof big);
    return (int64_t) GUINT64_FROM_BE (big);
}

char *
sz_cursor_new (SzCore *core, const SzSession *session, const char *scope, const SzSpot *spot)
{
    Cursor cursor = { .version = VERSION };
    put_number (cursor.seq, spot->seq);
    put_number (cursor.run, spot->run);
    put_number (cursor.since, spot->since);
    sign (core, session, scope, &cursor);
    char *text = g_malloc (CURSOR_TEXT);
    return sodium_bin2base64 (text, CURSOR_TEXT, (const uint8_t *) &cursor,
                              spot->since > 0 ? sizeof cursor : SHORT,
                              sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool
sz_cursor_read (SzCore *core,
                const SzSession *session,
                const char *scope,
                const char *text,
                SzSpot *spot,
                GError **error)
{
    Cursor cursor = { 0 };
    Cursor own;
    size_t length = 0;
    bool good = sodium_base642bin ((uint8_t *) &cursor, sizeof cursor, text, strlen (text), NULL,
                                   &length, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
                (length == SHORT || length == sizeof cursor) && cursor.version == VERSION;
    if (good) {
        own = cursor;
        sign (core, session, scope, &own);
        good = sodium_memcmp (own.mac, cursor.mac, MAC_BYTES) == 0;
    }
    if (!good) {
        g_set_error_literal (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_RESYNC,
                             "a cursor of another history or right");
        return false;
    }
    spot->seq = get_number (cursor.seq);
    spot->run = get_number (cursor.run);
    spot->since = get_number (cursor.since);
    return true;
}
