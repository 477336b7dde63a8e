/* SPDX-License-Identifier: EUPL-1.2 */
/* The status line below the sidebar (status_line.h, ui/status_line.ui). */
#define G_LOG_DOMAIN "sz-status-line"

#include "config.h"

#include "views/status_line.h"

#include "widgets/format.h"

#include <glib/gi18n-lib.h>

struct _SzStatusLine {
    GtkWidget parent_instance;

    /* template children */
    GtkButton *button;
    GtkImage *icon;
    GtkLabel *text;
    GtkProgressBar *progress;
    GtkButton *reviews;
};

G_DEFINE_FINAL_TYPE (SzStatusLine, sz_status_line, GTK_TYPE_WIDGET)

/* "12:04" of today, else with the day. */
static char *
moment (int64_t ms)
{
    g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (ms / 1000);
    g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
    g_autofree char *time = sz_format_time (ms);
    g_autofree char *day = NULL;
    SzDate date;

    if (local == NULL)
        return g_steal_pointer (&time);
    date = sz_date_new (g_date_time_get_year (local), g_date_time_get_month (local),
                        g_date_time_get_day_of_month (local));
    if (date == sz_date_today ())
        return g_steal_pointer (&time);
    day = sz_format_day (date);
    return g_strdup_printf ("%s %s", day, time);
}

static char *
saved_text (const SzStatus *status)
{
    g_autofree char *time = NULL;

    if (status->verified == 0)
        return g_strdup (_ ("Everything saved and sent"));
    time = moment (status->verified);
    return g_strdup_printf (_ ("Everything saved and sent %s"), time);
}

static char *
offline_text (const SzStatus *status)
{
    g_autofree char *time = NULL;

    if (status->waiting > 0)
        return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u change waits for a connection",
                                             "%u changes wait for a connection", status->waiting),
                                status->waiting);
    if (status->verified == 0)
        return g_strdup (_ ("No connection"));
    time = moment (status->verified);
    return g_strdup_printf (_ ("No connection · as it was %s"), time);
}

/* The rows that are here, of those the server has announced. */
static char *
receiving_text (const SzStatus *status)
{
    g_autofree char *done = NULL;
    g_autofree char *total = NULL;

    if (status->rows_total <= 0)
        return g_strdup (_ ("Fetching…"));
    done = sz_format_count (MIN (status->rows_done, status->rows_total));
    total = sz_format_count (status->rows_total);
    return g_strdup_printf (_ ("Fetching %s of %s"), done, total);
}

static char *
sending_text (const SzStatus *status)
{
    return status->waiting > 0
               ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Sending %u change…",
                                               "Sending %u changes…", status->waiting),
                                  status->waiting)
               : g_strdup (_ ("Sending…"));
}

static char *
signed_out_text (const SzStatus *status)
{
    g_autofree char *waiting = NULL;

    if (status->waiting == 0)
        return g_strdup (_ ("Action needed: sign in"));
    waiting = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u change waits", "%u changes wait",
                                            status->waiting),
                               status->waiting);
    return g_strdup_printf (_ ("Action needed: sign in · %s"), waiting);
}

/* Never more than it knows. */
static char *
status_text (const SzStatus *status)
{
    switch (status->kind) {
    case SZ_STATUS_SIGNED_OUT:
        return signed_out_text (status);
    case SZ_STATUS_CONNECTING:
        return g_strdup (_ ("Connecting…"));
    case SZ_STATUS_RECEIVING:
        return receiving_text (status);
    case SZ_STATUS_SENDING:
        return sending_text (status);
    case SZ_STATUS_SAVED:
        return saved_text (status);
    case SZ_STATUS_OFFLINE:
        return offline_text (status);
    case SZ_STATUS_ACTION:
        return status->detail != NULL ? g_strdup_printf (_ ("Action needed: %s"), status->detail)
                                      : g_strdup (_ ("Action needed"));
    }
    g_return_val_if_reached (g_strdup (""));
}

static const char *
status_icon (SzStatusKind kind)
{
    switch (kind) {
    case SZ_STATUS_SIGNED_OUT:
        return "dialog-password-symbolic";
    case SZ_STATUS_CONNECTING:
    case SZ_STATUS_RECEIVING:
    case SZ_STATUS_SENDING:
        return "emblem-synchronizing-symbolic";
    case SZ_STATUS_SAVED:
        return "emblem-ok-symbolic";
    case SZ_STATUS_OFFLINE:
        return "network-offline-symbolic";
    case SZ_STATUS_ACTION:
        return "dialog-warning-symbolic";
    }
    g_return_val_if_reached (NULL);
}

/* The longer sentence. */
static char *
status_detail (const SzStatus *status)
{
    if (status->detail != NULL)
        return g_strdup (status->detail);
    if (status->kind == SZ_STATUS_OFFLINE)
        return g_strdup (_ (
            "The server cannot be reached now. What you change is kept on this machine and will be sent later. Click to try now."));
    return g_strdup (_ ("Click to exchange with the server now."));
}

static void
show_reviews (SzStatusLine *self, unsigned reviews)
{
    g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u item to review",
                                                          "%u items to review", reviews),
                                             reviews);

    gtk_button_set_label (self->reviews, text);
    gtk_widget_set_visible (GTK_WIDGET (self->reviews), reviews > 0);
}

static void
sz_status_line_dispose (GObject *object)
{
    gtk_widget_dispose_template (GTK_WIDGET (object), SZ_TYPE_STATUS_LINE);
    G_OBJECT_CLASS (sz_status_line_parent_class)->dispose (object);
}

static void
sz_status_line_class_init (SzStatusLineClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->dispose = sz_status_line_dispose;
    gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
    gtk_widget_class_set_css_name (widget_class, "statusline");
    gtk_widget_class_set_template_from_resource (widget_class, SZ_RESOURCES "/ui/status_line.ui");
    gtk_widget_class_bind_template_child (widget_class, SzStatusLine, button);
    gtk_widget_class_bind_template_child (widget_class, SzStatusLine, icon);
    gtk_widget_class_bind_template_child (widget_class, SzStatusLine, text);
    gtk_widget_class_bind_template_child (widget_class, SzStatusLine, progress);
    gtk_widget_class_bind_template_child (widget_class, SzStatusLine, reviews);
}

static void
sz_status_line_init (SzStatusLine *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
}

void
sz_status_line_set (SzStatusLine *self, const SzStatus *status)
{
    g_autofree char *text = status_text (status);
    g_autofree char *detail = status_detail (status);
    gboolean receiving = status->kind == SZ_STATUS_RECEIVING && status->rows_total > 0;

    g_return_if_fail (SZ_IS_STATUS_LINE (self));
    gtk_label_set_label (self->text, text);
    gtk_image_set_from_icon_name (self->icon, status_icon (status->kind));
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), detail);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button),
                                    status->kind == SZ_STATUS_SIGNED_OUT ? "app.sign-in"
                                                                         : "app.sync-now");
    gtk_widget_set_visible (GTK_WIDGET (self->progress), receiving);
    if (receiving)
        gtk_progress_bar_set_fraction (self->progress, CLAMP ((double) status->rows_done /
                                                                  (double) status->rows_total,
                                                              0, 1));
    show_reviews (self, status->reviews);
    if (status->kind == SZ_STATUS_ACTION || status->kind == SZ_STATUS_SIGNED_OUT)
        gtk_widget_add_css_class (GTK_WIDGET (self), "warning");
    else
        gtk_widget_remove_css_class (GTK_WIDGET (self), "warning");
}
