/* SPDX-License-Identifier: EUPL-1.2 */
/* The desktop application: command line, window, actions of the whole. One process, one desk, one window. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SZ_TYPE_APPLICATION (sz_application_get_type ())
G_DECLARE_FINAL_TYPE (SzApplication, sz_application, SZ, APPLICATION, AdwApplication)

SzApplication *sz_application_new (void);

/* What the process should end with: 1 when a photograph failed. */
int sz_application_get_status (SzApplication *self);

/* Why it did not begin, in words; NULL when it did. */
const char *sz_application_get_fault (SzApplication *self);

G_END_DECLS
