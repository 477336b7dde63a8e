/* SPDX-License-Identifier: EUPL-1.2 */
/* What this desk may no longer read, and must still be able to give back to a server that loses its history: closed with the
 * server's public key (crypto_box_seal), so that only the server can open it. */
#pragma once

#include "store/cache.h"

G_BEGIN_DECLS

/* The operation (JSON as it would be sent) with its contents sealed; NULL without error when the server has given no key. */
char *sz_seal_operation (SzDb *db, const char *body, const char *proof, GError **error);

G_END_DECLS
