/* SPDX-License-Identifier: EUPL-1.2 */
/* The demonstration centre: plausible people in real schools, the same for the same size and seed.
 * Every national number is in the test range, so that no made-up pupil bears a real person's number.
 * What is real and what is not stands in data/demo/README.md. */
#pragma once

#include "server/demo_sink.h"

G_BEGIN_DECLS

/* Writes everything through demo->put, a pupil's records one after the other. */
bool sz_demo_generate (const SzDemo *demo, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
