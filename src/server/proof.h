/* SPDX-License-Identifier: EUPL-1.2 */
/* What lets a desk give an accepted operation back to a server that has lost it: the server's own word, bound to what the
 * operation says and to the scope it went to. Its author may have other rights by then (PROTOCOL.md section 7). */
#pragma once

#include "record/control.h"
#include "server/core.h"

G_BEGIN_DECLS

#define SZ_DIGEST 16

/* Of the parts of an operation as it came. */
void sz_proof_digest (const char *line, uint8_t digest[SZ_DIGEST]);

/* Free with g_free. */
char *
sz_proof_new (SzCore *core, const SzId *op, const char *scope, const uint8_t digest[SZ_DIGEST]);

/* The scope that the operation was accepted in; NULL when it brings no proof, or none of this server. */
char *sz_proof_scope (SzCore *core,
                      SzControl *operation,
                      const SzId *op,
                      const uint8_t digest[SZ_DIGEST]);

G_END_DECLS
