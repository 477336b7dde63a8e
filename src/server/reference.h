/* SPDX-License-Identifier: EUPL-1.2 */
/* What a new server knows from the first day: rules, diseases, vaccines, municipalities, holidays (data/rules, data/reference). */
#pragma once

#include "server/core.h"

G_BEGIN_DECLS

/* Fills a database that holds no rules yet, in one transaction. */
bool sz_reference_ensure (SzCore *core, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
