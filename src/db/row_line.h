/* SPDX-License-Identifier: EUPL-1.2 */
/* A stored record as the streams of PROTOCOL.md show it, in the same bytes on a desk and on the server: kind,"id",rev,[values]
 * without the bracket and the number before it. */
#pragma once

#include "db/db.h"

G_BEGIN_DECLS

/* From the present row of a statement: after its first column come rev and the kind's fields in catalogue order. */
void sz_row_line_append (GString *line, const SzKind *kind, const SzId *id, SzStatement *row);

/* From a whole record. */
void sz_row_line_append_record (GString *line, const SzRecord *record);

G_END_DECLS
