/* SPDX-License-Identifier: EUPL-1.2 */
/* The desk's side of one pull (PROTOCOL.md section 5), without sockets: takes the answer's bytes on the
 * store's thread, checks counts and hashes, and applies what a mark covers in one transaction. */
#pragma once

#include "store/writer.h"

G_BEGIN_DECLS

typedef struct SzReceiver SzReceiver;

SzReceiver *
sz_receiver_new (const char *scope, const char *coding, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sz_receiver_free (SzReceiver *receiver);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzReceiver, sz_receiver_free)

/* On the store's thread. What was applied stays, whatever comes after. */
bool sz_receiver_feed (SzReceiver *receiver, SzWriter *writer, GBytes *bytes, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* At the end of the bytes: SZ_WIRE_ERROR_TRUNCATED when no end line came. */
bool sz_receiver_finish (SzReceiver *receiver,
                         SzWriter *writer,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Progress; any thread. */
int64_t sz_receiver_done (SzReceiver *receiver);
int64_t sz_receiver_rows (SzReceiver *receiver);

G_END_DECLS
