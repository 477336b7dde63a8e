/* SPDX-License-Identifier: EUPL-1.2 */
/* The server's answer to one operation, kept so that the same question gets the same answer. */
#pragma once

#include "server/core.h"

G_BEGIN_DECLS

typedef struct {
    SzId op;
    SzId device;
    int64_t n;
    const char *outcome; /* "applied", "merged", "conflict", "parked", "moved" */
    char *scope;
    int64_t seq;
    GArray *reviews;    /* (owned) (element-type SzId) */
    const char *reason; /* (nullable): why it was parked */
    uint8_t digest[16]; /* of what the operation says (proof.h) */
} SzReceipt;

SzReceipt *sz_receipt_new (void);
void sz_receipt_free (SzReceipt *receipt);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzReceipt, sz_receipt_free)

/* NULL without error when this operation was never answered. SZ_SERVER_ERROR_FORK when the device gave
 * its number to another operation. */
SzReceipt *
sz_receipt_find (SzCore *core, const SzId *op, const SzId *device, int64_t n, GError **error);

bool sz_receipt_keep (SzCore *core, const SzReceipt *receipt, const SzId *account, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* One line without a newline. `proof` (nullable) and `witness`: see proof.h and lineage.h. */
char *sz_receipt_to_json (const SzReceipt *receipt, const char *proof, const char *witness);

G_END_DECLS
