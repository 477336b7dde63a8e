/* SPDX-License-Identifier: EUPL-1.2 */
/* What a fuzz target offers: to libFuzzer, or to driver.c. */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

G_BEGIN_DECLS

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

G_END_DECLS
