/* SPDX-License-Identifier: EUPL-1.2 */
/* Lets go of old deletions and departures. A desk that has not heard of them by then fetches the scope from the start
 * (PROTOCOL.md section 4). */
#pragma once

#include "server/core.h"

G_BEGIN_DECLS

/* A school year, and a long illness. */
#define SZ_TIDY_KEEP_MS (INT64_C (400) * 24 * 3600 * 1000)

/* Those older than `keep_ms`; desks go on being served meanwhile. *removed counts them. */
bool
sz_tidy (SzCore *core, int64_t keep_ms, int64_t *removed, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
