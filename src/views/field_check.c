/* SPDX-License-Identifier: EUPL-1.2 */
/* Shapes of values (field_check.h). */
#define G_LOG_DOMAIN "sz-field-check"

#include "config.h"

#include "views/field_check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* In the order of the patterns of one field; postal codes of the neighbours too: pupils live across the border. */
static const struct {
    const char *field;
    const char *pattern;
    const char *sentence;
} shapes[] = {
    { "postal_code", "^([0-9]{4}|[0-9]{4} ?[A-Za-z]{2}|[0-9]{5})$",
      N_ ("A postal code has four digits, like 9000.") },
    { "email", "^[^@\\s]+@[^@\\s]+$",
      N_ ("An e-mail address has an @ with something on both sides, and no spaces.") },
    { "phone", "^[+0-9/ .()-]*$",
      N_ ("A telephone number has digits and + / . ( ) - only, like 09 123 45 67.") },
};

const char *
sz_field_check (const SzField *field, const char *text)
{
    for (size_t i = 0; *text != '\0' && i < G_N_ELEMENTS (shapes); i++) {
        if (g_str_equal (shapes[i].field, field->name) &&
            !g_regex_match_simple (shapes[i].pattern, text, 0, 0))
            return _ (shapes[i].sentence);
    }
    return NULL;
}
