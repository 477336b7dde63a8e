/* SPDX-License-Identifier: EUPL-1.2 */
/* Intake of official files: turns each row of a delimited file into records and hands them to a sink, which keeps
 * them (the server's database; a table in memory in tests). What a row says of a record is laid over what is
 * stored: an empty cell says nothing. The same file twice changes nothing. Memory does not grow with the file. */
#pragma once

#include "exchange/import_types.h"

G_BEGIN_DECLS

/* "schools" and so on, NULL-closed. */
const char *const *sz_import_kinds (void);

/* Reads the whole file; which layout of the kind it has is seen by its header. False when nothing of it can be used
 * (unknown kind, no such header, a needed option not given: SZ_WIRE_ERROR_*, with a sentence for people
 * in the message) or storage or stream failed; the caller then rolls back. A rejected row is no failure.
 * `counts` is filled in all cases. */
bool sz_import (const char *kind,
                GInputStream *stream,
                const SzImportOptions *options,
                const SzImportSink *sink,
                SzImportCounts *counts,
                GCancellable *cancellable,
                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a file begins as the rejects of an import do, in the language of this process. */
bool sz_import_is_rejects (const char *text);

G_END_DECLS
