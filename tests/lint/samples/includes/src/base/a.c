/* SPDX-License-Identifier: EUPL-1.2 */
/* A sample with planted faults for the lint. */
#include "record/record.h"
#include "base/a.h"

#include <glib.h>
#include <sqlite3.h>
