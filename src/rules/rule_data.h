/* SPDX-License-Identifier: EUPL-1.2 */
/* The rules and diseases that ship with the program (the files of data/rules), as records of scope "reference". */
#pragma once

#include "record/record.h"

G_BEGIN_DECLS

/* All of them, each with an id that follows from its key fields, so that every server has the same. A fault in a file that
 * ships is a programmer's mistake and ends the program. (element-type SzRecord) Transfer full. */
GPtrArray *sz_rule_data_records (void);

G_END_DECLS
