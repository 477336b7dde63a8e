/* SPDX-License-Identifier: EUPL-1.2 */
/* Finds kinds, fields, labels and roles in the catalogue that catalogue_*.c spell out. */
#define G_LOG_DOMAIN "sz-catalogue"

#include "config.h"

#include "record/catalogue.h"

#include "record/catalogue_private.h"

#define LONGEST_TEXT 500
#define LONGEST_LONG_TEXT 20000

#define GENERATION 2

static const SzKind *const kinds[] = {
    &sz_kind_municipality, &sz_kind_zone,         &sz_kind_centre,      &sz_kind_school,
    &sz_kind_site,         &sz_kind_vaccine,      &sz_kind_disease,     &sz_kind_holiday,
    &sz_kind_rule,         &sz_kind_incidence,    &sz_kind_class_group, &sz_kind_pupil,
    &sz_kind_enrolment,    &sz_kind_staff_member, &sz_kind_capacity,    &sz_kind_vaccination,
    &sz_kind_infection,    &sz_kind_contact,      &sz_kind_cluster,     &sz_kind_activity,
    &sz_kind_review,
};

static const struct {
    SzRole role;
    const char *name;
    const char *label;
} roles[] = {
    { SZ_ROLE_WORKER, "worker", N_ ("Worker") },
    { SZ_ROLE_COORDINATOR, "coordinator", N_ ("Coordinator") },
    { SZ_ROLE_DIRECTOR, "director", N_ ("Director") },
    { SZ_ROLE_POPULATION_MANAGER, "population-manager", N_ ("Population manager") },
    { SZ_ROLE_ADMINISTRATOR, "administrator", N_ ("Administrator") },
    { SZ_ROLE_SERVER, "server", N_ ("Server") },
};

const SzKind *const *
sz_catalogue_kinds (size_t *n)
{
    *n = G_N_ELEMENTS (kinds);
    return kinds;
}

int
sz_catalogue_generation (void)
{
    return GENERATION;
}

const SzKind *
sz_kind_by_name (const char *name)
{
    for (size_t i = 0; name != NULL && i < G_N_ELEMENTS (kinds); i++) {
        if (g_str_equal (kinds[i]->name, name))
            return kinds[i];
    }
    return NULL;
}

const SzKind *
sz_kind_by_number (int number)
{
    for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++) {
        if (kinds[i]->number == number)
            return kinds[i];
    }
    return NULL;
}

int
sz_kind_field_index (const SzKind *kind, const char *name)
{
    for (size_t i = 0; i < kind->n_fields; i++) {
        if (g_str_equal (kind->fields[i].name, name))
            return (int) i;
    }
    return -1;
}

const SzField *
sz_kind_field (const SzKind *kind, const char *name)
{
    int index = sz_kind_field_index (kind, name);

    return index < 0 ? NULL : &kind->fields[index];
}

/* The hidden ones hold whole records (reviews). */
size_t
sz_field_longest (const SzField *field)
{
    if (field->flags & SZ_FIELD_HIDDEN)
        return G_MAXSIZE;
    return field->flags & SZ_FIELD_LONG ? LONGEST_LONG_TEXT : LONGEST_TEXT;
}

const char *
sz_field_unit (const SzField *field)
{
    return field->unit != NULL ? field->unit : field->name;
}

const char *
sz_kind_label (const SzKind *kind)
{
    return g_dgettext (GETTEXT_PACKAGE, kind->label);
}

const char *
sz_kind_plural (const SzKind *kind)
{
    return g_dgettext (GETTEXT_PACKAGE, kind->plural);
}

const char *
sz_field_label (const SzField *field)
{
    return g_dgettext (GETTEXT_PACKAGE, field->label);
}

const char *
sz_choice_label (const SzField *field, const char *code)
{
    if (code == NULL)
        return "";
    for (const SzChoice *choice = field->choices; choice != NULL && choice->code != NULL;
         choice++) {
        if (g_str_equal (choice->code, code))
            return g_dgettext (GETTEXT_PACKAGE, choice->label);
    }
    return code;
}

bool
sz_kind_readable (const SzKind *kind, SzRole role)
{
    return (kind->readers & role) != 0;
}

bool
sz_kind_writable (const SzKind *kind, SzRole role)
{
    return (kind->writers & role) != 0;
}

SzRole
sz_role_parse (const char *name)
{
    for (size_t i = 0; name != NULL && i < G_N_ELEMENTS (roles); i++) {
        if (g_str_equal (roles[i].name, name))
            return roles[i].role;
    }
    return 0;
}

const char *
sz_role_name (SzRole role)
{
    for (size_t i = 0; i < G_N_ELEMENTS (roles); i++) {
        if (roles[i].role == role)
            return roles[i].name;
    }
    return NULL;
}

const char *
sz_role_label (SzRole role)
{
    for (size_t i = 0; i < G_N_ELEMENTS (roles); i++) {
        if (roles[i].role == role)
            return g_dgettext (GETTEXT_PACKAGE, roles[i].label);
    }
    return "";
}
