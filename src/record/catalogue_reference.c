/* SPDX-License-Identifier: EUPL-1.2 */
/* The catalogue's reference kinds: places, schools, code lists and rule tables, everybody's. */
#define G_LOG_DOMAIN "sz-catalogue-reference"

#include "config.h"

#include "record/catalogue_private.h"

/* One line a field. */
/* clang-format off */
static const SzChoice networks[] = {
    { "go", N_ ("GO!") },
    { "vclb", N_ ("Vrij CLB Netwerk") },
    { "ovsg", N_ ("OVSG") },
    { "pov", N_ ("POV") },
    { "other", N_ ("Other network") },
    { NULL },
};
static const SzChoice educations[] = {
    { "ordinary", N_ ("Ordinary education") },
    { "special", N_ ("Special education") },
    { NULL },
};
static const SzChoice levels[] = {
    { "nursery", N_ ("Nursery school") },
    { "primary", N_ ("Primary school") },
    { "basic", N_ ("Basic school") },
    { "secondary", N_ ("Secondary school") },
    { "other", N_ ("Other level") },
    { NULL },
};
static const SzChoice holiday_types[] = {
    { "school", N_ ("School holiday") },
    { "public", N_ ("Public holiday") },
    { NULL },
};
static const SzChoice rule_states[] = {
    { "confirmed", N_ ("Confirmed") },
    { "to_confirm", N_ ("To be confirmed") },
    { NULL },
};
static const SzChoice measures[] = {
    { "daily", N_ ("New cases on the day") },
    { "cumulative", N_ ("Cases up to the day") },
    { NULL },
};

static const SzField municipality[] = {
    { "nis", N_ ("NIS code"), SZ_TYPE_TEXT, KEY },
    { "name", N_ ("Name"), SZ_TYPE_TEXT, REQUIRED | SEARCHABLE },
    { "name_fr", N_ ("Name in French"), SZ_TYPE_TEXT },
    { "province", N_ ("Province"), SZ_TYPE_TEXT },
    { "arrondissement", N_ ("Arrondissement"), SZ_TYPE_TEXT },
    { "valid_from", N_ ("Valid from"), SZ_TYPE_DATE },
    { "valid_until", N_ ("Valid until"), SZ_TYPE_DATE },
    { "merged_into", N_ ("Merged into"), SZ_TYPE_REFERENCE, .refers_to = "municipality" },
    { "zone", N_ ("Primary-care zone"), SZ_TYPE_REFERENCE, .refers_to = "zone" },
    { "population", N_ ("Inhabitants"), SZ_TYPE_INTEGER },
};
static const SzField zone[] = {
    { "code", N_ ("Code"), SZ_TYPE_TEXT, KEY },
    { "name", N_ ("Name"), SZ_TYPE_TEXT, REQUIRED },
};
static const SzField centre[] = {
    { "number", N_ ("Institution number"), SZ_TYPE_TEXT, KEY },
    { "name", N_ ("Name"), SZ_TYPE_TEXT, REQUIRED | SEARCHABLE },
    { "network", N_ ("Network"), SZ_TYPE_CHOICE, .choices = networks },
    { "street", N_ ("Street"), SZ_TYPE_TEXT, .unit = "address" },
    { "house_number", N_ ("House number"), SZ_TYPE_TEXT, .unit = "address" },
    { "postal_code", N_ ("Postal code"), SZ_TYPE_TEXT, .unit = "address" },
    { "city", N_ ("City"), SZ_TYPE_TEXT, .unit = "address" },
    { "phone", N_ ("Telephone"), SZ_TYPE_TEXT },
    { "email", N_ ("E-mail"), SZ_TYPE_TEXT },
    { "website", N_ ("Website"), SZ_TYPE_TEXT },
};
static const SzField school[] = {
    { "number", N_ ("Institution number"), SZ_TYPE_TEXT, KEY },
    { "name", N_ ("Name"), SZ_TYPE_TEXT, REQUIRED | SEARCHABLE },
    { "network", N_ ("Network"), SZ_TYPE_TEXT },
    { "level", N_ ("Level"), SZ_TYPE_CHOICE, .choices = levels },
    { "education", N_ ("Ordinary or special"), SZ_TYPE_CHOICE, .choices = educations },
    { "street", N_ ("Street"), SZ_TYPE_TEXT, .unit = "address" },
    { "house_number", N_ ("House number"), SZ_TYPE_TEXT, .unit = "address" },
    { "box", N_ ("Box"), SZ_TYPE_TEXT, .unit = "address" },
    { "postal_code", N_ ("Postal code"), SZ_TYPE_TEXT, .unit = "address" },
    { "city", N_ ("City"), SZ_TYPE_TEXT, .unit = "address" },
    { "municipality", N_ ("Municipality"), SZ_TYPE_REFERENCE, .unit = "address", .refers_to = "municipality" },
    { "centre", N_ ("Centre"), SZ_TYPE_REFERENCE, .refers_to = "centre" },
    { "phone", N_ ("Telephone"), SZ_TYPE_TEXT },
    { "email", N_ ("E-mail"), SZ_TYPE_TEXT },
    { "website", N_ ("Website"), SZ_TYPE_TEXT },
    { "board", N_ ("School board"), SZ_TYPE_TEXT },
    { "valid_from", N_ ("Valid from"), SZ_TYPE_DATE },
    { "valid_until", N_ ("Valid until"), SZ_TYPE_DATE },
};
static const SzField site[] = {
    { "school", N_ ("School"), SZ_TYPE_REFERENCE, KEY, .refers_to = "school" },
    { "sequence", N_ ("Site number"), SZ_TYPE_TEXT, KEY },
    { "name", N_ ("Name"), SZ_TYPE_TEXT },
    { "street", N_ ("Street"), SZ_TYPE_TEXT, .unit = "address" },
    { "house_number", N_ ("House number"), SZ_TYPE_TEXT, .unit = "address" },
    { "box", N_ ("Box"), SZ_TYPE_TEXT, .unit = "address" },
    { "postal_code", N_ ("Postal code"), SZ_TYPE_TEXT, .unit = "address" },
    { "city", N_ ("City"), SZ_TYPE_TEXT, .unit = "address" },
    { "municipality", N_ ("Municipality"), SZ_TYPE_REFERENCE, .unit = "address", .refers_to = "municipality" },
};
static const SzField vaccine[] = {
    { "code", N_ ("SNOMED code"), SZ_TYPE_TEXT, KEY },
    { "name", N_ ("Name"), SZ_TYPE_TEXT, REQUIRED | SEARCHABLE },
    { "name_en", N_ ("Name in English"), SZ_TYPE_TEXT },
    { "name_fr", N_ ("Name in French"), SZ_TYPE_TEXT },
};
static const SzField disease[] = {
    { "code", N_ ("Code"), SZ_TYPE_TEXT, KEY },
    { "name", N_ ("Name"), SZ_TYPE_TEXT, REQUIRED | SEARCHABLE },
    { "notifiable", N_ ("Notifiable"), SZ_TYPE_BOOLEAN },
    { "incubation", N_ ("Incubation"), SZ_TYPE_TEXT },
    { "infectious", N_ ("Infectious period"), SZ_TYPE_TEXT },
    { "exclusion", N_ ("Exclusion from school"), SZ_TYPE_TEXT },
    { "source", N_ ("Source"), SZ_TYPE_TEXT },
};
static const SzField holiday[] = {
    { "code", N_ ("Code"), SZ_TYPE_TEXT, KEY },
    { "name", N_ ("Name"), SZ_TYPE_TEXT, REQUIRED },
    { "first_day", N_ ("First day"), SZ_TYPE_DATE, REQUIRED },
    { "last_day", N_ ("Last day"), SZ_TYPE_DATE, REQUIRED },
    { "holiday_type", N_ ("Kind of holiday"), SZ_TYPE_CHOICE, .choices = holiday_types },
};
static const SzField rule[] = {
    { "rule_table", N_ ("Rule table"), SZ_TYPE_TEXT, KEY },
    { "rule_key", N_ ("Rule"), SZ_TYPE_TEXT, KEY },
    { "valid_from", N_ ("Valid from"), SZ_TYPE_DATE, KEY_OPTIONAL },
    { "valid_until", N_ ("Valid until"), SZ_TYPE_DATE },
    { "number", N_ ("Number"), SZ_TYPE_REAL },
    { "text", N_ ("Text"), SZ_TYPE_TEXT },
    { "source", N_ ("Source"), SZ_TYPE_TEXT },
    { "status", N_ ("Status"), SZ_TYPE_CHOICE, .choices = rule_states },
};
static const SzField incidence[] = {
    { "municipality", N_ ("Municipality"), SZ_TYPE_REFERENCE, KEY, .refers_to = "municipality" },
    { "day", N_ ("Day"), SZ_TYPE_DATE, KEY },
    { "measure", N_ ("Measure"), SZ_TYPE_CHOICE, KEY, .choices = measures },
    { "cases", N_ ("Cases"), SZ_TYPE_INTEGER },
    { "masked", N_ ("Fewer than five, number hidden"), SZ_TYPE_BOOLEAN },
    { "source", N_ ("Source"), SZ_TYPE_TEXT },
};

#define REFERENCE                                                                                  \
    .scope = SZ_SCOPE_REFERENCE, .readers = REFERENCE_READERS, .writers = REFERENCE_WRITERS

static const char *const school_indexes[] = { "centre", NULL };
static const char *const rule_indexes[] = { "rule_table, rule_key", NULL };

const SzKind sz_kind_municipality = { "municipality", 1, N_ ("Municipality"), N_ ("Municipalities"), REFERENCE, FIELDS (municipality) };
const SzKind sz_kind_zone = { "zone", 2, N_ ("Primary-care zone"), N_ ("Primary-care zones"), REFERENCE, FIELDS (zone) };
const SzKind sz_kind_centre = { "centre", 3, N_ ("Centre"), N_ ("Centres"), REFERENCE, FIELDS (centre) };
const SzKind sz_kind_school = { "school", 4, N_ ("School"), N_ ("Schools"), REFERENCE, FIELDS (school), .indexes = school_indexes };
const SzKind sz_kind_site = { "site", 5, N_ ("Site"), N_ ("Sites"), REFERENCE, FIELDS (site) };
const SzKind sz_kind_vaccine = { "vaccine", 6, N_ ("Vaccine"), N_ ("Vaccines"), REFERENCE, FIELDS (vaccine) };
const SzKind sz_kind_disease = { "disease", 7, N_ ("Disease"), N_ ("Diseases"), REFERENCE, FIELDS (disease) };
const SzKind sz_kind_holiday = { "holiday", 8, N_ ("Holiday"), N_ ("Holidays"), REFERENCE, FIELDS (holiday) };
const SzKind sz_kind_rule = { "rule", 9, N_ ("Rule"), N_ ("Rules"), REFERENCE, FIELDS (rule), .indexes = rule_indexes };
const SzKind sz_kind_incidence = { "incidence", 10, N_ ("Incidence"), N_ ("Incidences"), REFERENCE, FIELDS (incidence) };
/* clang-format on */
