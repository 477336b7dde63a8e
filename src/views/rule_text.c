/* SPDX-License-Identifier: EUPL-1.2 */
/* A rule's source as people read it (rule_text.h). */
#define G_LOG_DOMAIN "sz-rule-text"

#include "config.h"

#include "views/rule_text.h"

#include "widgets/format.h"

#include <string.h>

const char *
sz_rule_text (const char *source)
{
    const char *end = strstr (source, ": ");
    g_autofree char *text = NULL;

    if (end == NULL)
        return g_intern_string (source);
    text = g_strdup_printf ("%s (%.*s)", end + 2, (int) (end - source), source);
    return g_intern_string (text);
}

char *
sz_rule_sentence (const char *source)
{
    const char *end = strstr (source, ": ");
    g_autofree char *text = sz_format_capital (end != NULL ? end + 2 : source);

    return g_strconcat (text, g_str_has_suffix (text, ".") || *text == '\0' ? "" : ".", NULL);
}
