/* SPDX-License-Identifier: EUPL-1.2 */
/* Measures a signed-in desk from within: search as one types, reports, an empty exchange, one edit there and back. Prints one
 * JSON object of milliseconds. usage: desk-bench PROFILE PASSPHRASE-FILE */
#include "store/pupil_list.h"
#include "sync/cli.h"

#include <locale.h>
#include <string.h>

#define PAGE 40
#define TYPED 60
#define EXCHANGES 20
#define REPORTS 5

static double
now_ms (void)
{
    return (double) g_get_monotonic_time () / 1000;
}

static int
compare (const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

static void
print_times (const char *name, GArray *times)
{
    g_array_sort (times, compare);
    g_print ("\"%s_p50\": %.3f, \"%s_p99\": %.3f, ", name,
             g_array_index (times, double, times->len / 2), name,
             g_array_index (times, double, (times->len * 99) / 100));
}

/* Every key of a name, as the list on screen asks it: the ids of all that fit and the first page of rows. */
static void
measure_search (Cli *cli)
{
    g_autoptr (SzPupilList) list = sz_pupil_list_new (cli->store);
    g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
    const SzPupilQuery all = { 0 };
    unsigned n;

    sz_pupil_list_query (list, &all);
    n = g_list_model_get_n_items (G_LIST_MODEL (list));
    for (unsigned i = 0; i < TYPED && n > 0; i++) {
        g_autoptr (SzPupilRow) row =
            g_list_model_get_item (G_LIST_MODEL (list), (unsigned) ((uint64_t) n * i / TYPED));
        g_autofree char *name = g_strdup (sz_pupil_row_get_name (row));

        for (glong keys = 1; keys <= MIN (6, g_utf8_strlen (name, -1)); keys++) {
            g_autofree char *typed = g_utf8_substring (name, 0, keys);
            const SzPupilQuery query = { .search = typed };
            double start = now_ms (), took;

            sz_pupil_list_query (list, &query);
            for (unsigned k = 0; k < PAGE; k++) {
                g_autoptr (SzPupilRow) shown = g_list_model_get_item (G_LIST_MODEL (list), k);
            }
            took = now_ms () - start;
            g_array_append_val (times, took);
        }
        sz_pupil_list_query (list, &all);
    }
    print_times ("search", times);
}

static void
measure_report (Cli *cli, const char *label, const char *name, const char *const *params)
{
    g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
    g_autoptr (GHashTable) set = g_hash_table_new (g_str_hash, g_str_equal);

    for (size_t i = 0; params[i] != NULL; i += 2)
        g_hash_table_insert (set, (char *) params[i], (char *) params[i + 1]);
    for (unsigned i = 0; i < REPORTS; i++) {
        GAsyncResult *done = NULL;
        g_autoptr (GError) error = NULL;
        double start = now_ms (), took;

        sz_store_report_async (cli->store, name, set, NULL, cli_done_cb, &done);
        g_autoptr (GAsyncResult) result = cli_wait (&done);
        g_autoptr (SzTable) table = sz_store_report_finish (cli->store, result, &error);

        g_assert_no_error (error);
        took = now_ms () - start;
        g_array_append_val (times, took);
    }
    print_times (label, times);
}

static void
measure_exchange (Cli *cli)
{
    g_autoptr (GArray) empty = g_array_new (FALSE, FALSE, sizeof (double));
    g_autoptr (GArray) edit = g_array_new (FALSE, FALSE, sizeof (double));
    g_autoptr (GPtrArray) staff =
        sz_store_list (cli->store, sz_kind_by_name ("staff_member"), NULL, NULL, NULL);
    double start, took;

    for (unsigned i = 0; i < EXCHANGES && staff->len > 0; i++) {
        const SzRecord *before = g_ptr_array_index (staff, i % staff->len);
        g_autoptr (SzRecord) fresh = sz_store_get (cli->store, before->kind, &before->id, NULL);
        g_autoptr (SzRecord) after = sz_record_copy (fresh);
        g_autofree char *mail =
            g_strdup_printf ("%u.%" G_GINT64_FORMAT "@example.org", i, g_get_monotonic_time ());
        SzOperation *op = sz_operation_new (sz_env_default ());

        start = now_ms ();
        g_assert_cmpint (cli_exchange (cli), !=, CLI_OFFLINE);
        took = now_ms () - start;
        g_array_append_val (empty, took);
        sz_record_set_text (after, "email", mail);
        sz_operation_edit (op, fresh, after);
        start = now_ms ();
        cli->sync = TRUE;
        g_assert_cmpint (cli_save (cli, op), !=, CLI_OFFLINE);
        took = now_ms () - start;
        g_array_append_val (edit, took);
    }
    print_times ("empty_exchange", empty);
    print_times ("edit_exchange", edit);
}

int
main (int argc, char **argv)
{
    static const char *const coverage[] = { "vaccine", "871831003",  "school_year", "2020",
                                            "on",      "2020-11-06", NULL };
    static const char *const autumn[] = { "from", "2020-08-10", "until", "2020-11-06", NULL };
    Cli cli = { 0 };

    setlocale (LC_ALL, "");
    g_return_val_if_fail (argc == 3, 2);
    cli.profile_dir = g_strdup (argv[1]);
    cli.passphrase_file = g_strdup (argv[2]);
    if (!cli_open (&cli))
        return 1;
    g_print ("{");
    measure_search (&cli);
    measure_report (&cli, "coverage_school", "coverage_school", coverage);
    measure_report (&cli, "coverage_class", "coverage_class", coverage);
    measure_report (&cli, "workload", "workload", autumn);
    measure_report (&cli, "workload_week", "workload_week", autumn);
    measure_exchange (&cli);
    g_print ("\"end\": 0}\n");
    cli_clear (&cli);
    return 0;
}
