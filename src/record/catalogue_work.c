/* SPDX-License-Identifier: EUPL-1.2 */
/* The catalogue's kinds about the centre's own work, and the reviews of what sync could not decide. */
#define G_LOG_DOMAIN "sz-catalogue-work"

#include "config.h"

#include "record/catalogue_private.h"

/* One line a field. */
/* clang-format off */
const SzChoice sz_choices_function[] = {
    { "doctor", N_ ("Doctor") },
    { "nurse", N_ ("Nurse") },
    { "psychologist", N_ ("Psychologist") },
    { "social_worker", N_ ("Social worker") },
    { "pedagogue", N_ ("Pedagogue") },
    { "administrative", N_ ("Administrative worker") },
    { "director", N_ ("Director") },
    { "other", N_ ("Other function") },
    { NULL },
};
static const SzChoice domains[] = {
    { "learning", N_ ("Learning and studying") },
    { "career", N_ ("School career") },
    { "psychosocial", N_ ("Psychological and social functioning") },
    { "health", N_ ("Preventive health care") },
    { "systemic", N_ ("School support") },
    { "miscellaneous", N_ ("Miscellaneous") },
    { NULL },
};
static const SzChoice clients[] = {
    { "pupil", N_ ("Pupil") },
    { "parent", N_ ("Parent") },
    { "school", N_ ("School") },
    { "class", N_ ("Class") },
    { "other", N_ ("Other client") },
    { NULL },
};
static const SzChoice review_reasons[] = {
    { "conflict", N_ ("Changed by two people") },
    { "parked", N_ ("Could not be taken over") },
    { NULL },
};
static const SzChoice review_states[] = {
    { "open", N_ ("To be reviewed") },
    { "kept_mine", N_ ("Own version kept") },
    { "kept_theirs", N_ ("Colleague's version kept") },
    { "adjusted", N_ ("Adjusted") },
    { NULL },
};

static const SzField staff_member[] = {
    { "code", N_ ("Staff code"), SZ_TYPE_TEXT, KEY },
    { "first_name", N_ ("First name"), SZ_TYPE_TEXT, PERSONAL, .unit = "name" },
    { "last_name", N_ ("Surname"), SZ_TYPE_TEXT, REQUIRED | PERSONAL | SEARCHABLE, .unit = "name" },
    { "function", N_ ("Function"), SZ_TYPE_CHOICE, .choices = sz_choices_function },
    { "email", N_ ("E-mail"), SZ_TYPE_TEXT, PERSONAL },
    { "user_name", N_ ("Sign-in name"), SZ_TYPE_TEXT, HIDDEN | PERSONAL },
    { "active", N_ ("Works here now"), SZ_TYPE_BOOLEAN },
};
static const SzField capacity[] = {
    { "staff_member", N_ ("Staff member"), SZ_TYPE_REFERENCE, KEY, .refers_to = "staff_member" },
    { "valid_from", N_ ("From"), SZ_TYPE_DATE, KEY },
    { "valid_until", N_ ("Until"), SZ_TYPE_DATE },
    { "fte", N_ ("FTE"), SZ_TYPE_REAL, REQUIRED, .max = 2 },
};
static const SzField activity[] = {
    { "staff_member", N_ ("Staff member"), SZ_TYPE_REFERENCE, REQUIRED, .refers_to = "staff_member" },
    { "performed_on", N_ ("Date"), SZ_TYPE_DATE, REQUIRED | PAST },
    { "function", N_ ("Function"), SZ_TYPE_CHOICE, .choices = sz_choices_function },
    { "subject", N_ ("Subject"), SZ_TYPE_TEXT, REQUIRED },
    { "domain", N_ ("Domain"), SZ_TYPE_CHOICE, .choices = domains },
    { "client_type", N_ ("Type of client"), SZ_TYPE_CHOICE, .choices = clients },
    { "minutes", N_ ("Minutes"), SZ_TYPE_INTEGER, REQUIRED, .min = 1, .max = 1440 },
    { "pupil", N_ ("Pupil"), SZ_TYPE_REFERENCE, PERSONAL, .refers_to = "pupil" },
    { "school", N_ ("School"), SZ_TYPE_REFERENCE, .refers_to = "school" },
    { "remark", N_ ("Remark"), SZ_TYPE_TEXT, LONG | PERSONAL },
    { "origin", N_ ("From another centre"), SZ_TYPE_REFERENCE, HIDDEN, .refers_to = "centre" },
};
static const SzField review[] = {
    { "reason", N_ ("Reason"), SZ_TYPE_CHOICE, REQUIRED, .choices = review_reasons },
    { "detail", N_ ("Detail"), SZ_TYPE_TEXT },
    { "about_kind", N_ ("About"), SZ_TYPE_TEXT },
    { "about_id", N_ ("Record"), SZ_TYPE_ANY_ID, HIDDEN },
    { "unit", N_ ("Fields"), SZ_TYPE_TEXT },
    { "base", N_ ("Was"), SZ_TYPE_TEXT, HIDDEN | PERSONAL | MEDICAL },
    { "theirs", N_ ("Colleague"), SZ_TYPE_TEXT, HIDDEN | PERSONAL | MEDICAL },
    { "mine", N_ ("You"), SZ_TYPE_TEXT, HIDDEN | PERSONAL | MEDICAL },
    { "author", N_ ("By"), SZ_TYPE_TEXT },
    { "raised_at", N_ ("When"), SZ_TYPE_TIME },
    { "op", N_ ("Operation"), SZ_TYPE_ANY_ID, HIDDEN },
    { "state", N_ ("State"), SZ_TYPE_CHOICE, REQUIRED, .choices = review_states },
    { "colleague", N_ ("Changed before by"), SZ_TYPE_TEXT },
};

#define CENTRE .scope = SZ_SCOPE_CENTRE, .readers = CENTRE_READERS, .writers = CENTRE_WRITERS

static const char *const activity_indexes[] = { "staff_member, performed_on, function, minutes, origin", "pupil", "performed_on, minutes, scope, origin", NULL };
static const char *const review_indexes[] = { "state", "about_id", NULL };

const SzKind sz_kind_staff_member = { "staff_member", 23, N_ ("Staff member"), N_ ("Staff members"), CENTRE, FIELDS (staff_member) };
const SzKind sz_kind_capacity = { "capacity", 24, N_ ("Capacity"), N_ ("Capacities"), CENTRE, FIELDS (capacity) };
const SzKind sz_kind_activity = { "activity", 29, N_ ("Activity"), N_ ("Activities"), CENTRE, .root = "pupil", FIELDS (activity), .indexes = activity_indexes };
const SzKind sz_kind_review = { "review", 30, N_ ("Review"), N_ ("Reviews"), CENTRE, FIELDS (review), .indexes = review_indexes };
/* clang-format on */
