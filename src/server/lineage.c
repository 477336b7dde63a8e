/* SPDX-License-Identifier: EUPL-1.2 */
/* Runs of the server and what desks saw of them (lineage.h). */
#define G_LOG_DOMAIN "sz-lineage"

#include "config.h"

#include "server/lineage.h"

#include "base/errors.h"
#include "base/mutant.h"
#include "server/hex.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define MAC_BYTES 16
#define RUN_DIGITS 16
#define WITNESSES_MAX 8

static bool
run_with (SzCore *core, const char *resource, int64_t run, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, resource, error);

    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "run", run);
    return sz_run (statement, error);
}

/* Every scope has rows from here on, so that none needs to be looked up otherwise. */
static bool
begin (SzCore *core, int64_t run, GError **error)
{
    g_autoptr (GError) problem = NULL;
    g_autofree char *before = sz_core_fact (core, "run", &problem);
    g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, run);
    g_autofree char *ground = problem == NULL ? sz_db_ground (core->db, &problem) : NULL;

    if (problem != NULL) {
        g_propagate_error (error, g_steal_pointer (&problem));
        return false;
    }
    if (before != NULL &&
        !run_with (core, "server/lineage_first", g_ascii_strtoll (before, NULL, 10), error))
        return false;
    return run_with (core, "server/lineage_begin", run, error) &&
           sz_core_set_fact (core, "run", text, error) &&
           sz_core_set_fact (core, "ground", ground, error);
}

/* Every connection that comes after a change finds it, the first one begins the run. */
static bool
begin_unless (SzCore *core, bool only_on_new_ground, GError **error)
{
    bool same = false;
    int64_t run;

    sz_env_random (core->env, &run, sizeof run);
    run &= INT64_MAX;
    if (!sz_db_begin (core->db, error))
        return false;
    if ((!only_on_new_ground || sz_lineage_on_same_ground (core, &same, error)) &&
        (same || begin (core, run, error)) && sz_db_commit (core->db, error))
        return true;
    sz_db_rollback (core->db);
    return false;
}

bool
sz_lineage_begin (SzCore *core, GError **error)
{
    return begin_unless (core, false, error);
}

bool
sz_lineage_on_same_ground (SzCore *core, bool *same, GError **error)
{
    g_autoptr (GError) problem = NULL;
    g_autofree char *now = sz_db_ground (core->db, &problem);
    g_autofree char *before = problem == NULL ? sz_core_fact (core, "ground", &problem) : NULL;

    if (problem != NULL) {
        g_propagate_error (error, g_steal_pointer (&problem));
        return false;
    }
    *same = g_strcmp0 (now, before) == 0;
    return true;
}

bool
sz_lineage_follow (SzCore *core, GError **error)
{
    bool same;

    return sz_lineage_on_same_ground (core, &same, error) &&
           (same || begin_unless (core, true, error));
}

bool
sz_lineage_at (SzCore *core, int64_t scope, int64_t seq, int64_t *run, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/lineage_at", error);
    g_autoptr (GError) problem = NULL;
    g_autofree char *now = NULL;
    SzStep step;

    *run = 0;
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "scope", scope);
    sz_bind_integer (statement, "seq", seq);
    step = sz_step (statement, error);
    if (step == SZ_STEP_ROW) {
        *run = sz_column_integer (statement, 0);
        sz_reset (statement);
    }
    if (step != SZ_STEP_DONE)
        return step == SZ_STEP_ROW;
    /* A scope that came into use since this run began. */
    now = sz_core_fact (core, "run", &problem);
    if (now != NULL)
        *run = g_ascii_strtoll (now, NULL, 10);
    if (problem != NULL)
        g_propagate_error (error, g_steal_pointer (&problem));
    return now != NULL;
}

static void
sign (SzCore *core, const char *scope, int64_t run, int64_t seq, char hex[2 * MAC_BYTES + 1])
{
    g_autofree char *text =
        g_strdup_printf ("witness|%s|%s|%016" G_GINT64_MODIFIER "x|%" G_GINT64_FORMAT, scope,
                         core->epoch, run, seq);
    uint8_t mac[MAC_BYTES];

    crypto_generichash (mac, sizeof mac, (const uint8_t *) text, strlen (text), core->cursor_key,
                        SZ_CURSOR_KEY);
    sz_hex_encode (mac, sizeof mac, hex);
}

char *
sz_witness_new (SzCore *core, const char *scope, int64_t seq, GError **error)
{
    int64_t id = sz_core_scope (core, scope, error);
    char hex[2 * MAC_BYTES + 1];
    int64_t run;

    if (id < 0 || !sz_lineage_at (core, id, seq, &run, error))
        return NULL;
    sign (core, scope, run, seq, hex);
    return g_strdup_printf ("%016" G_GINT64_MODIFIER "x-%" G_GINT64_FORMAT "-%s", run, seq, hex);
}

/* False: no witness of this server and history. */
static bool
read_witness (SzCore *core, const char *scope, const char *text, int64_t *run, int64_t *seq)
{
    char hex[2 * MAC_BYTES + 1];
    char *after;

    *run = g_ascii_strtoll (text, &after, 16);
    if (after != text + RUN_DIGITS || *after != '-')
        return false;
    *seq = g_ascii_strtoll (after + 1, &after, 10);
    if (*after != '-' || strlen (after + 1) != sizeof hex - 1)
        return false;
    sign (core, scope, *run, *seq, hex);
    return sodium_memcmp (hex, after + 1, sizeof hex - 1) == 0;
}

static bool
check_one (SzCore *core, const char *scope, int64_t id, const char *text, GError **error);

/* scope/witness: of a scope that the desk does not pull. */
static bool
check_other (SzCore *core, const char *text, const char *slash, GError **error)
{
    g_autofree char *scope = g_strndup (text, (size_t) (slash - text));
    g_autoptr (GError) problem = NULL;
    int64_t id = sz_core_scope (core, scope, &problem);

    if (problem != NULL)
        g_propagate_error (error, g_steal_pointer (&problem));
    else if (strchr (slash + 1, '/') == NULL)
        return check_one (core, scope, id, slash + 1, error);
    return problem == NULL;
}

static bool
check_one (SzCore *core, const char *scope, int64_t id, const char *text, GError **error)
{
    int64_t run, seq, now, min_seq, known;
    const char *slash = strchr (text, '/');

    if (slash != NULL)
        return check_other (core, text, slash, error);
    if (!read_witness (core, scope, text, &run, &seq))
        return true;
    if (!sz_core_clock (core, id, &now, &min_seq, error) ||
        !sz_lineage_at (core, id, seq, &known, error))
        return false;
    if ((known == run && seq <= now) || SZ_MUTANT ("lineage-ignored"))
        return true;
    g_set_error_literal (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_EPOCH,
                         "a desk has seen what this database has lost");
    return false;
}

bool
sz_witness_check (SzCore *core, const char *scope, const char *seen, GError **error)
{
    g_auto (GStrv) texts = g_strsplit (seen, ",", WITNESSES_MAX);
    g_autoptr (GError) problem = NULL;
    int64_t id = sz_core_scope (core, scope, &problem);

    if (problem != NULL) {
        g_propagate_error (error, g_steal_pointer (&problem));
        return false;
    }
    for (char **text = texts; *text != NULL && !SZ_MUTANT ("witness-ignored"); text++)
        if (!check_one (core, scope, id, *text, error))
            return false;
    return true;
}
