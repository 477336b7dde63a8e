/* SPDX-License-Identifier: EUPL-1.2 */
/* The interface between the window and its views (view.h). */
#define G_LOG_DOMAIN "sz-view"

#include "config.h"

#include "views/view.h"

static unsigned navigated_signal;

G_DEFINE_INTERFACE (SzView, sz_view, GTK_TYPE_WIDGET)

static void
sz_view_default_init (SzViewInterface *iface)
{
    navigated_signal = g_signal_new ("navigated", G_TYPE_FROM_INTERFACE (iface), G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

void
sz_view_set_store (SzView *self, SzStore *store)
{
    g_return_if_fail (SZ_IS_VIEW (self));
    SZ_VIEW_GET_IFACE (self)->set_store (self, store);
}

void
sz_view_load (SzView *self)
{
    g_return_if_fail (SZ_IS_VIEW (self));
    if (SZ_VIEW_GET_IFACE (self)->load != NULL)
        SZ_VIEW_GET_IFACE (self)->load (self);
}

void
sz_view_records_changed (SzView *self, uint64_t kinds)
{
    g_return_if_fail (SZ_IS_VIEW (self));
    SZ_VIEW_GET_IFACE (self)->records_changed (self, kinds);
}

gboolean
sz_view_is_filled (SzView *self)
{
    g_return_val_if_fail (SZ_IS_VIEW (self), FALSE);
    return SZ_VIEW_GET_IFACE (self)->is_filled (self);
}

void
sz_view_focus (SzView *self)
{
    g_return_if_fail (SZ_IS_VIEW (self));
    if (SZ_VIEW_GET_IFACE (self)->focus != NULL)
        SZ_VIEW_GET_IFACE (self)->focus (self);
    else
        gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

gboolean
sz_view_can_go_back (SzView *self)
{
    g_return_val_if_fail (SZ_IS_VIEW (self), FALSE);
    return SZ_VIEW_GET_IFACE (self)->can_go_back != NULL &&
           SZ_VIEW_GET_IFACE (self)->can_go_back (self);
}

void
sz_view_go_back (SzView *self)
{
    g_return_if_fail (SZ_IS_VIEW (self));
    if (sz_view_can_go_back (self))
        SZ_VIEW_GET_IFACE (self)->go_back (self);
}

void
sz_view_navigated (SzView *self)
{
    g_signal_emit (self, navigated_signal, 0);
}

void
sz_view_export_csv (SzView *self, SzCsvFunc done, void *data)
{
    g_return_if_fail (SZ_IS_VIEW (self));
    SZ_VIEW_GET_IFACE (self)->export_csv (self, done, data);
}

uint64_t
sz_view_kind_bit (const char *kind)
{
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t i = 0; i < n; i++) {
        if (g_str_equal (kinds[i]->name, kind))
            return UINT64_C (1) << i;
    }
    g_return_val_if_reached (0);
}
