/* SPDX-License-Identifier: EUPL-1.2 */
/* Importers (exchange/import.h) write into the server's database through an intake. */
#pragma once

#include "exchange/import.h"
#include "server/intake.h"

G_BEGIN_DECLS

/* A sink over an intake that is under way; the intake and the core must outlive it. The marks of
 * an earlier import are forgotten. Free with g_free. */
SzImportSink *
sz_import_sink_new (SzCore *core, SzIntake *intake, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
