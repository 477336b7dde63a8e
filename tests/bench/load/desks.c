/* SPDX-License-Identifier: EUPL-1.2 */
/* Many desks, with the desk's own HTTP and listening code: each follows its centre, one after the other saves, and
 * at times one fetches a whole centre. What a desk does with its rows is measured elsewhere; here they are looked at only.
 * Prints a line of JSON now and then: what was counted until then, and the times since the line before.
 * usage: load-desks ADDRESS SESSIONS CERTIFICATE SECONDS SAVES-A-SECOND FETCHES-AN-HOUR FETCH-TOKEN FETCH-CENTRE */
#include "base/env.h"
#include "record/control.h"
#include "sync/http.h"
#include "sync/listener.h"
#include "times.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#define STARTS_MS 10 /* between two desks that begin: 3,500 in half a minute */
#define SETTLE_SECONDS 10
#define REPORTS 12 /* in all, and not within ten seconds of each other */
#define ID_TEXT 36
#define PIECE (256 << 10)

typedef struct {
    SzProfile profile;
    SzHttp *http;
    char *centre;
    char *device;
    char *cursor; /* (nullable): of the last event with rows */
    unsigned n;   /* operations made */
    bool following;
    bool saving;
    bool pulling;
} Desk;

typedef struct {
    Desk *desk;
    int64_t at_us;
    char id[ID_TEXT + 1];
} Save;

/* What a process has counted since it last added it to the whole. */
typedef struct {
    Times told;  /* save to colleague */
    Times saved; /* save to receipt */
    Times begun; /* first sync */
    uint64_t saves, started, failed, ended, pulls, fetched, fetched_bytes, events;
    int64_t following;
} Count;

/* A centre has a process of its own, as desks have: within one, TLS shakes hands on ten threads and no more. */
static struct {
    GPtrArray *desks;
    GHashTable *saves; /* (owned): id of a record -> Save, for a minute */
    GQueue recent;     /* (element-type Save): the same, oldest first */
    Count count;
    uint64_t made, asked;
    unsigned begun;
} load;

/* In memory that all of them have. */
static struct {
    bool locked; /* (atomic): the count */
    Count count;
    int64_t start_us; /* (atomic): 0 until all follow */
    char *epoch;
    char *fingerprint;
    unsigned centres, desks;
    Desk fetcher;
    int64_t saves_per_second, fetches_per_hour, seconds;
    GMainLoop *loop;
} * whole;

static int64_t
now_us (void)
{
    return g_get_monotonic_time ();
}

/* Every line that begins with [ names a record: [seq,kind,"id",... */
static void
look_at_rows (Desk *desk, const char *rows)
{
    for (const char *line = rows; *line != '\0'; line = strchr (line, '\n') + 1) {
        const char *id = *line == '[' ? strchr (line, '"') : NULL;
        char text[ID_TEXT + 1] = "";
        if (id != NULL)
            g_strlcpy (text, id + 1, sizeof text);
        const Save *save = id != NULL ? g_hash_table_lookup (load.saves, text) : NULL;
        if (save != NULL && save->desk != desk)
            times_add (&load.count.told, save->at_us);
        if (strchr (line, '\n') == NULL)
            break;
    }
}

/* The text of the last cursor in an answer. */
static void
keep_cursor (Desk *desk, const char *rows)
{
    const char *at = g_strrstr (rows, "\"cursor\":\"");
    const char *start = at != NULL ? at + strlen ("\"cursor\":\"") : NULL;
    if (start == NULL)
        return;
    g_free (desk->cursor);
    desk->cursor = g_strndup (start, strcspn (start, "\""));
}

static void
pulled_cb (GObject *source, GAsyncResult *result, void *data)
{
    Desk *desk = data;
    g_autoptr (GError) error = NULL;
    g_autofree char *answer = sz_http_send_finish (SZ_HTTP (source), result, &error);
    desk->pulling = false;
    if (answer == NULL) {
        load.count.failed++;
        return;
    }
    look_at_rows (desk, answer);
    keep_cursor (desk, answer);
}

static void
pull (Desk *desk)
{
    if (desk->pulling)
        return;
    g_autofree char *path = g_strdup_printf ("/v1/pull?scope=centre:%s&cursor=%s", desk->centre,
                                             desk->cursor != NULL ? desk->cursor : "");
    g_autoptr (SoupMessage) message = sz_http_message (desk->http, "GET", path, NULL);
    desk->pulling = true;
    load.count.pulls++;
    sz_http_send_async (desk->http, message, NULL, pulled_cb, desk);
}

static void
heard_cb (const SzNews *news, void *data)
{
    Desk *desk = data;
    if (news == NULL) {
        load.count.following -= desk->following;
        desk->following = false;
        load.count.ended++;
        return;
    }
    load.count.events++;
    load.count.following += !desk->following;
    desk->following = true;
    if (!g_str_has_prefix (news->scope, "centre:"))
        return;
    if (news->rows == NULL ||
        (desk->cursor != NULL && g_strcmp0 (news->after, desk->cursor) != 0)) {
        pull (desk);
        return;
    }
    look_at_rows (desk, news->rows);
    keep_cursor (desk, news->rows);
}

static void
saved_cb (GObject *source, GAsyncResult *result, void *data)
{
    Save *save = data;
    g_autoptr (GError) error = NULL;
    g_autofree char *answer = sz_http_send_finish (SZ_HTTP (source), result, &error);
    save->desk->saving = false;
    if (answer != NULL && strstr (answer, "\"applied\"") != NULL)
        times_add (&load.count.saved, save->at_us);
    else
        load.count.failed++;
}

static char *
new_id (void)
{
    SzId id = sz_id_new (sz_env_default ());
    return sz_id_to_string (&id);
}

static void
forget_saves (void)
{
    Save *save;
    while ((save = g_queue_peek_head (&load.recent)) != NULL &&
           now_us () - save->at_us > 60 * G_USEC_PER_SEC) {
        g_hash_table_remove (load.saves, save->id);
        g_free (g_queue_pop_head (&load.recent));
    }
}

static void
save_one (Desk *desk)
{
    Save *save = g_new0 (Save, 1);
    g_autofree char *op = new_id ();
    g_autofree char *id = new_id ();
    g_autoptr (SoupMessage) message = sz_http_message (desk->http, "POST", "/v1/push", NULL);
    g_autofree char *line = g_strdup_printf (
        "{\"op\":\"%s\",\"device\":\"%s\",\"n\":%u,\"epoch\":\"%s\",\"generation\":1,\"at\":0,"
        "\"reason\":null,\"parts\":[{\"verb\":\"create\",\"kind\":\"staff_member\",\"id\":\"%s\","
        "\"set\":{\"code\":\"%s\",\"last_name\":\"Peeters\",\"function\":null}}]}\n",
        op, desk->device, ++desk->n, whole->epoch, id, op + 24);
    g_strlcpy (save->id, id, sizeof save->id);
    save->desk = desk;
    save->at_us = now_us ();
    g_hash_table_insert (load.saves, save->id, save);
    g_queue_push_tail (&load.recent, save);
    desk->saving = true;
    load.made++;
    load.count.saves++;
    sz_http_set_json (message, line);
    sz_http_send_async (desk->http, message, NULL, saved_cb, save);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autofree int64_t *start = data;
    GInputStream *stream = G_INPUT_STREAM (source);
    g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (stream, result, NULL);
    size_t n = bytes != NULL ? g_bytes_get_size (bytes) : 0;
    if (n > 0) {
        load.count.fetched_bytes += n;
        g_input_stream_read_bytes_async (stream, PIECE, G_PRIORITY_DEFAULT, NULL, fetched_cb,
                                         g_steal_pointer (&start));
        return;
    }
    if (bytes != NULL)
        times_add (&load.count.begun, *start);
    load.count.failed += bytes == NULL;
    load.count.fetched += bytes != NULL;
    g_object_unref (stream);
}

static void
opened_cb (GObject *source, GAsyncResult *result, void *data)
{
    GInputStream *stream = sz_http_stream_finish (SZ_HTTP (source), result, NULL);
    if (stream == NULL) {
        load.count.failed++;
        g_free (data);
        return;
    }
    g_input_stream_read_bytes_async (stream, PIECE, G_PRIORITY_DEFAULT, NULL, fetched_cb, data);
}

/* A whole centre, as a desk's first sync asks for it. */
static void
fetch (void)
{
    g_autofree char *path = g_strdup_printf ("/v1/pull?scope=centre:%s", whole->fetcher.centre);
    g_autoptr (SoupMessage) message = sz_http_message (whole->fetcher.http, "GET", path, NULL);
    int64_t *start = g_new (int64_t, 1);
    *start = now_us ();
    load.asked++;
    soup_message_headers_replace (soup_message_get_request_headers (message), "Schoolzicht-Accept",
                                  "zstd, gzip");
    sz_http_stream_async (whole->fetcher.http, message, NULL, opened_cb, start);
}

static gboolean
start_cb (void *data)
{
    Desk *desk = load.desks->pdata[load.begun++];
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    load.count.started++;
    sz_listen (desk->http, cancellable, heard_cb, desk);
    return load.begun < load.desks->len;
}

static int64_t
gone_us (void)
{
    int64_t start = __atomic_load_n (&whole->start_us, __ATOMIC_RELAXED);
    return start == 0 ? 0 : now_us () - start;
}

/* As many as are due since the start: a clock that was late is made good. */
static gboolean
save_cb (void *data)
{
    while ((int64_t) load.made * whole->centres <
           gone_us () * whole->saves_per_second / G_USEC_PER_SEC) {
        Desk *desk = load.desks->pdata[g_random_int_range (0, (int) load.desks->len)];
        /* Who still waits for an answer leaves it at that: it is one save less. */
        if (desk->saving)
            break;
        save_one (desk);
    }
    return G_SOURCE_CONTINUE;
}

static gboolean
fetch_cb (void *data)
{
    if ((int64_t) load.asked <
        gone_us () * whole->fetches_per_hour / (INT64_C (3600) * G_USEC_PER_SEC))
        fetch ();
    return G_SOURCE_CONTINUE;
}

static void
lock_count (void)
{
    while (__atomic_test_and_set (&whole->locked, __ATOMIC_ACQUIRE))
        g_usleep (100);
}

static gboolean
add_up_cb (void *data)
{
    Count *to = &whole->count;
    const Count *count = &load.count;
    forget_saves ();
    lock_count ();
    times_add_all (&to->told, &count->told);
    times_add_all (&to->saved, &count->saved);
    times_add_all (&to->begun, &count->begun);
    to->saves += count->saves;
    to->started += count->started;
    to->failed += count->failed;
    to->ended += count->ended;
    to->pulls += count->pulls;
    to->fetched += count->fetched;
    to->fetched_bytes += count->fetched_bytes;
    to->events += count->events;
    to->following += count->following;
    __atomic_clear (&whole->locked, __ATOMIC_RELEASE);
    memset (&load.count, 0, sizeof load.count);
    return G_SOURCE_CONTINUE;
}

/* All follow, and have fetched what there was. */
static gboolean
settled_cb (void *data)
{
    __atomic_store_n (&whole->start_us, now_us (), __ATOMIC_RELAXED);
    return G_SOURCE_REMOVE;
}

static gboolean
report_cb (void *data)
{
    Count *count = &whole->count;
    lock_count ();
    printf ("{\"seconds\": %.0f, \"started\": %lu, \"following\": %ld, \"saves\": %lu, "
            "\"told_n\": %u, \"told_p50\": %u, \"told_p99\": %u, \"told_max\": %u, "
            "\"saved_p50\": %u, \"saved_p99\": %u, \"fetched\": %lu, \"fetched_bytes\": %lu, "
            "\"fetch_p50\": %u, \"fetch_p99\": %u, \"pulls\": %lu, \"events\": %lu, "
            "\"ended\": %lu, \"failed\": %lu}\n",
            (double) gone_us () / G_USEC_PER_SEC, count->started, count->following, count->saves,
            count->told.n, times_percentile (&count->told, 50), times_percentile (&count->told, 99),
            count->told.longest, times_percentile (&count->saved, 50),
            times_percentile (&count->saved, 99), count->fetched, count->fetched_bytes,
            times_percentile (&count->begun, 50), times_percentile (&count->begun, 99),
            count->pulls, count->events, count->ended, count->failed);
    memset (&count->told, 0, sizeof count->told);
    memset (&count->saved, 0, sizeof count->saved);
    memset (&count->begun, 0, sizeof count->begun);
    __atomic_clear (&whole->locked, __ATOMIC_RELEASE);
    fflush (stdout);
    if (gone_us () > whole->seconds * G_USEC_PER_SEC)
        g_main_loop_quit (whole->loop);
    return G_SOURCE_CONTINUE;
}

static void
every (unsigned ms, GSourceFunc func)
{
    g_autoptr (GSource) source = g_timeout_source_new (ms);
    g_source_set_callback (source, func, NULL, NULL);
    g_source_attach (source, g_main_context_get_thread_default ());
}

static void
open_desk (Desk *desk, char *address, char *fingerprint, const char *token, const char *centre)
{
    desk->profile.server = address;
    desk->profile.certificate = fingerprint;
    desk->profile.token = g_strdup (token);
    desk->centre = g_strdup (centre);
    desk->http = sz_http_new (&desk->profile);
}

/* A desk has the certificates of the whole world in memory; 3,500 desks of one process had 20 GB of them. */
static bool
trust_only (const char *path)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, &error);
    if (database == NULL)
        return fprintf (stderr, "%s\n", error->message), false;
    g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
    return true;
}

/* One centre: its desks, in a process of their own. */
typedef struct {
    char *address;
    GPtrArray *lines; /* (element-type utf8): of the sessions */
} Centre;

static void
run_centre (const Centre *centre, const char *certificate)
{
    prctl (PR_SET_PDEATHSIG, SIGTERM);
    if (!trust_only (certificate))
        return;
    load.desks = g_ptr_array_new ();
    load.saves = g_hash_table_new (g_str_hash, g_str_equal);
    for (unsigned i = 0; i < centre->lines->len; i++) {
        g_auto (GStrv) words = g_strsplit (centre->lines->pdata[i], " ", -1);
        Desk *desk = g_new0 (Desk, 1);
        open_desk (desk, centre->address, whole->fingerprint, words[0], words[1]);
        desk->device = g_strdup (words[2]);
        g_ptr_array_add (load.desks, desk);
    }
    every (STARTS_MS * whole->centres, start_cb);
    every (10, save_cb);
    every (1000, add_up_cb);
    g_main_loop_run (g_main_loop_new (NULL, FALSE));
}

static bool
start_centres (char *address, const char *path, const char *certificate)
{
    g_autofree char *text = NULL;
    g_autoptr (GHashTable) centres = g_hash_table_new (g_str_hash, g_str_equal);
    if (!g_file_get_contents (path, &text, NULL, NULL))
        return false;
    g_auto (GStrv) lines = g_strsplit (g_strchomp (text), "\n", -1);
    g_auto (GStrv) head = g_strsplit (lines[0], " ", -1);
    whole->epoch = g_strdup (head[0]);
    whole->fingerprint = g_strdup (head[1]);
    for (char **line = lines + 1; *line != NULL; line++, whole->desks++) {
        g_auto (GStrv) words = g_strsplit (*line, " ", -1);
        Centre *centre = g_hash_table_lookup (centres, words[1]);
        if (centre == NULL) {
            centre = g_new0 (Centre, 1);
            centre->address = address;
            centre->lines = g_ptr_array_new ();
            g_hash_table_insert (centres, g_strdup (words[1]), centre);
        }
        g_ptr_array_add (centre->lines, g_strdup (*line));
    }
    whole->centres = g_hash_table_size (centres);
    g_autoptr (GList) all = g_hash_table_get_values (centres);
    for (GList *each = all; each != NULL; each = each->next) {
        if (fork () == 0) {
            run_centre (each->data, certificate);
            _exit (1);
        }
    }
    return trust_only (certificate);
}

int
main (int argc, char **argv)
{
    if (argc != 9)
        return fprintf (stderr, "usage: load-desks ADDRESS SESSIONS CERTIFICATE SECONDS "
                                "SAVES-A-SECOND FETCHES-AN-HOUR FETCH-TOKEN FETCH-CENTRE\n"),
               2;
    whole = mmap (NULL, sizeof *whole, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (whole == MAP_FAILED)
        return 1;
    whole->loop = g_main_loop_new (NULL, FALSE);
    whole->seconds = g_ascii_strtoll (argv[4], NULL, 10);
    whole->saves_per_second = g_ascii_strtoll (argv[5], NULL, 10);
    whole->fetches_per_hour = g_ascii_strtoll (argv[6], NULL, 10);
    if (!start_centres (argv[1], argv[2], argv[3]))
        return 1;
    open_desk (&whole->fetcher, argv[1], whole->fingerprint, argv[7], argv[8]);
    every (100, fetch_cb);
    every (1000, add_up_cb);
    every ((unsigned) MAX (10, whole->seconds / REPORTS) * 1000, report_cb);
    g_timeout_add ((whole->desks + whole->centres) * STARTS_MS + SETTLE_SECONDS * 1000, settled_cb,
                   NULL);
    g_main_loop_run (whole->loop);
    return whole->count.failed > 0;
}
