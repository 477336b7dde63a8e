/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads a pull's lines (receiver.h). Rows wait in memory until their mark has been checked. */
#define G_LOG_DOMAIN "sz-receiver"

#include "config.h"

#include "sync/receiver.h"

#include "base/errors.h"
#include "base/mutant.h"
#include "record/control.h"
#include "store/apply.h"
#include "sync/decoder.h"

#include <sodium.h>
#include <string.h>

/* A catch-up is shown whole or not at all; a first sync goes mark by mark. */
#define CATCH_UP 50000
/* Rows of a first sync that go to the disk together: a tenth of a second of work. */
#define AT_ONCE 20000
/* What may come without a mark, or in a catch-up in all, before it is thrown away. */
#define UNMARKED_BYTES (64 << 20)
#define DECLARATIONS 1000
#define HASH_BYTES 16

struct SzReceiver {
    char *scope;          /* (owned) */
    SzDecoder *decoder;   /* (owned) */
    SzLineReader *reader; /* (owned) */
    GString *rows;        /* (owned): row lines with their newlines, not applied yet */
    size_t checked;       /* bytes of `rows` that a mark has confirmed */
    int64_t unchecked_rows;
    int64_t checked_rows;
    crypto_generichash_state hash; /* since the last mark */
    GPtrArray *declarations;       /* (owned) (element-type SzControl) */
    char *cursor;                  /* (owned) (nullable): of the last mark */
    int64_t seq;
    int64_t total; /* rows, by the header */
    int64_t seen;
    int64_t done; /* (atomic) rows applied */
    bool started, ended, bulk;
};

SzReceiver *
sz_receiver_new (const char *scope, const char *coding, GError **error)
{
    g_autoptr (SzReceiver) receiver = g_new0 (SzReceiver, 1);

    receiver->scope = g_strdup (scope);
    receiver->reader = sz_line_reader_new ();
    receiver->rows = g_string_new (NULL);
    receiver->declarations = g_ptr_array_new_with_free_func ((GDestroyNotify) sz_control_free);
    crypto_generichash_init (&receiver->hash, NULL, 0, HASH_BYTES);
    receiver->decoder = sz_decoder_new (coding, error);
    return receiver->decoder != NULL ? g_steal_pointer (&receiver) : NULL;
}

void
sz_receiver_free (SzReceiver *receiver)
{
    if (receiver == NULL)
        return;
    g_free (receiver->scope);
    sz_decoder_free (receiver->decoder);
    sz_line_reader_free (receiver->reader);
    g_string_free (receiver->rows, TRUE);
    g_ptr_array_unref (receiver->declarations);
    g_free (receiver->cursor);
    g_free (receiver);
}

int64_t
sz_receiver_done (SzReceiver *receiver)
{
    return __atomic_load_n (&receiver->done, __ATOMIC_RELAXED);
}

int64_t
sz_receiver_rows (SzReceiver *receiver)
{
    return __atomic_load_n (&receiver->total, __ATOMIC_RELAXED);
}

static bool
fail (GError **error, const char *what)
{
    g_set_error_literal (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_SYNTAX, what);
    return false;
}

/* A stream that goes on and on would fill the memory. */
static bool
too_much (GError **error)
{
    g_set_error_literal (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_TOO_BIG, "more than a pull may hold");
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
    SzReceiver *receiver = data;
    g_autoptr (SzApply) apply = sz_apply_new (db, receiver->scope, touched, error);
    char *at = receiver->rows->str, *end = receiver->rows->str + receiver->checked;

    if (apply == NULL || !sz_apply_begin (apply, error))
        return false;
    for (unsigned i = 0; i < receiver->declarations->len; i++)
        declare (apply, g_ptr_array_index (receiver->declarations, i));
    while (at < end) {
        char *newline = memchr (at, '\n', (size_t) (end - at));
        const SzToken *tokens;
        size_t n;

        if (!sz_line_read (receiver->reader, at, (size_t) (newline - at), &tokens, &n, error) ||
            !sz_apply_row (apply, tokens, n, error))
            return false;
        at = newline + 1;
    }
    return sz_apply_cursor (apply, receiver->cursor, receiver->seq, receiver->ended,
                            sz_cache_server_ms (db), error);
}

/* What would be wrong: the cursor without its rows. */
static bool
apply_cursor (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    SzReceiver *receiver = data;
    g_autoptr (SzApply) apply = sz_apply_new (db, receiver->scope, touched, error);

    return apply != NULL && sz_apply_cursor (apply, receiver->cursor, receiver->seq,
                                             receiver->ended, sz_cache_server_ms (db), error);
}

static bool
commit (SzReceiver *receiver, SzWriter *writer, GError **error)
{
    bool ok = !SZ_MUTANT ("cursor-before-rows") ||
              sz_writer_commit (writer, apply_cursor, receiver, error);

    if (!ok)
        return false;
    ok = receiver->bulk ? sz_writer_commit_bulk (writer, apply_rows, receiver, error)
                        : sz_writer_commit (writer, apply_rows, receiver, error);

    if (!ok)
        return false;
    g_string_erase (receiver->rows, 0, (gssize) receiver->checked);
    receiver->checked = 0;
    __atomic_fetch_add (&receiver->done, receiver->checked_rows, __ATOMIC_RELAXED);
    receiver->checked_rows = 0;
    return true;
}

/*
 * Lines
 */

static bool
take_header (SzReceiver *receiver, SzWriter *writer, SzControl *control, GError **error)
{
    if (sz_control_integer (control, "v", 0) != 1 ||
        g_strcmp0 (sz_control_text (control, "scope"), receiver->scope) != 0)
        return fail (error, "a stream of another version or scope");
    __atomic_store_n (&receiver->total, sz_control_integer (control, "rows", 0), __ATOMIC_RELAXED);
    receiver->bulk = receiver->total > CATCH_UP;
    receiver->started = true;
    return !receiver->bulk || sz_writer_begin_bulk (writer, error);
}

/* Rows and the lines that say what their values are. */
static void
add_to_hash (SzReceiver *receiver, const char *line, size_t length)
{
    crypto_generichash_update (&receiver->hash, (const uint8_t *) line, length);
    crypto_generichash_update (&receiver->hash, (const uint8_t *) "\n", 1);
}

static bool
take_mark (SzReceiver *receiver, SzWriter *writer, SzControl *control, GError **error)
{
    uint8_t hash[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];

    if (sz_control_integer (control, "n", -1) != receiver->unchecked_rows)
        return fail (error, "a mark counts other rows than came");
    crypto_generichash_final (&receiver->hash, hash, sizeof hash);
    crypto_generichash_init (&receiver->hash, NULL, 0, HASH_BYTES);
    sodium_bin2hex (hex, sizeof hex, hash, sizeof hash);
    if ((g_strcmp0 (sz_control_text (control, "h"), hex) != 0 && !SZ_MUTANT ("hash-ignored")) ||
        sz_control_text (control, "cursor") == NULL)
        return fail (error, "a mark does not fit its rows");
    receiver->checked = receiver->rows->len;
    receiver->checked_rows += receiver->unchecked_rows;
    receiver->unchecked_rows = 0;
    g_free (receiver->cursor);
    receiver->cursor = g_strdup (sz_control_text (control, "cursor"));
    receiver->seq = sz_control_integer (control, "mark", 0);
    return receiver->total <= CATCH_UP || receiver->checked_rows < AT_ONCE ||
           commit (receiver, writer, error);
}

static bool
take_end (SzReceiver *receiver, SzWriter *writer, SzControl *control, GError **error)
{
    if (sz_control_integer (control, "n", -1) != receiver->seen || receiver->unchecked_rows > 0 ||
        sz_control_text (control, "cursor") == NULL)
        return fail (error, "the end line counts other rows than came");
    receiver->ended = true;
    g_free (receiver->cursor);
    receiver->cursor = g_strdup (sz_control_text (control, "cursor"));
    receiver->seq = sz_control_integer (control, "end", 0);
    return commit (receiver, writer, error) &&
           (!receiver->bulk || sz_writer_end_bulk (writer, error));
}

typedef struct {
    SzReceiver *receiver;
    SzWriter *writer;
} Feeding;

static bool
take_control (const Feeding *feeding, const char *line, size_t length, GError **error)
{
    SzReceiver *receiver = feeding->receiver;
    g_autoptr (SzControl) control = sz_control_parse (line, (gssize) length, error);

    if (control == NULL)
        return false;
    if (!receiver->started)
        return take_header (receiver, feeding->writer, control, error);
    if (sz_control_has (control, "mark"))
        return take_mark (receiver, feeding->writer, control, error);
    if (sz_control_has (control, "end"))
        return take_end (receiver, feeding->writer, control, error);
    if (sz_control_has (control, "kind")) {
        if (receiver->declarations->len == DECLARATIONS)
            return too_much (error);
        add_to_hash (receiver, line, length);
        g_ptr_array_add (receiver->declarations, g_steal_pointer (&control));
    }
    return true;
}

static bool
line_cb (char *line, size_t length, void *data, GError **error)
{
    Feeding *feeding = data;
    SzReceiver *receiver = feeding->receiver;

    if (length == 0 || receiver->ended)
        return true;
    if (*line == '{')
        return take_control (feeding, line, length, error);
    if (*line != '[' || !receiver->started)
        return fail (error, "a line that is neither row nor control");
    if (receiver->rows->len - receiver->checked > UNMARKED_BYTES ||
        (!receiver->bulk && receiver->seen == CATCH_UP))
        return too_much (error);
    g_string_append_len (receiver->rows, line, (gssize) length);
    g_string_append_c (receiver->rows, '\n');
    add_to_hash (receiver, line, length);
    receiver->unchecked_rows++;
    receiver->seen++;
    return true;
}

bool
sz_receiver_feed (SzReceiver *receiver, SzWriter *writer, GBytes *bytes, GError **error)
{
    Feeding feeding = { receiver, writer };
    size_t n;
    const void *data = g_bytes_get_data (bytes, &n);

    return sz_decoder_feed (receiver->decoder, data, n, line_cb, &feeding, error);
}

bool
sz_receiver_finish (SzReceiver *receiver, SzWriter *writer, GError **error)
{
    if (receiver->ended || SZ_MUTANT ("end-ignored"))
        return true;
    /* What a mark covers is worth keeping; the indexes are made when the rest has come. */
    if (receiver->checked > 0 && receiver->total > CATCH_UP && !commit (receiver, writer, error))
        return false;
    g_set_error_literal (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_TRUNCATED,
                         "the stream ended before its end line");
    return false;
}
