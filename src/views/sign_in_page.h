/* SPDX-License-Identifier: EUPL-1.2 */
/* First use and signing in again: server, name, password; the server's certificate to be compared; the passphrase of
 * the data on this machine. One page, one question at a time. Signal "submitted": the person has answered. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SZ_TYPE_SIGN_IN_PAGE (sz_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (SzSignInPage, sz_sign_in_page, SZ, SIGN_IN_PAGE, GtkWidget)

typedef enum {
    SZ_SIGN_IN_PASSWORD,       /* server, name and password */
    SZ_SIGN_IN_CERTIFICATE,    /* compare the fingerprint */
    SZ_SIGN_IN_PASSPHRASE,     /* the passphrase that opens the data here */
    SZ_SIGN_IN_NEW_PASSPHRASE, /* choose one: there is no key ring */
} SzSignInStep;

void sz_sign_in_page_ask (SzSignInPage *self, SzSignInStep step);
SzSignInStep sz_sign_in_page_get_step (SzSignInPage *self);

/* What is known already; the server cannot be changed any more once there are data from it. */
void sz_sign_in_page_set_known (SzSignInPage *self,
                                const char *server,
                                const char *user,
                                gboolean server_fixed);

/* Hex; shown in groups of four. */
void sz_sign_in_page_set_fingerprint (SzSignInPage *self, const char *fingerprint);

/* The answer is being tried: nothing can be changed meanwhile. */
void sz_sign_in_page_set_busy (SzSignInPage *self, gboolean busy);

/* What was wrong with the answer; NULL takes it away. */
void sz_sign_in_page_set_error (SzSignInPage *self, const char *sentence);

/* Answers; borrowed. */
char *sz_sign_in_page_dup_server (SzSignInPage *self); /* with https:// in front */
const char *sz_sign_in_page_get_user (SzSignInPage *self);
const char *sz_sign_in_page_get_password (SzSignInPage *self);
const char *sz_sign_in_page_get_passphrase (SzSignInPage *self);
const char *sz_sign_in_page_get_fingerprint (SzSignInPage *self);

/* Forgets the secrets that were typed. */
void sz_sign_in_page_clear (SzSignInPage *self);

G_END_DECLS
