/* SPDX-License-Identifier: EUPL-1.2 */
/* Facts for an administrator (facts.h). */
#define G_LOG_DOMAIN "sz-facts"

#include "config.h"

#include "app/facts.h"

#include "base/error_text.h"
#include "store/diagnosis.h"
#include "sync/versions.h"
#include "widgets/format.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define EPOCH_DIGITS 8

static void
fact_free (void *data)
{
    SzFact *fact = data;

    g_free (fact->label);
    g_free (fact->text);
    g_free (fact);
}

/* Takes `text`; NULL is said to be unknown. */
static void
add (GPtrArray *facts, const char *group, const char *label, char *text)
{
    SzFact *fact = g_new (SzFact, 1);

    *fact = (SzFact){ group, g_strdup (label), text != NULL ? text : g_strdup (_ ("unknown")) };
    g_ptr_array_add (facts, fact);
}

static char *
count_text (int64_t count)
{
    return count >= 0 ? sz_format_count (count) : NULL;
}

static char *
size_text (int64_t bytes)
{
    return bytes >= 0 ? g_format_size_full ((uint64_t) bytes, G_FORMAT_SIZE_IEC_UNITS) : NULL;
}

/* With the offset of the clock: an administrator may sit elsewhere. */
static char *
time_text (const char *iso)
{
    g_autoptr (GDateTime) utc = iso != NULL ? g_date_time_new_from_iso8601 (iso, NULL) : NULL;
    g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

    return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M:%S %z")
                         : g_strdup (_ ("never"));
}

static void
add_program (GPtrArray *facts)
{
    const char *group = _ ("Program");

    add (facts, group, _ ("Version"), g_strdup (SZ_VERSION));
    add (facts, group, _ ("Protocol"), g_strdup_printf ("%d", SZ_PROTOCOL_VERSION));
    add (facts, group, _ ("Catalogue"), g_strdup_printf ("%d", sz_catalogue_generation ()));
    add (facts, group, "GTK",
         g_strdup_printf ("%u.%u.%u", gtk_get_major_version (), gtk_get_minor_version (),
                          gtk_get_micro_version ()));
    add (facts, group, "libadwaita",
         g_strdup_printf ("%u.%u.%u", adw_get_major_version (), adw_get_minor_version (),
                          adw_get_micro_version ()));
    add (facts, group, _ ("GLib"),
         g_strdup_printf ("%u.%u.%u", glib_major_version, glib_minor_version, glib_micro_version));
    add (facts, group, "libsoup", sz_sync_http_version ());
    add (facts, group, _ ("System"), g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME));
}

static void
add_server (GPtrArray *facts, SzDesk *desk)
{
    const char *group = _ ("Server");
    SzStore *store = sz_desk_get_store (desk);
    const char *epoch = store != NULL ? sz_store_fact (store, "epoch") : NULL;
    const GError *error = NULL;

    add (facts, group, _ ("Address"), g_strdup (sz_desk_get_server (desk)));
    if (store == NULL)
        return;
    add (facts, group, _ ("Epoch"), epoch != NULL ? g_strndup (epoch, EPOCH_DIGITS) : NULL);
    add (facts, group, _ ("Last complete exchange"),
         time_text (sz_store_fact (store, "last-verified")));
    if (sz_desk_get_engine (desk) != NULL)
        error = sz_engine_get_state (sz_desk_get_engine (desk)).error;
    add (facts, group, _ ("Fault at the last exchange"),
         g_strdup (error != NULL ? sz_error_text (error) : _ ("none")));
}

/* What the desk holds, and how far it has come with each. */
static void
add_scopes (GPtrArray *facts, SzStore *store)
{
    g_autoptr (GPtrArray) scopes = sz_store_scopes (store, NULL);

    for (unsigned i = 0; scopes != NULL && i < scopes->len; i++) {
        const SzScopeState *scope = g_ptr_array_index (scopes, i);
        g_autofree char *seq = sz_format_count (scope->seq);

        add (facts, _ ("Data"), scope->name,
             g_strdup_printf (scope->complete ? _ ("complete, up to %s")
                                              : _ ("first fetch under way, up to %s"),
                              seq));
    }
}

static void
add_cache (GPtrArray *facts, SzStore *store)
{
    const char *group = _ ("Data");
    g_autofree char *mended = sz_checker_dup_mended (store);

    add (facts, group, _ ("Changes waiting to be sent"), count_text (sz_store_waiting (store)));
    add (facts, group, _ ("To review"), count_text (sz_store_reviews (store)));
    add (facts, group, _ ("Size on this machine"), size_text (sz_store_size (store)));
    add (facts, group, _ ("Free space on this disk"), size_text (sz_store_free_space (store)));
    add (facts, group, _ ("Last compared with the server"),
         time_text (sz_store_fact (store, "last-checked")));
    add (facts, group, _ ("Put right then"),
         mended != NULL ? g_steal_pointer (&mended) : g_strdup (_ ("nothing, so far")));
    add (facts, group, _ ("SQLCipher"), sz_store_cipher_version (store));
}

GPtrArray *
sz_facts_new (SzDesk *desk)
{
    GPtrArray *facts = g_ptr_array_new_with_free_func (fact_free);

    if (desk != NULL && sz_desk_get_store (desk) != NULL)
        sz_store_read_facts (sz_desk_get_store (desk));
    if (desk != NULL)
        add_server (facts, desk);
    if (desk != NULL && sz_desk_get_store (desk) != NULL) {
        add_scopes (facts, sz_desk_get_store (desk));
        add_cache (facts, sz_desk_get_store (desk));
    }
    add_program (facts);
    return facts;
}

char *
sz_facts_to_text (GPtrArray *facts)
{
    g_autoptr (GString) text = g_string_new ("Schoolzicht\n");

    for (unsigned i = 0; i < facts->len; i++) {
        const SzFact *fact = g_ptr_array_index (facts, i);

        g_string_append_printf (text, "%s: %s\n", fact->label, fact->text);
    }
    return g_string_free (g_steal_pointer (&text), FALSE);
}
