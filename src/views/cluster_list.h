/* SPDX-License-Identifier: EUPL-1.2 */
/* The clusters among the cases on screen, found by the rule in force, each with its cases one click away. */
#pragma once

#include "store/store.h"
#include "views/csv_file.h"

G_BEGIN_DECLS

#define SZ_TYPE_CLUSTER_LIST (sz_cluster_list_get_type ())
G_DECLARE_FINAL_TYPE (SzClusterList, sz_cluster_list, SZ, CLUSTER_LIST, GtkWidget)

/* `cases`: an answer of the report infections_list. */
void sz_cluster_list_show (SzClusterList *self, SzStore *store, const SzTable *cases);

/* The rule in words, and how many clusters it finds. Borrowed. */
const char *sz_cluster_list_get_rule (SzClusterList *self);

/* A row per case: cluster, school, class, disease, day, name, status. */
void sz_cluster_list_add_csv (SzClusterList *self, SzCsv *csv);

G_END_DECLS
