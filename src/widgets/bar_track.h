/* SPDX-License-Identifier: EUPL-1.2 */
/* One horizontal bar on its track, with a line at the target. The drawing part of a row of SzBarChart;
 * its colours are the CSS nodes "track", "fill" and "target". */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SZ_TYPE_BAR_TRACK (sz_bar_track_get_type ())
G_DECLARE_FINAL_TYPE (SzBarTrack, sz_bar_track, SZ, BAR_TRACK, GtkWidget)

GtkWidget *sz_bar_track_new (void);

/* Fractions of the whole width, 0..1; a target below 0 draws no line. */
void sz_bar_track_set (SzBarTrack *self, double fraction, double target);

G_END_DECLS
