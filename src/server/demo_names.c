/* SPDX-License-Identifier: EUPL-1.2 */
/* The lists behind the demonstration centre: names by frequency, real schools, the shape of the
 * wave of autumn 2020 (data/demo/, compiled in). */
#define G_LOG_DOMAIN "sz-demo-names"

#include "config.h"

#include "server/demo_maker.h"

#include <gio/gio.h>
#include <stdlib.h>

#define N_NUMBER_DAYS (366 * 40)

static void
name_clear (void *data)
{
    DemoName *name = data;

    g_free (name->text);
}

static void
origin_free (void *data)
{
    DemoOrigin *origin = data;

    g_array_unref (origin->first[0]);
    g_array_unref (origin->first[1]);
    g_array_unref (origin->last);
    g_free (origin);
}

static GArray *
names_new (void)
{
    GArray *names = g_array_new (FALSE, FALSE, sizeof (DemoName));

    g_array_set_clear_func (names, name_clear);
    return names;
}

static DemoOrigin *
origin_new (void)
{
    DemoOrigin *origin = g_new0 (DemoOrigin, 1);

    origin->first[0] = names_new ();
    origin->first[1] = names_new ();
    origin->last = names_new ();
    return origin;
}

static void
name_add (GArray *names, const char *text, unsigned weight)
{
    unsigned before = names->len > 0 ? g_array_index (names, DemoName, names->len - 1).upto : 0;
    DemoName name = { g_strdup (text), before + weight };

    g_array_append_val (names, name);
}

/* The rows of a `;` separated list below data/demo/, without its heading. */
GPtrArray *
demo_rows (const char *file, GError **error)
{
    g_autofree char *path = g_strdup_printf (SZ_RESOURCES "/demo/%s", file);
    g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
    g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
    g_auto (GStrv) lines = NULL;
    g_autofree char *text = NULL;

    if (bytes == NULL)
        return NULL;
    text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    lines = g_strsplit (text, "\n", -1);
    for (size_t i = 1; lines[i] != NULL; i++) {
        if (*lines[i] != '\0')
            g_ptr_array_add (rows, g_strsplit (lines[i], ";", -1));
    }
    return g_steal_pointer (&rows);
}

static bool
load_names (DemoMaker *maker, GError **error)
{
    g_autoptr (GPtrArray) rows = demo_rows ("names.csv", error);

    if (rows == NULL)
        return false;
    for (unsigned i = 0; i < rows->len; i++) {
        char **row = g_ptr_array_index (rows, i);
        DemoOrigin *origin = g_hash_table_lookup (maker->origins, row[1]);
        unsigned weight = (unsigned) strtoul (row[4], NULL, 10);

        if (g_str_equal (row[0], "street") || g_str_equal (row[0], "school")) {
            name_add (g_str_equal (row[0], "street") ? maker->streets : maker->school_names, row[3],
                      weight);
            continue;
        }
        if (origin == NULL) {
            origin = origin_new ();
            g_hash_table_insert (maker->origins, g_strdup (row[1]), origin);
        }
        if (g_str_equal (row[0], "last"))
            name_add (origin->last, row[3], weight);
        else
            name_add (origin->first[*row[2] == 'M'], row[3], weight);
    }
    return true;
}

static bool
load_wave (DemoMaker *maker, GError **error)
{
    g_autoptr (GPtrArray) rows = demo_rows ("wave.csv", error);
    double all = 0;

    if (rows == NULL)
        return false;
    for (unsigned i = 0; i < rows->len; i++) {
        char **row = g_ptr_array_index (rows, i);
        DemoWeek week = { .share = { g_ascii_strtod (row[1], NULL),
                                     g_ascii_strtod (row[2], NULL) } };

        if (!sz_date_parse (row[0], &week.week))
            continue;
        all += week.share[0] + week.share[1];
        g_array_append_val (maker->wave, week);
    }
    for (unsigned i = 0; i < maker->wave->len; i++) {
        DemoWeek *week = &g_array_index (maker->wave, DemoWeek, i);

        week->share[0] /= all;
        week->share[1] /= all;
    }
    return true;
}

bool
demo_names_load (DemoMaker *maker, GError **error)
{
    maker->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    maker->origins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, origin_free);
    maker->streets = names_new ();
    maker->school_names = names_new ();
    maker->wave = g_array_new (FALSE, FALSE, sizeof (DemoWeek));
    maker->numbers = g_new0 (uint16_t, N_NUMBER_DAYS * 2);
    maker->real = demo_rows ("schools.csv", error);
    return maker->real != NULL && load_names (maker, error) && load_wave (maker, error);
}

void
demo_maker_clear (DemoMaker *maker)
{
    g_clear_pointer (&maker->known, g_hash_table_unref);
    g_clear_pointer (&maker->origins, g_hash_table_unref);
    g_clear_pointer (&maker->streets, g_array_unref);
    g_clear_pointer (&maker->school_names, g_array_unref);
    g_clear_pointer (&maker->wave, g_array_unref);
    g_clear_pointer (&maker->real, g_ptr_array_unref);
    g_clear_pointer (&maker->schools, g_ptr_array_unref);
    g_clear_pointer (&maker->pupils, g_array_unref);
    g_clear_pointer (&maker->staff, g_array_unref);
    g_clear_pointer (&maker->numbers, g_free);
    g_clear_pointer (&maker->scope, g_free);
    g_clear_pointer (&maker->env, g_free);
}

const char *
demo_name_pick (DemoMaker *maker, GArray *names)
{
    unsigned all = g_array_index (names, DemoName, names->len - 1).upto;
    unsigned at = (unsigned) sz_env_below (maker->env, all);
    unsigned low = 0, high = names->len - 1;

    while (low < high) {
        unsigned middle = (low + high) / 2;

        if (g_array_index (names, DemoName, middle).upto > at)
            high = middle;
        else
            low = middle + 1;
    }
    return g_array_index (names, DemoName, low).text;
}

/* Where a family's names come from. A rough picture of a Flemish classroom, not a statistic. */
DemoOrigin *
demo_origin_pick (DemoMaker *maker)
{
    static const struct {
        const char *code;
        unsigned upto; /* of 100 */
    } shares[] = { { "BE", 77 }, { "NL", 82 }, { "MA", 90 },
                   { "TR", 95 }, { "PL", 98 }, { "RO", 100 } };
    unsigned at = (unsigned) sz_env_below (maker->env, 100);

    for (size_t i = 0; i < G_N_ELEMENTS (shares); i++) {
        if (at < shares[i].upto)
            return g_hash_table_lookup (maker->origins, shares[i].code);
    }
    g_assert_not_reached ();
}

const char *
demo_street (DemoMaker *maker)
{
    return demo_name_pick (maker, maker->streets);
}
