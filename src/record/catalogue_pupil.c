/* SPDX-License-Identifier: EUPL-1.2 */
/* The catalogue's kinds about pupils: who they are, where they go to school, what they were given. */
#define G_LOG_DOMAIN "sz-catalogue-pupil"

#include "config.h"

#include "record/catalogue_private.h"

/* One line a field. */
/* clang-format off */
static const SzChoice sexes[] = {
    { "F", N_ ("Girl") },
    { "M", N_ ("Boy") },
    { "X", N_ ("Other or unknown") },
    { NULL },
};
static const SzChoice grades[] = {
    { "K1", N_ ("1st nursery year") },
    { "K2", N_ ("2nd nursery year") },
    { "K3", N_ ("3rd nursery year") },
    { "L1", N_ ("1st primary year") },
    { "L2", N_ ("2nd primary year") },
    { "L3", N_ ("3rd primary year") },
    { "L4", N_ ("4th primary year") },
    { "L5", N_ ("5th primary year") },
    { "L6", N_ ("6th primary year") },
    { "SO1", N_ ("1st secondary year") },
    { "SO2", N_ ("2nd secondary year") },
    { "SO3", N_ ("3rd secondary year") },
    { "SO4", N_ ("4th secondary year") },
    { "SO5", N_ ("5th secondary year") },
    { "SO6", N_ ("6th secondary year") },
    { "SO7", N_ ("7th secondary year") },
    { "OKAN", N_ ("Reception class for newcomers (OKAN)") },
    { "other", N_ ("Other grade") },
    { NULL },
};

static const SzField class_group[] = {
    { "school", N_ ("School"), SZ_TYPE_REFERENCE, KEY, .refers_to = "school" },
    { "site", N_ ("Site"), SZ_TYPE_REFERENCE, .refers_to = "site" },
    { "school_year", N_ ("School year"), SZ_TYPE_INTEGER, KEY, .min = 1900, .max = 2199 },
    { "grade", N_ ("Grade"), SZ_TYPE_CHOICE, KEY, .choices = grades },
    { "name", N_ ("Class"), SZ_TYPE_TEXT, KEY | SEARCHABLE },
    { "administrative_group", N_ ("Administrative group"), SZ_TYPE_TEXT },
};
static const SzField pupil[] = {
    { "national_number", N_ ("National number"), SZ_TYPE_TEXT, KEY_OPTIONAL | PERSONAL | SEARCHABLE },
    { "first_name", N_ ("First name"), SZ_TYPE_TEXT, REQUIRED | PERSONAL | SEARCHABLE, .unit = "name" },
    { "last_name", N_ ("Surname"), SZ_TYPE_TEXT, REQUIRED | PERSONAL | SEARCHABLE, .unit = "name" },
    { "sex", N_ ("Sex"), SZ_TYPE_CHOICE, PERSONAL, .choices = sexes },
    { "birth_date", N_ ("Date of birth"), SZ_TYPE_DATE, REQUIRED | PERSONAL | PAST },
    { "street", N_ ("Street"), SZ_TYPE_TEXT, PERSONAL, .unit = "address" },
    { "house_number", N_ ("House number"), SZ_TYPE_TEXT, PERSONAL, .unit = "address" },
    { "box", N_ ("Box"), SZ_TYPE_TEXT, PERSONAL, .unit = "address" },
    { "postal_code", N_ ("Postal code"), SZ_TYPE_TEXT, PERSONAL, .unit = "address" },
    { "city", N_ ("City"), SZ_TYPE_TEXT, PERSONAL, .unit = "address" },
    { "municipality", N_ ("Municipality"), SZ_TYPE_REFERENCE, PERSONAL, .unit = "address", .refers_to = "municipality" },
    { "phone", N_ ("Telephone"), SZ_TYPE_TEXT, PERSONAL },
    { "email", N_ ("E-mail"), SZ_TYPE_TEXT, PERSONAL },
};
static const SzField enrolment[] = {
    { "pupil", N_ ("Pupil"), SZ_TYPE_REFERENCE, KEY | PERSONAL, .refers_to = "pupil" },
    { "school", N_ ("School"), SZ_TYPE_REFERENCE, KEY, .refers_to = "school" },
    { "site", N_ ("Site"), SZ_TYPE_REFERENCE, .unit = "place", .refers_to = "site" },
    { "class_group", N_ ("Class"), SZ_TYPE_REFERENCE, .unit = "place", .refers_to = "class_group" },
    { "valid_from", N_ ("From"), SZ_TYPE_DATE, KEY },
    { "valid_until", N_ ("Until"), SZ_TYPE_DATE, .unit = "leaving" },
    { "leave_reason", N_ ("Reason for leaving"), SZ_TYPE_TEXT, PERSONAL, .unit = "leaving" },
};
static const SzField vaccination[] = {
    { "pupil", N_ ("Pupil"), SZ_TYPE_REFERENCE, KEY | PERSONAL, .refers_to = "pupil" },
    { "vaccine", N_ ("Vaccine"), SZ_TYPE_REFERENCE, KEY | MEDICAL, .unit = "shot", .refers_to = "vaccine" },
    { "given_on", N_ ("Given on"), SZ_TYPE_DATE, KEY | MEDICAL | PAST, .unit = "shot" },
    { "lot", N_ ("Lot number"), SZ_TYPE_TEXT, MEDICAL, .unit = "shot" },
    { "vaccinator", N_ ("Vaccinator"), SZ_TYPE_TEXT, PLAIN, .unit = "shot" },
    { "place", N_ ("Place"), SZ_TYPE_TEXT, PLAIN, .unit = "shot" },
    { "supersedes", N_ ("Corrects"), SZ_TYPE_REFERENCE, HIDDEN, .refers_to = "vaccination" },
};

#define CENTRE .scope = SZ_SCOPE_CENTRE, .readers = CENTRE_READERS, .writers = CENTRE_WRITERS

static const char *const class_group_indexes[] = { "school", NULL };
static const char *const enrolment_indexes[] = { "class_group, valid_from, valid_until, pupil", NULL };
static const char *const vaccination_indexes[] = { "pupil, vaccine, given_on", NULL };

const SzKind sz_kind_class_group = { "class_group", 20, N_ ("Class"), N_ ("Classes"), CENTRE, FIELDS (class_group), .indexes = class_group_indexes };
const SzKind sz_kind_pupil = { "pupil", 21, N_ ("Pupil"), N_ ("Pupils"), CENTRE, FIELDS (pupil) };
const SzKind sz_kind_enrolment = { "enrolment", 22, N_ ("Enrolment"), N_ ("Enrolments"), CENTRE, .root = "pupil", FIELDS (enrolment), .indexes = enrolment_indexes };
const SzKind sz_kind_vaccination = { "vaccination", 25, N_ ("Vaccination"), N_ ("Vaccinations"), CENTRE, .root = "pupil", .append_only = true, FIELDS (vaccination), .indexes = vaccination_indexes };
/* clang-format on */
