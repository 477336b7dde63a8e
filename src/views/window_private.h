/* SPDX-License-Identifier: EUPL-1.2 */
/* Between window.c and window_actions.c. */
#pragma once

#include "views/view.h"
#include "views/window.h"
#include "widgets/state_page.h"

G_BEGIN_DECLS

struct _SzWindow {
    AdwApplicationWindow parent_instance;

    /* template children */
    AdwToastOverlay *toasts;
    GtkStack *faces;
    SzStatePage *state;
    SzSignInPage *sign_in;
    AdwWindowTitle *desk_title;
    GtkListBox *sidebar;
    SzStatusLine *status_line;
    GtkSearchEntry *search;
    GtkStack *views;

    SzStore *store;            /* (owned) (nullable) */
    GSettings *settings;       /* (owned) */
    char *searched;            /* (owned) (nullable): what was looked for last */
    const char *wanted;        /* (nullable): static, the view to show */
    GtkListBoxRow *active_row; /* (borrowed) (nullable): the last one clicked */
};

/* NULL without a store. */
SzView *sz_window_current_view (SzWindow *self);

/* Puts the keyboard into the view on screen. */
void sz_window_focus_view (SzWindow *self);

void sz_window_add_actions (SzWindow *self);

/* Which of them make sense now. */
void sz_window_update_actions (SzWindow *self);

G_END_DECLS
