/* SPDX-License-Identifier: EUPL-1.2 */
/* profile.json of a desk (profile.h). */
#define G_LOG_DOMAIN "sz-profile"

#include "config.h"

#include "sync/profile.h"

#include "record/control.h"
#include "record/line.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static char *
file_in (const SzProfile *profile, const char *name)
{
    return g_build_filename (profile->directory, name, NULL);
}

char *
sz_profile_cache_path (const SzProfile *profile)
{
    return file_in (profile, "cache.db");
}

static char *
default_directory (void)
{
    const char *asked = g_getenv ("SCHOOLZICHT_PROFILE_DIR");

    return asked != NULL && *asked != '\0'
               ? g_strdup (asked)
               : g_build_filename (g_get_user_data_dir (), "schoolzicht", "desk", NULL);
}

static void
read_members (SzProfile *profile, SzControl *control)
{
    const char *device = sz_control_text (control, "device");

    profile->server = g_strdup (sz_control_text (control, "server"));
    profile->user = g_strdup (sz_control_text (control, "user"));
    profile->certificate = g_strdup (sz_control_text (control, "certificate"));
    if (device == NULL || !sz_id_parse (device, &profile->device))
        profile->device = sz_id_new (sz_env_default ());
}

SzProfile *
sz_profile_load (const char *directory, GError **error)
{
    g_autoptr (SzProfile) profile = g_new0 (SzProfile, 1);
    g_autofree char *path = NULL;
    g_autofree char *text = NULL;
    g_autoptr (SzControl) control = NULL;
    g_autoptr (GError) local = NULL;

    profile->directory =
        directory != NULL ? g_canonicalize_filename (directory, NULL) : default_directory ();
    path = file_in (profile, "profile.json");
    if (g_file_get_contents (path, &text, NULL, &local)) {
        control = sz_control_parse (text, -1, error);
        if (control == NULL)
            return NULL;
        read_members (profile, control);
    } else if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
        profile->device = sz_id_new (sz_env_default ());
    } else {
        g_propagate_error (error, g_steal_pointer (&local));
        return NULL;
    }
    return g_steal_pointer (&profile);
}

static void
append_member (GString *text, const char *name, const char *value)
{
    g_string_append_printf (text, "%s\n  \"%s\": ", text->len > 1 ? "," : "", name);
    sz_line_append_text (text, value);
}

bool
sz_profile_save (SzProfile *profile, GError **error)
{
    g_autofree char *path = file_in (profile, "profile.json");
    g_autoptr (GString) text = g_string_new ("{");
    g_autofree char *device = sz_id_to_string (&profile->device);

    if (g_mkdir_with_parents (profile->directory, 0700) != 0) {
        g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                     "cannot make the profile: %s", g_strerror (errno));
        return false;
    }
    append_member (text, "server", profile->server);
    append_member (text, "user", profile->user);
    append_member (text, "certificate", profile->certificate);
    append_member (text, "device", device);
    g_string_append (text, "\n}\n");
    return g_file_set_contents_full (path, text->str, (gssize) text->len,
                                     G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                     0600, error);
}

void
sz_profile_free (SzProfile *profile)
{
    if (profile == NULL)
        return;
    g_free (profile->directory);
    g_free (profile->server);
    g_free (profile->user);
    g_free (profile->certificate);
    g_free (profile->token);
    explicit_bzero (profile->lease_key, sizeof profile->lease_key);
    g_free (profile);
}
