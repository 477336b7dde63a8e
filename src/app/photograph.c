/* SPDX-License-Identifier: EUPL-1.2 */
/* Pictures of the window (photograph.h), made by the renderer that draws it: no tool of the screen is needed. */
#define G_LOG_DOMAIN "sz-photograph"

#include "config.h"

#include "app/photograph.h"

/* Looks every so often, gives up after a minute, and lets the last change settle for some frames. */
#define LOOK_MS 50
#define LOOKS_MAX 1200
#define SETTLE_LOOKS 6

typedef struct {
    SzWindow *window; /* (owned) */
    char *path;       /* (owned) */
    SzPhotographFunc done;
    void *data;
    unsigned looks;
    unsigned filled; /* looks in a row that found it filled */
} Photograph;

static void
photograph_free (void *data)
{
    Photograph *photograph = data;

    g_object_unref (photograph->window);
    g_free (photograph->path);
    g_free (photograph);
}

static gboolean
write_picture (GtkWidget *widget, const char *path)
{
    g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
    g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
    int width = gdk_paintable_get_intrinsic_width (paintable);
    int height = gdk_paintable_get_intrinsic_height (paintable);
    GskRenderNode *node;
    g_autoptr (GdkTexture) texture = NULL;

    gdk_paintable_snapshot (paintable, snapshot, width, height);
    node = gtk_snapshot_to_node (snapshot);
    if (node == NULL)
        return FALSE;
    texture =
        gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (widget)), node,
                                     &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
    gsk_render_node_unref (node);
    return gdk_texture_save_to_png (texture, path);
}

static gboolean
look_cb (void *data)
{
    Photograph *photograph = data;
    gboolean done;

    photograph->looks++;
    photograph->filled = sz_window_is_filled (photograph->window) ? photograph->filled + 1 : 0;
    if (photograph->filled < SETTLE_LOOKS && photograph->looks < LOOKS_MAX)
        return G_SOURCE_CONTINUE;
    done = photograph->filled >= SETTLE_LOOKS &&
           write_picture (GTK_WIDGET (photograph->window), photograph->path);
    if (!done)
        g_warning ("no picture: the view was not filled, or the file could not be written");
    photograph->done (done, photograph->data);
    return G_SOURCE_REMOVE;
}

void
sz_photograph (SzWindow *window, const char *path, SzPhotographFunc done, void *data)
{
    Photograph *photograph = g_new0 (Photograph, 1);

    photograph->window = g_object_ref (window);
    photograph->path = g_strdup (path);
    photograph->done = done;
    photograph->data = data;
    g_timeout_add_full (G_PRIORITY_LOW, LOOK_MS, look_cb, photograph, photograph_free);
}
