/* SPDX-License-Identifier: EUPL-1.2 */
/* What a desk closed for this server alone (store/seal.h). The keys follow from the server's own key, so they are the same after
 * it was put back from a copy. */
#pragma once

#include "server/core.h"

G_BEGIN_DECLS

/* The public key in hex. Free with g_free. */
char *sz_seal_public (SzCore *core);

/* The text that was sealed; NULL when it was not sealed for this server. Free with g_free. */
char *sz_seal_open (SzCore *core, const char *sealed);

G_END_DECLS
