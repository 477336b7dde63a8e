/* SPDX-License-Identifier: EUPL-1.2 */
/* The line that always says how things stand between this desk and the server (sync.md 3.15): an icon, one sentence,
 * a longer one as tooltip; a click does what helps ("app.sync-now", "app.sign-in", "win.reviews"). */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SZ_TYPE_STATUS_LINE (sz_status_line_get_type ())
G_DECLARE_FINAL_TYPE (SzStatusLine, sz_status_line, SZ, STATUS_LINE, GtkWidget)

typedef enum {
    SZ_STATUS_SIGNED_OUT,
    SZ_STATUS_CONNECTING,
    SZ_STATUS_RECEIVING,
    SZ_STATUS_SENDING,
    SZ_STATUS_SAVED,
    SZ_STATUS_OFFLINE,
    SZ_STATUS_ACTION,
} SzStatusKind;

typedef struct {
    SzStatusKind kind;
    unsigned waiting;   /* changes on their way */
    unsigned reviews;   /* open reviews */
    int64_t rows_done;  /* while receiving ... */
    int64_t rows_total; /* ... 0: not known yet */
    int64_t verified;   /* ms since 1970 of the last complete exchange; 0 never */
    const char *detail; /* (nullable): what failed and what to do */
} SzStatus;

void sz_status_line_set (SzStatusLine *self, const SzStatus *status);

G_END_DECLS
