/* SPDX-License-Identifier: EUPL-1.2 */
/* What a person reads when something failed: a sentence that says what to do. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Translated, static; never the error's own message. */
const char *sz_error_text (const GError *error);

G_END_DECLS
