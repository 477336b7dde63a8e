/* SPDX-License-Identifier: EUPL-1.2 */
/* Removes what tidy.h says, some at a time, with the horizon of their scope in the same transaction. */
#define G_LOG_DOMAIN "sz-tidy"

#include "server/tidy.h"

#include "base/mutant.h"

#define AT_ONCE 500 /* a scope takes no saves meanwhile */

#define DEPARTURE -1

typedef struct {
    int64_t scope;
    int64_t seq;
    int64_t kind; /* or DEPARTURE */
    SzId id;      /* then the pupil's */
} Line;

/* (element-type Line) */
static GArray *
list_lines (SzCore *core, int64_t before, GError **error)
{
    g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
    SzStatement *row = sz_db_statement (core->db, "server/tidy_list", error);
    SzStep step;
    if (row == NULL)
        return NULL;
    sz_bind_integer (row, "before", before);
    while ((step = sz_step (row, error)) == SZ_STEP_ROW) {
        Line line = { sz_column_integer (row, 0), sz_column_integer (row, 1),
                      sz_column_integer (row, 2) };
        if (sz_column_id (row, 3, &line.id))
            g_array_append_val (lines, line);
    }
    return step == SZ_STEP_DONE ? g_steal_pointer (&lines) : NULL;
}

static bool
remove_rest (SzCore *core, const Line *line, GError **error)
{
    bool departure = line->kind == DEPARTURE;
    SzStatement *statement =
        sz_db_statement (core->db,
                         departure ? "server/departure_remove" : "server/tombstone_remove", error);
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, departure ? "scope" : "kind", departure ? line->scope : line->kind);
    sz_bind_id (statement, departure ? "pupil" : "id", &line->id);
    return sz_run (statement, error);
}

/* What came back since the list was made has left its place, and stays. */
static bool
remove_line (SzCore *core, const Line *line, int64_t *removed, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/tidy_change", error);
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "scope", line->scope);
    sz_bind_integer (statement, "seq", line->seq);
    if (!sz_run (statement, error))
        return false;
    if (sz_db_changes (core->db) == 0)
        return true;
    ++*removed;
    return remove_rest (core, line, error);
}

static bool
set_horizon (SzCore *core, const Line *last, GError **error)
{
    if (SZ_MUTANT ("horizon-ignored"))
        return true;
    SzStatement *statement = sz_db_statement (core->db, "server/tidy_horizon", error);
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "scope", last->scope);
    sz_bind_integer (statement, "seq", last->seq);
    return sz_run (statement, error);
}

/* Lines of one scope. */
static bool
remove_within (SzCore *core, const Line *lines, unsigned n, int64_t *removed, GError **error)
{
    if (!sz_db_hold (core->db, lines[0].scope, error))
        return false;
    for (unsigned i = 0; i < n; i++)
        if (!remove_line (core, &lines[i], removed, error))
            return false;
    return set_horizon (core, &lines[n - 1], error);
}

static bool
remove_some (SzCore *core, const Line *lines, unsigned n, int64_t *removed, GError **error)
{
    int64_t some = 0;
    if (!sz_db_begin_beside (core->db, error))
        return false;
    if (!remove_within (core, lines, n, &some, error) || !sz_db_commit (core->db, error)) {
        sz_db_rollback (core->db);
        return false;
    }
    *removed += some;
    return true;
}

bool
sz_tidy (SzCore *core, int64_t keep_ms, int64_t *removed, GError **error)
{
    g_autoptr (GArray) list = list_lines (core, sz_env_now_ms (core->env) - keep_ms, error);
    *removed = 0;
    if (list == NULL)
        return false;
    for (unsigned i = 0; i < list->len;) {
        const Line *lines = &g_array_index (list, Line, i);
        unsigned n = 1;
        while (n < AT_ONCE && i + n < list->len && lines[n].scope == lines[0].scope)
            n++;
        if (!remove_some (core, lines, n, removed, error))
            return false;
        i += n;
    }
    return true;
}
