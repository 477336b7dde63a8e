/* SPDX-License-Identifier: EUPL-1.2 */
/* The JSON forms of records and operations (json.h), read with json-glib, written with line_writer.c. */
#define G_LOG_DOMAIN "sz-json"

#include "config.h"

#include "record/json.h"

#include "base/errors.h"
#include "record/control.h"
#include "record/line.h"

#include <json-glib/json-glib.h>
#include <string.h>

static const char *const verbs[] = { "create", "edit", "delete" };

static bool
fail (GError **error, SzWireError code, const char *what)
{
    g_set_error_literal (error, SZ_WIRE_ERROR, code, what);
    return false;
}

/*
 * Writing
 */

static void
append_value (GString *text, const SzValue *value)
{
    switch (value->type) {
    case SZ_VALUE_NULL:
        g_string_append (text, "null");
        break;
    case SZ_VALUE_INTEGER:
        sz_line_append_integer (text, value->integer);
        break;
    case SZ_VALUE_REAL:
        sz_line_append_real (text, value->real);
        break;
    case SZ_VALUE_TEXT:
        sz_line_append_text (text, value->text);
        break;
    case SZ_VALUE_ID:
        sz_line_append_id (text, &value->id);
        break;
    default:
        g_assert_not_reached ();
    }
}

static void
append_fields (GString *text, const SzRecord *record)
{
    bool first = true;

    g_string_append_c (text, '{');
    for (size_t i = 0; i < record->kind->n_fields; i++) {
        if (!((record->present >> i) & 1))
            continue;
        g_string_append_printf (text, "%s\"%s\":", first ? "" : ",", record->kind->fields[i].name);
        append_value (text, &record->values[i]);
        first = false;
    }
    g_string_append_c (text, '}');
}

char *
sz_record_fields_to_json (const SzRecord *record)
{
    GString *text = g_string_new (NULL);

    append_fields (text, record);
    return g_string_free (text, FALSE);
}

char *
sz_record_to_json (const SzRecord *record)
{
    GString *text = g_string_new (NULL);

    g_string_append_printf (text, "{\"kind\":\"%s\",\"id\":", record->kind->name);
    sz_line_append_id (text, &record->id);
    g_string_append_printf (text, ",\"rev\":%" G_GINT64_FORMAT ",\"fields\":", record->rev);
    append_fields (text, record);
    g_string_append_c (text, '}');
    return g_string_free (text, FALSE);
}

static void
append_part (GString *text, const SzPart *part)
{
    g_string_append_printf (text, "{\"verb\":\"%s\",\"kind\":\"%s\",\"id\":", verbs[part->verb],
                            part->set->kind->name);
    sz_line_append_id (text, &part->set->id);
    if (part->base != NULL) {
        g_string_append_printf (text,
                                ",\"base_rev\":%" G_GINT64_FORMAT ",\"base\":", part->base->rev);
        append_fields (text, part->base);
    }
    if (part->verb != SZ_VERB_DELETE) {
        g_string_append (text, ",\"set\":");
        append_fields (text, part->set);
    }
    g_string_append_c (text, '}');
}

char *
sz_operation_to_json (const SzOperation *op)
{
    GString *text = g_string_new ("{\"op\":");

    sz_line_append_id (text, &op->op_id);
    g_string_append (text, ",\"device\":");
    sz_line_append_id (text, &op->device);
    g_string_append_printf (text, ",\"n\":%" G_GINT64_FORMAT ",\"epoch\":", op->n);
    sz_line_append_text (text, op->epoch);
    if (op->scope != NULL) {
        g_string_append (text, ",\"scope\":");
        sz_line_append_text (text, op->scope);
    }
    g_string_append_printf (text, ",\"generation\":%d,\"at\":%" G_GINT64_FORMAT ",\"reason\":",
                            op->generation, op->at_ms);
    sz_line_append_text (text, op->reason);
    if (op->sealed != NULL) {
        g_string_append (text, ",\"sealed\":");
        sz_line_append_text (text, op->sealed);
        g_string_append_c (text, '}');
        return g_string_free (text, FALSE);
    }
    g_string_append (text, ",\"parts\":[");
    for (unsigned i = 0; i < op->parts->len; i++) {
        if (i > 0)
            g_string_append_c (text, ',');
        append_part (text, g_ptr_array_index (op->parts, i));
    }
    g_string_append (text, "]}");
    return g_string_free (text, FALSE);
}

/*
 * Reading
 */

static bool
read_text_value (const SzField *field, const char *text, SzValue *value)
{
    if (field->type == SZ_TYPE_REFERENCE || field->type == SZ_TYPE_ANY_ID) {
        value->type = SZ_VALUE_ID;
        return sz_id_parse (text, &value->id);
    }
    value->type = SZ_VALUE_TEXT;
    value->text = (char *) text;
    return field->type == SZ_TYPE_TEXT || field->type == SZ_TYPE_DATE ||
           field->type == SZ_TYPE_CHOICE;
}

/* The value borrows its text from the node. */
static bool
read_value (const SzField *field, JsonNode *node, SzValue *value)
{
    GType type;

    *value = (SzValue){ .type = SZ_VALUE_NULL };
    if (JSON_NODE_HOLDS_NULL (node))
        return true;
    if (!JSON_NODE_HOLDS_VALUE (node))
        return false;
    type = json_node_get_value_type (node);
    if (type == G_TYPE_STRING)
        return read_text_value (field, json_node_get_string (node), value);
    if (type == G_TYPE_INT64 && field->type != SZ_TYPE_REAL) {
        *value = (SzValue){ .type = SZ_VALUE_INTEGER, .integer = json_node_get_int (node) };
        return field->type == SZ_TYPE_INTEGER || field->type == SZ_TYPE_BOOLEAN ||
               field->type == SZ_TYPE_TIME;
    }
    if (type == G_TYPE_DOUBLE || type == G_TYPE_INT64) {
        *value = (SzValue){ .type = SZ_VALUE_REAL, .real = json_node_get_double (node) };
        return field->type == SZ_TYPE_REAL;
    }
    return false;
}

static bool
read_fields (SzRecord *record, JsonObject *object, GError **error)
{
    JsonObjectIter iter;
    const char *name;
    JsonNode *node;

    json_object_iter_init (&iter, object);
    while (json_object_iter_next (&iter, &name, &node)) {
        int index = sz_kind_field_index (record->kind, name);
        SzValue value;

        if (index < 0)
            return fail (error, SZ_WIRE_ERROR_UNKNOWN, "a field that the kind does not have");
        if (!read_value (&record->kind->fields[index], node, &value)) {
            g_set_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_VALUE, "%s: a value of another type",
                         record->kind->fields[index].name);
            return false;
        }
        sz_record_set_value (record, (size_t) index, &value);
    }
    return true;
}

/* The document's object; the parser keeps it. */
static JsonObject *
parse (JsonParser *parser, const char *text, GError **error)
{
    JsonNode *root;

    if (!sz_json_is_shallow (text, strlen (text)) ||
        !json_parser_load_from_data (parser, text, -1, NULL)) {
        fail (error, SZ_WIRE_ERROR_SYNTAX, "not JSON");
        return NULL;
    }
    root = json_parser_get_root (parser);
    if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root)) {
        fail (error, SZ_WIRE_ERROR_SYNTAX, "not a JSON object");
        return NULL;
    }
    return json_node_get_object (root);
}

static const char *
member_text (JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member (object, name);

    return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                   json_node_get_value_type (node) == G_TYPE_STRING
               ? json_node_get_string (node)
               : NULL;
}

static int64_t
member_integer (JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member (object, name);

    return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                   json_node_get_value_type (node) == G_TYPE_INT64
               ? json_node_get_int (node)
               : 0;
}

static JsonObject *
member_object (JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member (object, name);

    return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static bool
member_id (JsonObject *object, const char *name, SzId *id)
{
    const char *text = member_text (object, name);

    return text != NULL && sz_id_parse (text, id);
}

static SzRecord *
new_record (JsonObject *object, GError **error)
{
    const SzKind *kind = sz_kind_by_name (member_text (object, "kind"));
    SzId id;

    if (kind == NULL) {
        fail (error, SZ_WIRE_ERROR_UNKNOWN, "a kind that the catalogue does not have");
        return NULL;
    }
    if (!member_id (object, "id", &id)) {
        fail (error, SZ_WIRE_ERROR_VALUE, "a record without an id");
        return NULL;
    }
    return sz_record_new (kind, &id);
}

bool
sz_record_fields_from_json (SzRecord *record, const char *text, GError **error)
{
    g_autoptr (JsonParser) parser = json_parser_new ();
    JsonObject *object = parse (parser, text, error);

    return object != NULL && read_fields (record, object, error);
}

SzRecord *
sz_record_from_json (const char *text, GError **error)
{
    g_autoptr (JsonParser) parser = json_parser_new ();
    JsonObject *object = parse (parser, text, error);
    JsonObject *fields;
    g_autoptr (SzRecord) record = object != NULL ? new_record (object, error) : NULL;

    if (record == NULL)
        return NULL;
    record->rev = member_integer (object, "rev");
    fields = member_object (object, "fields");
    if (fields == NULL) {
        fail (error, SZ_WIRE_ERROR_SYNTAX, "a record without fields");
        return NULL;
    }
    return read_fields (record, fields, error) ? g_steal_pointer (&record) : NULL;
}

/* Every field of each touched unit must have been said, else the merge could not compare. */
static bool
is_base_whole (const SzRecord *base, const SzRecord *set)
{
    for (size_t i = 0; i < set->kind->n_fields; i++) {
        for (size_t k = 0; ((set->present >> i) & 1) && k < set->kind->n_fields; k++) {
            if (strcmp (sz_field_unit (&set->kind->fields[i]),
                        sz_field_unit (&set->kind->fields[k])) == 0 &&
                !((base->present >> k) & 1))
                return false;
        }
    }
    return true;
}

static int
find_verb (const char *name)
{
    for (size_t i = 0; name != NULL && i < G_N_ELEMENTS (verbs); i++) {
        if (strcmp (verbs[i], name) == 0)
            return (int) i;
    }
    return -1;
}

static bool
read_part (SzOperation *op, JsonObject *object, GError **error)
{
    int verb = find_verb (member_text (object, "verb"));
    JsonObject *base_fields = member_object (object, "base"),
               *set_fields = member_object (object, "set");
    g_autoptr (SzRecord) set = verb >= 0 ? new_record (object, error) : NULL;
    g_autoptr (SzRecord) base = NULL;
    SzPart *part;

    if (verb < 0)
        return fail (error, SZ_WIRE_ERROR_SYNTAX, "a part without a verb");
    if (set == NULL)
        return false;
    if (verb != SZ_VERB_DELETE && set_fields == NULL)
        return fail (error, SZ_WIRE_ERROR_SYNTAX, "a part that sets nothing");
    if (verb != SZ_VERB_DELETE && !read_fields (set, set_fields, error))
        return false;
    if (verb != SZ_VERB_CREATE) {
        base = sz_record_new (set->kind, &set->id);
        base->rev = member_integer (object, "base_rev");
        if (base_fields == NULL)
            return fail (error, SZ_WIRE_ERROR_SYNTAX, "a part without its base");
        if (!read_fields (base, base_fields, error))
            return false;
        if (!is_base_whole (base, set))
            return fail (error, SZ_WIRE_ERROR_VALUE,
                         "a base that leaves out a field of a touched unit");
    }
    part = g_new0 (SzPart, 1);
    part->verb = (SzVerb) verb;
    part->set = g_steal_pointer (&set);
    part->base = g_steal_pointer (&base);
    g_ptr_array_add (op->parts, part);
    return true;
}

static bool
read_parts (SzOperation *op, JsonObject *object, GError **error)
{
    JsonNode *node = json_object_get_member (object, "parts");
    JsonArray *parts =
        node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
    unsigned n = parts != NULL ? json_array_get_length (parts) : 0;

    if (n == 0)
        return fail (error, SZ_WIRE_ERROR_SYNTAX, "an operation without parts");
    for (unsigned i = 0; i < n; i++) {
        JsonNode *part = json_array_get_element (parts, i);

        if (!JSON_NODE_HOLDS_OBJECT (part))
            return fail (error, SZ_WIRE_ERROR_SYNTAX, "a part that is no object");
        if (!read_part (op, json_node_get_object (part), error))
            return false;
    }
    return true;
}

SzOperation *
sz_operation_from_json (const char *text, GError **error)
{
    g_autoptr (JsonParser) parser = json_parser_new ();
    g_autoptr (SzOperation) op = sz_operation_new (NULL);
    JsonObject *object = parse (parser, text, error);

    if (object == NULL)
        return NULL;
    if (!member_id (object, "op", &op->op_id) || !member_id (object, "device", &op->device)) {
        fail (error, SZ_WIRE_ERROR_SYNTAX, "an operation without its ids");
        return NULL;
    }
    op->n = member_integer (object, "n");
    op->generation = (int) member_integer (object, "generation");
    op->at_ms = member_integer (object, "at");
    op->scope = g_strdup (member_text (object, "scope"));
    op->epoch = g_strdup (member_text (object, "epoch"));
    op->reason = g_strdup (member_text (object, "reason"));
    op->sealed = g_strdup (member_text (object, "sealed"));
    return op->sealed != NULL || read_parts (op, object, error) ? g_steal_pointer (&op) : NULL;
}
