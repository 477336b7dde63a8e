/* SPDX-License-Identifier: EUPL-1.2 */
/* When to compare, and what to say of it (checker.h). */
#define G_LOG_DOMAIN "sz-checker"

#include "config.h"

#include "app/checker.h"

#include "base/env.h"
#include "base/error_text.h"
#include "sync/verify.h"
#include "widgets/format.h"

#include <glib/gi18n-lib.h>

/* Looks whether it is time. The first look is spread: a whole centre starts its programs at nine. */
#define LOOK_S 600
#define SPREAD_S 3600

struct _SzChecker {
    GObject parent_instance;

    /* borrowed */
    SzProfile *profile;

    /* owned */
    SzEngine *engine;
    SzStore *store;
    GCancellable *cancellable; /* of what is under way */
    GError *error;             /* (nullable): of the last time */

    /* plain */
    unsigned timer;
    bool running;
    bool unlike; /* the last time could not be: another version */
};

static unsigned changed_signal;

G_DEFINE_FINAL_TYPE (SzChecker, sz_checker, G_TYPE_OBJECT)

static void
verified_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (SzChecker) self = data;
    SzVerified verified = { 0 };

    self->running = false;
    g_clear_error (&self->error);
    if (sz_verify_finish (SZ_ENGINE (source), result, &verified, &self->error))
        self->unlike = verified.unlike;
    else
        g_info ("not compared: %s", self->error->message);
    g_signal_emit (self, changed_signal, 0);
}

static gboolean
look_cb (void *data)
{
    SzChecker *self = data;

    self->timer = g_timeout_add_seconds (LOOK_S, look_cb, self);
    if (sz_engine_get_state (self->engine).kind == SZ_STATE_SAVED &&
        sz_store_waiting (self->store) == 0 && sz_verify_is_due (self->store))
        sz_checker_run (self);
    return G_SOURCE_REMOVE;
}

static void
sz_checker_dispose (GObject *object)
{
    SzChecker *self = SZ_CHECKER (object);

    sz_checker_stop (self);
    g_clear_object (&self->cancellable);
    g_clear_object (&self->engine);
    g_clear_object (&self->store);
    g_clear_error (&self->error);
    G_OBJECT_CLASS (sz_checker_parent_class)->dispose (object);
}

static void
sz_checker_class_init (SzCheckerClass *klass)
{
    G_OBJECT_CLASS (klass)->dispose = sz_checker_dispose;
    changed_signal = g_signal_new ("changed", SZ_TYPE_CHECKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
sz_checker_init (SzChecker *self)
{
    unsigned spread = (unsigned) sz_env_below (sz_env_default (), SPREAD_S);

    self->cancellable = g_cancellable_new ();
    self->timer = g_timeout_add_seconds (LOOK_S + spread, look_cb, self);
}

SzChecker *
sz_checker_new (SzEngine *engine, SzProfile *profile, SzStore *store)
{
    SzChecker *self = g_object_new (SZ_TYPE_CHECKER, NULL);

    self->engine = g_object_ref (engine);
    self->profile = profile;
    self->store = g_object_ref (store);
    return self;
}

void
sz_checker_run (SzChecker *self)
{
    g_return_if_fail (SZ_IS_CHECKER (self));
    if (self->running)
        return;
    self->running = true;
    g_signal_emit (self, changed_signal, 0);
    sz_verify_async (self->engine, self->profile, self->store, self->cancellable, verified_cb,
                     g_object_ref (self));
}

gboolean
sz_checker_is_running (SzChecker *self)
{
    return self->running;
}

/* "12:04" today, with its day otherwise; NULL for no time. */
static char *
moment_text (const char *iso)
{
    g_autoptr (GDateTime) utc = iso != NULL ? g_date_time_new_from_iso8601 (iso, NULL) : NULL;
    g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
    g_autofree char *time = NULL;
    g_autofree char *day = NULL;
    SzDate date;

    if (local == NULL)
        return NULL;
    date = sz_date_new (g_date_time_get_year (local), g_date_time_get_month (local),
                        g_date_time_get_day_of_month (local));
    time = sz_format_time (g_date_time_to_unix (utc) * 1000);
    if (date == sz_date_today ())
        return g_steal_pointer (&time);
    day = sz_format_date (date);
    return g_strdup_printf ("%s, %s", day, time);
}

char *
sz_checker_to_text (SzChecker *self)
{
    g_autofree char *moment = moment_text (sz_store_fact (self->store, "last-checked"));

    if (self->running)
        return g_strdup (_ ("Comparing…"));
    if (self->error != NULL)
        return g_strdup (sz_error_text (self->error));
    if (self->unlike)
        return g_strdup (_ ("Server and program are of different versions: nothing was compared."));
    if (moment == NULL)
        return g_strdup (_ ("not checked yet"));
    /* Translators: a time */
    return g_strdup_printf (_ ("last checked %s"), moment);
}

char *
sz_checker_dup_mended (SzStore *store)
{
    g_autofree char *moment = moment_text (sz_store_fact (store, "last-mended"));
    const char *mended = sz_store_fact (store, "mended");
    int64_t count;

    if (moment == NULL || mended == NULL)
        return NULL;
    if (g_str_equal (mended, "all"))
        return g_strdup_printf (_ ("everything fetched anew (%s)"), moment);
    count = g_ascii_strtoll (mended, NULL, 10);
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d record (%s)", "%d records (%s)",
                                         (unsigned long) count),
                            (int) count, moment);
}

void
sz_checker_stop (SzChecker *self)
{
    g_return_if_fail (SZ_IS_CHECKER (self));
    g_clear_handle_id (&self->timer, g_source_remove);
    if (self->cancellable != NULL)
        g_cancellable_cancel (self->cancellable);
}
