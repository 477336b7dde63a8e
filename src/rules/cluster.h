/* SPDX-License-Identifier: EUPL-1.2 */
/* Clusters: so many people with one disease in one class within so many days (rule table "cluster", keys minimum_cases and
 * window_days; domain.md section 3 and R8: two or more within 14 days, zg-melden). Pure. */
#pragma once

#include "rules/rule_table.h"

G_BEGIN_DECLS

typedef struct {
    SzId pupil; /* null: not a pupil, or not known which: someone else than every other case */
    SzId class_group;
    SzId disease;
    SzDate day;     /* first symptoms where known, else the report */
    unsigned place; /* the caller's own: comes back in SzFoundCluster */
} SzClusterCase;

typedef struct {
    SzId class_group;
    SzId disease;
    SzDate first;
    SzDate last;
    GArray *places; /* (owned) (element-type unsigned): of its cases, by day */
} SzFoundCluster;

void sz_found_cluster_free (SzFoundCluster *cluster);

/* Cases belong together when a window of window_days calendar days (both ends counted) holds cases of minimum_cases people;
 * a pupil who is registered twice in it counts once, and both cases are in the cluster. Windows that share a case are one cluster. The rule is that of the day of a window's last case; without a rule there is
 * no cluster. Latest cluster first. (element-type SzFoundCluster) Transfer full. `cases` are sorted in place. */
GPtrArray *sz_clusters_find (SzClusterCase *cases, size_t n, const SzRuleTable *rules);

G_END_DECLS
