/* SPDX-License-Identifier: EUPL-1.2 */
/* What a client is told when something cannot be done: application/problem+json (PROTOCOL.md section 11). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
    int status;
    const char *name;  /* stable, for programs */
    const char *title; /* for people who read logs */
} SzProblem;

/* Never NULL; what has no problem of its own is "failed" or, where trying again helps, "unavailable". */
const SzProblem *sz_problem_of (const GError *error);

/* NULL when there is none of that name. */
const SzProblem *sz_problem_named (const char *name);

char *sz_problem_to_json (const SzProblem *problem);

G_END_DECLS
