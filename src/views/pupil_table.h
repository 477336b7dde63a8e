/* SPDX-License-Identifier: EUPL-1.2 */
/* The list of pupils as a table over the store's lazy list. The user chooses, orders and sorts its columns, and that is
 * remembered. Signals: "activated" (SzPupilRow), "counted": the number of pupils has changed. */
#pragma once

#include "store/pupil_list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SZ_TYPE_PUPIL_TABLE (sz_pupil_table_get_type ())
G_DECLARE_FINAL_TYPE (SzPupilTable, sz_pupil_table, SZ, PUPIL_TABLE, GtkWidget)

void sz_pupil_table_set_store (SzPupilTable *self, SzStore *store);

/* Any of them may be NULL. */
void sz_pupil_table_filter (SzPupilTable *self,
                            const char *search,
                            const SzId *school,
                            const SzId *class_group);

/* Records have changed. */
void sz_pupil_table_refresh (SzPupilTable *self);

unsigned sz_pupil_table_get_count (SzPupilTable *self);

/* The list, for walking through it; NULL without a store. Borrowed. */
GListModel *sz_pupil_table_get_list (SzPupilTable *self);

/* Position of a pupil, -1 when it is not in the list; select puts it in view. */
int sz_pupil_table_find (SzPupilTable *self, const SzId *id);
void sz_pupil_table_select (SzPupilTable *self, unsigned position);

/* Titles of the columns on screen in their order, NULL-terminated, and the cells of a row in that order. Free both with
 * g_strfreev. */
char **sz_pupil_table_dup_titles (SzPupilTable *self);
char **sz_pupil_table_dup_cells (SzPupilTable *self, SzPupilRow *row);

/* Actions that show and hide columns, to be inserted as "columns", and a menu of them. */
GActionGroup *sz_pupil_table_get_columns (SzPupilTable *self);
GMenuModel *sz_pupil_table_get_columns_menu (SzPupilTable *self);

G_END_DECLS
