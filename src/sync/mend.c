/* SPDX-License-Identifier: EUPL-1.2 */
/* Compares the records of one bucket with those that stand in the cache, and puts what differs (mend.h). */
#define G_LOG_DOMAIN "sz-mend"

#include "config.h"

#include "sync/mend.h"

#include "base/errors.h"
#include "record/control.h"
#include "store/apply.h"
#include "store/stored.h"

#include <sodium.h>
#include <string.h>

#define HASH_BYTES 16

typedef struct {
    SzMending *mending;
    char **lines;         /* (borrowed): of the answer */
    GHashTable *here;     /* (owned) SzId -> SzSum: of the bucket, less those that are looked at */
    SzLineReader *reader; /* (owned) */
    SzApply *apply;       /* (owned) */
    int64_t seq;
} Work;

static void
work_clear (Work *work)
{
    g_hash_table_unref (work->here);
    sz_line_reader_free (work->reader);
    g_clear_pointer (&work->apply, sz_apply_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static bool
fail (GError **error, const char *what)
{
    g_set_error_literal (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_SYNTAX, what);
    return false;
}

/* Count and hash of all that came before the end line. */
static bool
check_whole (char **lines, GError **error)
{
    crypto_generichash_state state;
    uint8_t hash[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];
    int64_t rows = 0;
    size_t i;

    crypto_generichash_init (&state, NULL, 0, HASH_BYTES);
    for (i = 1; lines[0] != NULL && lines[i] != NULL && !g_str_has_prefix (lines[i], "{\"end\"");
         i++) {
        rows += *lines[i] == '[';
        crypto_generichash_update (&state, (const uint8_t *) lines[i], strlen (lines[i]));
        crypto_generichash_update (&state, (const uint8_t *) "\n", 1);
    }
    crypto_generichash_final (&state, hash, sizeof hash);
    sodium_bin2hex (hex, sizeof hex, hash, sizeof hash);
    if (lines[0] != NULL && lines[i] != NULL) {
        g_autoptr (SzControl) end = sz_control_parse (lines[i], -1, error);

        if (end == NULL)
            return false;
        if (sz_control_integer (end, "n", -1) == rows &&
            g_strcmp0 (sz_control_text (end, "h"), hex) == 0)
            return true;
    }
    return fail (error, "a bucket that is not whole");
}

/* Whether the cache is where the server was when it answered. */
static bool
check_place (SzDb *db, Work *work, bool *same, GError **error)
{
    g_autoptr (SzControl) start = sz_control_parse (work->lines[0], -1, error);
    g_autofree char *epoch = sz_cache_fact (db, "epoch");
    int64_t seq;

    if (start == NULL || !sz_stored_seq (db, work->mending->scope, &seq, error))
        return false;
    work->seq = sz_control_integer (start, "to", -1);
    if (g_strcmp0 (sz_control_text (start, "scope"), work->mending->scope) != 0)
        return fail (error, "a bucket of another scope");
    *same = g_strcmp0 (sz_control_text (start, "epoch"), epoch) == 0 && work->seq == seq;
    return true;
}

static void
keep_sum (const SzKind *kind, const SzId *id, const char *line, size_t length, void *data)
{
    Work *work = data;
    SzSum sum = sz_sum_of (line, length);

    if (sz_bucket_of (id) == work->mending->bucket)
        g_hash_table_insert (work->here, g_memdup2 (id, sizeof *id), g_memdup2 (&sum, sizeof sum));
}

static bool
apply_line (Work *work, char *line, GError **error)
{
    const SzToken *tokens;
    size_t n;

    work->mending->mended++;
    return sz_line_read (work->reader, line, strlen (line), &tokens, &n, error) &&
           sz_apply_row (work->apply, tokens, n, error);
}

/* [seq,kind,"id",rev,…]: nothing is done for what stands here already. */
static bool
take_row (Work *work, char *line, GError **error)
{
    const char *record = strchr (line, ',');
    const char *text = record != NULL ? strchr (record, '"') : NULL;
    size_t length = strlen (line);
    const SzSum *here;
    SzSum sum;
    SzId id;
    char digits[SZ_ID_TEXT] = { 0 };

    if (text == NULL || strlen (text) < SZ_ID_TEXT || line[length - 1] != ']')
        return fail (error, "a row without its head");
    memcpy (digits, text + 1, SZ_ID_TEXT - 1);
    if (!sz_id_parse (digits, &id) || sz_bucket_of (&id) != work->mending->bucket)
        return fail (error, "a row of another bucket");
    sum = sz_sum_of (record + 1, strlen (record + 1) - 1);
    here = g_hash_table_lookup (work->here, &id);
    if (here == NULL || !sz_sum_equal (here, &sum))
        if (!apply_line (work, line, error))
            return false;
    g_hash_table_remove (work->here, &id);
    return true;
}

static bool
declare (Work *work, const char *line, GError **error)
{
    g_autoptr (SzControl) control = sz_control_parse (line, -1, error);
    g_autofree const char **fields = NULL;
    size_t n;

    if (control == NULL)
        return false;
    n = sz_control_count (control, "fields");
    fields = g_new0 (const char *, n + 1);
    for (size_t i = 0; i < n; i++) {
        fields[i] = sz_control_item_text (control, "fields", i);
        if (fields[i] == NULL)
            fields[i] = "";
    }
    sz_apply_declare (work->apply, (int) sz_control_integer (control, "kind", -1),
                      sz_control_text (control, "name"), fields, n);
    return true;
}

/* What the server does not have. */
static bool
remove_rest (Work *work, GError **error)
{
    GHashTableIter iter;
    void *id;

    g_hash_table_iter_init (&iter, work->here);
    while (g_hash_table_iter_next (&iter, &id, NULL)) {
        g_autofree char *text = sz_id_to_string (id);
        g_autofree char *line = g_strdup_printf ("[%" G_GINT64_FORMAT ",%d,\"%s\",-1]", work->seq,
                                                 work->mending->kind->number, text);

        if (!apply_line (work, line, error))
            return false;
    }
    return true;
}

static bool
put_right (Work *work, GError **error)
{
    if (!sz_apply_begin (work->apply, error))
        return false;
    for (char **line = work->lines + 1; *line != NULL && !g_str_has_prefix (*line, "{\"end\"");
         line++)
        if (!(**line == '[' ? take_row (work, *line, error) : declare (work, *line, error)))
            return false;
    return remove_rest (work, error);
}

static bool
mend_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    SzMending *mending = data;
    g_auto (GStrv) lines = g_strsplit (mending->answer, "\n", -1);
    g_auto (Work) work = {
        .mending = mending,
        .lines = lines,
        .here = g_hash_table_new_full (sz_id_hash, sz_id_hash_equal, g_free, g_free),
        .reader = sz_line_reader_new (),
        .apply = sz_apply_new (db, mending->scope, touched, error),
    };
    bool same;

    mending->mended = 0;
    if (work.apply == NULL || !check_whole (lines, error) || !check_place (db, &work, &same, error))
        return false;
    mending->moved = !same;
    return !same || (sz_stored_rows (db, mending->kind, sz_scope_id (db, mending->scope, NULL),
                                     keep_sum, &work, error) &&
                     put_right (&work, error));
}

bool
sz_mend (SzWriter *writer, SzMending *mending, GError **error)
{
    return sz_writer_commit (writer, mend_change, mending, error);
}
