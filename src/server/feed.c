/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads the change index a portion at a time and walks the records of each kind beside it; see feed.h. */
#define G_LOG_DOMAIN "sz-feed"

#include "server/feed.h"

#include "base/errors.h"

#include <string.h>

#define PORTION 5000 /* changes asked of the database at once */

typedef struct {
    int64_t seq;
    const SzKind *kind;
    SzId id;
    SzChangeType type;
} Line;

/* The records of one kind within the portion. */
typedef struct {
    SzStatement *rows; /* (borrowed) (nullable): NULL until the first is asked for */
    int64_t last;      /* the last change that needs one */
} Records;

struct SzFeed {
    SzCore *core; /* (borrowed) */
    int64_t scope;
    int64_t from;
    int64_t to;
    int64_t kinds;
    GArray *portion; /* (owned) (element-type Line) */
    unsigned at;     /* the next of the portion */
    bool whole;      /* nothing comes after the portion */
    Records records[SZ_FEED_KINDS];
};

SzFeed *
sz_feed_new (SzCore *core, int64_t scope, int64_t from, int64_t to, int64_t kinds)
{
    SzFeed *self = g_new0 (SzFeed, 1);
    self->core = core;
    self->scope = scope;
    self->from = from;
    self->to = to;
    self->kinds = kinds;
    self->portion = g_array_sized_new (FALSE, FALSE, sizeof (Line), 64);
    return self;
}

static void
end_portion (SzFeed *self)
{
    for (size_t i = 0; i < SZ_FEED_KINDS; i++)
        if (self->records[i].rows != NULL)
            sz_reset (self->records[i].rows);
    memset (self->records, 0, sizeof self->records);
    g_array_set_size (self->portion, 0);
    self->at = 0;
}

void
sz_feed_free (SzFeed *self)
{
    if (self == NULL)
        return;
    end_portion (self);
    g_array_unref (self->portion);
    g_free (self);
}

static bool
add_line (SzFeed *self, SzStatement *row, GError **error)
{
    Line line = { .seq = sz_column_integer (row, 0),
                  .kind = sz_kind_by_number ((int) sz_column_integer (row, 1)),
                  .type = (SzChangeType) sz_column_integer (row, 2) };
    if (line.kind == NULL || !sz_column_id (row, 3, &line.id)) {
        g_set_error_literal (error, SZ_DB_ERROR, SZ_DB_ERROR_CORRUPT,
                             "a change without a kind or an id");
        return false;
    }
    if (line.type == SZ_CHANGE_PUT)
        self->records[line.kind->number].last = line.seq;
    self->from = line.seq;
    g_array_append_val (self->portion, line);
    return true;
}

static bool
read_portion (SzFeed *self, GError **error)
{
    SzStatement *changes = sz_db_statement (self->core->db, "server/change_list", error);
    SzStep step;
    end_portion (self);
    if (changes == NULL)
        return false;
    sz_bind_integer (changes, "scope", self->scope);
    sz_bind_integer (changes, "from", self->from);
    sz_bind_integer (changes, "to", self->to);
    sz_bind_integer (changes, "kinds", self->kinds);
    sz_bind_integer (changes, "limit", PORTION);
    while ((step = sz_step (changes, error)) == SZ_STEP_ROW)
        if (!add_line (self, changes, error))
            break;
    sz_reset (changes);
    self->whole = self->portion->len < PORTION;
    return step == SZ_STEP_DONE;
}

/* From this change on: the first of its kind in the portion. */
static bool
ask_records (SzFeed *self, const Line *line, GError **error)
{
    Records *records = &self->records[line->kind->number];
    records->rows =
        sz_db_statement_for_kind (self->core->db, "server/record_lines", line->kind, error);
    if (records->rows == NULL)
        return false;
    sz_bind_integer (records->rows, "scope", self->scope);
    sz_bind_integer (records->rows, "first", line->seq);
    sz_bind_integer (records->rows, "last", records->last);
    sz_bind_integer (records->rows, "kind", line->kind->number);
    return true;
}

static SzStatement *
next_record (SzFeed *self, const Line *line, GError **error)
{
    Records *records = &self->records[line->kind->number];
    if (records->rows == NULL && !ask_records (self, line, error))
        return NULL;
    SzStep step = sz_step (records->rows, error);
    if (step == SZ_STEP_ROW && sz_column_integer (records->rows, 0) == line->seq)
        return records->rows;
    if (step != SZ_STEP_FAILED) {
        char text[SZ_ID_TEXT];
        sz_id_format (&line->id, text);
        g_set_error (error, SZ_DB_ERROR, SZ_DB_ERROR_CORRUPT, "%s %s is in the change index only",
                     line->kind->name, text);
    }
    return NULL;
}

SzStep
sz_feed_next (SzFeed *self, SzChange *change, GError **error)
{
    if (self->at == self->portion->len) {
        if (self->whole)
            return SZ_STEP_DONE;
        if (!read_portion (self, error))
            return SZ_STEP_FAILED;
        if (self->portion->len == 0)
            return SZ_STEP_DONE;
    }
    const Line *line = &g_array_index (self->portion, Line, self->at++);
    change->seq = line->seq;
    change->kind = line->kind;
    change->id = line->id;
    change->type = line->type;
    change->row = line->type == SZ_CHANGE_PUT ? next_record (self, line, error) : NULL;
    return line->type == SZ_CHANGE_PUT && change->row == NULL ? SZ_STEP_FAILED : SZ_STEP_ROW;
}
