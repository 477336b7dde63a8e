/* SPDX-License-Identifier: EUPL-1.2 */
/* A picture of the window once its view is filled: for people who check, and for documents. */
#pragma once

#include "views/window.h"

G_BEGIN_DECLS

/* `done` is called once, also when waiting took too long or writing failed. */
typedef void (*SzPhotographFunc) (gboolean done, void *data);

/* Writes a PNG to `path` when the window's view has its whole answer and has been drawn. */
void sz_photograph (SzWindow *window, const char *path, SzPhotographFunc done, void *data);

G_END_DECLS
