/* SPDX-License-Identifier: EUPL-1.2 */
/* A sample with planted faults for the lint. */
#include "config.h"
#include "db/db.h"
#include "store/store.h"

#include <gtk/gtk.h>
#include <libsoup/soup.h>
