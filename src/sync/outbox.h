/* SPDX-License-Identifier: EUPL-1.2 */
/* The desk's half of a push (PROTOCOL.md section 7) without a network: what to send, and what the answer means. On the
 * store's thread; a simulation runs it anywhere. */
#pragma once

#include "store/writer.h"

G_BEGIN_DECLS

/* A body for POST /v1/push with the oldest `limit` operations at most; of length 0 when nothing waits. NULL on error. */
GBytes *sz_outbox_body (SzWriter *writer, int limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the header Schoolzicht-Hash of a push says of its body; free with g_free. */
char *sz_outbox_hash (GBytes *body);

/* Keeps the receipts of an answer, which may have been cut anywhere; *kept tells how many. */
bool sz_outbox_answer (SzWriter *writer, const char *answer, unsigned *kept, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* 412: this profile was copied. The operations without a receipt are counted anew as a new device's. */
bool
sz_outbox_fork (SzWriter *writer, const SzId *device, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
