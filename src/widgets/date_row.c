/* SPDX-License-Identifier: EUPL-1.2 */
/* A row for a date (date_row.h). */
#define G_LOG_DOMAIN "sz-date-row"

#include "config.h"

#include "widgets/date_row.h"

#include "widgets/format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Of what was typed is shown again, in characters. */
#define TYPED_MAX 20

struct _SzDateRow {
    AdwEntryRow parent_instance;

    GtkCalendar *calendar; /* (borrowed): in the popover */
    GtkMenuButton *button; /* (borrowed) */
    gboolean choosing;     /* the calendar shows what is typed */
};

G_DEFINE_FINAL_TYPE (SzDateRow, sz_date_row, ADW_TYPE_ENTRY_ROW)

/* "05102020": eight digits, the year last. */
static gboolean
parse_digits (const char *text, SzDate *date)
{
    int number;

    if (strlen (text) != 8 || strspn (text, "0123456789") != 8)
        return FALSE;
    number = (int) g_ascii_strtoll (text, NULL, 10);
    *date = sz_date_new (number % 10000, number / 10000 % 100, number / 1000000);
    return *date != SZ_DATE_NONE && number % 10000 > 1900;
}

static gboolean
parse (const char *typed, SzDate *date)
{
    g_autofree char *text = g_strstrip (g_strdup (typed));
    g_autofree char *small = g_utf8_strdown (text, -1);

    if (g_str_equal (text, ".") || g_str_equal (small, "today") ||
        g_str_equal (small, _ ("today"))) {
        *date = sz_date_today ();
        return TRUE;
    }
    return parse_digits (text, date) || sz_date_parse_loose (text, date);
}

static const char *
typed_text (SzDateRow *self)
{
    return gtk_editable_get_text (GTK_EDITABLE (self));
}

static void
text_changed_cb (SzDateRow *self)
{
    if (sz_date_row_is_valid (self)) {
        gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
        gtk_widget_set_tooltip_text (GTK_WIDGET (self), NULL);
    } else {
        gtk_widget_add_css_class (GTK_WIDGET (self), "error");
        gtk_widget_set_tooltip_text (GTK_WIDGET (self),
                                     _ ("Type a date as day/month/year: 5/10/2020."));
    }
}

static void
day_chosen_cb (SzDateRow *self)
{
    g_autoptr (GDateTime) day = NULL;

    if (self->choosing)
        return;
    day = gtk_calendar_get_date (self->calendar);
    sz_date_row_set_date (self,
                          sz_date_new (g_date_time_get_year (day), g_date_time_get_month (day),
                                       g_date_time_get_day_of_month (day)));
    gtk_menu_button_popdown (self->button);
}

static void
popover_shown_cb (SzDateRow *self)
{
    SzDate date = sz_date_row_get_date (self);
    g_autoptr (GDateTime) day = NULL;
    int year, month, number;

    sz_date_split (date != SZ_DATE_NONE ? date : sz_date_today (), &year, &month, &number);
    day = g_date_time_new_utc (year, month, number, 0, 0, 0);
    self->choosing = TRUE;
    gtk_calendar_select_day (self->calendar, day);
    self->choosing = FALSE;
}

static void
sz_date_row_class_init (SzDateRowClass *klass)
{
}

static void
sz_date_row_init (SzDateRow *self)
{
    GtkWidget *popover = gtk_popover_new ();

    self->calendar = GTK_CALENDAR (gtk_calendar_new ());
    self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
    gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (self->calendar));
    gtk_menu_button_set_popover (self->button, popover);
    gtk_menu_button_set_icon_name (self->button, "x-office-calendar-symbolic");
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), _ ("Choose a day"));
    gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
    adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), GTK_WIDGET (self->button));
    g_signal_connect_object (popover, "show", G_CALLBACK (popover_shown_cb), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->calendar, "day-selected", G_CALLBACK (day_chosen_cb), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect (self, "changed", G_CALLBACK (text_changed_cb), NULL);
}

GtkWidget *
sz_date_row_new (const char *title)
{
    return g_object_new (SZ_TYPE_DATE_ROW, "title", title, NULL);
}

void
sz_date_row_set_date (SzDateRow *self, SzDate date)
{
    g_autofree char *text = sz_format_date (date);

    g_return_if_fail (SZ_IS_DATE_ROW (self));
    gtk_editable_set_text (GTK_EDITABLE (self), text);
}

SzDate
sz_date_row_get_date (SzDateRow *self)
{
    SzDate date;

    g_return_val_if_fail (SZ_IS_DATE_ROW (self), SZ_DATE_NONE);
    return parse (typed_text (self), &date) ? date : SZ_DATE_NONE;
}

char *
sz_date_row_dup_fault (SzDateRow *self)
{
    g_autofree char *typed = NULL, *example = NULL;

    g_return_val_if_fail (SZ_IS_DATE_ROW (self), NULL);
    if (sz_date_row_is_valid (self))
        return NULL;
    typed = g_utf8_substring (typed_text (self), 0,
                              MIN (TYPED_MAX, g_utf8_strlen (typed_text (self), -1)));
    example = sz_format_date (sz_date_new (2006, 3, 9));
    /* Translators: the first %s is what was typed, the second how a date is written */
    return g_strdup_printf (_ ("%s is not a day; write %s"), g_strstrip (typed), example);
}

gboolean
sz_date_row_is_valid (SzDateRow *self)
{
    SzDate date;

    g_return_val_if_fail (SZ_IS_DATE_ROW (self), FALSE);
    return strspn (typed_text (self), " ") == strlen (typed_text (self)) ||
           parse (typed_text (self), &date);
}
