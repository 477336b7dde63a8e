/* SPDX-License-Identifier: EUPL-1.2 */
/* Signals of SzPupilList: "refill" (see keep) and "completed": the whole answer is there.
 * A lazy GListModel of pupils: keeps the ordered ids only, fetches pages of rows when asked. Order and
 * filter are SQL. Main thread. */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

/* One row. Its object is refilled in place when the list is queried anew; "changed" is emitted then.
 * Read-only properties for bindings: "name", "birth-date" (ISO), "school", "class-name", "municipality",
 * "national-number" (masked). */
#define SZ_TYPE_PUPIL_ROW (sz_pupil_row_get_type ())
G_DECLARE_FINAL_TYPE (SzPupilRow, sz_pupil_row, SZ, PUPIL_ROW, GObject)

const SzId *sz_pupil_row_get_id (SzPupilRow *self);
const char *sz_pupil_row_get_name (SzPupilRow *self);

typedef enum {
    SZ_PUPIL_BY_NAME,
    SZ_PUPIL_BY_BIRTH_DATE,
    SZ_PUPIL_BY_SCHOOL,
    SZ_PUPIL_BY_CLASS,
    SZ_PUPIL_BY_MUNICIPALITY,
} SzPupilOrder;

typedef struct {
    const char *search;      /* words as typed; NULL or "" for all */
    const SzId *school;      /* NULL for all */
    const SzId *class_group; /* NULL for all */
    SzPupilOrder order;
    bool descending;
} SzPupilQuery;

#define SZ_TYPE_PUPIL_LIST (sz_pupil_list_get_type ())
G_DECLARE_FINAL_TYPE (SzPupilList,
                      sz_pupil_list,
                      SZ,
                      PUPIL_LIST,
                      GObject) /* implements GListModel of SzPupilRow */

SzPupilList *sz_pupil_list_new (SzStore *store);

/* Asks anew. The first rows are there when it returns; a long tail may follow from the worker ("items-changed"
 * at the end of the list). Row objects in use stay: the view names them in "keep" (desktop.md section 3). */
void sz_pupil_list_query (SzPupilList *self, const SzPupilQuery *query);

/* Asks the same again after records have changed: everything at once, so that a list that is scrolled stays where it is. */
void sz_pupil_list_refresh (SzPupilList *self);

/* Position of a pupil in the present order, -1 when it is not in the list. */
int sz_pupil_list_find (SzPupilList *self, const SzId *id);

/* Called by a view for each row object it has bound, at the position it stands at, from within its handler of
 * the signal "refill": the list fills that object with the row now at that position. */
void sz_pupil_list_keep (SzPupilList *self, unsigned position, SzPupilRow *row);

G_END_DECLS
