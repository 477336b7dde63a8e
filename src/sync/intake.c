/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads a pull's lines (intake.h). Rows wait in memory until their mark has been checked. */
#define G_LOG_DOMAIN "sz-intake"

#include "config.h"

#include "sync/intake.h"

#include "base/env.h"
#include "base/errors.h"
#include "record/control.h"
#include "store/apply.h"
#include "sync/decoder.h"

#include <sodium.h>
#include <string.h>

/* A catch-up is shown whole or not at all; a first sync goes mark by mark. */
#define CATCH_UP 50000
/* Rows of a first sync that go to the disk together: a tenth of a second of work. */
#define AT_ONCE 20000

struct SzIntake {
    char *scope;          /* (owned) */
    SzDecoder *decoder;   /* (owned) */
    SzLineReader *reader; /* (owned) */
    GString *rows;        /* (owned): row lines with their newlines, not applied yet */
    size_t checked;       /* bytes of `rows` that a mark has confirmed */
    int64_t unchecked_rows;
    int64_t checked_rows;
    GPtrArray *declarations; /* (owned) (element-type SzControl) */
    char *cursor;            /* (owned) (nullable): of the last mark */
    int64_t seq;
    int64_t total; /* rows, by the header */
    int64_t seen;
    int64_t done; /* (atomic) rows applied */
    bool started, ended, bulk;
};

SzIntake *
sz_intake_new (const char *scope, const char *coding, GError **error)
{
    g_autoptr (SzIntake) intake = g_new0 (SzIntake, 1);

    intake->scope = g_strdup (scope);
    intake->reader = sz_line_reader_new ();
    intake->rows = g_string_new (NULL);
    intake->declarations = g_ptr_array_new_with_free_func ((GDestroyNotify) sz_control_free);
    intake->decoder = sz_decoder_new (coding, error);
    return intake->decoder != NULL ? g_steal_pointer (&intake) : NULL;
}

void
sz_intake_free (SzIntake *intake)
{
    if (intake == NULL)
        return;
    g_free (intake->scope);
    sz_decoder_free (intake->decoder);
    sz_line_reader_free (intake->reader);
    g_string_free (intake->rows, TRUE);
    g_ptr_array_unref (intake->declarations);
    g_free (intake->cursor);
    g_free (intake);
}

int64_t
sz_intake_done (SzIntake *intake)
{
    return __atomic_load_n (&intake->done, __ATOMIC_RELAXED);
}

int64_t
sz_intake_rows (SzIntake *intake)
{
    return __atomic_load_n (&intake->total, __ATOMIC_RELAXED);
}

static bool
fail (GError **error, const char *what)
{
    g_set_error_literal (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_SYNTAX, what);
    return false;
}

/*
 * Applying
 */

static void
declare (SzApply *apply, SzControl *control)
{
    size_t n = sz_control_count (control, "fields");
    g_autofree const char **fields = g_new0 (const char *, n + 1);

    for (size_t i = 0; i < n; i++) {
        const char *name = sz_control_item_text (control, "fields", i);

        fields[i] = name != NULL ? name : "";
    }
    sz_apply_declare (apply, (int) sz_control_integer (control, "kind", -1),
                      sz_control_text (control, "name"), fields, n);
}

/* The confirmed rows and their cursor, within the caller's transaction. */
static bool
apply_rows (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    SzIntake *intake = data;
    g_autoptr (SzApply) apply = sz_apply_new (db, intake->scope, touched, error);
    char *at = intake->rows->str, *end = intake->rows->str + intake->checked;

    if (apply == NULL || !sz_apply_begin (apply, error))
        return false;
    for (unsigned i = 0; i < intake->declarations->len; i++)
        declare (apply, g_ptr_array_index (intake->declarations, i));
    while (at < end) {
        char *newline = memchr (at, '\n', (size_t) (end - at));
        const SzToken *tokens;
        size_t n;

        if (!sz_line_read (intake->reader, at, (size_t) (newline - at), &tokens, &n, error) ||
            !sz_apply_row (apply, tokens, n, error))
            return false;
        at = newline + 1;
    }
    return sz_apply_cursor (apply, intake->cursor, intake->seq, intake->ended,
                            sz_env_now_ms (sz_env_default ()), error);
}

static bool
commit (SzIntake *intake, SzWriter *writer, GError **error)
{
    bool ok = intake->bulk ? sz_writer_commit_bulk (writer, apply_rows, intake, error)
                           : sz_writer_commit (writer, apply_rows, intake, error);

    if (!ok)
        return false;
    g_string_erase (intake->rows, 0, (gssize) intake->checked);
    intake->checked = 0;
    __atomic_fetch_add (&intake->done, intake->checked_rows, __ATOMIC_RELAXED);
    intake->checked_rows = 0;
    return true;
}

/*
 * Lines
 */

static bool
take_header (SzIntake *intake, SzWriter *writer, SzControl *control, GError **error)
{
    if (sz_control_integer (control, "v", 0) != 1 ||
        g_strcmp0 (sz_control_text (control, "scope"), intake->scope) != 0)
        return fail (error, "a stream of another version or scope");
    __atomic_store_n (&intake->total, sz_control_integer (control, "rows", 0), __ATOMIC_RELAXED);
    intake->bulk = intake->total > CATCH_UP;
    intake->started = true;
    return !intake->bulk || sz_writer_begin_bulk (writer, error);
}

static bool
take_mark (SzIntake *intake, SzWriter *writer, SzControl *control, GError **error)
{
    uint8_t hash[16];
    char hex[33];
    size_t n = intake->rows->len - intake->checked;

    if (sz_control_integer (control, "n", -1) != intake->unchecked_rows)
        return fail (error, "a mark counts other rows than came");
    crypto_generichash (hash, sizeof hash, (const uint8_t *) intake->rows->str + intake->checked, n,
                        NULL, 0);
    sodium_bin2hex (hex, sizeof hex, hash, sizeof hash);
    if (g_strcmp0 (sz_control_text (control, "h"), hex) != 0 ||
        sz_control_text (control, "cursor") == NULL)
        return fail (error, "a mark does not fit its rows");
    intake->checked = intake->rows->len;
    intake->checked_rows += intake->unchecked_rows;
    intake->unchecked_rows = 0;
    g_free (intake->cursor);
    intake->cursor = g_strdup (sz_control_text (control, "cursor"));
    intake->seq = sz_control_integer (control, "mark", 0);
    return intake->total <= CATCH_UP || intake->checked_rows < AT_ONCE ||
           commit (intake, writer, error);
}

static bool
take_end (SzIntake *intake, SzWriter *writer, SzControl *control, GError **error)
{
    if (sz_control_integer (control, "n", -1) != intake->seen || intake->unchecked_rows > 0 ||
        sz_control_text (control, "cursor") == NULL)
        return fail (error, "the end line counts other rows than came");
    intake->ended = true;
    g_free (intake->cursor);
    intake->cursor = g_strdup (sz_control_text (control, "cursor"));
    intake->seq = sz_control_integer (control, "end", 0);
    return commit (intake, writer, error) && (!intake->bulk || sz_writer_end_bulk (writer, error));
}

typedef struct {
    SzIntake *intake;
    SzWriter *writer;
} Feeding;

static bool
take_control (const Feeding *feeding, const char *line, size_t length, GError **error)
{
    SzIntake *intake = feeding->intake;
    g_autoptr (SzControl) control = sz_control_parse (line, (gssize) length, error);

    if (control == NULL)
        return false;
    if (!intake->started)
        return take_header (intake, feeding->writer, control, error);
    if (sz_control_has (control, "mark"))
        return take_mark (intake, feeding->writer, control, error);
    if (sz_control_has (control, "end"))
        return take_end (intake, feeding->writer, control, error);
    if (sz_control_has (control, "kind"))
        g_ptr_array_add (intake->declarations, g_steal_pointer (&control));
    return true;
}

static bool
line_cb (char *line, size_t length, void *data, GError **error)
{
    Feeding *feeding = data;
    SzIntake *intake = feeding->intake;

    if (length == 0 || intake->ended)
        return true;
    if (*line == '{')
        return take_control (feeding, line, length, error);
    if (*line != '[' || !intake->started)
        return fail (error, "a line that is neither row nor control");
    g_string_append_len (intake->rows, line, (gssize) length);
    g_string_append_c (intake->rows, '\n');
    intake->unchecked_rows++;
    intake->seen++;
    return true;
}

bool
sz_intake_feed (SzIntake *intake, SzWriter *writer, GBytes *bytes, GError **error)
{
    Feeding feeding = { intake, writer };
    size_t n;
    const void *data = g_bytes_get_data (bytes, &n);

    return sz_decoder_feed (intake->decoder, data, n, line_cb, &feeding, error);
}

bool
sz_intake_finish (SzIntake *intake, SzWriter *writer, GError **error)
{
    if (intake->ended)
        return true;
    /* What a mark covers is worth keeping; the indexes are made when the rest has come. */
    if (intake->checked > 0 && intake->total > CATCH_UP && !commit (intake, writer, error))
        return false;
    g_set_error_literal (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_TRUNCATED,
                         "the stream ended before its end line");
    return false;
}
