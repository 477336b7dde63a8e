/* SPDX-License-Identifier: EUPL-1.2 */
/* Versions (versions.h). */
#define G_LOG_DOMAIN "sz-versions"

#include "config.h"

#include "sync/versions.h"

#include <libsoup/soup.h>

char *
sz_sync_http_version (void)
{
    return g_strdup_printf ("%u.%u.%u", soup_get_major_version (), soup_get_minor_version (),
                            soup_get_micro_version ());
}
