/* SPDX-License-Identifier: EUPL-1.2 */
/* A rule's source, "isc-2020: 90 minuten per contactonderzoek", as people read it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the rule says, then where that stands: "90 minuten per contactonderzoek (isc-2020)". Static. */
const char *sz_rule_text (const char *source);

/* What the rule says, as a sentence of its own: "Tweede MBR in L5." Free with g_free. */
char *sz_rule_sentence (const char *source);

G_END_DECLS
