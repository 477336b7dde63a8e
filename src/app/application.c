/* SPDX-License-Identifier: EUPL-1.2 */
/* The application (application.h). */
#define G_LOG_DOMAIN "sz-application"

#include "config.h"

#include "app/application.h"

#include "app/about.h"
#include "app/diagnosis.h"
#include "app/entrance.h"
#include "app/photograph.h"
#include "app/preferences.h"
#include "app/shortcuts.h"
#include "views/switcher.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#define START_SECONDS 3

struct _SzApplication {
    AdwApplication parent_instance;

    SzWindow *window;     /* (borrowed) (nullable) */
    SzEntrance *entrance; /* (owned) (nullable) */

    /* owned, from the command line */
    char *profile;
    char *passphrase_file;
    char *view;
    char *photograph;
    char *fault; /* (nullable): why it did not begin */
    int status;
};

G_DEFINE_FINAL_TYPE (SzApplication, sz_application, ADW_TYPE_APPLICATION)

static char *
read_passphrase (SzApplication *self)
{
    g_autofree char *passphrase = NULL;
    g_autoptr (GError) error = NULL;

    if (self->passphrase_file == NULL)
        return NULL;
    if (!g_file_get_contents (self->passphrase_file, &passphrase, NULL, &error)) {
        g_warning ("passphrase file: %s", error->message);
        return NULL;
    }
    return g_strdup (g_strchomp (passphrase));
}

static void
enter (SzApplication *self)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (SzDesk) desk = sz_desk_new (self->profile, &error);
    g_autofree char *passphrase = read_passphrase (self);

    if (desk == NULL) {
        g_warning ("profile: %s", error->message);
        sz_window_show_failed (
            self->window, _ ("Your profile cannot be read"),
            _ ("The folder with your settings is not to be read. Ask your administrator; nothing was changed."),
            NULL, NULL);
        return;
    }
    if (passphrase != NULL)
        sz_desk_set_passphrase (desk, passphrase);
    self->entrance = sz_entrance_new (desk, self->window);
    sz_entrance_begin (self->entrance);
}

static void
photographed_cb (gboolean done, void *data)
{
    SzApplication *self = data;

    self->status = done ? 0 : 1;
    g_application_quit (G_APPLICATION (self));
}

static void
sz_application_activate (GApplication *application)
{
    SzApplication *self = SZ_APPLICATION (application);
    g_autoptr (GSettings) settings = NULL;

    if (self->window != NULL) {
        gtk_window_present (GTK_WINDOW (self->window));
        return;
    }
    settings = g_settings_new (SZ_APP_ID);
    g_set_weak_pointer (&self->window, sz_window_new (GTK_APPLICATION (self)));
    if (self->view == NULL)
        self->view = g_settings_get_string (settings, "last-view");
    sz_window_show_view (self->window, self->view);
    enter (self);
    gtk_window_present (GTK_WINDOW (self->window));
    if (self->photograph != NULL)
        sz_photograph (self->window, self->photograph, photographed_cb, self);
}

/*
 * Actions
 */

static void
sync_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    SzApplication *self = data;

    if (self->entrance != NULL)
        sz_entrance_sync_now (self->entrance);
}

static void
sign_in_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    SzApplication *self = data;

    if (self->entrance != NULL)
        sz_entrance_ask_sign_in (self->entrance);
}

static void
open_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    SzApplication *self = data;

    if (self->entrance != NULL)
        sz_entrance_begin (self->entrance);
}

static void
preferences_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    sz_preferences_present (GTK_WINDOW (SZ_APPLICATION (data)->window));
}

static void
shortcuts_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    sz_shortcuts_present (GTK_WINDOW (SZ_APPLICATION (data)->window));
}

static void
diagnostics_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    SzApplication *self = data;

    sz_diagnosis_present (GTK_WINDOW (self->window),
                          self->entrance != NULL ? sz_entrance_get_desk (self->entrance) : NULL);
}

static void
about_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    sz_about_present (GTK_WINDOW (SZ_APPLICATION (data)->window));
}

static void
quit_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    SzApplication *self = data;

    if (self->window != NULL)
        gtk_window_close (GTK_WINDOW (self->window));
}

static void
add_actions (SzApplication *self)
{
    static const GActionEntry entries[] = {
        { "sync-now", sync_activated_cb, NULL, NULL, NULL, { 0 } },
        { "sign-in", sign_in_activated_cb, NULL, NULL, NULL, { 0 } },
        { "open-desk", open_activated_cb, NULL, NULL, NULL, { 0 } },
        { "preferences", preferences_activated_cb, NULL, NULL, NULL, { 0 } },
        { "shortcuts", shortcuts_activated_cb, NULL, NULL, NULL, { 0 } },
        { "diagnostics", diagnostics_activated_cb, NULL, NULL, NULL, { 0 } },
        { "about", about_activated_cb, NULL, NULL, NULL, { 0 } },
        { "quit", quit_activated_cb, NULL, NULL, NULL, { 0 } },
    };

    g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
    sz_shortcuts_install (GTK_APPLICATION (self));
}

static gboolean
terminated_cb (void *application)
{
    g_application_quit (application);
    return G_SOURCE_REMOVE;
}

/* What reading styles, icons and the first lists took and gave back goes to the system again: 4 of 73 MiB. */
static gboolean
started_cb (void *data)
{
#ifdef __GLIBC__
    malloc_trim (0);
#endif
    return G_SOURCE_REMOVE;
}

static void
sz_application_startup (GApplication *application)
{
    G_APPLICATION_CLASS (sz_application_parent_class)->startup (application);
    g_unix_signal_add (SIGTERM, terminated_cb, application);
    g_unix_signal_add (SIGINT, terminated_cb, application);
    add_actions (SZ_APPLICATION (application));
    sz_preferences_apply ();
    g_timeout_add_seconds (START_SECONDS, started_cb, NULL);
}

/* What holds the desk may outlive the main loop: the cache is closed here, or the next start would check it whole. */
static void
sz_application_shutdown (GApplication *application)
{
    SzApplication *self = SZ_APPLICATION (application);

    if (self->entrance != NULL)
        sz_entrance_leave (self->entrance);
    G_APPLICATION_CLASS (sz_application_parent_class)->shutdown (application);
}

/* What would only be seen to be wrong when it is too late to say it. */
static char *
find_fault (SzApplication *self)
{
    if (self->view != NULL && !sz_switcher_has (self->view)) {
        g_autofree char *names = sz_switcher_dup_names ();

        return g_strdup_printf (_ ("There is no view “%s”. There are: %s."), self->view, names);
    }
    if (!gtk_init_check ())
        return g_strdup (_ (
            "There is no screen to open a window on. Start Schoolzicht in a graphical session."));
    return NULL;
}

static int
sz_application_handle_local_options (GApplication *application, GVariantDict *options)
{
    SzApplication *self = SZ_APPLICATION (application);

    g_variant_dict_lookup (options, "profile", "^ay", &self->profile);
    g_variant_dict_lookup (options, "passphrase-file", "^ay", &self->passphrase_file);
    g_variant_dict_lookup (options, "view", "s", &self->view);
    g_variant_dict_lookup (options, "screenshot", "^ay", &self->photograph);
    self->fault = find_fault (self);
    if (self->fault != NULL)
        return 2;
    /* A photograph or another profile is no business of a window that is open already. */
    if (self->profile != NULL || self->photograph != NULL)
        g_application_set_flags (application,
                                 g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
    return -1;
}

static void
sz_application_dispose (GObject *object)
{
    SzApplication *self = SZ_APPLICATION (object);

    g_clear_object (&self->entrance);
    g_clear_weak_pointer (&self->window);
    G_OBJECT_CLASS (sz_application_parent_class)->dispose (object);
}

static void
sz_application_finalize (GObject *object)
{
    SzApplication *self = SZ_APPLICATION (object);

    g_free (self->profile);
    g_free (self->passphrase_file);
    g_free (self->view);
    g_free (self->photograph);
    g_free (self->fault);
    G_OBJECT_CLASS (sz_application_parent_class)->finalize (object);
}

static void
sz_application_class_init (SzApplicationClass *klass)
{
    GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

    G_OBJECT_CLASS (klass)->dispose = sz_application_dispose;
    G_OBJECT_CLASS (klass)->finalize = sz_application_finalize;
    application_class->activate = sz_application_activate;
    application_class->startup = sz_application_startup;
    application_class->shutdown = sz_application_shutdown;
    application_class->handle_local_options = sz_application_handle_local_options;
}

static void
sz_application_init (SzApplication *self)
{
    const GOptionEntry entries[] = {
        { "profile", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("The profile's folder"), N_ ("DIR") },
        { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("A file with the passphrase"),
          N_ ("FILE") },
        { "view", 0, 0, G_OPTION_ARG_STRING, NULL,
          N_ ("Open this view: pupils, infections, vaccination or workload"), N_ ("NAME") },
        { "screenshot", 0, 0, G_OPTION_ARG_FILENAME, NULL,
          N_ ("Write a picture of the window when it is filled, and end"), N_ ("FILE") },
        { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version"), NULL },
        { NULL },
    };

    g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

SzApplication *
sz_application_new (void)
{
    return g_object_new (SZ_TYPE_APPLICATION, "application-id", SZ_APP_ID, "flags",
                         G_APPLICATION_DEFAULT_FLAGS, "resource-base-path", SZ_RESOURCES, NULL);
}

int
sz_application_get_status (SzApplication *self)
{
    return self->status;
}

const char *
sz_application_get_fault (SzApplication *self)
{
    return self->fault;
}
