/* SPDX-License-Identifier: EUPL-1.2 */
/* What the parts of the catalogue (catalogue_*.c) give to catalogue.c. */
#pragma once

#include "record/catalogue.h"

#include <glib/gi18n-lib.h>

G_BEGIN_DECLS

#define PLAIN SZ_FIELD_PLAIN
#define REQUIRED SZ_FIELD_REQUIRED
#define KEY (SZ_FIELD_KEY | SZ_FIELD_REQUIRED)
#define KEY_OPTIONAL SZ_FIELD_KEY
#define PERSONAL SZ_FIELD_PERSONAL
#define MEDICAL SZ_FIELD_MEDICAL
#define SEARCHABLE SZ_FIELD_SEARCHABLE
#define LONG SZ_FIELD_LONG
#define HIDDEN SZ_FIELD_HIDDEN
#define PAST SZ_FIELD_PAST

/* Roles: reference data is read by everybody who reads records at all, and written by the server's
 * imports alone; a centre's records are its own people's. */
#define REFERENCE_READERS (SZ_ROLES_CENTRE | SZ_ROLE_POPULATION_MANAGER | SZ_ROLE_SERVER)
#define REFERENCE_WRITERS SZ_ROLE_SERVER
#define CENTRE_READERS (SZ_ROLES_CENTRE | SZ_ROLE_SERVER)
#define CENTRE_WRITERS (SZ_ROLES_CENTRE | SZ_ROLE_SERVER)

#define FIELDS(array) .fields = array, .n_fields = G_N_ELEMENTS (array)

extern const SzChoice sz_choices_function[];
extern const SzChoice sz_choices_person[];

extern const SzKind sz_kind_municipality, sz_kind_zone, sz_kind_centre, sz_kind_school,
    sz_kind_site, sz_kind_vaccine, sz_kind_disease, sz_kind_holiday, sz_kind_rule,
    sz_kind_incidence;
extern const SzKind sz_kind_class_group, sz_kind_pupil, sz_kind_enrolment, sz_kind_vaccination;
extern const SzKind sz_kind_infection, sz_kind_contact, sz_kind_cluster;
extern const SzKind sz_kind_staff_member, sz_kind_capacity, sz_kind_activity, sz_kind_review;

G_END_DECLS
