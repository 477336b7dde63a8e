/* SPDX-License-Identifier: EUPL-1.2 */
/* What the desk speaks, and with what. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of PROTOCOL.md. */
#define SZ_PROTOCOL_VERSION 1

/* "3.2.3", the library that is there now; free with g_free. */
char *sz_sync_http_version (void);

G_END_DECLS
