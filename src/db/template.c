/* SPDX-License-Identifier: EUPL-1.2 */
/* Fills the @names@ of a .sql template from a kind of the catalogue; used by db.c only. Identifiers are
 * quoted, as a kind or field may be called like a word of SQL. */
#define G_LOG_DOMAIN "sz-template"
#include "config.h"

#include "db/engine.h"

#include <string.h>

static const char *
column_type (const SzField *field)
{
    switch (field->type) {
    case SZ_TYPE_TEXT:
    case SZ_TYPE_DATE:
    case SZ_TYPE_CHOICE:
        return "TEXT";
    case SZ_TYPE_INTEGER:
    case SZ_TYPE_BOOLEAN:
    case SZ_TYPE_TIME:
        return "INTEGER";
    case SZ_TYPE_REAL:
        return "REAL";
    case SZ_TYPE_REFERENCE:
    case SZ_TYPE_ANY_ID:
        return "BLOB";
    default:
        g_assert_not_reached ();
    }
}

static void
append_column (GString *out, const SzField *field)
{
    g_string_append_printf (out, "\"%s\"", field->name);
}

static void
append_aliased (GString *out, const SzField *field)
{
    g_string_append_printf (out, "t.\"%s\"", field->name);
}

static void
append_bind (GString *out, const SzField *field)
{
    g_string_append_printf (out, ":%s", field->name);
}

static void
append_update (GString *out, const SzField *field)
{
    g_string_append_printf (out, "\"%s\" = excluded.\"%s\"", field->name, field->name);
}

static void
append_definition (GString *out, const SzField *field)
{
    g_string_append_printf (out, "\"%s\" %s", field->name, column_type (field));
}

/* Required fields compare with =, which every engine finds in an index; the others may be NULL on both sides. */
static void
append_key_condition (GString *out, const SzField *field)
{
    const char *operator= field->flags & SZ_FIELD_REQUIRED ? "=" : "IS NOT DISTINCT FROM";

    g_string_append_printf (out, "\"%s\" %s :%s", field->name, operator, field->name);
}

static void
append_fields (GString *out,
               const SzKind *kind,
               SzFieldFlags only,
               const char *separator,
               void (*append) (GString *, const SzField *))
{
    bool first = true;

    for (size_t i = 0; i < kind->n_fields; i++) {
        const SzField *field = &kind->fields[i];

        if (only != SZ_FIELD_PLAIN && !(field->flags & only))
            continue;
        if (!first)
            g_string_append (out, separator);
        first = false;
        append (out, field);
    }
}

static bool
has_key (const SzKind *kind)
{
    for (size_t i = 0; i < kind->n_fields; i++)
        if (kind->fields[i].flags & SZ_FIELD_KEY)
            return true;
    return false;
}

/* A kind without key fields has no record that they name. */
static void
append_key_conditions (GString *out, const SzKind *kind)
{
    if (has_key (kind))
        append_fields (out, kind, SZ_FIELD_KEY, " AND ", append_key_condition);
    else
        g_string_append (out, "1 = 0");
}

static void
append_value (GString *out, const char *name, const SzTemplate *values)
{
    const SzKind *kind = values->kind;

    if (g_str_equal (name, "table") && values->table != NULL)
        g_string_append_printf (out, "\"%s\"", values->table);
    else if ((g_str_equal (name, "columns") || g_str_equal (name, "column")) &&
             values->columns != NULL)
        g_string_append (out, values->columns);
    else if (g_str_equal (name, "table"))
        g_string_append_printf (out, "\"%s\"", kind->name);
    else if (g_str_equal (name, "owner"))
        g_string_append_printf (out, "\"%s\"", kind->root != NULL ? kind->root : "id");
    else if (g_str_equal (name, "columns"))
        append_fields (out, kind, SZ_FIELD_PLAIN, ", ", append_column);
    else if (g_str_equal (name, "aliased"))
        append_fields (out, kind, SZ_FIELD_PLAIN, ", ", append_aliased);
    else if (g_str_equal (name, "binds"))
        append_fields (out, kind, SZ_FIELD_PLAIN, ", ", append_bind);
    else if (g_str_equal (name, "updates"))
        append_fields (out, kind, SZ_FIELD_PLAIN, ", ", append_update);
    else if (g_str_equal (name, "column_definitions"))
        append_fields (out, kind, SZ_FIELD_PLAIN, ", ", append_definition);
    else if (g_str_equal (name, "key_condition"))
        append_key_conditions (out, kind);
    else if (g_str_equal (name, "field") && values->field != NULL)
        append_column (out, values->field);
    else if (g_str_equal (name, "target") && values->field != NULL)
        g_string_append_printf (out, "\"%s\"", values->field->refers_to);
    else if (g_str_equal (name, "column_definition") && values->field != NULL)
        append_definition (out, values->field);
    else if (g_str_equal (name, "index") && values->index_name != NULL)
        g_string_append_printf (out, "\"%s\"", values->index_name);
    else if (g_str_equal (name, "index_columns") && values->index_columns != NULL)
        g_string_append (out, values->index_columns);
    else
        g_error ("a template has no value for @%s@", name);
}

char *
sz_template_expand (const char *text, const SzTemplate *values)
{
    g_autoptr (GString) out = g_string_sized_new (strlen (text) * 2);
    const char *open;

    while ((open = strchr (text, '@')) != NULL) {
        const char *close = strchr (open + 1, '@');
        g_autofree char *name = NULL;

        g_assert (close != NULL);
        name = g_strndup (open + 1, close - open - 1);
        g_string_append_len (out, text, open - text);
        append_value (out, name, values);
        text = close + 1;
    }
    g_string_append (out, text);
    return g_string_free (g_steal_pointer (&out), FALSE);
}
