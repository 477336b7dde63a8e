/* SPDX-License-Identifier: EUPL-1.2 */
/* Who sits in a class on a day. */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

/* The pupils enrolled in it, by name; empty when there are none. (element-type SzRecord) Transfer full. */
GPtrArray *sz_class_pupils (SzStore *store, const SzId *class_group, SzDate day);

G_END_DECLS
