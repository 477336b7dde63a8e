/* SPDX-License-Identifier: EUPL-1.2 */
/* About the program (about.h). */
#define G_LOG_DOMAIN "sz-about"

#include "config.h"

#include "app/about.h"

#include <glib/gi18n-lib.h>

void
sz_about_present (GtkWindow *parent)
{
    gtk_show_about_dialog (
        parent, "program-name", "Schoolzicht", "version", SZ_VERSION, "logo-icon-name", SZ_APP_ID,
        "comments",
        _ ("Follow the health and guidance of pupils.\nSchools and municipalities: public data of the Flemish and Belgian governments; school holidays: "
           "OpenHolidays (ODbL); vaccine codes: eHealth platform."),
        "license", _ ("Licensed under the European Union Public Licence, version 1.2."),
        "wrap-license", TRUE, NULL);
}
