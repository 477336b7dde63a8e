/* SPDX-License-Identifier: EUPL-1.2 */
/* Puts one bucket of the cache right (PROTOCOL.md section 5): the server's records of it in place of what stands there. On the
 * store's thread; a simulation runs it anywhere. */
#pragma once

#include "store/writer.h"

G_BEGIN_DECLS

typedef struct {
    const char *scope;
    const SzKind *kind;
    int bucket;
    const char *answer; /* of GET /v1/bucket */
    unsigned mended;    /* out: records that were put, or removed */
    bool moved;         /* out: the cache is not where the server was, nothing was done */
} SzMending;

/* What was made here and is on its way stays over what is put. SZ_WIRE_ERROR_*: the answer is not whole, nothing was done. */
bool sz_mend (SzWriter *writer, SzMending *mending, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
