/* SPDX-License-Identifier: EUPL-1.2 */
/* Makes events on a worker and keeps the last ones; see http_live.h. Without them every save would make every colleague of the
 * centre come back over a connection of its own to ask for the same few bytes. */
#define G_LOG_DOMAIN "sz-http-live"

#include "server/http_live.h"

#include "base/errors.h"
#include "record/line.h"
#include "server/cursor.h"
#include "server/lineage.h"
#include "server/pull.h"

#include <string.h>

#define ROWS_MAX 500 /* more is fetched */
#define BYTES_MAX (64 * 1024)
#define KEPT 256

typedef struct {
    SzLive *live;
    SzLiveEvent event;
    char *scope; /* (owned) */
    int64_t from;
    const SzSession *session;   /* (borrowed): kept by message */
    SoupServerMessage *message; /* (owned) (nullable): while it is being made */
    SzReader *reader;           /* (borrowed) (nullable) */
    bool made;                  /* before, the event is the worker's */
} Entry;

struct SzLive {
    SzHttpServer *http;  /* (borrowed) */
    GHashTable *entries; /* (owned) utf8 -> Entry */
    void (*ready) (const char *scope, void *data);
    void *data;
};

static void
entry_free (void *data)
{
    Entry *entry = data;
    g_clear_pointer (&entry->event.text, g_bytes_unref);
    g_clear_object (&entry->message);
    g_free (entry->scope);
    g_free (entry);
}

/*
 * On the worker
 */

/* The lines of `text` as those of one event. */
static void
append_data (GString *out, const char *text)
{
    while (*text != '\0') {
        const char *end = strchr (text, '\n');
        g_string_append (out, "data: ");
        g_string_append_len (out, text, end + 1 - text);
        text = end + 1;
    }
}

static char *
cursor_at (SzCore *core, const Entry *entry, GError **error)
{
    SzSpot spot = { .seq = entry->from };
    int64_t scope = sz_core_scope (core, entry->scope, error);
    if (scope < 0 || !sz_lineage_at (core, scope, entry->from, &spot.run, error))
        return NULL;
    return sz_cursor_new (core, entry->session, entry->scope, &spot);
}

/* What a pull from there answers; NULL without error: too much for an event. */
static GString *
read_rows (SzCore *core, Entry *entry, const char *after, GError **error)
{
    g_autoptr (SzPull) pull = sz_pull_new (core, entry->session, entry->scope, after, NULL, error);
    g_autoptr (GString) rows = g_string_new (NULL);
    if (pull == NULL)
        return NULL;
    while (sz_pull_rows (pull) <= ROWS_MAX && !sz_pull_is_done (pull) && rows->len < BYTES_MAX)
        if (!sz_pull_next (pull, rows, BYTES_MAX, error))
            return NULL;
    if (!sz_pull_is_done (pull))
        return NULL;
    entry->event.to = sz_pull_to (pull);
    return g_steal_pointer (&rows);
}

static void
make_event (GTask *task, void *source, void *task_data, GCancellable *cancellable)
{
    Entry *entry = task_data;
    SzCore *core = entry->reader->core;
    g_autoptr (GError) error = NULL;
    GString *text = g_string_new ("data: {\"scope\":");
    g_autofree char *after = entry->from > 0 ? cursor_at (core, entry, &error) : NULL;
    g_autoptr (GString) rows = after != NULL ? read_rows (core, entry, after, &error) : NULL;
    sz_line_append_text (text, entry->scope);
    g_string_append_printf (text, ",\"seq\":%" G_GINT64_FORMAT, entry->event.to);
    if (rows != NULL)
        g_string_append_printf (text, ",\"after\":\"%s\"", after);
    g_string_append (text, "}\n");
    if (rows != NULL)
        append_data (text, rows->str);
    g_string_append_c (text, '\n');
    if (error != NULL)
        g_info ("an event without its rows: %s", error->message);
    entry->event.text = g_string_free_to_bytes (text);
    g_task_return_boolean (task, TRUE);
}

/*
 * On the main thread
 */

static void
made_cb (GObject *source, GAsyncResult *result, void *data)
{
    Entry *entry = data;
    SzLive *live = entry->live;
    sz_readers_give (live->http->front, entry->reader);
    g_clear_object (&entry->message);
    entry->session = NULL;
    if (entry->event.text == NULL) /* the server is closing */
        entry->event.text = g_bytes_new_static ("", 0);
    entry->made = true;
    live->ready (entry->scope, live->data);
}

static void
reader_ready_cb (SzReader *reader, void *data)
{
    Entry *entry = data;
    g_autoptr (GTask) task = g_task_new (NULL, entry->live->http->closing, made_cb, entry);
    entry->reader = reader;
    g_task_set_name (task, "event");
    g_task_set_task_data (task, entry, NULL);
    sz_worker_queue (reader->worker, SZ_PRIORITY_NORMAL, task, make_event);
}

static gboolean
is_made (void *key, void *value, void *data)
{
    return ((Entry *) value)->made;
}

static void
add_entry (SzLive *live, char *key, SzRequest *request, const char *scope, int64_t from, int64_t to)
{
    Entry *entry = g_new0 (Entry, 1);
    if (g_hash_table_size (live->entries) >= KEPT)
        g_hash_table_foreach_remove (live->entries, is_made, NULL);
    entry->live = live;
    entry->event.to = to;
    entry->scope = g_strdup (scope);
    entry->from = from;
    entry->session = request->session;
    entry->message = g_object_ref (request->message);
    g_hash_table_insert (live->entries, key, entry);
    if (!sz_readers_take (live->http->front, reader_ready_cb, entry))
        g_hash_table_remove (live->entries, key);
}

const SzLiveEvent *
sz_live_event (SzLive *live, SzRequest *request, const char *scope, int64_t from, int64_t to)
{
    const SzSession *session = request->session;
    g_autofree char *key =
        g_strdup_printf ("%s|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT "|%d|%d|%" G_GINT64_FORMAT,
                         scope, from, to, (int) session->role, session->generation,
                         session->grants);
    const Entry *entry = g_hash_table_lookup (live->entries, key);
    if (entry == NULL)
        add_entry (live, g_steal_pointer (&key), request, scope, from, to);
    return entry != NULL && entry->made ? &entry->event : NULL;
}

void
sz_live_forget (SzLive *live)
{
    g_hash_table_foreach_remove (live->entries, is_made, NULL);
}

SzLive *
sz_live_new (SzHttpServer *http, void (*ready) (const char *scope, void *data), void *data)
{
    SzLive *live = g_new0 (SzLive, 1);
    live->http = http;
    live->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
    live->ready = ready;
    live->data = data;
    return live;
}

void
sz_live_free (SzLive *live)
{
    g_hash_table_unref (live->entries);
    g_free (live);
}
