/* SPDX-License-Identifier: EUPL-1.2 */
/* Walks the change index of a scope and writes one line a record, straight from the columns; see
 * pull.h. No record is built in memory: this is the path of every first sync. */
#define G_LOG_DOMAIN "sz-pull"

#include "server/pull.h"

#include "base/errors.h"
#include "base/mutant.h"
#include "db/row_line.h"
#include "record/line.h"
#include "server/cursor.h"
#include "server/feed.h"
#include "server/hex.h"
#include "server/lineage.h"
#include "server/transfer.h"

#include <sodium.h>
#include <string.h>

#define MARK_ROWS 5000
#define HASH_BYTES 16

struct SzPull {
    SzCore *core;             /* (borrowed) */
    const SzSession *session; /* (borrowed) */
    SzFeed *feed;             /* (owned) (nullable): until the end */
    char *scope;              /* (owned) */
    crypto_generichash_state hash;
    uint64_t announced; /* kinds whose fields were sent */
    int64_t scope_id;
    int64_t from;
    int64_t to;
    int64_t since;    /* as a cursor within it has it */
    int64_t expected; /* rows */
    int64_t sent;
    int64_t since_mark;
    int64_t seq; /* of the last row */
    SzId pupil;  /* whose file is being sent */
    bool begun;
    bool snapshot;
    bool done;
};

static bool
is_readable (const SzPull *self, const SzKind *kind)
{
    return kind != NULL && sz_kind_readable (kind, self->session->role);
}

/* Whether what the cursor covers is still here, even if the same numbers were given out again since. */
static bool
check_run (SzPull *self, const SzSpot *spot, GError **error)
{
    int64_t run;
    if (self->scope_id < 0 || spot->seq == 0 || SZ_MUTANT ("lineage-ignored"))
        return true;
    if (!sz_lineage_at (self->core, self->scope_id, MAX (spot->seq, spot->since), &run, error))
        return false;
    if (run == spot->run)
        return true;
    g_set_error_literal (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_EPOCH,
                         "a cursor of a run that this database has lost");
    return false;
}

static bool
find_bounds (SzPull *self, const char *cursor, GError **error)
{
    g_autoptr (GError) problem = NULL;
    int64_t min_seq = 0;
    SzSpot spot;
    self->scope_id = sz_core_scope (self->core, self->scope, &problem);
    if (problem == NULL && self->scope_id >= 0)
        (void) !sz_core_clock (self->core, self->scope_id, &self->to, &min_seq, &problem);
    if (problem != NULL) {
        g_propagate_error (error, g_steal_pointer (&problem));
        return false;
    }
    self->since = self->to;
    if (cursor == NULL)
        return true;
    if (!sz_cursor_read (self->core, self->session, self->scope, cursor, &spot, error) ||
        !check_run (self, &spot, error))
        return false;
    self->from = spot.seq;
    self->since = spot.since;
    /* What was gone before it began a desk has never had. */
    if (MAX (self->from, self->since) < min_seq) {
        g_set_error_literal (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_RESYNC,
                             "a cursor below the oldest change kept");
        return false;
    }
    if (self->from > self->to) {
        g_set_error_literal (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_UNAVAILABLE,
                             "a cursor beyond the clock");
        return false;
    }
    return true;
}

static void
bind_range (const SzPull *self, SzStatement *statement)
{
    sz_bind_integer (statement, "scope", self->scope_id);
    sz_bind_integer (statement, "from", self->from);
    sz_bind_integer (statement, "to", self->to);
}

/* A bit for each kind that the person may read. */
static int64_t
readable_kinds (const SzPull *self)
{
    int64_t mask = 0;
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);
    for (size_t i = 0; i < n; i++) {
        g_assert (kinds[i]->number < SZ_FEED_KINDS);
        if (is_readable (self, kinds[i]))
            mask |= INT64_C (1) << kinds[i]->number;
    }
    return mask;
}

typedef bool (*KindFunc) (SzPull *self, const SzKind *kind, GString *out, GError **error);

/* The kinds that go along in a pupil's file and that the person may read, the pupil's own first. */
static bool
for_each_of_file (SzPull *self, KindFunc func, GString *out, GError **error)
{
    const SzKind *pupil = sz_kind_by_name ("pupil");
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);
    if (is_readable (self, pupil) && !func (self, pupil, out, error))
        return false;
    for (size_t i = 0; i < n; i++)
        if (kinds[i]->root != NULL && is_readable (self, kinds[i]) &&
            !func (self, kinds[i], out, error))
            return false;
    return true;
}

static bool
count_entered (SzPull *self, const SzKind *kind, GString *out, GError **error)
{
    SzStatement *statement =
        sz_db_statement_for_kind (self->core->db, "server/entered_count", kind, error);
    if (statement == NULL)
        return false;
    bind_range (self, statement);
    if (sz_step (statement, error) != SZ_STEP_ROW)
        return false;
    self->expected += sz_column_integer (statement, 0);
    sz_reset (statement);
    return true;
}

static bool
count_rows (SzPull *self, GError **error)
{
    SzStatement *statement = sz_db_statement (self->core->db, "server/change_count", error);
    if (statement == NULL)
        return false;
    bind_range (self, statement);
    sz_bind_integer (statement, "kinds", readable_kinds (self));
    if (sz_step (statement, error) != SZ_STEP_ROW)
        return false;
    int64_t files = sz_column_integer (statement, 1);
    self->expected = sz_column_integer (statement, 0) - files;
    sz_reset (statement);
    return files == 0 || for_each_of_file (self, count_entered, NULL, error);
}

SzPull *
sz_pull_new (SzCore *core,
             const SzSession *session,
             const char *scope,
             const char *cursor,
             const char *seen,
             GError **error)
{
    if (!sz_session_may_have (session, scope)) {
        g_set_error_literal (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_FORBIDDEN,
                             "not a scope of this person");
        return NULL;
    }
    g_autoptr (SzPull) self = g_new0 (SzPull, 1);
    self->core = core;
    self->session = session;
    self->scope = g_strdup (scope);
    if (!sz_db_begin_read (core->db, error))
        return NULL;
    self->snapshot = true;
    if (!sz_core_refresh (core, error) ||
        (seen != NULL && !sz_witness_check (core, scope, seen, error)) ||
        !find_bounds (self, cursor, error) || !count_rows (self, error))
        return NULL;
    self->seq = self->from;
    self->feed = sz_feed_new (core, self->scope_id, self->from, self->to, readable_kinds (self));
    crypto_generichash_init (&self->hash, NULL, 0, HASH_BYTES);
    return g_steal_pointer (&self);
}

static void
end_snapshot (SzPull *self)
{
    g_clear_pointer (&self->feed, sz_feed_free);
    if (self->snapshot)
        sz_db_rollback (self->core->db);
    self->snapshot = false;
}

void
sz_pull_free (SzPull *self)
{
    if (self == NULL)
        return;
    end_snapshot (self);
    g_free (self->scope);
    g_free (self);
}

bool
sz_pull_is_done (const SzPull *self)
{
    return self->done;
}

int64_t
sz_pull_rows (const SzPull *self)
{
    return self->expected;
}

int64_t
sz_pull_to (const SzPull *self)
{
    return self->to;
}

static bool
append_cursor (SzPull *self, GString *out, int64_t seq, GError **error)
{
    SzSpot spot = { .seq = seq, .since = seq < self->since ? self->since : 0 };
    if (self->scope_id >= 0 &&
        !sz_lineage_at (self->core, self->scope_id, MAX (seq, spot.since), &spot.run, error))
        return false;
    g_autofree char *cursor = sz_cursor_new (self->core, self->session, self->scope, &spot);
    g_string_append_printf (out, ",\"cursor\":\"%s\"}\n", cursor);
    return true;
}

static void
append_start (SzPull *self, GString *out)
{
    g_string_append (out, "{\"v\":1,\"scope\":");
    sz_line_append_text (out, self->scope);
    g_string_append_printf (out,
                            ",\"epoch\":\"%s\",\"from\":%" G_GINT64_FORMAT
                            ",\"to\":%" G_GINT64_FORMAT ",\"rows\":%" G_GINT64_FORMAT "}\n",
                            self->core->epoch, self->from, self->to, self->expected);
}

static bool
append_mark (SzPull *self, GString *out, GError **error)
{
    uint8_t hash[HASH_BYTES];
    char text[2 * HASH_BYTES + 1];
    if (self->since_mark == 0)
        return true;
    crypto_generichash_final (&self->hash, hash, HASH_BYTES);
    sz_hex_encode (hash, HASH_BYTES, text);
    g_string_append_printf (out,
                            "{\"mark\":%" G_GINT64_FORMAT ",\"n\":%" G_GINT64_FORMAT
                            ",\"h\":\"%s\"",
                            self->seq, self->since_mark, text);
    crypto_generichash_init (&self->hash, NULL, 0, HASH_BYTES);
    self->since_mark = 0;
    return append_cursor (self, out, self->seq, error);
}

static bool
append_end (SzPull *self, GString *out, GError **error)
{
    if (!append_mark (self, out, error))
        return false;
    g_string_append_printf (out, "{\"end\":%" G_GINT64_FORMAT ",\"n\":%" G_GINT64_FORMAT, self->to,
                            self->sent);
    if (!append_cursor (self, out, self->to, error))
        return false;
    end_snapshot (self);
    self->done = true;
    return true;
}

static void
announce_kind (SzPull *self, GString *out, const SzKind *kind)
{
    g_assert (kind->number >= 0 && kind->number < SZ_FEED_KINDS);
    uint64_t bit = UINT64_C (1) << kind->number;
    if (self->announced & bit)
        return;
    self->announced |= bit;
    size_t start = out->len;
    g_string_append_printf (out, "{\"kind\":%d,\"name\":\"%s\",\"fields\":[", kind->number,
                            kind->name);
    for (size_t i = 0; i < kind->n_fields; i++)
        g_string_append_printf (out, "%s\"%s\"", i == 0 ? "" : ",", kind->fields[i].name);
    g_string_append (out, "]}\n");
    crypto_generichash_update (&self->hash, (const uint8_t *) out->str + start, out->len - start);
}

/* One row; `values` (nullable) has columns as sz_row_line_append wants them, else `end` closes it. */
static void
append_line (SzPull *self,
             GString *out,
             const SzKind *kind,
             const SzId *id,
             SzStatement *values,
             const char *end)
{
    announce_kind (self, out, kind);
    size_t start = out->len;
    g_string_append_c (out, '[');
    sz_line_append_integer (out, self->seq);
    g_string_append_c (out, ',');
    if (values != NULL) {
        sz_row_line_append (out, kind, id, values);
        g_string_append_len (out, "]\n", 2);
    } else {
        sz_line_append_integer (out, kind->number);
        g_string_append_c (out, ',');
        sz_line_append_id (out, id);
        g_string_append_c (out, ',');
        g_string_append (out, end);
    }
    crypto_generichash_update (&self->hash, (const uint8_t *) out->str + start, out->len - start);
    self->sent++;
    self->since_mark++;
}

/* Of one kind, what came with the pupil's file and was not changed since. */
static bool
append_entered (SzPull *self, const SzKind *kind, GString *out, GError **error)
{
    SzStatement *row =
        sz_db_statement_for_kind (self->core->db, "server/entered_list", kind, error);
    SzStep step;
    SzId id;
    if (row == NULL)
        return false;
    sz_bind_id (row, "pupil", &self->pupil);
    sz_bind_integer (row, "scope", self->scope_id);
    sz_bind_integer (row, "seq", self->seq);
    while ((step = sz_step (row, error)) == SZ_STEP_ROW)
        if (sz_column_id (row, 0, &id))
            append_line (self, out, kind, &id, row, NULL);
    return step == SZ_STEP_DONE;
}

static bool
append_leave (SzPull *self, GString *out, const SzChange *change, GError **error)
{
    g_autofree char *others = sz_transfer_others (self->core, self->scope_id, &change->id, error);
    if (others == NULL)
        return false;
    g_autofree char *end = g_strdup_printf ("-2,[%s]]\n", others);
    append_line (self, out, change->kind, &change->id, NULL, end);
    return true;
}

static bool
append_row (SzPull *self, GString *out, const SzChange *change, GError **error)
{
    bool appended = true;
    self->seq = change->seq;
    self->pupil = change->id;
    if (change->type == SZ_CHANGE_ENTER)
        appended = for_each_of_file (self, append_entered, out, error);
    else if (change->type == SZ_CHANGE_LEAVE)
        appended = append_leave (self, out, change, error);
    else
        append_line (self, out, change->kind, &change->id, change->row, "-1]\n");
    if (!appended)
        return false;
    /* Between two numbers only: a desk goes on after the last of them. */
    return self->since_mark < MARK_ROWS || append_mark (self, out, error);
}

bool
sz_pull_next (SzPull *self, GString *out, size_t most, GError **error)
{
    size_t start = out->len;
    if (self->done)
        return true;
    if (!self->begun)
        append_start (self, out);
    self->begun = true;
    while (out->len - start < most) {
        SzChange change;
        SzStep step = sz_feed_next (self->feed, &change, error);
        if (step == SZ_STEP_FAILED)
            return false;
        if (step == SZ_STEP_DONE)
            return append_end (self, out, error);
        if (!append_row (self, out, &change, error))
            return false;
    }
    return true;
}
