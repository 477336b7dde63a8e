/* SPDX-License-Identifier: EUPL-1.2 */
/* A sample with planted faults for the lint. */
static void
show (SzView *self)
{
    gtk_label_set_text (self->label, _("Pupils of this school"));
    gtk_label_set_text (self->label, "Pupils");
    gtk_widget_add_css_class (self->label, "dim-label");
    g_debug ("the list is filled");
    self->text = g_strdup ("Nothing here yet");
    adw_toast_new (ngettext ("One pupil", "Pupils", n));
    gtk_label_set_text (self->label, "%d–%d");
}
