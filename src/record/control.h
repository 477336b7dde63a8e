/* SPDX-License-Identifier: EUPL-1.2 */
/* Small JSON documents that steer the exchange (a sign-in, a session, a receipt, a problem): members
 * by name, absent and wrongly typed ones alike. Write them with sz_line_append_*. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

G_BEGIN_DECLS

/* The deepest nesting that any document of the protocol has. */
#define SZ_JSON_DEPTH 16

/* Whether brackets nest no deeper than SZ_JSON_DEPTH. Ask before a recursive reader sees the text of
 * a stranger; says nothing about the rest of the syntax. */
bool sz_json_is_shallow (const char *text, size_t length);

/* Whether it ends before its brackets do: what a cut left of a document, not a document gone wrong. */
bool sz_json_is_cut (const char *text, size_t length);

typedef struct _JsonObject SzControl;

/* One JSON object. SZ_WIRE_ERROR_SYNTAX. `length` -1: up to the NUL. */
SzControl *
sz_control_parse (const char *text, gssize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sz_control_free (SzControl *control);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzControl, sz_control_free)

bool sz_control_has (SzControl *control, const char *member);

/* Borrowed; NULL when absent, null, or no text. */
const char *sz_control_text (SzControl *control, const char *member);

/* `fallback` when absent, null, or of another type. */
int64_t sz_control_integer (SzControl *control, const char *member, int64_t fallback);
bool sz_control_boolean (SzControl *control, const char *member, bool fallback);

/* An object inside; borrowed, NULL when there is none. */
SzControl *sz_control_object (SzControl *control, const char *member);

/* An array inside: its length (0 when there is none) and its items; borrowed, NULL when of another type. */
size_t sz_control_count (SzControl *control, const char *member);
SzControl *sz_control_item (SzControl *control, const char *member, size_t index);
const char *sz_control_item_text (SzControl *control, const char *member, size_t index);

G_END_DECLS
