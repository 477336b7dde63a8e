/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads small JSON documents with json-glib; see control.h. */
#define G_LOG_DOMAIN "sz-control"

#include "record/control.h"

#include "base/errors.h"

#include <json-glib/json-glib.h>
#include <string.h>

static JsonNode *
member_of_type (SzControl *control, const char *member, JsonNodeType type)
{
    JsonNode *node = json_object_get_member (control, member);
    return node != NULL && JSON_NODE_TYPE (node) == type ? node : NULL;
}

static const char *
text_of (JsonNode *node)
{
    if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
        return NULL;
    return json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static JsonNode *
item_at (SzControl *control, const char *member, size_t index)
{
    if (index >= sz_control_count (control, member))
        return NULL;
    JsonNode *node = member_of_type (control, member, JSON_NODE_ARRAY);
    return json_array_get_element (json_node_get_array (node), (unsigned) index);
}

typedef struct {
    unsigned depth;   /* at the end */
    unsigned deepest; /* anywhere */
    bool inside;      /* a text at the end */
} Nesting;

static Nesting
measure (const char *text, size_t length)
{
    Nesting nesting = { 0 };
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (nesting.inside) {
            if (c == '\\')
                i++;
            else if (c == '"')
                nesting.inside = false;
        } else if (c == '"') {
            nesting.inside = true;
        } else if (c == '[' || c == '{') {
            nesting.depth++;
            nesting.deepest = MAX (nesting.deepest, nesting.depth);
        } else if ((c == ']' || c == '}') && nesting.depth > 0) {
            nesting.depth--;
        }
    }
    return nesting;
}

bool
sz_json_is_shallow (const char *text, size_t length)
{
    return measure (text, length).deepest <= SZ_JSON_DEPTH;
}

bool
sz_json_is_cut (const char *text, size_t length)
{
    Nesting nesting = measure (text, length);
    return length == 0 || nesting.depth > 0 || nesting.inside;
}

SzControl *
sz_control_parse (const char *text, gssize length, GError **error)
{
    size_t n = length < 0 ? strlen (text) : (size_t) length;
    g_autoptr (JsonParser) parser = json_parser_new_immutable ();
    /* json-glib's own message quotes the text: it is not passed on. An empty body may be NULL. */
    if (n == 0 || !sz_json_is_shallow (text, n) || !g_utf8_validate_len (text, n, NULL) ||
        !json_parser_load_from_data (parser, text, (gssize) n, NULL)) {
        g_set_error_literal (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_SYNTAX, "not a JSON document");
        return NULL;
    }
    JsonNode *root = json_parser_get_root (parser);
    if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root)) {
        g_set_error_literal (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_SYNTAX, "not a JSON object");
        return NULL;
    }
    return json_node_dup_object (root);
}

void
sz_control_free (SzControl *control)
{
    if (control != NULL)
        json_object_unref (control);
}

bool
sz_control_has (SzControl *control, const char *member)
{
    return json_object_has_member (control, member);
}

const char *
sz_control_text (SzControl *control, const char *member)
{
    return text_of (json_object_get_member (control, member));
}

int64_t
sz_control_integer (SzControl *control, const char *member, int64_t fallback)
{
    JsonNode *node = member_of_type (control, member, JSON_NODE_VALUE);
    if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
        return fallback;
    return json_node_get_int (node);
}

bool
sz_control_boolean (SzControl *control, const char *member, bool fallback)
{
    JsonNode *node = member_of_type (control, member, JSON_NODE_VALUE);
    if (node == NULL || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
        return fallback;
    return json_node_get_boolean (node);
}

SzControl *
sz_control_object (SzControl *control, const char *member)
{
    JsonNode *node = member_of_type (control, member, JSON_NODE_OBJECT);
    return node == NULL ? NULL : json_node_get_object (node);
}

size_t
sz_control_count (SzControl *control, const char *member)
{
    JsonNode *node = member_of_type (control, member, JSON_NODE_ARRAY);
    return node == NULL ? 0 : json_array_get_length (json_node_get_array (node));
}

SzControl *
sz_control_item (SzControl *control, const char *member, size_t index)
{
    JsonNode *node = item_at (control, member, index);
    return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

const char *
sz_control_item_text (SzControl *control, const char *member, size_t index)
{
    return text_of (item_at (control, member, index));
}
