/* SPDX-License-Identifier: EUPL-1.2 */
/* The catalogue's kinds about infections: cases, their contacts, clusters. */
#define G_LOG_DOMAIN "sz-catalogue-infection"

#include "config.h"

#include "record/catalogue_private.h"

/* One line a field. */
/* clang-format off */
const SzChoice sz_choices_person[] = {
    { "pupil", N_ ("Pupil") },
    { "teacher", N_ ("Member of the school's staff") },
    { "other", N_ ("Someone else") },
    { NULL },
};

static const SzChoice states[] = {
    { "suspected", N_ ("Suspected") },
    { "probable", N_ ("Probable") },
    { "confirmed", N_ ("Confirmed") },
    { "refuted", N_ ("Refuted") },
    { NULL },
};
static const SzChoice reasons[] = {
    { "symptoms", N_ ("Symptoms") },
    { "high_risk_contact", N_ ("High-risk contact") },
    { "travel", N_ ("Return from a red zone") },
    { "screening", N_ ("Screening") },
    { "other", N_ ("Other reason") },
    { NULL },
};
static const SzChoice risks[] = {
    { "high", N_ ("High risk") },
    { "low", N_ ("Low risk") },
    { NULL },
};
static const SzChoice relations[] = {
    { "class", N_ ("Same class") },
    { "neighbour", N_ ("Sits next to") },
    { "meal", N_ ("At the meal") },
    { "bus", N_ ("On the bus") },
    { "sport", N_ ("At sport") },
    { "family", N_ ("Family") },
    { "other", N_ ("Otherwise") },
    { NULL },
};
static const SzChoice cluster_states[] = {
    { "proposed", N_ ("Proposed") },
    { "confirmed", N_ ("Confirmed") },
    { "refused", N_ ("Refused") },
    { "closed", N_ ("Closed") },
    { NULL },
};

static const SzField infection[] = {
    { "school", N_ ("School"), SZ_TYPE_REFERENCE, REQUIRED, .refers_to = "school" },
    { "class_group", N_ ("Class"), SZ_TYPE_REFERENCE, .refers_to = "class_group" },
    { "pupil", N_ ("Pupil"), SZ_TYPE_REFERENCE, PERSONAL | MEDICAL, .refers_to = "pupil" },
    { "person", N_ ("Who"), SZ_TYPE_CHOICE, REQUIRED, .choices = sz_choices_person },
    { "disease", N_ ("Disease"), SZ_TYPE_REFERENCE, REQUIRED | MEDICAL, .refers_to = "disease" },
    { "status", N_ ("Status"), SZ_TYPE_CHOICE, REQUIRED | MEDICAL, .choices = states },
    { "test_date", N_ ("Tested on"), SZ_TYPE_DATE, MEDICAL | PAST, .unit = "test" },
    { "test_kind", N_ ("Kind of test"), SZ_TYPE_TEXT, MEDICAL, .unit = "test" },
    { "test_reason", N_ ("Reason for the test"), SZ_TYPE_CHOICE, MEDICAL, .unit = "test", .choices = reasons },
    { "onset", N_ ("First symptoms"), SZ_TYPE_DATE, MEDICAL | PAST },
    { "reported_on", N_ ("Reported on"), SZ_TYPE_DATE, REQUIRED | PAST },
    { "traced_on", N_ ("Contacts traced on"), SZ_TYPE_DATE, PAST, .unit = "tracing" },
    { "traced_by", N_ ("Contacts traced by"), SZ_TYPE_REFERENCE, .unit = "tracing", .refers_to = "staff_member" },
    { "cluster", N_ ("Cluster"), SZ_TYPE_REFERENCE, HIDDEN, .refers_to = "cluster" },
    { "remark", N_ ("Remark"), SZ_TYPE_TEXT, LONG | PERSONAL | MEDICAL },
    { "origin", N_ ("From another centre"), SZ_TYPE_REFERENCE, HIDDEN, .refers_to = "centre" },
};
static const SzField contact[] = {
    { "infection", N_ ("Case"), SZ_TYPE_REFERENCE, REQUIRED, .refers_to = "infection" },
    { "pupil", N_ ("Pupil"), SZ_TYPE_REFERENCE, PERSONAL | MEDICAL, .refers_to = "pupil" },
    { "person", N_ ("Who"), SZ_TYPE_CHOICE, REQUIRED, .choices = sz_choices_person },
    { "risk", N_ ("Risk"), SZ_TYPE_CHOICE, REQUIRED | MEDICAL, .choices = risks },
    { "relation", N_ ("How they met"), SZ_TYPE_CHOICE, .choices = relations },
    { "last_contact", N_ ("Last contact"), SZ_TYPE_DATE, PAST },
    { "quarantine_from", N_ ("Quarantine from"), SZ_TYPE_DATE, MEDICAL, .unit = "quarantine" },
    { "quarantine_until", N_ ("Quarantine until"), SZ_TYPE_DATE, MEDICAL, .unit = "quarantine" },
    { "outcome", N_ ("Outcome"), SZ_TYPE_TEXT, MEDICAL },
    { "origin", N_ ("From another centre"), SZ_TYPE_REFERENCE, HIDDEN, .refers_to = "centre" },
};
static const SzField cluster[] = {
    { "disease", N_ ("Disease"), SZ_TYPE_REFERENCE, REQUIRED | MEDICAL, .refers_to = "disease" },
    { "school", N_ ("School"), SZ_TYPE_REFERENCE, REQUIRED, .refers_to = "school" },
    { "class_group", N_ ("Class"), SZ_TYPE_REFERENCE, .refers_to = "class_group" },
    { "first_day", N_ ("First day"), SZ_TYPE_DATE, REQUIRED | PAST },
    { "last_day", N_ ("Last day"), SZ_TYPE_DATE },
    { "status", N_ ("Status"), SZ_TYPE_CHOICE, REQUIRED, .choices = cluster_states },
    { "remark", N_ ("Remark"), SZ_TYPE_TEXT, LONG },
};

#define CENTRE .scope = SZ_SCOPE_CENTRE, .readers = CENTRE_READERS, .writers = CENTRE_WRITERS

static const char *const infection_indexes[] = { "class_group, reported_on", "pupil", "reported_on", "traced_on", NULL };
static const char *const contact_indexes[] = { "infection", "pupil", NULL };
static const char *const cluster_indexes[] = { "class_group", NULL };

const SzKind sz_kind_infection = { "infection", 26, N_ ("Case"), N_ ("Cases"), CENTRE, .root = "pupil", FIELDS (infection), .indexes = infection_indexes };
const SzKind sz_kind_contact = { "contact", 27, N_ ("Contact"), N_ ("Contacts"), CENTRE, .root = "pupil", FIELDS (contact), .indexes = contact_indexes };
const SzKind sz_kind_cluster = { "cluster", 28, N_ ("Cluster"), N_ ("Clusters"), CENTRE, FIELDS (cluster), .indexes = cluster_indexes };
/* clang-format on */
