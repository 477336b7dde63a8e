/* SPDX-License-Identifier: EUPL-1.2 */
/* What waits to be sent, and its receipts (outbox.h). A cut answer is harmless: what has no receipt is sent again. */
#define G_LOG_DOMAIN "sz-outbox"

#include "config.h"

#include "sync/outbox.h"

#include "base/errors.h"
#include "base/mutant.h"
#include "record/control.h"
#include "record/line.h"

#include <sodium.h>

#define BYTES_MAX (512 << 10)
#define HASH_BYTES 16

GBytes *
sz_outbox_body (SzWriter *writer, int limit, GError **error)
{
    g_autoptr (GPtrArray) lines = sz_cache_unsent (sz_writer_db (writer), limit, BYTES_MAX, error);
    GString *body;

    if (lines == NULL)
        return NULL;
    body = g_string_new (NULL);
    for (unsigned i = 0; i < lines->len; i++) {
        g_string_append (body, g_ptr_array_index (lines, i));
        g_string_append_c (body, '\n');
    }
    return g_string_free_to_bytes (body);
}

char *
sz_outbox_hash (GBytes *body)
{
    uint8_t hash[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];
    size_t n;
    const uint8_t *bytes = g_bytes_get_data (body, &n);

    crypto_generichash (hash, sizeof hash, bytes, n, NULL, 0);
    return g_strdup (sodium_bin2hex (hex, sizeof hex, hash, sizeof hash));
}

/* What the operation would carry if the server came to have lost it; NULL when the server gives no such thing. */
static char *
proof_of (SzControl *receipt)
{
    const char *mac = sz_control_text (receipt, "proof");
    GString *json;

    if (mac == NULL)
        return NULL;
    json = g_string_new ("{\"scope\":");
    sz_line_append_text (json, sz_control_text (receipt, "scope"));
    g_string_append (json, ",\"mac\":");
    sz_line_append_text (json, mac);
    g_string_append_c (json, '}');
    return g_string_free (json, FALSE);
}

static bool
keep_receipt (SzDb *db, const char *line, GError **error)
{
    g_autoptr (SzControl) receipt = sz_control_parse (line, -1, error);
    const char *op = receipt != NULL ? sz_control_text (receipt, "op") : NULL;
    g_autofree char *proof = receipt != NULL ? proof_of (receipt) : NULL;
    SzKept kept = { .proof = proof };

    if (receipt == NULL)
        return false;
    kept.outcome = sz_control_text (receipt, "outcome");
    kept.scope = sz_control_text (receipt, "scope");
    kept.seq = sz_control_integer (receipt, "seq", 0);
    kept.witness = sz_control_text (receipt, "witness");
    if (op != NULL && sz_id_parse (op, &kept.op) && kept.outcome != NULL)
        return sz_cache_receipt (db, &kept, error);
    g_set_error_literal (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_PROTOCOL,
                         "a receipt without its operation");
    return false;
}

typedef struct {
    const char *answer;
    unsigned kept;
} Receipts;

static bool
receipts_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    Receipts *receipts = data;
    g_auto (GStrv) lines = g_strsplit (receipts->answer, "\n", -1);

    for (size_t i = 0; lines[i] != NULL && g_str_has_prefix (lines[i], "{\"op\""); i++) {
        /* The last line may have been cut; its operation is sent again. */
        if (lines[i + 1] == NULL)
            break;
        if (!keep_receipt (db, lines[i], error))
            return false;
        receipts->kept++;
    }
    if (SZ_MUTANT ("overlay-dropped-at-ack"))
        return sz_cache_prune (db, "centre:114", INT64_MAX, 0, touched, error);
    return true;
}

bool
sz_outbox_answer (SzWriter *writer, const char *answer, unsigned *kept, GError **error)
{
    Receipts receipts = { .answer = answer };
    bool ok = sz_writer_commit (writer, receipts_change, &receipts, error);

    *kept = receipts.kept;
    return ok;
}

static bool
fork_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    return sz_cache_renumber (db, data, error);
}

bool
sz_outbox_fork (SzWriter *writer, const SzId *device, GError **error)
{
    SzId copy = *device;

    return sz_writer_commit (writer, fork_change, &copy, error);
}
