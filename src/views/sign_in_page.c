/* SPDX-License-Identifier: EUPL-1.2 */
/* The page for first use and for signing in (sign_in_page.h, ui/sign_in_page.ui). */
#define G_LOG_DOMAIN "sz-sign-in-page"

#include "config.h"

#include "views/sign_in_page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* Shorter ones are guessed; a sentence is easily longer. */
#define PASSPHRASE_MIN 12

struct _SzSignInPage {
    GtkWidget parent_instance;

    /* template children */
    GtkWidget *content;
    AdwStatusPage *status;
    GtkStack *steps;
    GtkEditable *server;
    GtkEditable *user;
    GtkEditable *password;
    GtkLabel *fingerprint_label;
    GtkEditable *passphrase;
    GtkEditable *new_passphrase;
    GtkEditable *repeated;
    GtkLabel *error;
    GtkButton *submit;
    GtkButton *cancel;
    GtkSpinner *spinner;

    /* owned */
    char *fingerprint;

    SzSignInStep step;
    gboolean busy;
};

static unsigned submitted_signal;

G_DEFINE_FINAL_TYPE (SzSignInPage, sz_sign_in_page, GTK_TYPE_WIDGET)

static gboolean
is_given (GtkEditable *editable)
{
    return *gtk_editable_get_text (editable) != '\0';
}

static gboolean
is_answered (SzSignInPage *self)
{
    switch (self->step) {
    case SZ_SIGN_IN_PASSWORD:
        return is_given (self->server) && is_given (self->user) && is_given (self->password);
    case SZ_SIGN_IN_CERTIFICATE:
        return self->fingerprint != NULL;
    case SZ_SIGN_IN_PASSPHRASE:
        return is_given (self->passphrase);
    case SZ_SIGN_IN_NEW_PASSPHRASE:
        return is_given (self->new_passphrase) && is_given (self->repeated);
    }
    g_return_val_if_reached (FALSE);
}

static void
update (SzSignInPage *self)
{
    GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

    /* An entry that goes grey with the keyboard in it never hears that it lost it (GTK 4.8). */
    if (self->busy && root != NULL)
        gtk_root_set_focus (root, NULL);
    gtk_widget_set_sensitive (GTK_WIDGET (self->steps), !self->busy);
    gtk_widget_set_sensitive (GTK_WIDGET (self->submit), !self->busy && is_answered (self));
    gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->busy);
    gtk_spinner_set_spinning (self->spinner, self->busy);
    gtk_widget_set_visible (GTK_WIDGET (self->cancel),
                            self->step == SZ_SIGN_IN_CERTIFICATE && !self->busy);
}

/* What can be seen to be wrong before the server or the key is asked. */
static const char *
fault_in_answer (SzSignInPage *self)
{
    const char *passphrase = gtk_editable_get_text (self->new_passphrase);

    if (self->step == SZ_SIGN_IN_PASSWORD) {
        g_autofree char *server = sz_sign_in_page_dup_server (self);

        return g_str_has_prefix (server, "https://")
                   ? NULL
                   : _ ("Begin the address with https://: nothing is sent in the clear.");
    }
    if (self->step != SZ_SIGN_IN_NEW_PASSPHRASE)
        return NULL;
    if (g_utf8_strlen (passphrase, -1) < PASSPHRASE_MIN)
        return _ ("Choose at least 12 characters, for example a short sentence.");
    if (!g_str_equal (passphrase, gtk_editable_get_text (self->repeated)))
        return _ ("The two are not the same. Type the passphrase again.");
    return NULL;
}

static void
answer_changed_cb (SzSignInPage *self)
{
    sz_sign_in_page_set_error (self, NULL);
    update (self);
}

static void
submit_clicked_cb (SzSignInPage *self)
{
    const char *fault;

    if (self->busy || !is_answered (self))
        return;
    fault = fault_in_answer (self);
    sz_sign_in_page_set_error (self, fault);
    if (fault == NULL)
        g_signal_emit (self, submitted_signal, 0);
}

static void
cancel_clicked_cb (SzSignInPage *self)
{
    g_clear_pointer (&self->fingerprint, g_free);
    sz_sign_in_page_ask (self, SZ_SIGN_IN_PASSWORD);
}

static void
sz_sign_in_page_dispose (GObject *object)
{
    gtk_widget_dispose_template (GTK_WIDGET (object), SZ_TYPE_SIGN_IN_PAGE);
    G_OBJECT_CLASS (sz_sign_in_page_parent_class)->dispose (object);
}

static void
sz_sign_in_page_finalize (GObject *object)
{
    g_free (SZ_SIGN_IN_PAGE (object)->fingerprint);
    G_OBJECT_CLASS (sz_sign_in_page_parent_class)->finalize (object);
}

static void
sz_sign_in_page_class_init (SzSignInPageClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->dispose = sz_sign_in_page_dispose;
    G_OBJECT_CLASS (klass)->finalize = sz_sign_in_page_finalize;
    submitted_signal = g_signal_new ("submitted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
    gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
    gtk_widget_class_set_template_from_resource (widget_class, SZ_RESOURCES "/ui/sign_in_page.ui");
    gtk_widget_class_bind_template_child (widget_class, SzSignInPage, content);
    gtk_widget_class_bind_template_child (widget_class, SzSignInPage, status);
    gtk_widget_class_bind_template_child (widget_class, SzSignInPage, steps);
    gtk_widget_class_bind_template_child (widget_class, SzSignInPage, server);
    gtk_widget_class_bind_template_child (widget_class, SzSignInPage, user);
    gtk_widget_class_bind_template_child (widget_class, SzSignInPage, password);
    gtk_widget_class_bind_template_child (widget_class, SzSignInPage, fingerprint_label);
    gtk_widget_class_bind_template_child (widget_class, SzSignInPage, passphrase);
    gtk_widget_class_bind_template_child (widget_class, SzSignInPage, new_passphrase);
    gtk_widget_class_bind_template_child (widget_class, SzSignInPage, repeated);
    gtk_widget_class_bind_template_child (widget_class, SzSignInPage, error);
    gtk_widget_class_bind_template_child (widget_class, SzSignInPage, submit);
    gtk_widget_class_bind_template_child (widget_class, SzSignInPage, cancel);
    gtk_widget_class_bind_template_child (widget_class, SzSignInPage, spinner);
    gtk_widget_class_bind_template_callback (widget_class, answer_changed_cb);
    gtk_widget_class_bind_template_callback (widget_class, submit_clicked_cb);
    gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
}

static void
sz_sign_in_page_init (SzSignInPage *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
    sz_sign_in_page_ask (self, SZ_SIGN_IN_PASSWORD);
}

/* Words and first field of each step. */
static const struct {
    const char *name;
    const char *title;
    const char *description;
    const char *submit;
} texts[] = {
    [SZ_SIGN_IN_PASSWORD] = { "password", N_ ("Welcome to Schoolzicht"),
                              N_ ("Sign in with the name and password you were given by your administrator."),
                              N_ ("_Sign in") },
    [SZ_SIGN_IN_CERTIFICATE] = { "certificate", N_ ("Is this your server?"),
                                 N_ ("Schoolzicht sees this server for the first time. Compare its fingerprint with the one your administrator gave "
                                     "you. If one character differs, do not go on."),
                                 N_ ("_They are the same") },
    [SZ_SIGN_IN_PASSPHRASE] = { "passphrase", N_ ("Locked"),
                                N_ ("The data on this machine are encrypted. Type the passphrase that opens them."),
                                N_ ("_Open") },
    [SZ_SIGN_IN_NEW_PASSPHRASE] = { "new-passphrase", N_ ("Choose a passphrase"),
                                    N_ ("This machine has no key ring. The data are encrypted with a passphrase of your own: keep it, nobody else can open "
                                        "them."),
                                    N_ ("_Go on") },
};

void
sz_sign_in_page_ask (SzSignInPage *self, SzSignInStep step)
{
    g_return_if_fail (SZ_IS_SIGN_IN_PAGE (self));
    self->step = step;
    adw_status_page_set_title (self->status, _ (texts[step].title));
    adw_status_page_set_description (self->status, _ (texts[step].description));
    gtk_stack_set_visible_child_name (self->steps, texts[step].name);
    gtk_button_set_label (self->submit, _ (texts[step].submit));
    sz_sign_in_page_set_error (self, NULL);
    update (self);
    if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
        return;
    /* Enter must not agree to a fingerprint that nobody has read. */
    if (step == SZ_SIGN_IN_CERTIFICATE)
        gtk_widget_grab_focus (GTK_WIDGET (self->cancel));
    else
        gtk_widget_child_focus (GTK_WIDGET (self->steps), GTK_DIR_TAB_FORWARD);
}

SzSignInStep
sz_sign_in_page_get_step (SzSignInPage *self)
{
    return self->step;
}

void
sz_sign_in_page_set_known (SzSignInPage *self,
                           const char *server,
                           const char *user,
                           gboolean server_fixed)
{
    g_return_if_fail (SZ_IS_SIGN_IN_PAGE (self));
    gtk_editable_set_text (self->server, server != NULL ? server : "");
    gtk_editable_set_text (self->user, user != NULL ? user : "");
    gtk_widget_set_sensitive (GTK_WIDGET (self->server), !server_fixed);
    gtk_widget_set_sensitive (GTK_WIDGET (self->user), !server_fixed);
}

void
sz_sign_in_page_set_fingerprint (SzSignInPage *self, const char *fingerprint)
{
    g_autoptr (GString) grouped = g_string_new (NULL);

    g_return_if_fail (SZ_IS_SIGN_IN_PAGE (self));
    g_free (self->fingerprint);
    self->fingerprint = g_strdup (fingerprint);
    for (size_t i = 0; fingerprint[i] != '\0'; i++) {
        if (i > 0 && i % 4 == 0)
            g_string_append_c (grouped, i % 16 == 0 ? '\n' : ' ');
        g_string_append_c (grouped, fingerprint[i]);
    }
    gtk_label_set_label (self->fingerprint_label, grouped->str);
    update (self);
}

void
sz_sign_in_page_set_busy (SzSignInPage *self, gboolean busy)
{
    g_return_if_fail (SZ_IS_SIGN_IN_PAGE (self));
    self->busy = busy;
    update (self);
}

void
sz_sign_in_page_set_error (SzSignInPage *self, const char *sentence)
{
    g_return_if_fail (SZ_IS_SIGN_IN_PAGE (self));
    gtk_label_set_label (self->error, sentence != NULL ? sentence : "");
    gtk_widget_set_visible (GTK_WIDGET (self->error), sentence != NULL);
}

char *
sz_sign_in_page_dup_server (SzSignInPage *self)
{
    g_autofree char *typed = g_strstrip (g_strdup (gtk_editable_get_text (self->server)));

    return strstr (typed, "://") != NULL ? g_steal_pointer (&typed)
                                         : g_strconcat ("https://", typed, NULL);
}

const char *
sz_sign_in_page_get_user (SzSignInPage *self)
{
    return gtk_editable_get_text (self->user);
}

const char *
sz_sign_in_page_get_password (SzSignInPage *self)
{
    return gtk_editable_get_text (self->password);
}

const char *
sz_sign_in_page_get_passphrase (SzSignInPage *self)
{
    return gtk_editable_get_text (self->step == SZ_SIGN_IN_NEW_PASSPHRASE ? self->new_passphrase
                                                                          : self->passphrase);
}

const char *
sz_sign_in_page_get_fingerprint (SzSignInPage *self)
{
    return self->fingerprint;
}

void
sz_sign_in_page_clear (SzSignInPage *self)
{
    g_return_if_fail (SZ_IS_SIGN_IN_PAGE (self));
    gtk_editable_set_text (self->password, "");
    gtk_editable_set_text (self->passphrase, "");
    gtk_editable_set_text (self->new_passphrase, "");
    gtk_editable_set_text (self->repeated, "");
}
