/* SPDX-License-Identifier: EUPL-1.2 */
/* Clusters (cluster.h): cases sorted by class, disease and day, then one walk. */
#define G_LOG_DOMAIN "sz-cluster"

#include "config.h"

#include "rules/cluster.h"

#include <stdlib.h>

void
sz_found_cluster_free (SzFoundCluster *cluster)
{
    g_array_unref (cluster->places);
    g_free (cluster);
}

static bool
same_group (const SzClusterCase *a, const SzClusterCase *b)
{
    return sz_id_equal (&a->class_group, &b->class_group) && sz_id_equal (&a->disease, &b->disease);
}

static int
compare_cases (const void *a, const void *b)
{
    const SzClusterCase *x = a, *y = b;
    int order = sz_id_compare (&x->class_group, &y->class_group);

    if (order == 0)
        order = sz_id_compare (&x->disease, &y->disease);
    if (order == 0)
        order = (x->day > y->day) - (x->day < y->day);
    if (order == 0)
        order = (x->place > y->place) - (x->place < y->place);
    return order;
}

static int
compare_clusters (const void *a, const void *b)
{
    const SzFoundCluster *const *x = a;
    const SzFoundCluster *const *y = b;

    return ((*x)->last < (*y)->last) - ((*x)->last > (*y)->last);
}

static bool
same_person (const SzClusterCase *a, const SzClusterCase *b)
{
    return !sz_id_is_null (&a->pupil) && sz_id_equal (&a->pupil, &b->pupil);
}

/* Whether the cases from `start` up to and with `last` are of `least` people or more. Keeps the first case of each person met, of
 * which it needs no more than `least`. */
static bool
has_people (const SzClusterCase *cases, size_t start, size_t last, double least)
{
    g_autofree size_t *people = g_new (size_t, last - start + 1);
    size_t n = 0;

    for (size_t i = start; i <= last && (double) n < least; i++) {
        size_t known = 0;

        while (known < n && !same_person (&cases[people[known]], &cases[i]))
            known++;
        if (known == n)
            people[n++] = i;
    }
    return (double) n >= least;
}

/* The first case of the window that ends with case `last`; `last` + 1 when no window is full there. */
static size_t
window_start (const SzClusterCase *cases, size_t begin, size_t last, const SzRuleTable *rules)
{
    SzDate day = cases[last].day;
    double least, days;
    size_t start = last;

    if (!sz_rule_table_number (rules, "cluster", "minimum_cases", day, &least) ||
        !sz_rule_table_number (rules, "cluster", "window_days", day, &days))
        return last + 1;
    while (start > begin && day - cases[start - 1].day < days)
        start--;
    return has_people (cases, start, last, least) ? start : last + 1;
}

static void
add_case (SzFoundCluster *cluster, const SzClusterCase *added)
{
    cluster->last = added->day;
    g_array_append_val (cluster->places, added->place);
}

static SzFoundCluster *
new_cluster (const SzClusterCase *first)
{
    SzFoundCluster *cluster = g_new0 (SzFoundCluster, 1);

    cluster->class_group = first->class_group;
    cluster->disease = first->disease;
    cluster->first = first->day;
    cluster->places = g_array_new (FALSE, FALSE, sizeof (unsigned));
    return cluster;
}

/* The clusters of the cases from `begin` to before `end`, all of one class and disease. */
static void
find_in_group (const SzClusterCase *cases,
               size_t begin,
               size_t end,
               const SzRuleTable *rules,
               GPtrArray *found)
{
    SzFoundCluster *open = NULL;
    size_t next = begin; /* the first case that is in no cluster yet */

    for (size_t i = begin; i < end; i++) {
        size_t start = window_start (cases, begin, i, rules);

        if (start > i)
            continue;
        if (open == NULL || start >= next) {
            open = new_cluster (&cases[start]);
            g_ptr_array_add (found, open);
            next = start;
        }
        for (; next <= i; next++)
            add_case (open, &cases[next]);
    }
}

GPtrArray *
sz_clusters_find (SzClusterCase *cases, size_t n, const SzRuleTable *rules)
{
    GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) sz_found_cluster_free);
    size_t end;

    if (n > 0)
        qsort (cases, n, sizeof *cases, compare_cases);
    for (size_t begin = 0; begin < n; begin = end) {
        for (end = begin + 1; end < n && same_group (&cases[begin], &cases[end]); end++)
            ;
        find_in_group (cases, begin, end, rules, found);
    }
    g_ptr_array_sort (found, compare_clusters);
    return found;
}
