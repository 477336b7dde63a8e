/* SPDX-License-Identifier: EUPL-1.2 */
/* What the diagnosis tells: groups of facts, each a label and a text. Holds no name, no number of a person and no record. */
#pragma once

#include "app/desk.h"

G_BEGIN_DECLS

typedef struct {
    const char *group; /* static: the heading; the same for those that belong together */
    char *label;       /* (owned) */
    char *text;        /* (owned) */
} SzFact;

/* In the order to show them. `desk` NULL: what can be told without one. (element-type SzFact) */
GPtrArray *sz_facts_new (SzDesk *desk);

/* All of them as lines of text, to be sent to somebody. Free with g_free. */
char *sz_facts_to_text (GPtrArray *facts);

G_END_DECLS
