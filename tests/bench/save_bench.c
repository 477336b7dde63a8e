/* SPDX-License-Identifier: EUPL-1.2 */
/* How many saves a second the core of a server takes when many come at once, and how long each waits: threads with a connection
 * each, as the writers of schoolzichtd and of its other nodes, without a network in front of them.
 * usage: save-bench DATABASE CENTRES WRITERS SECONDS   (DATABASE: postgresql://..., or a new file, with one writer) */
#include "base/id.h"
#include "record/catalogue.h"
#include "server/push.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    SzCore *core;     /* (owned) */
    GArray *times_us; /* (owned) (element-type int64_t): of each save */
    unsigned first;   /* where in the row of centres it begins */
    unsigned centres;
    int64_t end_us;
    unsigned failed;
} Writer;

static char *
new_id (const SzEnv *env)
{
    SzId id = sz_id_new (env);
    char text[SZ_ID_TEXT];
    sz_id_format (&id, text);
    return g_strdup (text);
}

static char *
new_operation (const SzCore *core, const char *device, unsigned n)
{
    g_autofree char *op = new_id (core->env);
    g_autofree char *id = new_id (core->env);
    return g_strdup_printf (
        "{\"op\":\"%s\",\"device\":\"%s\",\"n\":%u,\"epoch\":\"%s\",\"generation\":1,\"at\":0,"
        "\"reason\":null,\"parts\":[{\"verb\":\"create\",\"kind\":\"staff_member\",\"id\":\"%s\","
        "\"set\":{\"code\":\"%s\",\"last_name\":\"Peeters\"}}]}",
        op, device, n, core->epoch, id, op + 24);
}

static bool
save (Writer *writer, unsigned centre, const char *device, unsigned n)
{
    g_autofree char *number = g_strdup_printf ("%u", 100 + centre);
    char name[] = "an";
    SzSession session = { .name = name,
                          .display_name = name,
                          .role = sz_role_parse ("worker"),
                          .centre = number };
    g_autofree char *line = new_operation (writer->core, device, n);
    g_autofree char *receipt = sz_push (writer->core, &session, line, strlen (line), NULL);
    return receipt != NULL && strstr (receipt, "\"applied\"") != NULL;
}

static void *
write_on (void *data)
{
    Writer *writer = data;
    g_autofree char *device = new_id (writer->core->env);
    for (unsigned n = 1; g_get_monotonic_time () < writer->end_us; n++) {
        int64_t start = g_get_monotonic_time ();
        /* A stride of its own: over all centres, and rarely where another is. */
        if (!save (writer, (writer->first + 7 * n) % writer->centres, device, n))
            writer->failed++;
        int64_t took = g_get_monotonic_time () - start;
        g_array_append_val (writer->times_us, took);
    }
    return NULL;
}

static int
compare (const void *a, const void *b)
{
    int64_t x = *(const int64_t *) a;
    int64_t y = *(const int64_t *) b;
    return (x > y) - (x < y);
}

static double
percentile_ms (GArray *times, double of)
{
    unsigned at = (unsigned) ceil (of * times->len) - 1;
    return (double) g_array_index (times, int64_t, at) / 1000;
}

static unsigned
read_number (const char *text)
{
    uint64_t number;
    if (!g_ascii_string_to_unsigned (text, 10, 1, 100000, &number, NULL))
        g_error ("%s is no number", text);
    return (unsigned) number;
}

int
main (int argc, char **argv)
{
    const SzEnv *env = sz_env_default ();
    static const uint8_t key[32] = { 1 };
    g_autoptr (GError) error = NULL;
    if (argc != 5)
        return fprintf (stderr, "usage: save-bench DATABASE CENTRES WRITERS SECONDS\n"), 2;
    unsigned n = read_number (argv[3]);
    unsigned failed = 0;
    unsigned seconds = read_number (argv[4]);
    g_autofree Writer *writers = g_new0 (Writer, n);
    g_autofree GThread **threads = g_new0 (GThread *, n);
    g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (int64_t));
    for (unsigned i = 0; i < n; i++) {
        writers[i].core = i == 0 ? sz_core_open (argv[1], key, env, &error)
                                 : sz_core_open_writer (argv[1], key, env, &error);
        if (writers[i].core == NULL)
            g_error ("%s", error->message);
        writers[i].times_us = g_array_new (FALSE, FALSE, sizeof (int64_t));
        writers[i].centres = read_number (argv[2]);
        writers[i].first = i * writers[i].centres / n;
    }
    for (unsigned i = 0; i < n; i++) {
        writers[i].end_us = g_get_monotonic_time () + INT64_C (1000000) * seconds;
        threads[i] = g_thread_new ("writer", write_on, &writers[i]);
    }
    for (unsigned i = 0; i < n; i++) {
        g_thread_join (threads[i]);
        g_array_append_vals (all, writers[i].times_us->data, writers[i].times_us->len);
        failed += writers[i].failed;
        g_array_unref (writers[i].times_us);
        sz_core_close (writers[i].core);
    }
    g_array_sort (all, compare);
    printf ("%s centres, %u writers: %.0f saves/s, p50 %.1f ms, p99 %.1f ms, %u failed\n", argv[2],
            n, (double) all->len / seconds, percentile_ms (all, 0.5), percentile_ms (all, 0.99),
            failed);
    return failed > 0;
}
