/* SPDX-License-Identifier: EUPL-1.2 */
/* The pupils of a class, each with the risk of the contact they had with a case: none, low or high. */
#pragma once

#include "store/store.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SZ_TYPE_CONTACT_LIST (sz_contact_list_get_type ())
G_DECLARE_FINAL_TYPE (SzContactList, sz_contact_list, SZ, CONTACT_LIST, GtkWidget)

/* The class as it was on the day, without the pupil who is the case (nullable). What was chosen for pupils who stay is kept. */
void sz_contact_list_show (SzContactList *self,
                           SzStore *store,
                           const SzId *class_group,
                           const SzId *pupil,
                           SzDate day);

/* No class. */
void sz_contact_list_clear (SzContactList *self);

/* Adds a contact of `infection` to `op` for each pupil who had one; `last_contact` and the quarantine that the rule in force
 * for the disease asks are filled in. */
void sz_contact_list_add_to (SzContactList *self,
                             SzOperation *op,
                             const SzId *infection,
                             const SzId *disease,
                             SzDate last_contact);

G_END_DECLS
