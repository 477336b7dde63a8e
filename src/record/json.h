/* SPDX-License-Identifier: EUPL-1.2 */
/* The JSON forms of a record and of an operation (PROTOCOL.md sections 6 and 7), for single records.
 * The bulk stream has its own reader and writer: record/line.h. */
#pragma once

#include "record/operation.h"

G_BEGIN_DECLS

/* {"kind":"pupil","id":"...","rev":3,"fields":{"first_name":"Lotte",...}}: present fields only. */
char *sz_record_to_json (const SzRecord *record);
SzRecord *sz_record_from_json (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The fields alone, {"first_name":"Lotte"}: what history and reviews keep. */
char *sz_record_fields_to_json (const SzRecord *record);

/* Sets the fields named in `text` on `record`. SZ_WIRE_ERROR_*; the record may be half set then. */
bool sz_record_fields_from_json (SzRecord *record,
                                 const char *text,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One line, no newline inside or at the end. */
char *sz_operation_to_json (const SzOperation *op);
SzOperation *sz_operation_from_json (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
