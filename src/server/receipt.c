/* SPDX-License-Identifier: EUPL-1.2 */
/* Keeps and finds receipts; push.c makes them. */
#define G_LOG_DOMAIN "sz-receipt"

#include "server/receipt.h"

#include "base/errors.h"
#include "base/mutant.h"
#include "record/line.h"

#include <string.h>

/* The ids, one space between. NULL when there are none. */
static char *
reviews_to_text (const SzReceipt *receipt)
{
    g_autoptr (GString) text = g_string_new (NULL);
    for (unsigned i = 0; i < receipt->reviews->len; i++) {
        char id[SZ_ID_TEXT];
        sz_id_format (&g_array_index (receipt->reviews, SzId, i), id);
        g_string_append_printf (text, "%s%s", i == 0 ? "" : " ", id);
    }
    return text->len == 0 ? NULL : g_string_free (g_steal_pointer (&text), FALSE);
}

static void
reviews_from_text (SzReceipt *receipt, const char *text)
{
    g_auto (GStrv) ids = g_strsplit (text != NULL ? text : "", " ", -1);
    for (char **text_id = ids; *text_id != NULL; text_id++) {
        SzId id;
        if (sz_id_parse (*text_id, &id))
            g_array_append_val (receipt->reviews, id);
    }
}

SzReceipt *
sz_receipt_new (void)
{
    SzReceipt *receipt = g_new0 (SzReceipt, 1);
    receipt->reviews = g_array_new (FALSE, FALSE, sizeof (SzId));
    return receipt;
}

void
sz_receipt_free (SzReceipt *receipt)
{
    if (receipt == NULL)
        return;
    g_free (receipt->scope);
    g_array_unref (receipt->reviews);
    g_free (receipt);
}

static bool
check_number (SzCore *core, const SzId *device, int64_t n, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/receipt_by_number", error);
    if (statement == NULL)
        return false;
    sz_bind_id (statement, "device", device);
    sz_bind_integer (statement, "n", n);
    SzStep step = sz_step (statement, error);
    if (step != SZ_STEP_ROW)
        return step == SZ_STEP_DONE;
    sz_reset (statement);
    if (SZ_MUTANT ("no-fork"))
        return true;
    g_set_error_literal (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_FORK,
                         "this device's number is taken by another operation");
    return false;
}

SzReceipt *
sz_receipt_find (SzCore *core, const SzId *op, const SzId *device, int64_t n, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/receipt_by_op", error);
    if (statement == NULL)
        return NULL;
    sz_bind_id (statement, "op", op);
    SzStep step = sz_step (statement, error);
    if (step == SZ_STEP_DONE)
        (void) !check_number (core, device, n, error);
    if (step != SZ_STEP_ROW)
        return NULL;
    SzReceipt *receipt = sz_receipt_new ();
    size_t length;
    receipt->op = *op;
    receipt->device = *device;
    receipt->n = sz_column_integer (statement, 0);
    receipt->outcome = g_intern_string (sz_column_text (statement, 1));
    receipt->scope = g_strdup (sz_column_text (statement, 2));
    receipt->seq = sz_column_integer (statement, 3);
    reviews_from_text (receipt, sz_column_text (statement, 4));
    receipt->reason = g_intern_string (sz_column_text (statement, 5));
    const void *digest = sz_column_blob (statement, 6, &length);
    if (digest != NULL && length == sizeof receipt->digest)
        memcpy (receipt->digest, digest, length);
    sz_reset (statement);
    return receipt;
}

bool
sz_receipt_keep (SzCore *core, const SzReceipt *receipt, const SzId *account, GError **error)
{
    g_autofree char *reviews = reviews_to_text (receipt);
    SzStatement *statement = sz_db_statement (core->db, "server/receipt_add", error);
    if (statement == NULL)
        return false;
    sz_bind_id (statement, "op", &receipt->op);
    sz_bind_id (statement, "device", &receipt->device);
    sz_bind_integer (statement, "n", receipt->n);
    sz_bind_text (statement, "outcome", receipt->outcome);
    sz_bind_text (statement, "scope", receipt->scope);
    sz_bind_integer (statement, "seq", receipt->seq);
    sz_bind_text (statement, "reviews", reviews);
    sz_bind_text (statement, "reason", receipt->reason);
    sz_bind_id (statement, "account", account);
    sz_bind_integer (statement, "at", sz_env_now_ms (core->env));
    sz_bind_blob (statement, "digest", receipt->digest, sizeof receipt->digest);
    return sz_run (statement, error);
}

char *
sz_receipt_to_json (const SzReceipt *receipt, const char *proof, const char *witness)
{
    GString *json = g_string_new ("{\"op\":");
    sz_line_append_id (json, &receipt->op);
    g_string_append_printf (json,
                            ",\"n\":%" G_GINT64_FORMAT ",\"outcome\":\"%s\",\"scope\":", receipt->n,
                            receipt->outcome);
    sz_line_append_text (json, receipt->scope);
    g_string_append_printf (json, ",\"seq\":%" G_GINT64_FORMAT, receipt->seq);
    for (unsigned i = 0; i < receipt->reviews->len; i++) {
        g_string_append (json, i == 0 ? ",\"reviews\":[" : ",");
        sz_line_append_id (json, &g_array_index (receipt->reviews, SzId, i));
    }
    if (receipt->reviews->len > 0)
        g_string_append_c (json, ']');
    if (receipt->reason != NULL)
        g_string_append_printf (json, ",\"reason\":\"%s\"", receipt->reason);
    if (proof != NULL)
        g_string_append_printf (json, ",\"proof\":\"%s\"", proof);
    g_string_append_printf (json, ",\"witness\":\"%s\"}", witness);
    return g_string_free (json, FALSE);
}
