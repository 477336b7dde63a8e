/* SPDX-License-Identifier: EUPL-1.2 */
/* Leads a person into the desk: opens it when it can, asks for what is missing (server and password, the certificate,
 * a passphrase), says what went wrong, and connects the engine's state with the window's status line. */
#pragma once

#include "app/desk.h"
#include "views/window.h"

G_BEGIN_DECLS

#define SZ_TYPE_ENTRANCE (sz_entrance_get_type ())
G_DECLARE_FINAL_TYPE (SzEntrance, sz_entrance, SZ, ENTRANCE, GObject)

/* Holds the desk; borrows the window, which owns it as its data. */
SzEntrance *sz_entrance_new (SzDesk *desk, SzWindow *window);

/* Borrowed. */
SzDesk *sz_entrance_get_desk (SzEntrance *self);

/* Opens the desk, or asks to sign in. */
void sz_entrance_begin (SzEntrance *self);

/* Asks to sign in again, with the desk open behind it. */
void sz_entrance_ask_sign_in (SzEntrance *self);

/* Exchange with the server now. */
void sz_entrance_sync_now (SzEntrance *self);

/* Ends: everything saved is on disk when it returns. */
void sz_entrance_leave (SzEntrance *self);

G_END_DECLS
