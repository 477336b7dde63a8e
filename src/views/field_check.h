/* SPDX-License-Identifier: EUPL-1.2 */
/* What a value should look like to be of use to a colleague: told while the form is open, never refused by the server, so that what
 * other systems delivered stays. */
#pragma once

#include "record/catalogue.h"

G_BEGIN_DECLS

/* A sentence when `text` does not look like what the field is for; NULL when it does, or is empty. Static. */
const char *sz_field_check (const SzField *field, const char *text);

G_END_DECLS
